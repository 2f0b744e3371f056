"""What data subjects wish: consent given and withdrawn, objection, restriction; and children.

GDPR Art. 7(1) and (3), 18, 21; DPDP Act s. 6 and 9; CCPA 1798.120. Every wish is an event of the
log, appended in the transaction that changes what the books say of the subject: once a call
returns, no gateway on these books opens a disclosure against it (SECURITY G9).
Giving and withdrawing are the same one call (GDPR Art. 7(3): as easy as giving).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.canonical import Json
from disclosure.kinds import MICROSECONDS_PER_DAY, RANDOMNESS, Kind, present, record_id
from disclosure.records import Event
from privacy.consent import ConsentKind
from storage.clock import Clock
from storage.ports import ConsentGiven, Ledger, SubjectChange

EVERY = "*"
"""All recipients, or all purposes."""
EVIDENCE_DAYS = 3 * 365
"""How long the sealed part of a wish is kept: as long as most claims can be brought (e.g. s. 195
BGB, three years); erasure of the subject ends it before."""
_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """A consent, as it was given.

    Attributes:
        purpose: id of the purpose.
        recipient: id of the recipient, or `*`.
        kind: how it was given.
        notice: version of the text that was agreed to.
        evidence: where it can be seen that it was given, e.g. a form's number. Sealed.
        locale: language of the text, BCP 47.
    """

    purpose: str
    recipient: str = EVERY
    kind: ConsentKind = ConsentKind.EXPLICIT
    notice: str = ""
    evidence: str = field(default="", repr=False)
    locale: str = ""


class Wishes:
    """The use cases of whoever records what a data subject wishes.

    Args:
        ledger: the log.
        clock: what time it is.
        actor: who records it, e.g. `cli` or the id of an admin key.
    """

    def __init__(self, ledger: Ledger, clock: Clock, actor: str) -> None:
        self._ledger = ledger
        self._clock = clock
        self._actor = actor

    async def give(self, subject: str, consent: Consented) -> str:
        """Register a consent.

        Returns:
            Its id in the registry.

        Raises:
            LedgerUnavailable: nothing was registered, or it is not known.
        """
        return await self._consent(subject, consent, withdrawn=False, reason="")

    async def withdraw(
        self, subject: str, purpose: str, recipient: str = EVERY, reason: str = ""
    ) -> str:
        """Withdraw consent to a purpose; what was disclosed before stays as it was.

        Args:
            subject: the application's id of the data subject.
            purpose: id of the purpose.
            recipient: id of the recipient, or `*`.
            reason: what the subject said, if anything. Sealed.

        Returns:
            The id of the withdrawal.

        Raises:
            LedgerUnavailable: nothing was registered, or it is not known.
        """
        consent = Consented(purpose=purpose, recipient=recipient)
        return await self._consent(subject, consent, withdrawn=True, reason=reason)

    async def _consent(
        self, subject: str, consent: Consented, *, withdrawn: bool, reason: str
    ) -> str:
        reference = self._id("cns")
        given = ConsentGiven(
            reference=reference,
            purpose=consent.purpose,
            recipient=consent.recipient,
            kind=consent.kind,
            withdrawn=withdrawn,
            notice=consent.notice,
        )
        facts = {
            "purpose": consent.purpose,
            "recipient": consent.recipient,
            "notice": consent.notice,
            "locale": consent.locale,
        }
        if not withdrawn:
            facts["consent_kind"] = consent.kind.value
        told = {"reference": reference, "evidence": consent.evidence, "reason": reason}
        kind = Kind.WITHDRAW if withdrawn else Kind.CONSENT
        await self._append(
            kind, subject, facts, told, SubjectChange(subject=self._index(subject), consent=given)
        )
        return reference

    async def object_to(self, subject: str, purpose: str = EVERY, reason: str = "") -> None:
        """Record an objection to a purpose or to all (GDPR Art. 21).

        Raises:
            LedgerUnavailable: nothing was recorded, or it is not known.
        """
        change = SubjectChange(subject=self._index(subject), objects_to=purpose)
        facts = {"purpose": purpose}
        await self._append(Kind.OBJECTION, subject, facts, {"reason": reason}, change)

    async def restrict(self, subject: str, *, restricted: bool, reason: str = "") -> None:
        """Restrict processing, or lift that (GDPR Art. 18).

        Raises:
            LedgerUnavailable: nothing was recorded, or it is not known.
        """
        change = SubjectChange(subject=self._index(subject), restricted=restricted)
        facts = {"restricted": restricted}
        await self._append(Kind.RESTRICTION, subject, facts, {"reason": reason}, change)

    async def mark_child(self, subject: str, *, child: bool) -> None:
        """Note that a subject is a child, or is none any more (DPDP Act s. 9).

        Raises:
            LedgerUnavailable: nothing was recorded, or it is not known.
        """
        change = SubjectChange(subject=self._index(subject), child=child)
        await self._append(Kind.ADMIN, subject, {"act": "child", "child": child}, {}, change)

    async def _append(
        self,
        kind: Kind,
        subject: str,
        facts: Mapping[str, Json],
        told: Mapping[str, str],
        change: SubjectChange,
    ) -> None:
        event = Event(
            id=self._id("evt"),
            kind=kind,
            subject=subject,
            facts=present({"actor": self._actor, **facts}),
            secrets={name: text for name, text in told.items() if text},
            retention_until=self._clock.utc() + EVIDENCE_DAYS * MICROSECONDS_PER_DAY,
        )
        await self._ledger.append(event, change=change)

    def _index(self, subject: str) -> bytes:
        return self._ledger.subject_index(subject)

    def _id(self, prefix: str) -> str:
        milliseconds = self._clock.utc() // _THOUSAND
        return record_id(prefix, milliseconds, secrets.token_bytes(RANDOMNESS))
