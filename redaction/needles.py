"""What is sought of a value that was found: the value itself, and other writings of it.

Each kind of value is sought by its own rule, since an over-eager search redacts ordinary words: a
first name that is also a word must stand where a name stands, a password must be written exactly
as it was. A person is sought by her full name, also reversed, by each part of it, by initial and
surname, as a handle, and by her initials where somebody signs; whoever has an address of the form
`first.last@` is also sought by these two.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from privacy.text import Span
from redaction.name_filters import NO_NAMES
from redaction.ordinary import ORDINARY, PARTICLES
from redaction.scripts import unspaced

LENGTH_MIN = 5
"""Characters of a structured value that is worth seeking: shorter ones are too common."""
_NAME_MIN = 3
_SMALL_MIN = 4
"""Characters of a part of a name that is also sought in lower case."""
_SURE = 0.9
"""A lone first name that is found with so much confidence is also sought in lower case."""
_CONFIDENCE = 0.95
"""A value found again counts a little less than where it was found: types there go first."""
_MOST_PARTS = 4
"""Parts of a name whose other writings are sought."""

PERSON, LOCATION = "PERSON", "LOCATION"
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
_ADDRESSES = frozenset({"EMAIL_ADDRESS", "USERNAME", "USER_ID"})

_PARTS = re.compile(r"[^\s\d_.,;:()\"/]+")
_WORD = re.compile(r"[^\W\d_]+")
_LOCAL = re.compile(r"@?([a-z]{2,20})[._-]([a-z]{2,20})(?:[._-]?\d{1,4})?(?:@.*)?", re.IGNORECASE)
_WORDS_OF_CAPITAL_WORDS = (
    "april art august bill black brown can chase church day dean drew faith field frank gene "
    "grace grant gray green guy hope jack joy june king long love mark march may miles "
    "page pat price ray rich rob rose short star stone sue summer white will wood young "
)
_CAPITAL_WORDS = frozenset(_WORDS_OF_CAPITAL_WORDS.split())
"""Parts of names that begin sentences as ordinary words."""
_WORDS_OF_ROLES = (
    "account accounts admin alert all api app auth billing bot business care career careers cc "
    "chat client cloud company contact customer data dept desk dev donot email enquiries enquiry "
    "events feedback finance first full general hello help hr human info information invoice it "
    "jobs last legal list mail mailer marketing media member my name new news newsletter no not "
    "office online order orders our partner payment payments personal please postmaster press "
    "privacy product project public purchase query reception reply resources sales security "
    "service services shop site staff store support system team tech test the treasury user "
    "users web welcome work your"
)
_ROLES = frozenset(_WORDS_OF_ROLES.split())
"""What addresses are named after that are nobody's."""
_BEFORE_WORD = re.compile(r"([^\W\d_]+)[ \t]\Z")
_WORDS_OF_NO_NAME_FOLLOWS = (
    "a an the this that these those his her my our your their its in on at by since until till "
    "during last next every each of early mid late no per all"
)
_NO_NAME_FOLLOWS = frozenset(_WORDS_OF_NO_NAME_FOLLOWS.split())
_BEFORE_HANDLES = frozenset("@/\\:='\"<(")


class Writing(IntEnum):
    """How a value must be written to be found again; the stricter the greater."""

    ANY_CASE = 0
    CAPITALISED = 1
    INSIDE = 2
    """Capitalised, within a sentence, where no ordinary word has a capital."""
    EXACT = 3
    HANDLE = 4
    """In lower case, where a handle stands: behind a sign that no word follows in prose."""
    SIGNED = 5
    """As it is, and alone: behind a dash at the end of a line, in brackets, or as a line."""
    LEADING = 6
    """In any case, with no word before: in `Ann Lee, Ann Roe` nobody is called `Lee, Ann`."""


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

    def accepts(self, text: str, start: int, end: int) -> bool:
        """Whether a place in a text that is equal but for case and accents is this value."""
        found = text[start:end]
        if self.writing is Writing.ANY_CASE:
            return True
        if self.writing is Writing.LEADING:
            return not text[max(0, start - 2) : start].rstrip(" ")[-1:].isalnum()
        if self.writing in (Writing.CAPITALISED, Writing.INSIDE):
            inside = self.writing is Writing.CAPITALISED or _is_inside(text, start, end)
            return inside and self._is_capital(found)
        return found == self.value and _AROUND[self.writing](text, start, end)

    def _is_capital(self, found: str) -> bool:
        first = found[0]
        if first == first.upper() == first.lower():
            return found == self.value  # scripts without case have no capitals
        return all(found[at].isupper() for at in _capitals(self.value))


