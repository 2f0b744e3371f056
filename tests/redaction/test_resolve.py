from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Span
from redaction.resolve import resolve, settle, yielding

TYPES = ("PERSON", "PHONE_NUMBER", "CREDIT_CARD")
spans = st.builds(
    lambda start, length, kind, score: Span(start, start + length, kind, score, "r"),
    st.integers(0, 40),
    st.integers(0, 12),
    st.sampled_from(TYPES),
    st.sampled_from((0.5, 0.6, 0.9)),
)


def characters(found: object) -> set[int]:
    return {i for span in found for i in range(span.start, span.end)}  # type: ignore[attr-defined]


@given(st.lists(spans, max_size=12))
def test_covers_the_same_characters(found: list[Span]) -> None:
    assert characters(resolve(found)) == characters(found)


@given(st.lists(spans, max_size=12))
def test_is_sorted_and_disjoint(found: list[Span]) -> None:
    resolved = resolve(found)
    assert all(one.end <= other.start for one, other in pairwise(resolved))
    assert all(span.start < span.end for span in resolved)


@given(st.lists(spans, max_size=12), st.randoms())
def test_order_of_finding_is_nothing(found: list[Span], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled) == resolve(found)


@given(st.lists(spans, max_size=12))
def test_resolving_again_changes_nothing(found: list[Span]) -> None:
    assert resolve(resolve(found)) == resolve(found)


@given(st.lists(spans, max_size=12))
def test_each_is_typed_as_its_best_part(found: list[Span]) -> None:
    for span in resolve(found):
        parts = [part for part in found if span.start <= part.start < part.end <= span.end]
        best = max(part.score for part in parts)
        assert span.score == best
        assert span.entity_type in {part.entity_type for part in parts if part.score == best}


@given(st.lists(spans, max_size=12))
def test_bare_findings_settle_as_spans_resolve(found: list[Span]) -> None:
    bare = [(s.start, s.end, s.entity_type, s.score, s.recognizer) for s in found]
    assert settle(bare) == resolve(found)


def test_ties_go_to_the_longer_then_to_the_first_by_name() -> None:
    assert resolve([Span(0, 4, "A", 0.5), Span(0, 6, "B", 0.5)])[0].entity_type == "B"
    assert resolve([Span(0, 4, "B", 0.5), Span(0, 4, "A", 0.5)])[0].entity_type == "A"


def test_neighbours_stay_two() -> None:
    assert len(resolve([Span(0, 4, "A"), Span(4, 6, "A")])) == 2


def test_a_name_within_an_address_yields_to_it() -> None:
    address = Span(0, 20, "EMAIL_ADDRESS", 0.7, "email")
    inside, beside = Span(0, 5, "PERSON", 1.0, "names"), Span(22, 28, "PERSON", 1.0, "names")
    assert yielding([inside, address, beside], "names") == [address, beside]


@pytest.mark.parametrize("kind", ["JOB_TITLE", "STREET_ADDRESS", "HEALTH"])
def test_a_name_within_what_is_said_about_somebody_stays(kind: str) -> None:
    said, name = Span(0, 20, kind, 0.9, "other"), Span(3, 8, "PERSON", 0.6, "names")
    assert yielding([said, name], "names") == [said, name]


def test_a_name_that_reaches_out_of_an_address_stays() -> None:
    address, name = Span(4, 20, "EMAIL_ADDRESS", 0.9, "email"), Span(0, 8, "PERSON", 0.6, "names")
    assert yielding([address, name], "names") == [address, name]
    same = Span(4, 20, "PERSON", 0.6, "names")
    assert yielding([address, same], "names") == [address, same]
