"""What may be disclosed, and in which form: `admit()` and `decide()`.

`admit` answers before anything is inspected: this application, this purpose, this recipient, this
data subject. `decide` answers once it is known which kinds of personal data a request holds.
Both are plain functions of their arguments; what they need to know is handed in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Literal

from privacy.application import Application
from privacy.consent import UNKNOWN_SUBJECT, Consent, ConsentKind, SubjectState
from privacy.entities import BANDED, KEPT, Category, category_of
from privacy.opaque import USUAL, Treatment
from privacy.phrases import PhraseList
from privacy.purpose import LegalBasis, Purpose, SpecialGround
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode

Params = Mapping[str, str | int | float | bool]

IMPLIED_SUFFICES = frozenset({"US", "CA"})
"""Jurisdictions where implied consent can be one: the CCPA lets people opt out, Canada's PIPEDA
(Sch. 1, 4.3.6) knows implied consent. It never suffices for special categories or children."""


class Operator(StrEnum):
    """What can be done with a span, in the vocabulary of presidio-anonymizer."""

    KEEP = "keep"
    REDACT = "redact"
    MASK = "mask"
    REPLACE = "replace"
    HASH = "hash"
    GENERALISE = "generalise"
    SHIFT = "shift"
    PSEUDONYMISE = "pseudonymise"
    SURROGATE = "surrogate"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Action:
    """An operator with its parameters.

    Attributes:
        operator: an `Operator`, or the name of a Presidio operator that was plugged in.
        params: its parameters, e.g. `{"masking_char": "*", "chars_to_mask": 4}`.
    """

    operator: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a policy.

    Attributes:
        id: how decisions and the console name it.
        entities: patterns of entity types or `category:<name>`; `*` is every type.
        action: what is done.
        purposes: patterns of purposes that it speaks of.
        recipients: patterns of recipients that it speaks of.
    """

    id: str
    entities: tuple[str, ...]
    action: Action
    purposes: tuple[str, ...] = ("*",)
    recipients: tuple[str, ...] = ("*",)

    def speaks_of(self, entity_type: str, purpose: str, recipient: str) -> bool:
        """Whether the rule applies to this entity type, purpose and recipient."""
        names = (entity_type, f"category:{category_of(entity_type)}")
        return (
            any(fnmatchcase(name, pattern) for name in names for pattern in self.entities)
            and any(fnmatchcase(purpose, pattern) for pattern in self.purposes)
            and any(fnmatchcase(recipient, pattern) for pattern in self.recipients)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRules:
    """Where originals may return to.

    Attributes:
        enabled: whether answers are restored at all.
        never: entity types that are never restored anywhere (one-way).
        never_in_tools: entity types that are never restored into tool arguments.
        tools: patterns of tools whose arguments may be restored.
    """

    enabled: bool = True
    never: frozenset[str] = frozenset()
    never_in_tools: frozenset[str] = frozenset({"PASSWORD", "API_KEY", "PRIVATE_KEY", "CVV"})
    tools: tuple[str, ...] = ("*",)

    def allows(self, entity_type: str, tool: str | None = None) -> bool:
        """Whether an original of this type may return to message text, or to this tool."""
        if not self.enabled or entity_type in self.never:
            return False
        if tool is None:
            return True
        return entity_type not in self.never_in_tools and any(
            fnmatchcase(tool, pattern) for pattern in self.tools
        )


PSEUDONYMISE = Action(Operator.PSEUDONYMISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How personal data is treated.

    Attributes:
        id: its name.
        rules: the last rule that speaks of an entity decides.
        default: what is done when no rule speaks of it.
        restore: where originals may return to.
        scope: over what a value keeps its pseudonym.
        threshold: spans with a lower score are not personal data.
        thresholds: likewise by entity type.
        allow: texts that are never personal data; case is ignored. `lists` are longer ones.
        deny: texts that always are, with their entity type; likewise.
        names: whether names, places and addresses are sought by the statistical model:
            `require` refuses when it is not there, `degrade` goes on and records it, `off`.
        coherence: where a value that was found is sought: `onward`, from its block on, so that
            what was sent before keeps its bytes, or `everywhere`, in earlier blocks, too.
        unknown_fields: whether fields unknown to the codec are scanned and sent, or refused.
        opaque: what is done with content that cannot be inspected, by kind (`privacy.opaque`).
        note: whether the system prompt is told to keep pseudonyms as they are.
        payload: what the log keeps of the pseudonymised payload, `payload_days` long.
        retention_days: how long erasable parts of a record are kept.
    """

    id: str
    rules: tuple[Rule, ...] = ()
    default: Action = PSEUDONYMISE
    restore: RestoreRules = field(default_factory=RestoreRules)
    scope: Literal["session", "subject", "application"] = "session"
    threshold: float = 0.5
    thresholds: Mapping[str, float] = field(default_factory=dict)
    allow: frozenset[str] = frozenset()
    deny: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[PhraseList, ...] = ()
    names: Literal["require", "degrade", "off"] = "require"
    coherence: Literal["onward", "everywhere"] = "onward"
    unknown_fields: Literal["scan", "refuse"] = "scan"
    opaque: Mapping[str, Treatment] = field(default_factory=lambda: USUAL)
    note: bool = False
    payload: Literal["sealed", "digest"] = "sealed"
    payload_days: int = 30
    retention_days: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What the caller's browser asked for.

    Attributes:
        do_not_track: `DNT: 1` (W3C Tracking Preference Expression).
        global_privacy_control: `Sec-GPC: 1` (W3C GPC; CCPA regulations, 11 CCR 7025).
    """

    do_not_track: bool = False
    global_privacy_control: bool = False


NO_SIGNALS = Signals()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What `admit` is asked: may this application disclose, for this, to them, about whom?

    Attributes:
        application: who asks.
        purpose: why; None if neither caller nor key named one that exists.
        recipient: to whom.
        model: which language model; "" where the call names none.
        subject: the caller's own id of the data subject; "" if unknown.
        state: what the books say about the subject.
        signals: what the subject's browser asked for.
    """

    application: Application
    purpose: Purpose | None
    recipient: Recipient
    model: str = ""
    subject: str = ""
    state: SubjectState = UNKNOWN_SUBJECT
    signals: Signals = NO_SIGNALS


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with entities of one type, and why.

    Attributes:
        entity_type: the type.
        action: what is done.
        rules: ids of the rules that spoke of it; the last one decided.
        ground: the Art. 9(2) ground, where the type is a special category.
    """

    entity_type: str
    action: Action
    rules: tuple[str, ...]
    ground: SpecialGround | None = None


def admit(enquiry: Enquiry, *, deletes: bool = False) -> Refusal | None:
    """Decide whether a disclosure may be prepared; None if it may.

    Args:
        enquiry: what is asked.
        deletes: the call has the recipient delete what it keeps, and sends nothing else. Whoever
            withdrew consent or objected wants just that (GDPR Art. 17(1)(b) and (c)); where
            processing is restricted, nothing is deleted either (Art. 18(2)).
    """
    always = (_grant, _subject, _restriction)
    for check in always if deletes else (*always, _objection, _signals, _consent):
        refusal = check(enquiry)
        if refusal is not None:
            return refusal
    return None


def _grant(enquiry: Enquiry) -> Refusal | None:
    application, purpose = enquiry.application, enquiry.purpose
    if purpose is None:
        return Refusal(
            RefusalCode.PURPOSE_MISSING,
            "No purpose is named for this request; send x-privacy-purpose with one of: "
            + ", ".join(application.purposes),
        )
    if purpose.id not in application.purposes:
        return Refusal(
            RefusalCode.PURPOSE_NOT_PERMITTED,
            f"Application {application.id!r} may not disclose for purpose {purpose.id!r}; granted: "
            + ", ".join(application.purposes),
        )
    if enquiry.recipient.id not in application.recipients:
        return Refusal(
            RefusalCode.RECIPIENT_NOT_PERMITTED,
            f"Application {application.id!r} may not disclose to {enquiry.recipient.id!r}; "
            "granted: " + ", ".join(application.recipients),
        )
    if enquiry.model and not application.may_use(enquiry.model):
        return Refusal(
            RefusalCode.MODEL_NOT_PERMITTED,
            f"Application {application.id!r} may not use this model; granted: "
            + ", ".join(application.models),
        )
    return None


def _subject(enquiry: Enquiry) -> Refusal | None:
    if enquiry.application.subject_required and not enquiry.subject:
        return Refusal(
            RefusalCode.SUBJECT_MISSING,
            f"Application {enquiry.application.id!r} must name the data subject; "
            "send x-privacy-subject.",
        )
    return None


def _restriction(enquiry: Enquiry) -> Refusal | None:
    if enquiry.state.restricted:
        return Refusal(
            RefusalCode.RESTRICTED,
            "Processing for this data subject is restricted (GDPR Art. 18); ask the privacy team.",
        )
    return None


def _objection(enquiry: Enquiry) -> Refusal | None:
    if enquiry.state.objected:
        return Refusal(
            RefusalCode.OBJECTED,
            "The data subject objected to this purpose (GDPR Art. 21); ask the privacy team.",
        )
    return None


def _signals(enquiry: Enquiry) -> Refusal | None:
    purpose, signals = enquiry.purpose, enquiry.signals
    if purpose is None:
        return None
    flagged = purpose.sale or purpose.advertising or purpose.training
    opted_out = signals.do_not_track or signals.global_privacy_control
    if flagged and (opted_out or _about_child(enquiry)):
        return Refusal(
            RefusalCode.SIGNAL_OPT_OUT,
            f"Purpose {purpose.id!r} is sale, advertising or training, and the data subject opted "
            "out of it (DNT, Sec-GPC) or is a child; do not send this request.",
        )
    return None


def _consent(enquiry: Enquiry) -> Refusal | None:
    purpose, consent = enquiry.purpose, enquiry.state.consent
    if purpose is None or purpose.legal_basis is not LegalBasis.CONSENT:
        return None
    if consent is not None and consent.withdrawn:
        return Refusal(
            RefusalCode.CONSENT_WITHDRAWN,
            f"The data subject withdrew consent to purpose {purpose.id!r}; "
            "do not send this request.",
        )
    if consent is None or consent.stale:
        return Refusal(
            RefusalCode.CONSENT_MISSING,
            f"Purpose {purpose.id!r} rests on consent and none in force is registered for this "
            "data subject and recipient; name the subject with x-privacy-subject, "
            "or ask for consent.",
        )
    if not _suffices(consent, purpose, enquiry):
        return Refusal(
            RefusalCode.CONSENT_INSUFFICIENT,
            f"The consent registered for purpose {purpose.id!r} is {consent.kind}, which does not "
            "suffice here; ask for explicit consent, for a child that of a guardian.",
        )
    return None


def _suffices(consent: Consent, purpose: Purpose, enquiry: Enquiry) -> bool:
    """Whether a consent in force is of a kind that the purpose may rest on.

    Elsewhere than where the law takes silence for a yes, consent is a clear affirmative act
    (GDPR Art. 4(11), 7; DPDP Act s. 6(1)); for a child a parent or guardian gives it
    (GDPR Art. 8(1); DPDP Act s. 9(1)).
    """
    if _about_child(enquiry):
        return consent.kind is ConsentKind.GUARDIAN
    return consent.kind is not ConsentKind.IMPLIED or purpose.jurisdiction in IMPLIED_SUFFICES


def _about_child(enquiry: Enquiry) -> bool:
    return enquiry.state.child or enquiry.application.subject_class == "child"


def decide(
    entity_types: Iterable[str], policy: Policy, enquiry: Enquiry
) -> Mapping[str, Decision] | Refusal:
    """Decide what is done with each entity type that was found, or refuse the whole request."""
    decisions: dict[str, Decision] = {}
    for entity_type in sorted(set(entity_types)):
        decision = _decide_one(entity_type, policy, enquiry)
        if isinstance(decision, Refusal):
            return decision
        decisions[entity_type] = decision
    return decisions


def _decide_one(entity_type: str, policy: Policy, enquiry: Enquiry) -> Decision | Refusal:
    purpose = enquiry.purpose.id if enquiry.purpose else ""
    matched = [r for r in policy.rules if r.speaks_of(entity_type, purpose, enquiry.recipient.id)]
    action = matched[-1].action if matched else policy.default
    if not matched and action == PSEUDONYMISE and entity_type in BANDED | KEPT:
        action = Action(Operator.GENERALISE if entity_type in BANDED else Operator.KEEP)
    names = tuple(rule.id for rule in matched) or ("default",)
    if action.operator == Operator.REFUSE:
        return Refusal(
            RefusalCode.ENTITY_REFUSED,
            f"The policy refuses requests that hold {entity_type} (rule {names[-1]}); remove it.",
        )
    if category_of(entity_type) is Category.SPECIAL and action.operator == Operator.KEEP:
        return _special(entity_type, action, names, enquiry)
    return Decision(entity_type, action, names)


def _special(
    entity_type: str, action: Action, names: tuple[str, ...], enquiry: Enquiry
) -> Decision | Refusal:
    """Special categories leave in clear only on a named ground (GDPR Art. 9(2))."""
    ground = enquiry.purpose.special_ground if enquiry.purpose else None
    consent = enquiry.state.consent
    explicit = consent is not None and _is_explicit(consent, enquiry)
    if ground is None or (ground is SpecialGround.EXPLICIT_CONSENT and not explicit):
        return Refusal(
            RefusalCode.SPECIAL_CATEGORY,
            f"{entity_type} is a special category of personal data (GDPR Art. 9, 10), this purpose "
            "has no ground in force to disclose it; remove it, or have it pseudonymised.",
        )
    return Decision(entity_type, action, names, ground)


def _is_explicit(consent: Consent, enquiry: Enquiry) -> bool:
    """Whether it is in force and explicit in the sense of GDPR Art. 9(2)(a)."""
    if consent.withdrawn or consent.stale:
        return False
    if _about_child(enquiry):
        return consent.kind is ConsentKind.GUARDIAN
    return consent.kind is not ConsentKind.IMPLIED
