"""What the columns of a table, or the fields of a record, hold: headers read beside each other.

`name` beside `email` is a person's, beside `price` a product's, and by itself nobody knows; `age`
and `state` say something about somebody only where other columns say who.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from redaction.header_words import PEOPLE_WORDS, THING_WORDS, joined
from redaction.hints import WITH_PEOPLE, Check, meaning, words_of

Kinds = tuple[tuple[str, Check], ...]
"""What a column's values may be: of these entity types the first whose check holds; () is nothing.
"""

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
_PLAIN = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|[\"'*`#:?]")
_ROLE = 2
"""Words of the shortest header such as `nominee name`."""
_NAME_WORDS = frozenset(("name", "nm", "names", "naam"))


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
    if len(words) >= _ROLE and words[-1] in _NAME_WORDS and words[-2] in WITH_PEOPLE:
        return tuple(kind for kind in WITH_PEOPLE["name"])  # `nominee name`, `tenant_nm`
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
