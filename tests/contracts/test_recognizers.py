"""What every registered recognizer must keep, whoever wrote it."""

import re
import sys
from collections.abc import Callable
from functools import cache
from types import FrameType

import pytest

from privacy.entities import ENTITY_TYPES
from redaction.detect import Detector
from redaction.patterns import Recognizer
from redaction.registry import RECOGNIZERS
from redaction.scanners import Expression, HyperscanScanner
from tests.support.detection import detector, found

NAMES = [recognizer.name for recognizer in RECOGNIZERS]
FILLERS = (
    "a",
    "7",
    "A",
    "7 ",
    "a.",
    "@a",
    "1-",
    "a:",
    "/",
    "é",
    "41",
    "x@y.",
    "%41",
    "a=1 ",
    "4 1 1 ",
)
EVERY_DAY = tuple(
    filler if number % 3 == 0 else pytest.param(filler, marks=pytest.mark.slow)
    for number, filler in enumerate(FILLERS)
)
"""All of them in `make test-heavy`."""
LONG = 60_000
SHORT = 4_000


@cache
def alone(name: str) -> Detector:
    """The detector of this recognizer only."""
    return Detector([recognizer for recognizer in RECOGNIZERS if recognizer.name == name])


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


@pytest.fixture(scope="module", params=RECOGNIZERS, ids=NAMES)
def recognizer(request: pytest.FixtureRequest) -> Recognizer:
    return request.param  # type: ignore[no-any-return]


def test_names_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_has_examples_that_it_finds_by_itself(recognizer: Recognizer) -> None:
    assert recognizer.examples
    for example in recognizer.examples:
        spans = alone(recognizer.name).detect(example)
        assert spans, example
        assert all(0 <= span.start < span.end <= len(example) for span in spans)
        assert {span.recognizer for span in spans} == {recognizer.name}


def test_examples_are_found_by_all_together(recognizer: Recognizer) -> None:
    for example in recognizer.examples:
        assert found(example), example


def test_names_known_types_and_sane_scores(recognizer: Recognizer) -> None:
    for pattern in recognizer.patterns:
        assert pattern.entity_type in ENTITY_TYPES
        assert 0 < pattern.score <= 1
        assert 0 <= pattern.contextual <= 1
        assert bool(pattern.context) == bool(pattern.contextual)
        assert max(pattern.score, pattern.contextual) >= recognizer.threshold
        re.compile(pattern.scan)  # also the syntax of `re`, so that people can read it


@pytest.mark.parametrize("filler", EVERY_DAY)
def test_work_is_linear_in_one_repeated_word(recognizer: Recognizer, filler: str) -> None:
    find = alone(recognizer.name).detect
    short, double = ((filler * size)[:size] for size in (SHORT, 2 * SHORT))
    once, twice = calls(lambda: find(short)), calls(lambda: find(double))
    assert twice <= 3 * once + 500
    assert twice <= 40 * len(double)


@pytest.mark.parametrize("filler", FILLERS)
def test_long_runs_end_and_stay_inside(filler: str) -> None:
    text = (filler * LONG)[:LONG]
    assert all(0 <= span.start < span.end <= LONG for span in detector().detect(text))


@pytest.mark.parametrize(
    "recognizer_pattern", detector().expressions, ids=lambda item: item.source[:40]
)
def test_no_expression_matches_nothing(recognizer_pattern: Expression) -> None:
    assert HyperscanScanner((recognizer_pattern,)).scan(b"\x00") == []
