"""Answers of Google: where their texts stand, and what must change with them.

An answer is a `GenerateContentResponse`, whole or one of a stream; every string in it that is no
word of the protocol becomes a slot. Texts of one candidate that follow each other are one channel,
answer and thought apart, until something else stands between them: a tool call, a signature, the
end. Parts are never merged, dropped or moved, since a thought signature belongs to its place.

Offsets count characters that the recipient wrote. Where a text grows or shrinks, those of
`groundingSupports` are found again in a whole answer and dropped in a stream; those of citations
and the tokens of `logprobsResult` are dropped.
"""

from dataclasses import replace

import orjson

from providers.answered_files import AnsweredFile
from providers.codec import Channel, Container, MalformedAnswerError, MalformedBodyError, Slot
from providers.google_blobs import answered_blob
from providers.google_offsets import LOGPROBS, Offsets
from providers.google_reading import LINE_ENDS, Reading
from providers.google_state import Candidate, State
from providers.google_words import ANSWER_WORDS
from providers.json_text import Document, Json, count, parse_lenient

_SIGNATURES = ("thoughtSignature", "thought_signature")
_UNFINISHED = (None, 0, "FINISH_REASON_UNSPECIFIED")
_CALL_WORDS = frozenset({"name", "id", "willContinue", "will_continue"})
_FREE = frozenset({"args", "response", "partMetadata", "part_metadata"})


def read(body: bytes, state: State) -> Reading:
    """Read one response.

    Raises:
        MalformedAnswerError: it is no JSON object.
    """
    try:
        document = parse_lenient(body)
    except MalformedBodyError as error:
        raise MalformedAnswerError(error.code) from None
    if not isinstance(document.tree, dict | list):
        raise MalformedAnswerError("not_an_object")
    return AnswerWalk(document, state).response()


def extra_response(channel: Channel, text: str) -> bytes:
    """A response that carries only a text held back for a channel.

    Raises:
        ValueError: the channel is none of a stream's.
    """
    match channel:
        case (int(index), "text" | "thought" as kind, int()):
            part: dict[str, object] = {"text": text}
            if kind == "thought":
                part["thought"] = True
        case (int(index), "argument", int(), str(path)):
            argument = {"jsonPath": path, "stringValue": text, "willContinue": True}
            part = {"functionCall": {"partialArgs": [argument], "willContinue": True}}
        case _:
            raise ValueError("no text is held back for this channel")
    content = {"role": "model", "parts": [part]}
    response = orjson.dumps({"candidates": [{"content": content, "index": index}]})
    return response.decode().translate(LINE_ENDS).encode()


