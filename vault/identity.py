"""Who is meant: when two writings of a session are one value."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from privacy.pseudonym import ALPHABET, ID_LENGTH, ID_LENGTH_MAX, well_formed_id
from vault.fields import keyed

_DIGIT_OF = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"),
        *("herr", "frau", "hr", "fr", "monsieur", "madame", "mme", "mlle"),
        *("sr", "sra", "signor", "signora", "shri", "smt", "kumari"),
    }
)


@dataclass(slots=True, eq=False)
class Identity:
    """One value of a session, however it is written.

    Attributes:
        entity_type: its type.
        id: the id that its pseudonyms share.
        parts: for persons, the words of the fullest name seen.
        writings: how many writings have a pseudonym.
    """

    entity_type: str
    id: str
    parts: frozenset[str] = frozenset()
    writings: int = 0


def name_parts(normalised: str) -> frozenset[str]:
    """The words of a normalised name, without titles and single letters."""
    words = _WORDS.findall(normalised)
    return frozenset(word for word in words if len(word) > 1 and word not in _TITLES)


@dataclass(slots=True)
class Persons:
    """The persons of a session, found by the words of their names."""

    _by_part: defaultdict[str, list[Identity]] = field(default_factory=lambda: defaultdict(list))

    def find(self, parts: frozenset[str]) -> Identity | None:
        """The one person whose name holds these words, or is held by them; None if not just one."""
        near = {id(person): person for part in parts for person in self._by_part.get(part, ())}
        same = [one for one in near.values() if one.parts <= parts or parts <= one.parts]
        return same[0] if len(same) == 1 else None

    def add(self, person: Identity, parts: frozenset[str]) -> None:
        """Note that a person is also called by these words."""
        for part in parts - person.parts:
            self._by_part[part].append(person)
        person.parts |= parts


def id_digits(key: bytes, scope: bytes, entity_type: str, normalised: str) -> str:
    """`ID_LENGTH_MAX` characters whose every beginning of `ID_LENGTH` or more is a well-formed id.

    HMAC-SHA256 in base32; the first stretch that begins with a letter and a digit among its first
    `ID_LENGTH` characters.
    """
    attempt = 0
    while True:
        digits = _base32(keyed(key, "id", scope, entity_type, normalised, str(attempt)))
        for start in range(len(digits) - ID_LENGTH_MAX + 1):
            if well_formed_id(digits[start : start + ID_LENGTH]):
                return digits[start : start + ID_LENGTH_MAX]
        attempt += 1


def _base32(digest: bytes) -> str:
    """One base32 digit per byte, of its lower five bits: as evenly spread, and one step in C."""
    return digest.translate(_DIGIT_OF).decode("ascii")
