import time

import pytest

from redaction.forms import lines, told


def test_hints_are_read_beside_each_other() -> None:
    fields = [("/row/0", "name"), ("/row/0", "email"), ("/row/1", "name"), ("/row/1", "price")]
    assert told(fields) == ["personal name", "email", "name", "price"]


@pytest.mark.parametrize("record", ["", "/only"])
def test_a_hint_alone_stays(record: str) -> None:
    assert told([(record, "name")]) == ["name"]


def test_an_object_that_is_somebodys_speaks_of_people() -> None:
    assert told([("/customer", "name"), ("/customer", "plan")]) == ["personal name", "plan"]


def test_a_single_long_line_is_passed_over_at_once() -> None:
    text = "name: x, " * 40_000
    began = time.process_time()
    assert list(lines(text, range(5, len(text), 9))) == []
    assert time.process_time() - began < 5, "quadratic work takes minutes"
