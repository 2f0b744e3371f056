"""What the columns of a table, or the fields of a record, hold: headers read beside each other.

`name` beside `email` is a person's, beside `price` a product's, and by itself nobody knows; `age`
and `state` say something about somebody only where other columns say who.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from redaction.header_words import PEOPLE_WORDS, THING_WORDS, joined
from redaction.hints import HINTS, WITH_PEOPLE, meaning, plausible, words_of
from redaction.value_checks import Check

Kinds = tuple[tuple[str, Check], ...]
"""What a column's values may be: of these entity types the first whose check holds; () is nothing.
"""

Valued = tuple[int, int, str]
"""First character of a value, one past the last, and its entity type."""

NOTHING: Kinds = ()
HEADER_LONGEST = 48
"""Characters: a longer cell is no header."""

_PEOPLE = frozenset((
    "EMAIL_ADDRESS", "PHONE_NUMBER", "PERSON", "DATE_OF_BIRTH", "US_SSN", "US_ITIN", "UK_NINO",
    "UK_NHS", "IN_AADHAAR", "IN_PAN", "IN_VOTER", "IN_UPI", "PASSPORT", "NATIONAL_ID",
    "US_DRIVER_LICENSE", "CREDIT_CARD", "IBAN_CODE", "BANK_ACCOUNT", "RECORD_ID", "NRP",
    "STREET_ADDRESS", "RELIGION", "CASTE", "SEXUAL_ORIENTATION", "GENDER_IDENTITY",
    "MARITAL_STATUS",
))  # fmt: skip
"""Types whose columns say that a table speaks of people."""
_LOCATION = "LOCATION"
_PEOPLE_WORDS = frozenset(joined(PEOPLE_WORDS))
_THING_WORDS = frozenset(joined(THING_WORDS))
_SOFTWARE_TEXT = (
    "version license licence repository repo homepage dependencies main scripts keywords module "
    "package packages apiversion kind runson"
)
_SOFTWARE_WORDS = frozenset(_SOFTWARE_TEXT.split())
_PLAIN = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|[\"'*`#:?]")
_ROLE = 2
"""Words of the shortest header such as `nominee name`."""
_ROLES = {key for key, kinds in WITH_PEOPLE.items() if kinds[0][0] == "PERSON"}
_NAME_WORDS = frozenset(("name", "nm", "names", "naam"))
_MARKS = "*_`'~\""


def kinds(headers: Sequence[str]) -> tuple[Kinds, ...]:
    """What each column of a table holds; `()` for a column that no header word speaks for."""
    return _kinds(tuple(headers))


@lru_cache(maxsize=256)
def _kinds(headers: tuple[str, ...]) -> tuple[Kinds, ...]:
    plain = [_PLAIN.sub(" ", header) for header in headers]
    keys = ["".join(words_of(header)) for header in plain]
    meant = [_meant(header, key) for header, key in zip(plain, keys, strict=True)]
    things = not _THING_WORDS.isdisjoint(keys)
    signals = [
        _of_people(key, kind) or (not things and key in _PEOPLE_WORDS)
        for key, kind in zip(keys, meant, strict=True)
    ]
    count = sum(signals)
    if len(_SOFTWARE_WORDS.intersection(keys)) > 1:
        count = 0  # the author of a package is found by what else is known of names
    result = []
    for key, kind, signal in zip(keys, meant, signals, strict=True):
        beside = count > signal  # another column than this one says that they are people
        result.append(_column(key, kind, beside=beside, things=things))
    return tuple(result)


def _meant(header: str, key: str) -> Kinds:
    """What a header says by itself."""
    if not 1 < len(key) <= HEADER_LONGEST:
        return NOTHING
    found = meaning(header)
    if found is not None:
        return (found,)
    words = words_of(header)
    if len(words) >= _ROLE and words[-1] in _NAME_WORDS and words[-2] in _ROLES:
        return tuple(WITH_PEOPLE["name"])  # `nominee name`, `tenant_nm`
    return NOTHING


def _of_people(key: str, kind: Kinds) -> bool:
    return bool(kind) and kind[0][0] in _PEOPLE and key not in WITH_PEOPLE


def _column(key: str, kind: Kinds, *, beside: bool, things: bool) -> Kinds:
    companions = WITH_PEOPLE.get(key)
    if companions is not None and beside:
        return tuple(companions)
    if companions is not None and (not kind or things or kind[0][0] != _LOCATION):
        return NOTHING
    if things and not beside and kind and kind[0][0] == _LOCATION:
        return NOTHING
    return kind


def holds(kind: Kinds, value: str) -> str:
    """The entity type of a value in a column of this kind; "" if it can be none of them."""
    for entity_type, check in kind:
        if check(value):
            return entity_type
    return ""


def held(text: str, first: int, last: int, kind: Kinds) -> Iterator[Valued]:
    """The value between two places, if it can be what its header says.

    Blanks around it are left out, and marks of emphasis, code and quotes that stand on both sides.
    """
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    while last - first > 1 and text[first] in _MARKS and text[last - 1] == text[first]:
        first, last = first + 1, last - 1
    value = text[first:last]
    if "\n" in value:
        value = " ".join(value.split())
    value = value.replace("\\'", "'")
    if plausible(value) and not _is_key(value) and (found := holds(kind, value)):
        yield first, last, found


def _is_key(value: str) -> bool:
    """Whether a value is itself the word for what it would be: a type in code, a placeholder."""
    key = "".join(words_of(value)) if len(value) <= HEADER_LONGEST else ""
    return key in HINTS or key in WITH_PEOPLE
