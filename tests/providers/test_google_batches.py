"""Batches of Gemini: each request is read, instructed and answered by itself."""

import json
from typing import Any

import pytest

from privacy.text import Place
from providers.codec import MalformedBodyError, Operation, StateRef
from providers.google import GOOGLE
from providers.google_batches import BatchPayload

PATH = "/v1beta/models/gemini:batchGenerateContent"


def _operation(method: str = "POST", path: str = PATH) -> Operation:
    found = GOOGLE.route(method, path, "")
    assert found is not None
    return found


def _batch(*requests: Any, **more: Any) -> bytes:
    config = {"requests": {"requests": list(requests)}}
    return json.dumps({"batch": {"inputConfig": config} | more}).encode()


def _request(text: str, **more: Any) -> dict[str, Any]:
    return {"request": {"contents": [{"role": "user", "parts": [{"text": text}]}], **more}}


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", PATH, "batches.create"),
        ("POST", "/v1/tunedModels/own:batchGenerateContent", "batches.create"),
        ("POST", "/v1beta/models/e:asyncBatchEmbedContent", "batches.embed"),
        ("GET", "/v1beta/batches", "batches.list"),
        ("GET", "/v1beta/batches/b1", "batches.get"),
        ("DELETE", "/v1beta/batches/b1", "batches.delete"),
        ("POST", "/v1beta/batches/b1:cancel", "batches.cancel"),
    ],
)
def test_calls(method: str, path: str, name: str) -> None:
    operation = _operation(method, path)
    assert operation.name == name
    assert operation.refers == ((StateRef("batch", "b1"),) if "b1" in path else ())
    assert operation.keeps == (name in ("batches.create", "batches.embed", "batches.get"))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/v1beta/batches/b1"),
        ("POST", "/v1beta/batches"),
        ("GET", "/v1beta/batches/b1:cancel"),
        ("GET", PATH),
        ("POST", "/v1beta/batches/b1/b2:cancel"),
    ],
)
def test_other_calls_are_unknown(method: str, path: str) -> None:
    assert GOOGLE.route(method, path, "") is None


def test_what_tells_an_answers_request_is_an_identifier() -> None:
    one = _request("Hello.") | {"metadata": {"key": "Amaia", "team": "North", "n": {"a": "b"}}}
    payload = BatchPayload(_operation(), _batch(one, displayName="All"))
    assert {s.text: s.place for s in payload.segments} == {
        "Hello.": Place.TEXT,
        "Amaia": Place.IDENTIFIER,
        "team": Place.TEXT, "North": Place.TEXT,
        "n": Place.TEXT, "a": Place.TEXT, "b": Place.TEXT,
        "All": Place.TEXT,
    }  # fmt: skip


def test_each_request_gets_note_and_instructions() -> None:
    payload = BatchPayload(
        _operation(),
        _batch(
            _request("One.", systemInstruction={"parts": [{"text": "Be."}]}, store=True),
            _request("Two."),
            {"request": {}},
        ),
    )
    sent = json.loads(payload.rewrite({}, {"store": False}, "Keep."))
    requests = [one["request"] for one in sent["batch"]["inputConfig"]["requests"]["requests"]]
    told = [[p["text"] for p in one["systemInstruction"]["parts"]] for one in requests]
    assert told == [["Be.", "Keep."], ["Keep."], ["Keep."]]
    assert [one["store"] for one in requests] == [False, False, False]


def test_an_unknown_instruction_is_refused() -> None:
    payload = BatchPayload(_operation(), _batch(_request("One.")))
    with pytest.raises(ValueError, match="instruction"):
        payload.rewrite({}, {"nothing": 1}, None)


def test_settings_that_repeat_a_conversation_stand_after_it() -> None:
    turns = [{"role": "model", "parts": [{"text": "a"}]}, {"role": "user", "parts": []}]
    one = {"request": {"contents": turns, "generationConfig": {"stopSequences": ["stop"]}}}
    payload = BatchPayload(_operation(), _batch(one, _request("b")))
    assert [(s.text, s.block) for s in payload.segments] == [("a", 1), ("stop", 1), ("b", 0)]


