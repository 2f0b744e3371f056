"""Leaves and side rows as they are stored, and the bytes that their hashes cover.

A leaf's hash covers every column of it. The leaf lists its side rows with a hash of every column of
each: change, removal or insertion of a side row is found without any key, and the list survives the
row. Only an `erase` or `sweep` leaf that names a row excuses its absence.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from disclosure.canonical import INTEGER_MAX
from disclosure.merkle import leaf_hash

_PLAIN = re.compile(r"[a-z0-9_-]{1,64}")


class MalformedLeaf(ValueError):
    """A stored row that no writer of ours can have written."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the log.

    Attributes:
        shard: the writer's log.
        seq: position in it, from 0.
        kind: what it tells of, see `records.Kind`.
        id: of the disclosure or event.
        t_utc: microseconds since 1970-01-01 UTC when it was appended.
        mono_ns: monotonic nanoseconds since boot when it was appended.
        boot_id: which boot that was.
        version: of the format.
        body: canonical JSON object, as text.
        hash: its leaf hash, as stored.
    """

    shard: str
    seq: int
    kind: str
    id: str
    t_utc: int
    mono_ns: int
    boot_id: str
    version: int
    body: str
    hash: bytes

    def computed_hash(self) -> bytes:
        """The hash that its columns give.

        Raises:
            MalformedLeaf: if a column holds what no writer writes.
        """
        if not (
            isinstance(self.body, str)
            and all(is_plain(t) for t in (self.shard, self.kind, self.id, self.boot_id))
            and all(_is_count(n) for n in (self.seq, self.t_utc, self.mono_ns, self.version))
        ):
            raise MalformedLeaf("a column holds a value of the wrong form")
        try:
            return leaf_hash(entry_bytes(*self.columns()))
        except UnicodeEncodeError:
            raise MalformedLeaf("the body is not text") from None

    def columns(self) -> tuple[str, int, str, str, int, int, str, int, str]:
        """All columns but the hash, in the table's order."""
        return (
            self.shard,
            self.seq,
            self.kind,
            self.id,
            self.t_utc,
            self.mono_ns,
            self.boot_id,
            self.version,
            self.body,
        )

    def facts(self) -> dict[str, Any]:
        """The body, read.

        Raises:
            MalformedLeaf: if it is no JSON object.
        """
        try:
            body = json.loads(self.body)
        except (ValueError, TypeError, RecursionError):
            raise MalformedLeaf("the body is not JSON") from None
        if not isinstance(body, dict):
            raise MalformedLeaf("the body is not a JSON object")
        return body


def is_plain(value: object) -> bool:
    """Whether it may name a shard, a kind, a record or a boot."""
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= INTEGER_MAX


def entry_bytes(  # noqa: PLR0913, PLR0917 - one parameter for each column, in the table's order
    shard: str,
    seq: int,
    kind: str,
    ident: str,
    t_utc: int,
    mono_ns: int,
    boot_id: str,
    version: int,
    body: str,
) -> bytes:
    """The canonical JSON of all columns but the hash: what the leaf hash covers."""
    return (
        f'{{"body":{body},"boot":"{boot_id}","id":"{ident}","kind":"{kind}","mono":{mono_ns},'
        f'"seq":{seq},"shard":"{shard}","t":{t_utc},"v":{version}}}'
    ).encode()


@dataclass(frozen=True, slots=True)
class SideRow:
    """One erasable part of a leaf.

    Attributes:
        shard: of its leaf.
        seq: of its leaf.
        field: "record", "person" or "payload".
        ordinal: number among the rows of this field.
        subject: keyed index of the data subject; b"" if unknown.
        person: keyed index of the person that it is about; b"" if that is the subject or unknown.
        until: microseconds since 1970-01-01 UTC until when it is kept.
        sealed: nonce and ciphertext.
    """

    shard: str
    seq: int
    field: str
    ordinal: int
    subject: bytes
    person: bytes
    until: int
    sealed: bytes

    def hash(self) -> str:
        """SHA-256 over every column, in hex; the sealed bytes make it unguessable."""
        return side_hash(*self.columns())

    def columns(self) -> "SideColumns":
        """All columns, in the table's order."""
        return (
            self.shard,
            self.seq,
            self.field,
            self.ordinal,
            self.subject,
            self.person,
            self.until,
            self.sealed,
        )

    def place(self) -> "Place":
        """Where it stands."""
        return (self.shard, self.seq, self.field, self.ordinal)


SideColumns = tuple[str, int, str, int, bytes, bytes, int, bytes]
"""The columns of a side row as `SideRow` has them."""
LeafColumns = tuple[str, int, str, str, int, int, str, int, str, bytes]
"""The columns of a leaf as `Leaf` has them."""
Place = tuple[str, int, str, int]
"""Shard, seq, field and ordinal of a side row."""


def side_hash(  # noqa: PLR0913, PLR0917 - one parameter for each column, in the table's order
    shard: str,
    seq: int,
    field: str,
    ordinal: int,
    subject: bytes,
    person: bytes,
    until: int,
    sealed: bytes,
) -> str:
    """SHA-256 over every column of a side row, in hex."""
    head = f"{shard}\n{seq}\n{field}\n{ordinal}\n{subject.hex()}\n{person.hex()}\n{until}\n"
    return sha256(head.encode() + sealed).hexdigest()


def commitment(salt: bytes, field: str, value: str) -> str:
    """SHA-256(salt || field || 0x00 || value), in hex: binds, and tells nothing.

    Args:
        salt: 32 bytes, derived from keys that erasure destroys.
        field: name of the value, so that no commitment serves for another field.
        value: what is committed to, in UTF-8; a lone surrogate is written as its three bytes.
    """
    text = value.encode("utf-8", "surrogatepass")
    return sha256(salt + field.encode() + b"\x00" + text).hexdigest()
