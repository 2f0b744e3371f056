"""Metadata of gRPC and headers of HTTP: the same names, chosen from lists in both directions."""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from multidict import CIMultiDict

Metadata = Iterable[tuple[str, str | bytes]]

PEER = "x-gateway-peer"
"""Where the front tells the application behind it who calls; nobody else is heard there."""

_UP = frozenset({
    "authorization", "x-goog-api-key", "x-goog-api-client", "x-goog-user-project", "x-request-id",
    "idempotency-key", "dnt", "sec-gpc",
})  # fmt: skip
_UP_PREFIX = "x-privacy-"
_DOWN = frozenset({"x-privacy-disclosure", "x-request-id", "retry-after", "retry-after-ms"})
_DOWN_PREFIX = "x-ratelimit-"


def headers(metadata: Metadata, peer: str) -> CIMultiDict[str]:
    """Headers of the request that says what an RPC's metadata says.

    What stands there for routing (`x-goog-request-params`) repeats the message's resource, from
    which the path is made, and is left out, like all that is not known here.

    Args:
        metadata: of the RPC.
        peer: whose it is, as `address` gives it.
    """
    chosen = CIMultiDict({PEER: peer, "Accept-Encoding": "identity"})
    for name, value in metadata:
        if isinstance(value, str) and (name in _UP or name.startswith(_UP_PREFIX)):
            chosen.add(name, value)
    return chosen


def trailing(answered: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a caller gets of an answer's headers."""
    return tuple(
        (name.lower(), value)
        for name, value in answered.items()
        if name.lower() in _DOWN or name.lower().startswith(_DOWN_PREFIX)
    )


def address(peer: str) -> str:
    """The address in what gRPC says of a peer: `ipv4:192.0.2.1:5000`, `ipv6:%5B::1%5D:5000`."""
    host, _, _ = unquote(peer).partition(":")[2].rpartition(":")
    return host.strip("[]")
