"""One writing for each record, so that a hash of it means something (RFC 8785).

A leaf holds objects with ASCII keys, arrays, strings, booleans, and integers that every JSON reader
keeps exact. On that subset RFC 8785 is: sorted keys, no blanks, shortest escapes, UTF-8.
Floats and null are refused: their canonical writing is where implementations differ.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

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
    _check(value)
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical("a string holds a lone surrogate") from None


def _check(value: object) -> None:
    if isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise NotCanonical("an integer is beyond 2^53 - 1")
    elif isinstance(value, dict):
        _check_object(value)
    elif isinstance(value, list | tuple):
        for item in value:
            if type(item) is not str:
                _check(item)
    else:
        raise NotCanonical(f"a leaf cannot hold {type(value).__name__}")


def _check_object(value: Mapping[object, object]) -> None:
    for key, item in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonical("a key is not ASCII text")
        if type(item) is not str:
            _check(item)
