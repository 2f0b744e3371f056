"""Interactions, whole or in events: which of their strings are text.

Everything is text except ids and bytes of the recipient's own making: signatures go back byte for
byte. An interaction repeats its request when it is asked to, so free-form JSON in it is text
throughout, keys included. Positions of citations count bytes of the text (UTF-8); in a text that
changed they are found again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from providers.codec import Channel, Container, MalformedAnswerError, MalformedBodyError, Slot
from providers.google_reading import LINE_ENDS
from providers.json_text import Document, Edit, Json, Limits, count, parse_lenient, quote
from providers.offsets import Shift

Path = tuple[str | int, ...]
_SEALED = frozenset(
    {
        "signature", "data", "continuation_token", "widget_context_token", "id", "call_id",
        "event_id", "interaction_id", "previous_interaction_id", "environment_id", "cached_content",
    }
)  # fmt: skip
"""Fields of ids, and of bytes that go back as they came."""
_FREE = frozenset(
    {
        "arguments", "result", "parameters", "schema", "response_format", "custom_metadata",
        "user_metadata", "labels", "headers", "env", "details", "custom_config", "transform",
    }
)  # fmt: skip
"""Fields whose objects are anybody's JSON: no key of it is a word."""
_PIECES_OF_JSON = frozenset({"result"})
"""Fields whose text may be JSON: the text itself tells."""
_JSON_BEGINS = ("{", "[")
_SAID = frozenset({"text", "output_text"})
_ASIDE = frozenset({"input", "summary", "annotations"})
"""What is no answer of the model."""
_OFFSETS = frozenset({"start_index", "end_index"})
_LIMITS = Limits(keys=2_000_000, values=8_000_000)
Moved = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Found:
    """A string that is text.

    Attributes:
        token: its token in the source.
        text: the string.
        path: keys and indices from the top.
        container: what it is part of.
        tool: name of the tool whose arguments it is.
    """

    token: int
    text: str = field(repr=False)
    path: Path = field(repr=False)
    container: Container
    tool: str | None


@dataclass(frozen=True, slots=True)
class Offset:
    """A position in bytes in a text.

    Attributes:
        token: of the number.
        value: the position.
        part: the content that it counts in.
    """

    token: int
    value: int
    part: int


