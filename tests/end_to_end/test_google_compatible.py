"""Google's OpenAI-compatible endpoints, with the real openai SDK."""

import base64
import json
from typing import Any

import openai
import pytest
from openai import providers

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House
from tests.support import clients
from tests.support.answers import Echo, EchoError, Status

GEMINI = "/v1beta/openai"
VERTEX = "/v1/projects/demo-project/locations/us-central1/endpoints/openapi"
OWN = "/v1beta1/projects/demo-project/locations/europe-west4/endpoints/4711"
SIGNATURE = base64.b64encode(bytes(range(256)) * 2).decode()
MODEL = "google/gemini-2.5-flash"


def _client(house: House, base: str) -> Any:
    return clients.openai_client(f"{house.google_url}{base}/", KEY)


@pytest.mark.parametrize("base", [GEMINI, VERTEX, OWN], ids=["gemini", "vertex", "endpoint"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_chat_completions(at_home: House, base: str, *, stream: bool) -> None:
    at_home.recipient.answer = Echo(delta=2)
    answer = await _client(at_home, base).chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": PROMPT}], stream=stream
    )
    if stream:
        said = "".join([chunk.choices[0].delta.content or "" async for chunk in answer])
    else:
        said = answer.choices[0].message.content
    assert said == PROMPT
    heard = at_home.recipient.last
    assert heard.path == f"{base}/chat/completions"
    assert heard.json["model"] == MODEL
    assert "PERSON_" in heard.json["messages"][0]["content"]
    opened = at_home.leaves("open")[0]["body"]
    assert opened["recipient"]["legal_name"] == "Recipient Two"
    await at_home.closed()


async def test_what_google_adds_is_walked_and_signatures_pass(at_home: House) -> None:
    call = {
        "id": "function-call-1", "type": "function",
        "function": {"name": "lookup", "arguments": json.dumps({"mail": PLANTED[1]})},
        "extra_content": {"google": {"thought_signature": SIGNATURE}},
    }  # fmt: skip
    messages = [
        {"role": "user", "content": PROMPT},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "function-call-1", "content": f"{PLANTED[0]} is known"},
    ]
    google = {
        "thinking_config": {"thinking_budget": 800, "include_thoughts": True},
        "safety_settings": [
            {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}
        ],
        "new_setting": f"for {PLANTED[0]}",
    }
    await _client(at_home, GEMINI).chat.completions.create(
        model="gemini-2.5-flash",
        messages=messages,
        reasoning_effort="low",
        extra_body={"extra_body": {"google": google}, "google": google},
    )
    heard = at_home.recipient.last.json
    assert heard["messages"][1]["tool_calls"][0]["extra_content"] == call["extra_content"]
    for sent in (heard["google"], heard["extra_body"]["google"]):
        assert sent["thinking_config"] == google["thinking_config"]
        assert sent["safety_settings"] == google["safety_settings"]
        assert sent["new_setting"].startswith("for PERSON_")


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_signatures_come_back_byte_for_byte(at_home: House, *, stream: bool) -> None:
    extra = {"google": {"thought_signature": SIGNATURE}}
    call = {"index": 0, "id": "c1", "type": "function", "extra_content": extra}
    call["function"] = {"name": "f", "arguments": '{"a": "b"}'}
    said = {"role": "assistant", "content": None, "tool_calls": [call], "extra_content": extra}
    head = {"id": "x", "object": "chat.completion", "created": 1, "model": "m"}
    key = "delta" if stream else "message"
    body = head | {"choices": [{"index": 0, key: said, "finish_reason": "tool_calls"}]}
    raw = json.dumps(body).encode()
    if stream:
        events = b"data: " + raw + b"\n\ndata: [DONE]\n\n"
        at_home.recipient.script(Status(200, events, "text/event-stream"))
    else:
        at_home.recipient.script(Status(200, raw))
    answer = await _client(at_home, GEMINI).chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=stream
    )
    first = await anext(aiter(answer)) if stream else answer
    message = getattr(first.choices[0], key)
    assert message.extra_content == extra
    assert message.tool_calls[0].extra_content == extra


