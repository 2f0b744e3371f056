"""Errors as gRPC statuses that SDKs can read."""

import json
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from hypothesis import given
from hypothesis import strategies as st

from gateway.grpc_front.failures import DETAILS, Failed, failure
from providers.google import GOOGLE

C = grpc.StatusCode


def details(failed: Failed) -> Any:
    return Status.FromString(dict(failed.trailing)[DETAILS])


def body(**error: Any) -> bytes:
    return json.dumps({"error": error}).encode()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, C.INVALID_ARGUMENT),
        (401, C.UNAUTHENTICATED),
        (403, C.PERMISSION_DENIED),
        (404, C.NOT_FOUND),
        (409, C.ABORTED),
        (413, C.INVALID_ARGUMENT),
        (418, C.INVALID_ARGUMENT),
        (429, C.RESOURCE_EXHAUSTED),
        (500, C.INTERNAL),
        (502, C.UNAVAILABLE),
        (503, C.UNAVAILABLE),
        (504, C.DEADLINE_EXCEEDED),
        (599, C.INTERNAL),
    ],
)
def test_the_http_status_says_which(status: int, code: grpc.StatusCode) -> None:
    for said in (b"", b"<html>", b"[]", b"[1]", b"{}", b'{"error": 7}', body(status="UNHEARD_OF")):
        failed = failure(status, said)
        assert failed.code is code
        assert details(failed).code == code.value[0]
        assert str(status) in failed.message


def test_the_error_itself_says_which() -> None:
    failed = failure(400, body(status="FAILED_PRECONDITION", message="No billing."))
    assert (failed.code, failed.message) == (C.FAILED_PRECONDITION, "No billing.")
    listed = failure(429, json.dumps([{"error": {"message": "Slow down."}}]).encode())
    assert (listed.code, listed.message) == (C.RESOURCE_EXHAUSTED, "Slow down.")


def test_an_error_is_never_ok() -> None:
    assert failure(500, body(status="OK", message="fine")).code is C.INTERNAL
    assert failure(200, body(message="broken")).code is not C.OK


def test_details_are_packed_where_they_are_understood() -> None:
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "R", "domain": "d", "metadata": {"a": "b"}, "newer": 1,
    }  # fmt: skip
    retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}
    odd = [{"@type": "type.googleapis.com/un.heard.Of", "a": 1}, {"a": 1}, 7, {"@type": 7}]
    found = details(failure(429, body(message="m", details=[info, *odd, retry]))).details
    first, second = ErrorInfo(), RetryInfo()
    assert found[0].Unpack(first)
    assert found[1].Unpack(second)
    assert len(found) == 2
    assert (first.reason, first.domain, first.metadata["a"]) == ("R", "d", "b")
    assert second.retry_delay.seconds == 7


@pytest.mark.parametrize(("status", "code"), [(404, "endpoint_unknown"), (403, "endpoint_refused")])
def test_an_endpoint_that_the_gateway_does_not_serve_is_unimplemented(
    status: int, code: str
) -> None:
    ours = GOOGLE.render_error(status, code, "Served are others.", "")
    failed = failure(status, ours)
    assert (failed.code, failed.message) == (C.UNIMPLEMENTED, "Served are others.")
    foreign = ours.replace(b"privacy-gateway", b"elsewhere")
    assert failure(status, foreign).code is not C.UNIMPLEMENTED
    assert failure(404, body(status="NOT_FOUND", message="No such model.")).code is C.NOT_FOUND


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=5000))
def test_any_message_finds_room_and_is_the_same_in_both_places(message: str) -> None:
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "R" * 60, "metadata": {"a": message},
    }  # fmt: skip
    failed = failure(400, body(message=message, details=[info] * 9), (("x-request-id", "req_1"),))
    status = details(failed)
    assert status.message == failed.message
    assert message.strip().startswith(failed.message) or not message.strip()
    size = len(quote(failed.message)) + status.ByteSize() * 4 // 3
    assert size < 7000, "clients take 8 KiB of metadata"
    assert failed.trailing[0] == ("x-request-id", "req_1")
