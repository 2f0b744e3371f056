"""One writing for each record, so that a hash of it means something (RFC 8785).

A leaf holds objects with ASCII keys, arrays, strings, booleans, and integers that every JSON reader
keeps exact. On that subset RFC 8785 is: sorted keys, no blanks, shortest escapes, UTF-8.
Floats and null are refused: their canonical writing is where implementations differ.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json]"
"""What a leaf may hold."""

INTEGER_MAX = 2**53 - 1
"""RFC 8785 3.2.2.3: the largest integer that an IEEE 754 double keeps exact."""

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


class NotCanonical(ValueError):
    """A value that a leaf may not hold; the message names its type, never the value."""


def canonical(value: Json) -> bytes:
    """Write a value in its one canonical form.

    Raises:
        NotCanonical: for floats, null, bytes, big integers, keys beyond ASCII, lone surrogates.
    """
    try:
        _check(value)
        return _encode(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical("a string holds a lone surrogate") from None


def _check(value: Json) -> None:
    """Check every value inside; a loop, since every record passes here before it is sent."""
    waiting: list[Iterable[Any]] = [(value,)]
    while waiting:
        for item in waiting.pop():
            kind = type(item)
            if kind is str or kind is bool:
                continue
            if kind is int:
                _check_range(item)
            elif kind is dict:
                _check_keys(item)
                waiting.append(item.values())
            elif kind is list or kind is tuple:
                waiting.append(item)
            elif not isinstance(item, str):
                raise NotCanonical(f"a leaf cannot hold {kind.__name__}")


def _check_range(item: int) -> None:
    if not -INTEGER_MAX <= item <= INTEGER_MAX:
        raise NotCanonical("an integer is beyond 2^53 - 1")


def _check_keys(item: Mapping[object, object]) -> None:
    for key in item:
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonical("a key is not ASCII text")
