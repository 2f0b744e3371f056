"""The way to a recipient (stop 9): one client session each, nothing followed, nothing retried.

A repeated attempt is a further disclosure, so the gateway makes none: SDKs repeat by themselves,
and each of their attempts has its own record (docs/decisions/0006).
Library errors are translated here and nowhere else.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, TypeGuard

import aiohttp
from yarl import URL

from gateway.encodings import UNDONE, Garbled, Inflater, TooMuch
from gateway.errors import UpstreamFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Limits of waiting, in seconds.

    Attributes:
        connect: for a connection.
        first_byte: from the request to the head of the reply.
        idle: between two pieces of the reply.
    """

    connect: float = 5.0
    first_byte: float = 60.0
    idle: float = 30.0


class Streamed(Protocol):
    """A body that is sent piece by piece; its length is known."""

    def __len__(self) -> int:
        """Bytes."""

    def pieces(self) -> AsyncIterator[bytes]:
        """All of it, in order."""


class Reply:
    """The reply of a recipient, as it comes."""

    def __init__(self, response: aiohttp.ClientResponse, idle: float, limit: int) -> None:
        self._response = response
        self._idle = idle
        self.limit = limit
        """Most bytes of the body, after decompression."""
        self._inflate = _inflater(response.headers.get("Content-Encoding", "identity"))
        self.status = response.status
        self.headers = response.headers
        self.received = 0
        """Bytes received so far, after decompression."""

    @property
    def content_type(self) -> str:
        """Media type without parameters, in lower case."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    async def pieces(self, pulse: float = 0.0) -> AsyncIterator[bytes]:
        """Yield the body piece by piece.

        Args:
            pulse: seconds of silence after which an empty piece is yielded; 0: never.

        Raises:
            UpstreamFailed: it broke off, stalled, or is larger than allowed.
        """
        silent = 0.0
        while True:
            wait = min(pulse or self._idle, self._idle - silent)
            try:
                piece = await self._next(wait)
            except TimeoutError:
                silent += wait
                if silent >= self._idle:
                    raise UpstreamFailed(
                        "upstream_timeout", "The recipient stopped in mid-answer.", status=504
                    ) from None
                yield b""
                continue
            if not piece:
                break
            silent = 0.0
            yield self._take(piece)
        if self._inflate is not None and not self._inflate.complete:
            raise _broken_off()

    async def _next(self, seconds: float) -> bytes:
        """The next piece, empty at the end."""
        try:
            async with asyncio.timeout(seconds):
                return await self._response.content.readany()
        except TimeoutError:
            raise
        except (aiohttp.ClientError, ConnectionError):
            raise _broken_off() from None

    async def body(self) -> bytes:
        """Read the whole body, as `pieces` does."""
        return b"".join([piece async for piece in self.pieces()])

    def _take(self, piece: bytes) -> bytes:
        if self._inflate is not None:
            piece = _inflated(self._inflate, piece, self.limit - self.received)
        self.received += len(piece)
        if self.received > self.limit:
            raise UpstreamFailed("upstream_limit", "The recipient's answer is larger than allowed.")
        return piece


def _broken_off() -> UpstreamFailed:
    return UpstreamFailed("upstream_truncated", "The recipient broke off its answer.")


def _inflated(inflater: Inflater, piece: bytes, room: int) -> bytes:
    try:
        return inflater.feed(piece, room)
    except Garbled:
        raise UpstreamFailed("upstream_malformed", "The answer cannot be decoded.") from None
    except TooMuch:
        raise UpstreamFailed("upstream_limit", "The answer decodes to more than allowed.") from None


def _inflater(encoding: str) -> Inflater | None:
    kind = encoding.strip().lower()
    if kind in {"", "identity"}:
        return None
    if kind in UNDONE:
        return Inflater(kind)
    raise UpstreamFailed("upstream_malformed", "The answer has an encoding that was not asked for.")


class Upstream:
    """A client session for one recipient."""

    def __init__(
        self,
        base_url: str,
        timeouts: Timeouts,
        *,
        answer_limit: int,
        proxy: str | None = None,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._timeouts = timeouts
        self._answer_limit = answer_limit
        self._proxy = proxy
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=timeouts.connect),
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Accept"),
            max_line_size=16 << 10,
            max_field_size=16 << 10,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    @asynccontextmanager
    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | Streamed | None
    ) -> AsyncIterator[Reply]:
        """Send one request; the reply is cancelled when the context is left.

        Args:
            method: HTTP method.
            target: path and query as they go onto the wire.
            headers: rebuilt headers.
            body: rewritten body, None for none. While one that is sent piece by piece goes on,
                the time to the reply's first byte begins anew.

        Raises:
            UpstreamFailed: the recipient could not be reached or did not answer in time.
        """
        response = await self._head(method, target, headers, body)
        try:
            if 300 <= response.status < 400:  # noqa: PLR2004 - the class of redirects
                raise UpstreamFailed("upstream_redirect", "The recipient answered with a redirect.")
            yield Reply(response, self._timeouts.idle, self._answer_limit)
        finally:
            response.close()

    async def _head(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | Streamed | None
    ) -> aiohttp.ClientResponse:
        try:
            async with asyncio.timeout(self._timeouts.first_byte) as limit:
                return await self._session.request(
                    method,
                    URL(self._base + target, encoded=True),
                    headers=headers,
                    data=(body or None) if not _streams(body) else self._sent(body, limit),
                    allow_redirects=False,
                    proxy=self._proxy,
                )
        except (TimeoutError, aiohttp.ServerTimeoutError):
            raise UpstreamFailed(
                "upstream_timeout", "The recipient did not answer in time.", status=504
            ) from None
        except (aiohttp.ClientConnectorError, ssl.SSLError):
            raise UpstreamFailed(
                "upstream_unreachable",
                "The recipient cannot be reached; try again.",
                headers=MappingProxyType({"Retry-After": "2"}),
            ) from None
        except (aiohttp.ClientError, ConnectionError):
            raise UpstreamFailed(
                "upstream_malformed", "The recipient's answer cannot be understood."
            ) from None

    async def _sent(self, body: Streamed, limit: asyncio.Timeout) -> AsyncIterator[bytes]:
        """A body as it goes up; with each piece that is taken the wait begins anew."""
        async for piece in body.pieces():
            yield piece
            limit.reschedule(asyncio.get_running_loop().time() + self._timeouts.first_byte)


def _streams(body: bytes | Streamed | None) -> TypeGuard[Streamed]:
    return body is not None and not isinstance(body, bytes)
