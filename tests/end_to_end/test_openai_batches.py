"""Files of requests: line by line there, line by line back."""

import asyncio
import gzip
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import openai
import pytest

from gateway.app import serving
from tests.end_to_end.conftest import KEY, OTHER_KEY, PLANTED, PROMPT, House, house
from tests.support.files import Files

NAME, EMAIL = PLANTED[:2]
CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"


@pytest.fixture
async def filing(tmp_path: Path) -> AsyncIterator[tuple[House, Files]]:
    files = Files()
    async with house(tmp_path, stores=True) as running:
        running.recipient.keepers.append(files)
        yield running, files
        await running.assert_nothing_escaped()


def line(custom_id: str, text: str, url: str = CHAT, **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        CHAT: {"messages": [{"role": "user", "content": text}]},
        RESPONSES: {"input": text},
    }.get(url, {"input": text})
    body = {"model": "gpt-test", **said, **more}
    return {"custom_id": custom_id, "method": "POST", "url": url, "body": body}


def jsonl(lines: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


async def upload(house: House, content: bytes, **options: Any) -> Any:
    file = ("requests.jsonl", content)
    return await house.openai().files.create(file=file, purpose="batch", **options)


async def run(house: House, file: str, url: str = CHAT) -> Any:
    client = house.openai()
    batch = await client.batches.create(
        input_file_id=file, endpoint=url, completion_window="24h", metadata={"for": NAME}
    )
    assert batch.metadata == {"for": NAME}
    return await client.batches.retrieve(batch.id)


async def results(house: House, file: str) -> dict[str, dict[str, Any]]:
    content = await house.openai().files.content(file)
    found = [json.loads(one) for one in content.text.splitlines()]
    return {one["custom_id"]: one for one in found}


def answer(result: dict[str, Any]) -> str:
    content: str = result["response"]["body"]["choices"][0]["message"]["content"]
    return content


async def test_each_line_leaves_without_names_and_comes_back_with_its_own(
    filing: tuple[House, Files],
) -> None:
    running, files = filing
    lines = [line(f"{EMAIL}" if n == 3 else f"case-{n}", f"{n}: {PROMPT}") for n in range(40)]
    made = await upload(running, jsonl(lines))
    sent = [json.loads(one) for one in files.kept[made.id][1].splitlines()]
    assert len({one["custom_id"] for one in sent}) == 40
    assert all(one["custom_id"].startswith("USERID_") for one in sent)
    assert "PERSON_" in json.dumps(sent)
    batch = await run(running, made.id)
    found = await results(running, batch.output_file_id)
    assert set(found) == {one["custom_id"] for one in lines}
    for one in lines:
        assert answer(found[one["custom_id"]]) == json.dumps(one["body"]["messages"])


async def test_nothing_crosses_lines(filing: tuple[House, Files]) -> None:
    running, files = filing
    made = await upload(
        running, jsonl([line("a", f"I am {NAME}."), line("b", "I am Ines Moreau.")])
    )
    sent = [json.loads(one) for one in files.kept[made.id][1].splitlines()]
    first, second = (one["body"]["messages"][0]["content"] for one in sent)
    batch = await run(running, made.id)
    told, content = files.kept[batch.output_file_id]
    other = second.removeprefix("I am ").removesuffix(".")
    swapped = content.decode().replace(first.removeprefix("I am ").removesuffix("."), other)
    files.kept[batch.output_file_id] = (told, swapped.encode())
    found = await results(running, batch.output_file_id)
    assert other in answer(found["a"])
    assert "Ines Moreau" in answer(found["b"])
    assert "Ines" not in json.dumps(found["a"])


async def test_each_call_is_treated_as_if_it_came_alone(filing: tuple[House, Files]) -> None:
    running, files = filing
    text = f"I am {NAME}."
    await running.openai().chat.completions.create(
        model="gpt-test", messages=[{"role": "user", "content": text}]
    )
    made = await upload(running, jsonl([line("a", text)]))
    assert json.loads(files.kept[made.id][1])["body"] == running.recipient.heard[0].json


@pytest.mark.parametrize("url", [RESPONSES, "/v1/embeddings", "/v1/completions", "/v1/moderations"])
async def test_every_kind_of_call(filing: tuple[House, Files], url: str) -> None:
    running, files = filing
    body = {"prompt": PROMPT} if url.endswith("/completions") else {}
    asked = line("a", PROMPT, url)
    if body:
        asked["body"] = {"model": "gpt-test", **body}
    made = await upload(running, jsonl([asked]))
    batch = await run(running, made.id, url)
    found = str((await results(running, batch.output_file_id))["a"])
    assert (PROMPT in found) is (url in {RESPONSES, "/v1/completions"})  # the others say nothing
    assert "PERSON_" not in found
    assert NAME not in files.kept[made.id][1].decode()


async def test_errors_are_restored_too(filing: tuple[House, Files]) -> None:
    running, files = filing
    files.fails = lambda one: NAME not in one["custom_id"] and "bad" in json.dumps(one["body"])
    lines = [line("good", f"{NAME} is good"), line("worse", f"{NAME} is bad")]
    batch = await run(running, (await upload(running, jsonl(lines))).id)
    assert answer((await results(running, batch.output_file_id))["good"]).count(NAME) == 1
    error = (await results(running, batch.error_file_id))["worse"]["response"]["body"]["error"]
    assert NAME in error["message"]


async def test_structured_output_stays_json(filing: tuple[House, Files]) -> None:
    running, _ = filing
    said = 'I am "Nadia Okonkwo".'
    lines = [line("a", said, response_format={"type": "json_object"})]
    batch = await run(running, (await upload(running, jsonl(lines))).id)
    found = await results(running, batch.output_file_id)
    assert json.loads(answer(found["a"]))[0]["content"] == said


async def test_a_restart_forgets_nothing(filing: tuple[House, Files]) -> None:
    running, _ = filing
    batch = await run(running, (await upload(running, jsonl([line("a", PROMPT)]))).id)
    async with serving(running.gateway.roof.snapshot.config) as second:
        again = House(second, running.recipient, running.directory, running.log)
        assert NAME in answer((await results(again, batch.output_file_id))["a"])


async def test_nobody_else_finds_them(filing: tuple[House, Files]) -> None:
    running, _ = filing
    made = await upload(running, jsonl([line("a", PROMPT)]))
    batch = await run(running, made.id)
    subject = {"X-Privacy-Subject": "subject-2"}
    for client in (running.openai(OTHER_KEY), running.openai(default_headers=subject)):
        for call, ident in (
            (client.files.content, batch.output_file_id),
            (client.batches.retrieve, batch.id),
            (client.batches.cancel, batch.id),
        ):
            with pytest.raises(openai.NotFoundError) as caught:
                await call(ident)
            assert caught.value.code == "state_unknown"
        with pytest.raises(openai.NotFoundError):
            await client.batches.create(
                input_file_id=made.id, endpoint=CHAT, completion_window="24h"
            )
        assert [one async for one in client.batches.list()] == []
    assert [one.metadata async for one in running.openai().batches.list()] == [{"for": NAME}]


async def test_lists_tell_of_results(filing: tuple[House, Files]) -> None:
    running, files = filing
    client = running.openai()
    made = await upload(running, jsonl([line("a", PROMPT)]))
    await client.batches.create(input_file_id=made.id, endpoint=CHAT, completion_window="24h")
    (listed,) = [one async for one in client.batches.list()]
    assert NAME in answer((await results(running, listed.output_file_id))["a"])
    assert (await client.batches.cancel(listed.id)).status == "cancelling"
    assert len([one async for one in client.files.list()]) == len(files.kept)


async def test_what_is_deleted_is_forgotten(filing: tuple[House, Files]) -> None:
    running, _ = filing
    client = running.openai()
    made = await upload(running, jsonl([line("a", PROMPT)]))
    batch = await run(running, made.id)
    await client.files.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        await client.files.content(batch.output_file_id)


async def test_a_result_of_an_unknown_line_stays_as_it_is(filing: tuple[House, Files]) -> None:
    running, files = filing
    batch = await run(running, (await upload(running, jsonl([line("a", PROMPT)]))).id)
    told, content = files.kept[batch.output_file_id]
    files.kept[batch.output_file_id] = (told, content.replace(b"USERID_", b"USERID_z"))
    raw = (await running.openai().files.content(batch.output_file_id)).text
    assert NAME not in raw
    assert "PERSON_" in raw


@pytest.mark.parametrize(
    ("third", "code"),
    [
        (b'{"custom_id": "x", ', "invalid_json"),
        (b'{"custom_id":"x","method":"POST","url":"/v1/files","body":{}}', "invalid_line"),
        (b'{"custom_id":"x","method":"GET","url":"/v1/responses","body":{}}', "invalid_line"),
        (b'{"custom_id":"x","method":"POST","url":"/v1/responses"}', "invalid_line"),
        (b'{"custom_id":"x","method":"POST","url":"/v1/responses","body":7}', "not_an_object"),
        (jsonl([line("a", "again")]), "duplicate_custom_id"),
        (jsonl([line("x", NAME, RESPONSES, previous_response_id="resp_0")]), "state_unknown"),
        (
            jsonl([line("x", NAME, messages=[{"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}}
            ]}])]),
            "opaque_content",
        ),
    ],
    ids=["json", "url", "method", "keys", "body", "twice", "state", "picture"],
)  # fmt: skip
async def test_one_line_that_may_not_be_sent_keeps_all_of_them(
    filing: tuple[House, Files], third: bytes, code: str
) -> None:
    running, files = filing
    content = jsonl([line("a", PROMPT)]) + b"\n" + third
    with pytest.raises(openai.APIStatusError) as caught:
        await upload(running, content)
    assert caught.value.code == code
    assert "Line 3 of the file" in caught.value.message
    assert NAME not in caught.value.message
    assert not files.kept


