"""Why a span is what it is: which pattern, which word near it, and what it won against.

Nothing of this is kept while requests are inspected: whoever asks has the text read once more,
with a reader of patterns that remembers what it went by.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, Self

from privacy.text import Span
from redaction.detect import (
    DENIED,
    REACH_AFTER,
    REACH_AGAINST,
    REACH_BEFORE,
    Entry,
    Reading,
    candidates,
)
from redaction.resolve import Found
from redaction.scanners import Ends, Places

_WORD_LONGEST = 48
"""Characters: no context word is longer."""


class Explaining(Protocol):
    """The structured stage, as far as it can tell why: `redaction.detect.Detector`."""

    def found(self, text: str, hint: str = "", read: Reading | None = None) -> list[Found]:
        """Everything that is found, before the best of what overlaps is chosen."""
        ...


@dataclass(frozen=True, slots=True)
class Because:
    """What a pattern went by. Holds text: it is for whoever brought the text.

    Attributes:
        alone: the score that the pattern has without any word near.
        word: the context word that raised it, as it was written; "" if none did.
        distance: characters between that word and the value; negative where the word follows.
        against: the word near that speaks against it; "" if there is none.
        read_as: the value as recognizers read it: folded, or decoded.
        given: whether the name of the field raised it, rather than a word of the text.
        dropped: whether it was too weak to count, because of the word against it.
    """

    alone: float
    word: str = ""
    distance: int = 0
    against: str = ""
    read_as: str = ""
    given: bool = False
    dropped: bool = False


class _Told(str):
    """The name of a recognizer that goes through the stage and still knows why."""

    __slots__ = ("because",)
    because: Because

    def __new__(cls, name: str, because: Because) -> Self:
        told = super().__new__(cls, name)
        told.because = because
        return told


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a place.

    Attributes:
        start: first character.
        end: one past the last.
        entity_type: what it would be.
        score: confidence, 0 to 1.
        recognizer: what read it so.
        because: what that went by; None where nobody remembers (the name model, lists).
    """

    start: int
    end: int
    entity_type: str
    score: float
    recognizer: str
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a span is what it is.

    Attributes:
        span: the span.
        by: the reading that gave it its type; None where nothing read it anew: a pseudonym that
            was typed, a field that identifies, a value found elsewhere in the conversation.
        beaten: the other readings of its characters, the best first, each with why it lost.
    """

    span: Span
    by: Candidate | None
    beaten: tuple[tuple[Candidate, str], ...]


def explain(
    text: str,
    spans: Sequence[Span],
    detector: Explaining,
    hint: str = "",
    others: Iterable[Span] = (),
) -> tuple[Explanation, ...]:
    """Say of each span why it is there.

    Args:
        text: the text.
        spans: what was found in it, sorted and disjoint.
        detector: the structured stage that found them.
        hint: the field that the text stands in, "" if none.
        others: what the name model and other means found, before it was settled.
    """
    read = [_candidate(item) for item in detector.found(text, hint, _remembering)]
    read += [Candidate(s.start, s.end, s.entity_type, s.score, s.recognizer) for s in others]
    return tuple(_explanation(span, read) for span in spans)


def _explanation(span: Span, read: Sequence[Candidate]) -> Explanation:
    touching = [c for c in read if c.start < span.end and span.start < c.end]
    touching.sort(key=lambda c: (-c.score, c.start - c.end, c.entity_type, c.recognizer))
    here = {_place(c): c for c in reversed(touching)}  # of equal ones the best is kept
    ordered = [c for c in touching if here[_place(c)] is c]
    by = next((c for c in ordered if _is_of(c, span)), None)
    best = by or Candidate(span.start, span.end, span.entity_type, span.score, span.recognizer)
    return Explanation(span, by, tuple((c, _why(c, best)) for c in ordered if c is not by))


def _place(one: Candidate) -> tuple[int, int, str, str]:
    return (one.start, one.end, one.entity_type, one.recognizer)


def _is_of(one: Candidate, span: Span) -> bool:
    """Whether a span took its type from this reading: a span may have grown over others."""
    return (
        (one.entity_type, one.score, one.recognizer)
        == (span.entity_type, span.score, span.recognizer)
        and span.start <= one.start
        and one.end <= span.end
    )


def _why(lost: Candidate, won: Candidate) -> str:
    """The rule of `redaction.resolve` by which one reading lost against another."""
    if lost.because is not None and lost.because.dropped:
        return f'too weak beside the word "{lost.because.against}"'
    if lost.score < won.score:
        return "lower score"
    if lost.score > won.score:
        return "left out by the policy, or by a rule that goes before scores"
    if lost.end - lost.start < won.end - won.start:
        return "equal score, shorter"
    if lost.end - lost.start > won.end - won.start:
        return "equal score, and the policy or another rule decided"
    return "equal score and length; types go by name"


def _candidate(item: Found) -> Candidate:
    start, end, entity_type, score, recognizer = item
    because = recognizer.because if isinstance(recognizer, _Told) else None
    return Candidate(start, end, entity_type, score, str(recognizer), because)


def _remembering(
    entry: Entry,
    places: Places,
    text: str,
    words: Ends,
    given: frozenset[int],
    found: list[Found],
) -> None:
    """As `redaction.detect.candidates`, place by place, so that each finding knows its reason."""
    for place in places:
        because = _because(entry, place, text, words, given)
        here: list[Found] = []
        candidates(entry, [place], text, words, given, here)
        if not here and because.against:
            because = replace(because, dropped=True)
            candidates(entry, [place], text, {}, frozenset({entry.context}), here)
            here = [(*item[:3], entry.pattern.score * DENIED, item[4]) for item in here]
        for start, end, entity_type, score, name in here:
            told = _Told(name, replace(because, read_as=text[start:end]))
            found.append((start, end, entity_type, score, told))


def _because(
    entry: Entry, place: tuple[int, int], text: str, words: Ends, given: frozenset[int]
) -> Because:
    start, end = place
    pattern = entry.pattern
    denying = _nearest(words.get(entry.against, ()), start, start, REACH_AGAINST, 0)
    near = _nearest(words.get(entry.context, ()), start, end, REACH_BEFORE, REACH_AFTER)
    against = _written(pattern.against, text, denying[0]) if denying else ""
    if entry.context in given:
        return Because(pattern.score, given=True, against=against)
    if near is None:
        return Because(pattern.score, against=against)
    return Because(pattern.score, _written(pattern.context, text, near[0]), near[1], against)


def _nearest(
    ends: Sequence[int], start: int, end: int, before: int, after: int
) -> tuple[int, int] | None:
    """Where the nearest word ends, and how far off; words behind count double, as in `detect`."""
    reach = [(start - at, at, start - at) for at in ends if 0 <= start - at <= before]
    reach += [(2 * (at - end), at, end - at) for at in ends if 0 < at - end - 1 < after]
    return min(reach)[1:] if reach else None


def _written(alternatives: tuple[str, ...], text: str, end: int) -> str:
    """The context word that ends at a place, as it stands there."""
    begin = max(0, end - _WORD_LONGEST)
    match = _ending(alternatives).search(text[begin:end])
    return match["word"] if match else ""


@lru_cache(maxsize=256)
def _ending(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(alternatives, key=len, reverse=True)
    return re.compile(rf"(?P<word>{'|'.join(longest_first)})[\W_]?\Z", re.IGNORECASE)
