"""The gateway's own application, spoken to over HTTP from inside the process.

Each connection is a pair of sockets of this process: no file, no port, nobody else to talk to. The
application is the same that serves HTTP, so nothing about a call is decided here; all that differs
is where the caller's address comes from (docs/decisions/0009-grpc-front.md).
"""

import asyncio
import socket

from aiohttp import BaseConnector, ClientRequest, ClientSession, ClientTimeout, DummyCookieJar, web
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from gateway.grpc_front.metadata import PEER
from gateway.listener import Handler, Listener

BASE = "http://gateway"
"""What stands before the path; nothing is resolved."""


class Inside(BaseConnector):
    """Connects to an application of this process.

    Args:
        handler: serves the requests.
        header_seconds: as for any listener.
    """

    def __init__(self, handler: Handler, header_seconds: float) -> None:
        super().__init__(limit=0)

        async def heard(request: web.BaseRequest) -> web.StreamResponse:
            return await handler(request.clone(remote=request.headers[PEER]))

        self._listener = Listener(heard, header_seconds)

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109 - as the base class has it
    ) -> ResponseHandler:
        """Make a pair of sockets, and give one to the application."""
        del req, traces, timeout
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 - a method of the standard library
        theirs.setblocking(False)  # noqa: FBT003 - likewise
        await loop.connect_accepted_socket(self._listener, theirs)
        _, protocol = await loop.create_unix_connection(self._factory, sock=ours)
        return protocol

    async def shutdown(self) -> None:
        """End what the application still serves here."""
        self._listener.pre_shutdown()  # connections without a request end at once
        await self._listener.shutdown(1.0)


def session(connector: Inside) -> ClientSession:
    """A client of the application; times are limited behind it, and by the RPC's own deadline."""
    return ClientSession(
        BASE,
        connector=connector,
        timeout=ClientTimeout(total=None, sock_connect=None),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=("User-Agent", "Accept", "Content-Type"),
    )
