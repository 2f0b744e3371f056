"""Chat completion answers, whole or in chunks: which of their strings are text.

Everything is text except words that the protocol made. Token probabilities repeat the text in
pieces that cannot be restored: where the text changes they go (null), never half restored.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from providers.codec import Channel, Container, MalformedAnswerError, MalformedBodyError, Slot
from providers.json_text import (
    Document,
    Edit,
    Json,
    Limits,
    count,
    is_document,
    parse_lenient,
    quote,
)
from providers.offsets import Shift
from providers.sse import Event

Path = tuple[str | int, ...]

_SKIPPED = frozenset(
    {
        "id", "object", "created", "model", "system_fingerprint", "service_tier", "usage", "index",
        "role", "type", "finish_reason", "native_finish_reason", "obfuscation", "file_id",
        "encrypted_content", "signature", "thought_signature", "prompt_token_ids", "token_ids",
        "stop_reason", "b64_json",
    }
)  # fmt: skip
"""Fields that hold words, ids, numbers or opaque bytes of the recipient's own making."""
_LIMITS = Limits(keys=2_000_000, values=8_000_000)
"""Answers may repeat each of their tokens twenty times, in bytes; the door bounds their size."""
_PROBABILITIES = frozenset({"logprobs", "prompt_logprobs"})
_CALLS = frozenset({"function", "custom", "function_call"})
_ARGUMENTS = frozenset({"arguments", "input"})
_INDEXED = frozenset({"choices", "tool_calls"})
_OFFSETS = frozenset({"start_index", "end_index"})
NO_CHOICE = -1


class Text(NamedTuple):
    """A string of an answer.

    Attributes:
        token: its token in the source.
        text: the string.
        choice: the choice that it stands in, or NO_CHOICE.
        path: keys and indices from the choice on, or from the top.
    """

    token: int
    text: str
    choice: int
    path: Path

    @property
    def call(self) -> Path | None:
        """The path of the tool call whose arguments it is, or is inside of; None outside them."""
        for place in range(1, len(self.path)):
            if self.path[place] in _ARGUMENTS and self.path[place - 1] in _CALLS:
                return self.path[:place]
        return None

    @property
    def flow(self) -> tuple[int | str, ...] | None:
        """The parts of a content are one text; see `Slot.flow`."""
        is_part = self.path[1:2] == ("content",) and self.path[3:] == ("text",)
        return (self.choice, "content") if is_part else None

    def container(self, *, json_answer: bool | None) -> Container:
        """What the string is part of; for `json_answer` see `whole_answer`."""
        is_json = self.path[-1:] == ("arguments",) and self.call is not None
        if self.path[1:] == ("content",):
            is_json = is_document(self.text) if json_answer is None else json_answer
        return Container.JSON if is_json else Container.TEXT


class Probabilities(NamedTuple):
    """Token probabilities: characters `start` to `end` of the source."""

    choice: int
    start: int
    end: int


class Offset(NamedTuple):
    """A citation's position in its choice's text."""

    choice: int
    token: int
    value: int


class Reading:
    """One pass through an answer.

    Attributes:
        document: the answer.
        texts: its strings that are text.
        names: choice and path of a tool call -> the tool that it names.
        probabilities: where token probabilities stand.
        offsets: positions in texts.
    """

    __slots__ = ("_cursor", "document", "names", "offsets", "probabilities", "texts")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.texts: list[Text] = []
        self.names: dict[tuple[int, Path], str] = {}
        self.probabilities: list[Probabilities] = []
        self.offsets: list[Offset] = []
        self._cursor = 0
        self._visit(document.tree, NO_CHOICE, ())

    def tool(self, found: Text) -> str | None:
        """The tool whose arguments a text is; "" where the answer does not name it."""
        call = found.call
        return None if call is None else self.names.get((found.choice, call), "")

    def _visit(self, value: Json, choice: int, path: Path) -> None:
        if isinstance(value, dict):
            self._object(value, choice, path)
        elif isinstance(value, list):
            self._list(value, choice, path)
        elif isinstance(value, str):
            self.texts.append(Text(self._cursor, value, choice, path))
            self._cursor += 1
        else:
            self._cursor += count(value)

    def _list(self, value: list[Json], choice: int, path: Path) -> None:
        indexed = path and path[-1] in _INDEXED
        for position, item in enumerate(value):
            index = _index(item, position) if indexed else position
            if path == ("choices",):
                self._visit(item, index, ())
            else:
                self._visit(item, choice, (*path, index))

    def _object(self, value: dict[str, Json], choice: int, path: Path) -> None:
        is_call = bool(path) and path[-1] in _CALLS
        if is_call:
            name = value.get("name")
            if isinstance(name, str) and name:
                self.names[choice, path] = name
        is_sound = bool(path) and path[-1] == "audio"
        for key, child in value.items():
            self._cursor += 1
            if key in _PROBABILITIES and child is not None:
                span = self.document.value_span(self._cursor - 1)
                self.probabilities.append(Probabilities(choice, *span))
                self._cursor += count(child)
            elif key in _SKIPPED or (is_call and key == "name") or (is_sound and key == "data"):
                self._cursor += count(child)
            elif key == "metadata":
                self._free(child, choice, (*path, key))
            else:
                if key in _OFFSETS and type(child) is int:
                    self.offsets.append(Offset(choice, self._cursor, child))
                self._visit(child, choice, (*path, key))

    def _free(self, value: Json, choice: int, path: Path) -> None:
        """What the application wrote: its keys are texts, and none is a word of the protocol."""
        if not isinstance(value, dict):
            self._visit(value, choice, path)
            return
        for key, child in value.items():
            self.texts.append(Text(self._cursor, key, choice, (*path, "~key", key)))
            self._cursor += 1
            self._free(child, choice, (*path, key))


