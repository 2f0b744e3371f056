"""What a dead process left open is closed by the next one."""

from typing import Any

from disclosure.verify import Verdict
from storage.sqlite import SqliteLedger
from tests.storage.conftest import Files, make_closing, make_opening
from tests.storage.outcomes import died, outcomes, verified


async def test_what_a_dead_process_left_open_is_closed_as_unknown(files: Files) -> None:
    first = files.open()
    await first.start()
    records = [make_opening() for _ in range(3)]
    for record in records:
        await first.append(record)
    await first.append(make_closing(records[1].id))
    await died(first)
    second = files.open()
    await second.start()
    assert await outcomes(files) == {
        records[0].id: "unknown",
        records[1].id: "ok",
        records[2].id: "unknown",
    }
    await second.stop()
    report = await verified(files)
    assert (report.verdict, report.open) == (Verdict.OK, ())
    assert len(report.trees) == 1  # the dead process's shard goes on


async def test_without_recovery_the_log_would_be_incomplete(files: Files) -> None:
    """That verification sees it, and that it is recovery that mends it above."""
    first = files.open()
    await first.start()
    await first.append(make_opening())
    await died(first)
    second = files.open()
    second._claim = _claim_without_recovery(second)  # type: ignore[method-assign]
    await second.start()
    await second.stop()
    assert (await verified(files)).verdict is Verdict.INCOMPLETE


def _claim_without_recovery(ledger: SqliteLedger) -> Any:
    from storage.recovery import known_shards  # noqa: PLC0415 - only this test breaks recovery
    from storage.shards import ShardLock  # noqa: PLC0415

    def claim() -> ShardLock:
        lock = ShardLock(ledger._locks, known_shards(ledger._connection)[0])
        assert lock.take()
        return lock

    return claim


async def test_recovery_leaves_the_living_alone(files: Files) -> None:
    living, other = files.open(), files.open()
    await living.start()
    record = make_opening()
    position = await living.append(record)
    await other.start()
    assert (await outcomes(files))[record.id] == "open"
    assert (await other.append(make_opening())).shard != position.shard
    await living.append(make_closing(record.id))
    await living.stop()
    await other.stop()
    report = await verified(files)
    assert report.verdict is Verdict.OK
    assert len(report.trees) == 2


async def test_shards_of_several_dead_are_all_recovered(files: Files) -> None:
    ledgers = [files.open() for _ in range(3)]
    records = [make_opening() for _ in ledgers]
    for ledger, record in zip(ledgers, records, strict=True):
        await ledger.start()
        await ledger.append(record)
    for ledger in ledgers:
        await died(ledger)
    again = files.open()
    await again.start()
    assert set((await outcomes(files)).values()) == {"unknown"}
    await again.stop()
    assert (await verified(files)).verdict is Verdict.OK
