"""What a guest answers is checked before anybody believes it.

Nothing is repaired: a find that lies outside the text, a score that is no number, a type that
nobody declared mean that the guest does not work, and then nobody knows what it missed.
"""

from collections.abc import Iterable, Mapping
from numbers import Integral, Real

from privacy.text import Span

Find = tuple[object, object, object, object]
"""Start, end, type and score, as the guest said them."""
_MOST = 200_000


class Nonsense(Exception):
    """An answer that cannot be believed; the message quotes nothing of it."""


def checked(
    finds: Iterable[Find], length: int, labels: Mapping[str, str], types: frozenset[str], name: str
) -> list[Span]:
    """Finds as spans.

    Args:
        finds: what the guest said.
        length: characters of the text.
        labels: its own words for entity types, and ours.
        types: entity types that it may answer.
        name: the guest's name.

    Raises:
        Nonsense: one of them cannot be believed.
    """
    spans: list[Span] = []
    for start, end, kind, sure in finds:
        at, stop = place(start, end, length)
        spans.append(Span(at, stop, _type(kind, labels, types), score(sure), f"guest:{name}"))
        if len(spans) > _MOST:
            raise Nonsense("there is no end of finds")
    return spans


def place(start: object, end: object, length: int) -> tuple[int, int]:
    """Where a find stands.

    Raises:
        Nonsense: nowhere in a text of this length.
    """
    at, stop = _offset(start), _offset(end)
    if not 0 <= at < stop <= length:
        raise Nonsense("a find lies outside the text, or is empty")
    return at, stop


def score(value: object) -> float:
    """How sure a find is.

    Raises:
        Nonsense: it is no number from 0 to 1.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Nonsense("a score is no number")
    sure = float(value)
    if not 0.0 <= sure <= 1.0:  # so is not-a-number
        raise Nonsense("a score is not between 0 and 1")
    return sure


def _offset(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise Nonsense("an offset is no whole number")
    return int(value)


def _type(value: object, labels: Mapping[str, str], types: frozenset[str]) -> str:
    if not isinstance(value, str):
        raise Nonsense("an entity type is no text")
    kind = labels.get(value, value)
    if kind not in types:
        raise Nonsense("an entity type was not declared")
    return str(kind)
