"""Each call of each SDK is served, or refused with advice of its family."""

from pathlib import Path

import pytest

from gateway.routing import door, refused_endpoint
from privacy.refusal import RefusalCode
from providers import google_advice, openai_advice
from providers.closed_doors import ClosedDoor
from tests.coverage import doors
from tests.coverage.refused import DOCUMENT, insert, refused_by_sdks

MOUNTS = {"openai": "/openai", "google": "/google"}
GENAI_3 = Path(__file__).parents[2] / ".venv-genai3/lib/python3.11/site-packages/google/genai"
ADVICE = "write it anew: .venv/bin/python -m tests.coverage.refused docs/refused.md"


def _closed(call: doors.Door) -> ClosedDoor | None:
    """The family that refuses a call; None if it is served.

    Raises:
        AssertionError: neither: an update of an SDK brought a call that nobody has thought of.
    """
    knocked = door(MOUNTS[call.wire] + call.path)
    assert knocked.path is not None, call
    if knocked.codec.route(call.method, knocked.path, "") is not None:
        return None
    table = {"openai": openai_advice.closed, "google": google_advice.closed}[call.wire]
    found = table(knocked.path)
    assert found is not None, f"neither served nor in a table of closed doors: {call}"
    return found


def test_the_sdks_still_say_what_they_call() -> None:
    assert len(doors.openai()) >= 375
    assert len(doors.aiplatform()) >= 1500
    assert len(doors.genai()) >= 100


@pytest.mark.parametrize("wire", MOUNTS)
def test_each_call_is_served_or_has_its_advice(wire: str) -> None:
    calls = [call for call in doors.doors() if call.wire == wire]
    served = [call for call in calls if _closed(call) is None]
    assert len(served) >= 8


@pytest.mark.skipif(
    not GENAI_3.exists(),
    reason="NOT TESTED: google-genai 3.x, its environment .venv-genai3 is missing; "
    "`make test` makes it",
)
def test_each_call_of_google_genai_3_is_served_or_has_its_advice() -> None:
    calls = doors.genai_at(GENAI_3)
    assert len(calls) >= 100
    assert "decisions" in {found.name for call in calls if (found := _closed(call))}


@pytest.mark.parametrize("wire", MOUNTS)
def test_what_is_refused_for_good_is_something_that_an_sdk_calls(wire: str) -> None:
    table = {"openai": openai_advice.CLOSED, "google": google_advice.CLOSED}[wire]
    needed = refused_by_sdks(wire)
    assert not [each.name for each in table if each.settled and each.name not in needed]


def test_a_refusal_says_what_to_do() -> None:
    for call in doors.doors():
        found = _closed(call)
        if found is None:
            continue
        refusal = refused_endpoint(door(MOUNTS[call.wire] + call.path), call.method)
        assert refusal.message == found.advice, call
        expected = (
            (RefusalCode.ENDPOINT_REFUSED, 403) if found.settled else ("endpoint_unknown", 404)
        )
        assert (refusal.code, refusal.status) == expected


_PLACE = "/google/v1/projects/p/locations/us-central1"
TOKENS = (
    ("POST", "/openai/v1/realtime/client_secrets"),
    ("POST", "/openai/v1/realtime/sessions"),
    ("POST", "/openai/v1/realtime/transcription_sessions"),
    ("POST", "/openai/v1/realtime/translations/client_secrets"),
    ("POST", "/openai/v1/chatkit/sessions"),
    ("POST", "/google/v1alpha/auth_tokens"),
    ("POST", "/google/v1beta/auth_tokens"),
    (
        "POST",
        f"{_PLACE}/featureOnlineStores/s/featureViews/v:generateFetchAccessToken",
    ),
)


@pytest.mark.parametrize(("method", "path"), TOKENS, ids=[path for _, path in TOKENS])
def test_nothing_hands_out_credentials_past_the_gateway(method: str, path: str) -> None:
    knocked = door(path)
    assert knocked.path is not None
    assert knocked.codec.route(method, knocked.path, "") is None
    refusal = refused_endpoint(knocked, method)
    assert refusal.status == 403
    assert "past the gateway" in refusal.message


def test_advice_is_in_the_docs() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == insert(text), ADVICE
