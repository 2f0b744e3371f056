"""Where the gateway's key goes in each SDK, if the recipient is paid for by the caller."""

# ruff: noqa: PLC0415 - the SDKs cost seconds, so each is imported by the test that uses it
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end import conftest
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House
from tests.support.clients import PLACE, PROJECT

TOKEN = "ya29.a-token-of-the-callers-own"
API_KEY = "AIza-a-key-of-the-callers-own"
OURS = {"x-privacy-key": KEY}


@pytest.fixture
async def their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A gateway whose recipients are called with the caller's own credential."""
    text = conftest.config_text

    def paid_by_caller(*arguments: Any) -> str:
        return text(*arguments).replace('credential = "none"', 'credential = "client"')

    monkeypatch.setattr(conftest, "config_text", paid_by_caller)
    async with conftest.house(tmp_path, patience=10) as running:
        yield running
        await running.assert_nothing_escaped((*PLANTED, KEY))


def credentials(token: str) -> Any:
    from google.oauth2.credentials import Credentials

    return Credentials(token=token)  # type: ignore[no-untyped-call]


def sent(house: House, header: str) -> list[str]:
    return [value for name, value in house.recipient.last.headers if name.lower() == header]


async def test_openai_sends_our_key_in_a_header(their_own: House) -> None:
    client = their_own.openai("sk-a-key-of-the-callers-own", default_headers=OURS)
    asked = [{"role": "user", "content": PROMPT}]
    answer = await client.chat.completions.create(model="gpt-test", messages=asked)
    assert answer.choices[0].message.content == PROMPT
    assert sent(their_own, "authorization") == ["Bearer sk-a-key-of-the-callers-own"]


@pytest.mark.parametrize(
    ("options", "header", "credential"),
    [
        ({"vertexai": False, "api_key": API_KEY}, "x-goog-api-key", API_KEY),
        ({"vertexai": True, "api_key": API_KEY}, "x-goog-api-key", API_KEY),
        (
            {"vertexai": True, "project": PROJECT, "location": PLACE, "token": TOKEN},
            "authorization",
            f"Bearer {TOKEN}",
        ),
    ],
    ids=["gemini", "vertex-express", "vertex"],
)
async def test_google_genai_sends_our_key_in_a_header(
    their_own: House, options: dict[str, Any], header: str, credential: str
) -> None:
    from google import genai

    token = options.pop("token", None)
    more = {"credentials": credentials(token)} if token else {}
    client = genai.Client(
        **options, **more, http_options={"base_url": their_own.google_url, "headers": OURS}
    )
    answer = await client.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert answer.text == PROMPT
    assert sent(their_own, header) == [credential]


async def test_aiplatform_sends_our_key_by_request_metadata(
    their_own: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    import vertexai
    from google.cloud.aiplatform import initializer
    from vertexai.generative_models import GenerativeModel

    def ask() -> str:
        vertexai.init(
            project=PROJECT,
            location=PLACE,
            api_endpoint=their_own.google_url,
            api_transport="rest",
            credentials=credentials(TOKEN),
            request_metadata=[("x-privacy-key", KEY), ("x-privacy-purpose", "support")],
        )
        return str(GenerativeModel("gemini-test").generate_content(PROMPT).text)

    monkeypatch.setattr(initializer.global_config, "_request_metadata", None)  # undone at the end
    assert await asyncio.to_thread(ask) == PROMPT
    assert sent(their_own, "authorization") == [f"Bearer {TOKEN}"]


async def test_aiplatform_hides_our_401_behind_an_error_of_its_own(their_own: House) -> None:
    from google.auth import exceptions

    from tests.support import clients

    model = clients.aiplatform_model(their_own.google_url, KEY, "gemini-test")
    with pytest.raises(exceptions.RefreshError):
        await asyncio.to_thread(model.generate_content, PROMPT)
    assert their_own.recipient.heard == []
