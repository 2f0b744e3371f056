"""Long lists of phrases in one pass: what always is personal data, and what never is.

Texts and phrases are compared as recognizers read them (`fold`), in lower case, with one space
wherever there is space; what is found stands alone and is no part of a longer word.
A phrase is entered under its first word, or, in scripts that write no spaces, under its first
character. So a text costs one look-up for each of its words however long the list is, and a
comparison for each length of the phrases that begin so: a hundred thousand phrases are as quick
as ten.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from privacy.phrases import PhraseList
from privacy.text import Span
from redaction.coherence import bounded, lowered
from redaction.fold import Folded, Piece, fold, folded

_RUN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_ODD_SPACE = re.compile(r"\s\s|[^\S ]")
CHECKED = frozenset({
    "CREDIT_CARD", "IBAN_CODE", "CRYPTO", "BANK_ROUTING", "UK_NHS", "IN_AADHAAR", "IN_GSTIN",
    "NATIONAL_ID", "TAX_ID", "HEALTH_ID", "US_NPI", "MEDICAL_LICENSE", "VEHICLE_ID", "IMEI",
    "SIM_ID",
})  # fmt: skip
"""Types whose values mostly bear a check digit: a list hides them only where it names them."""
_LISTS_KEPT = 64
"""Lists whose indexes are kept: those of the configuration in force and of the one before."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Khmer, kana and Han: words run on without a space."""

Lengths = dict[str, tuple[tuple[int, int], ...]]
"""Offset of the key in its phrase and length of the phrase, by key."""


class Plain(NamedTuple):
    """A text as phrases are compared.

    Attributes:
        text: the text.
        folded: the way back from folded text.
        narrow: the way back from `text` to folded text; None where they are the same.
    """

    text: str
    folded: Folded
    narrow: Folded | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text that was handed in which these stand for."""
        if self.narrow is not None:
            start, end = self.narrow.original(start, end)
        return self.folded.original(start, end)


class Phrases:
    """A list, ready to be sought; never changed, so threads share it.

    Attributes:
        list: what it was made of.
    """

    __slots__ = ("_by_character", "_by_word", "_characters", "_recognizer", "_written", "list")

    def __init__(self, phrases: PhraseList) -> None:
        self.list = phrases
        self._recognizer = f"list:{phrases.name}"
        self._written: dict[str, set[str]] = {}
        by_word: dict[str, set[tuple[int, int]]] = {}
        by_character: dict[str, set[tuple[int, int]]] = {}
        for phrase in phrases.phrases:
            plain = plainly(phrase.strip()).text
            key = lowered(plain)
            if not key:
                continue
            self._written.setdefault(key, set()).add(plain)
            run = _RUN.search(key)
            if run is None or _UNSPACED.search(run[0]):
                by_character.setdefault(key[0], set()).add((0, len(key)))
            else:
                by_word.setdefault(run[0], set()).add((run.start(), len(key)))
        self._by_word: Lengths = {key: tuple(sorted(found)) for key, found in by_word.items()}
        self._by_character: Lengths = {key: tuple(found) for key, found in by_character.items()}
        self._characters = _any_of(self._by_character)

    def __len__(self) -> int:
        return len(self._written)

    def holds(self, text: str) -> bool:
        """Whether a text is just one of the phrases."""
        plain = plainly(text.strip()).text
        written = self._written.get(lowered(plain))
        return written is not None and (not self.list.exact or plain in written)

    def seek(self, text: str) -> Iterator[Span]:
        """Every place where one of the phrases stands alone, in no order."""
        view = plainly(text)
        low = lowered(view.text)
        for start, end in self._places(low):
            written = self._written.get(low[start:end])
            if written is None or not bounded(view.text, start, end):
                continue
            if not self.list.exact or view.text[start:end] in written:
                yield Span(*view.original(start, end), self.list.entity_type, 1.0, self._recognizer)

    def _places(self, low: str) -> Iterator[tuple[int, int]]:
        """Where a phrase might stand: from its beginning to each length that there is."""
        size = len(low)
        if self._characters is not None:
            for match in self._characters.finditer(low):
                for _, length in self._by_character[match[0]]:
                    if match.start() + length <= size:
                        yield match.start(), match.start() + length
        index = self._by_word
        if not index or index.keys().isdisjoint(_RUN.findall(low)):
            return
        for run in _RUN.finditer(low):
            for offset, length in index.get(run[0], ()):
                start = run.start() - offset
                if start >= 0 and start + length <= size:
                    yield start, start + length


def plainly(text: str) -> Plain:
    """A text as phrases are compared: folded, with one space wherever there is space."""
    view = fold(text)
    if _ODD_SPACE.search(view.text) is None:
        return Plain(view.text, view, None)
    narrow = _narrowed(view.text)
    return Plain(narrow.text, view, narrow)


def _narrowed(text: str) -> Folded:
    """A text with one space wherever there is space."""
    pieces: list[Piece] = []
    parts: list[str] = []
    at = done = 0
    for match in _SPACE.finditer(text):
        if match.start() > done:
            pieces.append(Piece(at, done, match.start()))
            parts.append(text[done : match.start()])
            at += match.start() - done
        pieces.append(Piece(at, match.start(), match.end(), whole=True))
        parts.append(" ")
        at, done = at + 1, match.end()
    if done < len(text):
        pieces.append(Piece(at, done, len(text)))
        parts.append(text[done:])
    return folded("".join(parts), pieces)


def _any_of(characters: Iterable[str]) -> re.Pattern[str] | None:
    inside = "".join(map(re.escape, sorted(characters)))
    return re.compile(f"[{inside}]") if inside else None


@lru_cache(maxsize=_LISTS_KEPT)
def ready(phrases: PhraseList) -> Phrases:
    """A list, ready to be sought; made once, in half a second for a hundred thousand."""
    return Phrases(phrases)


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists that hold for a request.

    Attributes:
        deny: what always is personal data.
        allow: what never is.
    """

    deny: tuple[Phrases, ...]
    allow: tuple[Phrases, ...]

    def hide(self, text: str, entity_type: str) -> bool:
        """Whether a find is no personal data, since it is just a phrase that is none."""
        return any(own.list.may_hide(entity_type) and own.holds(text) for own in self.allow)

    def seek(self, text: str) -> Iterator[Span]:
        """Every place where a phrase stands that always is personal data, in no order."""
        for own in self.deny:
            yield from own.seek(text)


@lru_cache(maxsize=_LISTS_KEPT)
def lists_of(
    allow: frozenset[str], deny: tuple[tuple[str, str], ...], named: tuple[PhraseList, ...]
) -> Lists:
    """The lists of a policy: what it says itself, and what it names."""
    by_type: dict[str, list[str]] = {}
    for phrase, entity_type in deny:
        by_type.setdefault(entity_type, []).append(phrase)
    own = [
        PhraseList(name=f"deny:{kind}", phrases=tuple(phrases), entity_type=kind)
        for kind, phrases in by_type.items()
    ]
    if allow:
        own.append(PhraseList(name="allow", phrases=tuple(allow), spares=CHECKED))
    found = [ready(each) for each in (*own, *named)]
    return Lists(
        tuple(each for each in found if each.list.denies),
        tuple(each for each in found if not each.list.denies),
    )
