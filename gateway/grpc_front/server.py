"""The gRPC server: its port, its limits, its end.

Every method is served as a stream of bytes both ways, which on the wire is what a call with one
message is, too: so the caller is known before its message is read, and a large one waits in the
network until then.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc
from grpc import aio

from gateway.config.config import Grpc, Limits
from gateway.grpc_front.call import Calls, Context
from gateway.grpc_front.certificate import Certificate
from gateway.grpc_front.inside import Inside, session
from gateway.grpc_front.methods import methods
from gateway.handlers import DataPlane
from gateway.roof import Roof

_GRACE_SECONDS = 1.0
_IDLE_SECONDS = 75
"""After which a connection without calls is closed, as on the HTTP side; clients connect anew."""
_IDENTITY_ONLY = 1
"""Bit set of compressions: a compressed message could be any size once unpacked."""


class CannotBind(Exception):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Front:
    """A front that serves.

    Attributes:
        target: where it listens, `host:port`.
        certificate: what it shows; may be replaced.
    """

    target: str
    certificate: Certificate


@asynccontextmanager
async def serving(roof: Roof, grpc_: Grpc, limits: Limits) -> AsyncIterator[Front]:
    """Serve gRPC until the context is left.

    Args:
        roof: what all exchanges share.
        grpc_: where, and with which certificate.
        limits: sizes and times; those of one call may change with a reload.

    Raises:
        CannotBind: the address is taken, or not this machine's.
        OSError: a file cannot be read.
    """
    certificate = Certificate(grpc_.tls)
    inside = Inside(DataPlane(roof).handle, limits.header_seconds)
    async with session(inside) as client:
        server = aio.server(
            handlers=[_Methods(Calls(roof, client))],
            options=_options(limits),
        )
        target = _bind(server, grpc_, certificate)
        await server.start()
        try:
            yield Front(target, certificate)
        finally:
            await server.stop(_GRACE_SECONDS)
            await inside.shutdown()


def _bind(server: aio.Server, grpc_: Grpc, certificate: Certificate) -> str:
    host = f"[{grpc_.host}]" if ":" in grpc_.host else grpc_.host
    try:
        port = server.add_secure_port(f"{host}:{grpc_.port}", certificate.credentials())
    except RuntimeError:
        raise CannotBind from None
    return f"{host}:{port}"


def _options(limits: Limits) -> tuple[tuple[str, int], ...]:
    return (
        ("grpc.max_receive_message_length", limits.max_body_bytes),
        ("grpc.max_send_message_length", -1),  # answers were limited on their way here
        ("grpc.max_concurrent_streams", limits.concurrency),
        ("grpc.max_connection_idle_ms", _IDLE_SECONDS * 1000),
        ("grpc.server_handshake_timeout_ms", int(limits.header_seconds * 1000)),
        ("grpc.compression_enabled_algorithms_bitset", _IDENTITY_ONLY),
        ("grpc.so_reuseport", 0),  # a second gateway on the same port is told so
    )


class _Methods(grpc.GenericRpcHandler):
    """Finds the method of each RPC."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known = methods()

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[Any, Any]":  # generic in its stub alone
        """The handler of a method; one that refuses where there is none."""
        method = self._known.get(handler_call_details.method)

        async def serve(_: object, context: Context) -> None:
            await self._calls.serve(method, context)

        return grpc.stream_stream_rpc_method_handler(serve)
