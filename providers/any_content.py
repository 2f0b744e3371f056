"""What stands in an answer of any JSON: every string in it, keys too, and what can be told of it.

Nothing is known of such answers but that they are JSON. Numbers and all between the strings keep
their bytes: a regular expression finds the strings of a valid document in the order in which the
parsed tree holds them.

- A string that is a JSON document itself takes restored values in the escapes of one.
- What stands under `arguments` and the like of something with a name is a tool's.
- Whether a string goes on in the next event of a stream is a rule of thumb: it stands under one of
  the keys in `SPOKEN`. It is told by its path, and by the numbers of what it belongs to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import orjson

from providers.codec import Container, MalformedAnswerError, MalformedBodyError
from providers.json_text import parse_lenient, quote

SPOKEN = frozenset(
    {
        "text", "content", "completion", "generated_text", "generatedText", "generation",
        "response", "output", "output_text", "outputText", "answer", "delta", "token", "thinking",
        "reasoning", "reasoning_content", "refusal", "stringVal", "string_val", "prediction",
        "message",
    }
)  # fmt: skip
"""Keys of pieces of text: events of Anthropic, Mistral, Llama and the shapes that follow OpenAI's;
containers of Hugging Face; Tensor of google.cloud.aiplatform.v1."""
_PIECES_OF_JSON = frozenset({"partial_json", "partialJson", "arguments"})
"""Keys of pieces of a tool call's arguments, which are JSON as text."""
_OF_TOOLS = _PIECES_OF_JSON | {"args", "input"}
_ENDINGS = ("finish_reason", "finishReason", "stop_reason", "stopReason")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_NAMES: Mapping[tuple[int, ...], str] = {}
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One string of an answer.

    Attributes:
        text: what it says.
        path: keys and positions that lead to it; a position is a number of its own (`index`)
            where the item has one.
        piece: it may go on in the next event.
        json: what it continues is a JSON document.
        tool: name of the tool whose arguments it is, "" if the name is not known; None outside.
        ending: what it belongs to says that it is over.
    """

    text: str = field(repr=False)
    path: Path = field(repr=False)
    piece: bool = False
    json: bool = False
    tool: str | None = None
    ending: bool = False

    @property
    def container(self) -> Container:
        """What the string is: the source of a JSON document, or plain text."""
        return Container.JSON if self.json or is_document(self.text) else Container.TEXT


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is."""

    path: Path = ()
    numbers: tuple[int, ...] = ()
    key: str = ""
    tool: str | None = None
    ending: bool = False


class Content:
    """The strings of one document.

    Args:
        body: its source.
        names: names of tools by the numbers of their calls, as earlier events told them.

    Attributes:
        tree: the parsed document.
        found: its strings, in document order.
        names: names of tools that it tells.

    Raises:
        MalformedAnswerError: it is no JSON, or an object has a key twice.
    """

    __slots__ = ("_body", "_places", "found", "names", "tree")

    def __init__(self, body: bytes, names: Mapping[tuple[int, ...], str] = _NO_NAMES) -> None:
        self.tree = _tree(body)
        self.names = dict(names)
        self.found: Sequence[Found] = self._all()
        self._body = body
        self._places = [match.span() for match in _STRING.finditer(body)]
        if len(self._places) != len(self.found):
            raise MalformedAnswerError("duplicate_key")

    def render(self, texts: Sequence[str]) -> bytes:
        """The document with new texts; what is between them keeps its bytes."""
        pieces: list[bytes] = []
        done = 0
        for (start, end), found, text in zip(self._places, self.found, texts, strict=True):
            if text != found.text:
                pieces += (self._body[done:start], quote(text).encode())
                done = end
        return b"".join((*pieces, self._body[done:])) if pieces else self._body

    def _all(self) -> Sequence[Found]:
        try:
            return tuple(self._walk(self.tree, _Place()))
        except RecursionError:
            raise MalformedAnswerError("too_deep") from None

    def _walk(self, value: object, at: _Place) -> Iterator[Found]:
        if isinstance(value, str):
            yield self._string(value, at)
        elif isinstance(value, dict):
            yield from self._object(value, at)
        elif isinstance(value, list):
            for position, child in enumerate(value):
                if isinstance(child, (str, dict, list)):
                    yield from self._walk(child, _item(child, position, at))

    def _object(self, value: dict[str, object], at: _Place) -> Iterator[Found]:
        index, name = value.get("index"), value.get("name")
        if type(index) is int:
            at = replace(at, numbers=(*at.numbers, index))
        if isinstance(name, str) and name:
            self.names[at.numbers] = name
        ending = at.ending or any(value.get(key) for key in _ENDINGS)
        for key, child in value.items():
            yield Found(key, (*at.path, key, "~key"), tool=at.tool)
            if isinstance(child, (str, dict, list)):
                tool = self._tool(key, value, at)
                below = _Place((*at.path, key), at.numbers, key, tool, ending)
                yield from self._walk(child, below)

    def _tool(self, key: str, value: dict[str, object], at: _Place) -> str | None:
        """Whose arguments stand under a key."""
        if at.tool is not None or key not in _OF_TOOLS:
            return at.tool
        known = self.names.get(at.numbers, "")
        if key == "input" and "name" not in value and not known:
            return None  # an input of something else than a tool
        name = value.get("name")
        return name if isinstance(name, str) else known

    def _string(self, text: str, at: _Place) -> Found:
        piece = bool(text) and (at.key in SPOKEN or at.key in _PIECES_OF_JSON)
        return Found(
            text,
            (*at.path, *at.numbers),
            piece=piece,
            json=at.key in _PIECES_OF_JSON,
            tool=at.tool,
            ending=at.ending,
        )


def _item(child: object, position: int, at: _Place) -> _Place:
    """The place of an item: by its own number where it has one, wherever it stands in the list."""
    numbered = isinstance(child, dict) and type(child.get("index")) is int
    return at if numbered else replace(at, path=(*at.path, position))


def is_document(text: str) -> bool:
    """Whether a text is a JSON object or array."""
    if not text.lstrip(" \t\r\n").startswith(("{", "[")):
        return False
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _tree(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return parse_lenient(body).tree
    except MalformedBodyError as error:
        raise MalformedAnswerError(error.code) from None
