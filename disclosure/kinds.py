"""The words that records are made of: kinds, outcomes, ids."""

import base64
import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum

from disclosure.canonical import Json

FORMAT_VERSION = 1
"""Written into every leaf."""

MICROSECONDS_PER_DAY = 86_400_000_000
RANDOMNESS = 14
"""Bytes of randomness in an id."""

_SAFE = re.compile(r"[A-Za-z0-9._:@/-]{1,128}")


class Kind(StrEnum):
    """What a leaf tells of."""

    OPEN = "open"
    CLOSE = "close"
    REFUSE = "refuse"
    RESTORE = "restore"
    REVEAL = "reveal"
    CONSENT = "consent"
    WITHDRAW = "withdraw"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    POLICY = "policy"
    CONFIG = "config"
    KEY_EPOCH = "key_epoch"
    ERASE_INTENT = "erase_intent"
    ERASE = "erase"
    HOLD = "hold"
    RELEASE = "release"
    EXPORT = "export"
    CORRECT = "correct"
    SWEEP = "sweep"
    SHARD_START = "shard_start"
    SHARD_END = "shard_end"
    CHECKPOINT_SEEN = "checkpoint_seen"
    ADMIN = "admin"


class Outcome(StrEnum):
    """How an exchange with a recipient ended."""

    OK = "ok"
    UPSTREAM_ERROR = "upstream_error"
    UPSTREAM_TRUNCATED = "upstream_truncated"
    TIMEOUT = "timeout"
    LIMIT = "limit"
    CLIENT_GONE = "client_gone"
    CLIENT_SLOW = "client_slow"
    CANCELLED_ERASURE = "cancelled_erasure"
    CANCELLED_CONSENT = "cancelled_consent"
    NOT_SENT = "not_sent"
    """Nothing left: the only outcome that does not count as a disclosure."""
    UNKNOWN = "unknown"
    """The process ended before it could say: counts as disclosed."""


def record_id(prefix: str, milliseconds: int, randomness: bytes) -> str:
    """Make an id that sorts by time and cannot be guessed (after RFC 9562 UUIDv7).

    Args:
        prefix: what it names: "dsc" a disclosure, "ref" a refusal, "req" a request, "evt" an event.
        milliseconds: since 1970-01-01 UTC.
        randomness: 14 bytes.
    """
    if len(randomness) != RANDOMNESS:
        raise ValueError(f"an id needs {RANDOMNESS} bytes of randomness")
    raw = milliseconds.to_bytes(6, "big") + randomness
    return f"{prefix}_{base64.b32hexencode(raw).decode().lower()}"


def safe_name(name: str) -> str:
    """A name that may stand in a leaf: itself where it is plain, else its hash (T16)."""
    if not name or _SAFE.fullmatch(name):
        return name
    return "sha256:" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()


def present(fields: Mapping[str, Json]) -> dict[str, Json]:
    """Without empty strings, sequences and objects."""
    return {
        key: value
        for key, value in fields.items()
        if value or isinstance(value, int)  # zero and false are facts, emptiness is none
    }
