"""Cached contents over gRPC: what the recipient keeps is named by messages of another service."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud import aiplatform_v1 as api

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support import clients
from tests.support.answers import Echo
from tests.support.certificates import front
from tests.support.keeping import Caches

NAME = PLANTED[0]
PLACE = f"projects/{clients.PROJECT}/locations/{clients.PLACE}"
MODEL = f"{PLACE}/publishers/google/models/gemini-test"


@pytest.fixture
async def keeping(tmp_path: Path, trusted: Path) -> AsyncIterator[House]:
    async with house(tmp_path, front(trusted)) as running:
        running.recipient.keepers.append(Caches())
        yield running
        await running.assert_nothing_escaped()


def turn(text: str) -> Any:
    return api.Content(role="user", parts=[api.Part(text=text)])


async def test_a_cache_is_made_named_found_and_deleted(keeping: House) -> None:
    target = keeping.gateway.grpc_target
    caches = clients.aiplatform_client(api.GenAiCacheServiceAsyncClient, target, KEY)
    client = clients.prediction_client(target, KEY)
    wanted = api.CachedContent(
        model=MODEL,
        contents=[turn(PROMPT)],
        system_instruction=turn(f"You serve {PLANTED[1]}."),
        display_name=f"File of {NAME}",
        ttl={"seconds": 3600},
    )
    made = await caches.create_cached_content(parent=PLACE, cached_content=wanted)
    assert made.display_name == f"File of {NAME}"
    told = keeping.recipient.heard[0].json["contents"][0]["parts"][0]["text"]
    pseudonym = next(word for word in told.split() if word.startswith("PERSON_")).rstrip(",")
    keeping.recipient.answer = Echo(say=lambda _: f"It is {pseudonym}.")
    request = api.GenerateContentRequest(
        model=MODEL, contents=[turn(f"Is it {NAME}?")], cached_content=made.name
    )
    answer = await client.generate_content(request=request)
    assert answer.candidates[0].content.parts[0].text == f"It is {NAME}."
    heard = keeping.recipient.last.json["contents"][0]["parts"][0]["text"]
    assert heard == f"Is it {pseudonym}?"
    found = await caches.get_cached_content(name=made.name)
    assert found.display_name == made.display_name
    names = [one.name async for one in await caches.list_cached_contents(parent=PLACE)]
    assert names == [made.name]
    await caches.delete_cached_content(name=made.name)
    with pytest.raises(exceptions.GoogleAPICallError):
        await client.generate_content(request=request)


async def test_a_cache_of_somebody_else_is_not_known(keeping: House) -> None:
    client = clients.prediction_client(keeping.gateway.grpc_target, KEY)
    request = api.GenerateContentRequest(
        model=MODEL, contents=[turn("Who?")], cached_content=f"{PLACE}/cachedContents/77"
    )
    with pytest.raises(exceptions.NotFound) as raised:
        await client.generate_content(request=request)
    assert raised.value.reason == "STATE_UNKNOWN"
    assert not keeping.recipient.heard
