"""Two engines, one table: what hyperscan reports, RE2 reports."""

import threading
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.detect import Detector
from redaction.registry import RECOGNIZERS
from redaction.scanners import HyperscanScanner, Re2Scanner, expression, maximal
from tests.support.detection import detector

EXAMPLES = [example for recognizer in RECOGNIZERS for example in recognizer.examples]


@pytest.fixture(scope="module")
def hyperscan() -> HyperscanScanner:
    return HyperscanScanner(detector().expressions)


@pytest.fixture(scope="module")
def re2() -> Re2Scanner:
    return Re2Scanner(detector().expressions)


def agree(one: HyperscanScanner, other: Re2Scanner, data: bytes) -> bool:
    """The same matches; of words, RE2 reports the longest, hyperscan their shorter ends too."""
    mine, theirs = maximal(one.scan(data)), maximal(other.scan(data))
    if mine.keys() != theirs.keys():
        return False
    return all(
        set(theirs[number]) <= set(mine[number])
        if detector().expressions[number].ends
        else theirs[number] == mine[number]
        for number in mine
    )


def test_engines_agree_on_all_examples(hyperscan: HyperscanScanner, re2: Re2Scanner) -> None:
    for example in EXAMPLES:
        assert agree(hyperscan, re2, example.encode()), example


@settings(max_examples=40)
@given(st.lists(st.sampled_from(EXAMPLES), max_size=6), st.sampled_from(["\n", " ", ", ", ""]))
def test_engines_agree_on_examples_side_by_side(
    hyperscan: HyperscanScanner, re2: Re2Scanner, parts: list[str], between: str
) -> None:
    assert agree(hyperscan, re2, between.join(parts).encode())


@settings(max_examples=60)
@given(st.binary(max_size=120))
def test_engines_agree_on_any_bytes(
    hyperscan: HyperscanScanner, re2: Re2Scanner, data: bytes
) -> None:
    assert agree(hyperscan, re2, data)


def test_detectors_of_both_engines_find_the_same() -> None:
    other = Detector(RECOGNIZERS, Re2Scanner)
    for example in EXAMPLES:
        assert detector().detect(example) == other.detect(example)


def test_overlapping_matches_are_kept_contained_ones_dropped() -> None:
    scanner = HyperscanScanner([expression(r"\b\d+(?: \d+){1,2}\b")])
    assert maximal(scanner.scan(b"1 2 3 4 5"))[0] == [(0, 5), (2, 7), (4, 9)]


def test_what_is_late_is_found_apart(hyperscan: HyperscanScanner, re2: Re2Scanner) -> None:
    late = {number for number, item in enumerate(detector().expressions) if item.late}
    data = "\n".join(EXAMPLES).encode()
    for scanner in (hyperscan, re2):
        shapes, words = scanner.find(data)
        assert late.isdisjoint(shapes)
        assert late.isdisjoint(words)
        assert set(scanner.find_late(data)) <= late
        every = {number for number, _, _ in scanner.scan(data)}
        assert every == {*shapes, *words, *scanner.find_late(data)}


def test_late_expressions_are_those_that_need_a_word_near() -> None:
    scans = {
        pattern.scan: pattern.score >= recognizer.threshold
        for recognizer in RECOGNIZERS
        for pattern in sorted(recognizer.patterns, key=lambda item: item.score)
    }
    late = [item.source for item in detector().expressions if item.late]
    assert late
    assert not any(scans.get(source.decode(), False) for source in late)


def test_many_threads_find_what_one_finds() -> None:
    texts = [" ".join(islice(cycle(EXAMPLES), start, start + 5)) for start in range(24)]
    expected = [detector().detect(text) for text in texts]
    results: dict[int, list[object]] = {}

    def work(number: int) -> None:
        results[number] = [detector().detect(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[number] for number in range(8)] == [expected] * 8
