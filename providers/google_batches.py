"""Batches of the Gemini API: many requests at once, whose answers are fetched later.

Source: https://ai.google.dev/api/batch-api, google.genai.batches 3.4. Each request is read like a
call of its own; all of a batch share one session, whose pseudonyms are kept with the batch. What
tells an answer's request (`metadata.key`) is the caller's own identifier and is replaced whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson

from providers.any_content import is_document
from providers.codec import (
    Container,
    Frame,
    Framing,
    MalformedAnswerError,
    MalformedBodyError,
    Operation,
    Payload,
    Scalar,
    StateRef,
)
from providers.google_answer import AnswerWalk
from providers.google_body import GoogleBody
from providers.google_fields import generate, member, message, resource, word
from providers.google_instructions import Request, edits
from providers.google_kept import ROOT, Resources, named, parsed
from providers.google_paths import NAME
from providers.google_predict import EMBED, MOOT
from providers.google_reading import Reading
from providers.google_request import fitted
from providers.google_state import Candidate, State
from providers.google_stream import GoogleFrame
from providers.json_text import Document, Edit, Json, parse, parse_lenient
from providers.walk import Rule, Walk, each, fixed, free, identifier, text

_CREATE = re.compile(
    rf"/(?:v1|v1beta)/(?:models|tunedModels)/(?P<model>{NAME})"
    r":(?P<verb>batchGenerateContent|asyncBatchEmbedContent)",
    re.ASCII,
)
_PATH = re.compile(rf"{ROOT}batches(?:/(?P<id>{NAME})(?P<cancel>:cancel)?)?", re.ASCII)
_MAKING = {
    "batchGenerateContent": Operation("batches.create", "POST", "", keeps=True),
    "asyncBatchEmbedContent": Operation(
        "batches.embed", "POST", "", keeps=True, noted=False, moot=MOOT, scope="application"
    ),
}
_LIST = Operation("batches.list", "GET", "", inspected=False, lists="batch")
_OF_ONE = {
    ("GET", ""): Operation("batches.get", "GET", "", inspected=False, keeps=True),
    ("DELETE", ""): Operation("batches.delete", "DELETE", "", inspected=False, ends=True),
    ("POST", ":cancel"): Operation("batches.cancel", "POST", "", inspected=False),
}
_INLINED = frozenset({"inlinedResponses", "inlined_responses"})
_APART = 1 << 20
"""Numbers between the candidates of one answer and those of the next."""


def _metadata(walk: Walk, value: Json, pointer: str) -> None:
    """What the caller gives a request on its way, to tell its answer."""
    if not isinstance(value, dict):
        free(walk, value, pointer)
        return
    for key, child in value.items():
        if key == "key" and isinstance(child, str):
            walk.skip_key()
            identifier(walk, child, f"{pointer}/key")
        else:
            free(walk, {key: child}, pointer)


class BatchPayload(GoogleBody):
    """A batch that was read; see `providers.codec.Payload`.

    Attributes:
        framing: it is answered whole.
        model: the model that the path names.
        tools: those of all requests together have no meaning.
        json_answer: the answer names the batch, and says nothing yet.
    """

    __slots__ = ("_document", "_requests", "model")

    framing = Framing.NONE
    tools: Sequence[str] = ()
    json_answer = False

    def __init__(self, operation: Operation, body: bytes) -> None:
        self.model = operation.model
        self._document = parse(body)
        if not isinstance(self._document.tree, dict):
            raise MalformedBodyError("invalid_json", "the body is not a JSON object")
        self._requests: list[Request] = []
        self._walk = Walk(self._document)
        embeds = operation.name == "batches.embed"
        self._rule(message(**EMBED) if embeds else self._one)(self._walk, self._document.tree, "")

    def _rule(self, request: Rule) -> Rule:
        one = message(request=request, metadata=_metadata)
        config = message(file_name=named("files", "file"), requests=message(requests=each(one)))
        return message(
            batch=message(
                name=fixed,
                model=resource,
                display_name=text,
                input_config=config,
                priority=word,
                webhook_config=message(uris=fixed, user_metadata=free),
            )
        )

    def _one(self, walk: Walk, value: Json, pointer: str) -> None:
        """One request of many: a conversation of its own."""
        if isinstance(value, dict):
            brace = self._document.value_span(walk.cursor - 1)[0]
            self._requests.append(Request(self._document, value, walk.cursor, brace))
        turns = member(value, "contents")
        roles = [member(turn, "role") for turn in (turns if isinstance(turns, list) else ())]
        walk.blocks = roles.count("model")
        generate(walk, value, pointer)
        walk.blocks = 0

    @property
    def opening(self) -> bytes:
        """All of it, canonically: a batch that is sent again is the same session."""
        return orjson.dumps(self._document.tree, option=orjson.OPT_SORT_KEYS)

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send; each request gets the instructions and the note.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: label_unfit: a new text is no label even in lower case.
        """
        changes: list[Edit] = []
        for request in self._requests:
            changes += edits(request, instructions, note)
        return self._walk.rewrite(fitted(self._walk.segments, texts), changes)


class BatchWalk(AnswerWalk):
    """One pass over a batch: each answer in it is read like an answer of its own."""

    def batch(self) -> Reading:
        """Read it."""
        self.other(self.document.tree, ())
        return self.reading()

    def other(self, value: Json, path: tuple[str, ...]) -> None:
        """Anything but answers, and what goes with them, is read as in any answer."""
        inlined = len(path) > 1 and path[-2] in _INLINED
        if inlined and path[-1] == "response" and isinstance(value, dict):
            self.base += _APART
            self.message(value)
        elif inlined and path[-1] == "metadata":
            self.free(value)
        else:
            super().other(value, () if path == ("response",) else path)

    def text(self, text: str, kind: str, index: int, known: Candidate) -> None:
        """A text; nobody remembers which request asked for JSON, so the text itself tells."""
        self.state.container = Container.JSON if is_document(text) else Container.TEXT
        super().text(text, kind, index, known)


class Answered(Resources):
    """Resources that may hold the answers to many requests."""

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read a batch, with the answers in it.

        Raises:
            MalformedAnswerError: it is no JSON object.
        """
        del operation, payload
        try:
            document: Document = parse_lenient(body)
        except MalformedBodyError as error:
            raise MalformedAnswerError(error.code) from None
        if not isinstance(document.tree, dict):
            raise MalformedAnswerError("not_an_object")
        state = State(whole=True)
        return GoogleFrame(BatchWalk(document, state).batch(), state, body, b"", b"")


class Batches(Answered):
    """See `providers.google_kept.Family`."""

    def __init__(self) -> None:
        super().__init__("batches", "batch", "operations")

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""
        del query
        made = _CREATE.fullmatch(path) if method == "POST" else None
        if made is not None:
            return replace(_MAKING[made["verb"]], upstream_path=path, model=made["model"])
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        if match["id"] is None:
            return replace(_LIST, upstream_path=path) if method == "GET" else None
        found = _OF_ONE.get((method, match["cancel"] or ""))
        return self.one(found, path, match["id"])

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a batch of requests.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        return BatchPayload(operation, body)

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """The batch, and the file of its answers, which belongs to it."""
        made = super().created(operation, raw)
        output = _output(parsed(raw)) if made else ""
        return (*made, StateRef("file", output)) if output else made


def _output(tree: Json) -> str:
    """The file of answers that a batch on a file names; "" if there is none yet."""
    output = member(member(tree, "metadata"), "output") or member(tree, "response")
    name = member(output, "responses_file")
    return name.rpartition("/")[2] if isinstance(name, str) else ""


BATCHES = Batches()
"""The family, for the codec."""
