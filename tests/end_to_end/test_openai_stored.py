"""What OpenAI keeps: responses, conversations, stored completions, from making to deleting.

The recipient really keeps what it was sent and says it again; each test ends with a look at all
that it heard.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest

from gateway.app import serving
from tests.end_to_end.conftest import OTHER_KEY, PLANTED, PROMPT, House, house
from tests.support.answers import Echo
from tests.support.stored import Stored
from vault.scope import session_scope
from vault.session import Row

NAME, MAIL = PLANTED[:2]
SECOND = "Then write to Nadia Okonkwo and to nadia.okonkwo@posteo.example."


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, stores=True) as running:
        running.recipient.keepers.append(Stored())
        yield running
        await running.assert_nothing_escaped()


def _whose(subject: str) -> dict[str, str]:
    return {"x-privacy-subject": subject}


def _pseudonyms(house: House) -> set[str]:
    """What stands for the name in all that the recipient heard."""
    words = house.recipient.memory.decode().replace('"', " ").replace(",", " ").split()
    return {word.strip(".") for word in words if word.startswith("PERSON_")}


async def _respond(house: House, said: Any = PROMPT, **options: Any) -> Any:
    return await house.openai().responses.create(model="gpt-test", input=said, **options)


# --- responses ----------------------------------------------------------------


async def test_a_response_is_told_again_as_it_was(keeping: House) -> None:
    client, made = keeping.openai(), await _respond(keeping, instructions=f"Serve {NAME}.")
    again = await client.responses.retrieve(made.id)
    assert again.output_text == made.output_text == PROMPT
    assert again.instructions == f"Serve {NAME}."
    items = await client.responses.input_items.list(made.id, order="asc", limit=5)
    assert items.data[0].content[0].text == PROMPT
    streamed = [event async for event in await client.responses.retrieve(made.id, stream=True)]
    assert streamed[-1].response.output_text == PROMPT
    deltas = [e.delta for e in streamed if e.type == "response.output_text.delta"]
    assert "".join(deltas) == PROMPT


async def test_the_beta_of_the_sdk_asks_the_same_calls(keeping: House) -> None:
    """They differ by `?beta=true` alone."""
    client = keeping.openai().beta.responses
    made = await client.create(model="gpt-test", input=PROMPT)
    assert (await client.retrieve(made.id)).output[0].content[0].text == PROMPT
    assert (await client.input_items.list(made.id)).data[0].content[0].text == PROMPT
    assert (await client.compact(model="gpt-test", input=PROMPT)).output[0].content[0].text
    await client.delete(made.id)
    assert all(one.query == "beta=true" for one in keeping.recipient.heard)


async def test_a_session_that_clashes_with_what_is_kept_is_refused(keeping: House) -> None:
    """Each has its own pseudonyms, and one of them stands for two people."""
    roof = keeping.gateway.roof
    made = await _respond(keeping)
    name = next(iter(_pseudonyms(keeping)))
    other = session_scope(
        roof.keys.pseudonym, "bot", scope="session", subject="", explicit="ticket-1", opening=b""
    )
    row = Row("PERSON", "ab", name, "Somebody Else")
    await roof.sessions.save(other, (row,), 4_000_000_000_000_000)
    heard = len(keeping.recipient.heard)
    with pytest.raises(openai.NotFoundError) as caught:
        await _respond(
            keeping, "Who?", previous_response_id=made.id,
            extra_headers={"x-privacy-session": "ticket-1"},
        )  # fmt: skip
    assert caught.value.code == "state_conflict"
    assert len(keeping.recipient.heard) == heard


async def test_a_stream_goes_on_where_it_broke_off(keeping: House) -> None:
    """Whatever the caller saw, what it saw and what comes then are the whole text."""
    stream = await _respond(keeping, stream=True)
    first = [event async for event in stream]
    made = first[0].response.id
    client = keeping.openai()
    for seen in range(0, len(first), 3):
        number = first[seen].sequence_number
        resumed = [
            event
            async for event in await client.responses.retrieve(
                made, stream=True, starting_after=number
            )
        ]
        rest = [event for event in first if event.sequence_number > number]
        held = [event for event in resumed if event.sequence_number <= number]
        assert len(held) <= 1
        assert [e.to_dict() for e in resumed if e not in held] == [e.to_dict() for e in rest]
        assert "starting_after" not in keeping.recipient.last.query


async def test_a_response_that_is_deleted_is_over(keeping: House) -> None:
    client, made = keeping.openai(), await _respond(keeping)
    await client.responses.delete(made.id)
    heard = len(keeping.recipient.heard)
    with pytest.raises(openai.NotFoundError) as caught:
        await client.responses.retrieve(made.id)
    assert caught.value.code == "state_unknown"
    with pytest.raises(openai.NotFoundError):
        await _respond(keeping, "Who?", previous_response_id=made.id)
    assert len(keeping.recipient.heard) == heard


async def test_what_runs_in_the_background_is_asked_for_later(keeping: House) -> None:
    client, made = keeping.openai(), await _respond(keeping, background=True)
    assert made.status == "queued"
    assert (await client.responses.retrieve(made.id)).output_text == PROMPT
    assert (await client.responses.cancel(made.id)).status == "cancelled"


async def test_what_is_compacted_goes_on_with_its_pseudonyms(keeping: House) -> None:
    client = keeping.openai()
    asked: Any = [{"role": "developer", "content": "Be kind."}, {"role": "user", "content": PROMPT}]
    compacted = await client.responses.compact(model="gpt-test", input=asked)
    items = [item.to_dict() for item in compacted.output]
    assert items[0]["content"][0]["text"] == PROMPT
    assert items[1]["encrypted_content"] == "gA" * 40
    await _respond(keeping, [*items, {"role": "user", "content": SECOND}])
    assert len(_pseudonyms(keeping)) == 1


async def test_structured_output_is_told_again_as_json(keeping: House) -> None:
    """The request is gone, but the answer tells that it is JSON."""
    schema = {
        "type": "object",
        "properties": {"said": {"type": "string"}},
        "required": ["said"],
        "additionalProperties": False,
    }
    form = {"format": {"type": "json_schema", "name": "said", "schema": schema, "strict": True}}
    stored = keeping.recipient.keepers[0]
    assert isinstance(stored, Stored)
    stored.echo = Echo(say=lambda text: json.dumps({"said": text}))
    asked = f'{NAME} lives at "Haus Nord", says nadia.okonkwo@posteo.example.'
    made = await _respond(keeping, asked, text=form)
    client = keeping.openai()
    again = await client.responses.retrieve(made.id)
    assert json.loads(again.output_text) == json.loads(made.output_text) == {"said": asked}
    stream = await client.responses.retrieve(made.id, stream=True)
    assert json.loads([event async for event in stream][-1].response.output_text)["said"] == asked


async def test_calls_of_tools_and_their_results_are_told_again(keeping: House) -> None:
    """A conversation's items tell nothing of a format: what is a JSON document stays one."""
    quoted = "nadia.okonkwo@posteo.example"
    client = keeping.openai()
    tools: Any = [{"type": "function", "name": "write", "parameters": None, "strict": False}]
    made = await client.conversations.create()
    first = await _respond(keeping, f"To {NAME}: {quoted}", conversation=made.id, tools=tools)
    (call,) = first.output
    assert NAME in json.loads(call.arguments)["text"]
    output = {"type": "function_call_output", "call_id": call.call_id,
              "output": json.dumps({"to": f'{NAME} "the first"'})}  # fmt: skip
    await _respond(keeping, [output], conversation=made.id, tools=tools)
    items = (await client.conversations.items.list(made.id)).data
    assert NAME in json.loads(items[1].arguments)["text"]
    assert json.loads(items[2].output) == {"to": f'{NAME} "the first"'}


