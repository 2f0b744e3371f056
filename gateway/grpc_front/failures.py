"""How an RPC ends when it does not end well: status, message, details, metadata.

Errors come from the pipeline as `google.rpc.Status` in JSON (https://google.aip.dev/193), whether
they are the recipient's, restored, or the gateway's own. The code is the one that the error names,
else the one that goes with its HTTP status (google/rpc/code.proto). google-api-core chooses the
class of its exception by the code and shows message, reason and metadata.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import grpc
from google.protobuf import json_format
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import error_details_pb2  # noqa: F401 - makes the details' messages known
from google.rpc.status_pb2 import Status

from privacy.refusal import RefusalCode
from providers.google_errors import DOMAIN, status_name

Pairs = tuple[tuple[str, str | bytes], ...]

DETAILS = "grpc-status-details-bin"
_CODES = {code.name: code for code in grpc.StatusCode if code is not grpc.StatusCode.OK}
_NOT_SERVED = frozenset(
    code.upper() for code in (RefusalCode.ENDPOINT_UNKNOWN, RefusalCode.ENDPOINT_REFUSED)
)
_MISREAD = (json_format.Error, TypeError, ValueError, AttributeError)
"""What protobuf's reader raises for JSON that is none of its; not all of it is its own error."""
_MESSAGE_BYTES = 2000
"""Of a message, percent-encoded: clients take 8 KiB of metadata at most unless told otherwise."""
_DETAILS_BYTES = 2500


class Failed(Exception):
    """An RPC that ends with an error.

    Attributes:
        code: its status.
        message: what the caller reads.
        trailing: metadata that goes with it.
    """

    def __init__(self, code: grpc.StatusCode, message: str, trailing: Pairs = ()) -> None:
        super().__init__(code.name)
        self.code = code
        self.message = _cut(message)
        self.trailing = trailing


@dataclass(frozen=True, slots=True)
class _Error:
    """An error as its JSON has it."""

    status: str
    message: str
    details: Sequence[Mapping[str, Any]]


def failure(http_status: int, body: bytes, metadata: Pairs = ()) -> Failed:
    """What an error of the pipeline is in gRPC.

    Args:
        http_status: 400 or more; below, only what the error itself says counts.
        body: its JSON; anything else is not repeated.
        metadata: of the answer.
    """
    error = _read(body)
    name = error.status if error.status in _CODES else status_name(http_status)
    code = grpc.StatusCode.UNIMPLEMENTED if _unlisted(error) else _CODES[name]
    message = error.message or f"The gateway was answered {http_status}, without an explanation."
    return Failed(code, message, (*metadata, (DETAILS, _packed(code, message, error.details))))


def _read(body: bytes) -> _Error:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if isinstance(found, list) and found:
        found = found[0]
    inner = found.get("error") if isinstance(found, dict) else None
    if not isinstance(inner, dict):
        return _Error("", "", ())
    details = inner.get("details")
    return _Error(
        str(inner.get("status", "")),
        str(inner.get("message", "")),
        [one for one in details if isinstance(one, dict)] if isinstance(details, list) else (),
    )


def _unlisted(error: _Error) -> bool:
    """Whether the gateway says that it does not serve the endpoint, whatever its reason."""
    return any(
        one.get("domain") == DOMAIN and one.get("reason") in _NOT_SERVED for one in error.details
    )


def _packed(code: grpc.StatusCode, message: str, details: Sequence[Mapping[str, Any]]) -> bytes:
    """`google.rpc.Status`, with those details that are understood and find room."""
    status = Status(code=code.value[0], message=_cut(message))
    for detail in details:
        try:
            packed = json_format.ParseDict(dict(detail), Packed(), ignore_unknown_fields=True)
        except _MISREAD:
            continue
        if status.ByteSize() + packed.ByteSize() <= _DETAILS_BYTES:
            status.details.append(packed)
    return bytes(status.SerializeToString())


def _cut(message: str) -> str:
    """As much of a message as metadata can carry, the same wherever it stands in it."""
    message = message.strip()
    if len(quote(message)) <= _MESSAGE_BYTES:
        return message
    kept, size = [], 0
    for character in message:
        size += len(quote(character))
        if size > _MESSAGE_BYTES:
            break
        kept.append(character)
    return "".join(kept)
