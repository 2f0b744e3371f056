"""Which dialect a path belongs to, and who receives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadRequest
from gateway.routing import (
    check_preflight,
    check_upgrade,
    choose_recipient,
    door,
    refused_endpoint,
)
from privacy.application import Application
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from providers.google_compatible import COMPATIBLE


@pytest.mark.parametrize(
    ("path", "wire", "behind"),
    [
        ("/openai/v1/chat/completions", "openai", "/v1/chat/completions"),
        ("/v1/chat/completions", "openai", "/v1/chat/completions"),
        ("/v1/models", "openai", "/v1/models"),
        ("/v1/models/gpt-5", "openai", "/v1/models/gpt-5"),
        ("/v1/models/ft:gpt-5-mini:acme::a1b2", "openai", "/v1/models/ft:gpt-5-mini:acme::a1b2"),
        ("/openai/v1/models/ft:gpt-5:acme::a1", "openai", "/v1/models/ft:gpt-5:acme::a1"),
        ("/openai/", "openai", "/"),
        ("/openai/google/v1/models", "openai", "/google/v1/models"),
        ("/google/v1beta/models/g:generateContent", "google", "/v1beta/models/g:generateContent"),
        ("/google/v1/models", "google", "/v1/models"),
        ("/google", "google", "/"),
        ("/google/", "google", "/"),
    ],
)
def test_doors(path: str, wire: str, behind: str) -> None:
    found = door(path)
    assert (found.wire, found.path) == (wire, behind)


@pytest.mark.parametrize(
    ("path", "compatible"),
    [
        ("/google/v1beta/openai/chat/completions", True),
        ("/google/v1beta/openai/files", True),
        ("/google/v1beta/openai", True),
        ("/google/v1/projects/p/locations/l/endpoints/openapi/chat/completions", True),
        ("/google/v1beta1/projects/p/locations/l/endpoints/4711/embeddings", True),
        ("/google/v1/projects/p/locations/l/publishers/openai/v1/responses/resp_1", True),
        ("/google/v1/projects/p/locations/l/publishers/openai/models/m:predict", False),
        ("/google/v1beta/openair/x", False),
        ("/google/v1beta/models/openai:generateContent", False),
        ("/google/v1/projects/p/locations/l/endpoints/e:generateContent", False),
        ("/openai/v1beta/openai/chat/completions", False),
    ],
)
def test_google_speaks_openai_at_some_paths(path: str, *, compatible: bool) -> None:
    found = door(path)
    assert (found.codec is COMPATIBLE) is compatible
    assert found.codec.wire == found.wire


@pytest.mark.parametrize(
    "path",
    [
        "/v1beta/models/gemini-x:generateContent",
        "/v1/models/gemini-x:generateContent",
        "/v1/models/gemini-x:streamGenerateContent",
        "/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent",
        "/v1/projects/p/locations/l/endpoints/e:generateContent",
        "/v1beta/files",
    ],
)
def test_google_at_the_root_is_told_where_to_go(path: str) -> None:
    found = door(path)
    assert (found.wire, found.path) == ("google", None)
    assert "below /google" in found.advice


@pytest.mark.parametrize("path", ["", "/", "/openai", "/googles/v1", "/admin", "/V1/models", "*"])
def test_elsewhere_is_nothing(path: str) -> None:
    found = door(path)
    assert found.path is None
    assert "/openai/v1" in found.advice
    assert ".../google" in found.advice


@given(st.text(max_size=60))
def test_a_door_opens_only_below_its_mount(path: str) -> None:
    found = door(path)
    if found.path is not None:
        assert path in {found.path, f"/{found.wire}{found.path}", f"/{found.wire}"}
    else:
        assert found.advice


# --- what is refused ---


@pytest.mark.parametrize(
    ("path", "status", "code", "word"),
    [
        ("/openai/v1/realtime/client_secrets", 403, "endpoint_refused", "past the gateway"),
        ("/v1/videos", 403, "endpoint_refused", "Videos"),
        ("/google/v1alpha/auth_tokens", 403, "endpoint_refused", "past the gateway"),
        ("/google/v1beta/decisions", 404, "endpoint_unknown", "Decisions"),
        ("/google/v1beta/openai/videos", 404, "endpoint_unknown", "OpenAI-compatible"),
        ("/openai/v1/nothing", 404, "endpoint_unknown", "docs/endpoints.md"),
        ("/nowhere", 404, "endpoint_unknown", "/openai/v1"),
        ("/v1beta/models/m:generateContent", 404, "endpoint_unknown", "below /google"),
    ],
)
def test_what_callers_of_other_endpoints_are_told(
    path: str, status: int, code: str, word: str
) -> None:
    refusal = refused_endpoint(door(path), "POST")
    assert (refusal.status, refusal.code) == (status, code)
    assert word in refusal.message


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/openai/v1/realtime", "Transcribe"),
        ("/openai/v1/responses", "over HTTP"),
        ("/google/ws/x.BidiGenerateContent", "over HTTP"),
        ("/nowhere", "over HTTP"),
    ],
)
@pytest.mark.parametrize("upgrade", ["websocket", "WebSocket", "h2c, websocket"])
def test_websockets_are_refused_with_advice(path: str, word: str, upgrade: str) -> None:
    with pytest.raises(BadRequest) as refused:
        check_upgrade(door(path), {"Upgrade": upgrade})
    assert (refused.value.status, refused.value.code) == (403, "websocket_refused")
    assert word in refused.value.message


@pytest.mark.parametrize("headers", [{}, {"Upgrade": "h2c"}, {"Connection": "Upgrade"}])
def test_other_offers_are_ignored(headers: dict[str, str]) -> None:
    check_upgrade(door("/openai/v1/realtime"), headers)


def test_preflights_are_refused() -> None:
    with pytest.raises(BadRequest) as refused:
        check_preflight("OPTIONS")
    assert refused.value.code == "cors_refused"
    check_preflight("POST")


# --- recipients ---

RECIPIENTS = {
    name: Recipient(id=name, legal_name=name, wire=wire)  # type: ignore[arg-type]
    for name, wire in [("openai", "openai"), ("azure", "openai"), ("vertex", "google")]
}


def _chosen(granted: tuple[str, ...], wire: str, named: str | None = None) -> str:
    application = Application(id="bot", controller="c", purposes=(), recipients=granted)
    chosen = choose_recipient(application, wire, named, RECIPIENTS)
    if isinstance(chosen, Refusal):
        assert "granted" in chosen.message or "x-privacy-recipient" in chosen.message
        return chosen.code
    return chosen.id


@pytest.mark.parametrize(
    ("granted", "wire", "named", "expected"),
    [
        (("openai",), "openai", None, "openai"),
        (("openai", "vertex"), "openai", None, "openai"),
        (("openai", "vertex"), "google", None, "vertex"),
        (("openai", "azure"), "openai", None, RefusalCode.RECIPIENT_AMBIGUOUS),
        (("openai", "azure"), "openai", "azure", "azure"),
        (("openai",), "openai", "openai", "openai"),
        (("openai",), "openai", "azure", RefusalCode.RECIPIENT_NOT_PERMITTED),
        (("openai", "vertex"), "openai", "vertex", RefusalCode.RECIPIENT_NOT_PERMITTED),
        (("openai",), "openai", "", RefusalCode.RECIPIENT_NOT_PERMITTED),
        (("openai",), "openai", "nobody", RefusalCode.RECIPIENT_NOT_PERMITTED),
        (("vertex",), "openai", None, RefusalCode.RECIPIENT_NOT_PERMITTED),
        ((), "openai", None, RefusalCode.RECIPIENT_NOT_PERMITTED),
    ],
)
def test_who_receives(
    granted: tuple[str, ...], wire: str, named: str | None, expected: str
) -> None:
    assert _chosen(granted, wire, named) == expected


def test_the_ambiguous_are_listed_and_what_was_named_is_not_repeated() -> None:
    application = Application(
        id="bot", controller="c", purposes=(), recipients=("openai", "azure", "vertex")
    )
    ambiguous = choose_recipient(application, "openai", None, RECIPIENTS)
    assert isinstance(ambiguous, Refusal)
    assert "openai, azure" in ambiguous.message
    wrong = choose_recipient(application, "openai", "Nadia Okonkwo", RECIPIENTS)
    assert isinstance(wrong, Refusal)
    assert "Nadia" not in wrong.message
