"""Cached contents with the real SDKs: what the recipient keeps keeps its pseudonyms here."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from google.genai import errors, types

from gateway.app import serving
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support.answers import Echo
from tests.support.keeping import Caches

NAME = PLANTED[0]
OTHER = "kwame.mensah@posteo.example"
MODEL = "gemini-test"


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        running.recipient.keepers.append(Caches())
        yield running
        await running.assert_nothing_escaped()


def _client(house: House, dialect: str, **headers: str) -> Any:
    if dialect == "vertex":
        return house.vertex(**headers).aio
    return house.gemini(**headers).aio


def _config() -> types.CreateCachedContentConfig:
    function = types.FunctionDeclaration(name="lookup", description=f"Finds {NAME}")
    return types.CreateCachedContentConfig(
        contents=[types.Content(role="user", parts=[types.Part(text=PROMPT)])],
        system_instruction=f"You serve {PLANTED[1]}.",
        tools=[types.Tool(function_declarations=[function])],
        display_name=f"File of {NAME}",
        ttl="3600s",
    )


def _pseudonym(house: House) -> str:
    """The name as the recipient saw it first."""
    heard: str = house.recipient.heard[0].json["contents"][0]["parts"][0]["text"]
    return next(word for word in heard.split() if word.startswith("PERSON_")).rstrip(",")


@pytest.mark.parametrize("dialect", ["gemini", "vertex"])
async def test_calls_that_name_a_cache_know_its_pseudonyms(keeping: House, dialect: str) -> None:
    client = _client(keeping, dialect)
    cache = await client.caches.create(model=MODEL, config=_config())
    assert cache.display_name == f"File of {NAME}"
    made = _pseudonym(keeping)
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    config = types.GenerateContentConfig(cached_content=cache.name)
    answer = await client.models.generate_content(model=MODEL, contents="Who?", config=config)
    assert answer.text == f"It is {NAME}."
    pieces = await client.models.generate_content_stream(
        model=MODEL, contents=f"Is it {NAME}?", config=config
    )
    assert "".join([piece.text or "" async for piece in pieces]) == f"It is {NAME}."
    heard = keeping.recipient.last.json
    assert heard["contents"][0]["parts"][0]["text"] == f"Is it {made}?"


@pytest.mark.parametrize("dialect", ["gemini", "vertex"])
async def test_it_is_found_listed_changed_and_deleted(keeping: House, dialect: str) -> None:
    client = _client(keeping, dialect)
    cache = await client.caches.create(model=MODEL, config=_config())
    assert (await client.caches.get(name=cache.name)).display_name == f"File of {NAME}"
    listed = [one.display_name async for one in await client.caches.list()]
    assert listed == [f"File of {NAME}"]
    changed = await client.caches.update(
        name=cache.name, config=types.UpdateCachedContentConfig(ttl="7200s")
    )
    assert changed.display_name == f"File of {NAME}"
    assert keeping.recipient.last.method == "PATCH"
    assert await _renamed(keeping, cache.name, dialect) == 200
    assert (await client.caches.get(name=cache.name)).display_name == f"File of {OTHER}"
    await client.caches.delete(name=cache.name)
    with pytest.raises(errors.ClientError) as caught:
        await client.caches.get(name=cache.name)
    assert caught.value.code == 404
    assert keeping.recipient.last.method == "DELETE"


async def _renamed(house: House, name: str, dialect: str) -> int:
    """What no SDK writes, though the API could take it."""
    place = "/projects/demo-project/locations/us-central1" if dialect == "vertex" else ""
    path = f"/v1beta1{place}/cachedContents/{name.rpartition('/')[2]}?updateMask=displayName"
    headers = {"Authorization": f"Bearer {KEY}"}
    body = {"displayName": f"File of {OTHER}"}
    async with (
        aiohttp.ClientSession() as session,
        session.patch(house.google_url + path, json=body, headers=headers) as response,
    ):
        return response.status


@pytest.mark.parametrize("dialect", ["gemini", "vertex"])
async def test_nobody_else_finds_it(keeping: House, dialect: str) -> None:
    owner = _client(keeping, dialect, **{"X-Privacy-Subject": "subject-1"})
    cache = await owner.caches.create(model=MODEL, config=_config())
    other = _client(keeping, dialect, **{"X-Privacy-Subject": "subject-2"})
    heard = len(keeping.recipient.heard)
    config = types.GenerateContentConfig(cached_content=cache.name)
    for call in (
        lambda: other.caches.get(name=cache.name),
        lambda: other.caches.delete(name=cache.name),
        lambda: other.models.generate_content(model=MODEL, contents="Who?", config=config),
        lambda: other.models.count_tokens(model=MODEL, contents="Who?", config=_counted(cache)),
    ):
        with pytest.raises(errors.ClientError) as caught:
            await call()
        assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")
    assert len(keeping.recipient.heard) == heard
    assert [one async for one in await other.caches.list()] == []


def _counted(cache: Any) -> dict[str, Any]:
    """The SDK's count of tokens takes no cache; the API does."""
    return {"http_options": {"extra_body": {"cachedContent": cache.name}}}


async def test_a_restart_forgets_nothing(keeping: House) -> None:
    first = keeping.gemini()
    cache = await first.aio.caches.create(model=MODEL, config=_config())
    made = _pseudonym(keeping)
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log)
        client = again.gemini()
        answer = await client.aio.models.generate_content(
            model=MODEL,
            contents="Who?",
            config=types.GenerateContentConfig(cached_content=cache.name),
        )
    assert answer.text == f"It is {NAME}."


async def test_vertexai_caches_over_rest(keeping: House) -> None:
    def run() -> tuple[str, str]:
        import vertexai  # noqa: PLC0415 - it costs seconds
        from google.oauth2.credentials import Credentials  # noqa: PLC0415
        from vertexai.caching import CachedContent  # noqa: PLC0415
        from vertexai.generative_models import Content, GenerativeModel, Part  # noqa: PLC0415

        vertexai.init(
            project="demo-project", location="us-central1", api_endpoint=keeping.google_url,
            api_transport="rest", credentials=Credentials(token=KEY),
        )  # fmt: skip
        cache = CachedContent.create(
            model_name="gemini-1.5-pro-002",
            contents=[Content(role="user", parts=[Part.from_text(PROMPT)])],
            display_name=f"File of {NAME}",
        )
        again = CachedContent.get(cached_content_name=cache.name)
        keeping.recipient.answer = Echo(say=lambda _: f"It is {_pseudonym(keeping)}.")
        model = GenerativeModel.from_cached_content(cached_content=again)
        said = model.generate_content("Who?").text
        again.delete()
        return again.display_name, said

    assert await asyncio.to_thread(run) == (f"File of {NAME}", f"It is {NAME}.")
