"""What the roof and the use cases may ask of a store, in our words.

Rules of this room: a position is returned once it is durable, or an error is raised. Driver errors
are translated here in storage and nowhere else. No error carries text of a record.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from disclosure.canonical import Json
from disclosure.leaves import Leaf, SideRow
from disclosure.merkle import CompactRange
from disclosure.records import Record
from privacy.consent import ConsentKind, SubjectState
from vault.secret import Key
from vault.session import Row


class LedgerUnavailable(Exception):
    """The log cannot take records now: nothing may be sent.

    Attributes:
        reason: a word for metrics: queue_full, busy, disk_full, low_space, stopped, ...
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"the disclosure log cannot take records: {reason}")
        self.reason = reason


class StaleState(Exception):
    """The books about the data subject changed since they were read; admit anew."""


class NotOpen(Exception):
    """A disclosure is closed that this process has not open."""


class BooksDamaged(Exception):
    """The stored log cannot be trusted or read; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record stands, durably.

    Attributes:
        shard: the writer's log.
        seq: position in it.
    """

    shard: str
    seq: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which disclosures are listed; "" and 0 do not restrict.

    Attributes:
        application: id of the application.
        purpose: id of the purpose.
        recipient: id of the recipient.
        subject: keyed index of the data subject, b"" for all.
        person: keyed index of a person who is the data subject or is mentioned, b"" for all.
        request: id of the request.
        since: microseconds since 1970-01-01 UTC, inclusive.
        until: likewise, exclusive.
        refusals: whether refusals are listed too.
    """

    application: str = ""
    purpose: str = ""
    recipient: str = ""
    subject: bytes = b""
    person: bytes = b""
    request: str = ""
    since: int = 0
    until: int = 0
    refusals: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One disclosure or refusal.

    Attributes:
        first: its `open` or `refuse` leaf.
        close: its `close` leaf, if it was closed.
    """

    first: Leaf
    close: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """One erasable part of a record, opened.

    Attributes:
        row: as stored.
        facts: its values; None if its keys are destroyed.
        payload: the bytes of a payload row.
        salts: the salt of the commitment to each value, for `disclosure.leaves.commitment`.
    """

    row: SideRow
    facts: Mapping[str, Json] | None = field(repr=False)
    payload: bytes = field(default=b"", repr=False)
    salts: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """An event of the consent registry.

    Attributes:
        reference: its id, ours.
        purpose: id of the purpose.
        recipient: id of the recipient, or "*".
        kind: how it was given.
        withdrawn: whether this event withdraws it.
        notice: version of the text that was agreed to.
    """

    reference: str
    purpose: str
    recipient: str = "*"
    kind: ConsentKind
    withdrawn: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChange:
    """A change of what the books say about a data subject; None leaves a thing as it is.

    Attributes:
        subject: keyed index of the subject.
        restricted: GDPR Art. 18.
        child: whether the subject is a child.
        objects_to: a purpose, or "*", that the subject objects to (GDPR Art. 21).
        consent: given or withdrawn.
        erased: whether the subject's data was erased: its generation grows.
    """

    subject: bytes
    restricted: bool | None = None
    child: bool | None = None
    objects_to: str | None = None
    consent: ConsentGiven | None = None
    erased: bool = False


class Ledger(Protocol):
    """The side of the log that writes."""

    @property
    def depth(self) -> int:
        """Records that wait to be written."""

    @property
    def last_commit_seconds(self) -> float:
        """How long the last commit took."""

    @property
    def fatal(self) -> int | None:
        """The exit code with which the process must end; None while all is well.

        74: the disk failed (sysexits EX_IOERR). 75: the file was replaced (EX_TEMPFAIL).
        """

    async def start(self) -> None:
        """Open the books: migrate, check, recover, begin a shard.

        Raises:
            BooksDamaged: if they cannot be trusted.
            LedgerUnavailable: if they cannot be opened.
        """

    async def stop(self) -> None:
        """Write what waits, sign a last checkpoint, close. May be called twice."""

    async def append(
        self,
        record: Record,
        *,
        expected_version: int | None = None,
        change: SubjectChange | None = None,
    ) -> Position:
        """Write a record; returns once it is durable.

        Args:
            record: the record.
            expected_version: the `SubjectState.version` under which an opening was admitted.
            change: what becomes of a data subject, in the same transaction.

        Raises:
            LedgerUnavailable: nothing was recorded, or it is not known to be.
            StaleState: the subject's books changed meanwhile.
            NotOpen: a disclosure is closed that is not open here.
        """

    def subject_index(self, subject: str) -> bytes:
        """The keyed index under which the books know a data subject."""

    async def subject_state(
        self, subject_index: bytes, purpose: str, recipient: str
    ) -> SubjectState:
        """What the books say about a subject for a purpose and recipient.

        Raises:
            LedgerUnavailable: if they cannot be read.
        """


