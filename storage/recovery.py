"""What happens before the first record: the books are checked, and the dead are closed for.

A disclosure that was opened and never closed by a process that is gone is closed as unknown, which
counts as disclosed. Shards of living processes are not touched: their lock files say who lives.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from disclosure.checkpoint import BadNote, Checkpoint, Verifier
from disclosure.kinds import Outcome
from disclosure.merkle import CompactRange
from disclosure.records import Closing
from storage.journal import Append, Journal
from storage.ports import BooksDamaged
from storage.scribe import Held

_BATCH = 500
_UNCLOSED = (
    "SELECT o.id FROM leaf o WHERE o.shard = :shard AND o.kind = 'open' AND o.seq >= coalesce("
    "(SELECT max(s.seq) FROM leaf s WHERE s.shard = :shard AND s.kind = 'shard_start'), 0) "
    "AND NOT EXISTS (SELECT 1 FROM leaf c WHERE c.id = o.id AND c.kind = 'close') ORDER BY o.seq"
)
"""Since the last start: whoever started then closed all that lay before."""


def known_shards(connection: sqlite3.Connection) -> list[str]:
    """All shards of the log."""
    rows = connection.execute("SELECT shard FROM shard ORDER BY shard").fetchall()
    return [row[0] for row in rows]


def heads(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Shard, size and root (hex) of each tree: written into the log, they miss a lost shard."""
    query = "SELECT shard, size, peaks FROM shard WHERE size > 0 ORDER BY shard"
    for shard, size, peaks in connection.execute(query).fetchall():
        yield shard, size, CompactRange.from_bytes(size, peaks).root().hex()


def close_for_the_dead(connection: sqlite3.Connection, journal: Journal) -> int:
    """Close what the last writer of a shard left open.

    Returns:
        How many disclosures.

    Raises:
        LedgerUnavailable: if they cannot be closed.
    """
    rows = connection.execute(_UNCLOSED, {"shard": journal.shard}).fetchall()
    idents = [row[0] for row in rows]
    for start in range(0, len(idents), _BATCH):
        batch = idents[start : start + _BATCH]
        for ident in batch:
            journal.hold(ident, Held(b"", "", 0))
        for result in journal.write([Append(_unknown(ident)) for ident in batch]):
            if isinstance(result, Exception):
                raise result
    return len(idents)


def _unknown(ident: str) -> Closing:
    return Closing(id=ident, outcome=Outcome.UNKNOWN, reason="process_died", attempts=0)


def check_against(
    connection: sqlite3.Connection, notes: Sequence[str], verifier: Verifier, folder: Path
) -> None:
    """Check that the log is not behind the checkpoints that were handed out.

    Raises:
        BooksDamaged: if it is: the database was replaced, restored or cut.
    """
    newest: dict[str, Checkpoint] = {}
    for note in notes:
        try:
            checkpoint = verifier.open(note)
        except BadNote:
            continue  # torn or foreign: `verify` reports it, it proves nothing about the log
        if checkpoint.size >= newest.get(checkpoint.shard, checkpoint).size:
            newest[checkpoint.shard] = checkpoint
    for shard, checkpoint in newest.items():
        row = connection.execute(
            "SELECT size, peaks FROM shard WHERE shard = ?", (shard,)
        ).fetchone()
        tree = CompactRange.from_bytes(*row) if row else CompactRange()
        behind = tree.size < checkpoint.size
        if behind or (tree.size == checkpoint.size and tree.root() != checkpoint.root):
            raise BooksDamaged(
                f"shard {shard} is not what its checkpoints in {folder.name}/ say; was the "
                "database replaced or restored? Run `verify`; to begin a new log, move both away"
            )
