"""What commands print: JSON for programs, tables for people.

Much of it was written by others (callers, recipients, whoever tampers with a log): characters that
a terminal obeys or hides are shown by their number.
"""

import json
from collections.abc import Iterable, Sequence

_GAP = "  "
DOCTOR = "`privacy-gateway doctor` says more."
"""How a message ends that cannot tell everything."""


def print_json(value: object) -> None:
    """Print one JSON document, readable by people too."""
    print(visible(json.dumps(value, indent=2, ensure_ascii=False)))


def visible(text: str) -> str:
    """The text with its invisible characters as JSON escapes; line feeds stay."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


def counted(count: int, one: str, more: str = "") -> str:
    """A count and its noun, e.g. `1 leaf`, `2 leaves`."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table whose columns are as wide as they must be."""
    cells = [tuple(map(visible, row)) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        _GAP.join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def fields(rows: Iterable[tuple[str, str]], width: int = 14) -> list[str]:
    """Lines of names and values; further lines of a value stand below it, empty values nowhere."""
    lines = []
    for name, value in rows:
        for at, line in enumerate(visible(value).split("\n") if value else ()):
            lines.append(f"  {name if at == 0 else '':<{width}} {line}")
    return lines
