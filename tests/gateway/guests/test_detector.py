"""Guests in their process: what they find, and every way in which they can fail."""

import io
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.guests.beside import Beside
from gateway.guests.detector import GuestDetector, Guests
from gateway.guests.guest import Guest, Kind
from gateway.isolation import DetectorGone, DetectorProcess
from gateway.logs import configure
from privacy.entities import ENTITY_TYPES
from tests.support.detection import detector
from tests.support.odd_guests import ANSWERS

TYPES = frozenset(ENTITY_TYPES) | {"BADGE"}
ODD = "tests.support.odd_guests"
PLANTED = "Vidal-Okonkwo"


def guest(name: str, load: str, **more: object) -> Guest:
    return Guest(name=name, kind=Kind.PRESIDIO, load=load, types=TYPES, **more)  # type: ignore[arg-type]


def process(*guests: Guest) -> DetectorProcess:
    limits = {each.name: each.seconds for each in guests}
    return DetectorProcess(Guests(guests), seconds=5, limits=limits, start_seconds=60)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def running() -> Iterator[DetectorProcess]:
    own = process(
        guest("badges", f"{ODD}:Badges", seconds=10),
        guest("obedient", f"{ODD}:Obedient", seconds=10),
        guest("mails", "presidio_analyzer.predefined_recognizers:EmailRecognizer", seconds=10),
    )
    yield own
    own.close()


def test_recognizers_of_presidio_find_what_they_find_there(running: DetectorProcess) -> None:
    text = "my badge is B12345, ann.lee@posteo.example.com, secret-42"
    assert [(text[s.start : s.end], s.entity_type, s.recognizer) for s in running.detect(text)] == [
        ("B12345", "BADGE", "guest:badges"),
        ("ann.lee@posteo.example.com", "EMAIL_ADDRESS", "guest:mails"),
        ("secret-42", "BADGE", "guest:obedient"),
    ]


def test_context_words_raise_scores_without_a_model(running: DetectorProcess) -> None:
    assert running.detect("the part B12345 is sold out") == ()
    assert running.detect("Badge no B12345")[0].score == pytest.approx(0.75)


def test_texts_of_any_length_are_read(running: DetectorProcess) -> None:
    text = "x" * 20 + " word" * 250_000 + " secret-42"
    own = process(guest("obedient", f"{ODD}:Obedient", seconds=30))
    try:
        (span,) = own.detect(text)
        assert text[span.start : span.end] == "secret-42"
    finally:
        own.close()
    for odd in ("", "\ud800", "\x00" * 50, "\u202e\u200b😀"):
        assert running.detect(odd) == ()


@pytest.mark.parametrize("words", ANSWERS)
def test_nonsense_has_the_text_refused(running: DetectorProcess, words: str) -> None:
    before = running.failures["obedient", "nonsense"]
    with pytest.raises(DetectorGone) as gone:
        running.detect(f"{words} {PLANTED}")
    assert running.failures["obedient", "nonsense"] == before + 1
    assert PLANTED not in str(gone.value)
    assert running.detect("secret-42"), "it goes on"