@pytest.mark.parametrize("base", [GEMINI, VERTEX], ids=["gemini", "vertex"])
async def test_embeddings(at_home: House, base: str) -> None:
    answer = await _client(at_home, base).embeddings.create(
        model="gemini-embedding-001", input=[PROMPT, "nothing"], encoding_format="float"
    )
    assert len(answer.data) == 2
    assert at_home.recipient.last.path == f"{base}/embeddings"


async def _token() -> str:
    return KEY


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_openais_own_provider_for_vertex(at_home: House, *, stream: bool) -> None:
    base = "/v1/projects/demo-project/locations/global/publishers/openai/v1"
    provider = providers.vertex(base_url=at_home.google_url + base, token_provider=_token)
    client = openai.AsyncOpenAI(provider=provider, max_retries=0)
    answer = await client.responses.create(model="gpt-5", input=PROMPT, store=False, stream=stream)
    if stream:
        events = [event async for event in answer]
        said = "".join(each.delta for each in events if each.type == "response.output_text.delta")
        assert events[-1].response.output_text == PROMPT
    else:
        said = answer.output_text
    assert said == PROMPT
    heard = at_home.recipient.last
    assert heard.path == f"{base}/responses"
    assert "PERSON_" in heard.json["input"]


async def test_models(at_home: House) -> None:
    client = _client(at_home, GEMINI)
    assert [model.id async for model in client.models.list()] == ["fake-recipient"]
    assert (await client.models.retrieve("gemini-2.5-flash")).id == "gemini-2.5-flash"


async def test_refusals_and_errors_speak_openai(at_home: House) -> None:
    client = _client(at_home, GEMINI)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await client.chat.completions.create(
            model="m",
            messages=[{"role": "user", "content": "x"}],
            extra_headers={"x-privacy-purpose": "newsletter"},
        )
    assert refused.value.code == "consent_missing"
    cached = {"extra_body": {"google": {"cached_content": "cachedContents/abc"}}}
    with pytest.raises(openai.NotFoundError):
        await client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "x"}], extra_body=cached
        )
    with pytest.raises(openai.APIStatusError) as unknown:
        await client.files.list()
    assert "OpenAI-compatible" in unknown.value.message
    assert not at_home.recipient.heard


@pytest.mark.parametrize("listed", [False, True], ids=["object", "list"])
async def test_errors_of_the_recipient_are_restored(at_home: House, *, listed: bool) -> None:
    def answer(text: str) -> bytes:
        error = {"error": {"code": 400, "message": f"Bad: {text}", "status": "INVALID_ARGUMENT"}}
        return json.dumps([error] if listed else error).encode()

    at_home.recipient.script(_EchoAs(answer))
    with pytest.raises(openai.BadRequestError) as error:
        await _client(at_home, GEMINI).chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}]
        )
    assert "Nadia Okonkwo" in str(error.value)
    at_home.recipient.script(EchoError())
    with pytest.raises(openai.BadRequestError) as error:
        await _client(at_home, GEMINI).chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}]
        )
    assert error.value.code == "fake"
    assert "Nadia Okonkwo" in error.value.message


class _EchoAs:
    """Answers 400 with what a function makes of the text heard."""

    def __init__(self, make: Any) -> None:
        self._make = make

    async def give(self, heard: Any, request: Any) -> Any:
        return await Status(400, self._make(heard.last_text)).give(heard, request)


async def test_the_operators_key_goes_where_gemini_takes_it(at_home: House) -> None:
    await _client(at_home, GEMINI).chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}]
    )
    names = {name.lower() for name, _ in at_home.recipient.last.headers}
    assert not names & {"authorization", "x-goog-api-key"}, "the key of an application stays here"
