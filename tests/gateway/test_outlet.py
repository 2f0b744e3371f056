"""The caller's side: bodies with limits, answers that nobody waits for for ever."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from gateway.errors import BadRequest
from gateway.outlet import Outlet, read_body

LIMIT = 10_000
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def _served(handler: Handler) -> AsyncIterator[tuple[str, int]]:
    server = web.Server(
        handler, handler_cancellation=True, auto_decompress=False, lingering_time=0.05
    )
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][:2]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _asked(handler: Handler) -> AsyncIterator[aiohttp.ClientResponse]:
    async with (
        _served(handler) as (host, port),
        aiohttp.ClientSession() as session,
        session.get(f"http://{host}:{port}/") as response,
    ):
        yield response


async def _reading(request: web.BaseRequest) -> web.StreamResponse:
    try:
        body = await read_body(request, LIMIT, 0.2)
    except BadRequest as refused:
        return web.Response(status=refused.status, text=f"{refused.code} {refused.message}")
    return web.Response(body=body)


async def _sent(head: bytes, *pieces: bytes, pause: float = 0) -> bytes:
    """The answer to a request written by hand."""
    async with _served(_reading) as (host, port):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + head + b"\r\n")
        for piece in pieces:
            await asyncio.sleep(pause)
            writer.write(piece)
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return answer


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


@pytest.mark.parametrize("size", [0, 1, LIMIT])
async def test_bodies_up_to_the_limit_arrive_whole(size: int) -> None:
    body = b"a" * size
    assert (await _sent(b"Content-Length: %d\r\n" % size, body)).endswith(b"\r\n\r\n" + body)
    chunked = (_chunk(body) if size else b"") + b"0\r\n\r\n"
    answer = await _sent(b"Transfer-Encoding: chunked\r\n", chunked)
    assert answer.endswith(b"\r\n\r\n" + body)


async def test_pieces_are_joined_in_order() -> None:
    pieces = [_chunk(b"%d," % n) for n in range(20)]
    answer = await _sent(b"Transfer-Encoding: chunked\r\n", *pieces, b"0\r\n\r\n", pause=0.001)
    assert answer.endswith(b",".join(b"%d" % n for n in range(20)) + b",")


async def test_a_length_over_the_limit_is_refused_before_the_body_comes() -> None:
    answer = await _sent(b"Content-Length: 99999999\r\n")
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"body_too_large" in answer
    assert b"max_body_bytes" in answer


async def test_chunks_over_the_limit_are_refused() -> None:
    answer = await _sent(b"Transfer-Encoding: chunked\r\n", *[_chunk(b"a" * 3000)] * 4)
    assert answer.startswith(b"HTTP/1.1 413")


async def test_who_asks_whether_to_send_is_told_to() -> None:
    head = b"Content-Length: 5\r\nExpect: 100-Continue\r\n"
    answer = await _sent(head, b"hello", pause=0.05)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
    assert answer.endswith(b"hello")
    too_large = await _sent(b"Content-Length: 99999999\r\nExpect: 100-continue\r\n")
    assert too_large.startswith(b"HTTP/1.1 413")


async def test_a_body_that_never_ends_coming_is_refused() -> None:
    answer = await _sent(b"Content-Length: 100\r\n", b"a")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"body_timeout" in answer


async def test_drops_of_a_body_do_not_prolong_its_time() -> None:
    began = asyncio.get_running_loop().time()
    answer = await _sent(b"Content-Length: 100\r\n", *[b"a"] * 3, pause=0.06)
    assert answer.startswith(b"HTTP/1.1 408")
    assert asyncio.get_running_loop().time() - began < 0.35


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "identity, gzip", "gzip, gzip"])
async def test_an_encoded_body_is_refused_unread(encoding: str) -> None:
    head = f"Content-Encoding: {encoding}\r\nContent-Length: 5\r\n".encode()
    answer = await _sent(head, b"\x1f\x8b\x08\x00\x00")
    assert answer.startswith(b"HTTP/1.1 415")
    assert b"without Content-Encoding" in answer


@pytest.mark.parametrize("encoding", ["gzip", "X-Gzip", "deflate"])
async def test_a_compressed_body_is_decoded(encoding: str) -> None:
    body = b'{"a": "b"}' * 900
    coded = gzip.compress(body) if "zip" in encoding.lower() else zlib.compress(body)
    head = f"Content-Encoding: {encoding}\r\nContent-Length: {len(coded)}\r\n".encode()
    assert (await _sent(head, coded)).endswith(b"\r\n\r\n" + body)
    chunked = f"Content-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n".encode()
    pieces = [_chunk(coded[at : at + 7]) for at in range(0, len(coded), 7)]
    assert (await _sent(chunked, *pieces, b"0\r\n\r\n")).endswith(b"\r\n\r\n" + body)


async def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(b"a" * 5_000_000)
    answer = await _sent(b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(bomb), bomb)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"body_too_large" in answer


@pytest.mark.parametrize("body", [b"plain", gzip.compress(b"a" * 99, mtime=0)[:-4]])
async def test_a_body_that_is_not_what_it_claims_is_refused(body: bytes) -> None:
    answer = await _sent(b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(body), body)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"invalid_encoding" in answer


@pytest.mark.parametrize("encoding", ["identity", "Identity ", ""])
async def test_identity_is_no_encoding(encoding: str) -> None:
    head = f"Content-Encoding: {encoding}\r\nContent-Length: 5\r\n".encode()
    assert (await _sent(head, b"plain")).endswith(b"plain")


# --- the way back ---


async def test_an_answer_in_one_piece() -> None:
    seen = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        outlet = Outlet(request, 1)
        seen.append((outlet.begun, outlet.status, outlet.response))
        await outlet.whole(201, {"Content-Type": "application/json"}, b"{}")
        seen.append((outlet.begun, outlet.status, outlet.sent))
        assert outlet.response is not None
        return outlet.response

    async with _asked(handler) as response:
        assert (response.status, await response.read()) == (201, b"{}")
    assert seen == [(False, 0, None), (True, 201, 2)]


async def test_an_answer_is_compressed_for_who_asks_and_a_stream_is_not() -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        outlet = Outlet(request, 1, compress_from=100)
        if request.path == "/whole":
            await outlet.whole(200, {"Content-Type": "application/json"}, b"[" + b"1," * 99)
            assert outlet.sent == 199
        else:
            await outlet.begin(200, {"Content-Type": "text/event-stream"})
            await outlet.write(b"data: 1\n\n" * 99)
            await outlet.end()
        assert outlet.response is not None
        return outlet.response

    async with (
        _served(handler) as (host, port),
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):
        for accepted, coding in (("gzip", "gzip"), ("identity", None), ("br", None)):
            asked = {"Accept-Encoding": accepted}
            async with session.get(f"http://{host}:{port}/whole", headers=asked) as response:
                body = await response.read()
                assert response.headers.get("Content-Encoding") == coding
                assert response.headers["Content-Length"] == str(len(body))
                assert response.headers["Vary"] == "Accept-Encoding"
                assert (gzip.decompress(body) if coding else body) == b"[" + b"1," * 99
            async with session.get(f"http://{host}:{port}/stream", headers=asked) as response:
                assert await response.read() == b"data: 1\n\n" * 99
                assert "Content-Encoding" not in response.headers


async def test_a_streamed_answer_comes_as_it_is_written() -> None:
    go_on = asyncio.Event()

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        outlet = Outlet(request, 1)
        await outlet.write(b"nothing before the head")
        await outlet.begin(200, {})
        await outlet.write(b"one")
        await outlet.write(b"")
        await go_on.wait()
        await outlet.write(b"two")
        await outlet.end()
        assert outlet.sent == 6
        assert outlet.response is not None
        return outlet.response

    async with _asked(handler) as response:
        assert await response.content.readany() == b"one"
        go_on.set()
        assert await response.content.read() == b"two"


async def test_an_aborted_answer_has_no_end() -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        outlet = Outlet(request, 1)
        await outlet.begin(200, {})
        await outlet.write(b"half")
        outlet.abort()
        assert outlet.response is not None
        return outlet.response

    async with _asked(handler) as response:
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


@pytest.mark.parametrize("streamed", [True, False])
async def test_nobody_waits_for_a_caller_who_does_not_read(*, streamed: bool) -> None:
    ended: asyncio.Queue[type[BaseException] | None] = asyncio.Queue()

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        outlet = Outlet(request, 0.2)
        try:
            if streamed:
                await outlet.begin(200, {})
                for _ in range(1000):
                    await outlet.write(b"a" * 100_000)
            else:
                await outlet.whole(200, {}, b"a" * 50_000_000)
        except BaseException as error:
            ended.put_nowait(type(error))
            outlet.abort()
            raise
        ended.put_nowait(None)
        raise AssertionError("it cannot have been read")

    async with _served(handler) as (host, port):
        _, writer = await asyncio.open_connection(host, port, limit=1024)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await asyncio.wait_for(ended.get(), 5) is TimeoutError
        writer.close()
