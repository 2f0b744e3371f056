"""Owned tasks: none is lost, none outlives the gateway, none fails unheard."""

import asyncio
import io

import pytest

from gateway.logs import configure
from gateway.tasks import Tasks


async def test_work_outlives_the_cancellation_of_who_began_it() -> None:
    tasks, done = Tasks(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.set()

    async def begin() -> None:
        tasks.spawn(work(), "work")
        await asyncio.Event().wait()

    beginning = asyncio.ensure_future(begin())
    await asyncio.sleep(0)
    beginning.cancel()
    await asyncio.wait([beginning])
    assert len(tasks) == 1
    assert await tasks.finish(1) == 0
    assert done.is_set()
    assert len(tasks) == 0


async def test_what_takes_too_long_is_cancelled_and_counted() -> None:
    tasks = Tasks()
    slow = tasks.spawn(asyncio.Event().wait(), "slow")
    quick = tasks.spawn(asyncio.sleep(0), "quick")
    assert await tasks.finish(0.05) == 1
    assert slow.cancelled()
    assert quick.done()
    assert len(tasks) == 0
    assert await tasks.finish(0.05) == 0


async def test_what_begins_while_the_rest_ends_is_waited_for_too() -> None:
    tasks, ended = Tasks(), []

    async def last() -> None:
        await asyncio.sleep(0.01)
        ended.append("last")

    async def first() -> None:
        await asyncio.sleep(0.01)
        tasks.spawn(last(), "last")

    tasks.spawn(first(), "first")
    assert await tasks.finish(1) == 0
    assert ended == ["last"]


async def test_a_failure_is_heard_of_without_its_words() -> None:
    log = io.StringIO()
    configure("info", log)

    async def failing() -> None:
        raise ValueError("nadia@posteo.example")

    tasks = Tasks()
    task = tasks.spawn(failing(), "close")
    await tasks.finish(1)
    assert '"event":"task_failed"' in log.getvalue()
    assert '"exception":"ValueError"' in log.getvalue()
    assert '"detail":"close"' in log.getvalue()
    assert "nadia" not in log.getvalue()
    with pytest.raises(ValueError, match="nadia"):
        await task