def test_files_and_caches_are_state() -> None:
    body = json.dumps({"batch": {"inputConfig": {"fileName": "files/f1"}}}).encode()
    assert list(BatchPayload(_operation(), body).refers) == [StateRef("file", "f1")]
    cached = _batch(_request("a", cachedContent="cachedContents/c1"))
    assert list(BatchPayload(_operation(), cached).refers) == [StateRef("cached_content", "c1")]


def test_a_batch_and_the_file_of_its_answers_are_kept() -> None:
    get = _operation("GET", "/v1beta/batches/b1")
    told = {"name": "batches/b1", "metadata": {"output": {"responsesFile": "files/f2"}}}
    both = [StateRef("batch", "b1"), StateRef("file", "f2")]
    assert list(GOOGLE.created(get, json.dumps(told).encode())) == both
    told = {"name": "batches/b1", "response": {"responsesFile": "files/f2"}}
    assert list(GOOGLE.created(get, json.dumps(told).encode())) == both
    assert list(GOOGLE.created(get, b'{"name": "batches/b1"}')) == both[:1]
    assert not list(GOOGLE.created(_operation("DELETE", "/v1beta/batches/b1"), b"{}"))


@pytest.mark.parametrize("body", [b"[]", b"7", b'"batch"'])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        BatchPayload(_operation(), body)


@pytest.mark.parametrize("odd", [["Amaia"], "Amaia", {"request": ["Amaia"]}, {"x": "Amaia"}])
def test_no_shape_hides_a_text(odd: Any) -> None:
    payload = BatchPayload(_operation(), _batch(odd))
    assert "Amaia" in [segment.text for segment in payload.segments]


def _answer(text: str, **more: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": [{"text": text, "thoughtSignature": "c2ln"}]}
    return {"response": {"candidates": [{"content": content, "index": 0, **more}]}}


def test_answers_are_read_like_answers_of_their_own() -> None:
    cited = {"segment": {"startIndex": 4, "endIndex": 9, "text": "PER_a"}}
    answers = [
        _answer("See PER_a.", groundingMetadata={"groundingSupports": [cited]}),
        _answer('{"who": "PER_a"}') | {"metadata": {"role": "PER_a"}},
        {"error": {"code": 3, "message": "No PER_a"}, "metadata": {"key": "PER_a"}},
    ]
    output = {"inlinedResponses": {"inlinedResponses": answers}}
    body = {"name": "batches/b1", "metadata": {"output": output, "displayName": "For PER_a"}}
    body |= {"done": True, "response": output}
    frame = GOOGLE.whole(_operation("GET", "/v1beta/batches/b1"), json.dumps(body).encode())
    value = 'Ann "Q" Li'
    escaped = json.dumps(value)[1:-1]
    texts = [
        slot.text.replace("PER_a", escaped if slot.container.value == "json" else value)
        for slot in frame.slots
    ]
    told = json.loads(frame.render(texts))
    for output in (told["metadata"]["output"], told["response"]):
        first, second, third = output["inlinedResponses"]["inlinedResponses"]
        (candidate,) = first["response"]["candidates"]
        assert candidate["content"]["parts"][0]["text"] == f"See {value}."
        assert candidate["content"]["parts"][0]["thoughtSignature"] == "c2ln"
        segment = candidate["groundingMetadata"]["groundingSupports"][0]["segment"]
        assert (segment["startIndex"], segment["endIndex"]) == (4, 4 + len(value))
        text = second["response"]["candidates"][0]["content"]["parts"][0]["text"]
        assert json.loads(text) == {"who": value}
        assert second["metadata"] == {"role": value}
        assert third["error"]["message"] == f"No {value}"
        assert third["metadata"] == {"key": value}
    assert told["metadata"]["displayName"] == f"For {value}"
