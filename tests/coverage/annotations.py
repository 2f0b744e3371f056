"""Shapes of Python types: TypedDicts and pydantic models, as SDKs declare what they send."""

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union

import typing_extensions
from pydantic import BaseModel

from tests.coverage.shapes import (
    Field,
    Free,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Scalar,
    Shape,
    Text,
    Word,
)

_PLAIN: dict[Any, Shape] = {
    str: Text(),
    bytes: Text(binary=True),
    bool: Scalar(sample=True),
    int: Scalar(1),
    float: Scalar(0.5),
    dt.datetime: Scalar("2026-01-01T00:00:00Z"),
    dt.date: Scalar("2026-01-01"),
    Any: Free(),
    object: Free(),
    dict: MapOf(Free()),
    list: ListOf(Free()),
}
_LISTS = {list, tuple, set, Iterable, Sequence}
_MAPS = {dict, Mapping}
_MARKS = {
    typing.Required,
    typing.NotRequired,
    typing_extensions.Required,
    typing_extensions.NotRequired,
    typing_extensions.ReadOnly,
}


class UnknownTypeError(Exception):
    """A type that nothing here can read: the derivation must learn it, never guess."""


@cache
def shape_of(annotation: Any) -> Shape:
    """The shape of a type."""
    found = _shape(annotation)
    if found is None:
        raise UnknownTypeError(repr(annotation))
    return found


def _shape(annotation: Any) -> Shape | None:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, typing_extensions.TypeAliasType):
        return _shape(annotation.__value__)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    return _named(annotation) if origin is None else _generic(origin, arguments)


def _generic(origin: Any, arguments: tuple[Any, ...]) -> Shape | None:
    if origin is Annotated or origin in _MARKS:
        return _shape(arguments[0])
    if origin is Literal:
        return Word(arguments)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin in _LISTS or getattr(origin, "__name__", "") == "SequenceNotStr":
        return ListOf(shape_of(arguments[0]))
    if origin in _MAPS:
        return MapOf(shape_of(arguments[1]))
    return None


def _union(arguments: tuple[Any, ...]) -> Shape | None:
    """Variants that have a shape; a callable or a class never stands on the wire."""
    variants = [shape_of(each) for each in arguments if not _off_the_wire(each)]
    if not variants:
        return None
    return variants[0] if len(variants) == 1 else OneOf(tuple(variants))


def _off_the_wire(annotation: Any) -> bool:
    origin = typing.get_origin(annotation) or annotation
    if getattr(origin, "__module__", "").startswith("PIL."):
        return True
    if "is_unknown" in getattr(origin, "model_fields", {}):
        return True
    return origin in _OFF_THE_WIRE or getattr(origin, "__name__", "") in _OFF_THE_WIRE_NAMES


_OFF_THE_WIRE = {type(None), type, Callable, types.GenericAlias, types.UnionType}
_OFF_THE_WIRE_NAMES = {
    "_UnionGenericAlias", "ClientSession", "McpClientSession", "Base64FileInput",
    "UnrecognizedStr", "UnrecognizedInt", "IO", "PathLike", "BufferedReader",
}  # fmt: skip
"""Python values that an SDK turns into others before it sends them, and what it makes of words and
records that it does not know."""


def _named(annotation: Any) -> Shape | None:
    if not isinstance(annotation, type):
        return None
    if typing_extensions.is_typeddict(annotation):
        return Record(annotation.__name__, lambda: _typed_dict(annotation))
    if issubclass(annotation, Enum):
        return Word(tuple(each.value for each in annotation))
    if issubclass(annotation, BaseModel):
        return Record(annotation.__name__, lambda: _model(annotation))
    return None


def _typed_dict(annotation: Any) -> dict[str, Field]:
    hints = typing_extensions.get_type_hints(annotation, include_extras=True)
    total = _totals(annotation)
    return {
        _alias(hint) or name: Field(shape_of(hint), _required(hint, total=total.get(name, True)))
        for name, hint in hints.items()
    }


def _totals(annotation: Any) -> dict[str, bool]:
    """For each field, whether the class that declares it requires its fields."""
    totals: dict[str, bool] = {}
    for base in (*getattr(annotation, "__orig_bases__", ()), annotation):
        if typing_extensions.is_typeddict(base):
            inherited = _totals(base) if base is not annotation else {}
            own = {name: base.__total__ for name in base.__annotations__ if name not in totals}
            totals |= own | inherited
    return totals


def _required(hint: Any, *, total: bool) -> bool:
    while (origin := typing.get_origin(hint)) is not None:
        if origin in (typing.Required, typing_extensions.Required):
            return True
        if origin in (typing.NotRequired, typing_extensions.NotRequired):
            return False
        if origin is not Annotated:
            break
        hint = typing.get_args(hint)[0]
    return total


def _alias(hint: Any) -> str | None:
    """The name on the wire, where an SDK's annotation gives one."""
    while typing.get_origin(hint) in (Annotated, *_MARKS):
        for note in getattr(hint, "__metadata__", ()):
            if isinstance(alias := getattr(note, "alias", None), str):
                return alias
        hint = typing.get_args(hint)[0]
    return None


def _model(annotation: type[BaseModel]) -> dict[str, Field]:
    annotation.model_rebuild()
    return {
        field.serialization_alias or field.alias or name: Field(
            shape_of(field.annotation), field.is_required()
        )
        for name, field in annotation.model_fields.items()
    }
