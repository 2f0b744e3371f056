"""Errors in Google's dialect, written and read.

The body is a `google.rpc.Status` in JSON with an `ErrorInfo` among its details
(https://google.aip.dev/193). google-genai and google-api-core choose their exception class by the
HTTP status and show `message`; `reason` is what programs are to look at.
"""

import orjson

from providers.codec import Framing

DOMAIN = "privacy-gateway"
"""`ErrorInfo.domain`: who says so."""

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
"""HTTP status -> `google.rpc.Code`, as in google/rpc/code.proto; 502 has no code of its own."""

_LATE = frozenset({"timeout", "upstream_timeout", "idle_timeout"})


def status_name(status: int) -> str:
    """The `google.rpc.Code` that goes with an HTTP status."""
    return _STATUS.get(status) or ("INTERNAL" if status >= 500 else "INVALID_ARGUMENT")  # noqa: PLR2004 - the border between the two classes of RFC 9110


def render_error(status: int, code: str, message: str, disclosure_id: str) -> bytes:
    """A whole error body; see `providers.codec.Codec.render_error`."""
    return orjson.dumps({"error": _error(status, code, message, disclosure_id)})


def render_stream_error(framing: Framing, code: str, message: str, disclosure_id: str) -> bytes:
    """The event that ends a broken stream.

    In an array it stands after at least one element: before the first one the answer has no
    status line yet, and is a whole error body.
    """
    status = 504 if code in _LATE else 502
    body = render_error(status, code, message, disclosure_id)
    if framing is Framing.SSE:
        return b"data: " + body + b"\n\n"
    if framing is Framing.JSON_ARRAY:
        return b",\r\n" + body
    return body


def _error(status: int, code: str, message: str, disclosure_id: str) -> dict[str, object]:
    info: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": code.upper(),
        "domain": DOMAIN,
    }
    if disclosure_id:
        info["metadata"] = {"disclosure_id": disclosure_id}
    return {
        "code": status,
        "message": message,
        "status": status_name(status),
        "details": [info],
    }
