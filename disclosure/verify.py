"""Is the log what it was? Pure: leaves, checkpoints and the public key in, a report out.

Every leaf is hashed anew, every tree rebuilt and compared at each checkpoint (so checkpoints are
consistent with each other too), positions and monotonic times must not jump or turn back, nothing
is closed that was not opened, and each side row is there as its leaf says or was listed as removed.
What this cannot see: a cut of the tail newer than the newest checkpoint kept elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from disclosure.checkpoint import BadNote, Checkpoint, Verifier
from disclosure.kinds import FORMAT_VERSION, Kind
from disclosure.leaves import Leaf, MalformedLeaf, Place, SideRow
from disclosure.merkle import EMPTY, CompactRange


class Verdict(IntEnum):
    """What a verification came to; the exit code of the command."""

    OK = 0
    TAMPERED = 2
    INCOMPLETE = 3
    UNREADABLE = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        verdict: how bad it is.
        shard: where; "" if it is no one shard's.
        seq: position there; -1 if it is the shard as a whole.
        what: in one sentence.
    """

    verdict: Verdict
    shard: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    Attributes:
        verdict: the worst finding's, by the order tampered, unreadable, incomplete, ok.
        findings: what is wrong, by shard and position.
        leaves: leaves read.
        trees: size and root of each shard's tree, rebuilt.
        checkpoints: checkpoints that were checked and hold.
        open: ids of disclosures that are not closed yet.
        notes: what is odd but proves nothing, e.g. a wall clock that was set back.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    leaves: int
    trees: Mapping[str, tuple[int, bytes]]
    checkpoints: int
    open: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def first(self) -> Finding | None:
        """The first bad place."""
        return self.findings[0] if self.findings else None


@dataclass(slots=True)
class _Shard:
    """What is remembered while one shard is read."""

    name: str
    tree: CompactRange = EMPTY
    seq: int = -1
    boot: str = ""
    mono: int = 0
    t_utc: int = 0
    open: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    due: dict[int, list[Checkpoint]] = field(default_factory=dict)


def verify(
    leaves: Iterable[Leaf],
    notes: Iterable[str],
    verifier: Verifier,
    *,
    sides: Iterable[SideRow] | None = None,
    ranges: Mapping[str, CompactRange] | None = None,
) -> Report:
    """Verify a log.

    Args:
        leaves: all leaves, by shard and position.
        notes: signed checkpoints from wherever they are kept.
        verifier: the public key.
        sides: all side rows by shard and position; None if they are not there to be checked.
        ranges: stored state of each tree; None if it is not there to be checked.
    """
    work = _Verification(verifier, sides)
    work.take_notes(notes)
    for leaf in leaves:
        work.take(leaf)
    return work.report(ranges)


