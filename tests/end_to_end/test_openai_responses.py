"""The official openai SDK's `responses`, unchanged but for base URL and key."""

import json
from collections import defaultdict
from typing import Any

import openai
import pydantic
import pytest

from tests.end_to_end.conftest import PLANTED, PROMPT, House
from tests.support.answers import CutStream, Echo, EchoError

FUNCTION = {
    "type": "function",
    "name": "lookup_customer",
    "description": "Find a customer, e.g. Nadia Okonkwo.",
    "strict": False,
    "parameters": {
        "type": "object",
        "properties": {"text": {"type": "string", "description": "nadia.okonkwo@posteo.example"}},
    },
}
CUSTOM = {"type": "custom", "name": "run_query", "description": "Runs SQL."}


class Customer(pydantic.BaseModel):
    """What structured output is asked for."""

    about: str


async def _ask(house: House, **options: Any) -> Any:
    return await house.openai().responses.create(**{"model": "gpt-test", "input": PROMPT} | options)


async def test_an_answer_comes_back_with_the_originals_and_its_echoes(at_home: House) -> None:
    at_home.recipient.answer = Echo(calls=False)
    answer = await _ask(
        at_home,
        instructions="The account owner is Nadia Okonkwo.",
        metadata={"customer": PLANTED[1], PLANTED[1]: "x"},
        tools=[FUNCTION],
        tool_choice="none",
        user=PLANTED[1],
        reasoning={"effort": "low"},
    )
    heard = at_home.recipient.last.json
    assert heard["store"] is False
    assert "PERSON_" in heard["input"]
    assert answer.output_text == PROMPT
    assert answer.instructions == "The account owner is Nadia Okonkwo."
    assert answer.metadata == {"customer": PLANTED[1], PLANTED[1]: "x"}
    assert answer.tools[0].description == FUNCTION["description"]
    assert answer.tools[0].parameters == FUNCTION["parameters"]
    assert answer.user == PLANTED[1]
    assert answer.output[0].encrypted_content == "gAAAAABfakeSealedReasoning=="


async def test_text_reasoning_and_citations_come_back(at_home: House) -> None:
    answer = await _ask(at_home, reasoning={"effort": "low"}, tools=[{"type": "web_search"}])
    reasoning, message = answer.output
    assert reasoning.summary[0].text == f"Asked: {PROMPT}"
    assert answer.output_text == PROMPT
    (citation,) = message.content[0].annotations
    assert citation.title == PROMPT
    assert PROMPT[citation.start_index : citation.end_index] == "DE89 3704 0044 0532 0130 00."


@pytest.mark.parametrize("writes", [(), (1,), (3, 7, 2)], ids=["events", "bytes", "odd"])
@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
async def test_every_done_equals_the_sum_of_its_deltas(
    at_home: House, writes: tuple[int, ...], crlf: bool
) -> None:
    at_home.recipient.answer = Echo(writes=writes, crlf=crlf, delta=1, say=lambda t: t + " 😀 ok")
    stream = await _ask(
        at_home, stream=True, reasoning={"effort": "low"}, tools=[{"type": "web_search"}],
        instructions="Write to Nadia Okonkwo.",
    )  # fmt: skip
    sums: dict[str, str] = defaultdict(str)
    done: dict[str, str] = {}
    numbers, final = [], None
    async for event in stream:
        numbers.append(event.sequence_number)
        if event.type.endswith(".delta"):
            sums[event.type.removesuffix(".delta")] += event.delta
        elif event.type.endswith("text.done"):
            done[event.type.removesuffix(".done")] = event.text
        elif event.type == "response.created":
            assert event.response.instructions == "Write to Nadia Okonkwo."
        elif event.type == "response.completed":
            final = event.response
    expected = PROMPT + " 😀 ok"
    assert sums == done == {
        "response.output_text": expected,
        "response.reasoning_summary_text": f"Asked: {expected}",
    }  # fmt: skip
    assert numbers == sorted(numbers)
    assert final is not None
    assert final.output_text == expected
    (citation,) = final.output[1].content[0].annotations
    assert expected[citation.start_index : citation.end_index] == "ok"


