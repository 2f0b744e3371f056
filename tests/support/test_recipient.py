"""The fake recipient speaks as recipients do: the official SDKs understand it, faults included."""

import asyncio
import json
from typing import Any

import aiohttp
import openai
import pytest

from tests.support import answers
from tests.support.answers import CutStream, Drop, Echo, EchoError, Hang, Status
from tests.support.clients import aiplatform_model, gemini_client, openai_client, vertex_client
from tests.support.recipient import FakeRecipient

TEXT = 'Dear PERSON_a7k2, "quoted" \\ \u20ac 😀 end'
TOOLS: list[dict[str, Any]] = [
    {"type": "function", "function": {"name": name, "parameters": {"type": "object"}}}
    for name in ("find", "send")
]


async def _ask(recipient: FakeRecipient, **more: Any) -> Any:
    client = openai_client(recipient.openai_url, "sk-test")
    messages = [{"role": "user", "content": TEXT}]
    return await client.chat.completions.create(model="m", messages=messages, **more)


async def _stream(recipient: FakeRecipient, **more: Any) -> list[Any]:
    return [chunk async for chunk in await _ask(recipient, stream=True, **more)]


def _text(chunks: list[Any], choice: int = 0) -> str:
    deltas = [one.delta.content for chunk in chunks for one in chunk.choices if one.index == choice]
    return "".join(delta for delta in deltas if delta)


async def test_it_echoes_and_remembers_with_the_ledger_as_it_stood() -> None:
    async with FakeRecipient(ledger_entries=lambda: 3) as recipient:
        answer = await _ask(recipient)
    assert answer.choices[0].message.content == TEXT
    assert recipient.last.ledger_entries == 3
    assert recipient.last.header("authorization") == "Bearer sk-test"
    assert b"PERSON_a7k2" in recipient.memory
    assert json.loads(recipient.last.body)["messages"][0]["content"] == TEXT


@pytest.mark.parametrize(
    "echo",
    [
        Echo(),
        Echo(writes=(1,)),
        Echo(writes=(7, 2, 31), crlf=True),
        Echo(ascii=True, delta=2),
        Echo(gzip=True, writes=(50,)),
    ],
    ids=["events", "bytes", "crlf", "ascii", "gzip"],
)
async def test_a_stream_is_understood_however_it_is_cut(echo: Echo) -> None:
    async with FakeRecipient(answer=echo) as recipient:
        chunks = await _stream(recipient, n=2, stream_options={"include_usage": True})
    assert _text(chunks) == _text(chunks, 1) == TEXT
    assert chunks[-1].usage.total_tokens > 0


async def test_pairs_of_surrogates_can_be_split() -> None:
    async with FakeRecipient(answer=Echo(delta=1)) as recipient:
        chunks = await _stream(recipient)
    text = _text(chunks)
    assert "\ud83d" in text
    assert text.encode("utf-16", "surrogatepass").decode("utf-16") == TEXT


async def test_parallel_tool_calls_come_interleaved_and_in_pieces() -> None:
    async with FakeRecipient() as recipient:
        chunks = await _stream(recipient, tools=TOOLS)
        whole = await _ask(recipient, tools=TOOLS)
    pieces = [
        call for one in chunks if one.choices for call in one.choices[0].delta.tool_calls or []
    ]
    order = [piece.index for piece in pieces]
    assert order[:4] == [0, 1, 0, 1]
    joined = "".join(piece.function.arguments for piece in pieces if piece.index == 1)
    assert json.loads(joined)["text"] == TEXT
    assert joined == whole.choices[0].message.tool_calls[1].function.arguments


@pytest.mark.parametrize("make", [gemini_client, vertex_client])
async def test_google_sdk_understands_it(make: Any) -> None:
    async with FakeRecipient(answer=Echo(writes=(3,))) as recipient:
        client = make(recipient.url, "key")
        models = client.aio.models
        whole = await models.generate_content(model="gemini-x", contents=TEXT)
        stream = await models.generate_content_stream(model="gemini-x", contents=TEXT)
        chunks = [chunk async for chunk in stream]
        counted = await models.count_tokens(model="gemini-x", contents=TEXT)
    assert whole.text == "".join(chunk.text or "" for chunk in chunks) == TEXT
    assert chunks[-1].candidates[0].content.parts[-1].thought_signature
    assert counted.total_tokens == 7
    assert [one.framing for one in recipient.heard] == ["whole", "sse", "whole"]


