import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guests.windows import windows


@given(st.text(max_size=300), st.integers(1, 80), st.integers(1, 40))
def test_pieces_cover_the_text_and_fit(text: str, size: int, most: int) -> None:
    covered = 0
    for start, piece in windows(text, size, lambda one: len(one) <= most):
        assert start <= covered
        assert text[start : start + len(piece)] == piece
        assert 1 <= len(piece) <= min(size, most)
        covered = max(covered, start + len(piece))
    assert covered == len(text)


def test_what_stands_at_a_cut_is_whole_in_one_piece() -> None:
    text = "word " * 300 + "Marta Vidal " + "word " * 300
    for size in range(500, 560):
        assert any("Marta Vidal" in piece for _, piece in windows(text, size, lambda _: True))


@pytest.mark.parametrize("text", ["a" * 1_000_000, "a " * 500_000, " " * 1_000_000])
def test_long_texts_are_cut_in_linear_time(text: str) -> None:
    began = time.perf_counter()
    assert len([*windows(text, 1200, lambda _: True)]) < 2000
    assert time.perf_counter() - began < 2