@pytest.mark.parametrize("delta", [1, 3, 40])
async def test_a_stream_goes_on_wherever_a_pseudonym_was_cut(keeping: House, delta: int) -> None:
    stored = keeping.recipient.keepers[0]
    assert isinstance(stored, Stored)
    stored.echo = Echo(delta=delta)
    client = keeping.openai()
    first = [event async for event in await _respond(keeping, "I am Nadia Okonkwo.", stream=True)]
    for seen in range(0, len(first), 2):
        number = first[seen].sequence_number
        resumed = await client.responses.retrieve(
            first[0].response.id, stream=True, starting_after=number
        )
        rest = [event async for event in resumed]
        before = [event for event in first if event.sequence_number <= number]
        text = "".join(
            event.delta
            for event in [*before, *(e for e in rest if e not in before)]
            if event.type == "response.output_text.delta"
        )
        assert text == "I am Nadia Okonkwo."


async def test_who_was_named_before_is_known_later(keeping: House) -> None:
    """No detector tells that these are names; the conversation at the recipient does."""
    known = "My customer id is KX-88213-QZ and my name is Kwame Mensah, kwame.mensah@example.org."
    made = await _respond(keeping, known)
    stood_for = [w for w in keeping.recipient.last.json["input"].split() if w.startswith("PERSON_")]
    assert len(stood_for) == 1
    for said in ("And Mensah?", "kwame mensah"):
        later = await _respond(keeping, said, previous_response_id=made.id)
        assert "ensah" not in keeping.recipient.last.json["input"]
        assert later.output_text == said
    await keeping.assert_nothing_escaped(("Kwame", "Mensah"))


