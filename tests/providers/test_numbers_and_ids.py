"""Places in which a number or an id is expected: what is longer than those may be anything."""

import json
from typing import Any

import pytest

from privacy.text import Place
from providers.codec import Codec, MalformedBodyError
from providers.google import GOOGLE
from providers.openai import OPENAI

CARD = "4111111111111111"
NUMBER = int(CARD)
GENERATE = "/v1beta/models/m:generateContent"


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {"contents": [{"role": "model", "parts": [part]}]}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {"model": "m", "input": [item]}


@pytest.mark.parametrize(
    ("codec", "path", "body"),
    [
        (GOOGLE, GENERATE, {"model": f"models/{CARD}"}),
        (GOOGLE, GENERATE, _part({"functionCall": {"name": "f", "id": CARD}})),
        (GOOGLE, GENERATE, _part({"text": "x", "thoughtSignature": CARD})),
        (GOOGLE, GENERATE, {"continuationToken": CARD}),
        (GOOGLE, GENERATE, {"cachedContent": f"projects/p/locations/{CARD}/cachedContents/c"}),
        (GOOGLE, "/v1beta/interactions", {"agent": f"agents/{CARD}"}),
        (GOOGLE, "/v1beta/interactions", {"input": [{"type": "thought", "signature": CARD}]}),
        (GOOGLE, "/v1beta/interactions", {"agent_config": {"session_id": CARD}}),
        (GOOGLE, "/v1beta/cachedContents", {"model": f"models/{CARD}"}),
        (
            GOOGLE,
            "/v1/projects/p/locations/us-central1/batchPredictionJobs",
            {"model": f"publishers/google/models/{CARD}"},
        ),
        (OPENAI, "/v1/responses", _item({"type": "mcp_approval_response", "approve": NUMBER})),
        (
            OPENAI,
            "/v1/responses",
            _item({"type": "file_search_call", "results": [{"score": NUMBER}]}),
        ),
        (OPENAI, "/v1/vector_stores", {"expires_after": {"days": NUMBER}}),
        (OPENAI, "/v1/vector_stores/v/search", {"query": "x", "max_num_results": float(NUMBER)}),
        (OPENAI, "/v1/batches", {"output_expires_after": {"seconds": NUMBER}}),
        (OPENAI, "/v1/threads/t/runs", {"truncation_strategy": {"last_messages": NUMBER}}),
    ],
)
def test_a_card_is_seen_and_may_not_change(codec: Codec, path: str, body: dict[str, Any]) -> None:
    operation = codec.route("POST", path, "")
    assert operation is not None
    payload = codec.read(operation, json.dumps(body).encode())
    assert [s.place for s in payload.segments if CARD in s.text] == [Place.FIXED]


@pytest.mark.parametrize(
    "body",
    [
        {"model": "publishers/google/models/gemini-2.5-flash-preview-05-20"},
        {"model": "projects/123456789012/locations/us-central1/endpoints/4222222222222222220"},
        _part({"functionCall": {"name": "", "id": "function-call-4111111111111111111"}}),
        _part({"functionCall": {"name": "", "id": "adk-0b9a1c2d-1111-4111-8111-111111111111"}}),
        _part({"thoughtSignature": "QUFB" * 20}),
    ],
)
def test_what_recipients_make_needs_no_look(body: dict[str, Any]) -> None:
    operation = GOOGLE.route("POST", GENERATE, "")
    assert operation is not None
    assert list(GOOGLE.read(operation, json.dumps(body).encode()).segments) == []


@pytest.mark.parametrize(
    ("codec", "path", "query"),
    [
        (OPENAI, "/v1/chat/completions", "order=Nadia%20Okonkwo"),
        (OPENAI, "/v1/chat/completions", "model=Nadia+Okonkwo"),
        (OPENAI, "/v1/chat/completions", "limit=N%C3%A4dia"),
        (GOOGLE, "/v1beta/cachedContents", "updateMask=Nadia%20Okonkwo"),
        (GOOGLE, "/v1beta/cachedContents", "pageToken=Nadia%2520Okonkwo"),
    ],
)
def test_parameters_of_the_protocol_are_no_sentences(codec: Codec, path: str, query: str) -> None:
    operation = codec.route("GET", path, query)
    assert operation is not None
    with pytest.raises(MalformedBodyError) as caught:
        codec.read_query(operation, query)
    assert caught.value.code == "invalid_query"
