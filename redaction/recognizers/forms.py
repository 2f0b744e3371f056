"""Records: `key: value` lines and objects of JSON, whose keys are read beside each other."""

from collections.abc import Callable, Iterator, Sequence

from redaction.forms import lines, objects
from redaction.header_words import gates
from redaction.headers import Valued
from redaction.hints import WEAK
from redaction.patterns import Reads, Recognizer

SCORE = 0.72
"""Confidence in a value that its key speaks for: less than in its shape."""


_SCORES = {**WEAK, "DATE_TIME": 0.95}
"""A date that its header explains is none of birth, though the next header may be."""


def scored(read: Callable[[str, Sequence[int]], Iterator[Valued]], score: float) -> Reads:
    """A reader of records, with the score of all that it finds."""

    def cells(text: str, ends: Sequence[int]) -> Iterator[tuple[int, int, str, float]]:
        for start, end, entity_type in read(text, ends):
            yield start, end, entity_type, _SCORES.get(entity_type, score)

    return cells


LINES = Recognizer(
    name="forms",
    patterns=(),
    gate=gates(),
    reads=scored(lines, SCORE),
    examples=(
        "Name    : ann lee\nMobile  : 98765 43210\n",
        "cliente_nombre = ann\nnombre: lee\ntelefono: 98765 43210",
    ),
)

OBJECTS = Recognizer(
    name="objects",
    patterns=(),
    gate=gates(),
    reads=scored(objects, SCORE),
    examples=('Here: {"id": 7, "name": "ann lee", "email": "ann@example.org"}',),
)
