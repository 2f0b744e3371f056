"""The record of processing activities, from configuration and log (GDPR Art. 30(1) and (2)).

What is permitted comes from configuration, what happened from the log; an activity that was never
carried out, and one that configuration no longer permits, both stand in the record. The vocabulary
is the W3C's Data Privacy Vocabulary (https://w3id.org/dpv) where it has a word.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from disclosure.kinds import Kind
from disclosure.leaves import Leaf
from privacy.application import Application
from privacy.entities import category_of
from privacy.purpose import LegalBasis, Purpose
from privacy.recipient import Recipient
from storage.ports import Books

DPV_BASES: Mapping[LegalBasis, str] = {
    LegalBasis.CONSENT: "eu-gdpr:A6-1-a",
    LegalBasis.CONTRACT: "eu-gdpr:A6-1-b",
    LegalBasis.LEGAL_OBLIGATION: "eu-gdpr:A6-1-c",
    LegalBasis.VITAL_INTERESTS: "eu-gdpr:A6-1-d",
    LegalBasis.PUBLIC_TASK: "eu-gdpr:A6-1-e",
    LegalBasis.LEGITIMATE_INTERESTS: "eu-gdpr:A6-1-f",
}
"""Legal bases in DPV's extension for the GDPR; those of other laws have no word there."""

MEASURES = (
    "personal data is pseudonymised, redacted or refused before it leaves (Art. 32(1)(a))",
    "each disclosure is recorded, durably, before it happens (Art. 5(2))",
    "the log is tamper-evident: a Merkle tree with signed checkpoints (RFC 6962)",
    "what is kept is sealed under a key of the data subject and of each person mentioned",
    "transport to recipients is encrypted and their certificates are verified",
)
"""Technical measures that this software carries out (Art. 30(1)(g))."""


@dataclass(frozen=True, slots=True)
class Register:
    """What configuration permits.

    Attributes:
        controller: the legal entity of this deployment.
        purposes: by id.
        recipients: by id.
        applications: by id.
    """

    controller: str
    purposes: Mapping[str, Purpose]
    recipients: Mapping[str, Recipient]
    applications: Mapping[str, Application]


@dataclass(slots=True)
class Happened:
    """What the log says of one activity.

    Attributes:
        disclosures: how many.
        first: microseconds since 1970-01-01 UTC; 0 if there was none.
        last: likewise.
        entities: entity type -> how many values.
        special: special categories found (GDPR Art. 9) -> in how many disclosures.
        subjects: classes of data subjects -> in how many disclosures.
        recipient: the recipient's facts, as the newest disclosure recorded them.
    """

    disclosures: int = 0
    first: int = 0
    last: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    special: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    recipient: Mapping[str, Any] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        """Count one disclosure."""
        facts = leaf.facts()
        self.disclosures += 1
        self.first = min(self.first or leaf.t_utc, leaf.t_utc)
        if leaf.t_utc >= self.last:
            self.last = leaf.t_utc
            told = facts.get("recipient")
            self.recipient = told if isinstance(told, dict) else {}
        for entity_type, _, count in facts.get("entities", ()):
            self.entities[entity_type] += count
        self.special.update(facts.get("special", ()))
        self.subjects[facts.get("subject_class", "unknown")] += 1


Key = tuple[str, str, str, str]
"""Controller, its role, purpose, recipient."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: a purpose, carried out by way of a recipient.

    Attributes:
        controller: the legal entity on whose behalf it is carried out.
        controller_role: `controller` (Art. 30(1)) or `processor` (Art. 30(2)).
        purpose: id of the purpose.
        recipient: id of the recipient.
        permitted: whether configuration permits it now.
        facts: everything else, by names that programs and people read.
    """

    controller: str
    controller_role: str
    purpose: str
    recipient: str
    permitted: bool
    facts: Mapping[str, Any]


class Processing:
    """The use case of whoever must show a record of processing.

    Args:
        books: the log.
        register: what configuration permits.
    """

    def __init__(self, books: Books, register: Register) -> None:
        self._books = books
        self._register = register

    async def record(self) -> tuple[Activity, ...]:
        """All activities, those permitted first."""
        return await asyncio.to_thread(self._record)

    def _record(self) -> tuple[Activity, ...]:
        with self._books.snapshot() as log:
            happened = counted(log.leaves)
        permitted = set(permissions(self._register))
        keys = sorted(permitted | set(happened), key=lambda key: (key not in permitted, key))
        return tuple(
            self._activity(key, happened.get(key, Happened()), permitted=key in permitted)
            for key in keys
        )

    def _activity(self, key: Key, seen: Happened, *, permitted: bool) -> Activity:
        controller, role, purpose, recipient = key
        facts = {
            **_why(self._register.purposes.get(purpose)),
            **_whom(self._register.recipients.get(recipient), seen),
            **_what(seen),
        }
        return Activity(controller, role, purpose, recipient, permitted, facts)


def counted(leaves: Iterable[Leaf]) -> dict[Key, Happened]:
    """What the log's disclosures say of each activity."""
    found: dict[Key, Happened] = {}
    for leaf in leaves:
        if leaf.kind != Kind.OPEN:
            continue
        facts = leaf.facts()
        told = facts.get("recipient")
        whom = str(told.get("id", "")) if isinstance(told, dict) else ""
        role = facts.get("controller_role", "controller")
        key = (facts.get("controller", ""), role, facts.get("purpose", ""), whom)
        found.setdefault(key, Happened()).add(leaf)
    return found


def permissions(register: Register) -> Iterable[Key]:
    """The activities that configuration permits."""
    for application in register.applications.values():
        controller = application.controller or register.controller
        role = "controller" if controller == register.controller else "processor"
        for purpose in application.purposes:
            for recipient in application.recipients:
                yield controller, role, purpose, recipient


def _why(purpose: Purpose | None) -> dict[str, Any]:
    if purpose is None:
        return {"description": "", "legal_basis": "", "note": "no longer in the configuration"}
    return {
        "description": purpose.description,
        "dpv_purpose": purpose.dpv,
        "legal_basis": purpose.legal_basis.value,
        "dpv_legal_basis": DPV_BASES.get(purpose.legal_basis, ""),
        "jurisdiction": purpose.jurisdiction,
        "special_ground": purpose.special_ground.value if purpose.special_ground else "",
    }


def _whom(recipient: Recipient | None, seen: Happened) -> dict[str, Any]:
    """The recipient as configured; of one that is configured no longer, as last recorded."""
    if recipient is None:
        names = ("legal_name", "role", "country", "region", "agreement", "transfer")
        return {f"recipient_{name}": str(seen.recipient.get(name, "")) for name in names}
    return {
        "recipient_legal_name": recipient.legal_name,
        "recipient_role": recipient.role,
        "recipient_country": recipient.country,
        "recipient_region": recipient.region,
        "recipient_agreement": recipient.agreement,
        "recipient_transfer": recipient.transfer,
        "recipient_retention_days": recipient.retention_days,
        "recipient_trains": recipient.training,
    }


def _what(seen: Happened) -> dict[str, Any]:
    return {
        "disclosures": seen.disclosures,
        "first": _moment(seen.first),
        "last": _moment(seen.last),
        "data_subjects": sorted(seen.subjects),
        "categories": sorted({category_of(kind).value for kind in seen.entities}),
        "entity_types": dict(sorted(seen.entities.items())),
        "special_categories": sorted(seen.special),
    }


def _moment(microseconds: int) -> str:
    if not microseconds:
        return ""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat(timespec="seconds")
