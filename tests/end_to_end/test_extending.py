"""What a deployment brings along, as docs/extending.md shows it; the recipient is asked."""

import asyncio
import hashlib
import re
from pathlib import Path

import openai
import pytest

from tests.end_to_end.conftest import House, house
from tests.support.planted import assert_absent

DOCUMENT = Path(__file__).parents[2] / "docs" / "extending.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OFF = 'names = "off"'


def blocks(heading: str, language: str) -> list[str]:
    """The code blocks of one language under a heading of the document."""
    section = DOCUMENT.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [code for said, code in BLOCK.findall(section) if said == language]


async def ask(home: House, text: str) -> tuple[str, str]:
    """What the recipient heard of a text, and what the caller heard of the answer."""
    answer = await home.openai(max_retries=0).chat.completions.create(
        model="gpt-test", messages=[{"role": "user", "content": text}]
    )
    heard: str = home.recipient.last.json["messages"][0]["content"]
    return heard, answer.choices[0].message.content


async def test_patterns_of_a_deployment(tmp_path: Path) -> None:
    (toml,) = blocks("A pattern of your own", "toml")
    text = "EMP-310882 asks for order 49157027, not TEMP-2049171 nor 49157027 bytes"
    async with house(tmp_path, toml, OFF) as home:
        heard, said = await ask(home, text)
        assert said == text
        masked = r"CUSTOM_\w+ asks for order CUSTOM_\w+, not TEMP-2049171 nor CUSTOM_\w+ bytes"
        assert re.fullmatch(masked, heard), heard
        heard, _ = await ask(home, "The file has 49157027 bytes, TEMP-2049171.")
        assert heard == "The file has 49157027 bytes, TEMP-2049171."
        await home.assert_nothing_escaped(("EMP-310882",))


async def test_lists_of_phrases(tmp_path: Path) -> None:
    (toml,) = blocks("Lists of phrases", "toml")
    lists, _, policy = toml.partition("[policies.default]\n")
    (tmp_path / "projects.txt").write_text("# ours\nProject Egret\n")
    async with house(tmp_path, lists, f"{policy}\n{OFF}") as home:
        text = (
            "support@acme.example: project\n HERON and Project Egret, 4111 1111 1111 1111, Herons"
        )
        heard, said = await ask(home, text)
        assert said == text
        assert re.fullmatch(
            r"support@acme\.example: CUSTOM_\w+ and CUSTOM_\w+, 4111 1111 1111 1111, Herons", heard
        ), heard
        heard, _ = await ask(home, "5500 0000 0000 0004, sales@acme.example")
        assert re.fullmatch(r"CARD_\w+, EMAIL_\w+", heard), heard


async def test_lists_of_one_application_hold_for_no_other(tmp_path: Path) -> None:
    lists = '[detection.lists.own]\nkind = "deny"\ntype = "PROJECT"\nphrases = ["Project Heron"]\n'
    more = 'lists = ["own"]\npurposes = ["support"]\nrecipients = ["openai"]\n'
    key = "gw_testkey3_" + "Q1w2E3r4T5" * 4 + "zyx"
    hashed = hashlib.sha256(key.encode()).hexdigest()
    third = f'[applications.third]\n{more}keys = ["sha256:testkey3:{hashed}"]\n'
    async with house(tmp_path, lists + third, OFF) as home:
        heard, _ = await ask(home, "on Project Heron")
        assert heard == "on Project Heron"
        await home.openai(key).chat.completions.create(
            model="gpt-test", messages=[{"role": "user", "content": "on Project Heron"}]
        )
        assert re.fullmatch(r"on CUSTOM_\w+", home.recipient.last.json["messages"][0]["content"])


async def test_a_recognizer_for_presidio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = blocks("A recognizer for presidio-analyzer", "python")
    (toml,) = blocks("A recognizer for presidio-analyzer", "toml")
    place = tmp_path / "code"
    place.mkdir()
    (place / "acme_recognizers.py").write_text(code)
    monkeypatch.syspath_prepend(place)
    async with house(tmp_path, toml, OFF) as home:
        text = "My meter is 1EMH001234567, write to ann.lee@posteo.example"
        heard, said = await ask(home, text)
        assert said == text
        assert re.fullmatch(r"My meter is CUSTOM_\w+, write to EMAIL_\w+", heard), heard
        await home.assert_nothing_escaped(("1EMH001234567", "ann.lee@posteo.example"))
        assert home.gateway.roof.snapshot.inspector.failures == {}


@pytest.mark.parametrize(
    ("words", "reason"),
    [("please raise", "raised"), ("score nan", "nonsense"), ("please hang", "slow"),
     ("please die", "died")],
)  # fmt: skip
async def test_a_recognizer_that_fails_has_the_request_refused(
    tmp_path: Path, words: str, reason: str
) -> None:
    toml = (
        '[detection.recognizers.odd]\nclass = "tests.support.odd_guests:Obedient"\n'
        'types = ["BADGE"]\ntime_limit_ms = 1500\n'
    )
    planted = ("Nadia.Okonkwo@posteo.example", "secret-42")
    async with house(tmp_path, toml, OFF) as home:
        heard, said = await ask(home, "my secret-42")
        assert (re.sub(r"_\w+", "", heard), said) == ("my CUSTOM", "my secret-42")
        before = len(home.recipient.heard)
        with pytest.raises(openai.InternalServerError) as refused:
            await ask(home, f"{words}, {' and '.join(planted)}")
        assert refused.value.status_code == 503
        assert refused.value.body["code"] == "detector_unavailable"
        assert_absent(planted, str(refused.value.body).encode())
        assert len(home.recipient.heard) == before
        counted = 'privacy_gateway_recognizer_failures_total{reason="%s",recognizer="odd"} 1.0'
        assert counted % reason in await home.metrics()
        line = next(
            each for each in home.log.getvalue().splitlines() if "recognizer_failed" in each
        )
        assert f'"recognizer":"odd","detail":"{reason}"' in line
        await _back(home)
        await home.assert_nothing_escaped(planted)


async def _back(home: House) -> None:
    """The process that failed is there again."""
    for _ in range(600):
        if home.gateway.roof.snapshot.inspector.ready:
            break
        await asyncio.sleep(0.05)
    heard, said = await ask(home, "my secret-43")
    assert (re.sub(r"_\w+", "", heard), said) == ("my CUSTOM", "my secret-43")


async def test_a_model_of_spacy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = blocks("A model of your own", "python")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "extending.md", "exec"), {})  # noqa: S102 - our own document
    async with house(tmp_path, blocks("A model of your own", "toml")[0], OFF) as home:
        text = "She sails on MV Aurora, he does not. " * 2_000
        heard, said = await ask(home, text)
        assert said == text
        assert "Aurora" not in heard
        assert len(set(re.findall(r"PLATE_\w+", heard))) == 1
        await home.assert_nothing_escaped(("MV Aurora",))
