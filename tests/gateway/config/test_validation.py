"""Repairs: whatever is wrong, the rest is read, and reading ends."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.problems import Findings, Whereabouts
from gateway.config.shape import EACH, NAME, settings
from gateway.config.spec import ConfigSpec
from gateway.config.validation import validate

FILE = tomllib.loads((Path(__file__).parents[3] / "config.toml").read_text("utf-8"))
REQUIRED = [s for s in settings() if s.field.is_required() and EACH not in s.path]
NAMES = {
    "recipients": "openai",
    "purposes": "customer-support",
    "applications": "support-bot",
    "actions": "CVV",
    "policies": "strict",
    "patterns": "badge",
    "lists": "own",
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = list(value.items() if isinstance(value, dict) else enumerate(value))
    deeper = [
        place
        for step, inner in inside
        if isinstance(inner, dict | list)
        for place in places(inner, (*path, step))
    ]
    return [*((*path, step) for step, _ in inside), *deeper]


PLACES = places(FILE)
WRONG = st.sampled_from([None, 3.5, float("nan"), -1, "", "x", [], [1], ["x"], {}, {"x": 1}, True])


def damage(table: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value at a path, if an earlier damage has left the path standing."""
    *steps, last = path
    for step in steps:
        if not fits(table, step):
            return
        table = table[step]
    if fits(table, last):
        table[last] = copy.deepcopy(value)


def fits(inner: Any, step: Any) -> bool:
    if isinstance(step, str):
        return isinstance(inner, dict) and step in inner
    return isinstance(inner, list) and step < len(inner)


@given(st.lists(st.tuples(st.sampled_from(PLACES), WRONG), min_size=1, max_size=6))
def test_whatever_is_wrong_a_specification_comes_out(
    damages: list[tuple[tuple[Any, ...], Any]],
) -> None:
    table = copy.deepcopy(FILE)
    for path, value in damages:
        damage(table, path, value)
    try:
        ConfigSpec.model_validate(table)
        fine = True
    except ValueError:
        fine = False
    findings = Findings(Whereabouts("config.toml"))
    spec, stand_ins = validate(table, findings)
    assert isinstance(spec, ConfigSpec)
    assert fine is not bool(findings.items)
    assert fine is not bool(stand_ins)


@pytest.mark.parametrize("setting", REQUIRED, ids=lambda setting: setting.key)
def test_what_is_required_is_missed_by_name(setting: Any) -> None:
    table = copy.deepcopy(FILE)
    path: tuple[str, ...] = ()
    for step in setting.path:
        path = (*path, NAMES[path[-1]] if step == NAME else step)
    inner: Any = table
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
    if path[-1] == "operator":
        inner["masking_char"] = "*"
    inner.pop(path[-1], None)
    findings = Findings(Whereabouts("config.toml"))
    validate(table, findings)
    assert (".".join(path), "is required") in {
        (problem.key, problem.reason) for problem in findings.items
    }
