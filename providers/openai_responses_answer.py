"""Responses, whole or in events: which of their strings are text.

Everything is text except words that the protocol made. A response repeats its request
(instructions, tools, metadata), so free-form JSON in it is text throughout, keys included. Token
probabilities of what changed go, never half restored; positions in a text that grew or shrank are
found again.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from providers.answered_files import AnsweredFile, answered_file
from providers.codec import Channel, Container, MalformedAnswerError, MalformedBodyError, Slot
from providers.inline import unpack_base64, unpack_url
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

Path = tuple[str | int, ...]

_SKIPPED = frozenset(
    {
        "id", "object", "type", "status", "role", "model", "item_id", "call_id", "response_id",
        "previous_response_id", "container_id", "file_id", "approval_request_id", "caller_id",
        "service_tier", "truncation", "obfuscation", "encrypted_content", "fingerprint", "phase",
        "partial_image_b64", "b64_json", "data", "server_label", "namespace", "code_version",
    }
)  # fmt: skip
"""Fields whose strings are words, ids or opaque bytes of the recipient's own making."""
_FREE = frozenset(
    {
        "metadata", "variables", "attributes", "parameters", "output_schema", "input_schema",
        "schema", "env", "headers", "arguments", "filters", "file_search",
    }
)  # fmt: skip
"""Fields whose objects are anybody's JSON: no key of it is a word, and any can be a pseudonym."""
_NAMED = frozenset(
    {
        "function", "custom", "mcp", "namespace", "function_call", "custom_tool_call", "mcp_call",
        "mcp_approval_request", "json_schema", "function_call_output",
        "response.function_call_arguments.done",
    }
)  # fmt: skip
"""Kinds whose `name` is that of a tool or a schema."""
_CALLS = frozenset({"function_call", "custom_tool_call", "mcp_call", "mcp_approval_request"})
_LOCAL_CALLS = frozenset(
    {"shell_call", "local_shell_call", "apply_patch_call", "computer_call", "tool_search_call"}
)
_ARGUMENTS = frozenset({"arguments", "input", "action", "actions", "operation"})
_OUTPUTS = frozenset({"output", "result"})
"""What tools gave, which requests walk as JSON where it is a document."""
_OFFSETS = frozenset({"start_index", "end_index"})
_CITED = frozenset({"text", "refusal", "value"})
"""Fields beside annotations that hold a part's text."""
_LIMITS = Limits(keys=2_000_000, values=8_000_000)
"""Answers may repeat each of their tokens twenty times, in bytes; the door bounds their size."""
NOWHERE = -1
"""The part of a text that no position counts in."""


class Found(NamedTuple):
    """A string that is text.

    Attributes:
        token: its token in the source.
        text: the string.
        path: keys and indices from the top.
        container: what it is part of.
        tool: name of the tool whose arguments it is.
        part: number of the part whose text it is, NOWHERE if it is none.
    """

    token: int
    text: str
    path: Path
    container: Container
    tool: str | None
    part: int


class Offset(NamedTuple):
    """A position in the text of a part."""

    token: int
    value: int
    part: int


def tool_of(item: Json) -> str | None:
    """The tool that an item calls: its name, or its kind where the caller carries it out."""
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(item, dict):
        return None
    if kind is None and "arguments" in item:  # a call of an assistant's run
        name = item.get("name")
        return name if isinstance(name, str) else None
    if not isinstance(kind, str):
        return None
    if kind in _CALLS:
        name = item.get("name")
        return name if isinstance(name, str) else ""
    return kind.removesuffix("_call") if kind in _LOCAL_CALLS else None


def says_json(response: Json) -> bool:
    """Whether a response tells that it was asked for JSON."""
    text = response.get("text") if isinstance(response, dict) else None
    form = text.get("format") if isinstance(text, dict) else None
    return isinstance(form, dict) and form.get("type") in ("json_object", "json_schema")


