"""G7: whatever is done to the stored log is found; what honest use does is no finding."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disclosure.checkpoint import Checkpoint, Signer
from disclosure.leaves import Leaf
from disclosure.merkle import EMPTY
from disclosure.verify import Report, Verdict
from rights.enquiries import Enquiries
from storage.books import SqlBooks

COLUMNS = {
    "leaf": (
        "shard",
        "seq",
        "kind",
        "id",
        "t_utc",
        "mono_ns",
        "boot_id",
        "version",
        "body",
        "leaf_hash",
    ),
    "side": ("shard", "seq", "field", "ordinal", "subject", "person", "until", "sealed"),
    "shard": ("shard", "size", "peaks"),
}
CELLS = [(table, column) for table, columns in COLUMNS.items() for column in columns]
VALUES: dict[str, Callable[[Any], Any]] = {
    "another": lambda old: (
        old + 1
        if isinstance(old, int)
        else bytes([old[0] ^ 1]) + old[1:]
        if isinstance(old, bytes)
        else "x" + old[1:]
        if isinstance(old, str)
        else b"was null"
    ),
    "null": lambda old: None if old is not None else b"x",
    "text": lambda old: "x" if old != "x" else "y",
    "blob": lambda old: b"\xff\xfe",
    "real": lambda old: 0.5,
    "negative": lambda old: -7,
}


REPEAT = """INSERT INTO leaf SELECT shard, 1000, kind, id, t_utc, mono_ns, boot_id, version, body,
    leaf_hash FROM leaf WHERE seq = 3"""
ADD = """INSERT INTO side SELECT shard, seq, field, 9, subject, person, until, sealed
    FROM side WHERE seq = 3 AND field = 'record'"""
SWAP = """UPDATE side SET sealed = (SELECT s.sealed FROM side s WHERE s.seq = 5
    AND s.field = 'record') WHERE seq = 3 AND field = 'record'"""


@pytest.fixture
async def honest(files: Any, opening: Any, closing: Any) -> Path:
    """A log of two runs, cleanly stopped."""
    for _ in range(2):
        ledger = files.open()
        await ledger.start()
        for number in range(6):
            record = opening(subject=f"customer-{number % 3}")
            await ledger.append(record)
            await ledger.append(closing(record.id))
        await ledger.stop()
    folder: Path = files.ledger.parent.parent
    return folder


async def report_of(files: Any, path: Path, checkpoints: Path | None = None) -> Report:
    keys = files.key_store()
    books = SqlBooks(path, keys=keys, checkpoints=checkpoints or files.checkpoints)
    verifier = Signer("test", keys.master("sign").material).verifier
    try:
        return await Enquiries(books, verifier).verify()
    finally:
        books.close()


def tampered_copy(files: Any, name: str, *statements: str, **values: Any) -> Path:
    """A copy of the log's file, changed by somebody who owns the database."""
    copy: Path = files.ledger.with_name(f"{name}.db")
    shutil.copy(files.ledger, copy)
    connection = sqlite3.connect(copy)
    for (trigger,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement, values if ":" in statement else {})
    connection.commit()
    connection.close()
    return copy


async def test_an_honest_log_holds(files: Any, honest: Path) -> None:
    report = await report_of(files, files.ledger)
    assert (report.verdict, report.findings, report.open) == (Verdict.OK, (), ())
    assert report.leaves == 2 * (12 + 2)
    assert report.checkpoints >= 2


