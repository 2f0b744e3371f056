"""What only files can do: crash, fill up, vanish, be locked, be shared."""

import asyncio
import gc
import os
import sqlite3
import stat
from contextlib import closing as closed
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from disclosure.verify import Verdict
from storage import connection as connections
from storage.connection import EXIT_IO, EXIT_REPLACED, Fatal, open_writer, translated
from storage.ports import BooksDamaged, LedgerUnavailable, Position
from storage.sqlite import SqliteLedger
from tests.storage.conftest import Files, make_closing, make_opening
from tests.storage.outcomes import outcomes, verified


async def test_many_writers_share_the_files(files: Files) -> None:
    ledgers = [files.open() for _ in range(3)]
    for ledger in ledgers:
        await ledger.start()

    async def work(ledger: SqliteLedger, number: int) -> None:
        record = make_opening(subject=f"customer-{number % 4}")
        await ledger.append(record, expected_version=0)
        await ledger.append(make_closing(record.id))

    await asyncio.gather(*(work(ledgers[n % 3], n) for n in range(60)))
    for ledger in ledgers:
        await ledger.stop()
    report = await verified(files)
    assert (report.verdict, report.open, len(report.trees)) == (Verdict.OK, (), 3)


async def test_the_log_can_be_verified_while_it_is_written(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            record = make_opening()
            await ledger.append(record)
            await ledger.append(make_closing(record.id))

    writing = [asyncio.ensure_future(write()) for _ in range(4)]
    reports = [await verified(files) for _ in range(5)]
    stop.set()
    await asyncio.gather(*writing)
    await ledger.stop()
    assert {report.verdict for report in reports} == {Verdict.OK}
    assert reports[-1].leaves > reports[0].leaves


async def test_a_removed_file_is_noticed_before_anything_is_sent(files: Files) -> None:
    codes: list[int] = []
    ledger = files.open(on_fatal=codes.append)
    await ledger.start()
    await ledger.append(make_opening())
    files.ledger.unlink()
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    await asyncio.sleep(0)
    assert (ledger.fatal, codes) == (EXIT_REPLACED, [EXIT_REPLACED])
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    with pytest.raises(LedgerUnavailable):
        await ledger.subject_state(b"x", "support", "openai")
    await ledger.stop()


async def test_a_replaced_file_is_noticed(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    other = files.ledger.with_name("other.db")
    sqlite3.connect(other).close()
    other.touch()
    other.replace(files.ledger)
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    assert ledger.fatal == EXIT_REPLACED
    await ledger.stop()


async def test_a_removed_key_store_is_noticed(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    files.keys.unlink()
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    assert ledger.fatal == EXIT_REPLACED
    await ledger.stop()


async def test_a_locked_file_is_waited_for_and_then_refused(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.2)
    ledger = files.open()
    await ledger.start()
    with closed(sqlite3.connect(files.ledger, isolation_level=None)) as thief:
        thief.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="busy"):
            await ledger.append(make_opening())
        thief.execute("ROLLBACK")
    assert ledger.fatal is None
    position = await ledger.append(make_opening())
    await ledger.stop()
    assert position.seq == 1  # nothing of the refused one remains
    assert (await verified(files)).verdict is Verdict.OK


async def test_a_full_disk_is_refused_and_overcome(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
    ledger._connection.execute(f"PRAGMA max_page_count={pages}")
    many = (ledger.append(make_opening()) for _ in range(50))
    results = await asyncio.gather(*many, return_exceptions=True)
    assert {str(error) for error in results if isinstance(error, Exception)} == {
        "the disclosure log cannot take records: disk_full"
    }
    assert ledger.fatal is None
    ledger._connection.execute("PRAGMA max_page_count=1000000")
    await ledger.append(make_opening())
    await ledger.stop()
    assert (await verified(files)).verdict is Verdict.OK


async def test_below_the_watermark_nothing_is_opened_and_all_is_closed(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    record = make_opening()
    await ledger.append(record)
    ledger._journal._min_free = 2**62
    with pytest.raises(LedgerUnavailable, match="low_space"):
        await ledger.append(make_opening())
    await ledger.append(make_closing(record.id))
    await ledger.stop()


async def test_a_read_only_database_is_refused(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    ledger._connection.execute("PRAGMA query_only=ON")
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    ledger._connection.execute("PRAGMA query_only=OFF")
    await ledger.append(make_opening())
    await ledger.stop()


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, EXIT_IO),
        (sqlite3.SQLITE_IOERR_WRITE, EXIT_IO),
        (sqlite3.SQLITE_CORRUPT, EXIT_IO),
        (sqlite3.SQLITE_READONLY_DBMOVED, EXIT_REPLACED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, None),
        (sqlite3.SQLITE_FULL, None),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_which_errors_end_the_process(code: int, exit_code: int | None) -> None:
    error = sqlite3.OperationalError("Ines Moreau")
    error.sqlite_errorcode = code
    meaning = translated(error)
    assert getattr(meaning, "exit_code", None) == exit_code
    assert isinstance(meaning, Fatal) == (exit_code is not None)
    assert "Ines" not in str(meaning)


async def test_a_failing_disk_ends_the_process_and_is_not_asked_again(files: Files) -> None:
    codes: list[int] = []
    ledger = files.open(on_fatal=codes.append)
    await ledger.start()
    writer = ledger._writer
    assert writer is not None
    asked = []

    def fail(jobs: Any) -> list[Any]:
        asked.append(jobs)
        return [Fatal("io_error", EXIT_IO)] * len(jobs)

    ledger._journal.write = fail  # type: ignore[assignment,method-assign]
    results = await asyncio.gather(
        *(ledger.append(make_opening()) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(result, LedgerUnavailable) for result in results)
    with pytest.raises(LedgerUnavailable):
        await ledger.append(make_opening())
    assert (ledger.fatal, codes, len(asked)) == (EXIT_IO, [EXIT_IO], 1)
    await ledger.stop()


async def test_an_unforeseen_error_refuses_and_the_next_record_is_written(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = files.open()
    await ledger.start()
    with monkeypatch.context() as patch:
        patch.setattr(ledger._scribe, "write", lambda *_: 1 / 0)
        with pytest.raises(LedgerUnavailable, match="internal"):
            await ledger.append(make_opening())
    await ledger.append(make_opening())
    await ledger.stop()
    assert (await verified(files)).verdict is Verdict.OK


async def test_a_full_queue_refuses_at_once(files: Files) -> None:
    ledger = files.open(queue=8)
    await ledger.start()
    results = await asyncio.gather(
        *(ledger.append(make_opening()) for _ in range(40)), return_exceptions=True
    )
    refused = [r for r in results if isinstance(r, LedgerUnavailable)]
    assert {error.reason for error in refused} == {"queue_full"}
    assert len([r for r in results if isinstance(r, Position)]) + len(refused) == 40
    assert ledger.depth == 0
    assert ledger.last_commit_seconds > 0
    await ledger.stop()


async def test_a_caller_who_leaves_does_not_undo_the_record(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    record = make_opening()
    asking = asyncio.ensure_future(ledger.append(record))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await ledger.append(make_closing(record.id))
    await ledger.stop()
    assert (await outcomes(files))[record.id] == "ok"


async def test_a_closing_whose_opening_was_refused_in_the_same_batch_is_refused(
    files: Files,
) -> None:
    ledger = files.open()
    await ledger.start()
    record = make_opening(subject="customer-1")
    results = await asyncio.gather(
        ledger.append(make_opening()),
        ledger.append(record, expected_version=7),
        ledger.append(make_closing(record.id)),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results[1:]] == ["StaleState", "NotOpen"]
    assert isinstance(results[0], Position)
    await ledger.stop()
    assert (await verified(files)).verdict is Verdict.OK


async def test_what_waits_at_the_end_is_written(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    asking = [asyncio.ensure_future(ledger.append(make_opening())) for _ in range(20)]
    await asyncio.sleep(0)
    await ledger.stop()
    assert {type(future.result()) for future in asking} == {Position}


async def test_a_database_behind_its_checkpoints_is_not_begun_with(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    await ledger.append(make_opening())
    await ledger.stop()
    files.ledger.unlink()
    with pytest.raises(BooksDamaged, match="replaced or restored"):
        await files.open().start()


async def test_a_corrupt_database_is_not_begun_with(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    for _ in range(20):
        await ledger.append(make_opening())
    await ledger.stop()
    raw = bytearray(files.ledger.read_bytes())
    raw[4096 * 3 : 4096 * 3 + 200] = b"\xff" * 200
    files.ledger.write_bytes(raw)
    with pytest.raises((BooksDamaged, LedgerUnavailable)):
        await files.open().start()


async def test_a_ledger_that_could_not_start_holds_nothing(files: Files) -> None:
    files.ledger.parent.mkdir(parents=True)
    files.ledger.write_bytes(b"this is no database" * 100)
    with pytest.raises((BooksDamaged, LedgerUnavailable)):
        await files.open().start()
    files.ledger.unlink()
    ledger = files.open()
    await ledger.start()
    await ledger.append(make_opening())
    await ledger.stop()


async def test_files_are_the_owner_s_alone_and_settings_are_the_safe_ones(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    await ledger.append(make_opening())
    paths = [*files.ledger.parent.glob("ledger.db*"), files.keys, *files.checkpoints.iterdir()]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()}
    assert modes == {0o600}
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    wanted |= {"trusted_schema": 0, "cell_size_check": 1, "busy_timeout": 2000}
    for name, value in wanted.items():
        assert ledger._connection.execute(f"PRAGMA {name}").fetchone()[0] == value
    await ledger.stop()


async def test_leaves_cannot_be_changed_by_mistake(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    await ledger.stop()
    with closed(open_writer(files.ledger)) as connection:
        for statement in ("UPDATE leaf SET kind = 'x'", "DELETE FROM leaf"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


async def test_checkpoints_are_signed_while_records_come(files: Files) -> None:
    ledger = files.open(checkpoint_records=10)
    await ledger.start()
    for _ in range(25):
        await ledger.append(make_opening())
    assert len(exported(files)) >= 3
    await ledger.stop()
    ledger = files.open(checkpoint_seconds=0.05)
    await ledger.start()
    await asyncio.sleep(0.2)
    before = len(exported(files))
    await ledger.append(make_opening())
    await asyncio.sleep(0.3)
    assert len(exported(files)) == before + 1  # and none more while nothing is new
    await ledger.stop()
    assert (await verified(files)).verdict is Verdict.OK


def exported(files: Files) -> list[str]:
    from storage.notary import exported_notes  # noqa: PLC0415 - used here alone

    return exported_notes(files.checkpoints)


async def test_a_folder_for_checkpoints_that_fails_does_not_stop_the_log(
    files: Files, tmp_path: Path
) -> None:
    ledger = files.open()
    await ledger.start()
    writer = ledger._writer
    assert writer is not None
    good = ledger._notary._path
    ledger._notary._path = tmp_path / "file" / "x.checkpoints"
    (tmp_path / "file").write_text("not a folder")
    await ledger.append(make_opening())
    await asyncio.to_thread(writer.sign)
    assert ledger.export_failures == 1
    ledger._notary._path = good
    await ledger.append(make_opening())
    await ledger.stop()
    report = await verified(files)
    assert report.verdict is Verdict.OK
    assert len(exported(files)) == 3  # at the start, the failed one late, the last one


async def test_no_text_of_a_request_stands_in_the_files(files: Files) -> None:
    ledger = files.open()
    await ledger.start()
    record = replace(make_opening(), subject="customer-4711", caller={"request": "trace-99"})
    await ledger.append(record)
    await ledger.append(make_closing(record.id))
    await ledger.stop()
    gc.collect()
    for path in files.ledger.parent.parent.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            for text in (b"ines@example", b"customer-4711", b"trace-99", b"EMAIL_a7k2"):
                assert text not in raw, path


def test_the_key_store_and_the_log_are_two_files(files: Files) -> None:
    assert os.path.commonpath([files.ledger.parent, files.keys.parent]) not in (
        str(files.ledger.parent),
        str(files.keys.parent),
    )
