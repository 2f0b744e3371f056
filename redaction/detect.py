"""The structured stage: text to spans, by patterns, checksums and words around.

One pass of a multi-pattern scanner over the folded text finds shapes and context words alike;
code then checks what stands right before and after a shape, its checksum, and which words are
near. What is encoded is decoded and read again. Offsets that leave this file are always of the
text that was handed in.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from privacy.text import Span
from redaction.backwards import Backwards
from redaction.cells import within
from redaction.decode import DEPTH
from redaction.emphasis import unemphasised
from redaction.fold import Folded, fold
from redaction.hints import hinted
from redaction.joints import joined_after, joined_before
from redaction.patterns import Pattern, Reads, Recognizer
from redaction.resolve import Found, settle
from redaction.scanners import (
    Ends,
    Expression,
    HyperscanScanner,
    Places,
    Scanner,
    Shapes,
    expression,
    longest,
)
from redaction.versions import version_of
from redaction.views import VIEWS

_NOTHING: frozenset[int] = frozenset()
_HINTS_KEPT = 1024
"""Hints whose words are remembered: they are keys of JSON, and few."""

REACH_BEFORE = 64
"""Characters between a context word and the candidate after it."""
REACH_AGAINST = 28
"""Characters between a word that says otherwise and the candidate after it."""
REACH_AFTER = 40
"""Characters between a candidate and the end of the context word after it."""
_AT_ONCE, _SHARED = 8192, 256
"""Hits that one view is made of, and those of them that the view before had, too: the characters
of a value that begins there."""
_FADE = 0.001
"""Confidence lost with each character between: of two readings, the nearer word wins."""
DENIED = 0.5
"""What is left of the confidence where a nearer word says that it is something else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A pattern, with the numbers of the expressions of its words."""

    pattern: Pattern
    recognizer: str
    threshold: float
    context: int
    against: int
    needs_word: bool
    """Whether it is nothing without a context word."""


class _Whole(NamedTuple):
    """What reads a text as a whole, where one of these expressions matches."""

    gates: frozenset[int]
    reads: Reads
    name: str

    def ends(self, words: Ends) -> list[int]:
        """Where any of the expressions matches, ascending."""
        if self.gates.isdisjoint(words):
            return []
        return sorted(end for gate in self.gates for end in words.get(gate, ()))


def words(alternatives: Sequence[str]) -> str:
    """The expression of context words: whole words, also between underscores."""
    ascii_words = "|".join(word for word in alternatives if word.isascii())
    others = "|".join(word for word in alternatives if not word.isascii())
    whole = rf"(?:\b|_)(?:{ascii_words})(?:\b|_)" if ascii_words else ""
    return "|".join(part for part in (whole, others) if part)


class _Table:
    """Expressions by number, each once."""

    def __init__(self) -> None:
        self.numbers: dict[Expression, int] = {}

    def number(self, item: Expression) -> int:
        return self.numbers.setdefault(item, len(self.numbers))

    def words(self, alternatives: tuple[str, ...]) -> int:
        return self.number(expression(words(alternatives), ends=True)) if alternatives else -1


class Detector:
    """Finds structured personal data; thread-safe.

    Attributes:
        version: changes with every change of the recognizers: caches of spans are keyed by it.
    """

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        scanner: Callable[[Sequence[Expression]], Scanner] = HyperscanScanner,
    ) -> None:
        table = _Table()
        self._views = tuple((table.number(view.expression), view) for view in VIEWS)
        self._backwards: dict[int, tuple[int, Backwards]] = {}
        entries: dict[int, list[Entry]] = {}
        for recognizer in recognizers:
            for pattern in recognizer.patterns:
                if pattern.ending:
                    backwards = Backwards(pattern)
                    number = ~len(self._backwards)
                    self._backwards[number] = table.number(backwards.ending), backwards
                else:
                    number = table.number(expression(pattern.scan, cased=pattern.cased))
                same = entries.setdefault(number, [])
                entry = Entry(
                    pattern=pattern,
                    recognizer=recognizer.name,
                    threshold=recognizer.threshold,
                    context=table.words(pattern.context),
                    against=table.words(pattern.against),
                    needs_word=pattern.score < recognizer.threshold,
                )
                same.append(entry)
        self._readers = tuple(
            _Whole(
                frozenset(table.number(expression(gate, ends=True)) for gate in recognizer.gate),
                recognizer.reads,
                recognizer.name,
            )
            for recognizer in recognizers
            if recognizer.reads is not None
        )
        self._sure = frozenset(whole.name for whole in self._readers)
        self._entries = {number: tuple(found) for number, found in entries.items()}
        late = {
            number: {entry.context for entry in found}
            for number, found in self._entries.items()
            if all(entry.needs_word for entry in found)
        }
        self._late_words = frozenset[int]().union(*late.values())
        self.expressions = tuple(
            replace(item, late=number in late) for item, number in table.numbers.items()
        )
        self._scanner = scanner(self.expressions)
        self._given = lru_cache(maxsize=_HINTS_KEPT)(self._words_of)
        self.version = version_of(recognizers)

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Resolved spans of the text.

        Args:
            text: any text.
            hint: the JSON key or column name that it stands under, "" if none.
        """
        found = self.found(text, hint)
        return settle(within(text, found, self._sure)) if found else ()

    def found(self, text: str, hint: str = "", read: "Reading | None" = None) -> list[Found]:
        """Everything that is found, before the best of what overlaps is chosen.

        Args:
            text: any text.
            hint: as for `detect`.
            read: what adds the candidates of a pattern; `redaction.explain` brings one that
                remembers why.
        """
        if not text:
            return []
        found: list[Found] = []
        read = read or candidates
        if text.isascii():
            self._collect(text, hint, DEPTH, found, read)
            return found
        view = fold(text)
        self._collect(view.text, hint, DEPTH, found, read)
        return [_moved(item, view) for item in found] if view.pieces else found

    def _collect(
        self,
        text: str,
        hint: str,
        depth: int,
        found: list[Found],
        read: "Reading",
        given: frozenset[int] = _NOTHING,
    ) -> None:
        given = self._given(hint) if hint else given
        shapes, words = self._hits(text, given)
        for number, (ending, backwards) in self._backwards.items():
            if ending in words:
                shapes[number] = backwards.places(text, words[ending])
        for number, places in shapes.items():
            chosen = [
                entry
                for entry in self._entries.get(number, ())
                if not entry.needs_word or entry.context in words or entry.context in given
            ]
            if chosen:
                places = longest(places)  # noqa: PLW2901 - the same matches, fewer
                for entry in chosen:
                    read(entry, places, text, words, given, found)
        for whole in self._readers:
            ends = whole.ends(words)
            if ends:
                found.extend((*item, whole.name) for item in whole.reads(text, ends))
        if hint:
            found.extend(
                (span.start, span.end, span.entity_type, span.score, span.recognizer)
                for span in hinted(text, hint)
            )
        if depth:
            self._seen_otherwise(text, shapes, words, given, depth - 1, found, read)

    def _seen_otherwise(
        self,
        text: str,
        shapes: Shapes,
        words: Ends,
        given: frozenset[int],
        depth: int,
        found: list[Found],
        read: "Reading",
    ) -> None:
        """Adds what is found in other readings of the text."""
        for number, view in self._views:
            if number in shapes:
                hits = longest(shapes[number])
            elif number in words:
                hits = [(end, end) for end in words[number]]
            else:
                continue
            for some in _slices(hits):
                other = view.read(text, some)
                if other is not None:
                    for inside in self._inside(other, given, depth, read):
                        outside = view.told(inside, other)
                        if outside is not None:
                            found.append(outside)
        plain = unemphasised(text) if "_" in text else None
        if plain is not None:
            found += [_moved(item, plain) for item in self._inside(plain, given, depth, read)]

    def _inside(
        self, view: Folded, given: frozenset[int], depth: int, read: "Reading"
    ) -> list[Found]:
        """What is found in another reading."""
        inner = fold(view.text)
        found: list[Found] = []
        self._collect(inner.text, "", depth, found, read, given)
        return [_moved(item, inner) for item in found]

    def _hits(self, text: str, given: frozenset[int]) -> tuple[Shapes, Ends]:
        """What the scanner finds, in characters; late expressions only beside their words."""
        data = text.encode("utf-8", "replace")
        shapes, words = self._scanner.find(data)
        if not (self._late_words.isdisjoint(words) and self._late_words.isdisjoint(given)):
            shapes |= self._scanner.find_late(data)
        if len(data) == len(text) or not (shapes or words):
            return shapes, words
        first = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80  # noqa: PLR2004 - UTF-8 lead bytes
        upto = np.cumsum(first, dtype=np.int32).item  # characters that begin up to a byte
        return (
            {
                number: [(upto(start) - 1, upto(end - 1)) for start, end in places]
                for number, places in shapes.items()
            },
            {number: [upto(end - 1) for end in ends] for number, ends in words.items()},
        )

    def _words_of(self, hint: str) -> frozenset[int]:
        """Numbers of the context expressions that the hint itself holds."""
        return frozenset(self._scanner.find(hint.encode("utf-8", "replace"))[1])