class SessionStore(Protocol):
    """Where explicit sessions, and what recipients keep, have their pseudonyms."""

    async def load(self, scope: bytes) -> tuple[Row, ...]:
        """The rows of a session in order of appearance; those erased or expired are missing.

        Raises:
            LedgerUnavailable: if they cannot be read.
        """

    async def save(self, scope: bytes, rows: Sequence[Row], expires: int) -> None:
        """Add rows to a session, and keep all of it until `expires` (microseconds since 1970).

        Raises:
            LedgerUnavailable: nothing was saved, or it is not known to be.
        """

    async def forget(self, scope: bytes) -> None:
        """Delete the rows of a session.

        Raises:
            LedgerUnavailable: they are not deleted, or it is not known.
        """

    async def save_lines(
        self, file: bytes, lines: Mapping[bytes, Sequence[Row]], expires: int
    ) -> None:
        """Keep the rows of new lines of a file, each line by itself, until `expires`.

        Args:
            file: name of the file, 16 bytes.
            lines: name of a line, 16 bytes -> its rows.
            expires: microseconds since 1970.

        Raises:
            LedgerUnavailable: nothing was saved, or it is not known to be.
        """

    async def load_lines(
        self, file: bytes, lines: Sequence[bytes]
    ) -> Mapping[bytes, tuple[Row, ...]]:
        """The rows of some lines of a file; those erased or expired are missing.

        Raises:
            LedgerUnavailable: if they cannot be read.
        """

    async def forget_lines(self, file: bytes) -> None:
        """Delete the rows of all lines of a file.

        Raises:
            LedgerUnavailable: they are not deleted, or it is not known.
        """


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole log at one moment.

    Attributes:
        notes: signed checkpoints, from inside and outside the database.
        ranges: the stored state of each shard's tree.
        leaves: all leaves by shard and position; can be read once.
        sides: all side rows by shard and position; can be read once.
    """

    notes: Sequence[str]
    ranges: Mapping[str, CompactRange]
    leaves: Iterator[Leaf]
    sides: Iterator[SideRow]


class Books(Protocol):
    """The side of the log that reads: plain functions that block, safe in any thread.

    All raise `BooksDamaged` for a file that cannot be read, `LedgerUnavailable` for one that cannot
    be read now.
    """

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The whole log at one moment."""

    def hashes(self, shard: str) -> Sequence[bytes]:
        """The leaf hashes of a shard, in order."""

    def notes(self) -> Sequence[str]:
        """Signed checkpoints, from inside and outside the database."""

    def find(self, ident: str) -> Sequence[Leaf]:
        """The leaves about a disclosure or event, oldest first.

        Args:
            ident: its id, or a beginning of it that is no other's; else nothing is found.
        """

    def attempts(self, opening: Leaf) -> Sequence[Leaf]:
        """The openings that stand under the same request, oldest first, itself among them."""

    def list(self, filters: Filters, limit: int, after: str = "") -> Sequence[Listed]:
        """Disclosures, newest first, beginning after this id."""

    def unseal(self, leaf: Leaf) -> Sequence[Unsealed]:
        """The erasable parts of a leaf that are still there, opened where their keys live."""

    def subject_index(self, subject: str) -> bytes:
        """The keyed index under which the books know a data subject."""

    def value_index(self, entity_type: str, value: str) -> bytes:
        """The keyed index under which the books know whoever a value identifies."""


class KeyStore(Protocol):
    """Keys of persons and records, each wrapped under the key of an epoch.

    `ensure` may leave keys pending; they are durable after `flush`. One thread writes.
    A reference is the keyed index of a person in hex, the id of a session, or random.
    """

    @property
    def tenant(self) -> str:
        """Whose books these are."""

    def master(self, name: str) -> Key:
        """The key of that name that outlives epochs, made when first asked for."""

    def spare(self) -> str:
        """The reference of a key that nothing has been sealed under.

        Such keys are made ahead, many at a time, so that most records need no commit here.

        Raises:
            LedgerUnavailable: if the store cannot be written.
        """

    def find(self, ref: str) -> Key | None:
        """The key of this reference; None if it never was or was destroyed.

        Raises:
            LedgerUnavailable: if the store cannot be read.
        """

    def ensure(self, refs: Sequence[str]) -> dict[str, Key]:
        """The keys of these references, made where there are none.

        Raises:
            LedgerUnavailable: if the store cannot be read or written.
        """

    def flush(self) -> None:
        """Make pending keys durable.

        Raises:
            LedgerUnavailable: if that fails; the pending keys are forgotten.
        """

    def drop_pending(self) -> None:
        """Forget pending keys."""

    def close(self) -> None:
        """Close the files."""
