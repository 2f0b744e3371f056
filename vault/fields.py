"""Several fields as one byte string, such that no two lists of fields give the same bytes."""

import hashlib
import hmac


def joined(*fields: str | bytes) -> bytes:
    """The fields one after another, each behind its length (4 bytes, big-endian).

    Texts are UTF-8; a lone surrogate is written as its three bytes, so that no text is refused.
    """
    parts: list[bytes] = []
    for field in fields:
        data = field.encode("utf-8", "surrogatepass") if isinstance(field, str) else field
        parts.append(len(data).to_bytes(4, "big"))
        parts.append(data)
    return b"".join(parts)


def keyed(key: bytes, *fields: str | bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) of the joined fields: 32 bytes."""
    return hmac.digest(key, joined(*fields), hashlib.sha256)