@pytest.mark.parametrize(("table", "column"), CELLS)
async def test_a_change_in_any_column_is_found(
    files: Any, honest: Path, table: str, column: str
) -> None:
    connection = sqlite3.connect(files.ledger)
    query = "SELECT rowid, {} FROM {} ORDER BY rowid"
    rows = connection.execute(query.format(column, table)).fetchall()
    connection.close()
    rowid, old = rows[len(rows) // 2]
    for name, change in VALUES.items():
        new = change(old)
        if new == old:
            continue
        statement = "UPDATE OR REPLACE {} SET {} = :new WHERE rowid = :rowid"
        try:
            copy = tampered_copy(files, name, statement.format(table, column), new=new, rowid=rowid)
        except sqlite3.IntegrityError:
            assert new is None  # the schema forbids it
            continue
        report = await report_of(files, copy)
        assert report.verdict is Verdict.TAMPERED, (name, report)
        assert report.first is not None


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(("DELETE FROM leaf WHERE seq = 5",), id="one leaf gone"),
        pytest.param(("DELETE FROM leaf WHERE seq = 0",), id="the first leaf gone"),
        pytest.param(("DELETE FROM leaf",), id="all leaves gone"),
        pytest.param(("DELETE FROM leaf", "DELETE FROM shard"), id="leaves and shards gone"),
        pytest.param(
            ("DELETE FROM leaf", "DELETE FROM shard", "DELETE FROM side", "DELETE FROM checkpoint"),
            id="an empty log",
        ),
        pytest.param(
            (
                "UPDATE leaf SET seq = -1 WHERE seq = 4",
                "UPDATE leaf SET seq = 4 WHERE seq = 5",
                "UPDATE leaf SET seq = 5 WHERE seq = -1",
            ),
            id="two leaves swapped",
        ),
        pytest.param(
            (REPEAT,),
            id="a leaf repeated at the end",
        ),
        pytest.param(
            ("UPDATE leaf SET seq = seq + 1000 WHERE seq > 8",),
            id="a gap",
        ),
        pytest.param(("DELETE FROM side WHERE seq = 3",), id="side rows gone"),
        pytest.param(
            (ADD,),
            id="a side row added",
        ),
        pytest.param(
            (SWAP,),
            id="a side row swapped for another",
        ),
        pytest.param(("UPDATE checkpoint SET note = 'x' || note",), id="checkpoints changed"),
    ],
)
async def test_work_on_whole_rows_is_found(
    files: Any, honest: Path, statements: tuple[str, ...]
) -> None:
    report = await report_of(files, tampered_copy(files, "rows", *statements))
    assert report.verdict is Verdict.TAMPERED


async def test_the_first_bad_place_is_named(files: Any, honest: Path) -> None:
    copy = tampered_copy(files, "place", "UPDATE leaf SET body = '{}' WHERE seq = 7")
    report = await report_of(files, copy)
    assert report.first is not None
    assert report.first.seq == 7


def rewritten(files: Any, forge: Callable[[list[Leaf]], list[Leaf]]) -> Path:
    """A log that somebody rewrote with all hashes, trees and stored checkpoints made to fit."""
    keys = files.key_store()
    books = SqlBooks(files.ledger, keys=keys, checkpoints=files.checkpoints)
    with books.snapshot() as log:
        leaves = forge(list(log.leaves))
    books.close()
    shard, tree = leaves[0].shard, EMPTY
    copy = tampered_copy(files, "rewritten", "DELETE FROM leaf", "DELETE FROM checkpoint")
    connection = sqlite3.connect(copy)
    for seq, leaf in enumerate(leaves):
        columns = (leaf.kind, leaf.id, leaf.t_utc, leaf.mono_ns, leaf.boot_id, 1, leaf.body)
        forged = Leaf(shard, seq, *columns, b"")
        hashed = forged.computed_hash()
        connection.execute(
            "INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (shard, seq, *columns, hashed)
        )
        tree = tree.extend((hashed,))
    connection.execute("UPDATE shard SET size = ?, peaks = ?", (tree.size, tree.to_bytes()))
    stolen = Signer("test", keys.master("sign").material)
    note = stolen.sign(Checkpoint(f"test/{shard}", tree.size, tree.root(), 1))
    connection.execute("INSERT INTO checkpoint VALUES (?, ?, ?)", (shard, tree.size, note))
    connection.commit()
    connection.close()
    return copy


