"""Rows of `INSERT INTO t (columns) VALUES (...), (...)` and of `COPY t (columns) FROM stdin`.

Dumps that name no columns name them where they create the table.
"""

import re
from collections.abc import Generator, Iterator, Sequence

from redaction.cells import row
from redaction.forms import of_keys
from redaction.headers import Kinds, Valued, held

_NAME = r"[\"`\[]?[\w$.\-\"`\[\]]{1,120}[\"`\]]?"
_INSERT = re.compile(
    rf"\s+(?:ignore\s+)?into\s+(?P<table>{_NAME})\s{{0,9}}"
    r"(?:\((?P<columns>[^()]{1,4000})\)\s{0,9})?values\s{0,9}(?=\()",
    re.IGNORECASE,
)
_CREATE = re.compile(
    rf"\s+table\s+(?:if\s+not\s+exists\s+)?(?P<table>{_NAME})\s{{0,9}}\(", re.IGNORECASE
)
_COPY = re.compile(
    rf"\s+(?P<table>{_NAME})\s{{0,9}}\((?P<columns>[^()]{{1,4000}})\)\s+from\s+stdin[^\n]{{0,80}}\n",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\s*(?:[NEBX]?'(?P<text>(?:[^'\\]|''|\\.)*)'|\"(?P<quoted>(?:[^\"\\]|\"\"|\\.)*)\""
    r"|(?P<mark>[(),;])|(?P<bare>[^\s(),;'\"][^(),;'\"\n]*))",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(r"\s*[\"`\[]?(?P<name>[\w$ ]{1,64}?)[\"`\]]?\s+\w")
_CONSTRAINTS = frozenset(("primary", "unique", "key", "constraint", "foreign", "index", "check"))
_DEFINITION_LONGEST = 20_000


def rows(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of the rows of the statements whose first words end at these places.

    Args:
        text: the text.
        ends: where `insert`, `create` or `copy` ends; ascending.
    """
    created: dict[str, list[str]] = {}
    done = 0
    for end in ends:
        if end <= done:
            continue
        if create := _CREATE.match(text, end):
            created[_plain(create["table"])] = [*_columns(text, create.end())]
        elif copy := _COPY.match(text, end):
            columns = _of_table(copy["table"], copy["columns"].split(","))
            done = yield from _copied(text, copy.end(), columns)
        elif insert := _INSERT.match(text, end):
            names = (insert["columns"] or "").split(",") if insert["columns"] else None
            table = _plain(insert["table"])
            columns = _of_table(table, names if names is not None else created.get(table, []))
            done = yield from _inserted(text, insert.end(), columns)


def _plain(name: str) -> str:
    return name.rpartition(".")[2].strip('"`[] \n\t').lower()


def _of_table(table: str, columns: Sequence[str]) -> tuple[Kinds, ...]:
    return of_keys([_plain(column) for column in columns], _plain(table))


def _columns(text: str, start: int) -> Iterator[str]:
    """Names of the columns that a definition holds."""
    depth, at = 1, start
    for mark in re.finditer(r"[(),]", text[start : start + _DEFINITION_LONGEST]):
        place = start + mark.start()
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth == 0 or (depth == 1 and mark[0] == ","):
            column = _COLUMN.match(text, at, place)
            if column and column["name"].lower() not in _CONSTRAINTS:
                yield column["name"]
            at = place + 1
        if depth == 0:
            return


def _inserted(text: str, at: int, columns: Sequence[Kinds]) -> Generator[Valued, None, int]:
    """Values of rows in parentheses; returns where the statement ends."""
    depth = index = 0
    while (match := _VALUE.match(text, at)) is not None:
        at = match.end()
        mark = match["mark"]
        if mark == "(":
            depth += 1
            index = 0 if depth == 1 else index
        elif mark == ")":
            depth -= 1
        elif mark == ",":
            index += depth == 1
        elif mark == ";" or depth == 0:
            return at
        elif depth == 1 and index < len(columns) and columns[index]:
            yield from held(text, *match.span(match.lastgroup or 0), columns[index])
    return at


def _copied(text: str, at: int, columns: Sequence[Kinds]) -> Generator[Valued, None, int]:
    r"""Values of rows with tabs, up to the line `\.`; returns where they end."""
    while at < len(text) and not text.startswith("\\.", at):
        cells, at = row(text, at, "\t")
        for cell, kind in zip(cells, columns, strict=False):
            if kind and text[cell[0] : cell[1]] != "\\N":
                yield from held(text, *cell, kind)
    return at
