"""A web application on loopback, for as long as a block lasts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

HOST = "127.0.0.1"
MARK = {"x-demo-recipient": "not a language model"}
"""Stands in every answer, so that nobody takes a demo for the real thing."""


class PortTaken(OSError):
    """Another program listens on a port that the demo needs."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} on {HOST} is taken by another program")
        self.port = port


@asynccontextmanager
async def listening(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on loopback.

    Args:
        app: what is served.
        port: where; 0 takes a free one.

    Yields:
        Its URL, without a slash at the end.

    Raises:
        PortTaken: another program listens there.
    """
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.5, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise PortTaken(port) from error
        address: tuple[str, int] = runner.addresses[0]
        yield f"http://{HOST}:{address[1]}"
    finally:
        await runner.cleanup()
