"""What was sent about me, to whom, why? All disclosures of a person, found by what identifies her.

GDPR Art. 15(1)(b)-(d), DPDP Act s. 11(1), CCPA 1798.110. Nothing here reveals an original: a person
is looked up by keyed indexes of values that whoever asks brings along (SECURITY 5.6).
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from disclosure.kinds import Kind
from disclosure.leaves import Leaf
from privacy.entities import ENTITY_TYPES
from rights.enquiries import Line, line_of
from storage.ports import Books, Filters, Listed, Unsealed

SUBJECT = "SUBJECT"
"""The application's own id of a data subject."""
_SHORT = {
    "aadhaar": "IN_AADHAAR",
    "account": "BANK_ACCOUNT",
    "card": "CREDIT_CARD",
    "email": "EMAIL_ADDRESS",
    "iban": "IBAN_CODE",
    "nhs": "UK_NHS",
    "nino": "UK_NINO",
    "pan": "IN_PAN",
    "passport": "PASSPORT",
    "phone": "PHONE_NUMBER",
    "record": "RECORD_ID",
    "ssn": "US_SSN",
    "subject": SUBJECT,
    "upi": "IN_UPI",
    "username": "USERNAME",
}
_INDEXED = frozenset(kind.name for kind in ENTITY_TYPES.values() if kind.indexed) | {SUBJECT}


class UnknownIdentifier(ValueError):
    """A kind of value by which nobody can be looked up; the message lists those that there are."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that identifies one person.

    Attributes:
        kind: an entity type that is indexed, or `SUBJECT`.
        value: the value, in any writing.
    """

    kind: str
    value: str = field(repr=False)


def identifier(text: str) -> Identifier:
    """Read `email=ann@example.org`: a short word or an entity type, `=`, a value.

    Raises:
        UnknownIdentifier: the kind is none that is indexed, or there is no value.
    """
    word, _, value = text.partition("=")
    kind = _SHORT.get(word.strip().lower(), word.strip().upper())
    if kind not in _INDEXED or not value.strip():
        others = sorted(name.lower() for name in _INDEXED - set(_SHORT.values()))
        raise UnknownIdentifier(
            "write KIND=VALUE; kinds are " + ", ".join(sorted(_SHORT)) + "; also "
            + ", ".join(others) + "; names are not indexed, since several persons share one"
        )  # fmt: skip
    return Identifier(kind, value.strip())


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure, as far as it concerns a person.

    Attributes:
        line: as in a list.
        wrote: whether the person is its data subject; else she is mentioned in it.
        company: the recipient's legal name.
        country: where it is.
        region: where it processes.
        held_until: until when the recipient may hold it; None if that was not agreed.
        categories: entity types that were sent about the person (as the data subject: about
            nobody else known), and how often.
        erased: whether parts of the record cannot be opened any more.
    """

    line: Line
    wrote: bool
    company: str
    country: str
    region: str
    held_until: datetime | None
    categories: tuple[tuple[str, int], ...]
    erased: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What was disclosed about a person.

    Attributes:
        told: newest first.
        complete: whether this is all; else the limit was reached.
    """

    told: tuple[Told, ...]
    complete: bool


class Persons:
    """The use case of whoever asks what was sent about a person.

    Args:
        books: the log.
    """

    def __init__(self, books: Books) -> None:
        self._books = books

    async def account(
        self,
        identifiers: Sequence[Identifier],
        *,
        since: int = 0,
        until: int = 0,
        limit: int = 1000,
    ) -> Account:
        """All disclosures in which a person wrote or is mentioned.

        Args:
            identifiers: values that all identify this one person.
            since: microseconds since 1970-01-01 UTC, inclusive; 0 for no limit.
            until: likewise, exclusive.
            limit: how many at most.
        """
        return await asyncio.to_thread(self._account, identifiers, since, until, limit)

    def _account(
        self, identifiers: Sequence[Identifier], since: int, until: int, limit: int
    ) -> Account:
        indexes = {self._index(each) for each in identifiers}
        found: dict[str, Listed] = {}
        for index in indexes:
            filters = Filters(person=index, since=since, until=until)
            found |= {each.first.id: each for each in self._books.list(filters, limit + 1)}
        newest = sorted(found.values(), key=lambda one: (one.first.t_utc, one.first.id))[::-1]
        told = tuple(self._told(each, indexes) for each in newest[:limit])
        return Account(told, complete=len(newest) <= limit)

    def _index(self, one: Identifier) -> bytes:
        if one.kind == SUBJECT:
            return self._books.subject_index(one.value)
        return self._books.value_index(one.kind, one.value)

    def _told(self, listed: Listed, indexes: set[bytes]) -> Told:
        parts = self._books.unseal(listed.first)
        wrote = any(part.row.subject in indexes for part in parts)
        facts = _facts(listed.first)
        recipient = facts.get("recipient")
        recipient = recipient if isinstance(recipient, dict) else {}
        until = facts.get("recipient_until")
        return Told(
            line=line_of(listed),
            wrote=wrote,
            company=str(recipient.get("legal_name", "")),
            country=str(recipient.get("country", "")),
            region=str(recipient.get("region", "")),
            held_until=datetime.fromtimestamp(until / 1e6, UTC) if isinstance(until, int) else None,
            categories=tuple(sorted(Counter(_categories(parts, indexes, wrote=wrote)).items())),
            erased=any(part.facts is None for part in parts),
        )


def _facts(leaf: Leaf) -> dict[str, object]:
    return dict(leaf.facts()) if leaf.kind == Kind.OPEN else {}


def _categories(parts: Sequence[Unsealed], indexes: set[bytes], *, wrote: bool) -> Iterator[str]:
    """Types of the values about the person; of the data subject also those of nobody known."""
    for part in parts:
        theirs = part.row.person in indexes or (wrote and not part.row.person)
        if theirs and part.facts is not None:
            mentions = part.facts.get("mentions", ())
            yield from (str(each[0]) for each in mentions if isinstance(each, list))  # type: ignore[union-attr]
