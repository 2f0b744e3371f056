"""The key store: its own SQLite file, on another volume and in another backup than the log.

Data keys are made when first needed, stay pending in one transaction, and become durable with
`flush` before the log's transaction commits: a key without a record harms nobody, a record without
its key would be lost.
"""

import os
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from storage.connection import Identity, open_writer, quick_check, translated
from storage.migrate import migrate
from storage.ports import BooksDamaged
from vault.keys import (
    Epoch,
    unwrap_dek,
    unwrap_kek,
    unwrap_master,
    wrap_deks,
    wrap_kek,
    wrap_master,
)
from vault.sealing import NONCE_LENGTH, SealBroken
from vault.secret import KEY_LENGTH, Key

CACHED = 4096
"""Data keys held in memory."""
SPARES = 128
"""Keys for records that are made at once; what is left of them at the end harms nobody."""
CACHED_SECONDS = 300.0
"""For how long (SECURITY T19)."""


class SqliteKeyStore:
    """A key store in a file.

    Opens, migrates and checks it at once; makes the first epoch in an empty one. Safe in any
    thread; only the log's writer thread calls `ensure` and `flush`.

    Args:
        path: of the file.
        root: what wraps its keys.
        tenant: whose books: a key wrapped for one tenant does not open for another.

    Raises:
        BooksDamaged: if the file is corrupt, or the root key is another.
        LedgerUnavailable: if it cannot be opened.
    """

    def __init__(self, path: Path, root: Key, tenant: str) -> None:
        self.tenant = tenant
        self._root = root
        self._lock = threading.RLock()
        self._cache: OrderedDict[str, tuple[float, Key]] = OrderedDict()
        self._pending: dict[str, Key] = {}
        self._spares: list[tuple[str, Key]] = []
        self._masters: dict[str, Key] = {}
        try:
            self._connection = open_writer(path)
            quick_check(self._connection)
            migrate(self._connection, "keys")
            self._epochs = self._load_epochs()
        except sqlite3.Error as error:
            raise translated(error) from None
        except SealBroken:
            raise BooksDamaged("the key store does not open under this root key") from None
        self._identity = Identity.of(path)
        self._version = self._data_version()

    def _load_epochs(self) -> dict[int, Epoch]:
        if self._connection.execute("SELECT 1 FROM kek").fetchone() is None:
            first = Epoch(1, Key(os.urandom(KEY_LENGTH)))
            wrapped = wrap_kek(self._root, first, os.urandom(NONCE_LENGTH))
            self._connection.execute(
                "INSERT OR IGNORE INTO kek VALUES (1, ?, ?)", (wrapped, time.time_ns() // 1000)
            )
        rows = self._connection.execute("SELECT epoch, wrapped FROM kek").fetchall()
        return {number: unwrap_kek(self._root, number, wrapped) for number, wrapped in rows}

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def master(self, name: str) -> Key:
        """See `KeyStore.master`."""
        with self._lock:
            known = self._masters.get(name)
            if known is None:
                known = self._masters[name] = self._stored_master(name)
            return known

    def _stored_master(self, name: str) -> Key:
        fresh = Key(os.urandom(KEY_LENGTH))
        wrapped = wrap_master(self._root, name, fresh, os.urandom(NONCE_LENGTH))
        try:
            self._connection.execute("INSERT OR IGNORE INTO master VALUES (?, ?)", (name, wrapped))
            row = self._connection.execute("SELECT wrapped FROM master WHERE name = ?", (name,))
            return unwrap_master(self._root, name, row.fetchone()[0])
        except sqlite3.Error as error:
            raise translated(error) from None
        except SealBroken:
            raise BooksDamaged("a master key does not open under this root key") from None

    def find(self, ref: str) -> Key | None:
        """See `KeyStore.find`."""
        with self._lock:
            try:
                self._notice_others()
                return self._pending.get(ref) or self._lookup(ref)
            except sqlite3.Error as error:
                raise translated(error) from None

    def spare(self) -> str:
        """See `KeyStore.spare`."""
        with self._lock:
            try:
                if not self._spares:
                    self._check()
                    block = os.urandom(10).hex()
                    refs = [f"own_{block}_{number}" for number in range(SPARES)]
                    self._spares = list(self._make(refs).items())
            except sqlite3.Error as error:
                self.drop_pending()
                raise translated(error) from None
            ref, key = self._spares.pop()
            if ref not in self._pending:
                self._remember(ref, key)
            return ref

    def ensure(self, refs: Sequence[str]) -> dict[str, Key]:
        """See `KeyStore.ensure`."""
        with self._lock:
            try:
                self._check()
                known = {ref: self._known(ref) for ref in refs}
                fresh = self._make([ref for ref, key in known.items() if key is None])
                return {ref: key or fresh[ref] for ref, key in known.items()}
            except sqlite3.Error as error:
                self.drop_pending()
                raise translated(error) from None

    def _check(self) -> None:
        """Before the first key of a transaction: the file is ours, and others may have written."""
        if not self._pending:
            self._identity.check()
            self._notice_others()

    def _notice_others(self) -> None:
        """Forget cached keys when another process has written: it may have destroyed some."""
        version = self._data_version()
        if version != self._version:
            self._cache.clear()
            self._version = version

    def _known(self, ref: str) -> Key | None:
        if ref in self._pending:
            return self._pending[ref]
        cached = self._cache.get(ref)
        if cached and time.monotonic() - cached[0] < CACHED_SECONDS:
            self._cache.move_to_end(ref)
            return cached[1]
        return self._lookup(ref)

    def _lookup(self, ref: str) -> Key | None:
        row = self._connection.execute(
            "SELECT epoch, wrapped FROM dek WHERE ref = ?", (ref,)
        ).fetchone()
        if row is None or row[0] not in self._epochs:
            return None
        try:
            key = unwrap_dek(self._epochs[row[0]], self.tenant, ref, row[1])
        except SealBroken:
            return None
        self._remember(ref, key)
        return key

    def _make(self, refs: Sequence[str]) -> dict[str, Key]:
        if not refs:
            return {}
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        epoch, end = self._epochs[max(self._epochs)], KEY_LENGTH * len(refs)
        random = os.urandom(end + NONCE_LENGTH * len(refs))
        parts = (random[start : start + KEY_LENGTH] for start in range(0, end, KEY_LENGTH))
        fresh = {ref: Key(part) for ref, part in zip(refs, parts, strict=True)}
        wrapped = wrap_deks(epoch, self.tenant, fresh, random[end:])
        rows = [(ref, epoch.number, sealed) for ref, sealed in wrapped]
        added = self._connection.executemany("INSERT OR IGNORE INTO dek VALUES (?, ?, ?)", rows)
        if added.rowcount != len(rows):  # another process was faster, or there was one already
            fresh = {ref: self._stored(ref) for ref in refs}
        self._pending |= fresh
        return fresh

    def _stored(self, ref: str) -> Key:
        key = self._lookup(ref)
        if key is None:
            raise BooksDamaged("a data key does not open under its epoch")
        return key

    def _remember(self, ref: str, key: Key) -> None:
        self._cache[ref] = (time.monotonic(), key)
        if len(self._cache) > CACHED:
            self._cache.popitem(last=False)

    def flush(self) -> None:
        """See `KeyStore.flush`."""
        with self._lock:
            try:
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self.drop_pending()
                raise translated(error) from None
            for ref, key in self._pending.items():
                self._remember(ref, key)
            self._pending.clear()

    def drop_pending(self) -> None:
        """See `KeyStore.drop_pending`."""
        with self._lock:
            self._spares = [spare for spare in self._spares if spare[0] not in self._pending]
            self._pending.clear()
            if self._connection.in_transaction:
                self._connection.rollback()

    def close(self) -> None:
        """See `KeyStore.close`."""
        with self._lock, suppress(sqlite3.ProgrammingError):  # it is closed already
            self.drop_pending()
            self._cache.clear()
            self._connection.close()
