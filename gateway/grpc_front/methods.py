"""Which methods there are, with their messages and HTTP bindings: read off the SDK itself.

google-cloud-aiplatform ships no service descriptors: what `google.api.http` says of a method stands
in the SDK's generated REST transports, and which messages it takes stands in its gRPC transports.
Both are asked here, so that no path is written by hand and an update of the SDK brings its new
methods along. What the codec behind does not know is refused there, as over HTTP.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from google.api.httpbody_pb2 import HttpBody
from google.auth.credentials import AnonymousCredentials
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

VERSIONS = ("v1", "v1beta1")
_ANY = "google.protobuf.Any"
_PREFIX = "/google.cloud.aiplatform."
_NOBODY = AnonymousCredentials()

Binding = Mapping[str, str]
"""`method`, `uri` and, where there is one, `body`: one rule of `google.api.http`."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method that can be written as HTTP.

    Attributes:
        name: as gRPC calls it: `/package.Service/Method`.
        request: class of the message that is sent.
        response: class of the message or messages that come back.
        streams: whether several messages come back.
        bindings: the ways to write it as HTTP, the first that fits is taken.
    """

    name: str
    request: type[Message]
    response: type[Message]
    streams: bool
    bindings: tuple[Binding, ...]

    @property
    def raw(self) -> bool:
        """Whether the answer is any HTTP body, not a message in JSON."""
        return self.response is HttpBody

    @property
    def nested(self) -> bool:
        """Whether messages of any kind may be packed into the request (google.protobuf.Any)."""
        return _ANY in _kinds(self.request.DESCRIPTOR)


@lru_cache(maxsize=1)
def methods() -> Mapping[str, Method]:
    """All methods that can be written as HTTP; the first call imports the SDK, for seconds."""
    found = (method for version in VERSIONS for method in _of_version(version))
    return {method.name: method for method in found}


def _of_version(version: str) -> Iterator[Method]:
    services = import_module(f"google.cloud.aiplatform_{version}.services")
    for service in pkgutil.iter_modules(services.__path__):
        transports = f"{services.__name__}.{service.name}.transports"
        bindings = _only(import_module(f"{transports}.rest_base"), "RestTransport")
        calls = _declared(import_module(f"{transports}.grpc_asyncio"))
        yield from (m for call in calls if (m := _method(call, bindings)) is not None)


def _declared(module: ModuleType) -> "list[_Call]":
    """What a gRPC transport declares on its channel when it is made."""
    channel = _Declared()
    _only(module, "GrpcAsyncIOTransport")(
        host="localhost", credentials=_NOBODY, channel=lambda *_, **__: channel
    )
    return channel.calls


def _only(module: ModuleType, ending: str) -> Any:  # noqa: ANN401  (a generated class)
    """The class of a generated module that is its transport."""
    return next(
        kind for name, kind in vars(module).items()
        if name.endswith(ending) and kind.__module__ == module.__name__
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Call:
    """A method as the SDK's gRPC transport declares it."""

    name: str
    request_serializer: Any
    response_deserializer: Any
    client_streams: bool
    server_streams: bool


class _Declared:
    """Takes the place of a channel, calls nobody, and notes what a transport declares on it."""

    def __init__(self) -> None:
        self.calls: list[_Call] = []
        self._unary_unary_interceptors: list[object] = []
        """The transport adds one for its own log."""
        self.unary_unary = self._noting(client_streams=False, server_streams=False)
        self.unary_stream = self._noting(client_streams=False, server_streams=True)
        self.stream_unary = self._noting(client_streams=True, server_streams=False)
        self.stream_stream = self._noting(client_streams=True, server_streams=True)

    def _noting(self, *, client_streams: bool, server_streams: bool) -> Callable[..., object]:
        def note(
            name: str,
            *,
            request_serializer: Callable[..., bytes],
            response_deserializer: Callable[..., object],
        ) -> object:
            self.calls.append(
                _Call(
                    name, request_serializer, response_deserializer, client_streams, server_streams
                )
            )
            return note

        return note


def _method(call: _Call, bindings: object) -> Method | None:
    """The method; None if it cannot be written as HTTP, or belongs to another API."""
    if call.client_streams or not call.name.startswith(_PREFIX):
        return None
    rules = getattr(bindings, f"_Base{call.name.rpartition('/')[2]}", None)
    options = getattr(rules, "_get_http_options", None)
    if options is None:
        return None
    return Method(
        name=call.name,
        request=_message(call.request_serializer.__self__),
        response=_message(call.response_deserializer.__self__),
        streams=call.server_streams,
        bindings=tuple(options()),
    )


def _message(kind: Any) -> type[Message]:  # noqa: ANN401  (proto-plus or protocol buffers)
    """The protocol buffers class behind a class of proto-plus, or the class itself."""
    inner: type[Message] = kind.pb() if hasattr(kind, "pb") else kind
    return inner


@lru_cache(maxsize=2048)
def _kinds(message: Descriptor) -> frozenset[str]:
    """Names of all kinds of messages that can stand in one of this kind."""
    found: dict[str, Descriptor] = {}
    waiting = [message]
    while waiting:
        here = waiting.pop()
        if here.full_name not in found:
            found[here.full_name] = here
            waiting += [field.message_type for field in here.fields if field.message_type]
    return frozenset(found)
