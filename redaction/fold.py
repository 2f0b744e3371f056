"""Text as recognizers read it: look-alike characters become the ASCII characters they look like.

Offsets in folded text are never handed out: `Folded.original` maps them back. ASCII text is its
own folded text and costs one check.
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_letters, digits


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of new text that stands for a run of old text.

    Attributes:
        start: where it begins in the new text.
        old_start: where it begins in the old text.
        old_end: where it ends in the old text.
        whole: whether it stands for the old run as a whole (a decoded escape), rather than
            character by character.
    """

    start: int
    old_start: int
    old_end: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """A new writing of a text, with the way back.

    Attributes:
        text: the new text.
        pieces: how it stands for the old one, in order; none if character by character.
        starts: where the pieces begin.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    starts: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the old text that `start` to `end` (exclusive) of the new stand for."""
        if not self.pieces:
            return start, end
        first = self.pieces[bisect_right(self.starts, start) - 1]
        last = self.pieces[bisect_right(self.starts, end - 1) - 1]
        old_start = first.old_start if first.whole else first.old_start + start - first.start
        old_end = last.old_end if last.whole else last.old_start + end - last.start
        return old_start, old_end


def folded(text: str, pieces: list[Piece]) -> Folded:
    """A new writing from its pieces."""
    return Folded(text, tuple(pieces), tuple(piece.start for piece in pieces))


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u30fc\u05be"
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'}
_FIRST, _LAST = 0x80, 0x1FBFF
"""Beyond ASCII; past the last decimal digits and look-alike alphabets of Unicode 15."""


def _single(character: str) -> str | None:
    """The ASCII character that this one stands for, if there is just one."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Zs":
        return " "
    if not unicodedata.decomposition(character).startswith("<"):
        return None
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() else None


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(_FIRST, min(_LAST, sys.maxunicode)):
        plain = _single(chr(code))
        if plain is not None:
            table[code] = plain
    table.update({ord(dash): "-" for dash in _DASHES})
    table.update({ord(quote): plain for quote, plain in _QUOTES.items()})
    return table


_TABLE = _table()
"""One character for one character, so that it moves no offset."""

_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U000e0000-\U000e007f]+"
)
"""Format characters (Cf), variation selectors and tags: they split words without being seen; and
combining marks of no script of their own, which can stand on anything."""
_SOFT_HYPHEN = "\u00ad"
_LINE_END = re.compile(r"[ \t]*\r?\n[ \t]*(?=\w)")
"""Behind a soft hyphen it breaks a word."""

# Cyrillic and Greek letters that look like Latin ones (Unicode confusables.txt, UTS 39).
_CYRILLIC = dict(
    zip(
        (
            "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u04cf\u051b"
            "\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408"
            "\u0405"
        ),
        "aeopcyxijsdhlqwABEKMHOPCTXIJS",
        strict=True,
    )
)
_GREEK = dict(
    zip(
        (
            "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
            "\u03a5\u03a7"
        ),
        "ovABEZHIKMNOPTYX",
        strict=True,
    )
)
_LOOKALIKES = str.maketrans(_CYRILLIC | _GREEK)
_FOREIGN = "".join(_CYRILLIC) + "".join(_GREEK)
_FOREIGN_RUN = re.compile(f"[{_FOREIGN}]+")
_OURS = frozenset(ascii_letters + digits + "@.")
"""What a letter of another alphabet stands beside where a word mixes them."""
_WORD_BEFORE = re.compile(r"[^\s<>\"'(),;]*\Z")
_WORD_AFTER = re.compile(r"[^\s<>\"'(),;]*")
_WORD_MOST = 128
"""Characters of a word on either side of where it mixes alphabets."""
_FOREIGN_SET = frozenset(_FOREIGN)
_FOLDABLE = frozenset(map(chr, _TABLE))
_ASCII = bytes(range(0x80))
_RARE = 16
"""Different characters up to which seeking each is faster than an expression for all."""
_FEW = 16
"""Different characters up to which replacing each is faster than one translation."""


def _plain(text: str, foldable: frozenset[str]) -> str:
    """The text with these characters as the ASCII characters they stand for."""
    if len(foldable) > _FEW:
        return text.translate(_TABLE)
    for char in foldable:
        text = text.replace(char, _TABLE[ord(char)])
    return text


def _latin(text: str, seen: frozenset[str]) -> str:
    """The text with look-alike letters as Latin ones, in words that mix alphabets."""
    parts: list[str] = []
    done = 0
    for first, last in _runs(text, seen & _FOREIGN_SET, _FOREIGN_RUN):
        if first < done or not _mixes(text, first, last):
            continue
        begin = max(done, first - _WORD_MOST)
        before = _WORD_BEFORE.search(text[begin:first])
        start = first - (len(before.group()) if before else 0)
        after = _WORD_AFTER.match(text, first, first + _WORD_MOST)
        end = after.end() if after else last
        parts += (text[done:start], text[start:end].translate(_LOOKALIKES))
        done = end
    return "".join((*parts, text[done:]))


def _mixes(text: str, start: int, end: int) -> bool:
    """Whether this run of letters of another alphabet touches one of ours."""
    return (start > 0 and text[start - 1] in _OURS) or (end < len(text) and text[end] in _OURS)


def _runs(
    text: str, characters: frozenset[str], any_of_them: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Runs of characters, of which these occur in the text; few are sought one by one."""
    if len(characters) > _RARE:
        yield from (match.span() for match in any_of_them.finditer(text))
        return
    start = end = -1
    for at in sorted(at for character in characters for at in _places(text, character)):
        if at != end:
            if end > start:
                yield start, end
            start = at
        end = at + 1
    if end > start:
        yield start, end


def _places(text: str, character: str) -> Iterator[int]:
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)


def _beyond_ascii(text: str) -> str:
    """The characters beyond ASCII: few, and found many times as fast than by a look at each."""
    data = text.encode("utf-8", "surrogatepass")
    return data.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _visible(text: str, gone: frozenset[str]) -> tuple[str, list[Piece]]:
    """The text without invisible characters, and its pieces; no pieces if there are none."""
    pieces: list[Piece] = []
    parts: list[str] = []
    at = begin = 0
    for start, end in _runs(text, gone, _INVISIBLE):
        if start > begin:
            pieces.append(Piece(at, begin, start))
            parts.append(text[begin:start])
            at += start - begin
        begin = end
        if text[end - 1] == _SOFT_HYPHEN and (broken := _LINE_END.match(text, end)):
            begin = broken.end()
    if begin == 0:
        return text, pieces
    if begin < len(text):
        pieces.append(Piece(at, begin, len(text)))
        parts.append(text[begin:])
    return "".join(parts), pieces


def fold(text: str) -> Folded:
    """A text as recognizers read it.

    Invisible characters and combining marks go; full-width, mathematical and circled characters,
    digits of all scripts, dashes, quotes and spaces become ASCII; Cyrillic and Greek letters become
    the Latin ones they look like, in words that mix both.
    """
    if text.isascii():
        return Folded(text)
    seen = frozenset(_beyond_ascii(text))
    gone = frozenset("".join(_INVISIBLE.findall("".join(seen))))
    visible, pieces = _visible(text, gone) if gone else (text, [])
    foldable = seen & _FOLDABLE
    plain = _plain(visible, foldable) if foldable else visible
    if seen & _FOREIGN_SET:
        plain = _latin(plain, seen)
    return folded(plain, pieces)
