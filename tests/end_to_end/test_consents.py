"""Consent given and withdrawn beside a gateway that serves: heard at the recipient, or not."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.cli import main
from tests.end_to_end.conftest import House, house

PATH = "/openai/v1/chat/completions"
NEWS = {"x-privacy-purpose": "newsletter", "x-privacy-subject": "customer-17"}


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, policy='names = "off"') as running:
        yield running


async def ask(home: House, **headers: str) -> tuple[int, str]:
    """Status, and the code of a refusal."""
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Write our news."}]}
    status, _, answer = await home.post(PATH, json.dumps(body).encode(), **(NEWS | headers))
    return status, "" if status == 200 else str(json.loads(answer)["error"]["code"])


async def consents(home: House, *arguments: str) -> int:
    """The command, as a process beside the gateway would run it."""
    config = home.directory / "config.toml"
    return await asyncio.to_thread(main, ["--config", str(config), "consents", *arguments])


async def subjects(home: House, *arguments: str) -> int:
    """Likewise."""
    config = home.directory / "config.toml"
    return await asyncio.to_thread(main, ["--config", str(config), "subjects", *arguments])


async def test_a_consent_opens_a_purpose_and_its_withdrawal_closes_it(home: House) -> None:
    assert await ask(home) == (403, "consent_missing")
    assert await consents(home, "give", "customer-17", "newsletter", "--notice", "2026-01") == 0
    assert await ask(home) == (200, "")
    assert await ask(home, **{"x-privacy-subject": "customer-18"}) == (403, "consent_missing")
    assert await consents(home, "withdraw", "customer-17", "newsletter") == 0
    heard = len(home.recipient.heard)
    assert await ask(home) == (403, "consent_withdrawn")
    assert len(home.recipient.heard) == heard


async def test_a_consent_may_be_for_one_recipient(home: House) -> None:
    assert await consents(
        home, "give", "customer-17", "newsletter", "--recipient", "google"
    ) == 0  # fmt: skip
    assert await ask(home) == (403, "consent_missing")


async def test_implied_consent_does_not_suffice_in_europe(home: House) -> None:
    assert await consents(home, "give", "customer-17", "newsletter", "--kind", "implied") == 0
    status, code = await ask(home)
    assert (status, code) == (403, "consent_insufficient")


async def test_a_file_is_imported_whole_or_not_at_all(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home.directory / "consents.jsonl"
    good = json.dumps({"subject": "customer-17", "purpose": "newsletter", "evidence": "form 9"})
    file.write_text(good + '\n{"subject": "customer-18", "purpose": "newsleter"}\n')
    assert await consents(home, "import", str(file)) == 1
    assert "line 2" in capsys.readouterr().err
    assert await ask(home) == (403, "consent_missing")
    file.write_text(good + "\n\n")
    assert await consents(home, "import", str(file)) == 0
    assert await ask(home) == (200, "")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[]", "no JSON object"),
        ('{"subject": "c"}', "needs"),
        ('{"subject": " ", "purpose": "newsletter"}', "names no data subject"),
        ('{"subject": "c", "purpose": "newsletter", "recipient": "nobody"}', "no recipient"),
        ('{"subject": "c", "purpose": "newsletter", "kind": "oral"}', "kind is one of"),
        ('{"subject": "c", "purpose": "newsletter", "when": "now"}', "not known: when"),
        ('{"subject": 7, "purpose": "newsletter"}', "all fields are texts"),
    ],
)
async def test_lines_of_no_use_are_explained(
    home: House, capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    file = home.directory / "consents.jsonl"
    file.write_text(line)
    assert await consents(home, "import", str(file)) == 1
    printed = capsys.readouterr().err
    assert says in printed
    assert "nothing was imported" in printed


async def test_the_log_verifies_with_wishes_in_it_and_names_nobody(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = "form 4711 of Nadia Okonkwo"
    arguments = ("give", "customer-17", "newsletter", "--evidence", evidence, "--json")
    assert await consents(home, *arguments) == 0
    assert json.loads(capsys.readouterr().out)["references"][0].startswith("cns_")
    assert await ask(home) == (200, "")
    config = str(home.directory / "config.toml")
    assert await asyncio.to_thread(main, ["--config", config, "disclosures", "verify"]) == 0
    stored = b"".join(
        file.read_bytes()
        for file in home.directory.rglob("*")
        if file.is_file() and "data" in str(file)
    )
    assert evidence.encode() not in stored
    assert b"customer-17" not in stored


SUPPORT = {"x-privacy-purpose": "support"}


async def test_an_objection_closes_its_purpose_alone(home: House) -> None:
    assert await consents(home, "give", "customer-17", "newsletter") == 0
    assert await subjects(home, "object", "customer-17", "--purpose", "newsletter") == 0
    assert await ask(home) == (403, "objected")
    assert await ask(home, **SUPPORT) == (200, "")
    assert await subjects(home, "object", "customer-17") == 0
    assert await ask(home, **SUPPORT) == (403, "objected")


async def test_restriction_holds_until_it_is_lifted(home: House) -> None:
    assert await subjects(home, "restrict", "customer-17", "--reason", "contested") == 0
    assert await ask(home, **SUPPORT) == (403, "restricted")
    assert await subjects(home, "lift", "customer-17") == 0
    assert await ask(home, **SUPPORT) == (200, "")


async def test_advertising_to_a_child_is_refused(home: House) -> None:
    assert await consents(home, "give", "customer-17", "newsletter", "--kind", "guardian") == 0
    assert await ask(home) == (200, "")
    assert await subjects(home, "child", "customer-17") == 0
    status, _ = await ask(home)
    assert status == 403
    assert await subjects(home, "child", "customer-17", "--no-longer") == 0
    assert await ask(home) == (200, "")


async def test_wishes_of_no_use_are_explained(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await subjects(home, "object", "customer-17", "--purpose", "newsleter") == 1
    assert "newsletter" in capsys.readouterr().err
    assert await subjects(home, "restrict", " ") == 1
