"""What is read leftwards from an ending is what a scan for the whole finds."""

from itertools import permutations

import pytest

from redaction.backwards import REACH, Backwards
from redaction.patterns import Pattern
from redaction.registry import RECOGNIZERS
from redaction.scanners import HyperscanScanner, expression, longest

PATTERNS = [
    pytest.param(pattern, id=f"{recognizer.name}-{number}")
    for recognizer in RECOGNIZERS
    for number, pattern in enumerate(recognizer.patterns)
    if pattern.ending
]
ADDRESSES = (
    "221 Baker Street, London",
    "12b/4 North St. Mary's Road",
    "Nine Elm Tree Lane",
    "7 West Meadow Springs",
    "Springfield, IL 62704-1234",
    "Portland, Oregon, 97201",
    "Sydney NSW 2000",
    "Große Wüstenweg Nr. 12 a",
    "Ärzteplatz 3, Berliner Str. 9b",
    "hauptstraße 4",
    "Østergade 17, Åsvägen 3 B, vestergade 2",
    "Árpád Kossuth utca 5",
    "#12/4, Gandhi M.G. Nagar",
    "New Delhi - 110 001",
)


def places(pattern: Pattern, text: str) -> list[tuple[int, int]]:
    backwards = Backwards(pattern)
    _, words = HyperscanScanner([backwards.ending]).find(text.encode())
    ends = [len(text.encode()[:end].decode()) for end in words.get(0, ())]
    return longest(backwards.places(text, ends)) if ends else []


def scanned(pattern: Pattern, text: str) -> list[tuple[int, int]]:
    data = text.encode()
    shapes, _ = HyperscanScanner([expression(pattern.scan, cased=pattern.cased)]).find(data)
    return [
        (len(data[:start].decode()), len(data[:end].decode()))
        for start, end in longest(shapes.get(0, []))
    ]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_same_places_are_found(pattern: Pattern) -> None:
    text = "\n".join(" ".join(pair) for pair in permutations(ADDRESSES, 2))
    text += "".join(
        f" a{term}, {term.upper()}; {term.replace(' ', '-')}s {term}.\n{term}é"
        for term in pattern.terms
    )
    found = places(pattern, text)
    assert found
    assert found == scanned(pattern, text)


def test_what_is_longer_than_the_reach_is_left() -> None:
    pattern = Pattern(scan=r"\ba[b]+c 1\b", ending="c 1", entity_type="X", score=1)
    assert places(pattern, f"a{'b' * (REACH - 4)}c 1") == [(0, REACH)]
    assert places(pattern, f"a{'b' * (REACH - 3)}c 1") == []


def test_letters_beyond_the_window_are_seen() -> None:
    pattern = Pattern(scan=r"\bb+c 1\b", ending="c 1", entity_type="X", score=1)
    assert places(pattern, f"{'b' * REACH}c 1") == []
