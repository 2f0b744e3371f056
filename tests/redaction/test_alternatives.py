import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.alternatives import parted
from redaction.registry import RECOGNIZERS

SCANS = sorted({pattern.scan for each in RECOGNIZERS for pattern in each.patterns})


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("abc", ["abc"]),
        ("a|b|c|d|e", ["a|b", "c|d", "e"]),
        (r"\b(?:a|b|c)x", [r"\b(?:a|b)x", r"\b(?:c)x"]),
        ("(?:a|b)(?:c|d|e)f", ["(?:a|b)(?:c|d)f", "(?:a|b)(?:e)f"]),
        ("(?:a|(?:b|c|d)|e)", ["(?:a|(?:b|c|d))", "(?:e)"]),
        ("(?:a|b|c)?x", ["(?:a|b|c)?x"]),
        ("(?:a|b|c){2}x", ["(?:a|b|c){2}x"]),
        (r"[|]\|[]|(](?:[^]|]|\(|b)", [r"[|]\|[]|(](?:[^]|]|\()", r"[|]\|[]|(](?:b)"]),
    ],
)
def test_lists_are_parted(source: str, parts: list[str]) -> None:
    assert list(parted(source, 2)) == parts


@pytest.mark.parametrize("scan", SCANS)
def test_parts_of_every_pattern_can_be_read(scan: str) -> None:
    for part in parted(scan, 8):
        re.compile(part)


_LETTERS = st.sampled_from(["a", "b", "ab", "[ab]", r"\b", "(?:a|b)", "(?:a|b|c)?", "c"])
_SOURCES = st.lists(st.lists(_LETTERS, min_size=1, max_size=4).map("".join), min_size=1, max_size=5)


@given(_SOURCES, _SOURCES, st.text("abc ", max_size=8))
def test_parts_match_what_the_whole_matches(one: list[str], other: list[str], text: str) -> None:
    for source in ("|".join(one), f"(?:{'|'.join(one)}){other[0]}", f"a?(?:{'|'.join(other)})"):
        whole = re.compile(source)
        parts = [re.compile(part) for part in parted(source, 2)]
        for start in range(len(text) + 1):
            for end in range(start, len(text) + 1):
                expected = whole.fullmatch(text, start, end) is not None
                assert any(part.fullmatch(text, start, end) for part in parts) is expected
