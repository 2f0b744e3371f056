"""The log in SQLite: how it is opened, its asynchronous face, and how it is closed.

`storage.journal` writes, `storage.writer` is the thread that it writes in, `storage.recovery` is
what comes before.
"""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar, cast

from disclosure.checkpoint import Signer
from disclosure.kinds import RANDOMNESS, Kind, record_id
from disclosure.records import Event, Record
from privacy.consent import SubjectState
from storage.clock import Clock, SystemClock
from storage.connection import Identity, open_reader, open_writer, quick_check, translated
from storage.journal import Append, Journal
from storage.lines import LinesForget, LinesSave, by_person, load_lines
from storage.migrate import migrate
from storage.notary import Notary, exported_notes
from storage.ports import KeyStore, LedgerUnavailable, Position, SubjectChange
from storage.recovery import check_against, close_for_the_dead, heads, known_shards
from storage.scribe import Scribe
from storage.sessions import (
    SessionForget,
    SessionSave,
    expire_sessions,
    is_indexed,
    load_session,
)
from storage.shards import ShardLock, new_shard
from storage.subjects import state_of
from storage.writer import LedgerOptions, Writer
from vault.session import Row

T = TypeVar("T")


class SqliteLedger:
    """See `storage.ports.Ledger` and `storage.ports.SessionStore`.

    Args:
        path: of the database.
        keys: where data keys are kept; closed by whoever made it, after `stop`.
        signer: signs checkpoints.
        deployment: name of this installation; first part of checkpoints' origins.
        checkpoints: folder for copies of checkpoints, outside the database.
        options: how it is written.
        clock: what time it is.
        on_fatal: called once in the event loop with the exit code when the process must end.
    """

    def __init__(  # noqa: PLR0913 - everything the outside must decide, by keyword
        self,
        path: Path,
        *,
        keys: KeyStore,
        signer: Signer,
        deployment: str,
        checkpoints: Path,
        options: LedgerOptions | None = None,
        clock: Clock | None = None,
        on_fatal: Callable[[int], None] | None = None,
    ) -> None:
        self._path = path
        self._keys = keys
        self._signer = signer
        self._deployment = deployment
        self._folder = checkpoints
        self._options = options or LedgerOptions()
        self._clock = clock or SystemClock.of_this_boot()
        self._on_fatal = on_fatal
        self._scribe = Scribe(keys)
        self._reading = threading.Lock()
        self._writer: Writer | None = None
        self._held = ExitStack()

    @property
    def depth(self) -> int:
        """See `Ledger.depth`."""
        return self._writer.depth if self._writer else 0

    @property
    def last_commit_seconds(self) -> float:
        """See `Ledger.last_commit_seconds`."""
        return self._writer.last_commit_seconds if self._writer else 0.0

    @property
    def fatal(self) -> int | None:
        """See `Ledger.fatal`."""
        return self._writer.fatal if self._writer else None

    @property
    def export_failures(self) -> int:
        """Exports of checkpoints that failed in a row."""
        return self._notary.export_failures if self._writer else 0

    # --- start and stop -------------------------------------------------------

    async def start(self) -> None:
        """See `Ledger.start`."""
        try:
            await asyncio.to_thread(self._open)
        except sqlite3.Error as error:
            self._held.close()
            raise translated(error) from None
        except BaseException:
            self._held.close()
            raise
        self._writer = Writer(
            self._journal, self._notary, self._connection, self._options, self._on_fatal
        )
        self._writer.start()

    def _open(self) -> None:
        self._connection = open_writer(self._path)
        self._held.callback(self._connection.close)
        quick_check(self._connection)
        migrate(self._connection, "ledger")
        self._identity = Identity.of(self._path)
        notes = exported_notes(self._folder)
        check_against(self._connection, notes, self._signer.verifier, self._folder)
        expire_sessions(self._connection, self._clock.utc())
        lock = self._claim()
        self._held.callback(lock.release)
        self._journal = self._journal_of(lock.shard)
        self._notary = self._notary_of(lock.shard)
        self._note(Kind.SHARD_START, heads=[list(head) for head in heads(self._connection)])
        self._notary.sign(self._connection, self._journal.tree)
        self._reader = open_reader(self._path)
        self._held.callback(self._reader.close)

    def _claim(self) -> ShardLock:
        """Take a shard that nobody writes, and close for the dead in every such shard."""
        mine: ShardLock | None = None
        for shard in known_shards(self._connection):
            lock = ShardLock(self._locks, shard)
            if not lock.take():
                continue
            journal = self._journal_of(shard)
            if close_for_the_dead(self._connection, journal):
                self._notary_of(shard).sign(self._connection, journal.tree)
            if mine is None:
                mine = lock
            else:
                lock.release()
        return mine or self._new_shard()

    @property
    def _locks(self) -> Path:
        return self._path.with_name(self._path.name + ".shards")

    def _new_shard(self) -> ShardLock:
        lock = ShardLock(self._locks, new_shard())
        lock.take()
        self._connection.execute("INSERT INTO shard VALUES (?, 0, x'')", (lock.shard,))
        return lock

    def _journal_of(self, shard: str) -> Journal:
        return Journal(
            self._connection,
            self._identity,
            shard,
            self._scribe,
            self._keys,
            clock=self._clock,
            min_free=self._options.min_free,
        )

    def _notary_of(self, shard: str) -> Notary:
        return Notary(
            self._signer,
            self._deployment,
            shard,
            self._folder,
            self._clock,
            seconds=self._options.checkpoint_seconds,
            records=self._options.checkpoint_records,
        )

    def _note(self, kind: Kind, **facts: list[list[str | int]]) -> None:
        ident = record_id("evt", self._clock.utc() // 1000, os.urandom(RANDOMNESS))
        result = self._journal.write([Append(Event(id=ident, kind=kind, facts=facts))])[0]
        if isinstance(result, Exception):
            raise result

    async def stop(self) -> None:
        """See `Ledger.stop`."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await asyncio.to_thread(self._close, writer)

    def _close(self, writer: Writer) -> None:
        writer.finish()
        if writer.fatal is None:
            with suppress(LedgerUnavailable):  # an end unwritten is an end like any other
                self._note(Kind.SHARD_END)
            writer.sign()
        with self._reading:
            self._held.close()

    # --- callers --------------------------------------------------------------

    async def append(
        self,
        record: Record,
        *,
        expected_version: int | None = None,
        change: SubjectChange | None = None,
    ) -> Position:
        """See `Ledger.append`."""
        asked = self._running().ask(Append(record, expected_version, change))
        return cast("Position", await asked)

    async def save(self, scope: bytes, rows: Sequence[Row], expires: int) -> None:
        """See `SessionStore.save`."""
        indexed = tuple((self._person(row), row) for row in rows)
        await self._running().ask(SessionSave(scope, indexed, expires))

    async def forget(self, scope: bytes) -> None:
        """See `SessionStore.forget`."""
        await self._running().ask(SessionForget(scope))

    async def save_lines(
        self, file: bytes, lines: Mapping[bytes, Sequence[Row]], expires: int
    ) -> None:
        """See `SessionStore.save_lines`."""
        indexed = [
            (line, by_person((self._person(row), row) for row in rows))
            for line, rows in lines.items()
        ]
        await self._running().ask(LinesSave(file, indexed, expires))

    async def load_lines(
        self, file: bytes, lines: Sequence[bytes]
    ) -> Mapping[bytes, tuple[Row, ...]]:
        """See `SessionStore.load_lines`."""
        now = self._clock.utc()
        return await self._read(lambda reader: load_lines(reader, self._keys, file, lines, now))

    async def forget_lines(self, file: bytes) -> None:
        """See `SessionStore.forget_lines`."""
        await self._running().ask(LinesForget(file))

    def _running(self) -> Writer:
        if self._writer is None:
            raise LedgerUnavailable("stopped")
        return self._writer

    def _person(self, row: Row) -> bytes:
        if not is_indexed(row.entity_type):
            return b""
        return self._scribe.index(row.entity_type, row.value)

    async def load(self, scope: bytes) -> tuple[Row, ...]:
        """See `SessionStore.load`."""
        now = self._clock.utc()
        return await self._read(lambda reader: load_session(reader, self._keys, scope, now))

    def subject_index(self, subject: str) -> bytes:
        """See `Ledger.subject_index`."""
        return self._scribe.subject_index(subject)

    async def subject_state(
        self, subject_index: bytes, purpose: str, recipient: str
    ) -> SubjectState:
        """See `Ledger.subject_state`."""
        return await self._read(lambda reader: state_of(reader, subject_index, purpose, recipient))

    async def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        self._running()
        return await asyncio.to_thread(self._read_blocking, query)

    def _read_blocking(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with self._reading:
            try:
                self._identity.check()
                return query(self._reader)
            except sqlite3.Error as error:
                raise translated(error) from None
