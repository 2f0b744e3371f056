"""The data plane's listener: connections on which no request comes in time are closed.

aiohttp waits for ever for the head of a first request; whoever opens connections and says nothing,
or says it a byte a minute, would hold them all (SECURITY T29).
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from gateway.heads import one_user_agent

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class _Connection(RequestHandler):
    """A connection whose parser's complaints are told without what was complained about.

    aiohttp quotes the line that it cannot read: a header with a key in it, or part of a body.
    """

    __slots__ = ("_in_head",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client connects; what it says first is a head."""
        self._in_head = False
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Hand bytes to the parser; a head that came in one piece loses what it would refuse."""
        if self._between_requests():
            if not self._in_head:
                data = one_user_agent(data)
            self._in_head = True
        super().data_received(data)
        if not self._between_requests():
            self._in_head = False

    def _between_requests(self) -> bool:
        """Whether what comes next belongs to a head: nothing is read, answered or waiting."""
        waiter = self._waiter
        return self._request_count == 0 or (waiter is not None and not waiter.done())

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what cannot be read."""
        told = None if message is None else "The request cannot be read as HTTP/1.1."
        return super().handle_error(request, status, exc, told)


class Listener(web.Server):
    """An HTTP server that gives each connection so many seconds for the head of its first request.

    Args:
        handler: serves requests.
        header_seconds: from the connection to the end of the head.
    """

    def __init__(self, handler: Handler, header_seconds: float) -> None:
        super().__init__(
            self._heard,
            handler_cancellation=True,
            auto_decompress=False,
            access_log=None,
            keepalive_timeout=75,
            lingering_time=1.0,
            max_line_size=16 << 10,
            max_field_size=16 << 10,
        )
        self._serve = handler
        self._seconds = header_seconds
        self._silent: dict[RequestHandler, asyncio.TimerHandle] = {}

    def __call__(self) -> RequestHandler:
        """A new connection."""
        return _Connection(self, loop=self._loop, **self._kwargs)

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        """A client connects: its time begins."""
        super().connection_made(handler, transport)
        loop = asyncio.get_running_loop()
        self._silent[handler] = loop.call_later(self._seconds, transport.abort)

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        """A client is gone."""
        self._spoke(handler)
        super().connection_lost(handler, exc)

    async def _heard(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._silent:
            self._spoke(request.protocol)
        return await self._serve(request)

    def _spoke(self, handler: RequestHandler) -> None:
        timer = self._silent.pop(handler, None)
        if timer is not None:
            timer.cancel()
