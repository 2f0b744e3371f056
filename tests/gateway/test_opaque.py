import json
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

import pytest

from gateway.opaque import Contents, settle, treat
from privacy.application import Application
from privacy.opaque import Treatment
from privacy.policy import Enquiry, Policy
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place
from providers.codec import Codec
from providers.google import GOOGLE
from providers.openai import OPENAI
from redaction.pdf_text import REASONS, PdfText

PIXEL = "data:image/png;base64,iVBORw0KGgo="
PICTURE = {"type": "image_url", "image_url": {"url": PIXEL}}
SOUND = {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}
WORDS = {"type": "text", "text": "Who is this?"}
REFUSE, STRIP, PASS = Treatment.REFUSE, Treatment.STRIP, Treatment.PASS


def _enquiry(
    application: dict[str, Treatment] | None = None, recipient: dict[str, Treatment] | None = None
) -> Enquiry:
    return Enquiry(
        application=Application(
            id="a", controller="c", purposes=("p",), recipients=("r",), opaque=application or {}
        ),
        purpose=None,
        recipient=Recipient(id="r", legal_name="R", wire="openai", opaque=recipient or {}),
    )


def _settled(
    path: str, body: dict[str, Any], enquiry: Enquiry | None = None, **opaque: Treatment
) -> Contents | Refusal:
    codec: Codec = GOOGLE if ":" in path else OPENAI
    operation = codec.route("POST", path, "")
    assert operation is not None
    payload = codec.read(operation, json.dumps(body).encode())
    policy = Policy(id="p", opaque=opaque)
    return treat(codec, operation, payload, enquiry or _enquiry(), policy)


def _chat(*parts: object, **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": list(parts)}], **more}


def _sent(contents: Contents | Refusal) -> dict[str, Any]:
    assert isinstance(contents, Contents)
    assert contents.payload is not None
    sent: dict[str, Any] = json.loads(contents.payload.rewrite({}, {}, None))
    return sent


CHAT = "/v1/chat/completions"


@pytest.mark.parametrize(
    ("parts", "said", "refused"),
    [
        ([WORDS], {}, ""),
        ([PICTURE], {}, "image"),
        ([PICTURE], {"image": PASS}, ""),
        ([PICTURE, SOUND], {"image": PASS}, "audio"),
        ([PICTURE, SOUND], {"image": REFUSE, "audio": STRIP}, "image"),
        ([PICTURE, SOUND], {"image": PASS, "audio": PASS}, ""),
    ],
)
def test_a_kind_passes_only_by_name(
    parts: list[Any], said: dict[str, Treatment], refused: str
) -> None:
    found = _settled(CHAT, _chat(*parts), **said)
    assert isinstance(found, Refusal) is bool(refused)
    if isinstance(found, Refusal):
        assert found.code is RefusalCode.OPAQUE_CONTENT
        assert f"({refused})" in found.message
        assert "[policies.p] opaque" in found.message
        assert "UklGRg" not in found.message


def test_what_passes_is_named() -> None:
    found = _settled(CHAT, _chat(PICTURE, SOUND, PICTURE), image=PASS, audio=PASS)
    assert isinstance(found, Contents)
    assert (found.passed, found.stripped, found.scanned) == (("audio", "image"), (), ())


def test_application_and_recipient_narrow_what_the_policy_lets_pass() -> None:
    for enquiry in (_enquiry({"image": REFUSE}), _enquiry(None, {"image": REFUSE})):
        assert isinstance(_settled(CHAT, _chat(PICTURE), enquiry, image=PASS), Refusal)
    assert isinstance(_settled(CHAT, _chat(PICTURE), _enquiry({"image": PASS})), Refusal)


def test_a_note_stands_in_place_of_what_is_stripped() -> None:
    found = _settled(CHAT, _chat(PICTURE, seed=2**60), image=STRIP)
    assert isinstance(found, Contents)
    assert (found.passed, found.stripped) == ((), ("image",))
    note = {"type": "text", "text": "[image removed by the privacy gateway]"}
    assert _sent(found) == _chat(note, seed=2**60)


def test_what_stands_beside_it_stays_and_passes() -> None:
    found = _settled(CHAT, _chat(WORDS, PICTURE, SOUND, PICTURE), image=STRIP, audio=PASS)
    assert isinstance(found, Contents)
    assert (found.passed, found.stripped) == (("audio",), ("image",))
    note = {"type": "text", "text": "[image removed by the privacy gateway]"}
    assert _sent(found)["messages"][0]["content"] == [WORDS, note, SOUND, note]


def test_a_part_with_two_contents_is_one_note() -> None:
    both = {"type": "file", "file": {"file_id": "file-1", "file_data": "AAAA"}}
    found = _settled(CHAT, _chat(both), file=STRIP)
    assert _sent(found)["messages"][0]["content"] == [
        {"type": "text", "text": "[file removed by the privacy gateway]"}
    ]


def test_a_part_of_an_unknown_kind_is_stripped_whole() -> None:
    odd = {"type": "hologram", "hologram": {"data": "Nadia"}}
    found = _settled(CHAT, _chat(odd), other=STRIP)
    assert isinstance(found, Contents)
    assert _sent(found)["messages"][0]["content"][0]["text"].startswith("[content removed")
    assert not found.unknown_fields


RESPONSES = "/v1/responses"
IMAGE = {"type": "input_image", "image_url": PIXEL, "detail": "auto"}


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"role": "user", "content": [IMAGE]}, "input_text"),
        ({"type": "message", "role": "assistant", "content": [IMAGE]}, "output_text"),
        ({"type": "function_call_output", "call_id": "c", "output": [IMAGE]}, "input_text"),
    ],
)
def test_notes_in_responses_are_parts_of_the_right_kind(item: dict[str, Any], kind: str) -> None:
    found = _settled(RESPONSES, {"model": "m", "input": [item]}, image=STRIP)
    sent = _sent(found)["input"][0]
    (part,) = sent.get("content") or sent["output"]
    assert part["type"] == kind
    assert part["text"] == "[image removed by the privacy gateway]"


