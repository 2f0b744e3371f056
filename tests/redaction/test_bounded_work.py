"""Work grows with the text and no faster, whatever the text is; counted, since clocks may lie.

`bench/bounds.py` measures the same shapes by the clock, up to 10 MB.
"""

import resource
import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType

import pytest

from privacy.policy import Policy
from privacy.text import Segment, Span
from redaction.inspect import inspect
from redaction.views import VIEWS
from tests.support.detection import covers, detector
from tests.support.hostile import SHAPES, filled

POLICY = Policy(id="p", names="off")
SIZE = 2000
FREE = 300
"""Calls that do not depend on the length."""


def spans_of(text: str) -> tuple[Span, ...]:
    return inspect([Segment(text, "/messages/0/content")], detector(), None, None, POLICY).spans[0]


def calls(work: Callable[[], object]) -> int:
    """How many functions, C functions too, a piece of work calls: the same on every machine."""
    count = 0

    def on_event(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(on_event)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    once, twice = filled(SHAPES[name], SIZE), filled(SHAPES[name], 2 * SIZE)
    spans_of(once)  # what is made at first use is made
    assert calls(lambda: spans_of(twice)) <= 2.3 * calls(lambda: spans_of(once)) + FREE


@pytest.mark.parametrize("name", SHAPES)
def test_spans_lie_inside_whatever_stands_around(name: str) -> None:
    for text in (f"card 12/27 4{filled(SHAPES[name], 300)}", f"{filled(SHAPES[name], 97)}é@"):
        spans = spans_of(text)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_values_behind_many_escapes_are_found() -> None:
    value = "".join(f"%{ord(char):02x}" for char in "nadia.okonkwo@posteo.example")
    for many in (8150, 8192 - 14, 8192, 20_000):
        assert covers("%20" * many + value + "%20", value)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.read.__name__)
def test_a_view_is_not_much_longer_than_what_it_is_of(view: object) -> None:
    assert isinstance(view, type(VIEWS[0]))
    for unit in SHAPES.values():
        text = filled(unit, 3000)
        shapes, words = detector()._hits(text, frozenset())
        number = next(number for number, other in detector()._views if other is view)
        hits = shapes.get(number) or [(end, end) for end in words.get(number, ())]
        other = view.read(text, hits) if hits else None
        if other is not None:
            assert len(other.text) <= 4 * len(text)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["one letter", "percent", "base64", "zero-width between", "NULs"])
def test_ten_megabytes_are_read(name: str) -> None:
    text = filled(SHAPES[name], 10_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert all(0 <= span.start < span.end <= len(text) for span in spans_of(text))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 3 * 1024 * 1024  # KiB
