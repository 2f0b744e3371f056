"""Where the cells of a line stand, and spans that stay within them.

CSV as RFC 4180 has it (quotes doubled, line breaks within quotes), and the same with tabs,
semicolons and pipes; Markdown and the shells of databases frame their rows with pipes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from privacy.text import Span
from redaction.resolve import Found

DELIMITERS = "\t|;,"
"""In the order in which they are tried: commas stand in prose and in cells."""
_ROW_LONGEST = 20_000
"""Characters of a line that is read as a row of a table."""

Cell = tuple[int, int]
"""First character of what a cell holds and one past the last, without quotes and blanks."""

_LINE_END = re.compile("\n")
_CELL = {
    mark: re.compile(
        rf'[ ]*(?:"((?:[^"]|"")*)"[ ]*(?=[{mark}\r\n]|\Z)|([^{mark}\r\n]*))(\r?\n|{mark}|\r|\Z)'
        if mark != "|"
        else r"[ \t]*()((?:[^|\\\r\n]|\\.)*)(\r?\n|\||\r|\Z)"
    )
    for mark in DELIMITERS
}
_EDGES = "\t|;,\"' \r\n"
_BLANKS = " \t\r\n\v\f\u00a0"


def row(text: str, start: int, mark: str) -> tuple[list[Cell], int]:
    """The cells of the row that begins at `start`, and where the next row begins.

    Args:
        text: the text.
        start: where a line begins.
        mark: what stands between cells.

    Returns:
        Cells without the empty ones that a row framed with pipes begins and ends with.
    """
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if end - start > _ROW_LONGEST:
        return [], end + 1
    quoted = mark != "|" and text.find('"', start, end) >= 0
    cells, after = (_quoted if quoted else _plain)(text, start, end, mark)
    if mark == "|" and len(cells) > 1:
        first = 1 if text[cells[0][0] : cells[0][1]] == "" else 0
        last = len(cells) - (text[cells[-1][0] : cells[-1][1]] == "")
        cells = cells[first:last]
    return cells, after


def _plain(text: str, start: int, end: int, mark: str) -> tuple[list[Cell], int]:
    cells = []
    at = start
    for piece in text[start:end].split(mark):
        cells.append(_trimmed(piece, at))
        at += len(piece) + 1
    return cells, end + 1


def _trimmed(piece: str, at: int) -> Cell:
    held = piece.strip(_BLANKS)
    if len(held) == len(piece):
        return at, at + len(piece)
    first = at + len(piece) - len(piece.lstrip(_BLANKS))
    return first, first + len(held)


def _quoted(text: str, start: int, end: int, mark: str) -> tuple[list[Cell], int]:
    cells: list[Cell] = []
    read = _CELL[mark]
    at, size = start, len(text)
    while True:
        match = read.match(text, at)
        if match is None:  # what follows a quote is no cell: the rest of the line is one
            cells.append(_trimmed(text[at:end], at))
            return cells, max(end, at) + 1
        group = 1 if match[1] is not None else 2
        cells.append(_trimmed(match[group], match.start(group)))
        at = match.end()
        if match[3] != mark or at - start > _ROW_LONGEST:
            return cells, at if at < size or match[3] else size + 1


def within(text: str, found: Sequence[Found], sure: frozenset[str] = frozenset()) -> list[Found]:
    """Findings, those apart that reach over several cells of a table.

    Whoever wrote a table reads it again after redaction, so that no delimiter, quote or line break
    between cells may go: a finding over two cells becomes two.

    Args:
        text: the text.
        found: findings in any order.
        sure: the recognizers that tell where cells begin and end.
    """
    values = sorted({(item[0], item[1]) for item in found if item[4] in sure})
    kept: list[Found] = []
    lines = _Lines(text)
    for item in found:
        cells = None if item[4] in sure else _crossed(text, lines, item[0], item[1], values)
        if cells is None:
            kept.append(item)
        else:
            kept.extend((start, end, *item[2:]) for start, end in cells)
    return kept


def apart(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """Spans, those apart that reach over several cells of a table; see `within`."""
    if not any(mark in text for mark in DELIMITERS) or "\n" not in text:
        return spans
    kept: list[Span] = []
    lines = _Lines(text)
    for span in spans:
        cells = _crossed(text, lines, span.start, span.end, ())
        kept += [span] if cells is None else [replace(span, start=a, end=b) for a, b in cells]
    return kept


def _crossed(
    text: str, lines: "_Lines", start: int, end: int, values: Sequence[Cell]
) -> Sequence[Cell] | None:
    """The parts of a span that stand in cells; None if it crosses none."""
    held = text[start:end]
    rows = "\n" in held  # the last cell of a row and the first of the next: no mark between
    for mark in DELIMITERS:
        if mark in held or rows:
            if lines.tabular(start, mark):
                return [*lines.parts(start, end, mark)]
            if values and mark in held:
                return [*_beside(text, start, end, values)]
    return None


def _beside(text: str, start: int, end: int, values: Sequence[Cell]) -> Iterator[Cell]:
    """A span cut where the values of known cells begin and end; edges lose what parts cells."""
    at = max(0, bisect_right(values, (start, start)) - 1)
    edges = {start, end}
    for first, last in (values[index] for index in range(at, len(values))):
        if first >= end:
            break
        edges |= {edge for edge in (first, last) if start < edge < end}
    cuts = sorted(edges)
    if len(cuts) == 2:  # noqa: PLR2004 - a span that meets no edge
        yield start, end
        return
    for first, last in pairwise(cuts):
        held = text[first:last].strip(_EDGES)
        if held:
            begin = first + len(text[first:last]) - len(text[first:last].lstrip(_EDGES))
            yield begin, begin + len(held)


class _Lines:
    """The lines of a text, each read as a row once, however many findings it holds."""

    __slots__ = ("_ends", "_rows", "_tabular", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self._rows: dict[tuple[int, str], tuple[list[Cell], int]] = {}
        self._tabular: dict[tuple[int, str], bool] = {}

    def parts(self, start: int, end: int, mark: str) -> Iterator[Cell]:
        """The parts of a span that stand in cells."""
        at = self._start(start)
        while at < end:
            cells, at = self._row(at, mark)
            for first, last in cells[max(0, bisect_right(cells, (start, start)) - 1) :]:
                if first >= end:
                    break
                inner = max(first, start), min(last, end)
                if inner[0] < inner[1]:
                    yield inner

    def tabular(self, at: int, mark: str) -> bool:
        """Whether the line around a place is a row like the line before it or after it."""
        start = self._start(at)
        known = self._tabular.get((start, mark))
        if known is None:
            known = self._tabular[start, mark] = self._is_tabular(start, mark)
        return known

    def _is_tabular(self, start: int, mark: str) -> bool:
        text = self._text
        if text[start : start + 1] in {"{", "["} or text.startswith("--", start):
            return False
        here = self._count(start, mark)
        if here < (2 if mark in "\t|" else 3) and not (here > 1 and _tight(text, start, mark)):
            return False
        after = text.find("\n", start) + 1
        return (after > 0 and self._count(after, mark) == here) or (
            start > 0 and self._count(self._start(start - 1), mark) == here
        )

    def _start(self, at: int) -> int:
        """Where the line begins that this place stands in."""
        if self._ends is None:
            self._ends = [match.start() for match in _LINE_END.finditer(self._text)]
        index = bisect_left(self._ends, at)
        return self._ends[index - 1] + 1 if index else 0

    def _row(self, start: int, mark: str) -> tuple[list[Cell], int]:
        known = self._rows.get((start, mark))
        if known is None:
            known = self._rows[start, mark] = row(self._text, start, mark)
        return known

    def _count(self, start: int, mark: str) -> int:
        return len(self._row(start, mark)[0])


def _tight(text: str, start: int, mark: str) -> bool:
    """Whether no blank follows the delimiter, as it does in prose."""
    place = text.find(mark, start)
    return not text.startswith(" ", place + 1)
