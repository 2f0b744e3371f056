"""Batch predictions of Vertex AI: buckets pass where the operator names them, and not elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.genai import errors

from tests.end_to_end.conftest import KEY, PLANTED, House, house
from tests.support.keeping import Batches

NAME = PLANTED[0]
MODEL = "gemini-test"
GOOD = {"display_name": f"Job of {NAME}", "dest": "gs://approved/out/"}


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    buckets = 'buckets = ["gs://approved/", "bq://project.good"]'
    async with house(tmp_path, google=buckets) as running:
        running.recipient.keepers.append(Batches())
        yield running
        await running.assert_nothing_escaped()


async def test_a_job_on_approved_places_passes_and_is_recorded(keeping: House) -> None:
    client = keeping.vertex()
    job = await client.aio.batches.create(
        model=MODEL, src="gs://approved/prompts/all.jsonl", config=GOOD
    )
    assert job.display_name == f"Job of {NAME}"
    assert keeping.recipient.last.json["displayName"].startswith("Job of PERSON_")
    opened = keeping.leaves("open")[-1]["body"]
    assert opened["uninspected"] == ["bucket"]
    assert (await client.aio.batches.get(name=job.name)).display_name == f"Job of {NAME}"
    assert [one.display_name async for one in await client.aio.batches.list()] == [f"Job of {NAME}"]
    await client.aio.batches.cancel(name=job.name)
    await client.aio.batches.delete(name=job.name)
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.batches.get(name=job.name)
    assert caught.value.code == 404


@pytest.mark.parametrize(
    ("source", "destination"),
    [
        ("gs://other/prompts.jsonl", "gs://approved/out/"),
        ("gs://approved.evil/prompts.jsonl", "gs://approved/out/"),
        ("gs://approved/prompts.jsonl", "gs://other/out/"),
        ("bq://project.bad.table", "gs://approved/out/"),
        ("bq://project.goodish.table", "gs://approved/out/"),
    ],
)
async def test_any_other_place_is_refused(keeping: House, source: str, destination: str) -> None:
    client = keeping.vertex()
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.batches.create(
            model=MODEL, src=source, config=GOOD | {"dest": destination}
        )
    assert (caught.value.code, caught.value.status) == (403, "PERMISSION_DENIED")
    assert "buckets" in (caught.value.message or "")
    assert not keeping.recipient.heard


async def test_a_name_in_an_approved_place_is_refused(keeping: House) -> None:
    client = keeping.vertex()
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.batches.create(
            model=MODEL, src=f"gs://approved/{PLANTED[1]}.jsonl", config=GOOD
        )
    assert caught.value.code == 403
    assert not keeping.recipient.heard


async def test_a_table_of_an_approved_data_set_passes(keeping: House) -> None:
    client = keeping.vertex()
    config = {"display_name": "Job", "dest": "bq://project.good.answers"}
    job = await client.aio.batches.create(
        model=MODEL, src="bq://project.good.prompts", config=config
    )
    assert job.name


async def test_vertexai_over_rest(keeping: House) -> None:
    def run() -> Any:
        from google.cloud import aiplatform  # noqa: PLC0415 - it costs seconds
        from google.oauth2.credentials import Credentials  # noqa: PLC0415

        aiplatform.init(
            project="demo-project", location="us-central1", api_endpoint=keeping.google_url,
            api_transport="rest", credentials=Credentials(token=KEY),
        )  # fmt: skip
        return aiplatform.BatchPredictionJob.submit(
            job_display_name=f"Job of {NAME}",
            model_name="publishers/google/models/gemini-1.5-pro-002",
            instances_format="jsonl",
            predictions_format="jsonl",
            gcs_source="gs://approved/prompts.jsonl",
            gcs_destination_prefix="gs://approved/out/",
        ).display_name

    assert await asyncio.to_thread(run) == f"Job of {NAME}"
