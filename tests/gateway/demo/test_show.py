import io
import re

import pytest

from gateway.demo.show import Count, Entry, Screen
from gateway.demo.steps import Line, Step, Timing

STEP = Step(
    title="A first message",
    wire="openai",
    client_sent=(Line("user", "I am Ann Lee, " + "very " * 30 + "pleased. Ann Lee."),),
    provider_saw=(Line("user", "I am PERSON_a7k2."),),
    provider_said=(Line("assistant", "Hello PERSON_a7k2!"), Line("tool call", 'find({"a": 1})')),
    client_received=(Line("assistant", "Hello Ann Lee!\n\nBye."),),
    disclosure="dsc_1",
    timing=Timing(pieces=7, first_ms=12.3, total_ms=40.0),
    resent=2,
)
ENTRY = Entry(
    id="dsc_1",
    purpose="customer-support",
    legal_basis="contract",
    recipient="demo-openai: Built-in demo recipient",
    outcome="ok",
    entities=(
        Count("EMAIL_ADDRESS", "pseudonymise", 2),
        Count("PERSON", "pseudonymise", 1),
        Count("CVV", "redact", 1),
    ),
)


def _shown(*, colour: bool | None, width: int = 80) -> str:
    out = io.StringIO()
    screen = Screen(out, ["Ann Lee"], colour=colour, width=width)
    screen.step(1, STEP)
    screen.entry(ENTRY)
    screen.verdict(good=False, text="It is " + "so " * 60)
    screen.table([("key", "gw_" + "x" * 200)])
    screen.note("A remark.")
    return out.getvalue()


def test_a_step_shows_four_points_of_view_and_the_record() -> None:
    shown = _shown(colour=None)
    assert "\x1b" not in shown
    for words in (
        "client sent",
        "I am PERSON_a7k2.",
        "provider said",
        '[tool call] find({"a": 1})',
        "Hello Ann Lee!",
        "(and 2 earlier messages again)",
        "7 pieces, the first after 12 ms",
        "dsc_1",
        "purpose customer-support",
        "legal basis contract",
        "pseudonymise 2 EMAIL_ADDRESS, 1 PERSON",
        "redact 1 CVV",
    ):
        assert words in shown


@pytest.mark.parametrize("width", [60, 80, 110])
def test_lines_stay_within_the_width_except_what_is_copied(width: int) -> None:
    lines = [line for line in _shown(colour=False, width=width).splitlines() if "gw_" not in line]
    assert max(map(len, lines)) <= width


def test_colours_mark_originals_and_pseudonyms_and_change_no_word() -> None:
    coloured = _shown(colour=True)
    assert "\x1b[1;36mPERSON_a7k2\x1b[0m" in coloured
    assert "\x1b[33mAnn Lee\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == _shown(colour=False)


def test_an_original_broken_over_two_lines_is_coloured_on_both() -> None:
    out = io.StringIO()
    screen = Screen(out, ["Ann Lee"], colour=True, width=60)
    text = "x" * (60 - 17 - 5 - 4) + " Ann" + " Lee"
    screen.step(1, _step(text))
    said = re.findall(r"\x1b\[33m(\w+)\x1b\[0m", out.getvalue())
    assert said == ["Ann", "Lee"]


def _step(text: str) -> Step:
    return Step(
        title="t",
        wire="openai",
        client_sent=(Line("user", text),),
        provider_saw=(),
        provider_said=(),
        client_received=(),
        disclosure="",
        timing=Timing(pieces=0, first_ms=0, total_ms=0),
    )


class _Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.seek(0)
        return self.read()


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_stay_away_where_they_are_not_wanted(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal = _Terminal()
    Screen(terminal, ["Ann Lee"]).step(1, STEP)
    assert ("\x1b[" in terminal.shown()) is coloured


def test_lines_and_marks_are_plain_where_the_encoding_has_none() -> None:
    terminal = _Terminal("ascii")
    screen = Screen(terminal, ["Ann Lee"], colour=False, width=60)
    screen.step(1, STEP)
    screen.verdict(good=True, text="All is well.")
    shown = terminal.shown()
    assert "-- 1  A first message ---" in shown
    assert "| I am PERSON_a7k2." in shown
    assert "+ All is well." in shown
