"""A value found once is found again where its pattern no longer shows it.

What was found in a block is searched for literally in that block and in later ones, never in
earlier ones, unless the policy says so: a client that resends its conversation with new messages at
the end gets the same bytes for the part that it sent before (providers' prompt caches depend on
it). How each kind of value is sought stands in `redaction.needles`. Case, accents, and what folding
takes away are no differences.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from privacy.text import Span
from redaction.fold import fold
from redaction.needles import LOCATION, PERSON, Needle, needles_of
from redaction.scripts import unspaced

RECOGNIZER = "coherence"
_FEW = 64
"""Up to so many values are sought one by one, more of them through an index of words."""
_UNSPACED_MAX = 256
"""Values in scripts without spaces that are sought: each costs a pass over the text."""

_BOTH = {PERSON, LOCATION}
"""Of two readings of a name the first one stays."""
_RUN = re.compile(r"\w+")


class Memory:
    """The values of all blocks up to now. Holds text: it lives as long as one request."""

    __slots__ = ("_index", "_learned", "_needles", "_new", "_unspaced")

    def __init__(self) -> None:
        self._needles: dict[str, Needle] = {}
        self._learned: set[tuple[str, str]] = set()
        self._new: list[str] = []
        self._index: dict[str, set[tuple[int, int]]] = {}
        self._unspaced: list[str] = []

    def __len__(self) -> int:
        return len(self._needles)

    def learn(self, text: str, spans: Iterable[Span]) -> None:
        """Remember the values of these spans."""
        for span in spans:
            value = text[span.start : span.end]
            if (value, span.entity_type) in self._learned:
                continue
            self._learned.add((value, span.entity_type))
            plain = value if value.isascii() else fold(value).text
            for needle in needles_of(plain, span):
                self._add(likened(needle.value), needle)

    def _add(self, key: str, needle: Needle) -> None:
        known = self._needles.get(key)
        if known is not None and (
            known.writing <= needle.writing or {known.entity_type, needle.entity_type} == _BOTH
        ):
            return
        self._needles[key] = needle
        if known is None:
            self._new.append(key)

    def _enter_new(self) -> None:
        """Enter what was learned since; few values are never sought through the index."""
        if self._new:
            for key in self._new:
                self._enter(key)
            self._new = []

    def _enter(self, key: str) -> None:
        """Enter a value under its first run of letters and digits."""
        run = _RUN.search(key)
        if run is None or unspaced(key[0]) or unspaced(key[-1]):
            self._unspaced.append(key)
        else:
            self._index.setdefault(run[0], set()).add((run.start(), len(key)))

    def seek(self, text: str, own: Sequence[Span] = (), *, names: bool = True) -> tuple[Span, ...]:
        """Every place where a remembered value stands and nothing was found yet.

        Args:
            text: where to look.
            own: what was found there, sorted and disjoint; places within one are passed over.
            names: whether names and places are sought, too; in a name of the protocol they are
                ordinary words.

        Returns:
            Spans in no order; they may overlap each other and parts of `own`.
        """
        if not self._needles:
            return ()
        view = fold(text)
        plain = view.text
        low = likened(plain)
        found = self._one_by_one(low) if len(self._needles) <= _FEW else [*self._by_words(low)]
        if not found:
            return ()
        starts = [span.start for span in own]
        return tuple(
            Span(*place, needle.entity_type, needle.score, RECOGNIZER)
            for start, end, needle in found
            if not _within(*(place := view.original(start, end)), own, starts)
            and (names or needle.entity_type not in (PERSON, LOCATION))
            and needle.accepts(plain, start, end)
            and bounded(plain, start, end)
        )

    def _one_by_one(self, low: str) -> list[tuple[int, int, Needle]]:
        found = []
        for key, needle in self._needles.items():
            start = low.find(key)
            while start >= 0:
                end = start + len(key)
                found.append((start, end, needle))
                start = low.find(key, end)
        return found

    def _by_words(self, low: str) -> Iterator[tuple[int, int, Needle]]:
        self._enter_new()
        for key in self._unspaced[:_UNSPACED_MAX]:
            for match in re.finditer(re.escape(key), low):
                yield match.start(), match.end(), self._needles[key]
        if self._index.keys().isdisjoint(_RUN.findall(low)):
            return
        for run in _RUN.finditer(low):
            for offset, length in self._index.get(run[0], ()):
                start = run.start() - offset
                end = start + length
                # A slice that the text's end cuts short may be another, shorter value.
                if start >= 0 and end <= len(low) and (needle := self._needles.get(low[start:end])):
                    yield start, end, needle


def _within(start: int, end: int, own: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a place lies within a span that is there already."""
    at = bisect_right(starts, start) - 1
    return at >= 0 and end <= own[at].end


def lowered(text: str) -> str:
    """Lower case, character by character, so that offsets stay what they are."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def likened(text: str) -> str:
    """Lower case without accents, character by character, so that offsets stay what they are."""
    low = lowered(text)
    return low if low.isascii() else low.translate(_BASES)


def _bases() -> dict[int, str]:
    """Latin letters without their marks."""
    bases = {ord(letter): base for letter, base in zip("øłđħıŧ", "oldhit", strict=True)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and parts[0].isascii():
            bases[code] = parts[0]
    return bases


_BASES = _bases()


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a match stands on its own and is no part of a longer word."""
    return not (
        (start > 0 and _joined(text[start - 1], text[start]))
        or (end < len(text) and _joined(text[end], text[end - 1]))
    )


def _joined(outside: str, edge: str) -> bool:
    """Whether two neighbours belong to one word."""
    if not (_in_word(edge) and _in_word(outside)):
        return False
    return not (unspaced(edge) or unspaced(outside))


def _in_word(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    # Vowel signs of Indic scripts are marks, not letters.
    return not character.isascii() and unicodedata.category(character)[0] == "M"