async def test_what_the_operator_has_stored_is_kept(tmp_path: Path) -> None:
    """`store = true` as the operator's instruction, where callers say nothing."""
    async with house(tmp_path, instructions="store = true") as running:
        running.recipient.keepers.append(Stored())
        client = running.openai()
        made = await _complete(client, metadata={"customer": "Maria Lindqvist"})
        found = await client.chat.completions.list(metadata={"customer": "Maria Lindqvist"})
        assert [one.id for one in found.data] == [made.id]
        assert (await client.conversations.create()).id
        await running.assert_nothing_escaped((*PLANTED, "Lindqvist"))


async def test_nobody_else_finds_a_response_or_a_conversation(keeping: House) -> None:
    mine = keeping.openai(default_headers=_whose("subject-1"))
    made = await mine.responses.create(model="gpt-test", input=PROMPT)
    talk = await mine.conversations.create(items=[{"role": "user", "content": PROMPT}])
    item = (await mine.conversations.items.list(talk.id)).data[0].id
    heard, refused = len(keeping.recipient.heard), len(keeping.leaves("refuse"))
    strangers = [
        keeping.openai(default_headers=_whose("subject-2")),
        keeping.openai(),
        keeping.openai(OTHER_KEY, default_headers=_whose("subject-1")),
    ]
    for stranger in strangers:
        for call in (
            stranger.responses.retrieve(made.id),
            stranger.responses.retrieve(made.id, stream=True),
            stranger.responses.cancel(made.id),
            stranger.responses.delete(made.id),
            stranger.responses.input_items.list(made.id),
            stranger.responses.create(model="gpt-test", input="?", previous_response_id=made.id),
            stranger.responses.create(model="gpt-test", input="?", conversation=talk.id),
            stranger.conversations.retrieve(talk.id),
            stranger.conversations.update(talk.id, metadata={"a": "b"}),
            stranger.conversations.delete(talk.id),
            stranger.conversations.items.list(talk.id),
            stranger.conversations.items.create(talk.id, items=[{"role": "user", "content": "?"}]),
            stranger.conversations.items.retrieve(item, conversation_id=talk.id),
            stranger.conversations.items.delete(item, conversation_id=talk.id),
        ):
            with pytest.raises(openai.NotFoundError) as caught:
                await call
            assert caught.value.code == "state_unknown"
    assert len(keeping.recipient.heard) == heard
    assert len(keeping.leaves("refuse")) == refused + 14 * len(strangers)
    assert (await mine.responses.retrieve(made.id)).output_text == PROMPT


async def test_all_of_it_outlives_a_restart(keeping: House) -> None:
    client = keeping.openai()
    made = await _respond(keeping)
    talk = await client.conversations.create(items=[{"role": "user", "content": PROMPT}])
    done = await _complete(client, store=True)
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log).openai()
        assert (await again.responses.retrieve(made.id)).output_text == PROMPT
        items = await again.conversations.items.list(talk.id)
        assert items.data[0].content[0].text == PROMPT
        told = await again.chat.completions.retrieve(done.id)
        assert told.choices[0].message.content == PROMPT


# --- conversations ------------------------------------------------------------


async def test_a_conversation_from_its_beginning_to_its_end(keeping: House) -> None:
    client = keeping.openai()
    said: Any = [{"type": "message", "role": "user", "content": PROMPT}]
    made = await client.conversations.create(items=said, metadata={"customer": NAME})
    assert made.metadata == {"customer": NAME}
    assert (await client.conversations.retrieve(made.id)).metadata == {"customer": NAME}
    more: Any = [{"type": "message", "role": "user", "content": "And Ulrike Brandtner?"}]
    added = await client.conversations.items.create(made.id, items=more)
    assert added.data[0].content[0].text == "And Ulrike Brandtner?"
    found = await client.conversations.items.list(made.id, include=["reasoning.encrypted_content"])
    assert [i.content[0].text for i in found.data] == [PROMPT, "And Ulrike Brandtner?"]
    one = await client.conversations.items.retrieve(found.data[0].id, conversation_id=made.id)
    assert one.content[0].text == PROMPT
    changed = await client.conversations.update(made.id, metadata={"agent": "Ulrike Brandtner"})
    assert changed.metadata == {"agent": "Ulrike Brandtner"}
    await client.conversations.items.delete(found.data[0].id, conversation_id=made.id)
    answer = await _respond(keeping, "Recall all.", conversation=made.id)
    assert "Brandtner" in answer.output_text
    assert NAME not in answer.output_text, "the item is deleted, the conversation goes on"
    await client.conversations.delete(made.id)
    with pytest.raises(openai.NotFoundError) as caught:
        await client.conversations.retrieve(made.id)
    assert caught.value.code == "state_unknown"
    await keeping.assert_nothing_escaped(("Ulrike Brandtner",))


