"""A value found once is found again where its pattern no longer shows it.

What was found in a block is searched for literally in that block and in later ones, never in
earlier ones: a client that resends its conversation with new messages at the end gets the same
bytes for the part that it sent before (providers' prompt caches depend on it).
Each kind of value is sought by its own rule, since an over-eager search redacts ordinary words: a
first name must be capitalised, a password must be written exactly as it was.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from privacy.text import Span
from redaction.name_filters import NO_NAMES
from redaction.scripts import unspaced

RECOGNIZER = "coherence"
LENGTH_MIN = 5
"""Characters of a structured value that is worth seeking: shorter ones are too common."""
_NAME_MIN = 3
_CONFIDENCE = 0.95
"""A value found again counts a little less than where it was found: types there go first."""
_FEW = 16
"""Up to so many values are sought one by one, more of them through an index of words."""
_UNSPACED_MAX = 256
"""Values in scripts without spaces that are sought: each costs a pass over the text."""

_PERSON, _LOCATION = "PERSON", "LOCATION"
_NEVER = frozenset((
    "LITERAL", "CVV", "CARD_EXPIRY", "USER_AGENT",
    "GENDER", "MARITAL_STATUS", "JOB_TITLE", "NRP", "ETHNICITY",
))  # fmt: skip
"""Never sought: what says too little, or is a common word (languages are called like nations)."""
_AS_WRITTEN = frozenset((
    "PASSWORD", "API_KEY", "PRIVATE_KEY", "RELIGION", "CASTE", "POLITICAL_OPINION", "TRADE_UNION",
))  # fmt: skip
_CHOSEN = frozenset({"PASSWORD", "USERNAME", "USER_ID"})
"""Values that people choose: without a digit or a symbol in them they are dictionary words."""

_RUN = re.compile(r"\w+")
_PARTS = re.compile(r"[^\s\d_.,;:()\"/]+")
_WORDS_OF_CAPITAL_WORDS = (
    "april art august bill black brown can chase church day dean drew faith field frank gene "
    "grace grant gray green guy hope jack joy june king long love mark march may miles mr mrs "
    "ms dr page pat price ray rich rob rose short star stone sue summer the van von white "
    "will wood young del der den bin ibn los las san "
)
_CAPITAL_WORDS = frozenset(_WORDS_OF_CAPITAL_WORDS.split())
"""Parts of names that begin sentences as ordinary words, or are particles: never sought alone."""


class Writing(IntEnum):
    """How a value must be written to be found again; the stricter the greater."""

    ANY_CASE = 0
    CAPITALISED = 1
    EXACT = 2


class Needle(NamedTuple):
    """A value that is sought.

    Attributes:
        value: as it was written.
        entity_type: its type.
        score: the score of what is found.
        writing: how it must be written.
    """

    value: str
    entity_type: str
    score: float
    writing: Writing

    def accepts(self, found: str) -> bool:
        """Whether a text that is equal but for case is this value."""
        if self.writing is Writing.CAPITALISED:
            first = found[0]
            # Scripts without case have no capitals: there, what is equal is equal.
            return first != first.lower() or (first == first.upper() and found == self.value)
        return self.writing is Writing.ANY_CASE or found == self.value


class Memory:
    """The values of all blocks up to now. Holds text: it lives as long as one request.

    Args:
        recognizer: what the spans that it finds are said to be found by.
    """

    __slots__ = ("_index", "_learned", "_needles", "_new", "_recognizer", "_unspaced")

    def __init__(self, recognizer: str = RECOGNIZER) -> None:
        self._recognizer = recognizer
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
            for needle in _needles(value, span):
                self._add(lowered(needle.value), needle)

    def insist(self, value: str, entity_type: str) -> None:
        """Remember a value that is personal data in any case and whatever its length."""
        if value:
            self._add(lowered(value), Needle(value, entity_type, 1.0, Writing.ANY_CASE))
            self._enter_new()  # such a memory is shared by threads, and only read from then on

    def _add(self, key: str, needle: Needle) -> None:
        known = self._needles.get(key)
        if known is not None and known.writing <= needle.writing:
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
        low = lowered(text)
        found = self._one_by_one(low) if len(self._needles) <= _FEW else [*self._by_words(low)]
        if not found:
            return ()
        starts = [span.start for span in own]
        return tuple(
            Span(start, end, needle.entity_type, needle.score, self._recognizer)
            for start, end, needle in found
            if not _within(start, end, own, starts)
            and (names or needle.entity_type not in (_PERSON, _LOCATION))
            and needle.accepts(text[start:end])
            and bounded(text, start, end)
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


def _needles(value: str, span: Span) -> Iterable[Needle]:
    kind, score = span.entity_type, span.score * _CONFIDENCE
    if kind in _NEVER or not value or value.isspace():
        return ()
    if kind == _PERSON:
        return _name_needles(value, score)
    if kind == _LOCATION:
        if len(value) >= _NAME_MIN and value[0] != value[0].lower():
            return (Needle(value, kind, score, Writing.CAPITALISED),)
    elif len(value) >= LENGTH_MIN and not (kind in _CHOSEN and value.isalpha()):
        writing = Writing.EXACT if kind in _AS_WRITTEN else Writing.ANY_CASE
        return (Needle(value, kind, score, writing),)
    return ()


def _name_needles(value: str, score: float) -> Iterator[Needle]:
    """The whole name, and each part of it that can stand for the person alone."""
    parts = _PARTS.findall(value)
    if len(parts) <= 1:
        if _stands_alone(value):
            yield Needle(value, _PERSON, score, Writing.CAPITALISED)
        return
    yield Needle(value, _PERSON, score, Writing.ANY_CASE)
    for part in parts:
        if _stands_alone(part):
            yield Needle(part, _PERSON, score, Writing.CAPITALISED)


def _stands_alone(part: str) -> bool:
    shortest = 2 if unspaced(part[0]) else _NAME_MIN
    low = part.lower()
    return len(part) >= shortest and low not in _CAPITAL_WORDS and low not in NO_NAMES
