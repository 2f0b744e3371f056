"""Wiring: from a configuration to a gateway that serves, and back to nothing running.

`serving` is the one way in: the command line, the demonstration and the tests all use it.
"""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

from aiohttp import web

from gateway.admin import admin_application
from gateway.books import Books, open_books
from gateway.config.config import Config, Server, Tls
from gateway.handlers import DataPlane
from gateway.listener import Listener
from gateway.logs import log
from gateway.roof import Roof
from gateway.snapshot import build_snapshot

if TYPE_CHECKING:
    from gateway.grpc_front.server import Front

VERSION = version("ai-privacy-gateway")


class CannotListen(Exception):
    """An address cannot be listened on; the message says which, why, and what to do."""


class Gateway:
    """A gateway that serves.

    Attributes:
        roof: what its exchanges share.
        data_url: where clients go.
        admin_url: where operators go.
        books: the ledger and what belongs to it.
        grpc_target: where gRPC clients go, `host:port`; "" where gRPC is not served.
    """

    def __init__(
        self, roof: Roof, books: Books, data_url: str, admin_url: str, front: "Front | None" = None
    ) -> None:
        self.roof = roof
        self.books = books
        self.data_url = data_url
        self.admin_url = admin_url
        self.grpc_target = front.target if front else ""
        self._front = front

    def reload(self, config: Config) -> None:
        """Swap the configuration; exchanges under way keep the one that they began with.

        Addresses, storage and keys need a restart; what is built here has not replaced anything
        if building it fails. The gRPC front shows its certificate as it is now.
        """
        snapshot = build_snapshot(config, self.roof.keys)
        if self._front is not None and config.grpc is not None:
            self._front.certificate.replace(config.grpc.tls)
        self.roof.replace(snapshot)
        log("config_reloaded", config_hash=config.version)


@asynccontextmanager
async def serving(config: Config) -> AsyncIterator[Gateway]:
    """Serve a configuration until the context is left, then drain and leave nothing running.

    Raises:
        CannotListen: an address is taken, or not this machine's.
        OSError: a file that is needed is missing or another's.
        BooksDamaged: the log cannot be trusted.
        LedgerUnavailable: the log cannot be opened.
    """
    async with AsyncExitStack() as stack:
        books = await stack.enter_async_context(open_books(config))
        snapshot = build_snapshot(config, books.keys)
        roof = Roof(snapshot, books.ledger, books.ledger, books.keys, VERSION)
        stack.push_async_callback(_close_current, roof)
        data_url = await _listen_data(stack, roof, config.server)
        admin_url = await _listen_admin(stack, roof, config)
        front = await _listen_grpc(stack, roof, config)
        stack.push_async_callback(_drain, roof, config.server.limits.drain_seconds)
        log("serving", host=config.server.host, version=VERSION, config_hash=config.version)
        yield Gateway(roof, books, data_url, admin_url, front)


async def _close_current(roof: Roof) -> None:
    await roof.tasks.finish(5)
    await roof.snapshot.close()


async def _drain(roof: Roof, seconds: float) -> None:
    """Let exchanges under way finish; refuse new ones."""
    roof.draining = True
    with suppress(TimeoutError):
        await asyncio.wait_for(roof.idle.wait(), seconds)
    log("drained", count=roof.in_flight)


async def _listen_data(stack: AsyncExitStack, roof: Roof, server: Server) -> str:
    plane = Listener(DataPlane(roof).handle, server.limits.header_seconds)
    runner = web.ServerRunner(plane, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    context = _tls(server.tls) if server.tls else None
    site = web.TCPSite(runner, server.host, server.port, ssl_context=context, backlog=2048)
    with _naming("server", server.host, server.port):
        await site.start()
    return _url(runner, server.host, secure=context is not None)


async def _listen_admin(stack: AsyncExitStack, roof: Roof, config: Config) -> str:
    runner = web.AppRunner(admin_application(roof), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    with _naming("admin", config.admin.host, config.admin.port):
        await web.TCPSite(runner, config.admin.host, config.admin.port).start()
    return _url(runner, config.admin.host, secure=False)


async def _listen_grpc(stack: AsyncExitStack, roof: Roof, config: Config) -> "Front | None":
    if config.grpc is None:
        return None
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # its log is none of ours: no lists, no JSON
    from gateway.grpc_front import server  # noqa: PLC0415  (an extra, and seconds to import)

    address = (config.grpc.host, config.grpc.port)
    front = server.serving(roof, config.grpc, config.server.limits)
    try:
        return await stack.enter_async_context(front)
    except server.CannotBind:
        raise _cannot_listen("grpc", *address, "it is taken, or not this machine's") from None


@contextmanager
def _naming(section: str, host: str, port: int) -> Iterator[None]:
    """Say which address cannot be listened on."""
    try:
        yield
    except OSError as failed:
        number = failed.errno or 0  # below 0: a name does not resolve
        reason = os.strerror(number) if number > 0 else failed.strerror
        raise _cannot_listen(section, host, port, reason) from None


def _cannot_listen(section: str, host: str, port: int, reason: str | None) -> CannotListen:
    return CannotListen(
        f"cannot listen on {host} port {port} ([{section}] host, port): {reason}. Stop the "
        f"other program, or set PRIVACY_GATEWAY__{section.upper()}__PORT or __HOST."
    )


def _url(runner: web.BaseRunner, host: str, *, secure: bool) -> str:
    port = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


def _tls(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(tls.certificate, tls.key)
    return context
