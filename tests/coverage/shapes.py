"""Shapes of JSON documents, and a document for each place in them where text can stand.

The SDKs describe documents in three ways (typing, pydantic, protocol buffers); each is read into
these shapes. `leaves` then plants one text at each string and bytes leaf of the smallest document
that has it. Recursion is bounded: a record may stand once within itself.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from providers.walk import below

PLANTED = "ngozi.adeyemi@posteo.example"
"""What is planted: no word of any protocol, and no id of a known shape."""
PLANTED_BYTES = b64encode(PLANTED.encode()).decode()
"""The same as JSON carries bytes."""
SAMPLE = "Sample text"
KEY = "role"
"""A caller's key that elsewhere is a field of the protocol: it must not be taken for one."""
NEW = "x_new"
"""A field that nobody knows."""
_RECURSION = 2
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Text:
    """Any string, or any bytes."""

    binary: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of a closed set of strings: protocol by its type."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, a truth value, a time: no text can stand there."""

    sample: Any


@dataclass(frozen=True, slots=True)
class Free:
    """Any JSON."""


@dataclass(frozen=True, slots=True)
class ListOf:
    item: "Shape"


@dataclass(frozen=True, slots=True)
class MapOf:
    value: "Shape"
    keys_are_text: bool = True


@dataclass(frozen=True, slots=True)
class OneOf:
    variants: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Field:
    shape: "Shape"
    required: bool


@dataclass(frozen=True)
class Record:
    """An object with named fields, which are read when they are needed."""

    name: str
    load: Callable[[], Mapping[str, Field]]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        return self.load()

    @cached_property
    def tags(self) -> dict[str, Any]:
        """Fields that can hold one word only: they say what kind of record it is."""
        return {
            name: field.shape.values[0]
            for name, field in self.fields.items()
            if isinstance(field.shape, Word) and len(field.shape.values) == 1
        }


Shape = Text | Word | Scalar | Free | ListOf | MapOf | OneOf | Record

ANY_JSON = OneOf((Text(), MapOf(Text()), ListOf(MapOf(Text(), keys_are_text=False))))
"""What stands for any JSON: a text, and one as value, as key and in a list."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place of text, and the smallest document that has one there.

    Attributes:
        path: its place: keys, `[]` for items, `{}` for values and `{key}` for keys of free-form
            objects, `<kind>` where a record is one of several.
        pointer: RFC 6901 pointer into the document.
        document: the document.
    """

    path: str
    pointer: str
    document: Any


def leaves(shape: Shape, *, binary: Any = PLANTED_BYTES, rich: bool = False) -> list[Leaf]:
    """Every string and bytes leaf of a shape, each path once.

    Args:
        shape: the document's shape.
        binary: what is planted for bytes.
        rich: documents hold their optional texts, too.
    """
    return _each_once(_Planter(binary, rich=rich).plant(shape, ()))


def words(shape: Shape) -> list[Leaf]:
    """Every other leaf: closed sets, numbers, truth values."""
    return _each_once(_Planter(None, words=True).plant(shape, ()))


def misplaced(shape: Shape) -> list[Leaf]:
    """The planted text at every leaf that should hold a word, a number or a truth value."""
    return _each_once(_Planter(None, words=True, misplaced=True).plant(shape, ()))


def additions(shape: Shape, *, rich: bool = False) -> list[Leaf]:
    """A field that nobody knows, once in every record, holding the planted text."""
    return _each_once(_Planter(None, rich=rich, words=True, added=True).plant(shape, ()))


def _each_once(found: Iterator[Leaf]) -> list[Leaf]:
    once: dict[str, Leaf] = {}
    for leaf in found:
        assert once.setdefault(leaf.path, leaf) is leaf, f"two leaves at {leaf.path}"
    return list(once.values())