class _Verification:
    def __init__(self, verifier: Verifier, sides: Iterable[SideRow] | None) -> None:
        self._verifier = verifier
        self._sides = None if sides is None else _Sides(sides)
        self._shards: dict[str, _Shard] = {}
        self._due: dict[str, dict[int, list[Checkpoint]]] = {}
        self._findings: list[Finding] = []
        self._notes: list[str] = []
        self._missing: dict[Place, None] = {}
        self._removed: set[Place] = set()
        self._heads: list[tuple[str, int, str, int]] = []
        self._leaves = 0
        self._held = 0

    def _find(self, verdict: Verdict, shard: str, seq: object, what: str) -> None:
        where = (
            seq if isinstance(seq, int) else -1
        )  # a column that was tampered with holds anything
        self._findings.append(Finding(verdict, shard, where, what))

    def take_notes(self, notes: Iterable[str]) -> None:
        """Read the checkpoints."""
        for note in dict.fromkeys(notes):
            try:
                checkpoint = self._verifier.open(note)
            except BadNote as error:
                self._find(Verdict.TAMPERED, "", -1, f"a checkpoint does not hold: {error}")
                continue
            due = self._due.setdefault(checkpoint.shard, {})
            due.setdefault(checkpoint.size, []).append(checkpoint)

    def take(self, leaf: Leaf) -> None:
        """Check the next leaf."""
        self._leaves += 1
        shard = self._shards.get(leaf.shard)
        if shard is None:
            shard = _Shard(leaf.shard, due=self._due.pop(leaf.shard, {}))
            self._shards[leaf.shard] = shard
            self._compare(shard)
        try:
            computed = leaf.computed_hash()
            facts = leaf.facts()
        except MalformedLeaf as error:
            self._find(Verdict.TAMPERED, shard.name, shard.seq + 1, str(error))
            computed, facts = leaf.hash if isinstance(leaf.hash, bytes) else b"", {}
        else:
            self._check(shard, leaf, computed, facts)
        shard.tree = shard.tree.extend((computed,))
        self._compare(shard)

    def _check(self, shard: _Shard, leaf: Leaf, computed: bytes, facts: Mapping[str, Any]) -> None:
        if computed != leaf.hash:
            self._find(Verdict.TAMPERED, shard.name, leaf.seq, "the leaf is not what was hashed")
        if leaf.seq != shard.seq + 1:
            what = f"position {shard.seq + 1} is missing or stands elsewhere"
            self._find(Verdict.TAMPERED, shard.name, shard.seq + 1, what)
        if leaf.version > FORMAT_VERSION:
            what = "a newer release wrote this leaf; verify with that release"
            self._find(Verdict.UNREADABLE, shard.name, leaf.seq, what)
        shard.seq = leaf.seq
        self._check_time(shard, leaf)
        self._check_pair(shard, leaf)
        try:
            self._check_sides(leaf, facts)
            self._gather(leaf, facts)
        except (TypeError, ValueError, KeyError):
            what = "the body lists its parts in a wrong form"
            self._find(Verdict.TAMPERED, shard.name, leaf.seq, what)

    def _check_time(self, shard: _Shard, leaf: Leaf) -> None:
        if leaf.boot_id == shard.boot and leaf.mono_ns < shard.mono:
            what = "monotonic time turns back within one boot"
            self._find(Verdict.TAMPERED, shard.name, leaf.seq, what)
        if leaf.t_utc < shard.t_utc:
            self._notes.append(f"{shard.name}/{leaf.seq}: the wall clock was set back")
        shard.boot, shard.mono, shard.t_utc = leaf.boot_id, leaf.mono_ns, leaf.t_utc

    def _check_pair(self, shard: _Shard, leaf: Leaf) -> None:
        if leaf.kind == Kind.OPEN:
            if leaf.id in shard.seen:
                what = "a disclosure is opened twice"
                self._find(Verdict.TAMPERED, shard.name, leaf.seq, what)
            shard.open[leaf.id] = leaf.seq
            shard.seen.add(leaf.id)
        elif leaf.kind == Kind.CLOSE and shard.open.pop(leaf.id, None) is None:
            what = "a disclosure is closed that is not open"
            self._find(Verdict.TAMPERED, shard.name, leaf.seq, what)
        elif leaf.kind == Kind.SHARD_START:
            for seq in shard.open.values():
                what = "a disclosure of an earlier process was never closed"
                self._find(Verdict.INCOMPLETE, shard.name, seq, what)
            shard.open.clear()

    def _check_sides(self, leaf: Leaf, facts: Mapping[str, Any]) -> None:
        if self._sides is None:
            return
        rows = self._sides.of(leaf)
        for name, ordinal, digest in facts.get("sides", ()):
            place = (leaf.shard, leaf.seq, str(name), int(ordinal))
            row = rows.pop(place, None)
            if row is None:
                self._missing[place] = None
            elif not _holds(row, digest):
                what = f"side row {name} {ordinal} is not what was recorded"
                self._find(Verdict.TAMPERED, leaf.shard, leaf.seq, what)
        for place in rows:
            self._stray(place)

    def _stray(self, place: Place) -> None:
        shard, seq, name, ordinal = place
        what = f"side row {name} {ordinal} is in no leaf"
        self._find(Verdict.TAMPERED, shard, seq, what)

    def _gather(self, leaf: Leaf, facts: Mapping[str, Any]) -> None:
        if leaf.kind in (Kind.ERASE, Kind.SWEEP):
            for shard, seq, name, ordinal in facts.get("removed", ()):
                self._removed.add((str(shard), int(seq), str(name), int(ordinal)))
        elif leaf.kind == Kind.SHARD_START:
            for shard, size, _root in facts.get("heads", ()):
                self._heads.append((str(shard), int(size), leaf.shard, leaf.seq))

    def _compare(self, shard: _Shard) -> None:
        for checkpoint in shard.due.pop(shard.tree.size, ()):
            if checkpoint.root == shard.tree.root():
                self._held += 1
            else:
                what = f"the tree of {checkpoint.size} leaves is not what its checkpoint says"
                self._find(Verdict.TAMPERED, shard.name, shard.tree.size - 1, what)

    # --- at the end -----------------------------------------------------------

    def report(self, ranges: Mapping[str, CompactRange] | None) -> Report:
        """What was found."""
        self._finish_checkpoints()
        self._finish_heads()
        self._finish_sides()
        if ranges is not None:
            self._finish_ranges(ranges)
        findings = sorted(set(self._findings), key=_order)
        return Report(
            _worst(findings),
            tuple(findings),
            self._leaves,
            {name: (s.tree.size, s.tree.root()) for name, s in self._shards.items()},
            self._held,
            tuple(ident for shard in self._shards.values() for ident in shard.open),
            tuple(self._notes),
        )

    def _finish_checkpoints(self) -> None:
        left = {name: shard.due for name, shard in self._shards.items()} | self._due
        for name, due in left.items():
            if not due:
                continue
            shard = self._shards.get(name)
            size = shard.tree.size if shard else 0
            what = f"a checkpoint covers {max(due)} leaves and {size} are there: the log was cut"
            self._find(Verdict.TAMPERED, name, size, what)

    def _finish_heads(self) -> None:
        for name, size, teller, seq in self._heads:
            shard = self._shards.get(name)
            if shard is None or shard.tree.size < size:
                what = f"{teller}/{seq} saw {size} leaves of this shard and they are not there"
                self._find(Verdict.TAMPERED, name, shard.tree.size if shard else 0, what)

    def _finish_sides(self) -> None:
        for shard, seq, name, ordinal in self._missing.keys() - self._removed:
            what = f"side row {name} {ordinal} is missing and no erasure lists it"
            self._find(Verdict.TAMPERED, shard, seq, what)
        if self._sides is not None:
            for place in self._sides.strays():
                self._stray(place)

    def _finish_ranges(self, ranges: Mapping[str, CompactRange]) -> None:
        for name in ranges.keys() | self._shards.keys():
            shard = self._shards.get(name)
            if ranges.get(name, EMPTY) != (shard.tree if shard else EMPTY):
                what = "the stored state of the tree does not fit its leaves"
                self._find(Verdict.TAMPERED, name, -1, what)