def test_a_picture_that_the_protocol_needs_is_refused_instead_of_stripped() -> None:
    shot = {"type": "computer_screenshot", "image_url": PIXEL}
    item = {"type": "computer_call_output", "call_id": "c", "output": shot}
    found = _settled(RESPONSES, {"model": "m", "input": [item]}, image=STRIP)
    assert isinstance(found, Refusal)
    assert "has none for a note" in found.message


GENERATE = "/v1beta/models/gemini:generateContent"
BLOB = {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}
NOTE = "[image removed by the privacy gateway]"


@pytest.mark.parametrize(
    ("part", "note"),
    [
        (BLOB, {"text": NOTE}),
        (BLOB | {"thoughtSignature": "c2ln"}, {"text": NOTE, "thoughtSignature": "c2ln"}),
        (
            {"inline_data": BLOB["inlineData"], "thought": True, "thought_signature": "c2ln"},
            {"text": NOTE, "thought": True, "thought_signature": "c2ln"},
        ),
        (BLOB | {"mediaResolution": {"level": "HIGH"}}, {"text": NOTE}),
    ],
    ids=["picture", "signed", "thought", "settings"],
)
def test_notes_in_googles_parts_keep_the_signature(
    part: dict[str, Any], note: dict[str, Any]
) -> None:
    body = {"contents": [{"role": "model", "parts": [{"text": "a"}, part, {"text": "b"}]}]}
    found = _settled(GENERATE, body, image=STRIP)
    assert _sent(found)["contents"][0]["parts"] == [{"text": "a"}, note, {"text": "b"}]


def test_a_tools_result_gets_a_file_of_text_in_place_of_a_picture() -> None:
    result = {"functionResponse": {"name": "f", "response": {}, "parts": [BLOB]}}
    found = _settled(GENERATE, {"contents": [{"role": "user", "parts": [result]}]}, image=STRIP)
    (part,) = _sent(found)["contents"][0]["parts"][0]["functionResponse"]["parts"]
    assert part["inlineData"]["mimeType"] == "text/plain"
    assert b64decode(part["inlineData"]["data"]).decode() == NOTE


# --- PDFs ---

PDF = {"type": "file", "file": {"file_data": "data:application/pdf;base64,JVBERi0="}}


async def _with_pdfs(answers: list[PdfText], **opaque: Treatment) -> Contents | Refusal:
    operation = OPENAI.route("POST", CHAT, "")
    assert operation is not None
    body = json.dumps(_chat(*[PDF] * len(answers))).encode()

    async def read(contents: Sequence[bytes]) -> Sequence[PdfText]:
        assert list(contents) == [b"%PDF-"] * len(answers)
        return answers

    policy = Policy(id="p", opaque=opaque)
    payload = OPENAI.read(operation, body)
    return await settle(OPENAI, operation, payload, _enquiry(), policy, read)


async def test_the_text_of_pdfs_is_to_be_inspected_and_may_not_change() -> None:
    found = await _with_pdfs([PdfText(("one", "two")), PdfText(("three",))])
    assert isinstance(found, Contents)
    assert (found.scanned, found.passed, found.unread) == (("pdf",), (), ())
    assert [segment.text for segment in found.documents] == ["one", "two", "three"]
    assert {segment.place for segment in found.documents} == {Place.DOCUMENT}


@pytest.mark.parametrize("reason", sorted(REASONS))
async def test_a_pdf_that_cannot_be_read_is_refused_with_the_reason(reason: str) -> None:
    found = await _with_pdfs([PdfText(("one",)), PdfText(unreadable=reason)])
    assert isinstance(found, Refusal)
    assert REASONS[reason] in found.message


async def test_pictures_in_a_pdf_pass_where_pictures_do() -> None:
    drawn = [PdfText(("one",), pictures=True)]
    assert isinstance(await _with_pdfs(drawn), Refusal)
    assert isinstance(await _with_pdfs(drawn, image=STRIP), Refusal)
    found = await _with_pdfs(drawn, image=PASS)
    assert isinstance(found, Contents)
    assert (found.scanned, found.passed) == (("pdf",), ("image",))


async def test_a_pdf_that_passes_is_not_read() -> None:
    found = await _with_pdfs([], pdf=PASS)
    assert isinstance(found, Contents)
    assert not found.documents


def test_a_request_without_a_body_has_nothing_to_settle() -> None:
    operation = OPENAI.route("GET", "/v1/models", "")
    assert operation is not None
    assert treat(OPENAI, operation, None, _enquiry(), Policy(id="p")) == Contents(None)
