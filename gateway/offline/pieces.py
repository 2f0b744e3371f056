"""Files in pieces: what is inspected together, and how it is written anew.

A text and a JSON document are one piece, a line of JSON and a row of a table are one each, so that
long ones take the same memory as short ones. What is not changed is written as it was read: of
JSON every blank and digit, of a table every value (quotation marks only where they are needed).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from privacy.text import Role, Segment
from providers.codec import MalformedBodyError
from providers.json_text import Limits, parse
from providers.walk import Walk, free

FORMATS = ("text", "json", "jsonl", "csv", "tsv")
_SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}
_BOM = "\ufeff"
_LIMITS = Limits(depth=200, keys=20_000_000, values=50_000_000, number_length=4096)
"""Whoever redacts a file of their own may spend the memory that it takes."""
_SHOWN_TO_SNIFF = 64 * 1024
"""Characters of a table by which its separator and line ends are told."""
_CELL_MOST = 2**31 - 1
_SEPARATORS = ",;\t|"


class Unreadable(Exception):
    """A file that is not what its format says: where, and what to do. Quotes nothing."""


class Piece(Protocol):
    """What is inspected together."""

    @property
    def segments(self) -> Sequence[Segment]:
        """Its texts."""
        ...

    def written(self, texts: Mapping[int, str]) -> str:
        """The piece with new texts, by index of their segments."""
        ...


def format_of(path: Path) -> str:
    """The format that a file's name tells; anything unknown is a text."""
    return _SUFFIXES.get(path.suffix.lower(), "text")


def pieces(file: BinaryIO, format_: str, *, header: bool = True) -> Iterator[Piece]:
    """Read a file.

    Args:
        file: its bytes, UTF-8.
        format_: one of `FORMATS`.
        header: whether the first row of a table names its columns.

    Raises:
        Unreadable: it is no such file.
    """
    if format_ == "text":
        return iter([_Text(_decoded(file.read(), "The file"))])
    if format_ == "json":
        return iter([_Json(file.read(), "the file")])
    if format_ == "jsonl":
        return _lines(file)
    return _rows(io.TextIOWrapper(file, "utf-8", newline=""), format_, header=header)


def _decoded(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        raise Unreadable(
            f"{what} is not UTF-8 (byte {wrong.start}); convert it, `iconv -t UTF-8` does."
        ) from None


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.segments = (Segment(text, "/text"),)

    def written(self, texts: Mapping[int, str]) -> str:
        return texts.get(0, self.text)


class _Json:
    """A document; `tail` is what stands behind it: the end of its line."""

    def __init__(self, source: bytes, what: str, tail: str = "") -> None:
        mark = _BOM.encode()
        self._before = _BOM if source.startswith(mark) else ""
        self._tail = tail
        try:
            document = parse(source.removeprefix(mark), _LIMITS)
        except MalformedBodyError as wrong:
            raise Unreadable(
                f"{what[0].upper()}{what[1:]} is no JSON: {wrong.message} "
                "--format says what it is instead."
            ) from None
        self._walk = Walk(document)
        self._walk.role = Role.CLIENT
        free(self._walk, document.tree, "")

    @property
    def segments(self) -> Sequence[Segment]:
        return self._walk.segments

    def written(self, texts: Mapping[int, str]) -> str:
        try:
            body = self._walk.rewrite(texts)
        except MalformedBodyError as wrong:
            raise Unreadable(f"A document cannot be written anew: {wrong.message}.") from None
        return f"{self._before}{body.decode()}{self._tail}"


def _lines(file: Iterable[bytes]) -> Iterator[Piece]:
    for number, line in enumerate(file, 1):
        body = line.rstrip(b"\r\n")
        tail = _decoded(line[len(body) :], "A line")
        if body.strip():
            yield _Json(body, f"line {number}", tail)
        else:
            yield _Text(_decoded(line, f"Line {number}"))


class _Row:
    """A row of a table; its cells stand under the names of their columns."""

    def __init__(
        self, cells: Sequence[str], names: Sequence[str], dialect: type[csv.Dialect]
    ) -> None:
        self._cells = cells
        self._dialect = dialect
        self.segments = [
            Segment(cell, f"/{index}", hint=names[index] if index < len(names) else "")
            for index, cell in enumerate(cells)
        ]

    def written(self, texts: Mapping[int, str]) -> str:
        row = io.StringIO()
        cells = [texts.get(index, cell) for index, cell in enumerate(self._cells)]
        csv.writer(row, self._dialect).writerow(cells)
        return row.getvalue()


def _rows(file: io.TextIOWrapper, format_: str, *, header: bool) -> Iterator[Piece]:
    csv.field_size_limit(_CELL_MOST)
    names: Sequence[str] = ()
    try:
        dialect = _dialect(file, format_)
        for number, cells in enumerate(csv.reader(file, dialect)):
            yield _Row(cells, names, dialect)
            if number == 0 and header:
                names = [name.removeprefix(_BOM) for name in cells]
    except UnicodeDecodeError:
        raise Unreadable("The table is not UTF-8; convert it, `iconv -t UTF-8` does.") from None
    except csv.Error as wrong:
        raise Unreadable(f"The table cannot be read: {wrong}. --format says what it is.") from None


def _dialect(file: io.TextIOWrapper, format_: str) -> type[csv.Dialect]:
    """How cells are parted and lines end: by the first line, where separators are names' only."""
    start = file.read(_SHOWN_TO_SNIFF)
    file.seek(0)
    first = start.partition("\n")[0]
    separator = "\t" if format_ == "tsv" else max(_SEPARATORS, key=first.count)

    class _Dialect(csv.excel):
        delimiter = separator
        lineterminator = "\r\n" if first.endswith("\r") else "\n"
        strict = True

    return _Dialect