async def test_what_is_said_in_a_conversation_is_known_in_it(keeping: House) -> None:
    """The shape of openai-agents' `OpenAIConversationsSession`: an empty one that grows."""
    client = keeping.openai()
    made = await client.conversations.create(items=[])
    first = await _respond(keeping, PROMPT, conversation=made.id)
    assert first.conversation.id == made.id
    answer = await _respond(keeping, "Recall all.", conversation=made.id)
    assert NAME in answer.output_text
    assert MAIL in answer.output_text
    assert len(_pseudonyms(keeping)) == 1
    items = await client.conversations.items.list(made.id)
    assert NAME in items.data[0].content[0].text
    answer = await _respond(keeping, "Recall all.", previous_response_id=answer.id)
    assert NAME in answer.output_text


async def test_conversations_that_begin_with_nothing_stay_apart(keeping: House) -> None:
    client = keeping.openai()
    for _ in range(2):
        made = await client.conversations.create()
        await _respond(keeping, PROMPT, conversation=made.id)
    assert len(_pseudonyms(keeping)) == 2


async def test_who_has_nothing_stored_has_no_conversations(tmp_path: Path) -> None:
    async with house(tmp_path) as running:
        with pytest.raises(openai.PermissionDeniedError) as caught:
            await running.openai().conversations.create()
        assert caught.value.code == "instruction"
        assert not running.recipient.heard


# --- stored completions ---------------------------------------------------------


async def _complete(client: Any, text: str = PROMPT, **options: Any) -> Any:
    said = [{"role": "user", "content": text}]
    return await client.chat.completions.create(model="gpt-test", messages=said, **options)


async def test_stored_completions_are_found_by_what_was_said_of_them(keeping: House) -> None:
    client = keeping.openai()
    about = {"customer": "Maria Lindqvist", "Maria Lindqvist": "yes"}
    made = await _complete(client, store=True, metadata=about)
    await _complete(client, "Nothing.", store=True, metadata={"customer": "Kwame Mensah"})
    found = await client.chat.completions.list(metadata={"customer": "Maria Lindqvist"}, limit=5)
    assert [one.id for one in found.data] == [made.id]
    assert found.data[0].metadata == about
    assert found.data[0].choices[0].message.content == PROMPT
    found = await client.chat.completions.list(metadata={"Maria Lindqvist": "yes"})
    assert [one.id for one in found.data] == [made.id]
    await client.chat.completions.update(made.id, metadata={"customer": "Kwame Mensah"})
    found = await client.chat.completions.list(metadata={"customer": "Kwame Mensah"})
    assert [one.metadata for one in found.data] == [{"customer": "Kwame Mensah"}] * 2
    await keeping.assert_nothing_escaped(("Lindqvist", "Mensah"))


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
async def test_a_stored_completion_is_told_again_and_deleted(
    keeping: House, *, streamed: bool
) -> None:
    client = keeping.openai()
    made = await _complete(client, store=True, stream=streamed)
    if streamed:
        chunks = [chunk async for chunk in made]
        made = chunks[0]
    ident = made.id
    again = await client.chat.completions.retrieve(ident)
    assert again.choices[0].message.content == PROMPT
    messages = await client.chat.completions.messages.list(ident)
    assert messages.data[0].content == PROMPT
    await client.chat.completions.delete(ident)
    with pytest.raises(openai.NotFoundError) as caught:
        await client.chat.completions.retrieve(ident)
    assert caught.value.code == "state_unknown"


async def test_completions_of_others_are_left_out(keeping: House) -> None:
    mine = keeping.openai(default_headers=_whose("subject-1"))
    theirs = keeping.openai(default_headers=_whose("subject-2"))
    other = keeping.openai(OTHER_KEY)
    made = await _complete(mine, store=True)
    await _complete(theirs, "Write to carl@posteo.example.", store=True)
    await _complete(other, "Write to dora@posteo.example.", store=True)
    assert [one.id for one in (await mine.chat.completions.list()).data] == [made.id]
    for stranger in (theirs, other, keeping.openai()):
        for call in ("retrieve", "delete"):
            with pytest.raises(openai.NotFoundError):
                await getattr(stranger.chat.completions, call)(made.id)
    await keeping.assert_nothing_escaped(("carl@posteo.example", "dora@posteo.example"))
