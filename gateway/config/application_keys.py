"""Keys of applications: `gw_<8 id>_<43 secret>`, kept as SHA-256 hashes only.

The secret part has 256 bits, so a plain hash needs no slowness (OWASP ASVS 6.5.2).
An API key of a recipient can stand for an application too; it has no id, so its hash is its name.
"""

import hashlib
import re
from dataclasses import dataclass

_ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE62 = _ID_ALPHABET + _ID_ALPHABET[10:].upper()
ID_LENGTH = 8
SECRET_LENGTH = 43
"""62**43 is just above 2**256."""
RANDOM_BYTES = 8 + 32
"""What `new_key` consumes."""

_KEY = re.compile(rf"gw_([0-9a-z]{{{ID_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH}}}", re.ASCII)
_ENTRY = re.compile(rf"sha256:(?:([0-9a-z]{{{ID_LENGTH}}}):)?([0-9a-f]{{64}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One hash as configuration writes it: `sha256:ID:HEX`, or `sha256:HEX` with an empty id."""

    id: str
    digest: bytes

    def __str__(self) -> str:
        return ":".join(part for part in ("sha256", self.id, self.digest.hex()) if part)


def new_key(randomness: bytes) -> str:
    """Make a key.

    Args:
        randomness: `RANDOM_BYTES` bytes from the system's generator.
    """
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes are needed")
    ident = _digits(int.from_bytes(randomness[:8], "big"), _ID_ALPHABET, ID_LENGTH)
    secret = _digits(int.from_bytes(randomness[8:], "big"), _BASE62, SECRET_LENGTH)
    return f"gw_{ident}_{secret}"


def _digits(number: int, alphabet: str, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(digits)


def key_id(key: str) -> str | None:
    """The id inside a key that this gateway made; None if it is no such key."""
    match = _KEY.fullmatch(key)
    return match.group(1) if match else None


def digest_of(key: str) -> bytes:
    """SHA-256 of a whole key: what is compared, in constant time."""
    return hashlib.sha256(key.encode("utf-8", errors="surrogatepass")).digest()


def entry_of(key: str) -> KeyEntry:
    """How configuration writes a key."""
    return KeyEntry(key_id(key) or "", digest_of(key))


def parse_entry(text: str) -> KeyEntry | None:
    """Read one hash; None if it is none (its text is then never shown: it may be a key)."""
    match = _ENTRY.fullmatch(text.strip())
    return KeyEntry(match.group(1) or "", bytes.fromhex(match.group(2))) if match else None
