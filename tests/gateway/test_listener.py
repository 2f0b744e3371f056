"""Whoever says nothing, or says it very slowly, is not waited for."""

import asyncio
import re

import pytest
from aiohttp import web

from gateway.listener import Listener


async def _hello(_request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(0.4)
    return web.Response(text="hello")


async def _connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter, web.ServerRunner]:
    runner = web.ServerRunner(Listener(_hello, 0.2))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    return reader, writer, runner


async def test_a_silent_connection_is_closed() -> None:
    reader, writer, runner = await _connect()
    assert await _rest(reader) == b""
    writer.close()
    await runner.cleanup()


async def test_half_a_head_is_not_enough() -> None:
    reader, writer, runner = await _connect()
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    assert await _rest(reader) == b""
    writer.close()
    await runner.cleanup()


async def test_a_request_in_time_is_served_though_it_takes_longer() -> None:
    reader, writer, runner = await _connect()
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (await _rest(reader)).endswith(b"hello")
    writer.close()
    await runner.cleanup()


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-1234\x00\r\n\r\n",
        b"secret-1234\r\n\r\n",
        b"GET /secret-1234\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[secret-1234 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: secret-1234\r\n\r\n",
    ],
)
async def test_what_cannot_be_read_is_not_quoted(head: bytes) -> None:
    reader, writer, runner = await _connect()
    writer.write(head)
    answer = await _rest(reader)
    assert b" 400 " in answer.splitlines()[0]
    assert b"secret" not in answer
    writer.close()
    await runner.cleanup()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionError:
        return b""


async def _said(pieces: list[bytes], header_seconds: float = 5) -> list[str]:
    """What a handler that tells User-Agent and body hears, and what comes back."""
    heard = []

    async def tell(request: web.BaseRequest) -> web.StreamResponse:
        agent = request.headers.get("User-Agent")
        heard.append(f"{agent} {(await request.read()).decode()}")
        return web.Response(text="ok")

    runner = web.ServerRunner(Listener(tell, header_seconds))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.05)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await runner.cleanup()
    return [*heard, *re.findall(r"HTTP/1.1 \d+", answer.decode())]


_TWICE = (
    b"POST / HTTP/1.1\r\nHost: x\r\nUser-Agent: a\r\nuser-agent: b\r\nContent-Length: %d\r\n\r\n"
)
_BODY = b"user-agent: 1\r\nuser-agent: 2\r\n\r\n"


async def test_two_user_agents_are_taken_as_one() -> None:
    request = _TWICE % len(_BODY) + _BODY
    told = f"a {_BODY.decode()}"
    assert await _said([request, request]) == [told, told, "HTTP/1.1 200", "HTTP/1.1 200"]


async def test_a_body_that_comes_later_stays_as_it_is() -> None:
    pieces = [_TWICE % (2 * len(_BODY)), _BODY, _BODY]
    assert await _said(pieces) == [f"a {2 * _BODY.decode()}", "HTTP/1.1 200"]


async def test_a_head_in_pieces_and_its_body_stay_as_they_are() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nUser-Agent: a\r\nContent-Length: 32\r\n"
    assert await _said([head, b"\r\n" + _BODY]) == [f"a {_BODY.decode()}", "HTTP/1.1 200"]
