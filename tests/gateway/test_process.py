"""Signals: reload on SIGHUP without harm to anybody, and the reasons to end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from gateway.process import until_stopped
from storage.connection import Fatal
from tests.end_to_end.conftest import KEY, PROMPT, House, house
from tests.support.answers import Hang

CHAT = "/openai/v1/chat/completions"
WITHOUT_NAMES = 'names = "off"'
BODY = b'{"model": "m", "messages": [{"role": "user", "content": "Good morning."}]}'


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, policy=WITHOUT_NAMES) as at_home:
        yield at_home


@pytest.fixture
async def waiting(running: House) -> AsyncIterator["asyncio.Task[int]"]:
    """The process as it waits for its end."""
    file = running.directory / "config.toml"
    task = asyncio.ensure_future(until_stopped(running.gateway, file))
    await asyncio.sleep(0)
    yield task
    task.cancel()
    await asyncio.wait([task])
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.remove_signal_handler(number)


def _change(running: House, old: str, new: str) -> None:
    file = running.directory / "config.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


async def _hup() -> None:
    os.kill(os.getpid(), signal.SIGHUP)
    await asyncio.sleep(0.05)


def _is_open(snapshot: Any) -> bool:
    return not any(upstream._session.closed for upstream in snapshot.upstreams.values())


async def _until_closed(snapshot: Any) -> None:
    for _ in range(200):
        if not _is_open(snapshot):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the old configuration is still open")


@pytest.mark.usefixtures("waiting")
async def test_a_reload_swaps_the_configuration(running: House) -> None:
    old = running.gateway.roof.snapshot
    assert (await running.post(CHAT, BODY))[0] == 200
    _change(running, "max_body_bytes = 200_000", "max_body_bytes = 1024")
    await _hup()
    new = running.gateway.roof.snapshot
    assert new.config.hash != old.config.hash
    assert (await running.post(CHAT, BODY + b" " * 2000))[0] == 413
    assert (await running.post(CHAT, BODY))[0] == 200
    await _until_closed(old)
    assert _is_open(new)
    hashes = {leaf["body"]["config"] for leaf in running.leaves("open")}
    assert hashes == {old.config.hash, new.config.hash}
    assert '"event":"config_reloaded"' in running.log.getvalue()


@pytest.mark.usefixtures("waiting")
async def test_an_exchange_under_way_keeps_what_it_began_with(running: House) -> None:
    hang = Hang(after=2)
    running.recipient.script(hang)
    _change(running, "drain_seconds = 2", "drain_seconds = 0.01")
    await _hup()
    old = running.gateway.roof.snapshot
    messages = [{"role": "user", "content": PROMPT}]
    stream = await running.openai().chat.completions.create(
        model="m", messages=messages, stream=True
    )
    await anext(aiter(stream))
    _change(running, "max_body_bytes = 200_000", "max_body_bytes = 1024")
    await _hup()
    assert running.gateway.roof.snapshot is not old
    await asyncio.sleep(0.3)
    assert _is_open(old), "longer than any drain: the stream still goes on"
    assert not hang.gone.is_set()
    assert running.gateway.roof.in_flight == 1
    await stream.close()
    await _until_closed(old)
    assert (await running.closed())[0]["body"]["outcome"] == "client_gone"


BROKEN = {
    "no TOML": "[server",
    "unknown key": "[server]\nhots = 1",
    "no UTF-8": b"\xff\xfe\x00",
    "empty": "",
    "secret that is not there": None,
}


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
async def test_a_broken_file_keeps_the_old_configuration(
    running: House, text: str | bytes | None
) -> None:
    old, file = running.gateway.roof.snapshot, running.directory / "config.toml"
    if text is None:
        _change(running, 'credential = "none"', 'credential = "env:NOT_THERE"')
    else:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    await _hup()
    await _kept(running, old)


async def _kept(running: House, old: Any) -> None:
    assert running.gateway.roof.snapshot is old
    assert _is_open(old)
    assert (await running.post(CHAT, BODY))[0] == 200
    assert "privacy_gateway_config_reload_failures_total 1.0" in await running.metrics()
    assert '"event":"config_reload_failed"' in running.log.getvalue()
    assert KEY not in running.log.getvalue()


@pytest.mark.usefixtures("waiting")
async def test_a_file_that_is_gone_keeps_the_old_configuration(running: House) -> None:
    old = running.gateway.roof.snapshot
    (running.directory / "config.toml").unlink()
    await _hup()
    await _kept(running, old)


@pytest.mark.usefixtures("waiting")
async def test_what_cannot_be_built_keeps_the_old_configuration(
    running: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(PROMPT)

    old = running.gateway.roof.snapshot
    monkeypatch.setattr("gateway.app.build_snapshot", broken)
    await _hup()
    await _kept(running, old)
    assert PROMPT not in running.log.getvalue()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_when_told_to(
    running: House, waiting: "asyncio.Task[int]", number: signal.Signals
) -> None:
    os.kill(os.getpid(), number)
    assert await asyncio.wait_for(waiting, 2) == 0


async def test_it_ends_when_the_log_cannot_go_on(
    running: House, waiting: "asyncio.Task[int]"
) -> None:
    writer = running.gateway.books.ledger._writer
    assert writer is not None
    writer._fail(Fatal("io_error", 74))
    assert await asyncio.wait_for(waiting, 2) == 74
    assert '"event":"ledger_fatal"' in running.log.getvalue()


async def test_a_reload_leaves_nothing_open_at_the_end(tmp_path: Path) -> None:
    async with house(tmp_path, policy=WITHOUT_NAMES) as at_home:
        first = at_home.gateway.roof.snapshot
        at_home.gateway.reload(first.config)
        second = at_home.gateway.roof.snapshot
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 2, "nobody waits for a drain"
    assert not _is_open(first)
    assert not _is_open(second)
