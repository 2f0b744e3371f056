"""What commands print."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.output import fields, print_json, table, visible


@given(st.text())
def test_only_what_shows_is_shown(text: str) -> None:
    shown = visible(text)
    assert all(c == "\n" or c.isprintable() for c in shown)
    if all(c == "\n" or c.isprintable() for c in text):
        assert shown == text


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\u200b", "\r", "\udcff", "\U000e0041"])
def test_signs_that_a_terminal_obeys_or_hides(sign: str) -> None:
    assert json.loads(f'"{visible(sign)}"') == sign
    assert visible(sign).isascii()


def test_json_stays_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"a": "J\u00fcrgen \x9b2J \u202e \U000e0041", "b": [1, None]}
    print_json(value)
    printed = capsys.readouterr().out
    assert json.loads(printed) == value
    assert "J\u00fcrgen" in printed
    assert "\x9b" not in printed


def test_columns_stand_below_each_other() -> None:
    assert table(("A", "B"), [("long", "x"), ("s", "")]) == ["A     B", "long  x", "s"]


def test_fields_without_a_value_do_not_stand() -> None:
    assert fields([("a", "x\ny"), ("b", ""), ("c", "z")], 2) == ["  a  x", "     y", "  c  z"]
