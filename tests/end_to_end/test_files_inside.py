"""Files inside of requests: text is pseudonymised, PDFs are read, all else is by policy."""

import asyncio
import json
from base64 import b64decode, b64encode, urlsafe_b64decode
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openai
import pytest
from aiohttp import web
from google.genai import errors as genai_errors
from google.genai import types
from pypdf import PdfReader, PdfWriter

from gateway.cli import main
from tests.end_to_end.conftest import OTHER_KEY, PLANTED, House, house
from tests.support.heard import Heard
from tests.support.pdfs import pdf
from tests.support.planted import assert_absent
from tests.support.shapes import Said, openai_whole

NAME, MAIL, IBAN = "Nadia Okonkwo", "nadia.okonkwo@posteo.example", "DE89 3704 0044 0532 0130 00"
CSV = f'customer,email,note\r\n{NAME},{MAIL},"pays from ""{IBAN}"""\r\nTotal,,17\r\n'
JSON = json.dumps({"customer": {"name": NAME, "mail": MAIL}, NAME: [1.10, IBAN]})
PROSE = (
    f"Dear {NAME},\nyour IBAN {IBAN} was charged. We wrote to {MAIL}.\n"
    "Your page: https://crm.example/?iban=DE89370400440532013000&lang=en\n"
)
FILES = [
    ("text/csv", "customers.csv", CSV),
    ("application/json", "customers.json", JSON),
    ("text/plain", "letter.txt", PROSE),
    ("application/x-ndjson", "customers.jsonl", JSON + "\n" + JSON + "\n"),
]
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5Er"
    "kJggg=="
)


def _packed(content: str | bytes) -> str:
    return b64encode(content.encode() if isinstance(content, str) else content).decode()


def _url(media: str, content: str | bytes) -> str:
    return f"data:{media};base64,{_packed(content)}"


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


def _decoded(heard: Heard) -> list[str]:
    """Every file that the recipient got, as it reads it."""
    found = []
    for text in _strings(heard.json):
        body = text.partition("base64,")[2] or text
        try:
            content = urlsafe_b64decode(body.replace("+", "-").replace("/", "_")).decode()
        except ValueError:
            continue
        if len(body) > 40 and content.isascii():
            found.append(content)
    return found


@dataclass(frozen=True, slots=True)
class Reads:
    """Answers with what it read in the file that it got, as text or as a file."""

    heard: list[str] = field(default_factory=list)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        (content,) = _decoded(heard)
        self.heard.append(content)
        if heard.wire == "google":
            part = {"inlineData": {"mimeType": "text/csv", "data": _packed(content)}}
            content_ = {"role": "model", "parts": [{"text": "Here:"}, part]}
            answer: Any = {"candidates": [{"content": content_, "finishReason": "STOP"}]}
        else:
            answer = openai_whole(Said(text=content))
        return web.json_response(answer)


def _chat_file(media: str, name: str, content: str | bytes) -> dict[str, Any]:
    return {"type": "file", "file": {"filename": name, "file_data": _url(media, content)}}


async def _ask(house: House, *parts: dict[str, Any], key: str | None = None) -> Any:
    client = house.openai(key) if key else house.openai()
    message = {"role": "user", "content": [{"type": "text", "text": "Summarise."}, *parts]}
    return await client.chat.completions.create(model="gpt-test", messages=[message])


def _assert_pseudonymised(content: str) -> None:
    assert_absent((NAME, MAIL, IBAN), content.encode())
    assert "PERSON_" in content
    assert "IBAN_" in content


@pytest.mark.parametrize(("media", "name", "content"), FILES, ids=[each[1] for each in FILES])
async def test_text_in_files_is_pseudonymised_and_comes_back(
    at_home: House, media: str, name: str, content: str
) -> None:
    at_home.recipient.answer = reads = Reads()
    answer = await _ask(at_home, _chat_file(media, name, content))
    _assert_pseudonymised(reads.heard[0])
    assert answer.choices[0].message.content == content
    body = at_home.leaves("open")[0]["body"]
    assert "uninspected" not in body


async def test_what_is_not_personal_stays_as_it_is(at_home: House) -> None:
    at_home.recipient.answer = reads = Reads()
    await _ask(at_home, _chat_file("text/csv", "c.csv", CSV))
    head, row, last, end = reads.heard[0].split("\r\n")
    assert (head, last, end) == ("customer,email,note", "Total,,17", "")
    assert row.endswith('"')
    assert row.split(",")[2].startswith('"pays from ""IBAN_')


