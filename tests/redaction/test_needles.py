import pytest

from privacy.text import Span
from redaction.needles import Needle, Writing, needles_of


def needles(value: str, kind: str, score: float = 0.8) -> dict[str, Writing]:
    span = Span(0, len(value), kind, score, "found")
    return {needle.value: needle.writing for needle in needles_of(value, span)}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("123", "CVV"),
        ("PERSON_a7k2", "LITERAL"),
        ("   ", "PERSON"),
        ("", "PERSON"),
        ("4321", "BANK_ACCOUNT"),
        ("dragon", "PASSWORD"),
        ("May", "PERSON"),
        ("Dr", "PERSON"),
        ("pune", "LOCATION"),
    ],
)
def test_what_says_too_little_is_not_sought(value: str, kind: str) -> None:
    assert needles(value, kind) == {}


def test_a_name_is_sought_by_its_parts_and_other_writings() -> None:
    sought = needles("Grace Sharma", "PERSON")
    assert sought["Grace Sharma"] is Writing.ANY_CASE
    assert sought["Sharma"] is Writing.ANY_CASE
    assert sought["Grace"] is Writing.INSIDE
    assert sought["Sharma, Grace"] is Writing.LEADING
    assert sought["G. Sharma"] is Writing.CAPITALISED
    assert sought["gsharma"] is Writing.HANDLE
    assert sought["G.S."] is Writing.EXACT
    assert sought["GS"] is Writing.SIGNED


def test_a_lone_first_name_is_sought_small_only_if_it_is_sure() -> None:
    assert needles("Rahul", "PERSON", 0.95) == {"Rahul": Writing.ANY_CASE}
    assert needles("Rahul", "PERSON", 0.6) == {"Rahul": Writing.CAPITALISED}


def test_a_name_that_is_written_backwards_is_turned() -> None:
    assert "Rahul Sharma" in needles("Sharma, Rahul", "PERSON")


@pytest.mark.parametrize(
    ("writing", "text", "accepted"),
    [
        (Writing.SIGNED, "bye\n- RS", True),
        (Writing.SIGNED, "the RS norm", False),
        (Writing.HANDLE, "@RS", True),
        (Writing.HANDLE, "an RS", False),
        (Writing.LEADING, "to, RS", True),
        (Writing.LEADING, "to RS", False),
        (Writing.EXACT, "an RS", True),
        (Writing.INSIDE, "told Rs that", True),
        (Writing.INSIDE, "The Rs That", False),
    ],
)
def test_the_surroundings_decide(writing: Writing, text: str, accepted: bool) -> None:
    start = text.upper().index("RS")
    value = text[start : start + 2]
    needle = Needle(value, "PERSON", 0.8, writing)
    assert needle.accepts(text, start, start + 2) is accepted


def test_what_is_found_again_is_found_with_less_confidence() -> None:
    (needle,) = needles_of("Rahul", Span(0, 5, "PERSON", 0.6, "names"))
    assert needle.score < 0.6
