"""The replay of recordings finds nothing in the gateway, and finds what others let through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bench.replay.__main__ import play
from bench.replay.play import Result, Stage
from bench.replay.recipient import Recipient, Said
from bench.replay.recordings import Recording, load
from bench.replay.report import report, told
from tests.bench.relay import Relay
from tests.support import clients
from tests.support.answers import Echo
from tests.support.recipient import FakeRecipient

ASKED = "Please write to Maria Lindqvist at maria.lindqvist@example.com, +46 70 174 06 05."
TOOL = {"type": "function", "function": {"name": "mail", "parameters": {"type": "object"}}}


@pytest.fixture
async def recordings(tmp_path: Path) -> list[Recording]:
    """What the real SDKs send, and what a recipient that echoes answers."""
    directory = tmp_path / "recordings"
    directory.mkdir()
    async with FakeRecipient(answer=Echo()) as model, Relay(model.url) as recorder:
        openai = clients.openai_client(f"{recorder.url}/v1", "sk-x")
        said = {"model": "m", "messages": [{"role": "user", "content": ASKED}]}
        await openai.chat.completions.create(**said)
        await openai.chat.completions.create(**said, tools=[TOOL])
        async for _ in await openai.chat.completions.create(**said, stream=True):
            pass
        recorder.save(directory, "openai-chat")
        async for _ in await openai.responses.create(model="m", input=ASKED, stream=True):
            pass
        recorder.save(directory, "openai-responses")
        gemini = clients.gemini_client(recorder.url, "k").aio
        await gemini.models.generate_content(model="m", contents=ASKED)
        async for _ in await gemini.models.generate_content_stream(model="m", contents=ASKED):
            pass
        recorder.save(directory, "genai-generate")
    return load(directory)


@asynccontextmanager
async def _through(change: dict[bytes, bytes]) -> AsyncIterator[Stage]:
    """A gateway that only replaces, and restores nothing."""

    def changed(body: bytes) -> bytes:
        for old, new in change.items():
            body = body.replace(old, new)
        return body

    async with (
        Recipient(lambda _: Said(500, {}, b"")) as recipient,
        Relay(recipient.url, changed, ("/openai", "/google")) as relay,
        aiohttp.ClientSession() as session,
    ):
        yield Stage(relay.url, "key", recipient, session, echo=True)


def _kinds(results: list[Result]) -> set[str]:
    return {one.kind for one in results}


async def test_the_gateway_serves_them(recordings: list[Recording]) -> None:
    plain, echo = await play(recordings, echo=False), await play(recordings, echo=True)
    assert _kinds(plain + echo) == {"served"}, [one.detail for one in plain + echo]
    assert all(one.pseudonyms == 3 for one in echo)
    text = report(recordings, plain + echo, plain + echo, [])
    assert "POST `/openai/v1/chat/completions` | test 1 | 3 served | =" in text


async def test_a_leak_is_found(recordings: list[Recording]) -> None:
    async with _through({}) as stage:
        results = [await stage.play(one) for one in recordings]
    assert _kinds(results) == {"LEAK"}
    assert "maria.lindqvist@example.com" in results[0].detail
    assert told(results)["openai-chat.1"].kind == "LEAK"


async def test_what_is_not_restored_is_found(recordings: list[Recording]) -> None:
    pseudonyms = {
        b"Maria Lindqvist": b"PERSON_a7k2",
        b"maria.lindqvist@example.com": b"EMAIL_q9w4",
        b"+46 70 174 06 05": b"PHONE_x9f3",
    }
    async with _through(pseudonyms) as stage:
        results = [await stage.play(one) for one in recordings]
    assert _kinds(results) == {"NOT RESTORED"}, [one.detail for one in results]
    assert all("wanted" in one.detail for one in results)
    assert "pseudonyms left at" in results[0].detail