def _slices(hits: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """So many hits at once that a view does not grow with the text, each with some before it."""
    for at in range(0, len(hits), _AT_ONCE):
        yield hits[max(0, at - _SHARED) : at + _AT_ONCE]


def _moved(item: Found, view: Folded) -> Found:
    return (*view.original(item[0], item[1]), *item[2:])


def candidates(
    entry: Entry,
    places: Places,
    text: str,
    words: Ends,
    given: frozenset[int],
    found: list[Found],
) -> None:
    """Adds what stands at these places, if its surroundings and its checks allow it."""
    pattern, name = entry.pattern, entry.recognizer
    worded = entry.context in words or entry.context in given or entry.against in words
    size = len(text)
    score = pattern.score
    for hit_start, hit_end in places:
        if not pattern.open_start and hit_start and joined_before(text, hit_start, pattern.before):
            continue
        if worded:
            score = _score(entry, hit_start, hit_end, words, given)
        if score < entry.threshold:
            continue
        if pattern.typed is not None:
            for start, end, entity_type in pattern.typed(text, hit_start, hit_end):
                found.append((start, end, entity_type, score, name))
            continue
        narrow = pattern.narrow
        for start, end in (
            ((hit_start, hit_end),) if narrow is None else narrow(text, hit_start, hit_end)
        ):
            if not pattern.open_end and end < size and joined_after(text, end, pattern.after):
                continue
            if pattern.valid is None or pattern.valid(text[start:end]):
                found.append((start, end, pattern.entity_type, score, name))


Reading = Callable[
    [Entry, Places, str, Ends, frozenset[int], list[Found]],
    None,
]
"""Adds what a pattern finds at its places: `candidates`."""


def _score(entry: Entry, start: int, end: int, words: Ends, given: frozenset[int]) -> float:
    pattern = entry.pattern
    near = _distance(entry.context, start, end, words, given)
    ends = words.get(entry.against)
    if ends is not None:
        denied = _before(ends, start, REACH_AGAINST)
        if denied is not None and (near is None or denied <= near):
            return pattern.score * DENIED
    return pattern.score if near is None else pattern.contextual - near * _FADE


def _distance(number: int, start: int, end: int, words: Ends, given: frozenset[int]) -> int | None:
    """Characters to the nearest context word; words after count double; None if none is near."""
    if number in given:
        return 0
    ends = words.get(number)
    if ends is None:
        return None
    before, after = _before(ends, start, REACH_BEFORE), _after(ends, end)
    if before is None or after is None:
        return after if before is None else before
    return min(before, after)


def _before(ends: list[int], start: int, reach: int) -> int | None:
    index = bisect_right(ends, start)
    if not index:
        return None
    distance = start - ends[index - 1]
    return distance if distance <= reach else None


def _after(ends: list[int], end: int) -> int | None:
    index = bisect_right(ends, end + 1)
    if index == len(ends):
        return None
    distance = ends[index] - end
    return 2 * distance if distance <= REACH_AFTER else None
