"""`try`: the dry run without a network, the real call through a gateway."""

import asyncio
import io
import json
from pathlib import Path

import pytest

from gateway.cli import main
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House
from tests.gateway.cli.conftest import MESSAGE, PLANTED_HERE
from tests.support.planted import assert_absent

SHIPPED = Path(__file__).parents[3] / "config.toml"
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    source = SHIPPED.read_text("utf-8").replace('names = "require" ', 'names = "off"  ')
    file.write_text(source, "utf-8")
    return file


def attempt(file: Path, *arguments: str) -> int:
    return main(["--config", str(file), "try", *arguments])


def test_a_dry_run_shows_what_would_be_sent(file: Path, capsys: Printed) -> None:
    assert attempt(file, MESSAGE, "--application", "support-bot") == 0
    printed = capsys.readouterr().out
    assert "openai: OpenAI, L.L.C." in printed
    assert "POST /v1/chat/completions" in printed
    assert "nothing was sent, nothing was logged" in printed
    would_be_sent = printed[printed.index("This would be sent") :]
    assert_absent(PLANTED_HERE, would_be_sent.encode())


def test_a_dry_run_for_programs(file: Path, capsys: Printed) -> None:
    assert attempt(file, MESSAGE, "--application", "support-bot", "--stream", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {(one["entity_type"], one["text"], one["action"]) for one in told["found"]} == {
        ("EMAIL_ADDRESS", PLANTED_HERE[0], "pseudonymise"),
        ("CREDIT_CARD", PLANTED_HERE[1], "pseudonymise"),
    }
    assert (told["body"]["store"], told["body"]["stream"]) == (False, True)
    assert_absent(PLANTED_HERE, json.dumps(told["body"]).encode())


def test_a_dry_run_needs_no_installation_and_makes_none(file: Path) -> None:
    assert attempt(file, MESSAGE, "--application", "support-bot") == 0
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_dry_run_in_googles_dialect(file: Path, capsys: Printed) -> None:
    options = ["--application", "support-bot", "--recipient", "google", "--stream", "--json"]
    assert attempt(file, MESSAGE, *options) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["target"].startswith("POST /v1beta/models/gemini")
    assert "streamGenerateContent" in told["target"]
    assert_absent(PLANTED_HERE, json.dumps(told["body"]).encode())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--application", "analytics"], "purpose_missing"),
        (["--application", "analytics", "--purpose", "nonsense"], "purpose_unknown"),
        (
            ["--application", "support-bot", "--purpose", "product-analytics"],
            "purpose_not_permitted",
        ),
        (["--application", "support-bot", "--recipient", "vertex"], "recipient_not_permitted"),
        (["--application", "support-bot", "--recipient", "nobody"], "recipient_not_permitted"),
        (["--application", "support-bot", "--model", "claude"], "model_not_permitted"),
        (["--application", "analytics", "--purpose", "marketing-content"], "consent_missing"),
    ],
)
def test_what_would_be_refused(file: Path, capsys: Printed, options: list[str], code: str) -> None:
    assert attempt(file, MESSAGE, *options) == 1
    printed = capsys.readouterr().out
    assert f"It would be refused ({code})" in printed
    assert "This would be sent" not in printed


def test_what_the_policy_refuses_for_what_it_holds(file: Path, capsys: Printed) -> None:
    options = ["--application", "analytics", "--purpose", "product-analytics", "--json"]
    key = (
        "-----BEGIN RSA PRIVATE KEY-----\n"
        + "MIIEpAIBAAKCAQEA" * 4
        + "\n-----END RSA PRIVATE KEY-----"
    )
    assert attempt(file, key, *options) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refusal"]["code"] == "entity_refused"
    assert told["body"] is None


def test_an_application_must_be_clear(file: Path, capsys: Printed) -> None:
    assert attempt(file, MESSAGE) == 1
    assert "--application support-bot | analytics | demo" in capsys.readouterr().err
    assert attempt(file, MESSAGE, "--application", "suport-bot") == 1
    assert "did you mean 'support-bot'?" in capsys.readouterr().err


