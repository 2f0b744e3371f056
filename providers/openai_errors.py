"""Errors as chat completions write them.

The official clients choose the exception by HTTP status and show `message`; `code` is what a
program reads (openai-python 3.54, `openai/_client.py` `_make_status_error`).
"""

import orjson

from providers.codec import MalformedAnswerError
from providers.json_text import Json
from providers.openai_answer import AnswerFrame, one_shot, read_answer

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "invalid_request_error",
    422: "invalid_request_error",
    429: "rate_limit_error",
    503: "service_unavailable_error",
}
_SERVER_FAULT = 500
_BROKEN_STREAM = 502
_KEYS = frozenset({"error", "message", "detail", "errors"})


def error_body(status: int, code: str, message: str, disclosure_id: str) -> dict[str, Json]:
    """An error of ours as a value."""
    other = "api_error" if status >= _SERVER_FAULT else "invalid_request_error"
    return {
        "error": {
            "message": message,
            "type": _TYPES.get(status, other),
            "param": None,
            "code": code,
            "disclosure_id": disclosure_id or None,
        }
    }


def render_error(status: int, code: str, message: str, disclosure_id: str) -> bytes:
    """An error of ours as an answer's body."""
    return orjson.dumps(error_body(status, code, message, disclosure_id))


def render_stream_error(code: str, message: str, disclosure_id: str) -> bytes:
    """An error of ours as the last event of a stream: the clients raise APIError."""
    body = orjson.dumps(error_body(_BROKEN_STREAM, code, message, disclosure_id))
    return b"data: " + body + b"\n\n"


def read_error(body: bytes) -> AnswerFrame | None:
    """Read an error body of a recipient; None if it is not one."""
    try:
        reading = read_answer(body)
    except MalformedAnswerError:
        return None
    tree = reading.document.tree
    if not isinstance(tree, dict) or not _KEYS & tree.keys():
        return None
    return AnswerFrame(reading, one_shot(reading), body, error=True)