class _Fine:
    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        return web.json_response(openai_whole(Said(text="fine")))


@pytest.mark.parametrize("form", ["bare", "image"])
async def test_files_are_found_in_every_writing(at_home: House, form: str) -> None:
    at_home.recipient.answer = reads = Reads()
    part = {
        "bare": {"type": "file", "file": {"filename": "a.txt", "file_data": _packed(PROSE)}},
        "image": {"type": "image_url", "image_url": {"url": _url("text/plain", PROSE)}},
    }[form]
    answer = await _ask(at_home, part)
    _assert_pseudonymised(reads.heard[0])
    assert answer.choices[0].message.content == PROSE


async def test_percent_escapes_are_decoded(at_home: House) -> None:
    at_home.recipient.answer = _Fine()
    url = "data:text/plain;charset=utf-8," + "".join(f"%{byte:02X}" for byte in PROSE.encode())
    await _ask(at_home, {"type": "file", "file": {"filename": "a", "file_data": url}})
    sent = at_home.recipient.last.json["messages"][-1]["content"][1]["file"]["file_data"]
    _assert_pseudonymised(unquote(sent))


@pytest.mark.parametrize("place", ["input", "tool"])
async def test_responses(at_home: House, place: str) -> None:
    part = {"type": "input_file", "filename": "c.csv", "file_data": _url("text/csv", CSV)}
    items: dict[str, list[Any]] = {
        "input": [{"role": "user", "content": [part, {"type": "input_text", "text": "Who?"}]}],
        "tool": [
            {"role": "user", "content": "Who?"},
            {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "call_1", "output": [part]},
        ],
    }
    await at_home.openai().responses.create(model="gpt-test", input=items[place])
    (content,) = _decoded(at_home.recipient.last)
    _assert_pseudonymised(content)


@pytest.mark.parametrize("place", ["turn", "result", "system"])
@pytest.mark.parametrize("client", ["gemini", "vertex"])
async def test_google(at_home: House, client: str, place: str) -> None:
    at_home.recipient.answer = reads = Reads()
    part = types.Part.from_bytes(data=CSV.encode(), mime_type="text/csv")
    asked = types.Content(role="user", parts=[types.Part(text="Who?")])
    contents, config = [asked], None
    if place == "turn":
        contents = [types.Content(role="user", parts=[part])]
    elif place == "system":
        config = types.GenerateContentConfig(system_instruction=types.Content(parts=[part]))
    else:
        blob = types.FunctionResponseBlob(data=CSV.encode(), mime_type="text/csv")
        result = types.FunctionResponse(
            name="f", response={}, parts=[types.FunctionResponsePart(inline_data=blob)]
        )
        contents.append(types.Content(role="user", parts=[types.Part(function_response=result)]))
    made = getattr(at_home, client)()
    answer = await made.aio.models.generate_content(
        model="gemini-test", contents=contents, config=config
    )
    _assert_pseudonymised(reads.heard[0])
    said, file = answer.candidates[0].content.parts
    assert said.text == "Here:"
    assert file.inline_data.data.decode().splitlines()[1].startswith(f"{NAME},{MAIL},")
    assert IBAN in file.inline_data.data.decode()


# --- PDFs ---