def lie(leaves: list[Leaf]) -> list[Leaf]:
    body = leaves[3].body.replace("support", "suppoRt")
    old = leaves[3]
    columns = (old.t_utc, old.mono_ns, old.boot_id, old.version, body, b"")
    return [*leaves[:3], Leaf(old.shard, old.seq, old.kind, old.id, *columns), *leaves[4:]]


async def test_a_log_rewritten_with_the_stolen_key_meets_its_old_checkpoints(
    files: Any, honest: Path
) -> None:
    same = rewritten(files, lambda leaves: leaves)
    assert (await report_of(files, same)).verdict is Verdict.OK  # the forger's craft is sound
    for forge in (lie, lambda leaves: leaves[:-4], lambda leaves: [*leaves[:2], *leaves[4:]]):
        copy = rewritten(files, forge)
        assert (await report_of(files, copy)).verdict is Verdict.TAMPERED


async def test_without_copies_outside_the_database_a_rewritten_log_would_pass(
    files: Any, honest: Path, tmp_path: Path
) -> None:
    """Why copies must lie elsewhere; and that it is they who convict in the test above."""
    copy = rewritten(files, lambda leaves: leaves[:-4])
    connection = sqlite3.connect(copy)
    connection.execute("DELETE FROM side WHERE seq >= (SELECT max(seq) + 1 FROM leaf)")
    connection.commit()
    connection.close()
    report = await report_of(files, copy, checkpoints=tmp_path / "nothing")
    assert report.verdict is not Verdict.TAMPERED


async def test_an_old_backup_is_seen_as_cut(files: Any, honest: Path, opening: Any) -> None:
    backup = files.ledger.with_name("backup.db")
    shutil.copy(files.ledger, backup)
    ledger = files.open()
    await ledger.start()
    await ledger.append(opening())
    await ledger.stop()
    report = await report_of(files, backup)
    assert report.verdict is Verdict.TAMPERED
    assert "cut" in str(report.findings)


async def test_a_shard_that_vanished_is_missed(
    files: Any, honest: Path, opening: Any, tmp_path: Path
) -> None:
    one, two = files.open(), files.open()
    await one.start()
    await two.start()  # a second shard: the first one is taken
    await two.append(opening())
    await two.stop()
    await one.stop()
    again = files.open()
    await again.start()  # its first leaf names both
    await again.stop()
    connection = sqlite3.connect(files.ledger)
    shards = [row[0] for row in connection.execute("SELECT shard FROM shard").fetchall()]
    told = connection.execute("SELECT shard FROM leaf ORDER BY t_utc DESC LIMIT 1").fetchone()[0]
    connection.close()
    assert len(shards) == 2
    (other,) = {*shards} - {told}
    tables = ("leaf", "side", "shard", "checkpoint")
    copy = tampered_copy(
        files, "lost", *map("DELETE FROM {} WHERE shard = :shard".format, tables), shard=other
    )
    report = await report_of(files, copy, checkpoints=tmp_path / "nothing")
    assert report.verdict is Verdict.TAMPERED
    assert {finding.shard for finding in report.findings} == {other}


async def test_what_is_no_database_cannot_be_read(files: Any, honest: Path) -> None:
    broken = files.ledger.with_name("broken.db")
    raw = bytearray(files.ledger.read_bytes())
    raw[:100] = b"\0" * 100
    broken.write_bytes(raw)
    assert (await report_of(files, broken)).verdict is Verdict.UNREADABLE


async def test_random_bytes_never_break_the_verification(files: Any, honest: Path) -> None:
    """Flipped bits anywhere in the file: a verdict, never a crash, never a false word."""
    source = files.ledger.read_bytes()
    dice = random.Random(7)  # noqa: S311 - it only flips bits, the same ones each time
    for number in range(40):
        raw = bytearray(source)
        for _ in range(3):
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        copy = files.ledger.with_name(f"flipped{number}.db")
        copy.write_bytes(raw)
        report = await report_of(files, copy)
        assert report.verdict in set(Verdict)
        copy.unlink()