@dataclass(frozen=True, slots=True)
class _Planter:
    binary: Any
    rich: bool = False
    words: bool = False
    added: bool = False
    misplaced: bool = False

    def plant(self, shape: Shape, within: tuple[str, ...]) -> Iterator[Leaf]:
        match shape:
            case Text() | Word() | Scalar():
                if isinstance(shape, Text) is not self.words and not self.added:
                    yield Leaf("", "", self._value(shape))
            case Free():
                yield from self.plant(ANY_JSON, within)
            case ListOf(item):
                for leaf in self.plant(item, within):
                    yield Leaf(f"[]{leaf.path}", f"/0{leaf.pointer}", [leaf.document])
            case MapOf():
                yield from self._map(shape, within)
            case OneOf(variants):
                yield from self._variants(variants, within)
            case Record():
                yield from self._record(shape, within)

    def _value(self, shape: Shape) -> Any:
        if isinstance(shape, Text):
            return self.binary if shape.binary else PLANTED
        return PLANTED if self.misplaced else minimal(shape)

    def _map(self, shape: MapOf, within: tuple[str, ...]) -> Iterator[Leaf]:
        if shape.keys_are_text and not self.words:
            yield Leaf("{key}", f"/{PLANTED}", {PLANTED: minimal(shape.value, within)})
        for leaf in self.plant(shape.value, within):
            yield Leaf(f"{{}}{leaf.path}", f"/{KEY}{leaf.pointer}", {KEY: leaf.document})

    def _variants(self, variants: tuple[Shape, ...], within: tuple[str, ...]) -> Iterator[Leaf]:
        kinds = _kinds(variants)
        seen: set[str] = set()
        for variant, kind in zip(variants, kinds, strict=True):
            for leaf in self.plant(variant, within):
                path = f"{kind}{leaf.path}"
                if path not in seen:  # a str among several kinds of str is one place
                    seen.add(path)
                    yield Leaf(path, leaf.pointer, leaf.document)

    def _record(self, record: Record, within: tuple[str, ...]) -> Iterator[Leaf]:
        if within.count(record.name) >= _RECURSION:
            return
        deeper = (*within, record.name)
        rest = minimal(record, within, rich=self.rich)
        if self.added:
            yield Leaf(f".{NEW}", f"/{NEW}", {**rest, NEW: PLANTED})
        for name, field in record.fields.items():
            for leaf in self.plant(field.shape, deeper):
                document = {**rest, name: leaf.document}
                yield Leaf(f".{name}{leaf.path}", f"{below('', name)}{leaf.pointer}", document)


def minimal(shape: Shape, within: tuple[str, ...] = (), *, rich: bool = False) -> Any:
    """The smallest value of a shape: what is required, what says its kind, and texts if rich."""
    smallest: Any = SAMPLE
    match shape:
        case Word(values):
            smallest = values[0]
        case Scalar(sample):
            smallest = sample
        case ListOf(item):
            smallest = [minimal(item, within, rich=rich)]
        case MapOf():
            smallest = {}
        case OneOf(variants):
            smallest = minimal(variants[0], within, rich=rich)
        case Record():
            smallest = _required(shape, within, rich=rich)
    return smallest


def _required(record: Record, within: tuple[str, ...], *, rich: bool) -> dict[str, Any]:
    deeper = (*within, record.name)
    assert len(deeper) < _DEEPEST, f"{record.name} requires itself"
    required = {
        name: minimal(field.shape, deeper, rich=rich)
        for name, field in record.fields.items()
        if field.required or (rich and field.shape == Text())
    }
    return record.tags | required


def merged(shape: Shape) -> Record:
    """Records that differ only in the words of some fields (streamed or not) as one."""
    records = shape.variants if isinstance(shape, OneOf) else (shape,)
    fields: dict[str, Field] = {}
    for record in records:
        assert isinstance(record, Record)
        for name, field in record.fields.items():
            fields.setdefault(name, field)
    return Record(records[0].name if isinstance(records[0], Record) else "", lambda: fields)


def _kinds(variants: tuple[Shape, ...]) -> list[str]:
    """A name for each variant: none where there is but one record among them."""
    records = [shape for shape in map(_innermost, variants) if isinstance(shape, Record)]
    if len({record.name for record in records}) < 2:
        return ["" for _ in variants]
    tags = [_tag(record) for record in records]
    unique = len(set(tags)) == len({record.name for record in records})
    kinds = []
    for variant in variants:
        record = _innermost(variant)
        if isinstance(record, Record):
            kinds.append(f"<{_tag(record) if unique else record.name}>")
        else:
            kinds.append("")
    return kinds


def _innermost(shape: Shape) -> Shape:
    while isinstance(shape, ListOf):
        shape = shape.item
    return shape


def _tag(record: Record) -> str:
    for name in ("type", "role", "object"):
        if name in record.tags:
            return str(record.tags[name])
    return record.name
