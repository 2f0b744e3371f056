"""HTTP inside the process: the application hears the caller's address, and all ends with it."""

import asyncio

import aiohttp
import pytest
import uvloop
from aiohttp import web

from gateway.grpc_front.inside import Inside, session
from gateway.grpc_front.metadata import PEER


async def _talk() -> None:
    heard: list[tuple[str, str | None, bytes]] = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        heard.append((request.rel_url.raw_path, request.remote, await request.read()))
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"first")
        if request.rel_url.raw_path == "/break":
            assert request.transport is not None
            request.transport.close()
            return response
        await response.write_eof(b"last")
        return response

    inside = Inside(handler, 5)
    async with session(inside) as client:
        bodies = []
        for peer in ("192.0.2.7", "192.0.2.8"):
            async with client.post("/a", data=b"b" * 100_000, headers={PEER: peer}) as answer:
                bodies.append(await answer.read())
        assert bodies == [b"firstlast"] * 2
        with pytest.raises(aiohttp.ClientPayloadError):
            async with client.post("/break", headers={PEER: ""}) as answer:
                await answer.read()
        many = [client.get("/many", headers={PEER: "p"}) for _ in range(20)]
        for response in await asyncio.gather(*many):
            assert await response.read() == b"firstlast"
        async with asyncio.timeout(0.5):
            await inside.shutdown()
    assert [(path, remote) for path, remote, _ in heard[:3]] == [
        ("/a", "192.0.2.7"), ("/a", "192.0.2.8"), ("/break", ""),
    ]  # fmt: skip
    assert len(heard[0][2]) == 100_000
    assert len(heard) == 23


async def test_it_talks() -> None:
    await _talk()


def test_it_talks_on_the_loop_that_serves() -> None:
    uvloop.run(_talk())


async def test_who_goes_away_is_noticed() -> None:
    gone = asyncio.Event()

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        try:
            await asyncio.Event().wait()
        finally:
            gone.set()
        raise AssertionError("unreachable")

    async with session(inside := Inside(handler, 5)) as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await client.get("/", headers={PEER: ""})
        async with asyncio.timeout(1):
            await gone.wait()
        await inside.shutdown()
