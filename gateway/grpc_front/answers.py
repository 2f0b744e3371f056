"""From the answer of the pipeline back to messages of the wire, one by one as they come.

A streamed answer is a JSON array or server-sent events; each element becomes a message at once. An
array ends with its bracket; events, and raw HTTP bodies, end where the connection ends properly.
Fields that are newer than this library's messages are left out, as a gRPC client of that age
would not see them either.
"""

import json
from collections.abc import Sequence
from typing import Protocol

from google.api.httpbody_pb2 import HttpBody
from google.protobuf import json_format
from google.protobuf.message import Message

from gateway.grpc_front.methods import Method
from providers.codec import MalformedAnswerError
from providers.json_array import ArrayReader
from providers.sse import EventReader

_EVENTS = "text/event-stream"
_ERROR = b'"error"'
_BLANK = b" \t\r\n"


class UnfitAnswer(Exception):
    """An answer that is not what the method says it is."""


class ErrorInAnswer(Exception):
    """An answer, or an element of a stream, that is an error although its status was good.

    Attributes:
        body: its JSON.
    """

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body


class Reader(Protocol):
    """Cuts a streamed answer into the JSON of its messages."""

    def feed(self, data: bytes) -> Sequence[bytes]:
        """Take bytes as they come and return what they complete."""

    def end(self) -> bool:
        """Whether the answer, now over, is whole."""


class _Elements:
    """Elements of a JSON array."""

    def __init__(self, limit: int) -> None:
        self._array = ArrayReader(limit)

    def feed(self, data: bytes) -> Sequence[bytes]:
        return [element.body for element in self._array.feed(data) if not element.last]

    def end(self) -> bool:
        return self._array.end()


class _Events:
    """Data of server-sent events."""

    def __init__(self, limit: int) -> None:
        self._events = EventReader(limit)

    def feed(self, data: bytes) -> Sequence[bytes]:
        return [event.data for event in self._events.feed(data) if event.data]

    def end(self) -> bool:
        return not self._events.rest.strip()


class _Pieces:
    """A raw body, in the pieces in which it comes."""

    def feed(self, data: bytes) -> Sequence[bytes]:
        return [data]

    def end(self) -> bool:
        return True


def reader(method: Method, content_type: str, limit: int) -> Reader:
    """Choose how a streamed answer is cut.

    Args:
        method: what was called.
        content_type: of the answer, without parameters.
        limit: most bytes of one element.
    """
    if method.raw:
        return _Pieces()
    return _Events(limit) if content_type == _EVENTS else _Elements(limit)


def cut(pieces: Reader, data: bytes) -> Sequence[bytes]:
    """Take bytes of a stream.

    Raises:
        UnfitAnswer: they are not what the stream was to be.
    """
    try:
        return pieces.feed(data)
    except MalformedAnswerError:
        raise UnfitAnswer from None


def message(method: Method, body: bytes, content_type: str) -> bytes:
    """One message of an answer, serialised.

    Args:
        method: what was called.
        body: its JSON; for raw answers the HTTP body.
        content_type: of the answer, with its parameters.

    Raises:
        ErrorInAnswer: it is an error.
        UnfitAnswer: it does not fit the method's message.
    """
    if method.raw:
        return bytes(HttpBody(content_type=content_type, data=body).SerializeToString())
    if _is_error(method, body):
        raise ErrorInAnswer(body)
    answer: Message = method.response()
    if not body and not method.response.DESCRIPTOR.fields:
        return b""  # what was deleted needs no words
    if not body.lstrip(_BLANK).startswith(b"{"):
        raise UnfitAnswer
    try:
        json_format.Parse(body, answer, ignore_unknown_fields=True)
    except (json_format.Error, ValueError, TypeError, AttributeError, RecursionError):
        raise UnfitAnswer from None
    return answer.SerializeToString()


def _is_error(method: Method, body: bytes) -> bool:
    """Whether an error stands where a message should; some messages have such a field."""
    if _ERROR not in body or "error" in method.response.DESCRIPTOR.fields_by_name:
        return False
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("error"), dict)
