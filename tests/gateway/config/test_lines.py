"""Where keys stand, held against tomllib and against a count of lines."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.lines import key_lines
from gateway.config.problems import Path as KeyPath

SHIPPED = Path(__file__).parents[3] / "config.toml"

TABLE = [
    ("a = 1\nb = 2", {("a",): 1, ("b",): 2}),
    ("# a = 1\n\n[t] # x\na = 1", {("t",): 3, ("t", "a"): 4}),
    ("[t.u]\n'k 1'.\"\\u0041\" = 1", {("t",): 1, ("t", "u"): 1, ("t", "u", "k 1", "A"): 2}),
    ('a = """\n[x]\nb = 1\\\n"""""\nc = 1', {("a",): 1, ("c",): 5}),
    ("a = '''\nb = 1'''\nc = 1", {("a",): 1, ("c",): 3}),
    ("a = [\n  1, # ]\n  [2,\n 3],\n]\nb = 1", {("a", 0): 2, ("a", 1, 1): 4, ("b",): 6}),
    ("a = { b = [ { c = 1 } ], d = '}' }\ne = 1", {("a", "b", 0, "c"): 1, ("e",): 2}),
    ("[[r]]\nx = 1\n[[r]]\nx = 2\n[r.s]\ny = 1", {("r", 0, "x"): 2, ("r", 1, "s", "y"): 6}),
    ("a = 1979-05-27 07:32:00\r\nb = -1.5e3\r\nc = true", {("b",): 2, ("c",): 3}),
    ('a = "\\"#"\nb = ""\nc = 1', {("b",): 2, ("c",): 3}),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_lines(source: str, expected: dict[KeyPath, int]) -> None:
    assert tomllib.loads(source)
    found = key_lines(source)
    assert {path: found.get(path) for path in expected} == expected


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in inside:
        yield (*path, step)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, step))


def test_every_key_of_the_file_that_ships_is_found_on_a_line_that_names_it() -> None:
    source = SHIPPED.read_text("utf-8")
    found, rows = key_lines(source), source.splitlines()
    known = set(paths(tomllib.loads(source)))
    assert set(found) == known
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in rows[line - 1]


KEYS = st.text(
    st.characters(codec="utf-8", exclude_characters="'", exclude_categories=["C"]), max_size=5
)
SCALARS = st.one_of(
    st.integers(), st.booleans(), st.text(st.sampled_from('ab#[]{}=,."\\\n'), max_size=6)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    """TOML, with line breaks wherever arrays allow them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""\n{escaped}"""'
    if isinstance(value, list):
        return "[ # x\n" + ",\n".join(written(inner) for inner in value) + "\n]"
    return "{ " + ", ".join(f"'{key}' = {written(inner)}" for key, inner in value.items()) + " }"


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_keys_of_any_document_are_those_that_tomllib_finds(document: dict[str, Any]) -> None:
    source, expected = "", {}
    for key, value in document.items():
        expected[key,] = source.count("\n") + 1
        source += f"'{key}' = {written(value)}\n"
    found = key_lines(source)
    assert set(found) == set(paths(tomllib.loads(source)))
    assert {path: line for path, line in found.items() if len(path) == 1} == expected
