import asyncio
import base64
from typing import Any

import aiohttp
import pytest
from google.genai import types

from gateway.demo.google_recipient import MODEL, SIGNATURE, serving
from gateway.demo.memory import Memory
from tests.support.clients import aiplatform_model, gemini_client, vertex_client

HELLO = "I am PERSON_a7k2, write to EMAIL_q9w4."
FIND = "Find the last order of PERSON_a7k2."
TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="find_order",
            description="Find the order of a customer.",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={"customer": types.Schema(type=types.Type.STRING)},
            ),
        )
    ]
)
CLIENTS = [
    (gemini_client, "v1beta"),
    (gemini_client, "v1"),
    (vertex_client, "v1beta1"),
    (vertex_client, "v1"),
]


@pytest.mark.parametrize(("make", "version"), CLIENTS)
async def test_whole_and_streamed_answers_agree(make: Any, version: str) -> None:
    memory = Memory()
    async with serving(memory, delay=0) as url:
        client = make(url, "key", version=version)
        whole = await client.aio.models.generate_content(model="gemini-x", contents=HELLO)
        stream = await client.aio.models.generate_content_stream(model="gemini-x", contents=HELLO)
        chunks = [chunk async for chunk in stream]
        counted = await client.aio.models.count_tokens(model="gemini-x", contents=HELLO)
    assert whole.text.startswith("Hello PERSON_a7k2! I am a demo recipient")
    pieces = [chunk.text or "" for chunk in chunks]
    assert "".join(pieces) == whole.text
    assert not any("PERSON_a7k2" in piece for piece in pieces)
    signature = base64.b64decode(SIGNATURE)
    assert whole.candidates[0].content.parts[-1].thought_signature == signature
    assert chunks[-1].candidates[0].content.parts[-1].thought_signature == signature
    assert whole.model_version == MODEL
    assert counted.total_tokens == whole.usage_metadata.prompt_token_count > 0
    assert [one.said for one in memory.exchanges] == [[whole.text], [whole.text], []]


async def test_a_function_is_called_and_its_result_told() -> None:
    async with serving(Memory(), delay=0) as url:
        client = gemini_client(url, "key")
        settings = types.GenerateContentConfig(
            tools=[TOOL], automatic_function_calling={"disable": True}
        )
        chat = client.aio.chats.create(model="gemini-x", config=settings)
        first = await chat.send_message(FIND)
        (call,) = first.function_calls
        result = types.Part.from_function_response(name=call.name, response={"status": "sent"})
        second = await chat.send_message(result)
    assert (call.name, call.args) == ("find_order", {"customer": "PERSON_a7k2"})
    assert "status is sent" in second.text


async def test_modes_schema_and_candidates() -> None:
    schema = {"type": "OBJECT", "properties": {"email": {"type": "STRING"}}}
    async with serving(Memory(), delay=0) as url:
        client = gemini_client(url, "key")

        async def ask(**settings: Any) -> Any:
            return await client.aio.models.generate_content(
                model="m", contents=HELLO, config=types.GenerateContentConfig(**settings)
            )

        structured = await ask(response_mime_type="application/json", response_schema=schema)
        several = await ask(candidate_count=2)
        forced = await ask(
            tools=[TOOL],
            tool_config={"function_calling_config": {"mode": "ANY"}},
            automatic_function_calling={"disable": True},
        )
    assert structured.parsed == {"email": "EMAIL_q9w4"}
    assert len(several.candidates) == 2
    assert forced.function_calls[0].name == "find_order"


async def test_google_cloud_aiplatform_reads_it() -> None:
    async with serving(Memory(), delay=0) as url:
        model = await asyncio.to_thread(aiplatform_model, url, "token", "gemini-x")
        whole = await asyncio.to_thread(model.generate_content, HELLO)
        chunks = await asyncio.to_thread(lambda: list(model.generate_content(HELLO, stream=True)))
        called = await asyncio.to_thread(_call_with_aiplatform, model)
    text = "".join(part.text for one in chunks for part in one.candidates[0].content.parts)
    assert text == whole.text
    assert called == {"customer": "PERSON_a7k2"}


def _call_with_aiplatform(model: Any) -> dict[str, Any]:
    from vertexai.generative_models import FunctionDeclaration  # noqa: PLC0415 - costs seconds
    from vertexai.generative_models import Tool as VertexTool  # noqa: PLC0415 - costs seconds

    schema = {"type": "object", "properties": {"customer": {"type": "string"}}}
    declared = FunctionDeclaration(name="find_order", description="Find it.", parameters=schema)
    tool = VertexTool(function_declarations=[declared])
    answer = model.generate_content(FIND, tools=[tool])
    return dict(answer.candidates[0].content.parts[0].function_call.args)


async def test_models_marks_and_errors() -> None:
    async with serving(Memory(), delay=0) as url, aiohttp.ClientSession() as session:
        client = gemini_client(url, "key")
        listed = [one.name async for one in await client.aio.models.list()]
        assert listed == [f"models/{MODEL}"]
        assert (await client.aio.models.get(model="gemini-x")).name == "models/gemini-x"
        async with session.post(f"{url}/v1/models/m:generateContent", json={}) as got:
            assert got.status == 400
        target = f"{url}/v1/models/m:streamGenerateContent"
        async with session.post(target, json={"contents": [{"parts": [{"text": "x"}]}]}) as got:
            assert got.headers["x-demo-recipient"] == "not a language model"
            assert isinstance(await got.json(), list)