def test_who_raises_is_refused_counted_and_named_without_the_text(
    running: DetectorProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    configure("info", stream)
    with pytest.raises(DetectorGone) as gone:
        running.detect(f"please raise {PLANTED}")
    assert gone.value.__cause__ is None
    assert running.failures["obedient", "raised"] == 1
    line = json.loads(stream.getvalue())
    assert (line["event"], line["recognizer"], line["detail"]) == (
        "recognizer_failed", "obedient", "raised",
    )  # fmt: skip
    running.detect(f"printed {PLANTED}")
    said = capfd.readouterr()
    assert PLANTED not in stream.getvalue() + said.out + said.err


def test_who_hangs_is_killed_at_the_time_limit_and_replaced() -> None:
    own = process(
        guest("badges", f"{ODD}:Badges"), guest("obedient", f"{ODD}:Obedient", seconds=1.5)
    )
    try:
        first, began = own.pid, time.monotonic()
        with pytest.raises(DetectorGone):
            own.detect("please hang")
        assert 1.4 < time.monotonic() - began < 10
        assert own.failures == {("obedient", "slow"): 1}
        with pytest.raises(DetectorGone):
            own.detect("secret-42")
        until(lambda: own.ready)
        assert own.pid != first
        assert not Path(f"/proc/{first}").exists()
        with pytest.raises(DetectorGone):
            own.detect("please die")
        assert own.failures["obedient", "died"] == 1
        until(lambda: own.ready)
        assert own.detect("secret-42")
    finally:
        own.close()


def test_who_raised_is_replaced_by_one_that_is_ready() -> None:
    own = process(guest("obedient", f"{ODD}:Obedient", seconds=2))
    try:
        first = own.pid
        with pytest.raises(DetectorGone):
            own.detect("please raise")
        while own.pid == first:
            assert own.detect("secret-42"), "nobody waits for the new one"
        assert own.detect("secret-42")
        assert not Path(f"/proc/{first}").exists() or own.pid != first
        second = own.pid
        with pytest.raises(DetectorGone):
            own.detect("please raise")
        time.sleep(0.5)
        assert own.pid == second, "not all the time"
    finally:
        own.close()


def test_one_that_hangs_while_its_successor_starts_is_killed_all_the_same() -> None:
    own = process(guest("obedient", f"{ODD}:Obedient", seconds=1.5))
    try:
        with pytest.raises(DetectorGone):
            own.detect("please raise")
        time.sleep(0.2)
        began = time.monotonic()
        with pytest.raises(DetectorGone):
            own.detect("please hang")
        assert time.monotonic() - began < 10
        until(lambda: own.ready)
        assert own.detect("secret-42")
    finally:
        own.close()


@pytest.mark.parametrize(
    ("load", "more", "why"),
    [
        ("no_such_package:Thing", {}, "No module named 'no_such_package'"),
        (f"{ODD}:Missing", {}, "has no attribute 'Missing'"),
        (f"{ODD}:Broken", {}, "(RuntimeError)"),
        (f"{ODD}:NoRecognizer", {}, "(TypeError)"),
        (f"{ODD}:Badges", {"kwargs": '{"colour": 1}'}, "(TypeError)"),
    ],
)
def test_who_cannot_be_made_is_told_by_name(load: str, more: dict[str, str], why: str) -> None:
    with pytest.raises(DetectorGone) as gone:
        process(guest("odd-one", load, **more))
    assert str(gone.value).startswith("recognizer 'odd-one' cannot be loaded")
    assert why in str(gone.value)


def test_guests_stand_beside_the_built_in_recognizers() -> None:
    own = guest("badges", f"{ODD}:Badges", kwargs='{"score": 0.9}')
    both, again = Beside(detector(), (own,)), Beside(detector(), (replace(own),))
    text = "IBAN DE89 3704 0044 0532 0130 00, my B12345"
    assert [span.entity_type for span in both.detect(text)] == ["IBAN_CODE", "BADGE"]
    assert both.version.startswith(f"{detector().version}+")
    assert both.ready
    assert both.detect("") == ()
    both.close()
    assert again.ready, "the same guests share a process"
    assert again.detect(text)
    again.close()
    assert not again.ready


def test_without_guests_there_is_no_answer_of_the_others_either() -> None:
    both = Beside(detector(), (guest("badges", f"{ODD}:Badges"),))
    try:
        assert both._guests.pid is not None
        os.kill(both._guests.pid, signal.SIGKILL)
        with pytest.raises(DetectorGone):
            both.detect("IBAN DE89 3704 0044 0532 0130 00")
        assert not both.ready
    finally:
        both.close()
    assert not both.ready


def test_every_change_is_another_version() -> None:
    one = guest("badges", f"{ODD}:Badges")
    changed = [
        replace(one, **change)
        for change in (
            {},
            {"name": "other"},
            {"kwargs": '{"score": 0.9}'},
            {"threshold": 0.3},
            {"language": "de"},
            {"labels": (("BADGE", "PERSON"),)},
            {"types": TYPES | {"WIDGET"}},
        )
    ]
    versions = {GuestDetector([(each, lambda _: ())]).version for each in changed}
    assert len(versions) == len(changed)
    assert GuestDetector([(one, lambda _: ())]).version in versions


def test_finds_below_the_threshold_are_dropped_and_labels_renamed() -> None:
    def find(_: str) -> list[tuple[object, ...]]:
        return [(0, 4, "name", 0.4), (5, 9, "name", 0.6), (0, 9, "BADGE", 0.1)]

    own = Guest(
        name="own", kind=Kind.SPACY, labels=(("name", "PERSON"),), types=TYPES, threshold=0.5
    )
    (span,) = GuestDetector([(own, find)]).detect("Anna Lee.")  # type: ignore[list-item]
    assert (span.start, span.end, span.entity_type) == (5, 9, "PERSON")
