"""What may be a name in a text that says little else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Span
from redaction.bare_names import candidates, confirmed, sentence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("And Ann Lee?", ["Ann Lee"]),
        ("what about Ann Lee-Roth", ["Ann Lee-Roth"]),
        ("Pieter de Vries", ["Pieter de Vries"]),
        ("Ask Ann Lee.", ["Ask Ann Lee", "Ann Lee"]),
        ("Sean O'Neil", ["Sean O'Neil"]),
        ("Ann Lee is here.", ["Ann Lee"]),
    ],
)
def test_a_name_and_little_else(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in candidates(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ann",
        "Customer Support",
        "Order Status",
        "ann lee",
        "ANN LEE",
        "Ann and Bob",
        "Ann, Lee",
        "x = Ann Lee",
        "/home/Ann Lee",
        "Ann Bell Carter Dunn Eaton",
        "Ann Lee met Bob Roth",
        "She wrote a letter to Ann Lee today",
        "Ann van",
        "HTTP Server",
    ],
)
def test_everything_else(text: str) -> None:
    assert candidates(text) == ()


@given(st.text(max_size=90))
def test_places_are_in_the_text(text: str) -> None:
    for start, end in candidates(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def test_the_model_must_be_sure_of_all_of_it() -> None:
    text = sentence("Ann Lee")
    start = text.index("Ann Lee")

    def found(low: int, high: int, score: float, kind: str = "PERSON") -> tuple[Span, ...]:
        return (Span(start + low, start + high, kind, score, "names"),)

    assert confirmed(found(0, 7, 0.97), 4, 11) == Span(4, 11, "PERSON", 0.97, "names")
    assert confirmed(found(-2, 8, 0.97), 4, 11) == Span(4, 11, "PERSON", 0.97, "names")
    assert confirmed(found(0, 7, 0.95), 4, 11) is None
    assert confirmed(found(0, 3, 0.99), 4, 11) is None
    assert confirmed(found(0, 7, 0.99, "LOCATION"), 4, 11) is None
    assert confirmed((), 4, 11) is None
