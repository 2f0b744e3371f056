"""The settings that exist: a walk over `ConfigSpec`, for overrides, advice and documentation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gateway.config.problems import Path
from gateway.config.spec import ConfigSpec

NAME = "NAME"
"""Stands in a path for the name of a table."""
EACH = "[]"
"""Stands in a path for the elements of an array of tables."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        path: its keys; `NAME` and `EACH` stand for what people choose.
        field: what pydantic knows of it: default, description.
        kind: the Python type of its value.
    """

    path: tuple[str, ...]
    field: FieldInfo
    kind: Any

    @property
    def key(self) -> str:
        """The path in words."""
        return ".".join(self.path).replace(f".{EACH}", EACH)


def settings() -> Iterator[Setting]:
    """Every setting, in the order of the specification: values and actions, not tables."""
    return _walk(ConfigSpec, ())


def _walk(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        inner, steps = _opened(bare(field.annotation))
        if inner is None or is_action(inner):
            yield Setting((*path, name), field, bare(field.annotation))
        if inner is not None:
            yield from _walk(inner, (*path, name, *steps))


def _opened(kind: Any) -> tuple[type[BaseModel] | None, tuple[str, ...]]:  # noqa: ANN401  (a type)
    """The table inside a kind of value, and the steps that lead into it."""
    if is_table(kind):
        return kind, ()
    if get_origin(kind) is dict:
        inner = bare(get_args(kind)[1])
        return (inner, (NAME,)) if is_table(inner) else (None, ())
    if get_origin(kind) is list:
        inner = bare(get_args(kind)[0])
        return (inner, (EACH,)) if is_table(inner) else (None, ())
    return None, ()


def is_action(kind: Any) -> bool:  # noqa: ANN401  (a type)
    """Whether values of this kind are actions: tables that may be written as a bare string."""
    return is_table(kind) and "operator" in kind.model_fields


def is_table(kind: Any) -> bool:  # noqa: ANN401  (a type)
    """Whether values of this kind are tables with known keys."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def bare(kind: Any) -> Any:  # noqa: ANN401  (a type)
    """A type without its constraints."""
    return bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def is_text(kind: Any) -> bool:  # noqa: ANN401  (a type)
    """Whether values of this kind are strings."""
    kind = bare(kind)
    if get_origin(kind) is Literal:
        return all(isinstance(value, str) for value in get_args(kind))
    parts = [part for part in get_args(kind) if part is not type(None)]
    if parts and get_origin(kind) not in {list, dict}:
        return all(is_text(part) for part in parts)
    return isinstance(kind, type) and issubclass(kind, str)


def values(kind: Any) -> tuple[str, ...]:  # noqa: ANN401  (a type)
    """The values that a setting may have, where they are a closed set."""
    kind = bare(kind)
    if get_origin(kind) is Literal:
        return tuple(str(value) for value in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(member.value for member in kind)
    return tuple(value for part in get_args(kind) for value in values(part))


def kind_at(path: Path) -> Any:  # noqa: ANN401  (a type)
    """The kind of value at a path of the file; None if nothing can stand there."""
    kind: Any = ConfigSpec
    for step in path:
        kind = _inside(kind, step)
    return kind


def _inside(kind: Any, step: str | int) -> Any:  # noqa: ANN401  (a type)
    if is_table(kind):
        field = kind.model_fields.get(step)
        return bare(field.annotation) if field else None
    origin = get_origin(kind)
    if origin is dict or (origin is list and isinstance(step, int)):
        return bare(get_args(kind)[-1])
    return None


def is_required(path: Path) -> bool:
    """Whether a setting has no default."""
    table, step = kind_at(path[:-1]), path[-1]
    return is_table(table) and step in table.model_fields and table.model_fields[step].is_required()


def description_at(path: Path) -> str:
    """What the setting at a path means; "" if there is none."""
    for length in range(len(path), 0, -1):
        table, step = kind_at(path[: length - 1]), path[length - 1]
        if is_table(table) and step in table.model_fields:
            fields: Mapping[str, FieldInfo] = table.model_fields
            return fields[str(step)].description or ""
    return ""


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that a table may hold; none where people choose them."""
    kind = kind_at(path)
    return tuple(kind.model_fields) if is_table(kind) else ()
