"""Answers as messages: whole, in pieces of any size, and none that is not one."""

import json
from collections.abc import Sequence

import pytest
from google.api.httpbody_pb2 import HttpBody
from google.cloud import aiplatform_v1 as api
from google.cloud import aiplatform_v1beta1 as beta
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from gateway.grpc_front.answers import ErrorInAnswer, UnfitAnswer, cut, message, reader
from gateway.grpc_front.methods import Method, methods

SERVICE = "/google.cloud.aiplatform.v1.PredictionService"
STREAM = methods()[f"{SERVICE}/StreamGenerateContent"]
WHOLE = methods()[f"{SERVICE}/GenerateContent"]
RAW = methods()[f"{SERVICE}/StreamRawPredict"]
JSON = "application/json; charset=utf-8"
ELEMENTS = [{"candidates": [{"index": n, "finishMessage": '[{]},\\"'}]} for n in range(4)]
ARRAY = json.dumps(ELEMENTS, indent=1).encode()
EVENTS = b"".join(b"data: " + json.dumps(one).encode() + b"\r\n\r\n" for one in ELEMENTS)


def _cuts(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(data[at : at + size])
        at += size
    return [*pieces, data[at:]]


@given(st.lists(st.integers(0, 60), max_size=30), st.sampled_from(["array", "events"]))
def test_any_cut_gives_the_same_messages(sizes: list[int], form: str) -> None:
    data, kind = (ARRAY, JSON) if form == "array" else (EVENTS, "text/event-stream")
    pieces = reader(STREAM, kind.partition(";")[0], 10_000)
    found = [one for piece in _cuts(data, sizes) for one in cut(pieces, piece)]
    assert [json.loads(one) for one in found] == ELEMENTS
    assert pieces.end()


def test_a_message_is_there_as_soon_as_its_element_is() -> None:
    pieces = reader(STREAM, "application/json", 10_000)
    assert cut(pieces, b'[{"candidates": []') == []
    assert cut(pieces, b"}") == [b'{"candidates": []}']


@pytest.mark.parametrize("rest", [b"", b",\r\n", b',\r\n{"candi'])
def test_an_array_without_its_end_is_not_whole(rest: bytes) -> None:
    pieces = reader(STREAM, "application/json", 10_000)
    cut(pieces, b'[{"candidates": []}' + rest)
    assert not pieces.end()


def test_half_an_event_is_not_whole() -> None:
    pieces = reader(STREAM, "text/event-stream", 10_000)
    cut(pieces, b'data: {}\n\ndata: {"candi')
    assert not pieces.end()


@pytest.mark.parametrize("data", [b'{"candidates": []}', b"[1]", b"[{}{}]", b"[" + b"{" * 99])
def test_what_is_no_array_of_messages_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitAnswer):
        cut(reader(STREAM, "application/json", 50), data)


@pytest.mark.parametrize("method", [STREAM, WHOLE], ids=["stream", "whole"])
def test_an_error_is_told_from_an_answer(method: Method) -> None:
    body = b'{"newer": "%s", "error": {"code": 502, "message": "gone"}}' % (b"a" * 200)
    with pytest.raises(ErrorInAnswer) as raised:
        message(method, body, JSON)
    assert raised.value.body == body
    kept = message(STREAM, b'{"modelVersion": "\\"error\\""}', JSON)
    assert api.GenerateContentResponse.deserialize(kept).model_version == '"error"'


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"candidates": 7}', b"\xff", b"[" * 9999]
)
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(UnfitAnswer):
        message(WHOLE, body, JSON)


def test_an_operation_may_hold_an_error() -> None:
    method = methods()["/google.cloud.aiplatform.v1.EndpointService/CreateEndpoint"]
    found = method.response.FromString(message(method, b'{"error": {"code": 7}}', JSON))
    assert found.error.code == 7  # type: ignore[attr-defined]  # google.longrunning.Operation


def test_an_answer_without_fields_may_be_empty() -> None:
    deleted = methods()["/google.cloud.aiplatform.v1.GenAiCacheService/DeleteCachedContent"]
    assert message(deleted, b"", "") == message(deleted, b"{}", JSON) == b""


def test_enums_come_as_names_or_integers_and_newer_fields_are_left_out() -> None:
    for reason in ('"STOP"', "1"):
        body = f'{{"candidates": [{{"finishReason": {reason}, "newer": {{"a": 1}}}}], "b": 2}}'
        found = api.GenerateContentResponse.deserialize(message(WHOLE, body.encode(), JSON))
        assert found.candidates[0].finish_reason.name == "STOP"
    newer = api.GenerateContentResponse.deserialize(
        message(WHOLE, b'{"candidates": [{"finishReason": 977}]}', JSON)
    )
    assert int(newer.candidates[0].finish_reason) == 977


@given(st.binary(max_size=60), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_answer_keeps_bytes_and_texts(signature: bytes, text: str) -> None:
    method = methods()["/google.cloud.aiplatform.v1beta1.PredictionService/GenerateContent"]
    answer = beta.GenerateContentResponse.pb()()
    content = answer.candidates.add(finish_reason=1).content
    content.parts.add(text=text, thought=True, thought_signature=signature)
    content.parts.add(text="")
    content.parts.add(inline_data={"mime_type": "image/png", "data": signature})
    said = json_format.MessageToJson(answer, use_integers_for_enums=True).encode()
    back = beta.GenerateContentResponse.pb().FromString(message(method, said, JSON))
    assert back == answer


def test_long_integers_are_strings_in_json_and_integers_in_messages() -> None:
    method = methods()["/google.cloud.aiplatform.v1beta1.PredictionService/CountTokens"]
    answer = message(method, b'{"totalTokens": 2147483647}', JSON)
    assert beta.CountTokensResponse.deserialize(answer).total_tokens == 2**31 - 1
    explain = methods()["/google.cloud.aiplatform.v1.LlmUtilityService/ComputeTokens"]
    body = b'{"tokensInfo": [{"tokens": ["SGk="], "tokenIds": ["9007199254740993"]}]}'
    found = api.ComputeTokensResponse.deserialize(message(explain, body, JSON))
    assert found.tokens_info[0].token_ids == [2**53 + 1]
    assert found.tokens_info[0].tokens == [b"Hi"]


def test_raw_pieces_pass_as_they_come() -> None:
    pieces = reader(RAW, "text/event-stream", 10)
    assert cut(pieces, b"data: x\n\n") == [b"data: x\n\n"]
    assert pieces.end()
    found = HttpBody.FromString(message(RAW, b'{"error": 1}', "text/event-stream"))
    assert (found.data, found.content_type) == (b'{"error": 1}', "text/event-stream")
