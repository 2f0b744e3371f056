"""Lines of files of requests and of results: what is changed in them, and what is not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import MalformedAnswerError, MalformedBodyError
from providers.openai_batch import read_request, read_result

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECT = st.dictionaries(st.text(), JSON, max_size=4)
ORDER = st.permutations(["custom_id", "method", "url", "body"])


@given(OBJECT, ORDER, st.text(min_size=1, max_size=20), st.sampled_from([None, 2]))
def test_a_line_changes_where_it_is_asked_to(
    body: dict[str, Any], order: list[str], custom_id: str, indent: int | None
) -> None:
    told = {"custom_id": custom_id, "method": "POST", "url": "/v1/responses", "body": body}
    source = json.dumps({key: told[key] for key in order}, indent=indent).encode()
    line = read_request(source)
    assert (line.custom_id, json.loads(line.body)) == (custom_id, body)
    assert line.rewrite(custom_id, line.body).count(b"\n") == 0
    changed = json.loads(line.rewrite("new", b'{"n":1}'))
    assert changed == told | {"custom_id": "new", "body": {"n": 1}}
    assert list(changed) == order


@given(OBJECT, st.permutations(["id", "custom_id", "response", "error"]), OBJECT | st.none())
def test_a_result_changes_where_it_is_asked_to(
    body: dict[str, Any], order: list[str], error: dict[str, Any] | None
) -> None:
    response = {"status_code": 200, "body": body, "request_id": "r"}
    told = {"id": "b", "custom_id": "sent", "response": response, "error": error}
    line = read_result(json.dumps({key: told[key] for key in order}).encode())
    assert (line.custom_id, line.failed) == ("sent", False)
    assert json.loads(line.body or b"") == body
    assert (line.error is None) is (error is None)
    changed = json.loads(line.rewrite("own", b'{"n":1}', None))
    assert changed == told | {"custom_id": "own", "response": response | {"body": {"n": 1}}}


def test_a_result_without_an_answer() -> None:
    source = b'{"id":"b","custom_id":"sent","response":null,"error":{"code":"expired"}}'
    line = read_result(source)
    assert (line.body, json.loads(line.error or b"")) == (None, {"code": "expired"})
    assert json.loads(line.rewrite("own", None, b'{"code":"x"}'))["error"] == {"code": "x"}


@pytest.mark.parametrize("source", [b"[]", b"{", b'"x"', b"\xff"])
def test_what_is_no_result_is_told(source: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        read_result(source)


@pytest.mark.parametrize(
    "change",
    [
        {"custom_id": ""}, {"custom_id": 7}, {"custom_id": "x" * 513}, {"method": "GET"},
        {"url": "/v1/files"}, {"url": ["x"]}, {"priority": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_line_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    told = {"custom_id": "a", "method": "POST", "url": "/v1/responses", "body": {}} | change
    with pytest.raises(MalformedBodyError) as caught:
        read_request(json.dumps(told).encode())
    assert caught.value.code == "invalid_line"
