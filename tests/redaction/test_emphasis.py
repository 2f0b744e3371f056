import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.emphasis import unemphasised
from tests.support.detection import covers

TOKEN = "ghp_" + "aB3dE6gH9" * 4


@pytest.mark.parametrize("mark", ["_", "__", "___"])
@pytest.mark.parametrize(
    "value",
    [
        "nadia.okonkwo@posteo.example",
        "4111 1111 1111 1111",
        "+1 202 555 0142",
        "DE89370400440532013000",
        TOKEN,
    ],
)
@pytest.mark.parametrize("length", [0, 400, 5_000])
def test_values_between_marks_are_found_wherever_they_stand(
    value: str, mark: str, length: int
) -> None:
    prose = "no data here, only words. " * (length // 26)
    assert covers(f"{prose}call {mark}{value}{mark}, please. {prose}", value)


@pytest.mark.parametrize("text", ["_4111 1111 1111 1111", "4111 1111 1111 1111_", "_ann@posteo.de"])
def test_one_mark_is_enough(text: str) -> None:
    assert covers(text, text.strip("_"))


def test_words_between_two_marks_keep_their_context() -> None:
    assert covers("_my name is Ann Lee_", "Ann Lee")


@pytest.mark.parametrize(
    "code",
    ["def __init__(self, _left, right_): return _left", "__all__ = snake_case_name", "x_1 = y_2"],
)
def test_code_is_not_read_twice(code: str) -> None:
    assert unemphasised(code) is None


@given(st.text(st.sampled_from("_ab1.@ \n+é("), max_size=60))
def test_every_place_leads_back_to_what_stood_there(text: str) -> None:
    view = unemphasised(text)
    for at, char in enumerate(view.text if view else ""):
        start, end = view.original(at, at + 1) if view else (0, 0)
        assert text[start:end] == char or (char == " " and text[start:end] == "_") or char == "\n"


@pytest.mark.parametrize("piece", ["_A", "_A-", "_1 ", "__", "_A1_, ", "a_"])
def test_marks_take_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    unemphasised(text)
    assert time.process_time() - began < 0.3