class _Sides:
    """Side rows, read alongside the leaves that list them, so that none need be remembered."""

    def __init__(self, rows: Iterable[SideRow]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)
        self._strays: list[Place] = []

    def of(self, leaf: Leaf) -> dict[Place, SideRow]:
        """The rows of a leaf; rows of leaves that never came are strays."""
        found: dict[Place, SideRow] = {}
        while self._next is not None and _before(self._next, leaf):
            self._strays.append(_place(self._next))
            self._advance()
        while self._next is not None and (self._next.shard, self._next.seq) == _key(leaf):
            found[_place(self._next)] = self._next
            self._advance()
        return found

    def _advance(self) -> None:
        self._next = next(self._rows, None)

    def strays(self) -> list[Place]:
        """The rows that belong to no leaf, once all leaves were read."""
        while self._next is not None:
            self._strays.append(_place(self._next))
            self._advance()
        return self._strays


def _key(leaf: Leaf) -> tuple[str, int]:
    return (leaf.shard, leaf.seq)


def _before(row: SideRow, leaf: Leaf) -> bool:
    try:
        return (row.shard, row.seq) < _key(leaf)
    except TypeError:
        return True  # its place is of the wrong form, so it is nobody's


def _place(row: SideRow) -> Place:
    return (row.shard, row.seq, row.field, row.ordinal)


def _holds(row: SideRow, digest: object) -> bool:
    try:
        return row.hash() == digest
    except (AttributeError, TypeError, UnicodeEncodeError):
        return False  # a column holds a value of the wrong form


def _order(finding: Finding) -> tuple[bool, str, int, str]:
    """By shard and position; what is no one place's comes last."""
    return (finding.seq < 0, finding.shard, finding.seq, finding.what)


def _worst(findings: Iterable[Finding]) -> Verdict:
    found = {finding.verdict for finding in findings}
    for verdict in (Verdict.TAMPERED, Verdict.UNREADABLE, Verdict.INCOMPLETE):
        if verdict in found:
            return verdict
    return Verdict.OK
