"""What the name model reads: one alphabet, and beside each word what lists say of it.

The model knows Latin word pieces in lower case. Other scripts are written in Latin letters first,
letter by letter (anyascii), so that a name that it has seen in one script helps in all; each place
in the result leads back to the original. What is lost by that, and what a small model cannot
remember, stands beside each word as a *trait*: how it is written (capitals), and whether lists of
given names, family names and places have it. A trait is a hint that the model weighs with all the
words around; by itself it decides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from struct import Struct
from unicodedata import category
from zlib import crc32

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

GIVEN, FAMILY, PLACE, LONGER = 1, 2, 4, 8
"""What a list says of a word: a given name, a family name, (part of) a place; words that begin
longer entries."""
CASELESS, LOWER, CAPITALISED, CAPITALS = range(4)
"""How a word is written."""
TRAITS = 32
"""Four ways of writing times the eight sets of the first three kinds of list."""

_LISTS = 8
_KNOWN = GIVEN | FAMILY | PLACE
_LONGEST = 4
"""Words of the longest entry that is looked up."""
_HEAD = Struct("<4sI")
_MAGIC = b"LEX1"
_JOINT = 2
"""Characters between two words of one entry, at most."""
_JOINTS = frozenset(" -.'\u2019")
_LETTERS_AND_MARKS = frozenset("LMN")
_SYLLABIC = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
"""Han: each sign is a word to the model."""
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_SIGN = "s"
_SCRIPTS = (("\u3040", "\u309f", "h"), ("\u30a0", "\u30ff", "k"), ("\uac00", "\ud7af", "g"))
"""Scripts that stand side by side without a space: where one ends, a word ends."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in Latin letters.

    Attributes:
        text: what is tokenised.
        places: for each of its characters the index in the original; None where they are equal.
    """

    text: str
    places: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Start and end of this range in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def reading(text: str) -> Reading:
    """The text as the model reads it."""
    if text.isascii():
        return Reading(text, None)
    parts: list[str] = []
    places: list[int] = []
    before, at = "", 0
    for run in _FOREIGN.finditer(text):
        _plain(text, at, run.start(), parts, places, parted=before != "")
        before, at = "" if run.start() > at else before, run.end()
        for index in range(run.start(), at):
            script, written = _signs(text[index])
            if (before != script and parts) or script == _SIGN:
                written = " " + written
            parts.append(written)
            places += [index] * len(written)
            before = script
    _plain(text, at, len(text), parts, places, parted=before != "")
    return Reading("".join(parts), places)


def _plain(
    text: str, start: int, end: int, parts: list[str], places: list[int], *, parted: bool
) -> None:
    """Take over ASCII as it is; behind a script without spaces a new word begins."""
    if start == end:
        return
    if parted:
        parts.append(" ")
        places.append(start)
    parts.append(text[start:end])
    places += range(start, end)


@lru_cache(maxsize=1 << 16)
def _signs(character: str) -> tuple[str, str]:
    """The script of a character, and what it is in Latin letters."""
    return _script(character), _latin(character)


def _script(character: str) -> str:
    """A sign for the scripts whose words do not end visibly; "" for all others."""
    if character < "\u3040":
        return ""
    if any(low <= character <= high for low, high in _SYLLABIC):
        return _SIGN
    return next((sign for low, high, sign in _SCRIPTS if low <= character <= high), "")


def _latin(character: str) -> str:
    """A letter, mark or digit in ASCII; other characters as they are."""
    if category(character)[0] not in _LETTERS_AND_MARKS:
        return character
    written = anyascii(character)
    return written if _cased(character) else written.lower()


def _cased(character: str) -> bool:
    return character.lower() != character.upper()


class Lexicon:
    """Words of names and places, by a checksum of 32 bits: no text, five bytes for each.

    One word in some ten thousand is taken for one that it is not; as a hint that does no harm.

    Args:
        stored: what `stored` made.

    Raises:
        ValueError: it is no lexicon.
    """

    def __init__(self, stored: bytes) -> None:
        if len(stored) < _HEAD.size or _HEAD.unpack_from(stored)[0] != _MAGIC:
            raise ValueError("no lexicon of names and places")
        count = _HEAD.unpack_from(stored)[1]
        if len(stored) != _HEAD.size + 5 * count:
            raise ValueError("the lexicon of names and places is cut short")
        self._keys = np.frombuffer(stored, "<u4", count, _HEAD.size)
        self._kinds = np.frombuffer(stored, "u1", count, _HEAD.size + 4 * count)

    def kinds(self, words: Sequence[str], joined: Sequence[bool]) -> npt.NDArray[np.uint8]:
        """What the lists say of each word of a text.

        Args:
            words: lower-case ASCII words in order.
            joined: for each, whether the next one follows after a space or hyphen alone.
        """
        found = self._looked_up([crc32(word.encode()) for word in words])
        for size in range(2, _LONGEST + 1):
            starts = [
                at
                for at in np.flatnonzero(found & LONGER).tolist()
                if at + size <= len(words) and all(joined[at : at + size - 1])
            ]
            if not starts:
                break
            entries = [crc32(" ".join(words[at : at + size]).encode()) for at in starts]
            for at, kind in zip(starts, self._looked_up(entries).tolist(), strict=True):
                found[at : at + size] |= kind & _KNOWN
        known: npt.NDArray[np.uint8] = found & np.uint8(_KNOWN)
        return known

    def _looked_up(self, sums: list[int]) -> npt.NDArray[np.uint8]:
        wanted = np.array(sums, np.uint32)
        if not len(self._keys):
            return np.zeros(len(wanted), np.uint8)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        kinds: npt.NDArray[np.uint8] = np.where(
            self._keys[at] == wanted, self._kinds[at], np.uint8(0)
        )
        return kinds


def stored(entries: dict[str, int]) -> bytes:
    """A lexicon's bytes.

    Args:
        entries: names and places in lower-case ASCII words with one space between -> kinds.
    """
    sums: dict[int, int] = {}
    for entry, kind in entries.items():
        words = entry.split(" ")
        for size in range(1, min(len(words), _LONGEST) + 1):
            key = crc32(" ".join(words[:size]).encode())
            sums[key] = sums.get(key, 0) | (kind if size == len(words) else LONGER)
    keys = sorted(sums)
    head = _HEAD.pack(_MAGIC, len(keys))
    return head + np.array(keys, "<u4").tobytes() + bytes(sums[key] for key in keys)


def traits(
    original: str,
    read: Reading,
    words: Sequence[tuple[int, int]],
    lexicon: Lexicon,
) -> npt.NDArray[np.int64]:
    """A number below `TRAITS` for each word.

    Args:
        original: the text.
        read: its reading.
        words: start and end of each word in the reading.
        lexicon: the lists.
    """
    text = read.text
    kinds = lexicon.kinds(
        [text[start:end].lower() for start, end in words], list(_joined(text, words))
    )
    written = [_writing(original[slice(*read.original(start, end))]) for start, end in words]
    result: npt.NDArray[np.int64] = np.array(written, np.int64) * _LISTS + kinds
    return result


def is_listed_without_case(kinds: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Of each trait whether lists have the word and its script has no capitals."""
    listed: npt.NDArray[np.bool_] = (kinds // _LISTS == CASELESS) & (kinds % _LISTS > 0)
    return listed


def _joined(text: str, words: Sequence[tuple[int, int]]) -> Iterator[bool]:
    for (_, end), (start, _) in pairwise(words):
        yield start - end <= _JOINT and all(each in _JOINTS for each in text[end:start])
    yield False


def _writing(word: str) -> int:
    first = word[0]
    if not first.isalpha() or not _cased(first):
        return CASELESS
    if not first.isupper():
        return LOWER
    return CAPITALS if len(word) > 1 and word.isupper() else CAPITALISED
