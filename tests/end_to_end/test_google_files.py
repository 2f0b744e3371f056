"""Files of the Gemini API with the real SDK: inspected as a whole before anything leaves."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from google.genai import errors, types

from gateway.app import serving
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support.answers import Echo
from tests.support.keeping import Batches, Files
from tests.support.pdfs import pdf

NAME, MAIL = PLANTED[:2]
MODEL = "gemini-test"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        running.recipient.keepers += [Files(), Batches()]
        yield running
        await running.assert_nothing_escaped()


def _keeper(house: House) -> Files:
    keeper = house.recipient.keepers[0]
    assert isinstance(keeper, Files)
    return keeper


async def _upload(client: Any, content: bytes, media: str = "text/plain") -> Any:
    config = types.UploadFileConfig(mime_type=media, display_name=f"Notes of {NAME}.txt")
    return await client.aio.files.upload(file=io.BytesIO(content), config=config)


async def test_a_text_is_pseudonymised_and_known_in_calls(keeping: House) -> None:
    client = keeping.gemini()
    file = await _upload(client, PROMPT.encode())
    assert file.display_name == f"Notes of {NAME}.txt"
    start, sent = keeping.recipient.heard
    assert start.header("X-Goog-Upload-Command") == "start"
    named = start.json["file"]["display_name"]
    assert start.json["file"].keys() == {"display_name", "mime_type"}
    assert sent.path == "/upload/at/session0"
    said = sent.body.decode()
    made = next(word for word in said.split() if word.startswith("PERSON_")).rstrip(",")
    assert named == f"Notes of {made}.txt"
    keeping.recipient.answer = Echo(say=lambda _: f"It is {made}.")
    answer = await client.aio.models.generate_content(model=MODEL, contents=[file, "Who?"])
    assert answer.text == f"It is {NAME}."
    (opened, _) = keeping.leaves("open")
    assert "uninspected" not in opened["body"]


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("application/json", json.dumps({"who": NAME, "n": 1.10})),
        ("text/csv", f"name,mail\n{NAME},{MAIL}\n"),
        ("application/jsonl", json.dumps({"who": NAME}) + "\n" + json.dumps({"to": MAIL})),
    ],
)
async def test_files_are_walked_by_their_format(keeping: House, media: str, content: str) -> None:
    await _upload(keeping.gemini(), content.encode(), media)
    (held,) = _keeper(keeping).contents.values()
    assert len(held.decode().splitlines()) == len(content.splitlines())
    assert b"PERSON_" in held


async def test_it_is_found_listed_and_deleted(keeping: House) -> None:
    client = keeping.gemini()
    file = await _upload(client, PROMPT.encode())
    assert (await client.aio.files.get(name=file.name)).display_name == f"Notes of {NAME}.txt"
    listed = [one.display_name async for one in await client.aio.files.list()]
    assert listed == [f"Notes of {NAME}.txt"]
    await client.aio.files.delete(name=file.name)
    with pytest.raises(errors.ClientError) as caught:
        await client.aio.files.get(name=file.name)
    assert caught.value.code == 404


async def test_a_batch_on_a_file(keeping: House) -> None:
    client = keeping.gemini()
    lines = [
        {"key": f"of {NAME}", "request": {"contents": [{"parts": [{"text": PROMPT}]}]}},
        {"key": "second", "request": {"contents": [{"parts": [{"text": "Hello"}]}]}},
    ]
    content = "\n".join(map(json.dumps, lines))
    config = types.UploadFileConfig(mime_type="jsonl", display_name="requests")
    file = await client.aio.files.upload(file=io.BytesIO(content.encode()), config=config)
    job = await client.aio.batches.create(model=MODEL, src=file.name)
    (held,) = _keeper(keeping).contents.values()
    answers = [
        {"key": one["key"], "response": {"candidates": [{"content": content}]}}
        for one in map(json.loads, held.decode().splitlines())
        for content in one["request"]["contents"]
    ]
    _keeper(keeping).contents["files/answers1"] = "\n".join(map(json.dumps, answers)).encode()
    with pytest.raises(errors.ClientError):
        await client.aio.files.download(file="files/answers1")
    done = await client.aio.batches.get(name=job.name)
    assert done.dest.file_name == "files/answers1"
    told = await client.aio.files.download(file=done.dest.file_name)
    first, second = map(json.loads, told.decode().splitlines())
    assert first["key"] == f"of {NAME}"
    assert first["response"]["candidates"][0]["content"]["parts"][0]["text"] == PROMPT
    assert second["key"] == "second"


async def test_nobody_else_finds_it(keeping: House) -> None:
    owner = keeping.gemini(**{"X-Privacy-Subject": "subject-1"})
    file = await _upload(owner, PROMPT.encode())
    other = keeping.gemini(**{"X-Privacy-Subject": "subject-2"})
    heard = len(keeping.recipient.heard)
    for call in (
        other.aio.files.get(name=file.name),
        other.aio.files.delete(name=file.name),
        other.aio.models.generate_content(model=MODEL, contents=[file, "Who?"]),
        other.aio.batches.create(model=MODEL, src=file.name),
    ):
        with pytest.raises(errors.ClientError) as caught:
            await call
        assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")
    assert [one async for one in await other.aio.files.list()] == []
    assert len(keeping.recipient.heard) == heard + 1
    job = await owner.aio.models.generate_content(model=MODEL, contents=[file, "Who?"])
    assert job.text


async def test_a_restart_forgets_nothing(keeping: House) -> None:
    first = keeping.gemini()
    file = await _upload(first, PROMPT.encode())
    async with serving(keeping.gateway.roof.snapshot.config) as second:
        again = House(second, keeping.recipient, keeping.directory, keeping.log)
        client = again.gemini()
        assert (await client.aio.files.get(name=file.name)).display_name == f"Notes of {NAME}.txt"


async def test_what_nobody_can_look_into_is_refused_before_anything_leaves(keeping: House) -> None:
    with pytest.raises(errors.ClientError) as caught:
        await _upload(keeping.gemini(), PNG, "image/png")
    assert (caught.value.code, caught.value.status) == (403, "PERMISSION_DENIED")
    assert not keeping.recipient.heard


async def test_a_pdf_is_read_and_refused_where_somebody_stands_in_it(keeping: House) -> None:
    client = keeping.gemini()
    with pytest.raises(errors.ClientError) as caught:
        await _upload(client, pdf([f"Write to {MAIL}."]), "application/pdf")
    assert caught.value.code == 403
    assert not keeping.recipient.heard
    plain = pdf(["Opening hours: nine to five."])
    await _upload(client, plain, "application/pdf")
    assert list(_keeper(keeping).contents.values()) == [plain]


async def test_what_policy_passes_goes_as_it_is_and_is_recorded(tmp_path: Path) -> None:
    async with house(tmp_path, policy='names = "require"\nopaque = ["image"]') as running:
        running.recipient.keepers.append(Files())
        await _upload(running.gemini(), PNG, "image/png")
        assert list(_keeper(running).contents.values()) == [PNG]
        assert running.leaves("open")[0]["body"]["uninspected"] == ["image"]
        await running.assert_nothing_escaped()


async def test_what_is_too_large_is_refused_at_once(keeping: House) -> None:
    with pytest.raises(errors.ClientError) as caught:
        await _upload(keeping.gemini(), b"a" * 200_001)
    assert caught.value.code == 413
    assert not keeping.recipient.heard


async def test_a_recipient_that_takes_nothing_is_told(keeping: House) -> None:
    _keeper(keeping).refuses = 429
    with pytest.raises(errors.ClientError) as caught:
        await _upload(keeping.gemini(), PROMPT.encode())
    assert caught.value.code == 429
    (closed,) = await keeping.closed()
    assert closed["body"]["outcome"] == "upstream_error"


async def _begin(house: House, **more: str) -> tuple[int, str]:
    headers = {
        "x-goog-api-key": KEY, "X-Goog-Upload-Protocol": "resumable",
        "X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Length": "5",
        "X-Goog-Upload-Header-Content-Type": "text/plain",
    } | more  # fmt: skip
    url = f"{house.google_url}/upload/v1beta/files"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"file": {"displayName": NAME}}, headers=headers) as response,
    ):
        return response.status, response.headers.get("X-Goog-Upload-URL", "")


async def _finish(address: str, **more: str) -> int:
    headers = {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0"} | more
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=b"Hello", headers=headers) as response,
    ):
        return response.status


async def test_an_address_holds_what_was_said_and_nobody_can_change_it(keeping: House) -> None:
    status, address = await _begin(keeping)
    assert status == 200
    for text in (NAME, "Nadia", KEY):
        assert text not in address
    for wrong in (address[:-9] + "AAAAAAAAA", address.partition("=")[0] + "=x"):
        assert await _finish(wrong) == 404
    assert await _finish(address, **{"X-Goog-Upload-Command": "upload"}) == 413
    assert await _finish(address, **{"X-Goog-Upload-Offset": "3"}) == 413
    assert not keeping.recipient.heard
    assert 'privacy_gateway_refusals_total{code="ok"}' not in await keeping.metrics()
    assert await _finish(address) == 200


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("X-Goog-Upload-Protocol", "multipart", 400),
        ("X-Goog-Upload-Command", "query", 400),
        ("X-Goog-Upload-Header-Content-Length", "many", 413),
        ("x-goog-api-key", "gw_unknown", 401),
    ],
)
async def test_other_beginnings_are_refused(
    keeping: House, header: str, value: str, status: int
) -> None:
    assert await _begin(keeping, **{header: value}) == (status, "")
    assert not keeping.recipient.heard
