import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.name_spans import Word, spans_of

G, S, C, Z = "GIVEN_NAME", "SURNAME", "CITY", "ZIP_CODE"
B, R = "BUILDING_NUMBER", "STREET_NAME"


def spans(text: str, *labels: tuple[str, str]) -> list[tuple[str, str]]:
    """Spans of a text whose words carry these labels with certainty."""
    words, at = [], 0
    for value, label in labels:
        at = text.index(value, at)
        words.append(Word(at, at + len(value), {label: 0.9}))
        at += len(value)
    return [(text[s.start : s.end], s.entity_type) for s in spans_of(text, words)]


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("Ann Lee sat", [("Ann", G), ("Lee", S)], [("Ann Lee", "PERSON")]),
        ("Ann\nLee", [("Ann", G), ("Lee", S)], [("Ann", "PERSON"), ("Lee", "PERSON")]),
        ("Ann, Lee", [("Ann", G), ("Lee", G)], [("Ann", "PERSON"), ("Lee", "PERSON")]),
        ("Ann and Lee", [("Ann", G), ("Lee", G)], [("Ann", "PERSON"), ("Lee", "PERSON")]),
        ("J. R. Smith", [("J", G), ("R", G), ("Smith", S)], [("J. R. Smith", "PERSON")]),
        ("O'Brien", [("O", S)], [("O'Brien", "PERSON")]),
        ("Smith-Jones", [("Smith", S)], [("Smith-Jones", "PERSON")]),
        ("Smith-related", [("Smith", S)], [("Smith", "PERSON")]),
        ("Nora's car", [("Nora", G), ("'", G), ("s", G)], [("Nora", "PERSON")]),
        ("Nora’s car", [("Nora", G)], [("Nora", "PERSON")]),
        ("Norastown", [("Nora", G)], [("Norastown", "PERSON")]),
        ("कुमारी", [("कुमार", G)], [("कुमारी", "PERSON")]),
        (
            "12 High Street, Springfield 62704",
            [("12", B), ("High", R), ("Street", R), ("Springfield", C), ("62704", Z)],
            [("12 High Street, Springfield 62704", "STREET_ADDRESS")],
        ),
        ("in Springfield.", [("Springfield", C)], [("Springfield", "LOCATION")]),
        ("Springfield 62704", [("Springfield", C), ("62704", Z)],
         [("Springfield 62704", "STREET_ADDRESS")]),
        ("room 12 and 62704", [("12", B), ("62704", Z)], []),
        ("Ann 12", [("Ann", G), ("12", B)], [("Ann", "PERSON")]),
        ("Ann called 555", [("Ann", G), ("555", "PHONE")], [("Ann", "PERSON")]),
    ],
)  # fmt: skip
def test_words_become_spans(
    text: str, labels: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert spans(text, *labels) == expected


def test_the_sum_over_kinds_decides() -> None:
    torn = Word(0, 5, {G: 0.25, S: 0.25, "PHONE": 0.3})
    assert [s.entity_type for s in spans_of("Oduya", [torn])] == ["PERSON"]
    digits = Word(0, 5, {G: 0.2, S: 0.05, "PHONE": 0.7})
    assert spans_of("Oduya", [digits]) == []


def test_a_span_needs_one_certain_word() -> None:
    weak = Word(0, 5, {G: 0.22})
    assert spans_of("Oduya", [weak]) == []
    strong = Word(6, 9, {S: 0.9})
    (span,) = spans_of("Oduya Lee", [weak, strong])
    assert (span.start, span.end, span.score) == (0, 9, 0.9)


kinds = st.sampled_from([G, S, C, Z, B, R, "PHONE"])


@given(st.text(st.sampled_from("Ab1 ,.'’-\né王ा"), max_size=40), st.data())
def test_spans_are_sorted_disjoint_and_within_the_text(text: str, data: st.DataObject) -> None:
    words = [
        Word(m.start(), m.end(), {data.draw(kinds): data.draw(st.floats(0.3, 1.0))})
        for m in re.finditer(r"\w+|[^\w\s]", text)
        if data.draw(st.booleans())
    ]
    at = 0
    for span in spans_of(text, words):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert 0 < span.score <= 1
        at = span.end
