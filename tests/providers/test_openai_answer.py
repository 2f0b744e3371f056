import json
from typing import Any

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Frame, Framing, MalformedAnswerError, MalformedBodyError
from providers.openai import OPENAI
from tests.providers.openai_driver import CHAT

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["choices", "message", "content", "logprobs", "function",
                                       "arguments", "index", "name", "x"]), inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


def whole(body: bytes) -> Frame:
    return OPENAI.whole(CHAT, body)


@given(st.dictionaries(st.text(max_size=5) | st.just("choices"), JSON, max_size=4), st.booleans())
def test_any_answer_comes_back_byte_for_byte(tree: dict[str, Any], ascii_only: bool) -> None:
    body = json.dumps(tree, ensure_ascii=ascii_only).encode()
    frame = whole(body)
    assert frame.render([slot.text for slot in frame.slots]) == body
    assert all(slot.closes for slot in frame.slots)


@given(st.dictionaries(st.text(max_size=5) | st.just("choices"), JSON, max_size=4))
def test_new_texts_arrive_in_any_answer(tree: dict[str, Any]) -> None:
    frame = whole(json.dumps(tree).encode())
    new = [f'<"{number}">' for number, _ in enumerate(frame.slots)]
    again = whole(frame.render(new))
    assert [slot.text for slot in again.slots] == new


def test_the_application_s_own_metadata_comes_back_whole() -> None:
    metadata = {"PERSON_a7k2": "x", "id": "PERSON_a7k2", "model": "EMAIL_b8m3"}
    frame = whole(json.dumps({"id": "PERSON_a7k2", "metadata": metadata}).encode())
    texts = [slot.text for slot in frame.slots]
    assert texts == ["PERSON_a7k2", "x", "id", "PERSON_a7k2", "model", "EMAIL_b8m3"]
    new = json.loads(frame.render(["Zoë", "x", "id", "Zoë", "model", "zoe@example.net"]))
    assert new["metadata"] == {"Zoë": "x", "id": "Zoë", "model": "zoe@example.net"}
    assert new["id"] == "PERSON_a7k2"


def test_numbers_that_did_not_change_keep_their_digits() -> None:
    body = (
        b'{"choices":[{"message":{"content":"PERSON_a7k2"}}],'
        b'"usage":{"cost":1.10,"n":123456789012345678901}}'
    )
    assert whole(body).render(["Odd"]) == body.replace(b"PERSON_a7k2", b"Odd")


def test_half_a_surrogate_pair_passes() -> None:
    body = b'{"choices":[{"message":{"content":"a\\ud83d"}}]}'
    assert whole(body).render(["a\ud83d"]) == body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html>", "invalid_json"),
        (b"", "invalid_json"),
        (b"[1]", "not_an_object"),
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"a":"\xff"}', "invalid_utf8"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        whole(body)
    assert caught.value.code == code


def test_nothing_stands_before_a_whole_answer() -> None:
    with pytest.raises(ValueError, match="whole"):
        whole(b"{}").before((0, "content"), "x")


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "about PERSON_a7k2", "type": "t", "param": None, "code": None}},
        {"error": "about PERSON_a7k2"},
        {"detail": [{"msg": "about PERSON_a7k2"}]},
        {"object": "error", "message": "about PERSON_a7k2"},
    ],
)
def test_errors_of_a_recipient_are_restored(body: dict[str, Any]) -> None:
    raw = json.dumps(body).encode()
    frame = OPENAI.error(raw)
    assert frame is not None
    assert frame.error
    texts = [slot.text.replace("PERSON_a7k2", "Ottilie") for slot in frame.slots]
    assert frame.render(texts) == raw.replace(b"PERSON_a7k2", b"Ottilie")


@pytest.mark.parametrize("body", [b"<html>Bad gateway", b"", b"[]", b'{"ok":true}'])
def test_other_bodies_are_no_errors_of_this_dialect(body: bytes) -> None:
    assert OPENAI.error(body) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 429, 500, 502, 503, 504])
