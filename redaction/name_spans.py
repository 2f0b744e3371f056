"""From words with probabilities to spans: "Ann" and "Lee" are one person, a street has a number.

Rules:
- The sum over the labels of a kind decides what a word is; a word joins the span before it when
  nothing but a space, or what stands inside names of that kind, lies between them.
- A street address takes in the town and the postcode beside it: together they name a house.
- A house number or a postcode alone is a number.
- A span grows to the whole word, and over hyphen and apostrophe ("O'Brien", "Jean-Luc"), and gives
  back a possessive ("Ann's").
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from privacy.text import Span
from redaction.name_filters import plausible

RECOGNIZER = "names"
_PERSON, _PLACE, _ADDRESS = "PERSON", "LOCATION", "STREET_ADDRESS"

_GROUPS: Mapping[str, str] = {
    "GIVEN_NAME": _PERSON,
    "SURNAME": _PERSON,
    "PERSON": _PERSON,
    "PER": _PERSON,
    "CITY": _PLACE,
    "STATE": _PLACE,
    "LOCATION": _PLACE,
    "LOC": _PLACE,
    "STREET_NAME": _ADDRESS,
    "BUILDING_NUMBER": _ADDRESS,
    "SECONDARY_ADDRESS": _ADDRESS,
    "ZIP_CODE": _ADDRESS,
    "ADDRESS": _ADDRESS,
    "STREET_ADDRESS": _ADDRESS,
}
_STREET = frozenset({"STREET_NAME", "ADDRESS", "STREET_ADDRESS"})
_CERTAIN = 0.25
"""A span needs one word of this probability ..."""
_JOINING = 0.2
"""... and other words of this one."""

_GAPS = {
    _PERSON: re.compile(r"[ \t\u00a0]{0,2}|[-'\u2019\u00b7]|(?<=\b\w)\.[ ]?"),
    _PLACE: re.compile(r"[ \t\u00a0]{0,2}|[-'\u2019.]|\.[ ]"),
    _ADDRESS: re.compile(r"[ \t\u00a0,.#/\n-]{0,3}"),
}
_GLUE = re.compile(r"[ \t\u00a0,.;\n-]{0,3}")
"""What may lie between the parts of one address."""
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_MARKS = re.compile(r"[-'\u2019](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is probably something.

    Attributes:
        start: first character.
        end: one past the last character.
        kinds: probability of each kind of label, without "O".
    """

    INTERESTING: ClassVar[float] = 0.2
    """Words whose probability of being something is lower are left out."""

    start: int
    end: int
    kinds: Mapping[str, float]

    def best(self) -> tuple[str, str, float]:
        """The group it belongs to ("" for none of ours), its label, and how probably."""
        masses: dict[str, float] = {}
        for kind, mass in self.kinds.items():
            group = _GROUPS.get(kind, "")
            masses[group] = masses.get(group, 0.0) + mass
        group = max(masses, key=masses.__getitem__)
        kind = max(self.kinds, key=self.kinds.__getitem__)
        return group, kind, sum(self.kinds.values())


@dataclass(slots=True)
class _Run:
    """Words of one group that stand together."""

    start: int
    end: int
    group: str
    score: float
    kinds: set[str]


def spans_of(text: str, words: Sequence[Word]) -> list[Span]:
    """The names, places and addresses that these words make: sorted and disjoint."""
    runs = [run for run in _runs(text, words) if run.score >= _CERTAIN]
    spans: list[Span] = []
    for run in _glued(text, runs):
        start, end = _trimmed(text, *_grown(text, run.start, run.end))
        if spans and start < spans[-1].end:
            start = spans[-1].end
        if start < end and plausible(text, start, end, run.group, run.score):
            score = min(round(run.score, 3), 1.0)
            spans.append(Span(start, end, run.group, score, RECOGNIZER))
    return spans


def _runs(text: str, words: Sequence[Word]) -> Iterator[_Run]:
    run: _Run | None = None
    for word in words:
        group, kind, score = word.best()
        if not group or score < _JOINING:
            continue
        if (
            run is not None
            and run.group == group
            and _GAPS[group].fullmatch(text, run.end, word.start)
        ):
            run.end, run.score = word.end, max(run.score, score)
            run.kinds.add(kind)
            continue
        if run is not None:
            yield run
        run = _Run(word.start, word.end, group, score, {kind})
    if run is not None:
        yield run


def _glued(text: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """Addresses with their towns; numbers that stand alone are left out."""
    pending: _Run | None = None
    for run in runs:
        if pending is not None and _belongs(text, pending, run):
            pending = _Run(
                pending.start,
                run.end,
                _ADDRESS,
                max(pending.score, run.score),
                pending.kinds | run.kinds,
            )
            continue
        if pending is not None and _telling(pending):
            yield pending
        pending = run
    if pending is not None and _telling(pending):
        yield pending


def _belongs(text: str, run: _Run, other: _Run) -> bool:
    return (
        _PERSON not in (run.group, other.group)
        and _ADDRESS in (run.group, other.group)
        and _GLUE.fullmatch(text, run.end, other.start) is not None
    )


def _telling(run: _Run) -> bool:
    if run.group != _ADDRESS:
        return True
    return bool(run.kinds & _STREET) or not run.kinds <= {"BUILDING_NUMBER", "ZIP_CODE"}


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole words that a span begins and ends in."""
    while start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
        start -= 1
    end = _word_end(text, end)
    while (mark := _MARKS.match(text, end)) and text[mark.end()] != text[mark.end()].lower():
        end = _word_end(text, mark.end() + 1)
    return start, end


def _word_end(text: str, end: int) -> int:
    while end < len(text) and _in_word(text[end]) and _in_word(text[end - 1]):
        end += 1
    return end


def _in_word(character: str) -> bool:
    if character.isalnum():
        return not "\u3040" <= character <= "\u9fff"  # no spaces there: a word does not end visibly
    return not character.isascii() and unicodedata.category(character)[0] == "M"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a possessive, and without punctuation and spaces at its ends."""
    while start < end and not _in_word(text[start]) and not text[start].isalnum():
        start += 1
    while start < end and not _in_word(text[end - 1]) and not text[end - 1].isalnum():
        end -= 1
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end
