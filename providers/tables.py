"""Comma-separated values that remember where each cell stands (RFC 4180).

Cells are found by an expression, and the standard library's reader must see the same ones: what
two readers read differently is no table, and is walked as text.
"""

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache

_CELLS = 200_000
"""Cells of the largest table; a larger one is walked as text."""
_HEADING = re.compile(r"[^\W\d_](?:[^\d@\n]|\d(?!\d\d)){0,63}")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: its decoded text.
        row: number of its row.
        column: number of its column.
        start: its first character in the source, quotation mark included.
        end: one past its last character.
    """

    text: str = field(repr=False)
    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        delimiter: between two cells.
        cells: in the order of the source.
        headings: what the first row calls the columns; none if it calls them nothing.
    """

    delimiter: str
    cells: tuple[Cell, ...]
    headings: tuple[str, ...]

    def hint(self, cell: Cell) -> str:
        """What the heading of its column says about a cell."""
        named = cell.row > 0 and cell.column < len(self.headings)
        return self.headings[cell.column] if named else ""

    def write(self, text: str) -> str:
        """A text as the source of a cell."""
        plain = not any(char in text for char in f'{self.delimiter}"\r\n')
        return text if plain and text == text.strip() else '"' + text.replace('"', '""') + '"'


def read_table(source: str, delimiter: str = "") -> Table | None:
    """Read a table; None if it is none.

    Args:
        source: its text.
        delimiter: what stands between two cells; "" to see for oneself.
    """
    delimiter = delimiter or _delimiter(source)
    rows = _rows(source, delimiter)
    if rows is None or not _agrees(source, delimiter, rows):
        return None
    cells = tuple(cell for row in rows for cell in row)
    first = [cell.text.strip() for cell in rows[0]] if rows else []
    headings = tuple(first) if all(map(_HEADING.fullmatch, first)) else ()
    return Table(delimiter, cells, headings)


def _delimiter(source: str) -> str:
    """The sign that stands most often in the first line."""
    first = source.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


@lru_cache(maxsize=8)
def _expression(delimiter: str) -> re.Pattern[str]:
    sign = re.escape(delimiter)
    return re.compile(rf'("(?:[^"]|"")*"|[^{sign}\r\n]*)({sign}|\r\n|\n|\r|\Z)')


def _rows(source: str, delimiter: str) -> list[list[Cell]] | None:
    find = _expression(delimiter).match
    rows: list[list[Cell]] = [[]]
    at = count = 0
    while at < len(source) or rows[-1]:
        found = find(source, at)
        count += 1
        if found is None or count > _CELLS:
            return None
        raw, end = found.groups()
        text = raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
        rows[-1].append(Cell(text, len(rows) - 1, len(rows[-1]), at, at + len(raw)))
        at = found.end()
        if end != delimiter:
            rows.append([])
            if not end:
                break
    return rows[:-1]


def _agrees(source: str, delimiter: str, rows: list[list[Cell]]) -> bool:
    """Whether the standard library reads the same."""
    try:
        seen = list(csv.reader(_LINE.findall(source), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return seen == [[] if _is_blank(row) else [cell.text for cell in row] for row in rows]


def _is_blank(row: list[Cell]) -> bool:
    """An empty line, which the library takes for a row without cells."""
    return len(row) == 1 and row[0].start == row[0].end
