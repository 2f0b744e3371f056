"""One RPC, from its metadata to its status.

Whoever shows no key that is known is answered before the message is read. Then the message becomes
an HTTP request to the gateway's own application, and what that answers becomes messages, each as it
comes. A cancelled RPC closes the connection to the application, which ends the exchange as one
whose client is gone; an answer that breaks off there ends the RPC with an error, never with OK.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

import aiohttp
import grpc
from grpc import aio
from yarl import URL

from gateway.config.config import Limits
from gateway.grpc_front import answers, metadata
from gateway.grpc_front.failures import Failed, Pairs, failure
from gateway.grpc_front.methods import Method
from gateway.grpc_front.requests import UnfitRequest, Written, written
from gateway.logs import log
from gateway.roof import Roof
from privacy.refusal import RefusalCode
from providers.google import GOOGLE

_MOUNT = "/google"
_ERROR = 400
_OFF_THE_LOOP = 64 * 1024
"""Larger messages are converted in a thread, so that others' calls go on."""
_KNOCK = Written("POST", "/", b"", "")
"""A request that is refused: nobody's, or by a gateway that is going down."""

_UNLISTED = (
    "This method is not served: it has no HTTP form that could be inspected. docs/endpoints.md "
    "lists what is served."
)
_UNFIT = "The recipient's answer is not what this method answers, and cannot be passed on."
_OVERLOADED = "Too many requests are being served; try again."

Context = aio.ServicerContext[bytes, bytes]
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Calls:
    """Serves RPCs.

    Args:
        roof: what all exchanges share.
        session: HTTP to the gateway's own application.
    """

    def __init__(self, roof: Roof, session: aiohttp.ClientSession) -> None:
        self._roof = roof
        self._session = session
        self._open = 0

    @property
    def _limits(self) -> Limits:
        return self._roof.snapshot.config.server.limits

    async def serve(self, method: Method | None, context: Context) -> None:
        """Serve one RPC.

        Args:
            method: None if it is none that can be served.
            context: of the RPC.
        """
        self._open += 1
        try:
            await self._exchange(method, context)
        except Failed as failed:
            ending = failed
        except (aiohttp.ClientError, ConnectionError):
            ending = Failed(grpc.StatusCode.UNAVAILABLE, "The answer broke off.")
        except answers.UnfitAnswer:
            ending = Failed(grpc.StatusCode.INTERNAL, _UNFIT)
        except Exception:  # noqa: BLE001 - grpc would tell the caller what an exception says
            log("internal_error", logging.ERROR, failed=True)
            ending = Failed(grpc.StatusCode.INTERNAL, "The gateway failed; see its log.")
        else:
            return
        finally:
            self._open -= 1
        await context.abort(ending.code, ending.message, ending.trailing)

    async def _exchange(self, method: Method | None, context: Context) -> None:
        headers = metadata.headers(
            context.invocation_metadata() or (), metadata.address(context.peer())
        )
        request = await self._request(method, context, headers)
        if request.content_type:
            headers["Content-Type"] = request.content_type
        url = URL(_MOUNT + request.target, encoded=True)
        async with self._session.request(
            request.method, url, headers=headers, data=request.body or None
        ) as answer:
            told = metadata.trailing(answer.headers)
            if answer.status >= _ERROR or method is None:
                raise failure(answer.status, await answer.read(), told)
            await context.send_initial_metadata(told)
            try:
                await self._answer(method, context, answer)
            except answers.ErrorInAnswer as error:
                raise failure(answer.status, error.body) from None

    async def _request(
        self, method: Method | None, context: Context, headers: Mapping[str, str]
    ) -> Written:
        """The request that an RPC is; its message is read only if somebody may send it."""
        roof = self._roof
        if roof.draining or not roof.snapshot.authentication.knows(headers):
            return _KNOCK
        if self._open > self._limits.concurrency:
            raise self._refused(503, "overloaded", _OVERLOADED, (("retry-after", "1"),))
        if method is None:
            raise self._refused(404, RefusalCode.ENDPOINT_UNKNOWN, _UNLISTED)
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                message = await context.read()
        except TimeoutError:
            raise self._refused(408, "body_timeout", "The message came too slowly.") from None
        if not isinstance(message, bytes):
            raise self._refused(400, "invalid_message", "The request holds no message.")
        try:
            return await _converted(len(message), written, method, message)
        except UnfitRequest as unfit:
            raise self._refused(400, "invalid_message", unfit.message) from None

    def _refused(self, status: int, code: str, message: str, trailing: Pairs = ()) -> Failed:
        """An RPC that is refused before there is an exchange, which would count and log it."""
        metrics = self._roof.metrics
        metrics.requests.labels(GOOGLE.wire, "unknown", "none", code).inc()
        metrics.refusals.labels(code).inc()
        log("exchange", wire=GOOGLE.wire, operation="unknown", status=status, code=code)
        return failure(status, GOOGLE.render_error(status, code, message, ""), trailing)

    async def _answer(
        self, method: Method, context: Context, answer: aiohttp.ClientResponse
    ) -> None:
        if method.streams:
            await self._stream(method, context, answer)
            return
        body = await answer.read()
        content_type = answer.headers.get("Content-Type", "")
        message = await _converted(len(body), answers.message, method, body, content_type)
        await self._write(context, message)

    async def _stream(
        self, method: Method, context: Context, answer: aiohttp.ClientResponse
    ) -> None:
        content_type = answer.headers.get("Content-Type", "")
        pieces = answers.reader(method, answer.content_type, self._limits.max_answer_bytes)
        async for data in answer.content.iter_any():
            for piece in answers.cut(pieces, data):
                message = await _converted(len(piece), answers.message, method, piece, content_type)
                await self._write(context, message)
        if not pieces.end():
            raise ConnectionError

    async def _write(self, context: Context, message: bytes) -> None:
        """Send a message; waits while the caller reads slowly."""
        try:
            async with asyncio.timeout(self._limits.write_seconds):
                await context.write(message)
        except TimeoutError:
            raise Failed(
                grpc.StatusCode.DEADLINE_EXCEEDED, "The answer was not taken in time."
            ) from None


async def _converted(
    size: int, convert: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs
) -> _R:
    """Convert a message, away from the event loop if that takes long."""
    if size < _OFF_THE_LOOP:
        return convert(*args, **kwargs)
    return await asyncio.to_thread(convert, *args, **kwargs)
