"""Who is meant: when two writings of a session are one value."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from privacy.pseudonym import ALPHABET, ID_LENGTH, ID_LENGTH_MAX, well_formed_id
from vault.fields import keyed

_DIGIT_OF = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_MARKS = re.compile("[\u0300-\u036f]")
_INITIALS_MOST = 4
"""Letters of a word that may be somebody's initials."""
_HANDLE_MOST = 64
"""Characters of a handle: trying every cut of a longer word would take quadratic time."""
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
    """The words of a normalised name, without accents, titles and single letters."""
    return frozenset(word for word in _words(normalised) if len(word) > 1)


def _words(normalised: str) -> list[str]:
    plain = normalised
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFD", normalised))
        plain = unicodedata.normalize("NFC", plain)
    return [word for word in _WORDS.findall(plain) if word not in _TITLES]


@dataclass(slots=True)
class Persons:
    """The persons of a session, found by the words of their names."""

    _by_part: defaultdict[str, list[Identity]] = field(default_factory=lambda: defaultdict(list))
    _by_initials: defaultdict[str, list[Identity]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def find(self, normalised: str) -> Identity | None:
        """The one person who is called so; None if it is nobody, or could be several.

        Her name holds these words or is held by them, `r. sharma` and `r.s.` have her initials,
        or a handle is put together from her name: `rahulsharma`, `rsharma`, `rahul-sharma`.
        """
        words = _words(normalised)
        parts = frozenset(word for word in words if len(word) > 1)
        letters = [word for word in words if len(word) == 1]
        same = self._called(parts, letters) if parts else self._signing("".join(letters))
        if same or len(words) != 1:
            return same[0] if len(same) == 1 else None
        word = words[0]
        same = self._signing(word) if len(word) <= _INITIALS_MOST else self._handled(word)
        return same[0] if len(same) == 1 else None

    def _called(self, parts: frozenset[str], letters: list[str]) -> list[Identity]:
        near = {id(person): person for part in parts for person in self._by_part.get(part, ())}
        same = [one for one in near.values() if one.parts <= parts or parts <= one.parts]
        return [one for one in same if _fit(letters, one.parts - parts)] if letters else same

    def _signing(self, letters: str) -> list[Identity]:
        initials = "".join(sorted(letters))
        if len(initials) < 2:  # noqa: PLR2004 - a single letter is nobody's
            return []
        same = {id(one): one for one in self._by_initials.get(initials, ())}
        return [one for one in same.values() if _initials(one.parts) == initials]

    def _handled(self, word: str) -> list[Identity]:
        """Whose name is cut in two by this word, an initial counting for a name."""
        pieces = word.split("-")
        if len(pieces) > 1:
            return self._called(frozenset(pieces), [])
        same: dict[int, Identity] = {}
        for cut in range(1, len(word) if len(word) <= _HANDLE_MOST else 0):
            one, other = word[:cut], word[cut:]
            for known, rest in ((one, other), (other, one)):
                for person in self._by_part.get(known, ()):
                    others = person.parts - {known}
                    if rest in others or (len(rest) == 1 and others and _fit([rest], others)):
                        same[id(person)] = person
        return list(same.values())

    def add(self, person: Identity, parts: frozenset[str]) -> None:
        """Note that a person is also called by these words, if they are words of one name."""
        if person.parts and not (parts <= person.parts or person.parts <= parts):
            return
        for part in parts - person.parts:
            self._by_part[part].append(person)
        if parts - person.parts:
            person.parts |= parts
            if len(person.parts) > 1:
                self._by_initials[_initials(person.parts)].append(person)


def _initials(parts: frozenset[str]) -> str:
    return "".join(sorted(part[0] for part in parts))


def _fit(letters: list[str], parts: frozenset[str]) -> bool:
    """Whether these letters may stand for these words: one begins so, or there are none."""
    return not parts or not {part[0] for part in parts}.isdisjoint(letters)


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
