"""Frozen values as plain JSON values, for hashing."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def plain(value: object) -> object:
    """Dataclasses and mappings as objects, sequences as arrays, sets as sorted arrays."""
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(inner) for inner in value)  # type: ignore[type-var]
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    return value
