"""The way to a recipient: nothing followed, nothing kept, nothing endless."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.errors import UpstreamFailed
from gateway.upstream import Timeouts, Upstream

LIMIT = 100_000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
FAST = Timeouts(connect=0.5, first_byte=0.3, idle=0.2)


@asynccontextmanager
async def _recipient(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _by_hand(answer: Raw, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    try:
        yield f"://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def _upstream(url: str, **more: str) -> AsyncIterator[Upstream]:
    upstream = Upstream(url, FAST, answer_limit=LIMIT, **more)
    try:
        yield upstream
    finally:
        await upstream.close()


async def _body(upstream: Upstream, headers: dict[str, str] | None = None) -> bytes:
    async with upstream.send("POST", "/v1/x?a=%2F", headers or {}, b"{}") as reply:
        return await reply.body()


async def _failure(url: str) -> tuple[str, int]:
    async with _upstream(url) as upstream:
        with pytest.raises(UpstreamFailed) as failure:
            await asyncio.wait_for(_body(upstream), 5)
    assert failure.value.message.endswith(".")
    return failure.value.code, failure.value.status


def _answering(body: bytes, **headers: str) -> Handler:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, headers=sent)

    return handler


def _raw(*pieces: bytes, pause: float = 0) -> Raw:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


async def test_a_request_goes_out_as_it_was_written() -> None:
    seen: list[tuple[str, str, dict[str, str], bytes]] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        path = request.raw_path
        seen.append((request.method, path, dict(request.headers), await request.read()))
        return web.Response(body=b"answer", headers={"Content-Type": "Text/Event-Stream; x=y"})

    async with _recipient(handler) as url, _upstream(url + "/") as upstream:
        headers = {"accept": "application/json"}
        async with upstream.send("POST", "/v1/x?a=%2F%20b", headers, b"{}") as reply:
            assert (reply.status, reply.content_type) == (200, "text/event-stream")
            assert await reply.body() == b"answer"
            assert reply.received == 6
        async with upstream.send("GET", "/v1/models", {}, None) as reply:
            await reply.body()
    method, path, got, body = seen[0]
    assert (method, path, body) == ("POST", "/v1/x?a=%2F%20b", b"{}")
    assert {name.lower() for name in got} == {"host", "accept", "content-length", "content-type"}
    assert seen[1][3] == b""
    assert "User-Agent" not in seen[1][2]


# --- encodings ---

TEXT = b'{"text": "' + bytes(range(32, 127)).replace(b'"', b"").replace(b"\\", b"") * 20 + b'"}'


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("GZip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
    ],
)
async def test_encodings_are_undone(encoding: str, body: bytes) -> None:
    handler = _answering(body, Content_Encoding=encoding)
    async with _recipient(handler) as url, _upstream(url) as upstream:
        assert await _body(upstream) == TEXT


async def test_several_members_are_one_body_and_half_a_one_is_truncated() -> None:
    whole = gzip.compress(TEXT[:50], mtime=0) + gzip.compress(TEXT[50:], mtime=0)
    handler = _answering(whole, Content_Encoding="gzip")
    async with _recipient(handler) as url, _upstream(url) as upstream:
        assert await _body(upstream) == TEXT
    async with _recipient(_answering(whole[:-9], Content_Encoding="gzip")) as url:
        assert await _failure(url) == ("upstream_truncated", 502)


async def _listen(upstream: Upstream, told: list[bytes]) -> None:
    async with upstream.send("GET", "/", {}, None) as reply:
        async for piece in reply.pieces(pulse=0.05):
            told += [piece]


async def test_silence_is_told_until_it_is_too_long() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na"
    async with _by_hand(_raw(head, b"b", pause=0.12)) as at, _upstream("http" + at) as upstream:
        told: list[bytes] = []
        with pytest.raises(UpstreamFailed) as failure:
            await _listen(upstream, told)
        assert failure.value.code in {"upstream_timeout", "upstream_truncated"}
        assert b"".join(told) == b"ab"
        assert 2 <= told.count(b"") <= 6


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
async def test_other_encodings_are_not_understood(encoding: str) -> None:
    async with _by_hand(
        _raw(f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\nabc".encode())
    ) as at:
        assert await _failure("http" + at) == ("upstream_malformed", 502)


@pytest.mark.parametrize(
    "body", [b"not gzip at all", gzip.compress(TEXT, mtime=0)[:5] + b"garbage" * 9]
)
async def test_what_cannot_be_decoded_is_malformed(body: bytes) -> None:
    async with _recipient(_answering(body, Content_Encoding="gzip")) as url:
        assert await _failure(url) == ("upstream_malformed", 502)


@pytest.mark.parametrize("size", [LIMIT + 1, 50_000_000])
@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
async def test_a_bomb_does_not_go_off(
    encoding: str, pack: Callable[[bytes], bytes], size: int
) -> None:
    async with _recipient(_answering(pack(b"\0" * size), Content_Encoding=encoding)) as url:
        assert await _failure(url) == ("upstream_limit", 502)


async def test_just_below_the_limit_is_no_bomb() -> None:
    packed = gzip.compress(b"\0" * LIMIT, mtime=0)
    handler = _answering(packed, Content_Encoding="gzip")
    async with _recipient(handler) as url, _upstream(url) as upstream:
        assert len(await _body(upstream)) == LIMIT


# --- what recipients do wrong ---


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
async def test_no_redirect_is_followed(status: int) -> None:
    asked = []

    async def handler(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with _recipient(handler) as url:
        assert await _failure(url) == ("upstream_redirect", 502)
    assert asked == ["/v1/x"]


async def test_an_endless_answer_has_an_end() -> None:
    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"a" * 10_000)
            await writer.drain()

    async with _by_hand(endless) as at:
        assert await _failure("http" + at) == ("upstream_limit", 502)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
WRONG: dict[str, tuple[Raw, tuple[str, int]]] = {
    "slow head": (_raw(b"HTTP/1.1 200 OK\r\n", pause=1), ("upstream_timeout", 504)),
    "no head": (_raw(b"", pause=1), ("upstream_timeout", 504)),
    "stall": (_raw(HEAD + b"half", pause=1), ("upstream_timeout", 504)),
    "cut": (_raw(HEAD + b"half"), ("upstream_truncated", 502)),
    "cut chunk": (
        _raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        ("upstream_truncated", 502),
    ),
    "closed": (_raw(), ("upstream_malformed", 502)),
    "no HTTP": (_raw(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), ("upstream_malformed", 502)),
    "long line": (
        _raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 40_000 + b"\r\n\r\n"),
        ("upstream_malformed", 502),
    ),
}


@pytest.mark.parametrize(("answer", "expected"), WRONG.values(), ids=WRONG)
async def test_what_recipients_do_wrong(answer: Raw, expected: tuple[str, int]) -> None:
    async with _by_hand(answer) as at:
        assert await _failure("http" + at) == expected


async def test_nobody_is_there() -> None:
    async with _by_hand(_raw()) as at:
        pass
    async with _upstream("http" + at) as upstream:
        with pytest.raises(UpstreamFailed) as failure:
            await _body(upstream)
    assert failure.value.code == "upstream_unreachable"
    assert failure.value.headers["Retry-After"]


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    heard = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(10))
        writer.write(HEAD + b"0123456789")

    async with _by_hand(answer, _self_signed(tmp_path)) as at:
        assert await _failure("https" + at) == ("upstream_unreachable", 502)
    assert heard == []


async def test_plain_http_is_no_tls() -> None:
    async with _by_hand(_raw(HEAD + b"0123456789")) as at:
        code, status = await _failure("https" + at)
    assert code in {"upstream_unreachable", "upstream_timeout"}
    assert status in {502, 504}


# --- nothing kept ---


async def test_cookies_are_not_kept() -> None:
    cookies = []

    async def handler(request: web.Request) -> web.StreamResponse:
        cookies.append(request.headers.get("Cookie"))
        return web.Response(headers={"Set-Cookie": "person=nadia; Path=/"})

    async with _recipient(handler) as url, _upstream(url) as upstream:
        await _body(upstream)
        await _body(upstream)
    assert cookies == [None, None]


async def test_connections_are_kept_for_the_next_request() -> None:
    peers = set()

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response(body=b"ok")

    async with _recipient(handler) as url, _upstream(url) as upstream:
        for _ in range(3):
            await _body(upstream)
    assert len(peers) == 1


async def test_proxies_of_the_environment_are_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    async def proxy(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=b"from the proxy")

    async with _recipient(proxy) as evil, _recipient(_answering(b"direct")) as url:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, evil)
        monkeypatch.delenv("no_proxy", raising=False)
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login nadia password secret\n")
        monkeypatch.setenv("NETRC", str(netrc))
        async with _upstream(url) as upstream:
            assert await _body(upstream) == b"direct"
        async with _upstream(url, proxy=evil) as upstream:
            assert await _body(upstream) == b"from the proxy"
    assert len(asked) == 1


async def test_who_leaves_early_ends_the_request() -> None:
    gone = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
        await reader.read(10)
        if await reader.read() == b"":
            gone.set()

    async with _by_hand(answer) as at, _upstream("http" + at) as upstream:
        async with upstream.send("POST", "/", {}, b"{}") as reply:
            async for piece in reply.pieces():
                assert piece == b"abc"
                break
        await asyncio.wait_for(gone.wait(), 2)


async def test_library_errors_do_not_pass() -> None:
    async with _by_hand(_raw(HEAD + b"x")) as at, _upstream("http" + at) as upstream:
        with pytest.raises(UpstreamFailed) as failure:
            await _body(upstream)
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__
    assert not isinstance(failure.value, aiohttp.ClientError)