def read_answer(body: bytes) -> Reading:
    """Read an answer.

    Raises:
        MalformedAnswerError: codes of `providers.json_text.parse`, or not_an_object.
    """
    try:
        document = parse_lenient(body, _LIMITS)
    except MalformedBodyError as error:
        raise MalformedAnswerError(error.code) from None
    if not isinstance(document.tree, dict):
        raise MalformedAnswerError("not_an_object")
    return Reading(document)


Extra = Callable[[Json, Channel, str], bytes]
"""Makes an event with nothing but one text, as `extra_event` does."""


def extra_event(head: Json, channel: Channel, text: str) -> bytes:
    """An event like `head`, with nothing but one text.

    Args:
        head: the top level of an event of the same stream.
        channel: (choice, key, ...): where in the choice's delta the text stands.
        text: the text.
    """
    if not isinstance(channel, tuple):
        raise TypeError("a channel of chat completions is a choice and a path")
    choice, *path = channel
    delta = _nested(path, quote(text))
    return choice_event(head, f'"index":{choice},"delta":{delta},"finish_reason":null')


def choice_event(head: Json, choice: str) -> bytes:
    """An event like `head` with one choice, given the inside of that one's source."""
    names = ("id", "object", "created", "model", "system_fingerprint", "service_tier")
    tree = head if isinstance(head, dict) else {}
    found = [(name, tree.get(name)) for name in names]
    fields = [
        f"{quote(name)}:{quote(value) if isinstance(value, str) else value}"
        for name, value in found
        if isinstance(value, str) or type(value) is int
    ]
    fields.append(f'"choices":[{{{choice}}}]')
    return f"data: {{{','.join(fields)}}}\n\n".encode()


def _nested(path: Sequence[str | int], source: str) -> str:
    """JSON source that holds a value at a path; items of lists say their index."""
    for step in reversed(path):
        if isinstance(step, str):
            source = f"{{{quote(step)}:{source}}}"
        else:
            source = f'[{{"index":{step},{source[1:]}]' if source.startswith("{") else f"[{source}]"
    return source


class AnswerFrame:
    """A whole answer, an error, or an event that was parsed.

    Attributes:
        raw: the bytes as they came.
        slots: its texts.
        closes: channels that end before it.
        terminal: False, the stream's end is no answer.
        error: whether it reports an error.
        between: makes extra events in the shape of its stream.
    """

    __slots__ = ("_drop", "_event", "_reading", "between", "closes", "error", "raw", "slots")
    terminal = False

    def __init__(
        self,
        reading: Reading,
        slots: Sequence[Slot],
        raw: bytes,
        *,
        event: Event | None = None,
        closes: Sequence[Channel] = (),
        error: bool = False,
        drop: bool = False,
    ) -> None:
        self.raw = raw
        self.slots = slots
        self.closes = closes
        self.error = error
        self._reading = reading
        self._event = event
        self._drop = drop
        self.between: Extra = extra_event

    def render(self, texts: Sequence[str]) -> bytes:
        """The frame with new texts; token probabilities of what changed become null."""
        edits = self._edits(texts)
        if not edits:
            return self.raw
        data = self._reading.document.splice(edits)
        return self._event.with_data(data) if self._event else data

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel.

        Raises:
            ValueError: the answer is whole; nothing can stand before it.
        """
        if self._event is None:
            raise ValueError("nothing can stand before a whole answer")
        return self.between(self._reading.document.tree, channel, text)

    def _edits(self, texts: Sequence[str]) -> list[Edit]:
        tokens = self._reading.document.tokens
        changed = [
            (found, text)
            for found, text in zip(self._reading.texts, texts, strict=True)
            if text != found.text
        ]
        edits = [(*tokens[found.token], quote(text)) for found, text in changed]
        choices = {found.choice for found, _ in changed}
        for choice, start, end in self._reading.probabilities:
            if self._drop or choice in choices:
                edits.append((start, end, "null"))
        if self._reading.offsets:
            edits += self._moved(changed)
        return edits

    def _moved(self, changed: Sequence[tuple[Text, str]]) -> Iterator[Edit]:
        """Positions that are no longer where they were."""
        shifts = {
            found.choice: Shift(found.text, text)
            for found, text in changed
            if found.path == ("message", "content")
        }
        for choice, token, value in self._reading.offsets:
            moved = shifts[choice](value) if choice in shifts else value
            if moved != value:
                yield (*self._reading.document.tokens[token], str(moved))


def whole_answer(body: bytes, *, json_answer: bool | None) -> AnswerFrame:
    """Read an answer that is not cut.

    Args:
        body: as it came.
        json_answer: its text is JSON; None: nobody remembers, but a text that is a JSON document
            is one.

    Raises:
        MalformedAnswerError: it cannot be read.
    """
    reading = read_answer(body)
    return AnswerFrame(reading, one_shot(reading, json_answer=json_answer), body)


def one_shot(reading: Reading, *, json_answer: bool | None = False) -> tuple[Slot, ...]:
    """A slot for each text, each a channel of its own."""
    return tuple(
        Slot(
            (found.choice, *found.path),
            found.text,
            found.container(json_answer=json_answer),
            reading.tool(found),
            closes=True,
            flow=found.flow,
        )
        for found in reading.texts
    )


def _index(item: Json, position: int) -> int:
    index = item.get("index") if isinstance(item, dict) else None
    return index if type(index) is int else position
