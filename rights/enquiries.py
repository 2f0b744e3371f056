"""What was disclosed? Listing, showing, verifying and exporting the log.

Asynchronous over blocking books: each use case runs in a thread, so that no reader stalls a
gateway. Nothing here reveals an original: the log holds none.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from disclosure.canonical import Json
from disclosure.checkpoint import BadNote, Checkpoint, Verifier
from disclosure.kinds import Kind
from disclosure.leaves import Leaf, commitment
from disclosure.proofs import Inclusion, Tree
from disclosure.verify import Finding, Report, Verdict, verify
from storage.export import write_export
from storage.ports import Books, BooksDamaged, Filters, LedgerUnavailable, Listed, Unsealed
from storage.unsealing import whole_payload


@dataclass(frozen=True, slots=True)
class Line:
    """One disclosure or refusal in a list.

    Attributes:
        id: its id.
        moment: when, UTC.
        application: who asked.
        purpose: why.
        legal_basis: on what ground; "" of a refusal.
        recipient: id of the recipient.
        model: the language model.
        entities: entity type, action, count.
        outcome: how it ended; "open" while it lasts, "refused: <code>" of a refusal.
        status: HTTP status of the recipient, or of the refusal.
    """

    id: str
    moment: datetime
    application: str
    purpose: str
    legal_basis: str
    recipient: str
    model: str
    entities: tuple[tuple[str, str, int], ...]
    outcome: str
    status: int


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf is in the log.

    Attributes:
        leaf: the leaf.
        inclusion: the path to the root of the newest checkpoint that covers it.
        checkpoint: that checkpoint, as a signed note.
    """

    leaf: Leaf
    inclusion: Inclusion
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """All that the log knows of one disclosure or refusal.

    Attributes:
        line: as in a list.
        opening: what the first leaf says.
        closing: what the `close` leaf says; None while it is open.
        events: kinds of other leaves about it.
        sealed: values of the erasable parts whose keys live.
        mentions: entity type, pseudonym, pointer, length.
        payload: bytes as sent, if they were kept and their keys live.
        payload_complete: whether no pseudonym in them was erased.
        erased: erasable parts that cannot be opened any more.
        broken: names of values that do not answer the leaf's commitment.
        attempts: ids of all attempts of the same request.
        proofs: of its leaves, as far as a checkpoint covers them.
    """

    line: Line
    opening: Mapping[str, Any]
    closing: Mapping[str, Any] | None
    events: tuple[str, ...]
    sealed: Mapping[str, Json] = field(repr=False)
    mentions: tuple[tuple[str, str, str, int], ...] = field(repr=False)
    payload: bytes | None = field(repr=False)
    payload_complete: bool
    erased: int
    broken: tuple[str, ...]
    attempts: tuple[str, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        path: the file.
        leaves: how many.
        checkpoints: how many.
    """

    path: Path
    leaves: int
    checkpoints: int


class Enquiries:
    """The use cases of whoever asks what was disclosed.

    Args:
        books: the log.
        verifier: the public key of its checkpoints.
    """

    def __init__(self, books: Books, verifier: Verifier) -> None:
        self._books = books
        self._verifier = verifier

    async def list_disclosures(
        self, filters: Filters, limit: int = 50, after: str = ""
    ) -> tuple[Line, ...]:
        """Disclosures, newest first.

        Args:
            filters: which.
            limit: how many at most.
            after: id of the last one of the page before.
        """
        listed = await asyncio.to_thread(self._books.list, filters, limit, after)
        return tuple(line_of(entry) for entry in listed)

    async def show(self, ident: str) -> Disclosure | None:
        """One disclosure or refusal; None if there is none, or several begin so.

        Args:
            ident: its id, or a beginning of it that is no other's.
        """
        return await asyncio.to_thread(self._show, ident)

    def _show(self, ident: str) -> Disclosure | None:
        leaves = self._books.find(ident)
        first = next((x for x in leaves if x.kind in (Kind.OPEN, Kind.REFUSE)), None)
        if first is None:
            return None
        close = next((x for x in leaves if x.kind == Kind.CLOSE), None)
        opened = [(leaf, part) for leaf in leaves for part in self._books.unseal(leaf)]
        parts = [part for _, part in opened]
        payload = whole_payload(parts)
        attempts = self._books.attempts(first) if first.kind == Kind.OPEN else ()
        return Disclosure(
            line=_line(first, close),
            opening=first.facts(),
            closing=close.facts() if close else None,
            events=tuple(x.kind for x in leaves if x not in (first, close)),
            sealed=_sealed(parts),
            mentions=_mentions(parts),
            payload=payload[0] if payload else None,
            payload_complete=payload[1] if payload else False,
            erased=sum(part.facts is None for part in parts),
            broken=tuple(name for leaf, part in opened for name in broken_values(leaf, part)),
            attempts=tuple(leaf.id for leaf in attempts),
            proofs=self._proofs(leaves),
        )

    def _proofs(self, leaves: Sequence[Leaf]) -> tuple[Proof, ...]:
        newest = self._newest_checkpoints()
        trees: dict[str, Tree] = {}
        proofs = []
        for leaf in leaves:
            known = newest.get(leaf.shard)
            if known is None or known[0].size <= leaf.seq:
                continue
            if leaf.shard not in trees:
                trees[leaf.shard] = Tree(self._books.hashes(leaf.shard))
            inclusion = trees[leaf.shard].include(leaf.seq, known[0].size)
            proofs.append(Proof(leaf, inclusion, known[1]))
        return tuple(proofs)

    def _newest_checkpoints(self) -> dict[str, tuple[Checkpoint, str]]:
        newest: dict[str, tuple[Checkpoint, str]] = {}
        for note in self._books.notes():
            try:
                checkpoint = self._verifier.open(note)
            except BadNote:
                continue  # `verify` reports it; it proves nothing here
            if (
                checkpoint.size
                > newest.get(checkpoint.shard, (Checkpoint("", -1, b"", 0), ""))[0].size
            ):
                newest[checkpoint.shard] = (checkpoint, note)
        return newest

    async def verify(self) -> Report:
        """Check the whole log against itself and against its checkpoints."""
        return await asyncio.to_thread(self._verify)

    def _verify(self) -> Report:
        try:
            with self._books.snapshot() as log:
                return verify(
                    log.leaves, log.notes, self._verifier, sides=log.sides, ranges=log.ranges
                )
        except (BooksDamaged, LedgerUnavailable) as error:
            finding = Finding(Verdict.UNREADABLE, "", -1, str(error))
            return Report(Verdict.UNREADABLE, (finding,), 0, {}, 0, (), ())

    async def export(self, path: Path) -> Exported:
        """Write leaves, checkpoints and public key as JSON lines, verifiable without this software.

        Args:
            path: of a file that does not exist yet.
        """
        leaves, checkpoints = await asyncio.to_thread(
            write_export, self._books, self._verifier, path
        )
        return Exported(path, leaves, checkpoints)


def broken_values(leaf: Leaf, part: Unsealed) -> tuple[str, ...]:
    """Names of unsealed values that do not answer the leaf's commitments."""
    promised = leaf.facts().get("commitments", {})
    facts = part.facts or {}
    return tuple(
        name
        for name, salt in part.salts.items()
        if promised.get(name) != commitment(salt, name, str(facts[name]))
    )


def line_of(listed: Listed) -> Line:
    """A disclosure or refusal as a line of a list."""
    return _line(listed.first, listed.close)


def _line(first: Leaf, close: Leaf | None) -> Line:
    facts = first.facts()
    end = close.facts() if close else {}
    recipient = facts.get("recipient", "")
    refused = first.kind == Kind.REFUSE
    return Line(
        id=first.id,
        moment=datetime.fromtimestamp(first.t_utc / 1e6, UTC),
        application=facts.get("application", ""),
        purpose=facts.get("purpose", ""),
        legal_basis=facts.get("legal_basis", ""),
        recipient=recipient["id"] if isinstance(recipient, dict) else recipient,
        model=facts.get("model", ""),
        entities=tuple((t, a, n) for t, a, n in facts.get("entities", ())),
        outcome=f"refused: {facts['code']}" if refused else end.get("outcome", "open"),
        status=facts["status"] if refused else end.get("status", 0),
    )


def _sealed(parts: Sequence[Unsealed]) -> dict[str, Json]:
    return {
        name: value
        for part in parts
        if part.row.field == "record" and part.facts is not None
        for name, value in part.facts.items()
        if name != "mentions"
    }


def _mentions(parts: Sequence[Unsealed]) -> tuple[tuple[str, str, str, int], ...]:
    rows: list[tuple[str, str, str, int]] = []
    for part in parts:
        told: Any = part.facts.get("mentions", ()) if part.facts is not None else ()
        rows += [(entity_type, pseudonym, at, n) for entity_type, pseudonym, at, n, *_ in told]
    return tuple(rows)
