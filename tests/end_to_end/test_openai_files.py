"""Files: their text both ways, whose they are, and what becomes of them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest

from gateway.app import serving
from tests.end_to_end.conftest import OTHER_KEY, PLANTED, PROMPT, House, house
from tests.support.answers import Echo
from tests.support.files import Files, parts_of

NAME, EMAIL = PLANTED[:2]
TEXTS: dict[str, bytes] = {
    "notes.txt": f"{PROMPT}\nBye, {NAME}.\n".encode(),
    "notes.md": f"# {NAME}\n\n* {EMAIL}\n".encode(),
    "people.csv": f"name,email\n{NAME},{EMAIL}\nnobody,\n".encode(),
    "people.json": json.dumps({"people": [{"name": NAME, EMAIL: 1.10}]}).encode(),
    "people.jsonl": f'{{"said":"{PROMPT}"}}\n{{"n":1.10}}\n'.encode(),
    "page.html": f"<p>I am {NAME}, <a>{EMAIL}</a></p>".encode(),
}


@pytest.fixture
async def filing(tmp_path: Path) -> AsyncIterator[tuple[House, Files]]:
    files = Files()
    async with house(tmp_path, stores=True) as running:
        running.recipient.keepers.append(files)
        yield running, files
        await running.assert_nothing_escaped()


async def _upload(house: House, name: str, content: bytes, purpose: str = "user_data") -> Any:
    return await house.openai().files.create(file=(name, content), purpose=purpose)


async def test_cells_of_a_table_come_back_as_cells(filing: tuple[House, Files]) -> None:
    running, files = filing
    source = b'name,email\n"Okonkwo, Nadia",' + EMAIL.encode() + b"\n"
    made = await _upload(running, "people.csv", source)
    assert b"Okonkwo" not in files.kept[made.id][1]
    assert (await running.openai().files.content(made.id)).content == source


@pytest.mark.parametrize("name", TEXTS)
async def test_text_leaves_without_names_and_comes_back_with_them(
    filing: tuple[House, Files], name: str
) -> None:
    running, files = filing
    made = await _upload(running, name, TEXTS[name])
    assert b"PERSON_" in files.kept[made.id][1]
    assert (await running.openai().files.content(made.id)).content == TEXTS[name]


async def test_the_name_of_a_file_is_a_place(filing: tuple[House, Files]) -> None:
    running, files = filing
    made = await _upload(running, f"Report on {NAME}.txt", b"nothing")
    assert made.filename == f"Report on {NAME}.txt"
    assert NAME not in files.kept[made.id][0]["filename"]
    client = running.openai()
    assert (await client.files.retrieve(made.id)).filename == made.filename
    assert [one.filename async for one in client.files.list()] == [made.filename]
    assert (await client.files.delete(made.id)).deleted
    with pytest.raises(openai.NotFoundError) as caught:
        await client.files.retrieve(made.id)
    assert caught.value.code == "state_unknown"


@pytest.mark.parametrize(
    "name", [f"{EMAIL}.csv", f"{NAME}.txt", "Nadia_Okonkwo_CV.txt", "cv-nadia-okonkwo.txt"]
)
async def test_names_of_files_are_read_without_their_ends(
    filing: tuple[House, Files], name: str
) -> None:
    running, files = filing
    made = await _upload(running, name, b"nothing")
    assert made.filename == name
    kept = files.kept[made.id][0]["filename"]
    assert kept.endswith(name[-4:])
    assert "okonkwo" not in kept.lower()


async def test_nobody_else_finds_it(filing: tuple[House, Files]) -> None:
    running, _ = filing
    made = await _upload(running, "notes.txt", TEXTS["notes.txt"])
    subject = {"X-Privacy-Subject": "subject-2"}
    for client in (running.openai(OTHER_KEY), running.openai(default_headers=subject)):
        for call in (client.files.retrieve, client.files.content, client.files.delete):
            with pytest.raises(openai.NotFoundError) as caught:
                await call(made.id)
            assert caught.value.code == "state_unknown"
        assert [one async for one in client.files.list()] == []


@pytest.mark.parametrize("dialect", ["chat", "responses"])
async def test_a_conversation_may_refer_to_it(filing: tuple[House, Files], dialect: str) -> None:
    """What was inspected when it was made is not opaque; its pseudonyms are known."""
    running, files = filing
    made = await _upload(running, "notes.txt", TEXTS["notes.txt"])
    words = files.kept[made.id][1].decode().split()
    pseudonym = next(word for word in words if word.startswith("PERSON_")).rstrip(",")
    running.recipient.answer = Echo(say=lambda _: f"It is {pseudonym}.")
    assert await _ask(running, dialect, made.id) == f"It is {NAME}."
    for client, ident in (({}, "file-" + "9" * 20), ({"X-Privacy-Subject": "other"}, made.id)):
        with pytest.raises(openai.PermissionDeniedError) as caught:
            await _ask(running, dialect, ident, **client)
        assert caught.value.code == "opaque_content"


async def _ask(house: House, dialect: str, file: str, **headers: str) -> str:
    client = house.openai(default_headers=headers)
    said: str
    if dialect == "chat":
        part: dict[str, Any] = {"type": "file", "file": {"file_id": file}}
        message = {"role": "user", "content": [part, {"type": "text", "text": "Who?"}]}
        answer = await client.chat.completions.create(model="gpt-test", messages=[message])
        said = answer.choices[0].message.content
        return said
    part = {"type": "input_file", "file_id": file}
    message = {"role": "user", "content": [part, {"type": "input_text", "text": "Who?"}]}
    said = (await client.responses.create(model="gpt-test", input=[message])).output_text
    return said


async def test_equal_requests_leave_as_equal_bytes(filing: tuple[House, Files]) -> None:
    running, _ = filing
    for _ in range(2):
        await _upload(running, "notes.txt", TEXTS["notes.txt"])
    first, second = running.recipient.heard
    assert first.body == second.body
    assert first.header("Content-Type") == second.header("Content-Type")
    assert [part.name for part in parts_of(first)] == ["purpose", "file"]


async def test_a_restart_forgets_nothing(filing: tuple[House, Files]) -> None:
    running, _ = filing
    made = await _upload(running, "notes.txt", TEXTS["notes.txt"])
    async with serving(running.gateway.roof.snapshot.config) as second:
        again = House(second, running.recipient, running.directory, running.log)
        content = (await again.openai().files.content(made.id)).content
    assert content == TEXTS["notes.txt"]


@pytest.mark.parametrize(
    ("name", "content", "purpose", "code"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\0", "vision", "opaque_content"),
        ("packed.zip", b"PK\3\4\0", "user_data", "opaque_content"),
        ("train.jsonl", b"{}", "fine-tune", "fine_tune_refused"),
    ],
    ids=["picture", "packed", "training"],
)
async def test_what_cannot_be_inspected_is_refused(
    filing: tuple[House, Files], name: str, content: bytes, purpose: str, code: str
) -> None:
    running, files = filing
    with pytest.raises(openai.APIStatusError) as caught:
        await _upload(running, name, content, purpose)
    assert caught.value.code == code
    assert not files.kept


async def test_what_is_no_form_is_refused(filing: tuple[House, Files]) -> None:
    running, _ = filing
    form = "multipart/form-data; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="purpose"\r\n'
    for body, media, code in (
        (b"{}", "application/json", b"form_expected"),
        (b"{}", form, b"invalid_form"),
        (head + b"\r\nuser_data", form, b"invalid_form"),
        (head + b"X-Name: " + NAME.encode() + b"\r\n\r\nv\r\n--x--\r\n", form, b"form_header"),
        (head + b"\r\n\xff\r\n--x--\r\n", form, b"invalid_utf8"),
    ):
        status, _, answer = await running.post("/openai/v1/files", body, **{"Content-Type": media})
        assert status in (400, 415)
        assert code in answer
