"""Errors in Google's dialect, raised by the real clients."""

import json
from typing import Any

import httpx
import pytest
import requests
from google.api_core import exceptions
from google.genai import errors
from google.genai._api_client import HttpResponse

from providers.codec import Framing
from providers.google import GOOGLE
from providers.google_errors import status_name

SECRET = "ldg_01hzzzzzzzzz"


def body(status: int, code: str = "purpose_missing", disclosure_id: str = SECRET) -> bytes:
    return GOOGLE.render_error(status, code, "Name a purpose.", disclosure_id)


def test_the_body_is_a_status_with_an_error_info() -> None:
    assert json.loads(body(403)) == {
        "error": {
            "code": 403,
            "message": "Name a purpose.",
            "status": "PERMISSION_DENIED",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "PURPOSE_MISSING",
                    "domain": "privacy-gateway",
                    "metadata": {"disclosure_id": SECRET},
                }
            ],
        }
    }


def test_without_an_entry_in_the_log_there_is_no_metadata() -> None:
    (info,) = json.loads(body(401, disclosure_id=""))["error"]["details"]
    assert "metadata" not in info


@pytest.mark.parametrize(
    ("status", "raised", "name", "genai"),
    [
        (400, exceptions.BadRequest, "INVALID_ARGUMENT", errors.ClientError),
        (401, exceptions.Unauthorized, "UNAUTHENTICATED", errors.ClientError),
        (403, exceptions.Forbidden, "PERMISSION_DENIED", errors.ClientError),
        (404, exceptions.NotFound, "NOT_FOUND", errors.ClientError),
        (429, exceptions.TooManyRequests, "RESOURCE_EXHAUSTED", errors.ClientError),
        (500, exceptions.InternalServerError, "INTERNAL", errors.ServerError),
        (502, exceptions.BadGateway, "UNAVAILABLE", errors.ServerError),
        (503, exceptions.ServiceUnavailable, "UNAVAILABLE", errors.ServerError),
        (504, exceptions.GatewayTimeout, "DEADLINE_EXCEEDED", errors.ServerError),
        (418, exceptions.GoogleAPICallError, "INVALID_ARGUMENT", errors.ClientError),
        (599, exceptions.GoogleAPICallError, "INTERNAL", errors.ServerError),
    ],
)
def test_the_clients_raise_the_class_of_the_status(
    status: int, raised: type[Exception], name: str, genai: type[errors.APIError]
) -> None:
    assert status_name(status) == name
    reply = requests.Response()
    reply.status_code = status
    reply._content = body(status)
    reply.request = requests.Request("POST", "https://gateway.test/v1/x").prepare()
    error = exceptions.from_http_response(reply)
    assert isinstance(error, raised)
    assert error.reason == "PURPOSE_MISSING"
    assert error.metadata == {"disclosure_id": SECRET}
    with pytest.raises(genai) as caught:
        errors.APIError.raise_for_response(httpx.Response(status, content=body(status)))
    assert (caught.value.code, caught.value.status) == (status, name)
    assert caught.value.message == "Name a purpose."


def chunks(data: bytes) -> list[Any]:
    return list(HttpResponse({}, httpx.Response(200, content=data)).segments())


def test_google_genai_raises_a_server_error_for_a_broken_stream() -> None:
    first = b'data: {"candidates":[]}\n\n'
    event = GOOGLE.render_stream_error(Framing.SSE, "upstream_truncated", "It broke.", SECRET)
    (_, error) = chunks(first + event)
    assert json.dumps(error).startswith('{"error":')  # how google-genai knows one
    with pytest.raises(errors.ServerError, match="It broke"):
        errors.APIError.raise_error(error["error"]["code"], error, None)


def test_an_error_in_an_array_is_a_further_element() -> None:
    event = GOOGLE.render_stream_error(Framing.JSON_ARRAY, "timeout", "It hangs.", "")
    found = json.loads(b"[{}" + event + b"]")
    assert found[1]["error"]["code"] == 504


def test_an_error_of_an_answer_in_one_piece_is_a_whole_body() -> None:
    event = GOOGLE.render_stream_error(Framing.NONE, "upstream_failed", "It broke.", "")
    assert json.loads(event)["error"]["status"] == "UNAVAILABLE"
