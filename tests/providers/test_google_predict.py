"""Predictions, embeddings and tokens: what is seen in requests, what leaves, what comes back."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from privacy.text import Place, Role
from providers.codec import Framing, MalformedAnswerError, MalformedBodyError, Operation, Payload
from providers.google import GOOGLE
from tests.providers.google_driver import restore_whole
from tests.support.prediction_calls import ENDPOINT, GEMINI, NAMES, PUBLISHED, call


def read(path: str, body: Any) -> Payload:
    source = body if isinstance(body, bytes) else json.dumps(body).encode()
    return GOOGLE.read(call(path), source)


def seen(payload: Payload) -> dict[str, str]:
    return {each.pointer: each.text for each in payload.segments}


# --- routes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "scope", "framing", "table"),
    [
        (f"{ENDPOINT}:predict", "application", Framing.NONE, ENDPOINT[4:]),
        (f"{ENDPOINT}:explain", "application", Framing.NONE, ENDPOINT[4:]),
        (f"{ENDPOINT}:rawPredict", "application", Framing.NONE, ENDPOINT[4:]),
        (f"{ENDPOINT}:directPredict", "application", Framing.NONE, ENDPOINT[4:]),
        (f"{ENDPOINT}:directRawPredict", "application", Framing.NONE, ENDPOINT[4:]),
        (f"{ENDPOINT}:streamRawPredict", "application", Framing.JSON_ARRAY, ENDPOINT[4:]),
        (f"{ENDPOINT}:serverStreamingPredict", "application", Framing.JSON_ARRAY, ENDPOINT[4:]),
        (f"{ENDPOINT}:computeTokens", "session", Framing.NONE, ENDPOINT[4:]),
        (f"{PUBLISHED}:rawPredict", "session", Framing.NONE, PUBLISHED[9:]),
        (f"{PUBLISHED}:streamRawPredict", "session", Framing.JSON_ARRAY, PUBLISHED[9:]),
        (f"{PUBLISHED}:predict", "application", Framing.NONE, PUBLISHED[9:]),
        (f"{PUBLISHED}:embedContent", "application", Framing.NONE, PUBLISHED[9:]),
        (f"{GEMINI}:embedContent", "application", Framing.NONE, "models/m"),
        (f"{GEMINI}:batchEmbedContents", "application", Framing.NONE, "models/m"),
        (f"{GEMINI}:predict", "application", Framing.NONE, "models/m"),
    ],
)
def test_a_call(path: str, scope: str, framing: Framing, table: str) -> None:
    operation = call(path)
    assert (operation.scope, operation.framing, operation.table) == (scope, framing, table)
    assert not operation.noted
    assert {"store", "labels", "systemInstruction"} <= operation.moot


def test_events_are_asked_for_in_the_query() -> None:
    assert call(f"{PUBLISHED}:streamRawPredict", "alt=sse").framing is Framing.SSE


def test_an_endpoint_can_be_read() -> None:
    operation = GOOGLE.route("GET", ENDPOINT, "")
    assert operation == Operation("endpoints", "GET", ENDPOINT, inspected=False, model="123")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/v1/models/m:predictLongRunning", "Long-running"),
        ("/v1beta/models/aqa:generateAnswer", "generateContent"),
        (f"{ENDPOINT}:streamingPredict", "serverStreamingPredict"),
    ],
)
def test_what_is_not_served_is_told_so(path: str, word: str) -> None:
    assert GOOGLE.route("POST", path, "") is None
    assert word in (GOOGLE.advice("POST", path) or "")


# --- requests ---------------------------------------------------------------------

ROW = {"customer": "Ann Lee", "age": 42.0, "tags": ["vip", ["a@example.org"]]}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (
            f"{ENDPOINT}:predict",
            {"instances": [ROW], "parameters": {"note": "for Ann"}, "labels": {"team": "ann"}},
            {
                "/instances/0/customer~key": "customer",
                "/instances/0/customer": "Ann Lee",
                "/instances/0/age~key": "age",
                "/instances/0/age": "42",
                "/instances/0/tags~key": "tags",
                "/instances/0/tags/0": "vip",
                "/instances/0/tags/1/0": "a@example.org",
                "/parameters/note~key": "note",
                "/parameters/note": "for Ann",
                "/labels/team~key": "team",
                "/labels/team": "ann",
            },
        ),
        (
            f"{ENDPOINT}:explain",
            {
                "instances": [["Ann", 1]],
                "explanation_spec_override": {"metadata": {"inputs": {"Ann": {}}}},
                "deployedModelId": "77",
            },
            {
                "/instances/0/0": "Ann",
                "/instances/0/1": "1",
                "/explanation_spec_override/metadata~key": "metadata",
                "/explanation_spec_override/metadata/inputs~key": "inputs",
                "/explanation_spec_override/metadata/inputs/Ann~key": "Ann",
                "/deployedModelId": "77",
            },
        ),
        (
            f"{ENDPOINT}:directPredict",
            {"inputs": [{"dtype": 2, "string_val": ["Ann"], "floatVal": [1.5]}]},
            {
                "/inputs/0/dtype~key": "dtype",
                "/inputs/0/dtype": "2",
                "/inputs/0/string_val~key": "string_val",
                "/inputs/0/string_val/0": "Ann",
                "/inputs/0/floatVal~key": "floatVal",
                "/inputs/0/floatVal/0": "1.5",
            },
        ),
        (
            f"{PUBLISHED}:rawPredict",
            {"messages": [{"role": "user", "content": "I am Ann"}], "max_tokens": 5},
            {
                "/messages~key": "messages",
                "/messages/0/role~key": "role",
                "/messages/0/role": "user",
                "/messages/0/content~key": "content",
                "/messages/0/content": "I am Ann",
                "/max_tokens~key": "max_tokens",
                "/max_tokens": "5",
            },
        ),
        (
            f"{ENDPOINT}:rawPredict",
            {"inputs": [["Ann"]], "signature": "x"},
            {"/inputs/0/0": "Ann", "/signature~key": "signature", "/signature": "x"},
        ),
        (f"{ENDPOINT}:rawPredict", ["Ann", 7], {"/0": "Ann", "/1": "7"}),
        (f"{ENDPOINT}:rawPredict", b'"Ann"', {"": "Ann"}),
        (
            f"{GEMINI}:embedContent",
            {
                "model": "models/m",
                "content": {"parts": [{"text": "Ann"}], "role": "user"},
                "taskType": "RETRIEVAL_DOCUMENT",
                "title": "About Ann",
                "outputDimensionality": 64,
            },
            {"/content/parts/0/text": "Ann", "/title": "About Ann"},
        ),
        (
            f"{GEMINI}:batchEmbedContents",
            {"requests": [{"model": "models/m", "content": {"parts": [{"text": "Ann"}]}}]},
            {"/requests/0/content/parts/0/text": "Ann"},
        ),
        (
            f"{PUBLISHED}:computeTokens",
            {"contents": [{"role": "user", "parts": [{"text": "Ann"}]}], "model": "models/m"},
            {"/contents/0/parts/0/text": "Ann"},
        ),
    ],
)  # fmt: skip
def test_what_is_seen(path: str, body: Any, expected: Mapping[str, str]) -> None:
    payload = read(path, body)
    assert seen(payload) == expected
    assert not payload.unknown_fields
    source = body if isinstance(body, bytes) else json.dumps(body).encode()
    assert payload.rewrite({}, {}, None) == source


def test_rows_are_the_clients_words_and_numbers_are_fixed() -> None:
    payload = read(f"{ENDPOINT}:predict", {"instances": [ROW], "parameters": {"k": 4}})
    about = {each.pointer: each for each in payload.segments}
    assert about["/instances/0/customer"].role is Role.CLIENT
    assert about["/instances/0/customer"].column == ("customer",)
    assert about["/instances/0/age"].place is Place.FIXED
    assert about["/parameters/k"].role is Role.SETTING
    assert about["/parameters/k"].column is None


@pytest.mark.parametrize("spelling", ["httpBody", "http_body"])
def test_a_body_in_a_body_is_walked(spelling: str) -> None:
    inner = b'{"instances":[{"name":"Ann","n":1.10}]}'
    data = base64.b64encode(inner).decode()
    payload = read(
        f"{ENDPOINT}:rawPredict", {spelling: {"contentType": "application/json", "data": data}}
    )
    by_text = {each.text: at for at, each in enumerate(payload.segments)}
    assert payload.segments[by_text["Ann"]].column == ("name",)
    sent = json.loads(payload.rewrite({by_text["Ann"]: "P"}, {}, None))
    assert base64.b64decode(sent[spelling]["data"]) == b'{"instances":[{"name":"P","n":1.10}]}'


@pytest.mark.parametrize("body", [b"name,age\nAnn,42", b"\x08\x01\x12\x03Ann"])
def test_a_raw_body_that_is_no_json_is_opaque(body: bytes) -> None:
    payload = read(f"{ENDPOINT}:rawPredict", body)
    assert [item.kind for item in payload.opaque] == ["other"]
    assert payload.rewrite({}, {}, None) == body


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{ENDPOINT}:rawPredict", b'{"instances": [1,}'),
        (f"{ENDPOINT}:rawPredict", b""),
        (f"{ENDPOINT}:predict", b"[1]"),
        (f"{ENDPOINT}:predict", b'{"instances": [], "instances": []}'),
        (f"{ENDPOINT}:explain", b'{"deployed_model_id": "1", "deployedModelId": "1"}'),
    ],
)
def test_what_cannot_be_read_is_refused(path: str, body: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        read(path, body)


def test_a_field_that_nobody_knows_is_text_and_listed() -> None:
    payload = read(f"{ENDPOINT}:predict", {"instances": [], "extra": {"who": "Ann"}})
    assert payload.unknown_fields == ["/extra"]
    assert seen(payload)["/extra/who"] == "Ann"


def test_direct_raw_input_is_walked_where_it_is_json() -> None:
    data = base64.b64encode(b'{"inputs":[{"name":"Ann"}]}').decode()
    payload = read(f"{ENDPOINT}:directRawPredict", {"methodName": "/x.Y/Z", "input": data})
    assert "Ann" in seen(payload).values()
    bytes_ = base64.b64encode(b"\x08\x01").decode()
    opaque = read(f"{ENDPOINT}:directRawPredict", {"methodName": "/x.Y/Z", "input": bytes_})
    assert [item.kind for item in opaque.opaque] == ["other"]


def test_a_session_of_a_chat_is_known_by_its_beginning() -> None:
    first: list[Any] = [{"role": "user", "content": "I am Ann"}]
    more = [*first, {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Bye"}]
    one = read(f"{PUBLISHED}:rawPredict", {"system": "s", "messages": first})
    two = read(f"{PUBLISHED}:rawPredict", {"system": "s", "messages": more, "max_tokens": 9})
    other = read(f"{PUBLISHED}:rawPredict", {"system": "t", "messages": first})
    assert one.opening == two.opening != other.opening


def test_no_instruction_and_no_note() -> None:
    payload = read(f"{ENDPOINT}:predict", {"instances": []})
    with pytest.raises(ValueError, match="no instructions"):
        payload.rewrite({}, {"store": False}, None)
    with pytest.raises(ValueError, match="no note"):
        payload.rewrite({}, {}, "keep them")


# --- whole answers ----------------------------------------------------------------


def whole(path: str, answer: bytes) -> bytes:
    frame = GOOGLE.whole(call(path), answer)
    assert frame.render([slot.text for slot in frame.slots]) == answer
    return restore_whole(frame, NAMES)


def test_predictions_come_back_with_the_originals_and_their_numbers() -> None:
    answer = (
        b'{"predictions":[{"classes":["PERSON_a7k2", "no"],"scores":[0.70, 1e-9, 12345678901234567]'
        b',"displayNames":["x EMAIL_q9w4"],"log":"{\\"who\\":\\"PERSON_a7k2\\"}"}],'
        b'"modelDisplayName":"m"}'
    )
    expected = (
        answer.replace(b'["PERSON_a7k2"', b'["Ann \\"Annie\\" Lee"')
        .replace(b"EMAIL_q9w4", b"ann@example.org")
        .replace(b'\\"PERSON_a7k2\\"', b'\\"Ann \\\\\\"Annie\\\\\\" Lee\\"')
    )
    restored = whole(f"{ENDPOINT}:predict", answer)
    assert restored == expected
    inner = json.loads(json.loads(restored)["predictions"][0]["log"])
    assert inner == {"who": NAMES["PERSON_a7k2"]}


def test_attributions_come_back_under_the_names_of_features() -> None:
    answer = b'{"explanations":[{"attributions":[{"featureAttributions":{"EMAIL_q9w4":[0.10]}}]}]}'
    restored = whole(f"{ENDPOINT}:explain", answer)
    assert restored == answer.replace(b"EMAIL_q9w4", b"ann@example.org")


@pytest.mark.parametrize("spelling", ["contentType", "content_type"])
def test_a_body_in_an_answer_is_restored(spelling: str) -> None:
    data = base64.b64encode(b'{"who":"EMAIL_q9w4", "n":1.0}').decode()
    restored = json.loads(
        whole(
            f"{ENDPOINT}:rawPredict",
            json.dumps({spelling: "application/json", "data": data}).encode(),
        )
    )
    assert base64.b64decode(restored["data"]) == b'{"who":"ann@example.org", "n":1.0}'


def test_a_body_in_an_answer_is_found_however_it_is_escaped() -> None:
    data = base64.b64encode(b'{"who":"EMAIL_q9w4", "n":12}').decode()
    assert data.endswith("=")
    answer = json.dumps({"contentType": "x", "data": data}).replace("=", r"\u003d").encode()
    restored = json.loads(whole(f"{ENDPOINT}:rawPredict", answer))
    assert base64.b64decode(restored["data"]) == b'{"who":"ann@example.org", "n":12}'


@pytest.mark.parametrize("name", ["embedContent", "batchEmbedContents"])
def test_vectors_pass_as_they_are(name: str) -> None:
    answer = b'{"embedding": {"values": [0.10, -1e-05]}}'
    frame = GOOGLE.whole(call(f"{GEMINI}:{name}"), answer)
    assert not frame.slots
    assert frame.render([]) == answer
    with pytest.raises(MalformedAnswerError):
        GOOGLE.whole(call(f"{GEMINI}:{name}"), answer[:-2])


def test_tokens_stay_those_of_the_text_that_was_sent() -> None:
    token = base64.b64encode(b"PERSON_a7k2").decode()
    answer = json.dumps({"tokensInfo": [{"tokens": [token], "tokenIds": ["7"]}]}).encode()
    assert whole(f"{PUBLISHED}:computeTokens", answer) == answer


def test_arguments_of_a_tool_are_told_as_such() -> None:
    answer = json.dumps(
        {"content": [{"type": "tool_use", "name": "lookup", "input": {"who": "PERSON_a7k2"}}]}
    ).encode()
    frame = GOOGLE.whole(call(f"{PUBLISHED}:rawPredict"), answer)
    tools = {slot.text: slot.tool for slot in frame.slots}
    assert tools["PERSON_a7k2"] == tools["who"] == "lookup"
    assert tools["tool_use"] is None


@pytest.mark.parametrize("answer", [b"<html>", b'{"a":', b'{"a":"x","a":"y"}', b"[" * 2000])
def test_an_answer_that_cannot_be_read_is_none(answer: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        GOOGLE.whole(call(f"{ENDPOINT}:predict"), answer)


def test_a_kept_file_in_a_text_to_embed_is_looked_for() -> None:
    uri = "https://generativelanguage.googleapis.com/v1beta/files/abc123"
    part = {"fileData": {"fileUri": uri, "mimeType": "text/plain"}}
    call = GOOGLE.route("POST", "/v1beta/models/gemini-embedding-2:embedContent", "")
    assert call is not None
    body = json.dumps({"content": {"parts": [part, {"text": "x"}]}}).encode()
    assert [ref.kind for ref in GOOGLE.read(call, body).refers] == ["file"]
