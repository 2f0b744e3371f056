"""From the facts of an exchange to records of the log (stops 8 and 11)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from disclosure.kinds import MICROSECONDS_PER_DAY, Outcome, record_id
from disclosure.records import Closing, Mention, Opening, RecipientFacts, RefusalRecord
from gateway.authentication import Caller
from gateway.config.config import Config
from gateway.opaque import Contents
from gateway.preparing import Mentioned, Prepared
from privacy.entities import LABELS, Category, category_of
from privacy.policy import Enquiry, Operator, Policy

_TAIL = re.compile(rb"_[0-9a-z]{4,16}")
"""How every pseudonym ends; its first byte is a literal, so this is a fast search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an exchange knows when it opens a disclosure.

    Attributes:
        config: the configuration it began with.
        caller: who calls.
        enquiry: what was admitted.
        policy: how personal data was treated.
        request_id: id of the call.
        operation: name of the call.
        body: the bytes to be sent.
        prepared: what was found and done.
        detector: version of the detector.
        degraded: whether the name model was missing.
        contents: what could not be inspected, and what was done with it.
        note_added: whether the system prompt was told to keep pseudonyms.
        now: microseconds since 1970, UTC.
        randomness: 14 bytes.
        caller_request_id: the caller's own id of the call.
        code_version: of this software.
    """

    config: Config
    caller: Caller
    enquiry: Enquiry
    policy: Policy
    request_id: str
    operation: str
    body: bytes
    prepared: Prepared
    detector: str
    degraded: bool
    contents: Contents
    note_added: bool
    now: int
    randomness: bytes
    caller_request_id: str
    code_version: str


def opening(facts: Facts) -> Opening:
    """The record that must be durable before anything is sent."""
    enquiry, policy, recipient = facts.enquiry, facts.policy, facts.enquiry.recipient
    purpose, consent = enquiry.purpose, enquiry.state.consent
    if purpose is None:
        raise ValueError("a disclosure has a purpose")
    keeps = policy.payload == "sealed" and bool(facts.body)
    mentions = _mentions(facts.prepared.mentioned)
    return Opening(
        id=record_id("dsc", facts.now // 1000, facts.randomness),
        request_id=facts.request_id,
        application=enquiry.application.id,
        actor=facts.caller.key_id,
        controller=enquiry.application.controller,
        subject=enquiry.subject,
        subject_class=enquiry.application.subject_class,
        purpose=purpose.id,
        legal_basis=purpose.legal_basis,
        jurisdiction=purpose.jurisdiction,
        consent_reference=consent.reference if consent else "",
        consent_version=consent.version if consent else 0,
        consent_kind=consent.kind if consent else "",
        special=_special(facts.prepared),
        ground=_ground(facts.prepared),
        recipient=_recipient(facts),
        model=enquiry.model,
        operation=facts.operation,
        instructions=dict(recipient.instructions),
        recipient_until=facts.now + recipient.retention_days * MICROSECONDS_PER_DAY,
        entities=_entities(facts.prepared),
        rules=tuple(sorted({r for d in facts.prepared.decisions.values() for r in d.rules})),
        detector=facts.detector,
        degraded=facts.degraded,
        uninspected=facts.contents.passed,
        stripped=facts.contents.stripped,
        scanned=facts.contents.scanned,
        mentions=mentions,
        payload=facts.body if keeps else None,
        payload_spans=_payload_spans(facts.body, mentions) if keeps and mentions else (),
        payload_sha256=hashlib.sha256(facts.body).digest(),
        payload_size=len(facts.body),
        do_not_track=enquiry.signals.do_not_track,
        global_privacy_control=enquiry.signals.global_privacy_control,
        policy=policy.id,
        config_hash=facts.config.hash,
        code_version=facts.code_version,
        t_utc=facts.now,
        retention_until=facts.now + policy.retention_days * MICROSECONDS_PER_DAY,
        payload_until=facts.now + policy.payload_days * MICROSECONDS_PER_DAY if keeps else 0,
        note_added=facts.note_added,
        caller={"request_id": facts.caller_request_id} if facts.caller_request_id else {},
    )


def _recipient(facts: Facts) -> RecipientFacts:
    recipient = facts.enquiry.recipient
    return _recipient_facts(
        recipient.id,
        recipient.legal_name,
        recipient.role,
        recipient.agreement,
        recipient.region,
        recipient.country,
        recipient.transfer,
        facts.config.endpoints[recipient.id].base_url,
    )


@lru_cache(maxsize=64)
def _recipient_facts(  # noqa: PLR0913, PLR0917 - a key for the cache
    ident: str,
    legal_name: str,
    role: str,
    agreement: str,
    region: str,
    country: str,
    transfer: str,
    base_url: str,
) -> RecipientFacts:
    return RecipientFacts(
        id=ident,
        legal_name=legal_name,
        role=role,
        agreement=agreement,
        region=region,
        country=country,
        transfer=transfer,
        endpoint=urlsplit(base_url).hostname or "",
    )


def _mentions(mentioned: Sequence[Mentioned]) -> tuple[Mention, ...]:
    return tuple(
        Mention(m.entity_type, m.value, m.replacement, m.pointer, len(m.value)) for m in mentioned
    )


def _payload_spans(body: bytes, mentions: Sequence[Mention]) -> tuple[tuple[int, int, int], ...]:
    r"""Where the pseudonyms of indexed values stand in the bytes that are sent.

    A letter before one does not matter: in JSON a line break before it is written `\n`, and what
    is sealed for a person without need harms nobody. No label ends with another, so that spans
    are disjoint.
    """
    first: dict[bytes, list[tuple[bytes, int]]] = {}
    seen: set[str] = set()
    for number, mention in enumerate(mentions):
        label, _, ident = mention.pseudonym.rpartition("_")
        if label in LABELS and mention.pseudonym not in seen:
            seen.add(mention.pseudonym)
            found = first.setdefault(b"_" + ident.encode(), [])
            found.append((mention.pseudonym.encode(), number))
    return tuple(
        (start, tail.end(), number)
        for tail in _TAIL.finditer(body)
        for pseudonym, number in first.get(tail[0], ())
        if (start := tail.end() - len(pseudonym)) >= 0 and body.startswith(pseudonym, start)
    )


def _entities(prepared: Prepared) -> tuple[tuple[str, str, int], ...]:
    return tuple((kind, done, count) for (kind, done), count in sorted(prepared.counts.items()))


def _special(prepared: Prepared) -> tuple[str, ...]:
    return tuple(sorted({k for k, _ in prepared.counts if category_of(k) is Category.SPECIAL}))


def _ground(prepared: Prepared) -> str:
    grounds = {d.ground for d in prepared.decisions.values() if d.ground is not None}
    return ",".join(sorted(grounds))


def kept_in_clear(prepared: Prepared) -> bool:
    """Whether anything personal leaves as it was written."""
    return any(operator == Operator.KEEP for _, operator in prepared.counts)


@dataclass(slots=True)
class Course:
    """How an exchange went, filled in as it goes.

    Attributes:
        outcome: how it ended; `not_sent` until something is.
        reason: a word of our own about it.
        status: HTTP status of the recipient.
        bytes_up: bytes of body sent.
        bytes_down: bytes of body received.
        restored: originals put back, by entity type.
        denied: pseudonyms left because restoring was not allowed, by reason.
        unknown: pseudonyms in the answer that the session does not know.
        recipient_request_id: the recipient's own id of the call.
        digest: running SHA-256 of what was received.
    """

    outcome: Outcome
    reason: str
    status: int
    bytes_up: int
    bytes_down: int
    restored: dict[str, int]
    denied: dict[str, int]
    unknown: int
    recipient_request_id: str


def closing(disclosure_id: str, course: Course, duration_ms: int, digest: bytes) -> Closing:
    """The record of how a disclosure ended."""
    return Closing(
        id=disclosure_id,
        outcome=course.outcome,
        reason=course.reason,
        http_status=course.status,
        bytes_up=course.bytes_up,
        bytes_down=course.bytes_down,
        duration_ms=duration_ms,
        response_sha256=digest,
        restored=course.restored,
        unknown_pseudonyms=course.unknown,
        denied=course.denied,
        recipient_request_id=course.recipient_request_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """What is known of a request that is refused.

    Attributes:
        config: the configuration it began with.
        caller: who calls.
        request_id: id of the call.
        code: reason code.
        status: HTTP status answered.
        purpose: id of the purpose, if known.
        recipient: id of the recipient, if known.
        operation: name of the call, if known.
        now: microseconds since 1970, UTC.
        randomness: 14 bytes.
    """

    config: Config
    caller: Caller
    request_id: str
    code: str
    status: int
    purpose: str
    recipient: str
    operation: str
    now: int
    randomness: bytes


def refusal(facts: NotSent) -> RefusalRecord:
    """The record of something that was not sent."""
    return RefusalRecord(
        id=record_id("ref", facts.now // 1000, facts.randomness),
        request_id=facts.request_id,
        code=facts.code,
        status=facts.status,
        application=facts.caller.application.id,
        actor=facts.caller.key_id,
        purpose=facts.purpose,
        recipient=facts.recipient,
        operation=facts.operation,
        policy=facts.caller.application.policy,
        config_hash=facts.config.hash,
        t_utc=facts.now,
    )
