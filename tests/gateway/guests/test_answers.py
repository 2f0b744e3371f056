import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guests.answers import Nonsense, checked, place, score

TYPES = frozenset({"PERSON", "BADGE"})


def test_finds_become_spans() -> None:
    finds = [
        (0, 4, "PERSON", 0.5),
        (np.int64(5), np.int32(9), "per", np.float32(0.75)),
        (2, 3, "BADGE", 1),
    ]
    spans = checked(finds, 9, {"per": "PERSON"}, TYPES, "own")
    assert [(s.start, s.end, s.entity_type, s.score, s.recognizer) for s in spans] == [
        (0, 4, "PERSON", 0.5, "guest:own"),
        (5, 9, "PERSON", 0.75, "guest:own"),
        (2, 3, "BADGE", 1.0, "guest:own"),
    ]  # fmt: skip
    assert all(type(s.start) is int and type(s.score) is float for s in spans)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.01, 1.01, "1", None, True, 1j])
def test_a_score_is_a_number_from_0_to_1(value: object) -> None:
    with pytest.raises(Nonsense):
        score(value)


SAID = st.one_of(st.integers(-3, 9), st.floats(), st.text(max_size=2), st.none(), st.booleans())


@given(SAID, SAID)
def test_a_place_lies_in_the_text_or_is_nonsense(start: object, end: object) -> None:
    whole = all(isinstance(said, int) and not isinstance(said, bool) for said in (start, end))
    if whole and 0 <= start < end <= 5:  # type: ignore[operator]
        assert place(start, end, 5) == (start, end)
    else:
        with pytest.raises(Nonsense):
            place(start, end, 5)


def test_a_type_that_nobody_declared_is_nonsense() -> None:
    for kind in ("WIDGET", "", None, 7, ["PERSON"]):
        with pytest.raises(Nonsense):
            checked([(0, 1, kind, 0.5)], 3, {}, TYPES, "own")


def test_there_must_be_an_end_of_finds() -> None:
    def endless():  # type: ignore[no-untyped-def]  # noqa: ANN202
        while True:
            yield 0, 1, "PERSON", 0.5

    with pytest.raises(Nonsense):
        checked(endless(), 3, {}, TYPES, "own")
