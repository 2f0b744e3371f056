"""The way to a recipient (stop 9): one client session each, nothing followed, nothing retried.

A repeated attempt is a further disclosure, so the gateway makes none: SDKs repeat by themselves,
and each of their attempts has its own record (docs/decisions/0006).
Library errors are translated here and nowhere else.
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import aiohttp
from yarl import URL

from gateway.errors import UpstreamFailed

_RATIO = 100
"""Decompressed bytes allowed for each compressed byte."""
_SLACK = 1 << 20


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


class Reply:
    """The reply of a recipient, as it comes."""

    def __init__(self, response: aiohttp.ClientResponse, idle: float, limit: int) -> None:
        self._response = response
        self._idle = idle
        self._limit = limit
        self._inflate = _inflater(response.headers.get("Content-Encoding", "identity"))
        self.status = response.status
        self.headers = response.headers
        self.received = 0
        """Bytes received so far, after decompression."""

    @property
    def content_type(self) -> str:
        """Media type without parameters, in lower case."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece.

        Raises:
            UpstreamFailed: it broke off, stalled, or is larger than allowed.
        """
        content = self._response.content
        while True:
            try:
                async with asyncio.timeout(self._idle):
                    piece = await content.readany()
            except TimeoutError:
                raise UpstreamFailed(
                    "upstream_timeout", "The recipient stopped in mid-answer.", status=504
                ) from None
            except (aiohttp.ClientError, ConnectionError):
                raise UpstreamFailed(
                    "upstream_truncated", "The recipient broke off its answer."
                ) from None
            if not piece:
                break
            yield self._take(piece)

    async def body(self) -> bytes:
        """Read the whole body, as `pieces` does."""
        return b"".join([piece async for piece in self.pieces()])

    def _take(self, piece: bytes) -> bytes:
        if self._inflate is not None:
            piece = self._inflate(piece, self._limit - self.received)
        self.received += len(piece)
        if self.received > self._limit:
            raise UpstreamFailed("upstream_limit", "The recipient's answer is larger than allowed.")
        return piece


class _Inflater:
    """Undoes gzip or deflate, with a cap against bombs."""

    def __init__(self) -> None:
        self._machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._taken = 0

    def __call__(self, piece: bytes, room: int) -> bytes:
        self._taken += len(piece)
        allowed = max(1, min(room + 1, self._taken * _RATIO + _SLACK))
        try:
            out = self._machine.decompress(piece, allowed)
        except zlib.error:
            raise UpstreamFailed("upstream_malformed", "The answer cannot be decoded.") from None
        if self._machine.unconsumed_tail:
            raise UpstreamFailed("upstream_limit", "The answer decodes to more than allowed.")
        return out


def _inflater(encoding: str) -> _Inflater | None:
    kind = encoding.strip().lower()
    if kind in {"", "identity"}:
        return None
    if kind in {"gzip", "deflate", "x-gzip"}:
        return _Inflater()
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
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> AsyncIterator[Reply]:
        """Send one request; the reply is cancelled when the context is left.

        Args:
            method: HTTP method.
            target: path and query as they go onto the wire.
            headers: rebuilt headers.
            body: rewritten body, None for none.

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
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> aiohttp.ClientResponse:
        try:
            async with asyncio.timeout(self._timeouts.first_byte):
                return await self._session.request(
                    method,
                    URL(self._base + target, encoded=True),
                    headers=headers,
                    data=body,
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