def test_text_from_standard_input(
    file: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(MESSAGE))
    assert attempt(file, "-", "--application", "support-bot", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["found"]) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("  \n"))
    assert attempt(file, "-", "--application", "support-bot") == 1
    assert "no text" in capsys.readouterr().err


# --- through a gateway ---


@pytest.mark.parametrize("options", [[], ["--stream"]])
async def test_a_real_call(
    at_home_without_names: House, capsys: Printed, options: list[str]
) -> None:
    home = at_home_without_names
    arguments = ["--base-url", home.gateway.data_url, "--key", KEY, "--purpose", "support"]
    code = await asyncio.to_thread(attempt, home.directory, MESSAGE, *arguments, *options)
    printed = capsys.readouterr().out
    assert code == 0
    assert PLANTED_HERE[0] in printed
    disclosure = home.leaves("open")[0]["id"]
    assert f"disclosure {disclosure}" in printed
    assert_absent(PLANTED_HERE, home.recipient.memory)


async def test_a_real_call_for_programs(
    at_home_without_names: House, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = at_home_without_names
    monkeypatch.setenv("PRIVACY_GATEWAY_KEY", KEY)
    url = home.openai_url
    arguments = ["--base-url", url, "--purpose", "support", "--stream", "--json"]
    assert await asyncio.to_thread(attempt, home.directory, MESSAGE, *arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["disclosure"] == home.leaves("open")[0]["id"]
    assert all(value in told["answer"] for value in PLANTED_HERE)


async def test_a_real_call_that_is_refused(at_home_without_names: House, capsys: Printed) -> None:
    home = at_home_without_names
    url = home.gateway.data_url
    for key, purpose, said in (
        (KEY, "resale", "403 purpose_unknown"),
        ("gw_nobody00_abc", "support", "401 invalid_api_key"),
    ):
        arguments = ["--base-url", url, "--key", key, "--purpose", purpose]
        assert await asyncio.to_thread(attempt, home.directory, PROMPT, *arguments) == 1
        assert said in capsys.readouterr().err
    assert not home.recipient.heard


async def test_dry_run_beats_the_url(at_home_without_names: House, capsys: Printed) -> None:
    home = at_home_without_names
    arguments = ["--base-url", home.gateway.data_url, "--key", KEY, "--dry-run"]
    file = home.directory / "config.toml"
    options = ["--application", "bot", "--purpose", "support"]
    assert await asyncio.to_thread(attempt, file, PROMPT, *arguments, *options) == 0
    assert not home.recipient.heard
    assert not home.leaves("open")
    printed = capsys.readouterr().out
    values = tuple(value for value in PLANTED if value != "Nadia Okonkwo")  # names are off here
    assert_absent(values, printed[printed.index("This would be sent") :].encode())


def test_nobody_answers(file: Path, capsys: Printed) -> None:
    arguments = [MESSAGE, "--base-url", "http://127.0.0.1:9", "--key", KEY]
    assert attempt(file, *arguments) == 1
    assert "does not answer" in capsys.readouterr().err


def test_a_call_needs_a_key(file: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRIVACY_GATEWAY_KEY", raising=False)
    assert attempt(file, MESSAGE, "--base-url", "http://127.0.0.1:9") == 1
    assert "PRIVACY_GATEWAY_KEY" in capsys.readouterr().err


def test_a_recognizer_that_cannot_be_loaded_is_named(file: Path, capsys: Printed) -> None:
    with file.open("a") as source:
        source.write('\n[detection.recognizers.odd]\nclass = "tests.support.odd_guests:Broken"\n')
    assert attempt(file, MESSAGE, "--application", "support-bot") == 1
    told = capsys.readouterr()
    assert "recognizer 'odd' cannot be loaded" in told.err
    assert_absent(PLANTED_HERE, (told.out + told.err).encode())
