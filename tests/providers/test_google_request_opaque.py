"""What nobody can look into, and what the recipient keeps, in requests to Gemini."""

import pytest

from privacy.text import Place
from providers.codec import StateRef
from tests.support.gemini_requests import read, seen, sent


def test_a_thought_signature_is_neither_seen_nor_changed() -> None:
    signature = "QW1haWEgRXR4ZWJlcnJpYSA" * 3 + "=="  # base64 of a planted name
    part = {"text": "Amaia", "thoughtSignature": signature}
    request = read({"contents": [{"role": "model", "parts": [part, {"text": ""}]}]})
    assert [segment.text for segment in request.segments] == ["Amaia"]
    changed = sent(request, {"Amaia": "PERSON_a7k2"})["contents"][0]["parts"]
    assert changed == [{"text": "PERSON_a7k2", "thoughtSignature": signature}, {"text": ""}]


@pytest.mark.parametrize("said", ["Amaia Etxeberria", "AmaiaEtxeberria", "4111111111111111"])
def test_a_signature_that_is_none_is_looked_at(said: str) -> None:
    part = {"text": "hi", "thoughtSignature": said}
    request = read({"contents": [{"role": "model", "parts": [part]}]})
    assert seen(request)["/contents/0/parts/0/thoughtSignature"][2] is Place.FIXED


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", "image"),
        ("audio/wav", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "pdf"),
        ("application/zip", "file"),
        ("text/rtf", "file"),
        ("", "file"),
        (7, "file"),
    ],
)
def test_bytes_are_opaque_by_media_type(media_type: object, kind: str) -> None:
    part = {"inlineData": {"mimeType": media_type, "data": "QW1haWE="}}
    request = read({"contents": [{"role": "user", "parts": [part]}]})
    assert [item.kind for item in request.opaque] == [kind]
    assert request.opaque[0].pointer == "/contents/0/parts/0/inlineData/data"


def test_bytes_in_a_tool_result_are_opaque_too() -> None:
    image = {"inlineData": {"mimeType": "image/png", "data": "QW1haWE="}}
    result = {"functionResponse": {"name": "f", "response": {}, "parts": [image]}}
    request = read({"contents": [{"role": "user", "parts": [result]}]})
    assert [item.kind for item in request.opaque] == ["image"]


def test_files_are_opaque_and_their_links_are_looked_at() -> None:
    part = {"fileData": {"fileUri": "gs://b/amaia.pdf", "mimeType": "application/pdf"}}
    request = read({"contents": [{"role": "user", "parts": [part]}]})
    assert [item.kind for item in request.opaque] == ["file"]
    assert seen(request)["/contents/0/parts/0/fileData/fileUri"][2] is Place.FIXED


@pytest.mark.parametrize(
    ("uri", "ours"),
    [
        ("https://generativelanguage.googleapis.com/v1beta/files/f1", True),
        ("files/f1", True),
        ("https://generativelanguage.googleapis.com/v1beta/files/f1?name=amaia", False),
        ("https://elsewhere.example/v1beta/files/f1", False),
        ("https://youtu.be/abc", False),
        ("gs://bucket/files/f1", False),
    ],
)
def test_a_file_that_the_recipient_keeps_is_state(uri: str, *, ours: bool) -> None:
    part = {"fileData": {"fileUri": uri}}
    request = read({"contents": [{"role": "user", "parts": [part]}]})
    assert list(request.refers) == ([StateRef("file", "f1")] if ours else [])
    assert [item.kind for item in request.opaque] == ([] if ours else ["file"])
    assert (uri in [segment.text for segment in request.segments]) is not ours


@pytest.mark.parametrize(
    ("name", "seen_of_it"),
    [
        ("cachedContents/abc123", []),
        ("projects/4711/locations/us-central1/cachedContents/abc123", []),
        ("projects/amaia/locations/us-central1/cachedContents/abc123", ["amaia"]),
    ],
)
def test_a_cached_content_is_state_of_the_recipient(name: str, seen_of_it: list[str]) -> None:
    request = read({"contents": [], "cachedContent": name})
    assert list(request.refers) == [StateRef("cached_content", "abc123")]
    assert [segment.text for segment in request.segments] == seen_of_it
    assert not request.opaque


@pytest.mark.parametrize("name", ["", "amaia", "files/abc123", "cachedContents/a/b", 7, {"a": "b"}])
def test_what_names_no_cached_content_is_looked_at(name: object) -> None:
    request = read({"contents": [], "cachedContent": name})
    assert not request.refers
    assert all(segment.place is Place.FIXED for segment in request.segments)
    assert len(request.segments) == (2 if isinstance(name, dict) else 1 if name else 0)


def test_a_voice_sample_and_a_remote_tool_server_are_opaque() -> None:
    voice = {"replicatedVoiceConfig": {"mimeType": "audio/wav", "voiceSampleAudio": "UklGRg=="}}
    speaker = {"speaker": "Amaia Etxeberria", "voiceConfig": voice}
    config = {"speechConfig": {"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": [speaker]}}}
    servers = [{"name": "crm", "streamableHttpTransport": {"url": "https://mcp.example.com"}}]
    request = read({"generationConfig": config, "tools": [{"mcpServers": servers}]})
    assert [item.kind for item in request.opaque] == ["audio", "mcp"]
    assert "Amaia Etxeberria" in [segment.text for segment in request.segments]
    assert "UklGRg==" not in [segment.text for segment in request.segments]
    assert not request.unknown_fields
