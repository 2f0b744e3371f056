"""The grammar of a pseudonym: `PERSON_a7k2`, and `PERSON_a7k2u2` for another writing of it.

A bare word with a type and a short id survives language models best (docs/decisions/0002).
The id is Crockford base32, four characters or more, at least one letter and one digit among them,
so that neither `PERSON_1` nor `EMAIL_SENT` is one.
The letter u, which that alphabet lacks, begins the number of a variant: the same value, written
differently, so that each writing restores to exactly what was written.
"""

import re
from dataclasses import dataclass

from privacy.entities import LABELS

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base32 in lower case: no i, l, o, u."""

ID_LENGTH = 4
"""Characters of an id; lengthened on a collision."""
ID_LENGTH_MAX = 12
LENGTH_MAX = 12 + 1 + ID_LENGTH_MAX + 4
"""Characters of the longest canonical pseudonym: label, `_`, id, variant."""

_LABEL = "|".join(sorted(LABELS, key=lambda word: (-len(word), word)))
_ID = rf"[{ALPHABET}]{{{ID_LENGTH},{ID_LENGTH_MAX}}}"
CANONICAL = re.compile(
    rf"(?<![0-9A-Za-z])({_LABEL})_((?=[a-z]*[0-9])(?=[0-9]*[a-z]){_ID})(?:u([1-9][0-9]{{0,2}}))?(?![0-9A-Za-z])",
    re.IGNORECASE | re.ASCII,
)
"""A pseudonym as this gateway writes it, in any case."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """A parsed pseudonym.

    Attributes:
        label: its type's word, in capitals.
        id: its id, in lower case.
        variant: 1 for the first writing of the value, 2 and up for others.
    """

    label: str
    id: str
    variant: int = 1

    def __str__(self) -> str:
        suffix = f"u{self.variant}" if self.variant > 1 else ""
        return f"{self.label}_{self.id}{suffix}"


def parse(text: str) -> Pseudonym | None:
    """Read one pseudonym that fills the whole text, in any case; None if it is none."""
    match = CANONICAL.fullmatch(text)
    if match is None:
        return None
    label, ident, variant = match.groups()
    return Pseudonym(label.upper(), ident.lower(), int(variant or 1))


def well_formed_id(ident: str) -> bool:
    """Whether an id has a letter and a digit, as the grammar demands."""
    return not ident.isalpha() and not ident.isdigit()


@dataclass(frozen=True, slots=True)
class Original:
    """What a pseudonym stands for.

    Attributes:
        value: the text exactly as it was written.
        entity_type: its type.
    """

    value: str
    entity_type: str
