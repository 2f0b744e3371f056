"""The official openai SDK, unchanged but for base URL and key."""

import json

import pytest

from tests.end_to_end.conftest import PLANTED, PROMPT, House
from tests.support.answers import Echo
from tests.support.planted import assert_present

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": "Find a customer, e.g. Nadia Okonkwo.",
            "parameters": {"type": "object", "properties": {"text": {"type": "string"}}},
        },
    }
    for name in ("lookup_customer", "send_mail")
]


async def _ask(house: House, **options: object) -> object:
    messages = [{"role": "user", "content": PROMPT}]
    return await house.openai().chat.completions.create(
        **{"model": "gpt-test", "messages": messages} | options
    )


async def test_an_answer_comes_back_with_the_originals(at_home: House) -> None:
    answer = await _ask(at_home)
    assert answer.choices[0].message.content == PROMPT
    heard = at_home.recipient.last.json
    assert heard["store"] is False
    assert "PERSON_" in heard["messages"][0]["content"]


@pytest.mark.parametrize("writes", [(), (1,), (3, 7, 2)], ids=["events", "bytes", "odd"])
@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
async def test_a_stream_comes_back_with_the_originals(
    at_home: House, writes: tuple[int, ...], crlf: bool
) -> None:
    at_home.recipient.answer = Echo(writes=writes, crlf=crlf, delta=1, say=lambda t: t + " 😀 ok")
    stream = await _ask(at_home, stream=True, n=2, stream_options={"include_usage": True})
    texts: dict[int, str] = {}
    async for chunk in stream:
        for choice in chunk.choices:
            texts[choice.index] = texts.get(choice.index, "") + (choice.delta.content or "")
    assert texts == {0: PROMPT + " 😀 ok", 1: PROMPT + " 😀 ok"}


@pytest.mark.parametrize("stream", [False, True])
async def test_parallel_tool_calls_get_the_originals_in_their_arguments(
    at_home: House, stream: bool
) -> None:
    at_home.recipient.answer = Echo(writes=(5,), delta=3)
    answer = await _ask(at_home, tools=TOOLS, stream=stream)
    arguments: dict[int, str] = {}
    if stream:
        async for chunk in answer:
            for call in (chunk.choices[0].delta.tool_calls if chunk.choices else None) or ():
                so_far = arguments.get(call.index, "")
                arguments[call.index] = so_far + (call.function.arguments or "")
    else:
        calls = answer.choices[0].message.tool_calls
        arguments = {index: call.function.arguments for index, call in enumerate(calls)}
    assert len(arguments) == 2
    for text in arguments.values():
        decoded = json.loads(text)
        assert decoded["text"] == PROMPT
        assert decoded["quoted"].startswith(f'"{PROMPT}"')


async def test_a_conversation_keeps_its_pseudonyms(at_home: House) -> None:
    first = [{"role": "user", "content": PROMPT}]
    client = at_home.openai()
    answer = await client.chat.completions.create(model="gpt-test", messages=first)
    second = [
        *first,
        {"role": "assistant", "content": answer.choices[0].message.content},
        {"role": "user", "content": "Now write to nadia.okonkwo@posteo.example again."},
    ]
    again = await client.chat.completions.create(model="gpt-test", messages=second)
    one, two = at_home.recipient.heard
    assert two.json["messages"][0] == one.json["messages"][0]
    assert again.choices[0].message.content == second[-1]["content"]
    assert "EMAIL_" in two.json["messages"][2]["content"]


async def test_tool_results_are_pseudonymised(at_home: House) -> None:
    call = {"id": "c1", "type": "function", "function": {
        "name": "lookup_customer", "arguments": json.dumps({"name": "Nadia Okonkwo", "n": 2**62}),
    }}  # fmt: skip
    messages = [
        {"role": "user", "content": "Find her."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": json.dumps({"email": PLANTED[1]})},
    ]
    answer = await at_home.openai().chat.completions.create(
        model="gpt-test", messages=messages, tools=TOOLS
    )
    assert PLANTED[1] in answer.choices[0].message.content
    sent = at_home.recipient.last.json["messages"][1]["tool_calls"][0]["function"]["arguments"]
    assert str(2**62) in sent


async def test_log_probabilities_do_not_tell(at_home: House) -> None:
    answer = await _ask(at_home, logprobs=True, top_logprobs=2)
    assert answer.choices[0].message.content == PROMPT
    assert answer.choices[0].logprobs is None


async def test_models_are_listed(at_home: House) -> None:
    models = await at_home.openai().models.list()
    assert [model.id for model in models.data]


async def test_the_entry_tells_who_what_why(at_home: House) -> None:
    raw = await at_home.openai().chat.completions.with_raw_response.create(
        model="gpt-test",
        messages=[{"role": "user", "content": PROMPT}],
        extra_headers={"x-privacy-subject": "customer-4711"},
    )
    assert raw.headers["x-privacy-disclosure"].startswith("dsc_")
    closed = await at_home.closed()
    opened = at_home.leaves("open")[0]["body"]
    assert opened["purpose"] == "support"
    assert opened["legal_basis"] == "contract"
    assert opened["recipient"]["legal_name"] == "Recipient One"
    assert opened["instructions"] == {"store": False}
    found = {entity: (action, count) for entity, action, count in opened["entities"]}
    assert found["EMAIL_ADDRESS"] == ("pseudonymise", 1)
    assert found["CREDIT_CARD"] == ("pseudonymise", 1)
    assert closed[0]["body"]["outcome"] == "ok"
    assert closed[0]["body"]["restored"]["EMAIL_ADDRESS"] == 1
    await at_home.assert_nothing_escaped(("customer-4711",))


async def test_the_search_would_find_what_escapes(at_home: House) -> None:
    await _ask(at_home)
    assert_present(PLANTED[1:2], PROMPT.encode())