async def test_aiplatform_sdk_reads_its_array() -> None:
    async with FakeRecipient() as recipient:
        model = await asyncio.to_thread(aiplatform_model, recipient.url, "token", "gemini-x")
        chunks = await asyncio.to_thread(lambda: list(model.generate_content(TEXT, stream=True)))
    assert (
        "".join(part.text for chunk in chunks for part in chunk.candidates[0].content.parts) == TEXT
    )
    assert recipient.last.framing == "json_array"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Status(429), openai.RateLimitError),
        (Status(500), openai.InternalServerError),
        (answers.html(), openai.InternalServerError),
        (answers.malformed(), (json.JSONDecodeError, openai.APIError)),
        (EchoError(), openai.BadRequestError),
        (Drop(), openai.APIConnectionError),
    ],
    ids=["429", "500", "html", "malformed", "echo", "drop"],
)
async def test_faults_reach_the_sdk(fault: Any, error: Any) -> None:
    async with FakeRecipient() as recipient:
        recipient.script(fault)
        with pytest.raises(error) as caught:
            await _ask(recipient)
        assert (await _ask(recipient)).choices[0].message.content == TEXT
    if isinstance(fault, EchoError):
        assert "PERSON_a7k2" in str(caught.value)


@pytest.mark.parametrize("fault", [CutStream(), answers.error_event()], ids=["cut", "error event"])
async def test_streams_break(fault: Any) -> None:
    async with FakeRecipient() as recipient:
        recipient.script(fault)
        with pytest.raises((openai.APIError, Exception)) as caught:
            await _stream(recipient)
    assert "Error" in type(caught.value).__name__


async def test_a_huge_event_and_a_garbage_event_are_written() -> None:
    async with FakeRecipient() as recipient, aiohttp.ClientSession() as session:
        recipient.script(answers.huge_event(100_000), answers.garbage_event())
        for least, end in ((100_000, b"a"), (10, b"\n\n")):
            body = {"stream": True, "messages": [{"role": "user", "content": TEXT}]}
            async with session.post(f"{recipient.openai_url}/chat/completions", json=body) as got:
                data = await got.read()
            assert len(data) > least
            assert data.endswith(end)
            assert b"[DONE]" not in data


@pytest.mark.parametrize("after", [0, 2])
async def test_it_hangs_and_notices_when_the_caller_leaves(after: int) -> None:
    hang = Hang(after)
    async with FakeRecipient() as recipient:
        recipient.script(hang)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await _stream(recipient)
        await asyncio.wait_for(hang.gone.wait(), 2)


async def test_it_redirects() -> None:
    async with FakeRecipient() as recipient, aiohttp.ClientSession() as session:
        recipient.script(answers.redirect(f"{recipient.url}/elsewhere"))
        url = f"{recipient.openai_url}/chat/completions"
        async with session.post(url, json={}, allow_redirects=False) as got:
            assert got.status == 307


async def test_models_are_listed() -> None:
    async with FakeRecipient() as recipient:
        listed = await openai_client(recipient.openai_url, "k").models.list()
        client = gemini_client(recipient.url, "k")
        one = await client.aio.models.get(model="gemini-x")
    assert listed.data[0].id == "fake-recipient"
    assert one.name == "models/gemini-x"


async def test_an_unexpected_path_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="POST /v1/files"):
        async with FakeRecipient() as recipient, aiohttp.ClientSession() as session:
            await session.post(f"{recipient.openai_url}/files")


async def test_a_recipient_that_stopped_refuses_connections() -> None:
    async with FakeRecipient() as recipient:
        await recipient.stop()
        with pytest.raises(openai.APIConnectionError):
            await _ask(recipient)
