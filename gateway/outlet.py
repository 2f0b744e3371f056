"""The caller's side of an exchange: bytes in with limits, bytes out with back-pressure."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from gateway.config.config import Limits
from gateway.encodings import ACCEPTED, UNDONE, Garbled, Inflater, TooMuch, compressed
from gateway.errors import BadRequest

_SERVER = {"Server": "ai-privacy-gateway"}
"""Versions of what serves are nobody's business."""


async def read_body(request: web.BaseRequest, limit: int, seconds: float) -> bytes:
    """Read a request's body (stop 1), decoded.

    Args:
        request: whose head was read.
        limit: most bytes that are accepted, as they come and decoded.
        seconds: most time that it may take.

    Raises:
        BadRequest: too large, too slow, or encoded as nobody here can decode it.
    """
    inflater = inflater_of(request)
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    try:
        async with asyncio.timeout(seconds):
            await invite(request)
            return await _collect(request, limit, inflater)
    except TimeoutError:
        raise BadRequest("body_timeout", "The body came too slowly.", status=408) from None
    except TooMuch:
        raise _too_large(limit) from None
    except Garbled:
        raise BadRequest(
            "invalid_encoding", "The body is not in the encoding that its Content-Encoding names."
        ) from None


def inflater_of(request: web.BaseRequest) -> Inflater | None:
    """What undoes a body's coding; None if it has none.

    Raises:
        BadRequest: unsupported_encoding: nobody here can undo it.
    """
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding not in {"", "identity"} | UNDONE:
        raise BadRequest(
            "unsupported_encoding",
            "Send the body without Content-Encoding, or with gzip or deflate.",
            status=415,
            headers={"Accept-Encoding": ACCEPTED},
        )
    return Inflater(coding) if coding in UNDONE else None


async def invite(request: web.BaseRequest) -> None:
    """Tell a caller who waits for it that the body may come (RFC 9110 section 10.1.1)."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer has not begun


async def _collect(request: web.BaseRequest, limit: int, inflater: Inflater | None) -> bytes:
    pieces, size = [], 0
    while piece := await request.content.readany():
        if inflater is not None:
            piece = inflater.feed(piece, limit - size)
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        pieces.append(piece)
    if inflater is not None and not inflater.complete:
        raise Garbled
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_large(limit: int) -> BadRequest:
    return BadRequest(
        "body_too_large",
        f"The body is larger than {limit} bytes, which is the gateway's limit "
        "([server] max_body_bytes).",
        status=413,
    )


def outlet_for(request: web.BaseRequest, limits: Limits) -> "Outlet":
    """Where the answer to a request goes, within the limits that are set."""
    return Outlet(
        request,
        limits.write_seconds,
        compress_from=limits.compress_bytes,
        keep_alive=limits.keep_alive_seconds,
    )


class Outlet:
    """Where the answer goes.

    Args:
        request: whose answer it is.
        write_seconds: time for the caller to take what was written.
        compress_from: bytes from which whole answers are compressed; 0: never. Streams are not:
            each event is to be there at once.
        keep_alive: seconds of silence in a stream after which a sign of life is due; 0: never.
    """

    def __init__(
        self,
        request: web.BaseRequest,
        write_seconds: float,
        *,
        compress_from: int = 0,
        keep_alive: float = 0.0,
    ) -> None:
        self._request = request
        self._write_seconds = write_seconds
        self._compress_from = compress_from
        self.keep_alive = keep_alive
        self._response: web.StreamResponse | None = None
        self.sent = 0
        """Bytes of body sent so far, before compression."""

    @property
    def begun(self) -> bool:
        """Whether the head of the answer is out."""
        return self._response is not None

    @property
    def status(self) -> int:
        """The status that was answered; 0 if nothing was."""
        return self._response.status if self._response is not None else 0

    @property
    def response(self) -> web.StreamResponse | None:
        """What was answered, for the server's bookkeeping."""
        return self._response

    async def whole(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send an answer in one piece.

        Raises:
            TimeoutError: the caller reads nothing for too long.
        """
        accepted = ",".join(self._request.headers.getall("Accept-Encoding", ()))
        shown, told = await compressed(body, headers, accepted, self._compress_from)
        self._response = response = web.Response(
            status=status, headers={**_SERVER, **told}, body=shown
        )
        async with asyncio.timeout(self._write_seconds):
            await response.prepare(self._request)
            await response.write_eof()
        self.sent = len(body)

    async def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of a streamed answer."""
        self._response = response = web.StreamResponse(
            status=status, headers={**_SERVER, **headers}
        )
        await response.prepare(self._request)

    async def write(self, data: bytes) -> None:
        """Send a piece of a streamed answer; waits while the caller reads slowly.

        Raises:
            TimeoutError: the caller reads nothing for too long.
        """
        if self._response is None or not data:
            return
        async with asyncio.timeout(self._write_seconds):
            await self._response.write(data)
        self.sent += len(data)

    async def end(self) -> None:
        """End a streamed answer properly.

        Raises:
            TimeoutError: the caller reads nothing for too long.
        """
        if self._response is not None:
            async with asyncio.timeout(self._write_seconds):
                await self._response.write_eof()

    def abort(self) -> None:
        """Break the connection without a proper end, so that no client takes it for one."""
        transport = self._request.transport
        if transport is not None:
            transport.close()
