"""What a recipient keeps keeps its pseudonyms here: for its owner alone, across restarts."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import openai
import pytest
from multidict import CIMultiDict

from disclosure.kinds import Kind, record_id
from disclosure.records import Event
from gateway.app import serving
from storage.ports import SubjectChange
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support.answers import Echo
from tests.support.stored import Stored

NAME = PLANTED[0]
WHOSE = "X-Privacy-Subject"


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, stores=True) as running:
        yield running
        await running.assert_nothing_escaped()


async def _ask(house: House, text: str = PROMPT, **options: Any) -> Any:
    headers = {WHOSE: options.pop("whose")} if "whose" in options else {}
    asked = {"model": "gpt-test", "input": text, "extra_headers": headers} | options
    return await house.openai().responses.create(**asked)


def _pseudonym(house: House) -> str:
    """The name as the recipient saw it first."""
    heard: str = house.recipient.heard[0].json["input"]
    return next(word for word in heard.split() if word.startswith("PERSON_")).rstrip(",")


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
async def test_a_later_turn_knows_the_pseudonyms_of_an_earlier_one(
    keeping: House, *, streamed: bool
) -> None:
    first = await _ask(keeping, stream=streamed)
    if streamed:
        first = [event async for event in first][-1].response
    made = _pseudonym(keeping)
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    later = await _ask(keeping, "Who was it?", previous_response_id=first.id)
    assert later.output_text == f"It is {NAME}."
    await _ask(keeping, f"Ask {NAME} again.", previous_response_id=first.id)
    assert keeping.recipient.last.json["input"] == f"Ask {made} again."


async def test_items_are_known_by_their_response(keeping: House) -> None:
    first = await _ask(keeping)
    made = _pseudonym(keeping)
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    items = [
        {"type": "item_reference", "id": first.output[0].id},
        {"role": "user", "content": "Who was it?"},
    ]
    assert (await _ask(keeping, items)).output_text == f"It is {NAME}."


async def test_nobody_else_can_refer_to_it(keeping: House) -> None:
    first = await _ask(keeping, whose="subject-1")
    heard = len(keeping.recipient.heard)
    for whose in ({}, {"whose": "subject-2"}):
        with pytest.raises(openai.NotFoundError) as caught:
            await _ask(keeping, "Who?", previous_response_id=first.id, **whose)
        assert caught.value.code == "state_unknown"
    assert len(keeping.recipient.heard) == heard
    await _ask(keeping, "Who?", previous_response_id=first.id, whose="subject-1")


async def test_who_objects_can_have_it_deleted_and_nothing_else(keeping: House) -> None:
    whose = {WHOSE: "subject-1"}
    first = await _ask(keeping, whose="subject-1")
    ledger = keeping.gateway.roof.ledger
    wish = SubjectChange(subject=ledger.subject_index("subject-1"), objects_to="*")
    ident = record_id("evt", 1, b"fourteen bytes")
    event = Event(id=ident, kind=Kind.CONSENT, secrets={}, retention_until=2**50)
    await ledger.append(event, change=wish)
    heard = len(keeping.recipient.heard)
    with pytest.raises(openai.PermissionDeniedError):
        await _ask(keeping, "Who?", previous_response_id=first.id, whose="subject-1")
    assert len(keeping.recipient.heard) == heard
    keeping.recipient.keepers.append(Stored())
    with pytest.raises(openai.NotFoundError, match="not found"):
        await keeping.openai().responses.delete(first.id, extra_headers=whose)
    assert keeping.recipient.last.method == "DELETE"


async def test_a_restart_forgets_nothing(keeping: House) -> None:
    first = await _ask(keeping)
    made = _pseudonym(keeping)
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log)
        later = await _ask(again, "Who was it?", previous_response_id=first.id)
    assert later.output_text == f"It is {NAME}."


@pytest.mark.parametrize("name", ["X-Privacy-Subject", "x-privacy-session", "X-PRIVACY-PURPOSE"])
async def test_context_that_is_said_twice_is_refused(keeping: House, name: str) -> None:
    said = [("Authorization", f"Bearer {KEY}"), (name, "support"), (name, "subject-2")]
    body = {"model": "gpt-test", "input": PROMPT}
    async with aiohttp.ClientSession() as session:
        url = f"{keeping.openai_url}/responses"
        async with session.post(url, json=body, headers=CIMultiDict(said)) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"]["code"] == "header_twice"
    assert not keeping.recipient.heard
