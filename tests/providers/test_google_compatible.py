"""Which of Google's paths speak OpenAI's dialect, and what else is read there."""

import json

import pytest

from privacy.text import Place
from providers.codec import MalformedBodyError, Operation, StateRef
from providers.google_compatible import COMPATIBLE

PUBLISHED = "/v1/projects/p/locations/global/publishers/openai/v1"
VERTEX = "/v1/projects/p/locations/us-central1/endpoints"


@pytest.mark.parametrize(
    ("method", "path", "name", "model"),
    [
        ("POST", "/v1beta/openai/chat/completions", "chat.completions", ""),
        ("POST", "/v1/openai/chat/completions", "chat.completions", ""),
        ("POST", "/v1beta/openai/embeddings", "embeddings", ""),
        ("POST", "/v1beta/openai/images/generations", "images.generate", ""),
        ("GET", "/v1beta/openai/models", "models.list", ""),
        ("GET", "/v1beta/openai/models/gemini-2.5-flash", "models.get", "gemini-2.5-flash"),
        ("POST", f"{VERTEX}/openapi/chat/completions", "chat.completions", ""),
        ("POST", f"{VERTEX}/openapi/completions", "completions", ""),
        ("POST", f"{VERTEX}/openapi/embeddings", "embeddings", ""),
        ("POST", f"{VERTEX}/4711/chat/completions", "chat.completions", "4711"),
        ("POST", f"{VERTEX}/openapi/responses", "responses", ""),
        ("GET", f"{VERTEX}/openapi/responses/resp_1", "responses.get", ""),
        ("POST", f"{PUBLISHED}/chat/completions", "chat.completions", ""),
        ("POST", f"{PUBLISHED}/responses", "responses", ""),
        ("POST", f"{PUBLISHED}/responses/resp_1/cancel", "responses.cancel", ""),
        ("POST", f"{PUBLISHED}/files", None, ""),
        ("POST", "/v1beta/openai/files", None, ""),
        ("POST", "/v1beta/openai/responses", None, ""),
        ("POST", "/v1beta/openai/chat/completions/", None, ""),
        ("POST", "/v1beta/openai/../models", None, ""),
        ("GET", f"{VERTEX}/openapi/models", None, ""),
        ("POST", f"{VERTEX}/a%2Fb/chat/completions", None, ""),
        ("POST", "/v1/projects/p/locations/nowhere/endpoints/e/chat/completions", None, ""),
        ("PUT", "/v1beta/openai/chat/completions", None, ""),
    ],
)
def test_which_paths_are_known(method: str, path: str, name: str | None, model: str) -> None:
    found = COMPATIBLE.route(method, path, "")
    assert (found.name if found else None) == name
    if found is None:
        advice = COMPATIBLE.advice(method, path)
        assert advice is not None
        assert "chat/completions" in advice
    else:
        assert (found.upstream_path, found.model) == (path, model)
        assert COMPATIBLE.advice(method, path) is None


CHAT = Operation("chat.completions", "POST", "/v1beta/openai/chat/completions")


def test_googles_own_settings_are_known_and_others_are_looked_at() -> None:
    google = {
        "cachedContent": "cachedContents/abc",
        "thinkingConfig": {"thinkingBudget": 8, "thinkingLevel": "LOW", "includeThoughts": True},
        "thought_tag_marker": "think",
        "safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}],
    }
    payload = COMPATIBLE.read(CHAT, json.dumps({"google": google}).encode())
    assert not payload.unknown_fields
    assert list(payload.refers) == [StateRef("cached_content", "abc")]
    assert [(s.text, s.place) for s in payload.segments] == [("think", Place.FIXED)]
    odd = {"extra_body": {"google": {"labels": {"who": "Nadia"}}, "other": "Ann"}}
    payload = COMPATIBLE.read(CHAT, json.dumps(odd).encode())
    assert {s.text for s in payload.segments} >= {"who", "Nadia", "other", "Ann"}
    assert set(payload.unknown_fields) == {"/extra_body/google/labels", "/extra_body/other"}


@pytest.mark.parametrize("signature", ["nadia@posteo.example", "QUJD" * 15, "x" * 63])
def test_what_is_no_signature_is_looked_at(signature: str) -> None:
    call = {"extra_content": {"google": {"thought_signature": signature}}}
    messages = [{"role": "assistant", "tool_calls": [call]}]
    payload = COMPATIBLE.read(CHAT, json.dumps({"messages": messages}).encode())
    assert [(s.text, s.place) for s in payload.segments] == [(signature, Place.FIXED)]


def test_queries_follow_googles_rules() -> None:
    assert COMPATIBLE.read_query(CHAT, "alt=json").segments
    with pytest.raises(MalformedBodyError):
        COMPATIBLE.read_query(CHAT, "callback=x")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"error": {"message": "m"}}', b'{"error": {"message": "m"}}'),
        (b'[{"error": {"message": "m"}}]\n', b'{"error": {"message": "m"}}'),
        (b'[{"error": {"message": "m"}}, {"error": {}}]', None),
        (b"[]", None),
        (b"<html>", None),
    ],
)
def test_errors_are_read_as_openais_clients_read_them(body: bytes, shown: bytes | None) -> None:
    frame = COMPATIBLE.error(body)
    assert (frame.render([slot.text for slot in frame.slots]) if frame else None) == shown
