"""What attackers and careless callers put into forms and files."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support.files import Files
from tests.support.media import Media

PASS = 'names = "require"\nopaque = { image = "pass", audio = "pass" }'
Sent = tuple[str, str | None, bytes]
"""Name of a field, of its file if it is one, its content."""
AUDIO: Sent = ("file", "a.wav", b"RIFF")
IMAGE: Sent = ("image", "a.png", b"\x89PNG")
NOTES: Sent = ("file", "a.txt", b"nothing")
SAID = PROMPT.encode()


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, policy=PASS, stores=True) as running:
        running.recipient.keepers += [Files(), Media()]
        yield running
        await running.assert_nothing_escaped()


async def _post(at: House, path: str, parts: Sequence[Sent]) -> tuple[int, bytes]:
    form = aiohttp.FormData(quote_fields=False)
    for name, filename, content in parts:
        if filename is None:
            form.add_field(name, content.decode())
        else:
            form.add_field(name, content, filename=filename, content_type="text/plain")
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession() as session:
        url = f"{at.openai_url}{path}"
        async with session.post(url, data=form, headers=headers) as response:
            body = await response.read()
            at.seen += [body] if response.status >= 400 else []
            return response.status, body


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/audio/transcriptions", [AUDIO, ("model", None, b"w"), ("prompt", "p.txt", SAID)]),
        ("/audio/transcriptions", [AUDIO, ("model", "m.txt", SAID)]),
        ("/audio/transcriptions", [AUDIO, ("image", "m.txt", SAID)]),
        ("/images/edits", [IMAGE, ("prompt", "p.txt", SAID)]),
        ("/images/edits", [IMAGE, ("prompt", None, b"x"), ("prompt", "p.txt", SAID)]),
        ("/images/edits", [IMAGE, ("prompt", None, b"x"), ("file", "p.txt", SAID)]),
        ("/files", [NOTES, ("purpose", "p.txt", SAID)]),
        ("/files", [NOTES, ("purpose", None, b"user_data"), ("more", "p.txt", SAID)]),
    ],
)
async def test_a_file_stands_where_files_do(at: House, path: str, parts: Sequence[Sent]) -> None:
    """`curl -F prompt=@prompt.txt` sends a file; in base64 nobody would know its words."""
    status, body = await _post(at, path, parts)
    assert (status, b"unexpected_file" in body) == (400, True)
    assert not at.recipient.heard
    assert PLANTED[0].encode() not in body


@pytest.mark.parametrize("name", ["Nadia%20Okonkwo.txt", "Nadia+Okonkwo.txt", "N%C3%A4dia.txt"])
async def test_names_of_files_may_be_escaped(at: House, name: str) -> None:
    """As aiohttp and browsers write blanks and quotation marks."""
    status, body = await _post(at, "/files", [("file", name, b"hi"), ("purpose", None, b"vision")])
    assert (status, json.loads(body)["filename"]) == (200, name)
    heard = at.recipient.memory
    assert b"Okonkwo" not in heard
    assert b"dia.txt" not in heard


PACKED = b64encode(b"I am Nadia Okonkwo").decode()
URL = f"data:text/plain;base64,{PACKED}"
_CHAT = {"model": "gpt-x", "messages": [{"role": "user", "content": "hi"}]}
_BLOB = {"newBlob": {"mimeType": "text/plain", "data": PACKED}}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/openai/v1/chat/completions", _CHAT | {"attachments": [URL]}),
        ("/openai/v1/chat/completions", _CHAT | {"attachments": [{"a": {"b": PACKED}}]}),
        ("/openai/v1/responses", {"model": "m", "input": [{"type": "new_thing", "data": PACKED}]}),
        ("/google/v1beta/models/m:generateContent", {"contents": [{"parts": [_BLOB]}]}),
        ("/google/v1beta/openai/chat/completions", _CHAT | {"extra_body": {"blob": PACKED}}),
    ],
)
async def test_bytes_in_unknown_fields_are_no_text(at: House, path: str, body: object) -> None:
    status, _, answer = await at.post(path, json.dumps(body).encode())
    assert status == 403
    assert b"opaque_content" in answer.lower()
    assert not at.recipient.heard
