"""Assistants, threads and vector stores with the official SDK: nothing leaves, all comes back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.end_to_end.conftest import OTHER_KEY, PLANTED, PROMPT, House, house
from tests.support.assistants import Threads, VectorStores

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NAME, MAIL = PLANTED[0], PLANTED[1]
OWNER = f"The account owner is {NAME}."
FUNCTION = {
    "type": "function",
    "function": {"name": "lookup", "description": f"Finds {NAME}.", "parameters": {}},
}


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, stores=True) as running:
        running.recipient.keepers += [Threads(), VectorStores()]
        yield running
        await running.assert_nothing_escaped()


def _beta(house: House, **options: Any) -> Any:
    return house.openai(**options).beta


async def _assistant(house: House, **more: Any) -> Any:
    return await _beta(house).assistants.create(
        model="gpt-test", instructions=OWNER, name=f"Help for {MAIL}", **more
    )


async def test_assistants_come_back_as_they_were_made(kept: House) -> None:
    made = await _assistant(kept, metadata={"owner": MAIL})
    assert (made.instructions, made.name, made.metadata) == (
        OWNER, f"Help for {MAIL}", {"owner": MAIL},
    )  # fmt: skip
    assistants = _beta(kept).assistants
    assert (await assistants.retrieve(made.id)).instructions == OWNER
    changed = await assistants.update(made.id, instructions=f"Ask {MAIL} or {NAME}.")
    assert changed.instructions == f"Ask {MAIL} or {NAME}."
    assert [one.instructions async for one in assistants.list()] == [changed.instructions]
    assert (await assistants.delete(made.id)).deleted
    with pytest.raises(openai.NotFoundError):
        await assistants.retrieve(made.id)


@pytest.mark.parametrize("writes", [0, 1, 7], ids=["events", "bytes", "sevens"])
async def test_a_run_is_streamed_with_the_originals(kept: House, writes: int) -> None:
    kept.recipient.keepers[0].writes = writes  # type: ignore[attr-defined]
    assistant = await _assistant(kept)
    threads = _beta(kept).threads
    thread = await threads.create(messages=[{"role": "user", "content": PROMPT}])
    stream = await threads.runs.create(thread.id, assistant_id=assistant.id, stream=True)
    said, whole = "", ""
    async for event in stream:
        if event.event == "thread.message.delta":
            said += event.data.delta.content[0].text.value
        if event.event == "thread.message.completed":
            text = event.data.content[0].text
            whole = text.value
            assert whole[text.annotations[0].start_index :] == "said"
    assert said == whole == f"{PROMPT} {OWNER} said"
    listed = [one async for one in threads.messages.list(thread.id)]
    assert [one.content[0].text.value for one in listed] == [whole, PROMPT]


async def test_tools_get_the_originals_and_their_results_are_pseudonymised(kept: House) -> None:
    assistant = await _assistant(kept, tools=[FUNCTION])
    threads = _beta(kept).threads
    thread = await threads.create(messages=[{"role": "user", "content": PROMPT}])
    stream = await threads.runs.create(thread.id, assistant_id=assistant.id, stream=True)
    pieces, run = "", None
    async for event in stream:
        if event.event == "thread.run.step.delta":
            pieces += event.data.delta.step_details.tool_calls[0].function.arguments
        if event.event == "thread.run.requires_action":
            run = event.data
    assert run is not None
    call = run.required_action.submit_tool_outputs.tool_calls[0]
    assert pieces == call.function.arguments
    assert PROMPT in pieces
    steps = [one async for one in threads.runs.steps.list(run.id, thread_id=thread.id)]
    assert steps[0].step_details.tool_calls[0].function.arguments == pieces
    result = {"tool_call_id": call.id, "output": f"{NAME} owes 5 EUR"}
    ended = await threads.runs.submit_tool_outputs(
        run.id, thread_id=thread.id, tool_outputs=[result], stream=True
    )
    last = [e.data async for e in ended if e.event == "thread.message.completed"]
    assert last[0].content[0].text.value == f"It says {NAME} owes 5 EUR"


async def test_a_thread_that_is_made_with_its_run_is_known_later(kept: House) -> None:
    assistant = await _assistant(kept)
    threads = _beta(kept).threads
    stream = await threads.create_and_run(
        assistant_id=assistant.id, stream=True,
        thread={"messages": [{"role": "user", "content": PROMPT}]},
    )  # fmt: skip
    created = [event.data async for event in stream if event.event == "thread.created"]
    (made,) = created
    message = await threads.messages.create(made.id, role="user", content=f"And {NAME}?")
    assert message.content[0].text.value == f"And {NAME}?"
    first, second = (one["content"][0]["text"]["value"] for one in _said(kept, made.id)[::2])
    assert next(w for w in first.split() if "PERSON_" in w).rstrip(",") in second


def _said(house: House, thread: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = house.recipient.keepers[0].threads[thread]  # type: ignore[attr-defined]
    return said


async def test_what_is_sought_has_the_pseudonym_of_what_is_stored(kept: House) -> None:
    stores = kept.openai().vector_stores
    store = await stores.create(name=f"CRM of {NAME}", metadata={"owner": MAIL})
    assert (store.name, store.metadata) == (f"CRM of {NAME}", {"owner": MAIL})
    found = [hit async for hit in stores.search(store.id, query=NAME)]
    assert found[0].content[0].text == f"CRM of {NAME}"
    assert [one.name async for one in stores.list()] == [f"CRM of {NAME}"]
    assert (await stores.update(store.id, name=f"{MAIL}")).name == MAIL
    await stores.delete(store.id)
    with pytest.raises(openai.NotFoundError):
        await stores.retrieve(store.id)


async def test_lists_leave_out_what_others_made(kept: House) -> None:
    await kept.openai().vector_stores.create(name=f"CRM of {NAME}")
    others = kept.openai(OTHER_KEY).vector_stores
    assert [one async for one in others.list()] == []
    headers = {"X-Privacy-Subject": "somebody"}
    assert [one async for one in kept.openai().vector_stores.list(extra_headers=headers)] == []
