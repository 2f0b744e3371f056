"""A key, wrapped so that it does not show itself."""

import hmac
from typing import NoReturn, final

KEY_LENGTH = 32
"""Bytes of every key here: AES-256, HMAC-SHA256, HKDF-SHA256."""


@final
class Key:
    """32 secret bytes. Neither `repr` nor `str` nor pickling gives them away.

    Attributes:
        material: the bytes themselves; ask only where they are computed with.

    Raises:
        ValueError: it is not 32 bytes long.
    """

    __slots__ = ("material",)
    __hash__ = None  # type: ignore[assignment]  # a key is no dictionary key: hashing is not constant-time

    material: bytes

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_LENGTH:
            raise ValueError("a key has 32 bytes")
        self.material = bytes(material)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and hmac.compare_digest(self.material, other.material)

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not pickled")