def test_errors_of_ours_are_read_by_the_official_client(status: int) -> None:
    body = json.loads(OPENAI.render_error(status, "purpose_missing", "Name a purpose.", "d-1"))
    error = openai.APIError("x", request=None, body=body["error"])  # type: ignore[arg-type]
    assert (error.code, error.param) == ("purpose_missing", None)
    assert error.type
    assert body["error"]["message"] == "Name a purpose."
    assert body["error"]["disclosure_id"] == "d-1"


def test_without_an_entry_there_is_no_disclosure_id() -> None:
    assert json.loads(OPENAI.render_error(400, "c", "m", ""))["error"]["disclosure_id"] is None


def test_a_broken_stream_ends_with_an_error_event() -> None:
    event = OPENAI.render_stream_error(Framing.SSE, "upstream_broken", "It broke.", "d-1")
    (frame,) = OPENAI.stream(CHAT, None).feed(event)
    assert frame.error
    assert "It broke." in [slot.text for slot in frame.slots]
    assert not frame.terminal


@pytest.mark.parametrize(
    ("method", "path", "name", "inspected", "model"),
    [
        ("POST", "/v1/chat/completions", "chat.completions", True, ""),
        ("GET", "/v1/models", "models.list", False, ""),
        ("GET", "/v1/models/gpt-4o", "models.get", False, "gpt-4o"),
        ("GET", "/v1/models/ft:gpt-4o:fjell::7p4l", "models.get", False, "ft:gpt-4o:fjell::7p4l"),
        ("GET", "/v1/models/org%2Fmodel-1.5", "models.get", False, "org%2Fmodel-1.5"),
    ],
)
def test_known_calls(method: str, path: str, name: str, inspected: bool, model: str) -> None:
    operation = OPENAI.route(method, path, "")
    assert operation is not None
    assert (operation.name, operation.inspected, operation.model) == (name, inspected, model)
    assert (operation.method, operation.upstream_path) == (method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/chat/completions/chatcmpl-1"),
        ("GET", "/v1/chat/completions/chatcmpl-1/choices"),
        ("GET", "/v1/chat/completions/.."),
        ("GET", "/v1/responses"),
        ("GET", "/v1/responses/%2e%2e/files"),
        ("DELETE", "/v1/responses/resp_1/input_items"),
        ("GET", "/v1/conversations"),
        ("PUT", "/v1/conversations/conv_1"),
        ("POST", "/v1/conversations/conv_1/items/msg_1"),
        ("POST", "/v1/chat/completions/"),
        ("POST", "/v1/chat/completions/../files"),
        ("POST", "/chat/completions"),
        ("POST", "/v1/responses/"),
        ("GET", "/v1/embeddings"),
        ("POST", "/v1/embeddings/"),
        ("GET", "/v1/images/generations"),
        ("DELETE", "/v1/models/gpt-4o"),
        ("GET", "/v1/models/"),
        ("GET", "/v1/models/.."),
        ("GET", "/v1/models/../files"),
        ("GET", "/v1/models/%2e%2e/files"),
        ("GET", "/v1/models/a%2F..%2F..%2Ffiles"),
        ("GET", "/v1/models/a//b"),
        ("GET", "/v1/models/a?b"),
        ("GET", "/v1/models/a b"),
        ("OPTIONS", "/v1/models"),
    ],
)
def test_every_other_call_is_unknown(method: str, path: str) -> None:
    assert OPENAI.route(method, path, "") is None


def test_a_call_without_a_body_has_an_answer_without_slots() -> None:
    operation = OPENAI.route("GET", "/v1/models", "")
    assert operation is not None
    frame = OPENAI.whole(operation, b'{"data":[]}')
    assert (frame.raw, list(frame.slots), frame.render([])) == (b'{"data":[]}', [], b'{"data":[]}')
    with pytest.raises(MalformedBodyError):
        OPENAI.read(operation, b"{}")