def _capitals(value: str) -> tuple[int, ...]:
    """Where words of a name begin that have a capital; the first one has one in any case."""
    starts = (match.start() for match in _WORD.finditer(value))
    return tuple(at for at in starts if at == 0 or value[at].isupper()) or (0,)


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands between small ones: a heading has capitals everywhere."""
    before = _BEFORE_WORD.search(text, max(0, start - 24), start)
    if before is None or not before[1].islower() or before[1] in _NO_NAME_FOLLOWS:
        return False
    after = text[end : end + 2].lstrip(" ")[:1]
    return not (after.isupper() or after.isdigit()) and not text[start:end].isupper()


def _is_signed(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \t")[-1:]
    after = text[end : end + 4].lstrip(" \t")[:1]
    return (before in "-\u2013\u2014~\n" and after in "\r\n") or (before == "(" and after == ")")


def _is_handle(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in _BEFORE_HANDLES or text[end : end + 1] == "@"


_AROUND: Mapping[Writing, Callable[[str, int, int], bool]] = {
    Writing.EXACT: lambda _text, _start, _end: True,
    Writing.HANDLE: _is_handle,
    Writing.SIGNED: _is_signed,
}
"""What must stand around a value that is written as it was."""


def needles_of(value: str, span: Span) -> Iterable[Needle]:
    """What is sought of a value, and as what.

    Args:
        value: the text of the span.
        span: what was found.
    """
    kind, score = span.entity_type, span.score * _CONFIDENCE
    if kind in _NEVER or not value or value.isspace():
        return ()
    if kind == PERSON:
        return _of_name(value, score, sure=span.score >= _SURE)
    if kind == LOCATION:
        if len(value) >= _NAME_MIN and value[0] != value[0].lower():
            return (Needle(value, kind, score, Writing.CAPITALISED),)
        return ()
    return _of_number(value, kind, score)


def _of_number(value: str, kind: str, score: float) -> Iterator[Needle]:
    if len(value) >= LENGTH_MIN and not (kind in _CHOSEN and value.isalpha()):
        writing = Writing.EXACT if kind in _AS_WRITTEN else Writing.ANY_CASE
        yield Needle(value, kind, score, writing)
    if kind in _ADDRESSES and (match := _LOCAL.fullmatch(value)) is not None:
        first, last = match.groups()
        if _is_distinct(first) and _is_distinct(last):
            yield from _of_pair(first.capitalize(), last.capitalize(), score)


def _is_distinct(word: str) -> bool:
    low = word.lower()
    return len(word) >= _NAME_MIN and low not in _ROLES and _stands_small(low, _NAME_MIN)


def _of_name(value: str, score: float, *, sure: bool) -> Iterator[Needle]:
    """The whole name, each part of it that can stand for the person alone, and other writings."""
    parts = _PARTS.findall(value)
    if len(parts) <= 1:
        if parts:
            yield from _of_part(value, score, small=sure)
        return
    yield Needle(value, PERSON, score, Writing.ANY_CASE)
    for part in parts:
        yield from _of_part(part, score, small=True)
    words = [part for part in parts if part.lower() not in PARTICLES]
    if 2 <= len(words) <= _MOST_PARTS and value[0].isascii():  # noqa: PLR2004 - first and last name
        first, last = (words[-1], words[0]) if f"{words[0]}," in value else (words[0], words[-1])
        yield from _of_pair(first, last, score)
        yield from _of_initials(words, score)


def _of_part(part: str, score: float, *, small: bool) -> Iterator[Needle]:
    shortest = 2 if unspaced(part[0]) else _NAME_MIN
    low = part.lower()
    if len(part) < shortest or low in PARTICLES or low in NO_NAMES:
        return
    if low in _CAPITAL_WORDS:
        yield Needle(part, PERSON, score, Writing.INSIDE)
        return
    is_small = small and _stands_small(low, _SMALL_MIN)
    yield Needle(part, PERSON, score, Writing.ANY_CASE if is_small else Writing.CAPITALISED)


def _stands_small(low: str, least: int) -> bool:
    """Whether a part of a name, in lower case, is no ordinary word."""
    return (
        len(low) >= least
        and low not in ORDINARY
        and low not in PARTICLES
        and low not in NO_NAMES
        and low not in _CAPITAL_WORDS
    )


def _of_pair(first: str, last: str, score: float) -> Iterator[Needle]:
    """First and last name in other orders, shortened, and as handles."""
    for joint in (" ", ", ", ","):
        yield Needle(f"{last}{joint}{first}", PERSON, score, Writing.LEADING)
    yield Needle(f"{first} {last}", PERSON, score, Writing.ANY_CASE)
    one, other = first.lower(), last.lower()
    if len(one) < 2 or len(other) < 2:  # noqa: PLR2004 - an initial
        return
    for joint in ("", ".", "_", "-"):
        yield Needle(f"{one}{joint}{other}", PERSON, score, Writing.ANY_CASE)
        yield Needle(f"{other}{joint}{one}", PERSON, score, Writing.ANY_CASE)
    if _stands_small(other, _SMALL_MIN):
        yield Needle(f"{one[0]}{other}", PERSON, score, Writing.HANDLE)  # "thanks" is no T. Hanks
        for joint in "._":
            yield Needle(f"{one[0]}{joint}{other}", PERSON, score, Writing.ANY_CASE)
        for joint in (". ", " ", "."):
            yield Needle(f"{first[0]}{joint}{last}", PERSON, score, Writing.CAPITALISED)
        yield Needle(f"{last} {first[0]}.", PERSON, score, Writing.CAPITALISED)
        yield Needle(f"{last}, {first[0]}.", PERSON, score, Writing.LEADING)
    if _stands_small(one, _SMALL_MIN):
        yield Needle(f"{one}{other[0]}", PERSON, score, Writing.HANDLE)
        yield Needle(f"{first} {last[0]}.", PERSON, score, Writing.CAPITALISED)
        yield Needle(f"{first} {last[0]}", PERSON, score, Writing.CAPITALISED)


def _of_initials(words: Sequence[str], score: float) -> Iterator[Needle]:
    """`R.S.` anywhere, `RS` only where somebody signs: many an abbreviation has two letters."""
    initials = [word[0].upper() for word in words]
    if all(initial.isascii() and initial.isalpha() for initial in initials):
        for joint in (".", ". "):
            yield Needle(joint.join(initials) + ".", PERSON, score, Writing.EXACT)
        yield Needle("".join(initials), PERSON, score, Writing.SIGNED)