class Reading:
    """One pass through an interaction or an event.

    Args:
        document: its source.
        json_answer: what the model says is JSON.
        calling: name of the tool whose call an event goes on with.

    Attributes:
        document: its source.
        texts: its strings that are text.
        offsets: positions in them.
        parts: content that is cited -> number of its text among `texts`.
    """

    __slots__ = (
        "_at", "_calling", "_count", "_free", "_json", "_part", "_tool", "document", "offsets",
        "parts", "texts",
    )  # fmt: skip

    def __init__(
        self, document: Document, *, json_answer: bool = False, calling: str | None = None
    ) -> None:
        self.document = document
        self.texts: list[Found] = []
        self.offsets: list[Offset] = []
        self.parts: dict[int, int] = {}
        self._json = json_answer
        self._calling = calling
        self._tool: str | None = None
        self._at = 0
        self._free = False
        self._part = self._count = 0
        self._visit(document.tree, ())

    def _visit(self, value: Json, path: Path) -> None:
        if isinstance(value, dict):
            self._object(value, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._visit(item, (*path, index))
        elif isinstance(value, str) and value:
            self._text(value, path)
        else:
            self._at += count(value)

    def _object(self, value: dict[str, Json], path: Path) -> None:
        outer = self._part
        if "annotations" in value and "text" in value:
            self._count += 1
            self._part = self._count
        for key, child in value.items():
            if self._free:
                self._text(key, (*path, key, "~key"))
                self._visit(child, (*path, key))
            else:
                self._at += 1
                self._member(key, value, (*path, key))
        self._part = outer

    def _member(self, key: str, value: dict[str, Json], path: Path) -> None:
        child = value[key]
        if key in _SEALED and isinstance(child, str):
            self._at += 1
        elif key in _OFFSETS and type(child) is int:
            self.offsets.append(Offset(self._at, child, self._part))
            self._at += 1
        elif key in _FREE:
            self._tool = self._called(value) if key == "arguments" else None
            self._free = True
            self._visit(child, path)
            self._free, self._tool = False, None
        else:
            if key == "text" and "annotations" in value:
                self.parts[self._part] = len(self.texts)
            self._visit(child, path)

    def _called(self, call: dict[str, Json]) -> str:
        """The tool that a call calls: its name, or its kind where the recipient carries it out."""
        name, kind = call.get("name"), call.get("type")
        if isinstance(name, str):
            return name
        if isinstance(kind, str) and kind.endswith("_call"):
            return kind.removesuffix("_call")
        return self._calling or ""

    def _text(self, text: str, path: Path) -> None:
        self.texts.append(Found(self._at, text, path, self._container(text, path), self._tool))
        self._at += 1

    def _container(self, text: str, path: Path) -> Container:
        last = path[-1] if path else ""
        if last in _PIECES_OF_JSON and text.lstrip()[:1] in _JSON_BEGINS:
            return Container.JSON
        if last == "arguments" and self._calling is not None:
            return Container.JSON
        said = last in _SAID and not self._free and not _ASIDE.intersection(path)
        return Container.JSON if self._json and said else Container.TEXT


def edits(reading: Reading, texts: Sequence[str], outside: Moved | None = None) -> list[Edit]:
    """Changes of the source.

    Args:
        reading: what was read.
        texts: one for each text found.
        outside: how positions moved in a text that is not part of the document.

    Raises:
        ValueError: there is not one text for each.
    """
    tokens = reading.document.tokens
    found = zip(reading.texts, texts, strict=True)
    changes = [(*tokens[one.token], written(text)) for one, text in found if text != one.text]
    shifts = {
        part: moved(reading.texts[number].text, texts[number])
        for part, number in reading.parts.items()
    }
    for offset in reading.offsets:
        shift = shifts.get(offset.part, outside)
        if shift is not None and shift(offset.value) != offset.value:
            changes.append((*tokens[offset.token], str(shift(offset.value))))
    return changes


def written(text: str) -> str:
    """A text as the source of a JSON string, on one line for every reader."""
    return quote(text).translate(LINE_ENDS)


def moved(old: str, new: str) -> Moved | None:
    """How positions in bytes moved with a text; None where nothing did."""
    if old == new:
        return None
    shift, came = Shift(old, new), old.encode("utf-8", "surrogatepass")

    def of_bytes(offset: int) -> int:
        characters = len(came[: max(offset, 0)].decode("utf-8", "ignore"))
        return len(new[: shift(characters)].encode("utf-8", "surrogatepass"))

    return of_bytes


def read(body: bytes) -> Document:
    """Parse a document of the recipient.

    Raises:
        MalformedAnswerError: it is no JSON object.
    """
    try:
        document = parse_lenient(body, _LIMITS)
    except MalformedBodyError as error:
        raise MalformedAnswerError(error.code) from None
    if not isinstance(document.tree, dict):
        raise MalformedAnswerError("not_an_object")
    return document


class WholeInteraction:
    """A whole interaction; see `providers.codec.Frame`.

    Attributes:
        raw: the bytes as they came.
        slots: every text.
        closes: nothing.
        terminal: it ends nothing.
        error: whether it reports an error.
    """

    __slots__ = ("_reading", "error", "raw", "slots")

    closes: Sequence[Channel] = ()
    terminal = False

    def __init__(self, body: bytes, *, json_answer: bool = False) -> None:
        document = read(body)
        self.raw = body
        self._reading = Reading(document, json_answer=json_answer)
        tree = document.tree
        self.error = isinstance(tree, dict) and "error" in tree and "status" not in tree
        self.slots: Sequence[Slot] = [whole_slot(one) for one in self._reading.texts]

    def render(self, texts: Sequence[str]) -> bytes:
        """The interaction with new texts; with unchanged ones, the bytes as they came."""
        changes = edits(self._reading, texts)
        return self._reading.document.splice(changes) if changes else self.raw

    def before(self, channel: Channel, text: str) -> bytes:
        """No text of a whole answer is held back.

        Raises:
            ValueError: always.
        """
        del channel, text
        raise ValueError("no text of a whole answer is held back")


def whole_slot(found: Found) -> Slot:
    """A text that arrives whole."""
    return Slot(("leaf", found.token), found.text, found.container, found.tool, closes=True)
