"""Batches of the Gemini API with the real SDK: what is sent inline, and answered later."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.genai import errors, types

from gateway.app import serving
from tests.end_to_end.conftest import PLANTED, PROMPT, House, house
from tests.support.keeping import Batches

NAME, MAIL = PLANTED[:2]
MODEL = "gemini-test"


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        running.recipient.keepers.append(Batches())
        yield running
        await running.assert_nothing_escaped()


def _requests() -> list[Any]:
    config = types.GenerateContentConfig(
        system_instruction=f"You serve {NAME}.", stop_sequences=[NAME], temperature=0.5
    )
    asked = json.dumps({"who": NAME, "quoted": f'"{MAIL}"'})
    return [
        types.InlinedRequest(contents=PROMPT, config=config, metadata={"key": MAIL}),
        types.InlinedRequest(contents=f"Write to {MAIL}.", metadata={"key": "second", "of": NAME}),
        types.InlinedRequest(contents=asked),
    ]


async def _create(house: House, **headers: str) -> tuple[Any, Any]:
    client = house.gemini(**headers)
    job = await client.aio.batches.create(
        model=MODEL, src=_requests(), config={"display_name": f"Batch of {NAME}"}
    )
    return client, job


def _texts(job: Any) -> list[str]:
    return [one.response.candidates[0].content.parts[0].text for one in job.dest.inlined_responses]


async def test_each_answer_is_restored(keeping: House) -> None:
    client, job = await _create(keeping)
    assert job.display_name == f"Batch of {NAME}"
    sent = keeping.recipient.last.json["batch"]["inputConfig"]["requests"]["requests"]
    assert sent[0]["request"]["generationConfig"]["stopSequences"][0].startswith("PERSON_")
    done = await client.aio.batches.get(name=job.name)
    assert done.display_name == f"Batch of {NAME}"
    assert _texts(done)[:2] == [PROMPT, f"Write to {MAIL}."]
    assert json.loads(_texts(done)[2]) == {"who": NAME, "quoted": f'"{MAIL}"'}
    told = [one.metadata for one in done.dest.inlined_responses]
    assert told == [{"key": MAIL}, {"key": "second", "of": NAME}, None]


async def test_it_is_listed_cancelled_and_deleted(keeping: House) -> None:
    client, job = await _create(keeping)
    listed = [one.display_name async for one in await client.aio.batches.list()]
    assert listed == [f"Batch of {NAME}"]
    await client.aio.batches.cancel(name=job.name)
    assert keeping.recipient.last.path.endswith(":cancel")
    await client.aio.batches.delete(name=job.name)
    heard = len(keeping.recipient.heard)
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.batches.get(name=job.name)
    assert caught.value.code == 404
    assert len(keeping.recipient.heard) == heard


async def test_nobody_else_finds_it(keeping: House) -> None:
    _, job = await _create(keeping, **{"X-Privacy-Subject": "subject-1"})
    other = keeping.gemini(**{"X-Privacy-Subject": "subject-2"})
    calls = other.aio.batches
    for call in (
        calls.get(name=job.name), calls.cancel(name=job.name), calls.delete(name=job.name),
    ):  # fmt: skip
        with pytest.raises(errors.ClientError) as caught:
            await call
        assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")
    assert [one async for one in await calls.list()] == []


async def test_a_restart_forgets_nothing(keeping: House) -> None:
    _, job = await _create(keeping)
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log)
        client = again.gemini()
        assert _texts(await client.aio.batches.get(name=job.name))[0] == PROMPT


async def test_embeddings(keeping: House) -> None:
    client = keeping.gemini()
    source = types.EmbeddingsBatchJobSource(
        inlined_requests=types.EmbedContentBatch(contents=[PROMPT, f"All of {NAME}."])
    )
    job = await client.aio.batches.create_embeddings(
        model=MODEL, src=source, config={"display_name": f"Vectors of {NAME}"}
    )
    assert job.display_name == f"Vectors of {NAME}"
    done = await client.aio.batches.get(name=job.name)
    (first, _) = done.dest.inlined_embed_content_responses
    assert first.response.embedding.values == [0.25, 0.5]


async def test_files_that_were_not_made_here_are_refused(keeping: House) -> None:
    client = keeping.gemini()
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.batches.create(model=MODEL, src="files/abc123")
    assert caught.value.code == 404
    assert not keeping.recipient.heard
