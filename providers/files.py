"""Files inside of a request: text in them is walked by its format, everything else is opaque.

- JSON: its keys, strings and numbers, as in the arguments of a tool.
- JSON lines: each line likewise.
- CSV: each cell, with the heading of its column as hint.
- Any other text: as one text.

A file that does not change leaves byte for byte as it came.
"""

import re
from collections.abc import Callable

from providers.codec import MalformedBodyError
from providers.inline import InlineText, Packed, is_pdf, media_of, read_text, seen_or_heard
from providers.json_text import LIMITS, Document, Json, document_in, quote
from providers.notes import Write
from providers.tables import Table, read_table
from providers.walk import Rule, Walk, free

LINE = re.compile(r"[^\r\n]+")
_TAB = "text/tab-separated-values"
_CSV = frozenset({"text/csv", "application/csv", "text/comma-separated-values", _TAB})


def inlined(walk: Walk, packed: Packed, pointer: str, name: str = "") -> None:
    """Take a string that holds a file.

    Args:
        walk: the pass.
        packed: what was read of the string.
        pointer: where it stands.
        name: the file's name.
    """
    media = media_of(packed, name)
    kind = seen_or_heard(media)
    data = packed.decode() if kind is None else None
    found = read_text(packed, media, data) if data is not None else None
    if found is not None:
        _of_text(walk, found, pointer)
        return
    if kind is None and is_pdf(media, data or b""):
        walk.meet("pdf", pointer, data or b"")
    else:
        walk.meet(kind or "file", pointer)
    walk.skip("")


def removable(write: Write, rule: Rule) -> Rule:
    """A part of a message; `write` gives the part that says a text in its place."""

    def of_part(walk: Walk, value: Json, pointer: str) -> None:
        outer = walk.enter_part(value, write)
        rule(walk, value, pointer)
        walk.part = outer

    return of_part


def _of_text(walk: Walk, found: InlineText, pointer: str) -> None:
    def wrap(source: str) -> str:
        return quote(found.write(source))

    document = document_in(found.text)
    if document is not None:
        walk.inside(document, free, pointer, wrap)
        return
    spans, rule, write = _plain(found)
    walk.inside(Document(found.text, None, spans), rule, pointer, wrap, write)


_MOST = 400_000
"""Texts of a request beyond which lines of a file are refused: a body may have 250,000 itself."""


def _check_size(lines: int, texts: int) -> None:
    if lines > LIMITS.values or texts > _MOST:
        raise MalformedBodyError("too_many_values", "a file in the request holds too many values")


_Spans = list[tuple[int, int]]
_Taken = tuple[_Spans, Callable[[Walk, Json, str], None], Callable[[str], str]]


def _plain(found: InlineText) -> _Taken:
    """What is no JSON: where its texts stand, who takes them, how one is written."""
    if "json" in found.media:
        return _lines(found.text)
    table = table_in(found)
    return _whole(found.text) if table is None else _cells(table)


def _whole(text: str) -> _Taken:
    def rule(walk: Walk, _value: Json, pointer: str) -> None:
        walk.string(text, pointer)

    return [(0, len(text))], rule, _same


def _cells(table: Table) -> _Taken:
    def rule(walk: Walk, _value: Json, pointer: str) -> None:
        for cell in table.cells:
            walk.string(cell.text, f"{pointer}/{cell.row}/{cell.column}", hint=table.hint(cell))

    return [(cell.start, cell.end) for cell in table.cells], rule, table.write


def _lines(text: str) -> _Taken:
    """JSON lines; a line that is no JSON is a text."""
    found = list(LINE.finditer(text))

    def rule(walk: Walk, _value: Json, pointer: str) -> None:
        _check_size(len(found), 0)
        for number, line in enumerate(found):
            _check_size(0, len(walk.segments))
            document, target = document_in(line[0]), f"{pointer}/{number}"
            if document is None:
                walk.string(line[0], target)
            else:
                walk.inside(document, free, target, _same)

    return [line.span() for line in found], rule, _same


def table_in(found: InlineText) -> Table | None:
    """The table that a file is; None if it is none."""
    if found.media not in _CSV:
        return None
    return read_table(found.text, "\t" if found.media == _TAB else "")


def _same(text: str) -> str:
    return text
