"""Tables in a text: the header says what each column holds."""

from collections.abc import Iterator, Sequence

from redaction.header_words import last_words
from redaction.hints import WEAK
from redaction.patterns import Recognizer
from redaction.tables import delimited

SCORE = 0.8
"""Confidence in a cell that its header speaks for: more than in a shape, less than a checksum."""
_TOGETHER = 100


def _cells(text: str, ends: Sequence[int]) -> Iterator[tuple[int, int, str, float]]:
    for start, end, entity_type in delimited(text, ends):
        yield start, end, entity_type, WEAK.get(entity_type, SCORE)


def _gate() -> tuple[str, ...]:
    """The ends of headers before what ends a cell; so many words are too many for one database."""
    words = last_words()
    parts = (words[at : at + _TOGETHER] for at in range(0, len(words), _TOGETHER))
    return tuple(rf"(?:{'|'.join(part)})[\"'*`)]{{0,2}} ?(?:[,;|\t\n\r]|  )" for part in parts)


RECOGNIZER = Recognizer(
    name="tables",
    patterns=(),
    gate=_gate(),
    reads=_cells,
    examples=(
        "id,customer_name,city\n1,ann lee,pune\n2,bob ray,agra\n",
        "| Name | Mobile |\n|---|---|\n| ann lee | 98765 43210 |\n",
    ),
)
