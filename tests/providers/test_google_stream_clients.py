"""Restored streams of Gemini, read by real clients."""

import json
from collections.abc import Iterable

import httpx
from google.api_core.rest_streaming import ResponseIterator
from google.cloud.aiplatform_v1beta1.types import GenerateContentResponse
from google.genai import types
from google.genai._api_client import HttpResponse
from hypothesis import given

from providers.codec import Framing
from tests.providers.google_driver import Driver
from tests.support.gemini_streams import ORIGINALS, cut, cuts, reader_for, response, text, written

TOLD = [
    response({"text": "Is this PERSON_", "thought": True}),
    response({"text": "a7k2?", "thought": True}),
    text("Dear PERSON_a7"),
    text("k2"),
    response({"functionCall": {"name": "send", "args": {"to": "EMAIL_b8m3"}}}),
    response({"text": "", "thoughtSignature": "c2ln"}, finishReason="STOP"),
]


@given(cuts)
def test_google_genai_reads_restored_events(at: list[int]) -> None:
    with_breaks = ORIGINALS | {"PERSON_a7k2": "Zoë\u2028Å\x85m"}
    data = b": hello\n\nretry: 3\n" + written(Framing.SSE, TOLD)
    got = Driver(reader_for(Framing.SSE), with_breaks).all(cut(data, at))
    client = HttpResponse({}, httpx.Response(200, content=got))
    chunks = [types.GenerateContentResponse.model_validate(each) for each in client.segments()]
    parts = [
        part
        for chunk in chunks
        for candidate in chunk.candidates or []
        for part in (candidate.content and candidate.content.parts) or []
    ]
    assert "".join(p.text or "" for p in parts if p.thought) == "Is this Zoë\u2028Å\x85m?"
    assert "".join(p.text or "" for p in parts if not p.thought) == "Dear Zoë\u2028Å\x85m"
    calls = [part.function_call for part in parts if part.function_call]
    assert [call.args for call in calls] == [{"to": 'z"oe@example.net'}]
    assert parts[-1].thought_signature == b"sig"


class Reply:
    """What google-api-core needs of `requests.Response`."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def iter_content(self, *, decode_unicode: bool) -> Iterable[str]:
        assert decode_unicode
        return iter(self._data.decode())


@given(cuts)
def test_google_cloud_aiplatform_reads_a_restored_array(at: list[int]) -> None:
    told = json.loads(json.dumps(TOLD))
    told[-1]["candidates"][0]["finishReason"] = 1
    data = b" " + written(Framing.JSON_ARRAY, told) + b"\r\n"
    got = Driver(reader_for(Framing.JSON_ARRAY), ORIGINALS).all(cut(data, at))
    chunks = list(ResponseIterator(Reply(got), GenerateContentResponse))
    parts = [part for chunk in chunks for each in chunk.candidates for part in each.content.parts]
    assert "".join(part.text for part in parts if not part.thought) == "Dear Zoë Åström"
    assert [dict(p.function_call.args) for p in parts if p.function_call.name] == [
        {"to": 'z"oe@example.net'}
    ]
    assert parts[-1].thought_signature == b"sig"
    assert chunks[-1].candidates[0].finish_reason.name == "STOP"


@given(cuts)
def test_line_ends_that_arrive_torn_apart_are_whole_again(at: list[int]) -> None:
    """aiohttp, which google-genai may run on, reads lines up to a line feed."""
    data = written(Framing.SSE, TOLD).replace(b"\n", b"\r\n")
    assert Driver(reader_for(Framing.SSE), {}).all(cut(data, at)) == data
