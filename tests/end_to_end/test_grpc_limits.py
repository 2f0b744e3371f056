"""Times and numbers that bound RPCs, for callers who send and take whatever they like."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.cloud import aiplatform_v1

from tests.end_to_end.conftest import KEY, House, house
from tests.support.answers import Echo, Hang
from tests.support.certificates import front

MODEL = "projects/demo-project/locations/us-central1/publishers/google/models/gemini-test"
STREAM = "/google.cloud.aiplatform.v1.PredictionService/StreamGenerateContent"
AUTHORISED = (("authorization", f"Bearer {KEY}"),)


def limit(home: House, **limits: Any) -> None:
    """Other limits than the file's, from now on."""
    snapshot = home.gateway.roof.snapshot
    server = replace(
        snapshot.config.server, limits=replace(snapshot.config.server.limits, **limits)
    )
    home.gateway.roof.snapshot = replace(snapshot, config=replace(snapshot.config, server=server))


@pytest.fixture
async def at_home(tmp_path: Path, trusted: Path) -> AsyncIterator[House]:
    async with house(tmp_path, front(trusted), 'names = "off"') as running:
        whole = running.gateway.roof.snapshot
        yield running
        running.gateway.roof.snapshot = whole


@pytest.fixture
async def stream(at_home: House) -> AsyncIterator[Any]:
    """The method on a bare channel, which sends bytes as they are."""
    target = at_home.gateway.grpc_target
    async with grpc.aio.secure_channel(target, grpc.ssl_channel_credentials()) as channel:
        yield channel.stream_stream(STREAM)


def message(text: str) -> bytes:
    content = aiplatform_v1.Content(role="user", parts=[aiplatform_v1.Part(text=text)])
    request = aiplatform_v1.GenerateContentRequest(model=MODEL, contents=[content])
    return bytes(aiplatform_v1.GenerateContentRequest.serialize(request))


async def sent(*messages: bytes, after: float = 0) -> AsyncIterator[bytes]:
    await asyncio.sleep(after)
    for one in messages:
        yield one


async def ending(call: Any) -> tuple[grpc.StatusCode, str]:
    return await call.code(), await call.details()


async def test_a_call_without_a_message(at_home: House, stream: Any) -> None:
    call = stream(sent(), metadata=AUTHORISED)
    assert await ending(call) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "The request holds no message.",
    )
    assert 'code="invalid_message"' in await at_home.metrics()
    assert '"code":"invalid_message"' in at_home.log.getvalue()


async def test_bytes_that_are_no_message(at_home: House, stream: Any) -> None:
    call = stream(sent(b"\xff Nadia Okonkwo"), metadata=AUTHORISED)
    code, details = await ending(call)
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert "Nadia" not in details
    assert "Nadia" not in at_home.log.getvalue()


async def test_who_sends_too_slowly(at_home: House, stream: Any) -> None:
    limit(at_home, body_seconds=0.2)
    call = stream(sent(message("Hello"), after=5), metadata=AUTHORISED)
    async with asyncio.timeout(2):
        code, details = await ending(call)
    assert (code, details) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "The message came too slowly.",
    )
    assert not at_home.recipient.heard


async def test_who_takes_too_slowly(at_home: House, stream: Any) -> None:
    limit(at_home, write_seconds=0.3)
    at_home.recipient.answer = Echo(delta=20_000, say=lambda text: text * 100)
    call = stream(sent(message("x" * 100_000)), metadata=AUTHORISED)
    assert await call.read()
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] in {"client_slow", "client_gone"}
    code, _ = await asyncio.wait_for(_drained(call), 5)
    # The front and the application behind it lose patience at the same time.
    assert code in {grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAVAILABLE}


async def _drained(call: Any) -> tuple[grpc.StatusCode, str]:
    try:
        while await call.read() is not grpc.aio.EOF:
            pass
    except grpc.aio.AioRpcError:
        pass
    return await ending(call)


async def test_too_many_at_once(at_home: House, stream: Any) -> None:
    limit(at_home, concurrency=1)
    hang = Hang()
    at_home.recipient.script(hang)
    first = stream(sent(message("Hello")), metadata=AUTHORISED)
    async with asyncio.timeout(5):
        await hang.begun.wait()
    second = stream(sent(message("Hello")), metadata=AUTHORISED)
    code, details = await ending(second)
    assert (code, details) == (
        grpc.StatusCode.UNAVAILABLE,
        "Too many requests are being served; try again.",
    )
    assert dict(await second.trailing_metadata())["retry-after"] == "1"
    first.cancel()
    async with asyncio.timeout(5):
        await hang.gone.wait()
    third = stream(sent(message("Hello")), metadata=AUTHORISED)
    assert await third.read()
    assert (await _drained(third))[0] is grpc.StatusCode.OK


async def test_who_shows_no_key_is_answered_before_the_message_comes(
    at_home: House, stream: Any
) -> None:
    call = stream(sent(message("Hello"), after=5), metadata=(("authorization", "Bearer gw_x"),))
    async with asyncio.timeout(2):
        code, _ = await ending(call)
    assert code is grpc.StatusCode.UNAUTHENTICATED


async def test_a_compressed_message_is_not_unpacked(at_home: House, trusted: Path) -> None:
    target = at_home.gateway.grpc_target
    async with grpc.aio.secure_channel(
        target, grpc.ssl_channel_credentials(), compression=grpc.Compression.Gzip
    ) as channel:
        call = channel.unary_stream(STREAM)(message("x" * 50_000), metadata=AUTHORISED)
        code, _ = await _drained(call)
    assert code is not grpc.StatusCode.OK
    assert not at_home.recipient.heard
