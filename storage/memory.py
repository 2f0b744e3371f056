"""Stores in memory: for tests and trials. They pass the same contract as the others.

Not durable, and one process only: a gateway that serves refuses to start on them.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from disclosure.checkpoint import Checkpoint, Signer
from disclosure.kinds import Kind
from disclosure.leaves import Leaf, SideRow
from disclosure.merkle import EMPTY, CompactRange
from disclosure.records import Closing, Opening, Record
from privacy.consent import UNKNOWN_SUBJECT, Consent, SubjectState
from storage.clock import Clock, SystemClock
from storage.ports import (
    Filters,
    KeyStore,
    LedgerUnavailable,
    Listed,
    Position,
    Snapshot,
    StaleState,
    SubjectChange,
    Unsealed,
)
from storage.scribe import Held, Scribe, Stamp
from storage.sessions import is_indexed, seal_row, session_ref, unseal_row
from storage.shards import new_shard
from storage.unsealing import unseal_rows
from vault.secret import KEY_LENGTH, Key
from vault.session import Row

_HOUR = 3_600_000_000


class MemoryKeyStore:
    """See `storage.ports.KeyStore`.

    Args:
        tenant: whose books.
    """

    def __init__(self, tenant: str = "tenant") -> None:
        self.tenant = tenant
        self._masters: dict[str, Key] = {}
        self._keys: dict[str, Key] = {}
        self._pending: dict[str, Key] = {}

    def master(self, name: str) -> Key:
        """See `KeyStore.master`."""
        return self._masters.setdefault(name, Key(os.urandom(KEY_LENGTH)))

    def spare(self) -> str:
        """See `KeyStore.spare`."""
        ref = f"own_{os.urandom(10).hex()}"
        self._make(ref)
        return ref

    def find(self, ref: str) -> Key | None:
        """See `KeyStore.find`."""
        return self._pending.get(ref) or self._keys.get(ref)

    def ensure(self, refs: Sequence[str]) -> dict[str, Key]:
        """See `KeyStore.ensure`."""
        return {ref: self.find(ref) or self._make(ref) for ref in refs}

    def _make(self, ref: str) -> Key:
        return self._pending.setdefault(ref, Key(os.urandom(KEY_LENGTH)))

    def flush(self) -> None:
        """See `KeyStore.flush`."""
        self._keys |= self._pending
        self._pending.clear()

    def drop_pending(self) -> None:
        """See `KeyStore.drop_pending`."""
        self._pending.clear()

    def close(self) -> None:
        """See `KeyStore.close`."""


class MemoryLedger:
    """See `Ledger`, `SessionStore` and `Books` in `storage.ports`.

    Args:
        keys: where data keys are kept.
        signer: signs checkpoints.
        deployment: name of this installation.
        clock: what time it is.
    """

    def __init__(
        self,
        keys: KeyStore,
        signer: Signer,
        deployment: str = "memory",
        clock: Clock | None = None,
    ) -> None:
        self.fatal: int | None = None
        self.depth = 0
        self.last_commit_seconds = 0.0
        self._keys = keys
        self._signer = signer
        self._deployment = deployment
        self._clock = clock or SystemClock.of_this_boot()
        self._scribe = Scribe(keys)
        self._shard = new_shard()
        self._running = False
        self._tree = EMPTY
        self._leaves: list[Leaf] = []
        self._sides: list[SideRow] = []
        self._notes: list[str] = []
        self._open: dict[str, Held] = {}
        self._states: dict[bytes, SubjectState] = {}
        self._objections: set[tuple[bytes, str]] = set()
        self._consents: list[tuple[bytes, str, str, Consent]] = []
        self._sessions: dict[bytes, tuple[int, list[tuple[bytes, bytes]]]] = {}

    async def start(self) -> None:
        """See `Ledger.start`."""
        self._running = True

    async def stop(self) -> None:
        """See `Ledger.stop`."""
        if self._running and self._leaves:
            tree, origin = self._tree, f"{self._deployment}/{self._shard}"
            checkpoint = Checkpoint(origin, tree.size, tree.root(), self._clock.utc())
            self._notes.append(self._signer.sign(checkpoint))
        self._running = False

    async def append(
        self,
        record: Record,
        *,
        expected_version: int | None = None,
        change: SubjectChange | None = None,
    ) -> Position:
        """See `Ledger.append`."""
        self._check_running()
        draft = self._scribe.draft(record, self._open.get(record.id))
        known = self._states.get(draft.held.subject, UNKNOWN_SUBJECT)
        if expected_version is not None and known.version != expected_version:
            raise StaleState("the books about the data subject changed")
        keys = self._keys.ensure(tuple(draft.refs()))
        moment = (self._clock.utc(), self._clock.mono(), self._clock.boot_id)
        stamp = Stamp(self._shard, self._tree.size, *moment)
        columns, sides = self._scribe.write(draft, stamp, keys)
        self._keys.flush()
        leaf = Leaf(*columns)
        self._leaves.append(leaf)
        self._sides += [SideRow(*row) for row in sides]
        self._tree = self._tree.extend((leaf.hash,))
        if change is not None:
            self._change(change)
        if isinstance(record, Opening):
            self._open[record.id] = draft.held
        elif isinstance(record, Closing):
            del self._open[record.id]
        return Position(leaf.shard, leaf.seq)

    def _check_running(self) -> None:
        if not self._running:
            raise LedgerUnavailable("stopped")

    def _change(self, wanted: SubjectChange) -> None:
        old = self._states.get(wanted.subject, UNKNOWN_SUBJECT)
        self._states[wanted.subject] = replace(
            old,
            version=old.version + 1,
            restricted=old.restricted if wanted.restricted is None else wanted.restricted,
            child=old.child if wanted.child is None else wanted.child,
        )
        if wanted.objects_to is not None:
            self._objections.add((wanted.subject, wanted.objects_to))
        if wanted.consent is not None:
            given = wanted.consent
            number = len(self._consents) + 1
            consent = Consent(given.reference, number, given.kind, withdrawn=given.withdrawn)
            self._consents.append((wanted.subject, given.purpose, given.recipient, consent))

    def subject_index(self, subject: str) -> bytes:
        """See `Ledger.subject_index`."""
        return self._scribe.subject_index(subject)

    def value_index(self, entity_type: str, value: str) -> bytes:
        """See `Books.value_index`."""
        return self._scribe.index(entity_type, value)

    async def subject_state(
        self, subject_index: bytes, purpose: str, recipient: str
    ) -> SubjectState:
        """See `Ledger.subject_state`."""
        self._check_running()
        consents = [
            consent
            for subject, what, whom, consent in self._consents
            if subject == subject_index and what == purpose and whom in (recipient, "*")
        ]
        objected = any((subject_index, what) in self._objections for what in (purpose, "*"))
        return replace(
            self._states.get(subject_index, UNKNOWN_SUBJECT),
            consent=consents[-1] if consents else None,
            objected=objected,
        )

    # --- sessions -------------------------------------------------------------

    async def save(self, scope: bytes, rows: Sequence[Row], expires: int) -> None:
        """See `SessionStore.save`."""
        self._check_running()
        own = session_ref(scope)
        _, stored = self._sessions.get(scope, (0, []))
        for row in rows:
            indexed = is_indexed(row.entity_type)
            person = self._scribe.index(row.entity_type, row.value) if indexed else b""
            other = person.hex() if person else own
            keys = self._keys.ensure([own, other])
            pair = (keys[own], keys[other])
            stored.append((person, seal_row(pair, self._keys.tenant, own, len(stored), row)))
        self._keys.flush()
        self._sessions[scope] = (expires, stored)

    async def load(self, scope: bytes) -> tuple[Row, ...]:
        """See `SessionStore.load`."""
        self._check_running()
        expires, stored = self._sessions.get(scope, (0, []))
        if expires <= self._clock.utc():
            return ()
        opened = (
            unseal_row(self._keys, scope, ordinal, person, sealed)
            for ordinal, (person, sealed) in enumerate(stored)
        )
        return tuple(row for row in opened if row is not None)

    async def forget(self, scope: bytes) -> None:
        """See `SessionStore.forget`."""
        self._check_running()
        self._sessions.pop(scope, None)

    async def save_lines(
        self, file: bytes, lines: Mapping[bytes, Sequence[Row]], expires: int
    ) -> None:
        """See `SessionStore.save_lines`."""
        for line, rows in lines.items():
            await self.save(file + line, rows, expires)

    async def load_lines(
        self, file: bytes, lines: Sequence[bytes]
    ) -> Mapping[bytes, tuple[Row, ...]]:
        """See `SessionStore.load_lines`."""
        return {line: await self.load(file + line) for line in lines}

    async def forget_lines(self, file: bytes) -> None:
        """See `SessionStore.forget_lines`."""
        for scope in [scope for scope in self._sessions if scope.startswith(file)]:
            await self.forget(scope)

    # --- reading --------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """See `Books.snapshot`."""
        ranges: Mapping[str, CompactRange] = {self._shard: self._tree} if self._leaves else {}
        yield Snapshot(tuple(self._notes), ranges, iter(tuple(self._leaves)), iter(self._sides))

    def hashes(self, shard: str) -> Sequence[bytes]:
        """See `Books.hashes`."""
        return [leaf.hash for leaf in self._leaves if leaf.shard == shard]

    def notes(self) -> Sequence[str]:
        """See `Books.notes`."""
        return tuple(self._notes)

    def find(self, ident: str) -> Sequence[Leaf]:
        """See `Books.find`."""
        leaves = [leaf for leaf in self._leaves if leaf.id.startswith(ident)]
        return leaves if len({leaf.id for leaf in leaves}) == 1 else []

    def attempts(self, opening: Leaf) -> Sequence[Leaf]:
        """See `Books.attempts`."""
        request = opening.facts().get("request", "")
        return [
            leaf
            for leaf in self._leaves
            if leaf.kind == Kind.OPEN
            and leaf.facts().get("request") == request
            and abs(leaf.t_utc - opening.t_utc) <= _HOUR
        ]

    def list(self, filters: Filters, limit: int, after: str = "") -> Sequence[Listed]:
        """See `Books.list`."""
        closes = {leaf.id: leaf for leaf in self._leaves if leaf.kind == Kind.CLOSE}
        found = sorted(
            (leaf for leaf in self._leaves if self._matches(leaf, filters)),
            key=lambda leaf: (leaf.t_utc, leaf.id),
            reverse=True,
        )
        ids = [leaf.id for leaf in found]
        start = ids.index(after) + 1 if after in ids else 0
        return [Listed(leaf, closes.get(leaf.id)) for leaf in found[start : start + limit]]

    def _matches(self, leaf: Leaf, filters: Filters) -> bool:
        kinds = (Kind.OPEN, Kind.REFUSE) if filters.refusals else (Kind.OPEN,)
        if leaf.kind not in kinds or leaf.t_utc < filters.since:
            return False
        if filters.until and leaf.t_utc >= filters.until:
            return False
        facts = leaf.facts()
        recipient = facts.get("recipient", "")
        recipient = recipient["id"] if isinstance(recipient, dict) else recipient
        pairs = (
            (filters.application, facts.get("application")),
            (filters.purpose, facts.get("purpose")),
            (filters.request, facts.get("request")),
            (filters.recipient, recipient),
        )
        return (
            all(not wanted or wanted == there for wanted, there in pairs)
            and (not filters.subject or filters.subject in self._concerned(leaf, persons=False))
            and (not filters.person or filters.person in self._concerned(leaf, persons=True))
        )

    def _concerned(self, leaf: Leaf, *, persons: bool) -> set[bytes]:
        """Whom a record concerns: its data subject, and the persons it mentions."""
        rows = [row for row in self._sides if (row.shard, row.seq) == (leaf.shard, leaf.seq)]
        return {row.subject for row in rows} | {row.person for row in rows if persons}

    def unseal(self, leaf: Leaf) -> Sequence[Unsealed]:
        """See `Books.unseal`."""
        rows = [row for row in self._sides if (row.shard, row.seq) == (leaf.shard, leaf.seq)]
        return unseal_rows(self._keys, leaf, rows)
