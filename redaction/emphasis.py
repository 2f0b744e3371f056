"""Markdown's `_emphasis_` is taken away: to a pattern an underscore is a letter.

A value between two of them begins no word, so that text around such marks is read a second time
without them. Code is full of underscores that emphasise nothing, hence two economies: only what
stands around marks is read again, and marks around a lower-case word, `_private` or `__init__`,
hide nothing that a pattern knows.
"""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from redaction.fold import Folded, Piece, folded

# The first underscore stands first in the expression, since a search for one character is fast.
# Behind a dot an underscore begins a private name of code, not an emphasis.
_MARK = re.compile(r"_(?:(?<![\w.]_)_{0,2}(?=[\w+])|(?<=\w_)_{0,2}(?!\w))")
_AROUND = 120
"""Characters that are read on both sides of a mark, up to the ends of words."""
_WORD_MOST = 4096
"""Characters of a word that a mark stands in: a token may be long."""
_REST = re.compile(r"\S*")
_LOWER = ascii_lowercase + "_"
_EDGES = frozenset(" \t\r\n()[]{},;:=\"'`<>")
_SHOWN = 32
"""Characters of a word that are looked at to tell what it is made of."""


def unemphasised(text: str) -> Folded | None:
    """What stands around marks, without them; each place is a line of its own."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for begin, end in _places(text):
        part = _MARK.sub(_blank, text[begin:end])
        parts += (part, "\n")
        pieces.append(Piece(at, begin, end))
        pieces.append(Piece(at + end - begin, end - 1, end, whole=True))
        at += end - begin + 1
    return folded("".join(parts), pieces) if parts else None


def _places(text: str) -> Iterator[tuple[int, int]]:
    begin = end = 0
    for mark in _MARK.finditer(text):
        far = mark.end() + _AROUND
        if far <= end or _is_code(text, *mark.span()):
            continue
        near = mark.start() - _AROUND
        if near > end or not end:
            if end:
                yield begin, end
            begin = _back(text, near, end)
        end = _REST.match(text, max(far, end), max(far, end) + _WORD_MOST).end()  # type: ignore[union-attr]  # it matches nothing, too
    if end:
        yield begin, end


def _back(text: str, near: int, least: int) -> int:
    """Where the word begins in which a place stands."""
    begin = max(0, least, near - _WORD_MOST)
    before = text[begin : max(near, 0)]
    return begin + max(before.rfind(" "), before.rfind("\n"), before.rfind("\t")) + 1


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether the word inside of a mark is of lower-case letters alone."""
    if start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_"):
        rest = text[end : end + _SHOWN].lstrip(_LOWER)
        return rest[0] in _EDGES if rest else end + _SHOWN >= len(text)
    rest = text[max(0, start - _SHOWN) : start].rstrip(_LOWER)
    return rest[-1] in _EDGES if rest else start <= _SHOWN


def _blank(mark: re.Match[str]) -> str:
    return " " * len(mark[0])
