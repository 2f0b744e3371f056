import json
from typing import Any

import aiohttp
import openai
import pytest

from gateway.demo.loopback import PortTaken
from gateway.demo.memory import Memory
from gateway.demo.openai_recipient import MODEL, serving
from tests.support.clients import openai_client

HELLO: list[dict[str, Any]] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": [{"type": "text", "text": "I am PERSON_a7k2, EMAIL_q9w4."}]},
]
TOOL = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "Find the order of a customer.",
        "parameters": {
            "type": "object",
            "properties": {"customer": {"type": "string"}, "note": {"type": "string"}},
        },
    },
}
FIND = [{"role": "user", "content": 'Find the "last" order of both PERSON_a7k2 and PERSON_m4x8.'}]


async def _ask(url: str, messages: Any, **more: Any) -> Any:
    client = openai_client(f"{url}/v1", "sk-demo")
    return await client.chat.completions.create(model="any", messages=messages, **more)


async def _chunks(url: str, messages: Any, **more: Any) -> list[Any]:
    return [chunk async for chunk in await _ask(url, messages, stream=True, **more)]


async def test_it_answers_and_says_that_it_is_a_demo() -> None:
    memory = Memory()
    async with serving(memory, delay=0) as url:
        answer = await _ask(url, HELLO, n=2)
    assert [one.message.content[:18] for one in answer.choices] == ["Hello PERSON_a7k2!"] * 2
    assert answer.model == MODEL
    assert "not_a_language_model" in answer.system_fingerprint
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert memory.last is not None
    assert memory.last.json["messages"] == HELLO
    assert memory.last.said == [answer.choices[0].message.content]


async def test_a_stream_is_the_whole_answer_in_pieces_that_cut_pseudonyms() -> None:
    async with serving(Memory(), delay=0) as url:
        whole = await _ask(url, HELLO)
        chunks = await _chunks(url, HELLO, n=2, stream_options={"include_usage": True})
    for index in (0, 1):
        own = [one for chunk in chunks for one in chunk.choices if one.index == index]
        pieces = [one.delta.content or "" for one in own]
        assert "".join(pieces) == whole.choices[0].message.content
        assert not any("PERSON_a7k2" in piece for piece in pieces)
        assert own[-1].finish_reason == "stop"
    assert chunks[-1].usage == whole.usage


async def test_parallel_tool_calls_come_in_pieces() -> None:
    async with serving(Memory(), delay=0) as url:
        whole = await _ask(url, FIND, tools=[TOOL])
        chunks = await _chunks(url, FIND, tools=[TOOL])
    for index, call in enumerate(whole.choices[0].message.tool_calls):
        deltas = [
            piece
            for chunk in chunks
            for piece in chunk.choices[0].delta.tool_calls or []
            if piece.index == index
        ]
        assert deltas[0].function.name == "find_order"
        pieces = [piece.function.arguments for piece in deltas]
        assert "".join(pieces) == call.function.arguments
        assert not any(r"\u201c" in piece for piece in pieces)
        assert "PERSON_" in json.loads(call.function.arguments)["customer"]
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


async def test_the_tool_result_is_told() -> None:
    async with serving(Memory(), delay=0) as url:
        first = (await _ask(url, FIND, tools=[TOOL])).choices[0].message
        result = [
            {"role": "tool", "tool_call_id": call.id, "content": '{"status": "sent"}'}
            for call in first.tool_calls
        ]
        answer = await _ask(
            url, [*FIND, first.model_dump(exclude_none=True), *result], tools=[TOOL]
        )
    assert "status is sent" in answer.choices[0].message.content


async def test_tool_choice_is_obeyed() -> None:
    named = {"type": "function", "function": {"name": "find_order"}}
    async with serving(Memory(), delay=0) as url:
        forced = await _ask(url, HELLO, tools=[TOOL], tool_choice=named)
        never = await _ask(url, FIND, tools=[TOOL], tool_choice="none")
    assert forced.choices[0].message.tool_calls[0].function.name == "find_order"
    assert never.choices[0].message.tool_calls is None


async def test_structured_output_and_logprobs() -> None:
    schema = {"type": "object", "properties": {"email": {"type": "string"}}}
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    async with serving(Memory(), delay=0) as url:
        answer = await _ask(url, HELLO, response_format=wanted, logprobs=True, top_logprobs=2)
        free = await _ask(url, HELLO, response_format={"type": "json_object"})
    choice = answer.choices[0]
    assert json.loads(choice.message.content) == {"email": "EMAIL_q9w4"}
    assert "".join(one.token for one in choice.logprobs.content) == choice.message.content
    assert choice.logprobs.content[0].top_logprobs[0].token == choice.logprobs.content[0].token
    assert "answer" in json.loads(free.choices[0].message.content)


async def test_models_and_errors() -> None:
    async with serving(Memory(), delay=0) as url:
        client = openai_client(f"{url}/v1", "sk-demo")
        assert [one.id for one in (await client.models.list()).data] == [MODEL]
        assert (await client.models.retrieve("gpt-x")).id == "gpt-x"
        with pytest.raises(openai.BadRequestError):
            await _ask(url, [])
        with pytest.raises(openai.NotFoundError):
            await client.embeddings.create(model="x", input="y")


async def test_every_answer_is_marked() -> None:
    async with serving(Memory(), delay=0) as url, aiohttp.ClientSession() as session:
        for stream in (True, False):
            body = {"messages": HELLO, "stream": stream}
            async with session.post(f"{url}/v1/chat/completions", json=body) as got:
                assert got.headers["x-demo-recipient"] == "not a language model"
        async with session.get(f"{url}/v1/models") as got:
            assert got.headers["x-demo-recipient"] == "not a language model"


async def test_a_taken_port_is_named() -> None:
    async with serving(Memory()) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(PortTaken) as caught:
            async with serving(Memory(), port):
                pass
    assert caught.value.port == port


async def test_only_the_last_requests_are_remembered() -> None:
    memory = Memory(size=2)
    async with serving(memory, delay=0) as url:
        for number in range(3):
            await _ask(url, [{"role": "user", "content": str(number)}])
    assert [one.json["messages"][0]["content"] for one in memory.exchanges] == ["1", "2"]


async def test_other_endpoints_are_answered_in_the_dialect() -> None:
    async with serving(Memory(), delay=0) as url:
        client = openai_client(f"{url}/v1", "sk-demo")
        with pytest.raises(openai.NotFoundError, match="chat completions and models only"):
            await client.embeddings.create(model="any", input="Hello.")