async def test_the_models_of_lines_are_decided_too(filing: tuple[House, Files]) -> None:
    running, files = filing
    client = running.openai(OTHER_KEY)
    with pytest.raises(openai.PermissionDeniedError) as caught:
        await client.files.create(
            file=("requests.jsonl", jsonl([line("a", "hello", model="o9")])), purpose="batch"
        )
    assert caught.value.code == "model_not_permitted"
    assert not files.kept


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[tuple[House, Files]]:
    """Without the name model, which takes a second for ten kilobytes."""
    files = Files()
    async with house(tmp_path, policy='names = "off"', stores=True) as running:
        running.recipient.keepers.append(files)
        yield running, files
        await running.assert_nothing_escaped(PLANTED[1:])


@pytest.mark.parametrize("purpose_first", [True, False], ids=["before", "behind"])
async def test_files_larger_than_a_body_are_read_line_by_line(
    quick: tuple[House, Files], *, purpose_first: bool
) -> None:
    """The recipient hears more than one body may hold; each section has its record."""
    running, files = quick
    lines = [line(f"c{n}", f"{n} {'hello ' * 400}") for n in range(500)]
    content = jsonl([*lines, line("last", EMAIL)])
    assert len(content) > 1_000_000
    file = b'Content-Disposition: form-data; name="file"; filename="r.jsonl"\r\n\r\n' + content
    purpose = b'Content-Disposition: form-data; name="purpose"\r\n\r\nbatch'
    parts = (purpose, file) if purpose_first else (file, purpose)
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"
    status, headers, told = await running.post(
        "/openai/v1/files", body, **{"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert status == 200, told
    kept = files.kept[json.loads(told)["id"]][1]
    assert kept.count(b"\n") == 501
    opened = running.leaves("open")
    assert len(opened) == 2
    assert headers["x-privacy-disclosure"] == opened[-1]["id"]
    closed = await running.closed(2)
    assert {leaf["body"]["outcome"] for leaf in closed} == {"ok"}
    assert sum(leaf["body"]["bytes_up"] for leaf in closed) == len(kept)


def _kept_lines(house: House) -> int:
    file = house.gateway.roof.snapshot.config.storage.path
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        found: int = connection.execute("SELECT count(*) FROM session").fetchone()[0]
    return found


async def test_equal_files_leave_as_equal_bytes(quick: tuple[House, Files]) -> None:
    running, _ = quick
    for _ in range(2):
        await upload(running, jsonl([line("a", EMAIL), line("b", EMAIL, RESPONSES)]))
    first, second = running.recipient.heard
    assert first.body == second.body
    assert first.header("Content-Type") == second.header("Content-Type")


async def test_a_file_may_come_compressed(quick: tuple[House, Files]) -> None:
    running, files = quick
    content = jsonl(line(f"c{n}", f"{n} {EMAIL} {'hello ' * 400}") for n in range(200))
    part = b'Content-Disposition: form-data; name="file"; filename="r.jsonl"\r\n\r\n' + content
    purpose = b'Content-Disposition: form-data; name="purpose"\r\n\r\nbatch'
    body = b"--x\r\n" + purpose + b"\r\n--x\r\n" + part + b"\r\n--x--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=x", "Content-Encoding": "gzip"}
    status, _, told = await running.post("/openai/v1/files", gzip.compress(body), **form)
    assert status == 200, told
    assert files.kept[json.loads(told)["id"]][1].count(b"\n") == 200
    status, _, told = await running.post("/openai/v1/files", gzip.compress(body)[:-9], **form)
    assert (status, b"invalid_encoding" in told) == (400, True)


async def test_a_late_refusal_undoes_what_was_kept(quick: tuple[House, Files]) -> None:
    """The first section is on record by then: as one that was not sent."""
    running, _ = quick
    lines = [line(f"c{n}", f"{n} {EMAIL} {'hello ' * 400}") for n in range(600)]
    with pytest.raises(openai.BadRequestError) as caught:
        await upload(running, jsonl(lines) + b"{")
    assert "Line 601" in caught.value.message
    assert running.recipient.heard == []
    (closed,) = await running.closed(1)
    assert closed["body"]["outcome"] == "not_sent"
    for _ in range(100):
        if not _kept_lines(running):
            break
        await asyncio.sleep(0.02)
    assert _kept_lines(running) == 0


async def test_a_caller_that_leaves_leaves_nothing(quick: tuple[House, Files]) -> None:
    running, files = quick
    head = b'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--x\r\n'
    head += b'Content-Disposition: form-data; name="file"; filename="r.jsonl"\r\n\r\n'
    _, writer = await asyncio.open_connection("127.0.0.1", _port(running))
    request = (
        "POST /openai/v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n"
        f"Authorization: Bearer {KEY}\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    content = jsonl(line(f"c{n}", f"{n} {EMAIL}") for n in range(2000))
    writer.write(request.encode() + head + content)
    await writer.drain()
    for _ in range(200):
        if _kept_lines(running):
            break
        await asyncio.sleep(0.02)
    assert _kept_lines(running) > 0
    writer.close()
    for _ in range(200):
        if not _kept_lines(running):
            break
        await asyncio.sleep(0.02)
    assert _kept_lines(running) == 0
    assert running.recipient.heard == []
    assert not files.kept


def _port(house: House) -> int:
    return int(house.gateway.data_url.rpartition(":")[2])


async def test_what_a_refusal_quotes_of_lines_stays_pseudonymised(
    quick: tuple[House, Files],
) -> None:
    running, files = quick
    files.refuses = True
    with pytest.raises(openai.BadRequestError) as caught:
        await upload(running, jsonl([line("a", EMAIL)]))
    assert "EMAIL_" in caught.value.message
    (closed,) = await running.closed(1)
    assert closed["body"]["outcome"] == "upstream_error"


async def test_a_full_disk_sends_nothing(
    quick: tuple[House, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    running, _ = quick

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gateway.transfer.spool.tempfile.TemporaryFile", full)
    with pytest.raises(openai.InternalServerError) as caught:
        await upload(running, jsonl([line("a", EMAIL)]))
    assert caught.value.code == "spool_unavailable"
    assert running.recipient.heard == []


async def test_a_large_file_of_another_purpose_is_refused(filing: tuple[House, Files]) -> None:
    running, files = filing
    content = jsonl([line(f"c{n}", "hello " * 400) for n in range(200)])
    with pytest.raises(openai.APIStatusError) as caught:
        await running.openai().files.create(file=("r.jsonl", content), purpose="user_data")
    assert caught.value.status_code == 413
    assert not files.kept


async def test_nothing_is_left_on_disk(filing: tuple[House, Files]) -> None:
    running, _ = filing
    before = {file.name for file in running.directory.rglob("*")}
    await upload(running, jsonl([line("a", PROMPT)]))
    await asyncio.sleep(0)
    assert {file.name for file in running.directory.rglob("*")} == before