def _encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(["All quiet."]))))
    writer.encrypt("", "owner", algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


PDFS = {
    "name": (pdf([f"Dear {NAME}, thank you for your letter."]), "PERSON"),
    "iban": (pdf(["All quiet."], ["Please pay to", IBAN]), "IBAN_CODE"),
    "author": (pdf(["All quiet."], info=NAME), "PERSON"),
    "encrypted": (_encrypted(), "encrypted"),
    "picture": (pdf(b"0 0 9 9 re f"), "no text"),
    "broken": (b"%PDF-1.7 nothing", "well-formed"),
}


@pytest.mark.parametrize(("content", "why"), list(PDFS.values()), ids=list(PDFS))
async def test_pdfs_with_personal_data_or_without_text_are_refused(
    at_home: House, content: bytes, why: str
) -> None:
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await _ask(at_home, _chat_file("application/pdf", "a.pdf", content))
    assert refused.value.code == "opaque_content"
    assert why in refused.value.message
    part, client = (
        types.Part.from_bytes(data=content, mime_type="application/pdf"),
        at_home.gemini(),
    )
    with pytest.raises(genai_errors.ClientError, match=why):
        await client.aio.models.generate_content(model="gemini-test", contents=[part])
    assert not at_home.recipient.heard
    assert [leaf["body"]["code"] for leaf in at_home.leaves("refuse")] == ["opaque_content"] * 2


async def test_a_pdf_without_personal_data_passes_as_it_is(
    at_home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    content = pdf(["Terms and conditions", "Payment is due within 30 days."])
    at_home.recipient.answer = _Fine()
    await _ask(at_home, _chat_file("application/pdf", "terms.pdf", content))
    assert _packed(content) in at_home.recipient.last.body.decode()
    body = at_home.leaves("open")[0]["body"]
    assert body["scanned"] == ["pdf"]
    assert "uninspected" not in body
    await at_home.closed()
    ident, config = at_home.leaves("open")[0]["id"], str(at_home.directory / "config.toml")
    shown = await asyncio.to_thread(main, ["--config", config, "disclosures", "show", ident])
    assert shown == 0
    assert "nothing personal found: pdf" in capsys.readouterr().out


# --- what cannot be looked into ---

PICTURE = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}


async def test_pictures_are_refused_and_the_message_says_what_to_do(at_home: House) -> None:
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await _ask(at_home, PICTURE)
    assert "(image)" in refused.value.message
    assert "[policies.default] opaque" in refused.value.message


async def test_stripped_content_is_named_in_its_place_and_in_the_record(tmp_path: Path) -> None:
    policy = '[policies.default.opaque]\nimage = "strip"\npdf = "strip"\naudio = "pass"'
    sound = {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}
    async with house(tmp_path, policy=policy) as running:
        running.recipient.answer = _Fine()
        await _ask(running, PICTURE, _chat_file("application/pdf", "a.pdf", PDFS["name"][0]), sound)
        content = running.recipient.last.json["messages"][-1]["content"]
        assert [part["text"] for part in content[:3]] == [
            "Summarise.",
            "[image removed by the privacy gateway]",
            "[pdf removed by the privacy gateway]",
        ]
        assert content[3] == sound
        body = running.leaves("open")[0]["body"]
        assert (body["stripped"], body["uninspected"]) == (["image", "pdf"], ["audio"])
        contents = [types.Part.from_bytes(data=b64decode(PIXEL), mime_type="image/png")]
        client = running.gemini()
        await client.aio.models.generate_content(model="gemini-test", contents=contents)
        parts = running.recipient.last.json["contents"][0]["parts"]
        assert parts == [{"text": "[image removed by the privacy gateway]"}]
        await running.assert_nothing_escaped()


async def test_application_and_recipient_narrow_what_a_policy_lets_pass(tmp_path: Path) -> None:
    extra = """
        [policies.second.opaque]
        image = "pass"
        [recipients.google.opaque]
        image = "strip"
        [applications.other.opaque]
        image = "refuse"
    """
    async with house(tmp_path, policy='opaque = ["image"]', extra=extra) as home:
        home.recipient.answer = _Fine()
        await _ask(home, PICTURE)
        assert PIXEL in home.recipient.last.body.decode()
        assert home.leaves("open")[0]["body"]["uninspected"] == ["image"]
        with pytest.raises(openai.PermissionDeniedError):
            await _ask(home, PICTURE, key=OTHER_KEY)
        contents = [types.Part.from_bytes(data=b64decode(PIXEL), mime_type="image/png")]
        client = home.gemini()
        await client.aio.models.generate_content(model="gemini-test", contents=contents)
        assert PIXEL not in home.recipient.last.body.decode()


LOGO = b"BT /F1 9 Tf (Logo:) Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"


async def test_pictures_in_a_pdf_are_refused_like_others(at_home: House) -> None:
    with pytest.raises(openai.PermissionDeniedError, match="pictures"):
        await _ask(at_home, _chat_file("application/pdf", "a.pdf", pdf(LOGO)))


async def test_pictures_in_a_pdf_pass_where_others_do(tmp_path: Path) -> None:
    async with house(tmp_path, policy='opaque = ["image"]') as home:
        home.recipient.answer = _Fine()
        await _ask(home, _chat_file("application/pdf", "a.pdf", pdf(LOGO)))
        body = home.leaves("open")[0]["body"]
        assert (body["scanned"], body["uninspected"]) == (["pdf"], ["image"])


def test_the_planted_values_are_planted() -> None:
    assert {NAME, MAIL, IBAN} <= set(PLANTED)