class Reading:
    """One pass through a response or an event.

    Args:
        document: its source.
        json_answer: its text is JSON; None: it tells itself, and where it does not, a text that
            is a JSON document is one.
        tool: name of the tool that is called.

    Attributes:
        document: its source.
        texts: its strings that are text.
        offsets: positions in them.
        probabilities: where token probabilities stand.
        files: text files by their token; texts of theirs have this token, too.
    """

    __slots__ = (
        "_cursor", "_free", "_json", "_part", "_parts", "_told", "_tool", "document", "files",
        "offsets", "probabilities", "texts",
    )  # fmt: skip

    def __init__(
        self, document: Document, *, json_answer: bool | None, tool: str | None = None
    ) -> None:
        self.document = document
        self.texts: list[Found] = []
        self.offsets: list[Offset] = []
        self.probabilities: list[tuple[int, int]] = []
        self.files: dict[int, AnsweredFile] = {}
        self._json = json_answer or says_json(document.tree)
        self._told = json_answer is not None
        self._cursor = 0
        self._free = False
        self._tool = tool
        self._part = NOWHERE
        self._parts = 0
        self._visit(document.tree, ())

    def _visit(self, value: Json, path: Path) -> None:
        if isinstance(value, dict):
            self._object(value, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._visit(item, (*path, index))
        elif isinstance(value, str):
            self._text(value, path, Container.TEXT)
        else:
            self._cursor += count(value)

    def _text(self, text: str, path: Path, container: Container, part: int = NOWHERE) -> None:
        self.texts.append(Found(self._cursor, text, path, container, self._tool, part))
        self._cursor += 1

    def _object(self, value: dict[str, Json], path: Path) -> None:
        if self._free:
            self._free_object(value, path)
            return
        kind = value.get("type")
        kind = kind if isinstance(kind, str) else ""
        outer = self._tool, self._part
        tool = tool_of(value)
        cited = "annotations" in value and any(isinstance(value.get(k), str) for k in _CITED)
        if cited:
            self._part, self._parts = self._parts, self._parts + 1
        for key, child in value.items():
            self._cursor += 1
            self._tool = tool if tool is not None and key in _ARGUMENTS else outer[0]
            if key == "file_data" and isinstance(child, str):
                self._file(child, value.get("filename"), (*path, key))
            else:
                self._field(key, child, path, kind, cited=cited)
        self._tool, self._part = outer

    def _field(self, key: str, child: Json, path: Path, kind: str, *, cited: bool) -> None:
        target = (*path, key)
        if isinstance(child, str):
            if key in _SKIPPED or (key == "name" and kind in _NAMED) or _is_bytes(key, kind):
                self._cursor += 1
            else:
                part = self._part if cited and key in _CITED else NOWHERE
                self._text(child, target, self._container(key, kind, child), part)
        elif key == "logprobs" and child:
            self.probabilities.append(self.document.value_span(self._cursor - 1))
            self._cursor += count(child)
        elif isinstance(child, dict | list) and _is_free(key, kind, cited=cited):
            self._free = True
            self._visit(child, target)
            self._free = False
        else:
            if key in _OFFSETS and type(child) is int:
                self.offsets.append(Offset(self._cursor, child, self._part))
            self._visit(child, target)

    def _file(self, data: str, name: Json, path: Path) -> None:
        """A file that the caller sent, as items that are kept repeat it."""
        packed = unpack_url(data) or unpack_base64(data)
        file = answered_file(packed, name if isinstance(name, str) else "")
        if file is None:
            self._text(data, path, Container.TEXT)
            return
        self.files[self._cursor] = file
        self.texts += (
            Found(self._cursor, text, (*path, at), Container.TEXT, self._tool, NOWHERE)
            for at, text in enumerate(file.texts)
        )
        self._cursor += 1

    def _free_object(self, value: dict[str, Json], path: Path) -> None:
        for key, child in value.items():
            self._text(key, (*path, key, "~key"), Container.TEXT)
            self._visit(child, (*path, key))

    def _container(self, key: str, kind: str, text: str) -> Container:
        if key == "arguments" or (key == "delta" and kind.endswith("_arguments.delta")):
            return Container.JSON
        if key in _OUTPUTS and kind.endswith("_output"):
            return Container.JSON if is_document(text) else Container.TEXT
        is_answer = (key == "text" and kind in ("output_text", "response.output_text.done")) or (
            key == "delta" and kind == "response.output_text.delta"
        )
        if not is_answer:
            return Container.TEXT
        is_json = self._json or (not self._told and is_document(text))
        return Container.JSON if is_json else Container.TEXT


def _is_free(key: str, kind: str, *, cited: bool) -> bool:
    """Anybody's JSON: by its field, what a remote tool says of itself, and of its error."""
    of_tool = key == "annotations" and not cited
    return key in _FREE or of_tool or (key == "content" and kind == "mcp_tool_execution_error")


def _is_bytes(key: str, kind: str) -> bool:
    """Pictures and sound in base64."""
    return (key == "result" and kind == "image_generation_call") or (
        key == "delta" and kind == "response.audio.delta"
    )


def read(body: bytes) -> Document:
    """Read a response or an event.

    Raises:
        MalformedAnswerError: codes of `providers.json_text.parse`, or not_an_object.
    """
    try:
        document = parse_lenient(body, _LIMITS)
    except MalformedBodyError as error:
        raise MalformedAnswerError(error.code) from None
    if not isinstance(document.tree, dict):
        raise MalformedAnswerError("not_an_object")
    return document


def edits(
    reading: Reading, texts: Sequence[str], *, drop: bool, outside: Shift | None = None
) -> list[Edit]:
    """What new texts change.

    Args:
        reading: what was read.
        texts: one new text for each of its texts.
        drop: token probabilities go even where no text changes.
        outside: moves positions in a text that other events carried.
    """
    tokens = reading.document.tokens
    changed = [
        (found, text)
        for found, text in zip(reading.texts, texts, strict=True)
        if text != found.text
    ]
    found_edits = [
        (*tokens[found.token], quote(text))
        for found, text in changed
        if found.token not in reading.files
    ]
    found_edits += _files(reading, texts)
    if changed or drop:
        found_edits += [(start, end, "[]") for start, end in reading.probabilities]
    if reading.offsets:
        shifts = {
            found.part: Shift(found.text, text)
            for found, text in changed
            if found.part != NOWHERE and found.path[-1] != "refusal"
        }
        if outside is not None:
            shifts[NOWHERE] = outside
        found_edits += _moved(reading, shifts)
    return found_edits


def _files(reading: Reading, texts: Sequence[str]) -> Iterator[Edit]:
    """Files whose texts changed."""
    for token, file in reading.files.items():
        inside = [t for f, t in zip(reading.texts, texts, strict=True) if f.token == token]
        string = file.written(inside)
        if string is not None:
            yield (*reading.document.tokens[token], quote(string))


def _moved(reading: Reading, shifts: dict[int, Shift]) -> Iterator[Edit]:
    """Positions that are no longer where they were."""
    for token, value, part in reading.offsets:
        moved = shifts[part](value) if part in shifts else value
        if moved != value:
            yield (*reading.document.tokens[token], str(moved))


class WholeResponse:
    """A response that is not cut, or what else an endpoint of responses answers.

    Attributes:
        raw: the bytes as they came.
        slots: its texts, each a channel of its own.
    """

    __slots__ = ("_reading", "raw", "slots")
    closes: Sequence[Channel] = ()
    terminal = False
    error = False

    def __init__(self, raw: bytes, reading: Reading) -> None:
        self.raw = raw
        self.slots = tuple(one_shot(reading.texts))
        self._reading = reading

    def render(self, texts: Sequence[str]) -> bytes:
        """The response with new texts."""
        changes = edits(self._reading, texts, drop=False)
        return self._reading.document.splice(changes) if changes else self.raw

    def before(self, channel: Channel, text: str) -> bytes:  # noqa: ARG002 # the frames' common signature
        """Nothing.

        Raises:
            ValueError: the answer is whole; nothing can stand before it.
        """
        raise ValueError("nothing can stand before a whole answer")


def one_shot(texts: Sequence[Found]) -> Iterator[Slot]:
    """A slot for each text, each a channel of its own."""
    for found in texts:
        yield closed_slot(found, "")


def closed_slot(found: Found, kind: str) -> Slot:
    """The slot of a text that comes whole; `kind` is that of its event."""
    flow = flow_of(found, kind)
    return Slot(found.path, found.text, found.container, found.tool, closes=True, flow=flow)


def flow_of(found: Found, kind: str) -> tuple[str, str] | None:
    """Texts of an answer's parts, which SDKs join (`response.output_text`); see `Slot.flow`.

    What one kind of event repeats is not joined to what another one says.
    """
    path = found.path
    is_part = path[-1] == "text" and (path[-3:-2] == ("content",) or path[0] in ("text", "part"))
    is_delta = kind == "response.output_text.delta" and path == ("delta",)
    return (kind, "answer") if is_part or is_delta else None


def whole_response(body: bytes, *, json_answer: bool | None) -> WholeResponse:
    """Read an answer that is not cut; for `json_answer` see `Reading`.

    Raises:
        MalformedAnswerError: it cannot be read.
    """
    return WholeResponse(body, Reading(read(body), json_answer=json_answer))
