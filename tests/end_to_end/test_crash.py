"""The gateway as a process of its own: killed at random under load, and ended properly."""

import asyncio
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from disclosure.kinds import Outcome
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, config_text
from tests.support.answers import Echo
from tests.support.planted import assert_absent
from tests.support.processes import GatewayProcess, alive, child_pids
from tests.support.recipient import FakeRecipient

CHAT = "/openai/v1/chat/completions"
CLIENTS = 12
WITHOUT_NAMES = 'names = "off"'


class Load:
    """Clients that send for as long as there is somebody to send to; each request is known."""

    def __init__(self, gateway: GatewayProcess) -> None:
        self._gateway = gateway
        self._numbers = count()
        self.finished = 0

    async def run(self) -> None:
        """All clients, until cancelled."""
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            for _ in range(CLIENTS):
                group.create_task(self._client(session))

    async def _client(self, session: aiohttp.ClientSession) -> None:
        while True:
            number = next(self._numbers)
            body = {
                "model": f"gpt-{number}",
                "stream": number % 2 == 0,
                "messages": [{"role": "user", "content": f"{PROMPT} Case {number}."}],
            }
            try:
                await self._send(session, body)
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(0.01)

    async def _send(self, session: aiohttp.ClientSession, body: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with session.post(self._gateway.url + CHAT, json=body, headers=headers) as answer:
            await answer.read()
            self.finished += answer.status == 200


def leaves(directory: Path) -> list[dict[str, Any]]:
    """The log, read with nothing of ours."""
    with sqlite3.connect(f"file:{directory}/data/gateway.db?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT kind, id, body FROM leaf ORDER BY shard, seq").fetchall()
    return [{"kind": kind, "id": ident, "body": json.loads(body)} for kind, ident, body in rows]


def contents(directory: Path) -> list[bytes]:
    """All that stands on disk."""
    return [file.read_bytes() for file in directory.rglob("*") if file.is_file()]


def verify(directory: Path) -> str:
    """`privacy-gateway disclosures verify`; what it says."""
    program = Path(sys.executable).with_name("privacy-gateway")
    done = subprocess.run(  # noqa: S603 - our own program
        [program, "--config", directory / "config.toml", "disclosures", "verify"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
async def recipient() -> AsyncIterator[FakeRecipient]:
    async with FakeRecipient(answer=Echo(gap_s=0.002)) as running:
        yield running


@pytest.fixture
async def gateway(tmp_path: Path, recipient: FakeRecipient) -> AsyncIterator[GatewayProcess]:
    text = config_text(recipient.url, policy=WITHOUT_NAMES)
    (tmp_path / "config.toml").write_text(text)
    process = GatewayProcess(tmp_path)
    await asyncio.to_thread(process.initialise)
    await asyncio.to_thread(process.start)
    try:
        yield process
    finally:
        process.stop()


def assert_all_on_record(recipient: FakeRecipient, directory: Path) -> Counter[str]:
    """Everything heard has its record, every record its end; gives the ends."""
    log = leaves(directory)
    opened = {leaf["id"]: leaf["body"]["model"] for leaf in log if leaf["kind"] == "open"}
    heard = {one.json["model"] for one in recipient.heard}
    assert not heard - set(opened.values()), "heard, and not on record"
    ends = {leaf["id"]: leaf["body"]["outcome"] for leaf in log if leaf["kind"] == "close"}
    assert set(ends) == set(opened)
    assert sum(leaf["kind"] == "close" for leaf in log) == len(opened), "closed more than once"
    unheard = {ident for ident, model in opened.items() if model not in heard}
    assert {ends[ident] for ident in unheard} <= {Outcome.UNKNOWN, Outcome.NOT_SENT}
    return Counter(ends.values())


async def _killed_again_and_again(
    recipient: FakeRecipient, gateway: GatewayProcess, directory: Path, kills: int
) -> None:
    chance = random.Random(kills)  # noqa: S311 - when to kill, not security
    load = Load(gateway)
    running = asyncio.create_task(load.run())  # noqa: TID251 - a test owns it to its end
    for _ in range(kills):
        before = load.finished
        while load.finished < before + 5:
            await asyncio.sleep(0.01)
            assert not running.done(), running
        await asyncio.sleep(chance.uniform(0, 0.4))
        await asyncio.to_thread(gateway.kill)
        await asyncio.to_thread(gateway.start)
    running.cancel()
    await asyncio.wait([running])
    await asyncio.to_thread(gateway.kill)
    await asyncio.to_thread(gateway.start)  # closes what the last one left open
    assert await asyncio.to_thread(gateway.terminate) == 0
    ends = assert_all_on_record(recipient, directory)
    assert ends[Outcome.OK] > kills
    assert ends[Outcome.UNKNOWN] > 0, "kills left nothing open: they hit nobody"
    # An answer may be whole at the caller before its end is on record; never the other way round.
    assert ends[Outcome.OK] + ends[Outcome.UNKNOWN] >= load.finished
    await asyncio.to_thread(verify, directory)
    assert_absent(PLANTED, recipient.memory, *contents(directory))


async def test_killed_at_random_everything_heard_is_on_record(
    recipient: FakeRecipient, gateway: GatewayProcess, tmp_path: Path
) -> None:
    await _killed_again_and_again(recipient, gateway, tmp_path, 5)


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_killed_a_hundred_times(
    recipient: FakeRecipient, gateway: GatewayProcess, tmp_path: Path
) -> None:
    await _killed_again_and_again(recipient, gateway, tmp_path, 100)


async def test_sigterm_lets_a_stream_under_way_finish(
    recipient: FakeRecipient, gateway: GatewayProcess, tmp_path: Path
) -> None:
    recipient.answer = Echo(delta=4, gap_s=0.03)
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": PROMPT}]}
    headers = {"Authorization": f"Bearer {KEY}"}
    said, children = b"", child_pids(gateway.pid)
    async with (
        aiohttp.ClientSession() as session,
        session.post(gateway.url + CHAT, json=body, headers=headers) as answer,
    ):
        said += await answer.content.readany()
        assert gateway.process is not None
        gateway.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        await asyncio.sleep(0.1)
        async with aiohttp.ClientSession() as other:
            with pytest.raises((aiohttp.ClientError, AssertionError)):
                async with other.post(gateway.url + CHAT, json=body, headers=headers) as late:
                    assert late.status == 200
        said += await answer.content.read()
        assert time.monotonic() - began > 0.3, "it was over before it was asked to end"
    assert await asyncio.to_thread(gateway.process.wait, 20) == 0
    events = [json.loads(line[6:]) for line in said.split(b"\n\n") if line[6:7] == b"{"]
    text = "".join(c["delta"].get("content") or "" for e in events for c in e["choices"])
    assert text == PROMPT
    assert said.rstrip().endswith(b"data: [DONE]")
    assert not [pid for pid in children if alive(pid)]
    assert assert_all_on_record(recipient, tmp_path) == {Outcome.OK: 1}
    await asyncio.to_thread(verify, tmp_path)


async def test_sigterm_ends_what_does_not_end_by_itself(
    recipient: FakeRecipient, gateway: GatewayProcess, tmp_path: Path
) -> None:
    recipient.answer = Echo(delta=1, gap_s=0.2)  # half a minute; drain_seconds is 2
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": PROMPT}]}
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(gateway.url + CHAT, json=body, headers=headers) as answer,
    ):
        await answer.content.readany()
        began = time.monotonic()
        assert await asyncio.to_thread(gateway.terminate) == 0
        assert 1.5 < time.monotonic() - began < 15
        rest = b""
        with suppress(aiohttp.ClientError):  # cut off, or ended by an error event
            rest = await answer.content.read()
        assert b"[DONE]" not in rest
    ends = assert_all_on_record(recipient, tmp_path)
    assert Outcome.OK not in ends
    await asyncio.to_thread(verify, tmp_path)
