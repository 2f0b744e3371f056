"""The structured stage: text to spans, by patterns, checksums and words around.

One pass of a multi-pattern scanner over the folded text finds shapes and context words alike;
code then checks what stands right before and after a shape, its checksum, and which words are
near. What is encoded is decoded and read again. Offsets that leave this file are always of the
text that was handed in.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from privacy.text import Span
from redaction import decode
from redaction.fold import Folded, fold
from redaction.hints import hinted
from redaction.patterns import Pattern, Recognizer
from redaction.resolve import resolve
from redaction.scanners import Expression, HyperscanScanner, Scanner, expression, maximal

_NOTHING: frozenset[int] = frozenset()

Hits = dict[int, list[tuple[int, int]]]

REACH_BEFORE = 64
"""Characters between a context word and the candidate after it."""
REACH_AGAINST = 28
"""Characters between a word that says otherwise and the candidate after it."""
REACH_AFTER = 40
"""Characters between a candidate and the end of the context word after it."""
_FADE = 0.001
"""Confidence lost with each character between: of two readings, the nearer word wins."""
_DENIED = 0.5
"""What is left of the confidence where a nearer word says that it is something else."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A pattern, with the numbers of the expressions of its words."""

    pattern: Pattern
    recognizer: str
    threshold: float
    context: int
    against: int
    fixed: bool
    """Whether words around change nothing."""
    needs_word: bool
    """Whether it is nothing without a context word."""


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
        self._escape = table.number(decode.ESCAPE)
        self._run = table.number(decode.ENCODED_RUN)
        entries: dict[int, list[_Entry]] = {}
        for recognizer in recognizers:
            for pattern in recognizer.patterns:
                number = table.number(expression(pattern.scan, cased=pattern.cased))
                context, against = table.words(pattern.context), table.words(pattern.against)
                entry = _Entry(
                    pattern=pattern,
                    recognizer=recognizer.name,
                    threshold=recognizer.threshold,
                    context=context,
                    against=against,
                    fixed=context < 0 and against < 0,
                    needs_word=pattern.score < recognizer.threshold,
                )
                entries.setdefault(number, []).append(entry)
        self._entries = {number: tuple(found) for number, found in entries.items()}
        self.expressions = tuple(table.numbers)
        self._scanner = scanner(self.expressions)
        self.version = _version(recognizers)

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        """Resolved spans of the text.

        Args:
            text: any text.
            hint: the JSON key or column name that it stands under, "" if none.
        """
        if not text:
            return ()
        view = fold(text)
        found: list[Span] = []
        self._collect(view.text, hint, decode.DEPTH, found)
        if view.pieces:
            found = [_moved(span, view) for span in found]
        return resolve(found) if found else ()

    def _collect(self, text: str, hint: str, depth: int, found: list[Span]) -> None:
        hits = self._hits(text)
        given = self._given(hint) if hint and hits else _NOTHING
        for number, places in hits.items():
            for entry in self._entries.get(number, ()):
                if not entry.needs_word or entry.context in hits or entry.context in given:
                    _candidates(entry, places, text, hits, given, found)
        if hint:
            found.extend(hinted(text, hint))
        if depth:
            self._decoded(text, hits, depth - 1, found)

    def _decoded(self, text: str, hits: Hits, depth: int, found: list[Span]) -> None:
        views: list[Folded | None] = []
        if self._escape in hits:
            views.append(decode.unescaped(text, hits[self._escape]))
        if self._run in hits:
            views.append(decode.unpacked(text, hits[self._run]))
        for view in views:
            if view is not None:
                inner = fold(view.text)
                inside: list[Span] = []
                self._collect(inner.text, "", depth, inside)
                found.extend(_moved(_moved(span, inner), view) for span in inside)

    def _hits(self, text: str) -> Hits:
        if text.isascii():
            return maximal(self._scanner.scan(text.encode("ascii")))
        data = text.encode("utf-8", "replace")
        events = self._scanner.scan(data)
        if not events:
            return {}
        first = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80  # noqa: PLR2004 - UTF-8 lead bytes
        before = np.concatenate(([0], np.cumsum(first, dtype=np.int32)))
        return maximal(
            (number, int(before[end] if start == end else before[start + 1] - 1), int(before[end]))
            for number, start, end in events
        )

    def _given(self, hint: str) -> frozenset[int]:
        """Numbers of the context expressions that the hint itself holds."""
        return frozenset(
            number for number, _, _ in self._scanner.scan(hint.encode("utf-8", "replace"))
        )


