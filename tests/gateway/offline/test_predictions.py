import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway.offline.detection import USUAL, Detection
from gateway.offline.predictions import Item, predict, read
from gateway.offline.progress import Progress
from gateway.offline.type_words import SHORT
from privacy.entities import ENTITY_TYPES
from tests.support.detection import detector


def _lines(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield b'{"id": %d, "text": "ann%d@posteo.de and more words"}\n' % (number, number)


def _detection() -> Detection:
    return Detection(detector(), None, replace(USUAL, names="off"))


def test_order_and_ids_stay() -> None:
    found = list(predict(read(_lines(300)), _detection(), SHORT, Progress("texts")))
    assert [one["id"] for one in found] == list(range(300))
    assert {span["type"] for one in found for span in one["spans"]} == {"EMAIL"}


def test_one_text_tells_nothing_about_the_next() -> None:
    items = [Item(1, "my name is Ann Lee"), Item(2, "Lee is a word")]
    first, second = predict(items, _detection(), {}, Progress("texts"))
    assert (len(first["spans"]), second["spans"]) == (1, [])


def test_any_number_of_lines_takes_the_same_memory() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in predict(read(_lines(count)), _detection(), {}, Progress("texts", quiet=True)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(500)
    assert peak(6_000) < 1.5 * peak(1_000)


@pytest.mark.parametrize("name", SHORT)
def test_short_words_stand_for_types_that_there_are(name: str) -> None:
    assert name in ENTITY_TYPES