@pytest.mark.parametrize("tail", ["", " Nadia", " PERSON_"], ids=["plain", "name", "half"])
async def test_the_stream_helper_accumulates(at_home: House, tail: str) -> None:
    at_home.recipient.answer = Echo(
        writes=(5,), delta=3, say=lambda t: f"About {t[5:].split(',')[0]}{tail}"
    )
    client = at_home.openai()
    async with client.responses.stream(model="gpt-test", input=PROMPT) as stream:
        snapshots = [e.snapshot async for e in stream if e.type == "response.output_text.delta"]
        final = await stream.get_final_response()
    assert snapshots[-1] == final.output_text
    assert final.output_text == f"About Nadia Okonkwo{tail}"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_tools_get_the_originals_and_their_results_are_pseudonymised(
    at_home: House, stream: bool
) -> None:
    at_home.recipient.answer = Echo(writes=(5,), delta=3)
    client = at_home.openai()
    request: dict[str, Any] = {"model": "gpt-test", "tools": [FUNCTION, CUSTOM]}
    asked = [{"role": "user", "content": PROMPT}]
    if stream:
        async with client.responses.stream(input=asked, **request) as events:
            async for event in events:
                if event.type == "response.function_call_arguments.delta":
                    snapshot = event.snapshot
            answer = await events.get_final_response()
        assert json.loads(snapshot)["text"] == PROMPT
    else:
        answer = await client.responses.create(input=asked, **request)
    call, query = answer.output
    arguments = json.loads(call.arguments)
    assert arguments["text"] == PROMPT
    assert arguments["quoted"].startswith(f'"{PROMPT}"')
    assert query.input == PROMPT
    results = [
        {"type": "custom_tool_call_output", "call_id": query.call_id, "output": PLANTED[3]},
        {
            "type": "function_call_output",
            "call_id": call.call_id,
            "output": json.dumps({"email": PLANTED[1], "n": 2**60}),
        },
    ]
    said = [item.to_dict() for item in answer.output]
    again = await client.responses.create(input=[*asked, *said, *results], **request)
    assert json.loads(again.output_text) == {"email": PLANTED[1], "n": 2**60}
    first, second = at_home.recipient.heard
    assert second.json["input"][0] == first.json["input"][0]


async def test_structured_output_is_json_whatever_stands_in_it(at_home: House) -> None:
    name = 'Nadia "Nana" Okonkwo'
    at_home.recipient.answer = Echo(
        writes=(4,), delta=2, say=lambda t: json.dumps({"about": t.removeprefix("About ")})
    )
    client = at_home.openai()
    async with client.responses.stream(
        model="gpt-test", input=f"About {PLANTED[1]} {name}", text_format=Customer
    ) as stream:
        final = await stream.get_final_response()
    assert final.output_parsed.about == f"{PLANTED[1]} {name}"
    parsed = await client.responses.parse(
        model="gpt-test", input=f"About {PLANTED[1]} {name}", text_format=Customer
    )
    assert parsed.output_parsed.about == f"{PLANTED[1]} {name}"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_log_probabilities_do_not_tell(at_home: House, stream: bool) -> None:
    answer = await _ask(
        at_home, stream=stream, top_logprobs=2, include=["message.output_text.logprobs"]
    )
    if not stream:
        assert answer.output[0].content[0].logprobs == []
        return
    seen = [event async for event in answer]
    assert all(event.logprobs == [] for event in seen if event.type.startswith("response.output_t"))
    assert seen[-1].response.output[0].content[0].logprobs == []


async def test_tokens_are_counted(at_home: House) -> None:
    client = at_home.openai()
    counted = await client.responses.input_tokens.count(
        model="gpt-test", input=PROMPT, instructions=f"Write to {PLANTED[1]}"
    )
    assert counted.input_tokens == 7
    assert "store" not in at_home.recipient.last.json


async def test_one_conversation_keeps_its_pseudonyms_however_it_is_written(
    at_home: House,
) -> None:
    await _ask(at_home)
    part = {"type": "input_text", "text": PROMPT}
    items = [{"type": "message", "role": "user", "content": [part]}]
    await _ask(at_home, input=items, instructions="Be kind.")
    one, two = at_home.recipient.heard
    assert two.json["input"][0]["content"][0]["text"] == one.json["input"]


@pytest.mark.parametrize(
    "state",
    [
        {"previous_response_id": "resp_1"},
        {"conversation": "conv_1"},
        {"input": [{"type": "item_reference", "id": "msg_1"}]},
    ],
    ids=["previous", "conversation", "reference"],
)
async def test_what_was_not_made_here_is_refused_with_advice(
    at_home: House, state: dict[str, Any]
) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        await _ask(at_home, **state)
    assert caught.value.code == "state_unknown"
    assert not at_home.recipient.heard


async def test_remote_servers_are_refused_unless_policy_names_them(at_home: House) -> None:
    server = {"type": "mcp", "server_label": "crm", "server_url": "https://crm.example/mcp"}
    with pytest.raises(openai.PermissionDeniedError) as caught:
        await _ask(at_home, tools=[server])
    assert "mcp" in caught.value.message
    assert not at_home.recipient.heard


async def test_a_broken_stream_raises(at_home: House) -> None:
    at_home.recipient.script(CutStream(after=8, clean=True))
    stream = await _ask(at_home, stream=True)
    with pytest.raises(openai.APIError):
        async for _event in stream:
            pass
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "upstream_truncated"


async def test_an_error_that_quotes_the_prompt_is_restored(at_home: House) -> None:
    at_home.recipient.script(EchoError())
    with pytest.raises(openai.BadRequestError) as caught:
        await _ask(at_home)
    assert PROMPT in caught.value.message
