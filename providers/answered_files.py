"""Text files inside of an answer: their texts, and writing them back with others.

A program that the recipient ran may answer with a file made of what it was sent. Its cells, strings
and keys are restored one by one, so that what returns is written as the format needs it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from providers.codec import MalformedBodyError
from providers.files import LINE, table_in
from providers.inline import InlineText, Packed, media_of, read_text, seen_or_heard
from providers.json_text import Document, LeafKind, document_in, quote


class _Piece(NamedTuple):
    """A text of a file: where it stands, and how it is written there."""

    start: int
    end: int
    text: str
    write: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AnsweredFile:
    """A text file in an answer."""

    _found: InlineText
    _pieces: tuple[_Piece, ...] = field(repr=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts."""
        return tuple(piece.text for piece in self._pieces)

    def written(self, texts: Sequence[str]) -> str | None:
        """The string that holds it with other texts; None if nothing changes.

        Raises:
            ValueError: there is not one text for each of its own.
        """
        edits = [
            (piece.start, piece.end, piece.write(new))
            for piece, new in zip(self._pieces, texts, strict=True)
            if new != piece.text
        ]
        if not edits:
            return None
        try:
            return self._found.write(Document(self._found.text, None, []).edited(edits))
        except MalformedBodyError:
            return None  # its charset lacks letters of what returns: it stays as it came


def answered_file(packed: Packed | None, name: str = "") -> AnsweredFile | None:
    """Read a string that may hold a text file; None if it holds none."""
    if packed is None:
        return None
    media = media_of(packed, name)
    data = packed.decode() if seen_or_heard(media) is None else None
    found = read_text(packed, media, data) if data else None
    return AnsweredFile(found, tuple(_pieces(found))) if found else None


def _pieces(found: InlineText) -> Iterator[_Piece]:
    document, table = document_in(found.text), table_in(found)
    if document is not None:
        yield from _of_json(document, 0)
    elif "json" in found.media:
        for line in LINE.finditer(found.text):
            inner = document_in(line[0])
            yield from (
                _of_json(inner, line.start()) if inner else [_Piece(*line.span(), line[0], _same)]
            )
    elif table is not None:
        for cell in table.cells:
            yield _Piece(cell.start, cell.end, cell.text, table.write)
    else:
        yield _Piece(0, len(found.text), found.text, _same)


def _of_json(document: Document, at: int) -> Iterator[_Piece]:
    for leaf in document.leaves():
        if leaf.kind is not LeafKind.NUMBER:
            yield _Piece(at + leaf.start, at + leaf.end, leaf.text, quote)


def _same(text: str) -> str:
    return text
