"""Overlapping spans become one.

The rule of this file: no character that any recognizer marked is ever uncovered.
"""

from collections.abc import Iterable
from operator import attrgetter

from privacy.text import Span

_START = attrgetter("start")


def resolve(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, disjoint spans that cover exactly the characters of all given ones.

    Spans that share a character become one over their union, with the type, score and recognizer
    of the best: highest score, then longest, then first type by name. Spans that only touch stay
    two. Spans without a character are dropped.
    """
    merged: list[Span] = []
    end = -1
    best: Span | None = None
    start = 0
    for span in sorted(spans, key=_START):
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


def _rank(span: Span) -> tuple[float, int, str, str]:
    return (-span.score, span.start - span.end, span.entity_type, span.recognizer)


def _better(one: Span, other: Span) -> Span:
    return one if _rank(one) <= _rank(other) else other


def _over(best: Span, start: int, end: int) -> Span:
    if best.start == start and best.end == end:
        return best
    return Span(start, end, best.entity_type, best.score, best.recognizer)
