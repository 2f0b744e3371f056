"""The log of one shard as its one writer sees it: jobs in, durable positions out.

The order that matters, for each batch:

1. the file is still the one that was opened, and the disk has room;
2. who is meant: keyed indexes, and the data keys, made where there are none;
3. the key store commits (fsync);
4. one transaction of the ledger: versions are compared, leaves get their numbers, rows are sealed
   and hashed, the tree grows; commit (fsync);
5. only now does memory change, and only now do callers hear of it.

Nothing here knows of threads or of an event loop.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from disclosure.canonical import NotCanonical
from disclosure.leaves import LeafColumns, MalformedLeaf, SideColumns
from disclosure.merkle import CompactRange
from disclosure.records import Closing, Opening, Record
from storage.clock import Clock
from storage.connection import EXIT_REPLACED, Fatal, Identity, translated
from storage.ports import (
    KeyStore,
    LedgerUnavailable,
    NotOpen,
    Position,
    StaleState,
    SubjectChange,
)
from storage.scribe import Draft, Held, Scribe, Stamp
from storage.sessions import SessionJob, change_session
from storage.subjects import change, version_of
from vault.secret import Key

_LEAF = "INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SIDE = "INSERT INTO side VALUES (?, ?, ?, ?, nullif(?, x''), nullif(?, x''), ?, ?)"
_GROW = "UPDATE shard SET size = ?, peaks = ? WHERE shard = ?"
_RANGE = "SELECT size, peaks FROM shard WHERE shard = ?"


@dataclass(frozen=True, slots=True)
class Append:
    """Ask for a record to be appended.

    Attributes:
        record: the record.
        expected_version: of the subject's state; None if it does not matter.
        change: of the subject's state.
    """

    record: Record
    expected_version: int | None = None
    change: SubjectChange | None = None


Job = Append | SessionJob
Result = Position | None | Exception


class _Open:
    """What is open while a batch is written; the journal hears of it once it is durable."""

    def __init__(self, before: dict[str, Held]) -> None:
        self._before = before
        self._now: dict[str, Held | None] = {}

    def get(self, ident: str) -> Held | None:
        """Who holds a disclosure; None if it is not open."""
        return self._now[ident] if ident in self._now else self._before.get(ident)

    def follow(self, draft: Draft) -> None:
        """Keep track; a disclosure may be opened and closed in one batch."""
        if isinstance(draft.record, Opening):
            self._now[draft.record.id] = draft.held
        elif isinstance(draft.record, Closing):
            self._now[draft.record.id] = None

    def settle(self) -> None:
        """The batch is durable."""
        for ident, held in self._now.items():
            if held is None:
                self._before.pop(ident, None)
            else:
                self._before[ident] = held


@dataclass(slots=True)
class _Batch:
    """What one transaction gathers."""

    size: int
    open: _Open
    leaves: list[LeafColumns] = field(default_factory=list)
    sides: list[SideColumns] = field(default_factory=list)


class Journal:
    """One shard of the log.

    Args:
        connection: to the ledger's database, for writing.
        identity: which file that is.
        shard: the shard; it has a row already.
        scribe: makes rows of records.
        keys: where data keys are kept.
        clock: what time it is.
        min_free: bytes of disk below which no new disclosure is opened.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        identity: Identity,
        shard: str,
        scribe: Scribe,
        keys: KeyStore,
        *,
        clock: Clock,
        min_free: int = 0,
    ) -> None:
        self.shard = shard
        self._connection = connection
        self._identity = identity
        self._scribe = scribe
        self._keys = keys
        self._clock = clock
        self._min_free = min_free
        self._open: dict[str, Held] = {}
        self.tree = self._stored_tree()

    @property
    def open_disclosures(self) -> Sequence[str]:
        """Ids of the disclosures that are open."""
        return tuple(self._open)

    def hold(self, ident: str, held: Held) -> None:
        """Know of a disclosure that an earlier process opened."""
        self._open[ident] = held

    def write(self, jobs: Sequence[Job]) -> list[Result]:
        """Do the jobs in one transaction.

        Returns:
            For each job its position (None for a session), or the error that kept it from being
            done. Without an error, what was asked for is durable.
        """
        results: list[Result] = [None] * len(jobs)
        drafts: dict[int, Draft] = {}
        try:
            self._identity.check()
            self._draft(jobs, results, drafts)
            keys = self._data_keys(jobs, results, drafts)
            self._transact(jobs, results, drafts, keys)
        except sqlite3.Error as error:
            return self._failed(results, translated(error))
        except LedgerUnavailable as error:
            return self._failed(results, error)
        except Exception:  # noqa: BLE001 - whatever it was, nothing was recorded and all must hear it
            return self._failed(results, LedgerUnavailable("internal"))
        return results

    def _failed(self, results: Sequence[Result], error: LedgerUnavailable) -> list[Result]:
        self._keys.drop_pending()
        try:
            self._connection.rollback()
        except sqlite3.Error:
            error = Fatal("io_error", 74)
        return [r if isinstance(r, NotOpen | StaleState) else error for r in results]

    def _draft(self, jobs: Sequence[Job], results: list[Result], drafts: dict[int, Draft]) -> None:
        low = self._is_low()
        open_ = _Open(self._open)
        for number, job in enumerate(jobs):
            if isinstance(job, SessionJob):
                continue
            if low and isinstance(job.record, Opening):
                results[number] = LedgerUnavailable("low_space")
                continue
            try:
                draft = self._scribe.draft(job.record, open_.get(job.record.id))
            except NotOpen as error:
                results[number] = error
                continue
            drafts[number] = draft
            open_.follow(draft)

    def _is_low(self) -> bool:
        if not self._min_free:
            return False
        space = os.statvfs(self._identity.path)
        return space.f_bavail * space.f_frsize < self._min_free

    def _data_keys(
        self, jobs: Sequence[Job], results: Sequence[Result], drafts: Mapping[int, Draft]
    ) -> Mapping[str, Key]:
        refs: set[str] = set()
        for draft in drafts.values():
            refs |= draft.refs()
        for job, result in zip(jobs, results, strict=True):
            if isinstance(job, SessionJob) and result is None:
                refs.update(job.refs())
        keys = self._keys.ensure(tuple(refs)) if refs else {}
        self._keys.flush()
        return keys

    def _transact(
        self,
        jobs: Sequence[Job],
        results: list[Result],
        drafts: Mapping[int, Draft],
        keys: Mapping[str, Key],
    ) -> None:
        batch = _Batch(self.tree.size, _Open(self._open))
        self._connection.execute("BEGIN IMMEDIATE")
        self._check_untouched()
        moment = (self._clock.utc(), self._clock.mono())
        for number, job in enumerate(jobs):
            if isinstance(job, SessionJob):
                change_session(self._connection, job, keys, self._keys.tenant)
            elif number in drafts:
                try:
                    results[number] = self._add(job, drafts[number], batch, moment, keys)
                    batch.open.follow(drafts[number])
                except (StaleState, NotOpen, NotCanonical, MalformedLeaf) as error:
                    results[number] = error
        tree = self._store(batch)
        self._connection.execute("COMMIT")
        self.tree = tree
        batch.open.settle()

    def _check_untouched(self) -> None:
        """Nobody else writes this shard; if the tree has changed, something is very wrong.

        Raises:
            Fatal: it has.
        """
        if self._stored() != (self.tree.size, self.tree.to_bytes()):
            raise Fatal("shard_changed", EXIT_REPLACED)

    def _stored_tree(self) -> CompactRange:
        return CompactRange.from_bytes(*self._stored())

    def _stored(self) -> tuple[int, bytes]:
        row: tuple[int, bytes] | None = self._connection.execute(_RANGE, (self.shard,)).fetchone()
        if row is None:
            raise Fatal("shard_missing", EXIT_REPLACED)
        return row

    def _add(
        self,
        job: Append,
        draft: Draft,
        batch: _Batch,
        moment: tuple[int, int],
        keys: Mapping[str, Key],
    ) -> Position:
        if job.expected_version is not None:
            subject = draft.held.subject
            now = version_of(self._connection, subject) if subject else 0
            if now != job.expected_version:
                raise StaleState("the books about the data subject changed")
        if isinstance(job.record, Closing) and batch.open.get(job.record.id) is None:
            raise NotOpen("its opening was not written")
        stamp = Stamp(self.shard, batch.size, *moment, self._clock.boot_id)
        leaf, sides = self._scribe.write(draft, stamp, keys)
        if job.change is not None:
            change(self._connection, job.change, moment[0])
        batch.leaves.append(leaf)
        batch.sides += sides
        batch.size += 1
        return Position(stamp.shard, stamp.seq)

    def _store(self, batch: _Batch) -> CompactRange:
        if not batch.leaves:
            return self.tree
        self._connection.executemany(_LEAF, batch.leaves)
        if batch.sides:
            self._connection.executemany(_SIDE, batch.sides)
        tree = self.tree.extend(leaf[-1] for leaf in batch.leaves)
        self._connection.execute(_GROW, (tree.size, tree.to_bytes(), self.shard))
        return tree