class AnswerWalk:
    """One pass over a response in the order of its source, counting tokens.

    Attributes:
        base: added to the numbers of candidates, where a document holds several responses.
    """

    def __init__(self, document: Document, state: State) -> None:
        self.document = document
        self.state = state
        self.at = 0
        self.slots: list[Slot] = []
        self.tokens: list[int] = []
        self.owners: list[int] = []
        self.closes: list[Channel] = []
        self.offsets: dict[int, Offsets] = {}
        self.files: dict[int, AnsweredFile] = {}
        self.last: dict[Channel, int] = {}
        self.base = 0

    def response(self) -> Reading:
        """Read an answer, a list of them, or an error."""
        tree = self.document.tree
        error = _is_error(tree)
        if error or isinstance(tree, list):
            self.other(tree, ())
        elif isinstance(tree, dict):
            self.message(tree)
        return self.reading(error=error)

    def reading(self, *, error: bool = False) -> Reading:
        """What was read so far."""
        return Reading(
            self.document, self.slots, self.tokens, self.owners, self.closes, self.offsets,
            self.files, error,
        )  # fmt: skip

    def message(self, tree: dict[str, Json]) -> None:
        """A `GenerateContentResponse`."""
        for key, value in tree.items():
            self.at += 1
            if key == "candidates" and isinstance(value, list):
                for each in value:
                    self.candidate(each)
            elif key in ("usageMetadata", "usage_metadata"):
                self.skip(value)
            else:
                if key in ("promptFeedback", "prompt_feedback"):
                    self.state.blocked = True
                self.other(value, (key,))

    def skip(self, value: Json) -> None:
        """Pass over a value."""
        self.at += count(value)

    def slot(self, slot: Slot, owner: int = -1) -> None:
        """A text at the present token."""
        self.last[slot.channel] = len(self.slots)
        self.slots.append(slot)
        self.tokens.append(self.at)
        self.owners.append(owner)
        self.at += 1

    def leaf(self, text: str, tool: str | None = None) -> None:
        """A text that arrives whole."""
        self.slot(Slot(("leaf", self.at), text, Container.TEXT, tool, closes=True))

    def other(self, value: Json, path: tuple[str, ...]) -> None:
        """Anything that no rule speaks of: its strings are texts, unless their key is a word."""
        if path and path[-1] in _FREE:
            self.free(value)
        elif isinstance(value, dict):
            for key, child in value.items():
                self.at += 1
                self.other(child, (*path, key))
        elif isinstance(value, list):
            for child in value:
                self.other(child, path)
        elif isinstance(value, str) and value and not (path and path[-1] in ANSWER_WORDS):
            self.leaf(value)
        else:
            self.skip(value)

    def candidate(self, tree: Json) -> None:
        """One of several answers."""
        if not isinstance(tree, dict):
            self.other(tree, ("candidates",))
            return
        index = tree.get("index", 0)
        index = self.base + (index if isinstance(index, int) else 0)
        known = self.state.candidates.setdefault(index, Candidate())
        offsets = Offsets()
        for key, value in tree.items():
            token = self.at
            self.at += 1
            if key == "content" and isinstance(value, dict):
                self.content(value, index, known, offsets)
            else:
                offsets.meet(key, value, token)
                if key in LOGPROBS:
                    self.skip(value)
                else:
                    self.other(value, (key,))
        if tree.get("finishReason", tree.get("finish_reason")) not in _UNFINISHED:
            self.interrupt(known)
            self.end_call(known)
            known.finished = True
        if offsets.entries:
            self.offsets[index] = offsets

    def content(
        self, tree: dict[str, Json], index: int, known: Candidate, offsets: Offsets
    ) -> None:
        """What a candidate says."""
        for key, value in tree.items():
            self.at += 1
            if key == "parts" and isinstance(value, list):
                for part in value:
                    offsets.parts.append(self.part(part, index, known))
            else:
                self.other(value, (key,))

    def part(self, tree: Json, index: int, known: Candidate) -> int:
        """One part; the number of its text's slot, -1 if it has none."""
        if not isinstance(tree, dict):
            self.other(tree, ("parts",))
            return -1
        text = tree.get("text")
        signed = any(key in tree for key in _SIGNATURES)
        if not text and (signed or not isinstance(text, str)):
            self.interrupt(known)
        number = -1
        for key, value in tree.items():
            self.at += 1
            if key == "text" and isinstance(value, str) and value:
                number = len(self.slots)
                self.text(value, "thought" if tree.get("thought") is True else "text", index, known)
            elif key in ("functionCall", "function_call") and isinstance(value, dict):
                self.call(value, index, known)
            elif key in ("inlineData", "inline_data") and isinstance(value, dict):
                self.blob(value)
            else:
                self.other(value, (key,))
        if signed:
            self.interrupt(known)
        return number

    def text(self, text: str, kind: str, index: int, known: Candidate) -> None:
        """A piece of a candidate's text."""
        channel = known.open
        if channel is None or channel != (index, kind, known.run):
            self.interrupt(known)
            channel = known.open = (index, kind, known.run)
        container = self.state.container if kind == "text" else Container.TEXT
        flow = (index, kind)
        self.slot(Slot(channel, text, container, closes=self.state.whole, flow=flow), index)

    def blob(self, tree: dict[str, Json]) -> None:
        """Bytes; those of a text file are read, and its texts arrive whole."""
        for key, value in tree.items():
            self.at += 1
            file = answered_blob(tree) if key == "data" else None
            if file is None:
                self.other(value, (key,))
                continue
            self.files[self.at] = file
            for number, text in enumerate(file.texts):
                self.slot(Slot(("file", self.at, number), text, closes=True))
                self.at -= 1
            self.at += 1

    def interrupt(self, known: Candidate) -> None:
        """End the text that may be held back: what follows must not overtake it."""
        if known.open is not None:
            self.close(known.open)
            known.open = None
            known.run += 1

    def close(self, channel: Channel) -> None:
        """End a channel: with its last text here, or before all of this."""
        number = self.last.get(channel)
        if number is None:
            self.closes.append(channel)
        else:
            self.slots[number] = replace(self.slots[number], closes=True)

    def call(self, tree: dict[str, Json], index: int, known: Candidate) -> None:
        """A tool call, whole or one piece of a streamed one."""
        name = tree.get("name")
        if isinstance(name, str) and name:
            self.end_call(known)
            known.tool = name
            known.call += 1
        for key, value in tree.items():
            self.at += 1
            if key in _CALL_WORDS:
                self.skip(value)
            elif key in ("partialArgs", "partial_args") and isinstance(value, list):
                for each in value:
                    self.partial(each, index, known)
            else:
                self.free(value, known.tool)
        if not tree.get("willContinue", tree.get("will_continue")):
            self.end_call(known)

    def end_call(self, known: Candidate) -> None:
        """End the arguments of a tool call."""
        for channel in known.arguments.values():
            self.close(channel)
        known.arguments.clear()

    def free(self, value: Json, tool: str | None = None) -> None:
        """JSON of the application's own making: its keys are texts, and none of them is a word."""
        if isinstance(value, dict):
            for key, child in value.items():
                self.leaf(key, tool)
                self.free(child, tool)
        elif isinstance(value, list):
            for child in value:
                self.free(child, tool)
        elif isinstance(value, str) and value:
            self.leaf(value, tool)
        else:
            self.skip(value)

    def partial(self, tree: Json, index: int, known: Candidate) -> None:
        """One piece of a streamed argument."""
        if not isinstance(tree, dict):
            self.free(tree, known.tool)
            return
        path = str(tree.get("jsonPath", tree.get("json_path", "")))
        more = bool(tree.get("willContinue", tree.get("will_continue")))
        for key, value in tree.items():
            self.at += 1
            if key in ("stringValue", "string_value") and isinstance(value, str):
                self.piece(value, (index, "argument", known.call, path), known, more=more)
            else:
                self.skip(value)

    def piece(
        self, text: str, channel: tuple[int, str, int, str], known: Candidate, *, more: bool
    ) -> None:
        """A text of a streamed argument."""
        self.slot(Slot(channel, text, Container.TEXT, known.tool, closes=not more))
        if more:
            known.arguments[channel[3]] = channel
        else:
            known.arguments.pop(channel[3], None)


def _is_error(tree: Json) -> bool:
    first = tree[0] if isinstance(tree, list) and tree else tree
    return isinstance(first, dict) and "error" in first and "candidates" not in first
