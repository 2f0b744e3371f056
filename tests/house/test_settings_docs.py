"""`docs/settings.md` and the code agree, in both directions."""

import re
from pathlib import Path

from gateway.config.reference import BEGIN, insert
from gateway.config.shape import EACH, NAME, settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
ADVICE = f"write it anew with: .venv/bin/{BEGIN.split('`')[1]}"

ROW = re.compile(r"^\| `([a-z][\w.\[\]]*)` \| ([^|]+) \| (.+) \|$", re.MULTILINE)
PARAMETER = re.compile(r"^\| `(\w+)` \| ([^|]+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, str]]:
    made = DOCUMENT.read_text("utf-8").partition(BEGIN)[2]
    return {key: (default, meaning) for key, default, meaning in ROW.findall(made)}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    parameters = {s.path[-1] for s in settings() if s.path[:3] == ("policies", NAME, "default")}
    actions = ("default", "action", NAME)
    keys = {
        s.key
        for s in settings()
        if not (len(s.path) > 3 and s.path[-2] in actions and s.path[-1] in parameters)
    }
    assert set(documented()) == keys, ADVICE


def test_parameters_of_actions_are_documented_and_nothing_else_is() -> None:
    text = DOCUMENT.read_text("utf-8").partition("### Actions")[2]
    known = {
        s.path[-1]
        for s in settings()
        if s.path[:4] == ("policies", NAME, "rules", EACH) and s.path[-2] == "action"
    }
    assert {name for name, _ in PARAMETER.findall(text)} == known, ADVICE


def test_every_setting_has_a_default_and_a_meaning() -> None:
    for key, (default, meaning) in documented().items():
        assert default in {"required", "none"} or default.startswith("`"), key
        assert len(meaning.split()) > 2, key
        assert meaning.endswith("."), key


def test_the_list_is_what_the_code_says() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == insert(text), ADVICE
