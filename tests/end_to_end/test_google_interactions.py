"""The Interactions API with the real SDKs: what is kept, streamed, called and resumed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.genai._gaos.lib.compat_errors import NotFoundError

from gateway.app import serving
from tests.end_to_end.conftest import PLANTED, PROMPT, House, house
from tests.support.interactions import SIGNATURE, Interactions

NAME = PLANTED[0]
MODEL = "gemini-test"
TOOL = {
    "type": "function",
    "name": "lookup",
    "description": f"Finds {NAME}",
    "parameters": {"type": "object", "properties": {"text": {"type": "string"}}},
}


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        running.recipient.keepers.append(Interactions())
        yield running
        await running.assert_nothing_escaped()


def _keeper(house: House) -> Interactions:
    (keeper,) = house.recipient.keepers
    assert isinstance(keeper, Interactions)
    return keeper


def _pseudonym(house: House) -> str:
    """The name as the recipient saw it first."""
    heard = json.dumps(house.recipient.heard[0].json, ensure_ascii=False)
    return "PERSON_" + heard.partition("PERSON_")[2][:4]


async def test_a_whole_answer_is_restored(keeping: House) -> None:
    client = keeping.gemini()
    made = await client.aio.interactions.create(
        model=MODEL, input=PROMPT, system_instruction=f"You serve {NAME}."
    )
    thought, output = made.steps
    assert thought.summary[0].text == f"Thinking of {PROMPT}"
    assert thought.signature == SIGNATURE
    assert output.content[0].text == PROMPT
    (cited,) = output.content[0].annotations
    assert (cited.start_index, cited.end_index) == (0, len(PROMPT))
    assert cited.title == f"About {PROMPT}"
    found = await client.aio.interactions.get(id=made.id, include_input=True)
    assert (found.input, found.system_instruction) == (PROMPT, f"You serve {NAME}.")


@pytest.mark.parametrize("writes", [(), (1,), (3, 50)], ids=["events", "bytes", "pieces"])
@pytest.mark.parametrize("delta", [1, 5])
async def test_a_stream_says_the_same(keeping: House, delta: int, writes: tuple[int, ...]) -> None:
    _keeper(keeping).delta, _keeper(keeping).writes = delta, writes
    client = keeping.gemini()
    stream = await client.aio.interactions.create(model=MODEL, input=PROMPT, stream=True)
    events = [event async for event in stream]
    deltas = [event.delta for event in events if event.event_type == "step.delta"]
    thought = "".join(d.content.text for d in deltas if d.type == "thought_summary")
    assert thought == f"Thinking of {PROMPT}"
    assert [d.signature for d in deltas if d.type == "thought_signature"] == [SIGNATURE]
    assert "".join(d.text for d in deltas if d.type == "text") == PROMPT
    assert events[0].event_type == "interaction.created"
    assert events[-1].event_type == "interaction.completed"


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
async def test_a_tool_loop(keeping: House, *, streamed: bool) -> None:
    client = keeping.gemini()
    asked = {"model": MODEL, "input": PROMPT, "tools": [TOOL], "stream": streamed}
    first = await client.aio.interactions.create(**asked)
    if streamed:
        events = [event async for event in first]
        pieces = [e.delta for e in events if e.event_type == "step.delta"]
        said = "".join(d.arguments for d in pieces if d.type == "arguments_delta")
        arguments, ident = json.loads(said), events[0].interaction.id
    else:
        arguments, ident = first.steps[-1].arguments, first.id
    assert arguments == {"text": PROMPT, "quoted": f'"{PROMPT}" \\ \u20ac\n'}
    answer = await client.aio.interactions.create(
        model=MODEL,
        previous_interaction_id=ident,
        tools=[TOOL],
        input=[
            {"type": "function_result", "call_id": "fc1", "name": "lookup",
             "result": {"found": f"{NAME} is known"}},
        ],
    )  # fmt: skip
    sent = keeping.recipient.last.json["input"][0]["result"]
    assert sent == {"found": f"{_pseudonym(keeping)} is known"}
    assert json.loads(answer.steps[-1].content[0].text) == {"found": f"{NAME} is known"}


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
async def test_a_later_interaction_knows_the_pseudonyms(keeping: House, *, streamed: bool) -> None:
    client = keeping.gemini()
    first = await client.aio.interactions.create(model=MODEL, input=PROMPT, stream=streamed)
    events = [event async for event in first] if streamed else []
    ident = events[0].interaction.id if streamed else first.id
    made = _pseudonym(keeping)
    _keeper(keeping).say = lambda _: f"It is {made}."
    later = await client.aio.interactions.create(
        model=MODEL, input="Who?", previous_interaction_id=ident
    )
    assert later.steps[-1].content[0].text == f"It is {NAME}."
    await client.aio.interactions.create(
        model=MODEL, input=f"Ask {NAME}.", previous_interaction_id=later.id
    )
    assert keeping.recipient.last.json["input"] == f"Ask {made}."


async def test_it_is_cancelled_deleted_and_gone(keeping: House) -> None:
    client = keeping.gemini()
    made = await client.aio.interactions.create(model=MODEL, input=PROMPT, background=True)
    assert (await client.aio.interactions.cancel(id=made.id)).steps[-1].content[0].text == PROMPT
    await client.aio.interactions.delete(id=made.id)
    heard = len(keeping.recipient.heard)
    with pytest.raises(NotFoundError):
        await client.aio.interactions.get(id=made.id)
    assert len(keeping.recipient.heard) == heard


async def test_nobody_else_finds_it(keeping: House) -> None:
    owner = keeping.gemini(**{"X-Privacy-Subject": "subject-1"})
    made = await owner.aio.interactions.create(model=MODEL, input=PROMPT)
    unstored = await owner.aio.interactions.create(model=MODEL, input=PROMPT, store=False)
    other = keeping.gemini(**{"X-Privacy-Subject": "subject-2"})
    heard = len(keeping.recipient.heard)
    calls = other.aio.interactions
    for call in (
        calls.get(id=made.id),
        calls.cancel(id=made.id),
        calls.delete(id=made.id),
        calls.create(model=MODEL, input="Who?", previous_interaction_id=made.id),
        owner.aio.interactions.get(id=unstored.id),
    ):
        with pytest.raises(NotFoundError):
            await call
    assert len(keeping.recipient.heard) == heard


async def test_a_restart_forgets_nothing(keeping: House) -> None:
    first = keeping.gemini()
    made = await first.aio.interactions.create(model=MODEL, input=PROMPT)
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log)
        client = again.gemini()
        found = await client.aio.interactions.get(id=made.id)
        assert found.steps[-1].content[0].text == PROMPT
        stream = await client.aio.interactions.get(id=made.id, stream=True)
        deltas = [e.delta async for e in stream if e.event_type == "step.delta"]
    assert "".join(d.text for d in deltas if d.type == "text") == PROMPT


async def test_a_stream_goes_on_where_it_broke_off_wherever_that_is(keeping: House) -> None:
    client = keeping.gemini()
    made = await client.aio.interactions.create(model=MODEL, input=PROMPT)
    stream = await client.aio.interactions.get(id=made.id, stream=True)
    whole = [_told(event) async for event in stream]
    known = [at for at, (ident, _) in enumerate(whole) if ident]
    for at in known[1:-1:5]:
        stream = await client.aio.interactions.get(
            id=made.id, stream=True, last_event_id=whole[at][0]
        )
        rest = [_told(event) async for event in stream]
        assert whole[: at + 1] + rest == whole
        assert "last_event_id" not in keeping.recipient.last.query


def _told(event: Any) -> tuple[str | None, str]:
    delta = getattr(event, "delta", None)
    return event.event_id, delta.model_dump_json() if delta else event.event_type
