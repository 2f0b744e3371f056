"""Overlapping spans become one.

The rule of this file: no character that any recognizer marked is ever uncovered.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter

from privacy.entities import ENTITY_TYPES, Category
from privacy.text import Span

Found = tuple[int, int, str, float, str]
"""A span before it is one: start, end, entity type, score, recognizer."""

_START = attrgetter("start")
_FIRST = itemgetter(0)


def resolve(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, disjoint spans that cover exactly the characters of all given ones.

    Spans that share a character become one over their union, with the type, score and recognizer
    of the best: highest score, then longest, then first type by name. Spans that only touch stay
    two. Spans without a character are dropped.
    """
    given = tuple(spans)
    if _disjoint(given):
        return given
    ordered = sorted(given, key=_START)
    merged: list[Span] = []
    end = -1
    best: Span | None = None
    start = 0
    for span in ordered:
        if span.end <= span.start:
            continue
        if best is not None and span.start < end:
            end = max(end, span.end)
            best = _better(best, span)
            continue
        if best is not None:
            merged.append(_over(best, start, end))
        start, end, best = span.start, span.end, span
    if best is not None:
        merged.append(_over(best, start, end))
    return tuple(merged)


def _disjoint(ordered: Iterable[Span]) -> bool:
    """Whether there is nothing to merge and nothing to drop: the usual case."""
    end = 0
    for span in ordered:
        if span.start < end or span.end <= span.start:
            return False
        end = span.end
    return True


_HOLDS_NO_SPACE = (Category.ONLINE, Category.CREDENTIAL)
WHOLE = frozenset(
    {
        *("EMAIL_ADDRESS", "IN_UPI"),
        *(kind.name for kind in ENTITY_TYPES.values() if kind.category in _HOLDS_NO_SPACE),
    }
)
"""Types of one word that may have a name in it: an address, a link, a handle, a password."""


def yielding(spans: Sequence[Span], recognizer: str) -> list[Span]:
    """The spans without those of one recognizer that lie within a longer one of `WHOLE`.

    `ann.lee@example.org` is an address, however sure the name model is of `ann`.
    """
    firm = sorted(
        (s.start, s.end) for s in spans if s.entity_type in WHOLE and s.recognizer != recognizer
    )
    reach: list[int] = []
    for _, end in firm:
        reach.append(max(end, reach[-1]) if reach else end)
    starts = [start for start, _ in firm]

    def within(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        if at < 0 or reach[at] < span.end:
            return False
        return (starts[at], reach[at]) != (span.start, span.end)

    return [s for s in spans if s.recognizer != recognizer or not within(s)]


def settle(found: list[Found]) -> tuple[Span, ...]:
    """Likewise from bare findings: spans are dear to make, and most findings lose.

    Args:
        found: findings in any order; it is sorted in place.
    """
    found.sort(key=_FIRST)
    spans: list[Span] = []
    start, end = 0, -1
    best: Found | None = None
    for item in found:
        if item[1] <= item[0]:
            continue
        if best is not None and item[0] < end:
            end = max(end, item[1])
            if item[3] > best[3] or (item[3] == best[3] and _merit(item) < _merit(best)):
                best = item
            continue
        if best is not None:
            spans.append(Span(start, end, best[2], best[3], best[4]))
        start, end, best = item[0], item[1], item
    if best is not None:
        spans.append(Span(start, end, best[2], best[3], best[4]))
    return tuple(spans)


def _merit(item: Found) -> tuple[int, str, str]:
    start, end, entity_type, _, recognizer = item
    return (start - end, entity_type, recognizer)


def _rank(span: Span) -> tuple[float, int, str, str]:
    return (-span.score, span.start - span.end, span.entity_type, span.recognizer)


def _better(one: Span, other: Span) -> Span:
    return one if _rank(one) <= _rank(other) else other


def _over(best: Span, start: int, end: int) -> Span:
    if best.start == start and best.end == end:
        return best
    return Span(start, end, best.entity_type, best.score, best.recognizer)
