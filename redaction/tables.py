"""Tables with a header: CSV, TSV, semicolons, pipes, Markdown, shells of databases.

Read only from lines on that hold a word of `redaction.header_words` where a header has one; each
line is read once, so that the work is linear.
"""

import re
from collections.abc import Generator, Iterator, Sequence

from redaction.cells import DELIMITERS, Cell, row
from redaction.headers import HEADER_LONGEST, Kinds, Valued, held, holds, kinds
from redaction.hints import meaning, plausible

_COLUMNS_MAX = 400
_STRAY_MAX = 3
"""Rows of another length that follow each other within a table; a longer run ends it."""
_LOOKED_AT = 20
"""Rows in which a value must be what its header says, or it is no header."""
_PROSE = re.compile(
    r"[.!?] |[.!?:;]$|^\W*\d|\d{3}|[{}=<>]|\b(?:the|and|with|from|your|please|select)\b",
    re.IGNORECASE,
)
"""What no header holds."""
_RULER = re.compile(r"[\s|+:=-]+\Z")
_ADDRESS = "STREET_ADDRESS"


def delimited(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of the tables whose header lines hold one of these places.

    Args:
        text: the text.
        ends: where words of headers end, ascending.
    """
    done = 0
    for end in ends:
        if end - 1 < done:
            continue
        start = text.rfind("\n", 0, end - 1) + 1
        mark, header, after = _header(text, start)
        done = after
        if mark:
            done = yield from _rows(text, after, mark, header)


def _header(text: str, start: int) -> tuple[str, tuple[Kinds, ...], int]:
    """Delimiter and columns of a header line, and where the next line begins."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    for mark in DELIMITERS:
        if text.find(mark, start, end) < 0:
            continue
        cells, after = row(text, start, mark)
        names = [text[first:last] for first, last in cells]
        if len(names) > 1 and _heads(names):
            columns = kinds(names)
            if any(columns) and _confirmed(text, after, mark, len(names), columns):
                return mark, columns, after
    return "", (), end + 1


def _heads(names: Sequence[str]) -> bool:
    """Whether cells read like headers: short, different, and no prose."""
    return (
        len(names) <= _COLUMNS_MAX
        and not any(name.count("(") != name.count(")") for name in names)  # a call, cut in two
        and sum(bool(name) for name in names) * 2 > len(names)
        and all(len(name) <= HEADER_LONGEST and not _PROSE.search(name) for name in names)
        and len(set(names)) * 2 > len(names)
    )


def _confirmed(text: str, at: int, mark: str, width: int, columns: tuple[Kinds, ...]) -> bool:
    """Whether rows of data follow: as many cells, and what the header says among them."""
    for _ in range(_LOOKED_AT):
        at = _past_ruler(text, at)
        if at >= len(text) or text[at] in "\r\n":
            return False
        cells, at = row(text, at, mark)
        values = [text[first:last] for first, last in cells]
        if sum(meaning(value) is not None for value in values if value) * 2 > len(values):
            return False  # another line of headers, or names of variables
        if len(cells) != width:
            return len(cells) > width > 1 and mark == ","
        if any(
            kind and plausible(value) and holds(kind, value)
            for kind, value in zip(columns, values, strict=True)
        ):
            return True
    return False


def _past_ruler(text: str, at: int) -> int:
    """Past lines that only rule off the header."""
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end > at and _RULER.match(text, at, end) is None:
            return at
        if end == at:
            return at
        at = end + 1
    return at


def _rows(
    text: str, at: int, mark: str, columns: tuple[Kinds, ...]
) -> Generator[Valued, None, int]:
    """Values of the rows below a header; returns where the table ends."""
    stray = 0
    width = len(columns)
    wanted = [index for index, kind in enumerate(columns) if kind]
    size = len(text)
    while at < size and stray <= _STRAY_MAX:
        if text[at] in "\r\n":
            break
        start = at
        cells, at = row(text, at, mark)
        if len(cells) == width:
            stray = 0
            for index in wanted:
                yield from held(text, *cells[index], columns[index])
        elif _is_rule(text, start, at):
            continue
        else:
            stray += 1
            if len(cells) > width > 1:
                yield from _wide(text, cells, columns)
    return at


def _is_rule(text: str, start: int, after: int) -> bool:
    return _RULER.match(text, start, min(after, len(text))) is not None


def _wide(text: str, cells: Sequence[Cell], columns: tuple[Kinds, ...]) -> Iterator[Valued]:
    """A row with more cells than columns: an address whose commas nobody quoted.

    Cells before the address count from the left, cells after it from the right.
    """
    at = next((i for i, kind in enumerate(columns) if kind and kind[0][0] == _ADDRESS), None)
    if at is None:
        return
    more = len(cells) - len(columns)
    for index, kind in enumerate(columns):
        if index != at and kind:
            yield from held(text, *cells[index if index < at else index + more], kind)
    for first, last in cells[at : at + more + 1]:
        if last - first > 1:
            yield first, last, _ADDRESS