def _moved(span: Span, view: Folded) -> Span:
    start, end = view.original(span.start, span.end)
    return replace(span, start=start, end=end)


def _candidates(
    entry: _Entry,
    places: Iterable[tuple[int, int]],
    text: str,
    hits: Hits,
    given: frozenset[int],
    found: list[Span],
) -> None:
    """Adds what stands at these places, if its surroundings and its checks allow it."""
    pattern = entry.pattern
    for hit_start, hit_end in places:
        if not pattern.open_start and hit_start and _joined_before(text, hit_start, pattern.before):
            continue
        score = pattern.score if entry.fixed else _score(entry, hit_start, hit_end, hits, given)
        if score < entry.threshold:
            continue
        if pattern.typed is not None:
            for start, end, entity_type in pattern.typed(text, hit_start, hit_end):
                found.append(Span(start, end, entity_type, score, entry.recognizer))
            continue
        narrow = pattern.narrow
        for start, end in (
            ((hit_start, hit_end),) if narrow is None else narrow(text, hit_start, hit_end)
        ):
            if not pattern.open_end and end < len(text) and _joined_after(text, end, pattern.after):
                continue
            if pattern.valid is None or pattern.valid(text[start:end]):
                found.append(Span(start, end, pattern.entity_type, score, entry.recognizer))


def _joined_before(text: str, start: int, more: str) -> bool:
    before, first = text[start - 1], text[start]
    return before in more or (
        (before.isalnum() or before == "_") and (first.isalnum() or first in "_+(@")
    )


def _joined_after(text: str, end: int, more: str) -> bool:
    after = text[end]
    if after in ".,":
        return after in more and end + 1 < len(text) and text[end + 1].isdigit()
    return after in more or ((after.isalnum() or after == "_") and text[end - 1].isalnum())


def _score(entry: _Entry, start: int, end: int, hits: Hits, given: frozenset[int]) -> float:
    pattern = entry.pattern
    near = _distance(entry.context, start, end, hits, given)
    if entry.against >= 0:
        denied = _before(hits.get(entry.against), start, REACH_AGAINST)
        if denied is not None and (near is None or denied <= near):
            return pattern.score * _DENIED
    return pattern.score if near is None else pattern.contextual - near * _FADE


def _distance(number: int, start: int, end: int, hits: Hits, given: frozenset[int]) -> int | None:
    """Characters to the nearest context word; words after count double; None if none is near."""
    if number < 0:
        return None
    if number in given:
        return 0
    places = hits.get(number)
    if places is None:
        return None
    before, after = _before(places, start, REACH_BEFORE), _after(places, end)
    if before is None or after is None:
        return after if before is None else before
    return min(before, after)


def _before(places: list[tuple[int, int]] | None, start: int, reach: int) -> int | None:
    if places is None:
        return None
    index = bisect_right(places, start, key=_end) - 1
    if index < 0:
        return None
    distance = start - places[index][1]
    return distance if distance <= reach else None


def _after(places: list[tuple[int, int]], end: int) -> int | None:
    index = bisect_right(places, end + 1, key=_end)
    if index == len(places):
        return None
    distance = places[index][1] - end
    return 2 * distance if distance <= REACH_AFTER else None


def _end(place: tuple[int, int]) -> int:
    return place[1]


def _version(recognizers: Sequence[Recognizer]) -> str:
    """A digest of everything that decides what is found."""
    digest = hashlib.blake2b(digest_size=8)
    for recognizer in recognizers:
        digest.update(f"{recognizer.name} {recognizer.threshold}\n".encode())
        for item in recognizer.patterns:
            code = [_code(item.valid), _code(item.narrow), _code(item.typed)]
            digest.update(repr(replace(item, valid=None, narrow=None, typed=None)).encode())
            digest.update(repr(code).encode())
    return digest.hexdigest()


def _code(function: object) -> tuple[str, str, str]:
    """A function's name, code and constants, the same in every process."""
    code = getattr(function, "__code__", None)
    cells = getattr(function, "__closure__", None) or ()
    held = ",".join(str(getattr(cell.cell_contents, "pattern", "")) for cell in cells)
    return (getattr(function, "__qualname__", ""), code.co_code.hex() if code else "", held)
