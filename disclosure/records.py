"""What is written down about a disclosure: facts for the leaf, and facts that can be erased.

The rule of this file: `body()` goes into a leaf, which is never erased, and so holds closed-set
values, configuration, counts, versions and times only. Whatever a caller typed, and every digest of
what was sent or answered, stands in `private()`: it is sealed under keys that can be destroyed, and
the leaf keeps a salted commitment to it (SECURITY 5.1).

Times are microseconds since 1970-01-01 UTC. A key that is absent from a body has its empty value.
Fields may be added to a body; none may change its meaning while FORMAT_VERSION stays.
What every request makes is not frozen, for its time; nobody changes a record once it is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.canonical import Json
from disclosure.kinds import Kind, Outcome, present, safe_name


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFacts:
    """Who receives, as the register knew it then (GDPR Art. 13-15, 28, 30(1)(d), 44).

    Attributes:
        id: its name in configuration.
        legal_name: the company.
        role: processor or controller.
        agreement: reference of the data-processing agreement.
        region: where it processes.
        country: ISO 3166-1 alpha-2.
        transfer: transfer tool (GDPR Art. 46).
        endpoint: host name it was sent to.
    """

    id: str
    legal_name: str
    role: str = "processor"
    agreement: str = ""
    region: str = ""
    country: str = ""
    transfer: str = ""
    endpoint: str = ""

    def body(self) -> dict[str, Json]:
        """The facts as they stand in a leaf."""
        return {
            "agreement": self.agreement,
            "country": self.country,
            "endpoint": self.endpoint,
            "id": self.id,
            "legal_name": self.legal_name,
            "region": self.region,
            "role": self.role,
            "transfer": self.transfer,
        }


@dataclass(slots=True)  # frozen takes seven times as long
class Mention:
    """One value that was found in a request, and what took its place.

    Attributes:
        entity_type: its type.
        value: the original: only a keyed index of it is kept, and only for types that identify
            one person; the text itself never.
        pseudonym: what stands in its place in the payload.
        pointer: where it stood.
        length: characters of the original.
    """

    entity_type: str
    value: str = field(repr=False)
    pseudonym: str = field(repr=False)
    pointer: str = field(repr=False)
    length: int


@dataclass(slots=True, kw_only=True)  # frozen takes seven times as long
class Opening:
    """A disclosure that is about to happen (SECURITY 5.2).

    Attributes:
        id: "dsc_...", see `record_id`.
        request_id: "req_...": one call of a client; its attempts share it.
        attempt: 1 for the first.
        parent: id of the disclosure that this one retries or follows; "".
        application: id of the client application.
        actor: id of its API key, never the key.
        controller: legal entity on whose behalf it acts.
        controller_role: "controller" or "processor" (GDPR Art. 30(1), 30(2)).
        subject: the caller's id of the data subject; "" if unknown. Sealed.
        subject_class: customer, employee, child, unknown.
        purpose: id of the purpose.
        legal_basis: its legal basis.
        jurisdiction: the law that the basis belongs to.
        consent_reference: id of the consent relied on. Sealed.
        consent_version: its version in the registry; 0 if none.
        consent_kind: how it was given.
        special: special categories (GDPR Art. 9) among the entity types found.
        ground: the Art. 9(2) ground.
        recipient: who receives.
        model: the language model; a name that is not plain is hashed.
        operation: name of the call, e.g. "chat.completions".
        instructions: what the operator set in the request (GDPR Art. 28(3)(a)).
        recipient_until: until when the recipient may hold it.
        entities: (entity type, action, count) of what was found.
        rules: ids of the rules that decided.
        detector: version of the detector.
        degraded: whether a part of the detector was not there and policy let it go on.
        uninspected: kinds of content that went uninspected because policy allowed it.
        stripped: kinds of content that a note was sent in place of.
        scanned: kinds of content that was read but not rewritten, and held nothing personal.
        mentions: the values found.
        payload: the bytes as sent, if policy keeps them. Sealed.
        payload_spans: (start, end, index into mentions) of pseudonyms in these bytes.
        payload_sha256: SHA-256 of the bytes as sent. Sealed; the leaf commits to it.
        payload_size: bytes sent.
        do_not_track: the caller's `DNT` signal.
        global_privacy_control: the caller's `Sec-GPC` signal.
        policy: id of the policy.
        notice: version of the privacy notice in force.
        config_hash: hash of the configuration.
        code_version: version of this software.
        t_utc: when the request was admitted.
        retention_until: until when the erasable parts are kept.
        payload_until: until when the payload is kept.
        note_added: whether the system prompt was told to keep pseudonyms.
        caller: other strings of the caller, e.g. its request id. Sealed.
    """

    id: str
    request_id: str
    attempt: int = 1
    parent: str = ""
    application: str
    actor: str
    controller: str
    controller_role: str = "controller"
    subject: str = field(default="", repr=False)
    subject_class: str = "unknown"
    purpose: str
    legal_basis: str
    jurisdiction: str = ""
    consent_reference: str = field(default="", repr=False)
    consent_version: int = 0
    consent_kind: str = ""
    special: tuple[str, ...] = ()
    ground: str = ""
    recipient: RecipientFacts
    model: str = ""
    operation: str
    instructions: Mapping[str, str | int | bool] = field(default_factory=dict)
    recipient_until: int = 0
    entities: tuple[tuple[str, str, int], ...] = ()
    rules: tuple[str, ...] = ()
    detector: str = ""
    degraded: bool = False
    uninspected: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    payload: bytes | None = field(default=None, repr=False)
    payload_spans: tuple[tuple[int, int, int], ...] = ()
    payload_sha256: bytes = field(repr=False)
    payload_size: int
    do_not_track: bool = False
    global_privacy_control: bool = False
    policy: str
    notice: str = ""
    config_hash: str = ""
    code_version: str = ""
    t_utc: int
    retention_until: int
    payload_until: int = 0
    note_added: bool = False
    caller: Mapping[str, str] = field(default_factory=dict, repr=False)

    kind = Kind.OPEN

    def body(self) -> dict[str, Json]:
        """What the leaf says."""
        return present(
            {
                "actor": self.actor,
                "application": self.application,
                "attempt": self.attempt,
                "code": self.code_version,
                "config": self.config_hash,
                "consent_kind": self.consent_kind,
                "consent_version": self.consent_version,
                "controller": self.controller,
                "controller_role": self.controller_role,
                "degraded": self.degraded,
                "detector": self.detector,
                "dnt": self.do_not_track,
                "entities": self.entities,
                "gpc": self.global_privacy_control,
                "ground": self.ground,
                "instructions": dict(self.instructions),
                "jurisdiction": self.jurisdiction,
                "legal_basis": self.legal_basis,
                "model": safe_name(self.model),
                "note": self.note_added,
                "notice": self.notice,
                "operation": self.operation,
                "parent": self.parent,
                "payload_kept": self.payload is not None,
                "payload_size": self.payload_size,
                "payload_until": self.payload_until,
                "policy": self.policy,
                "purpose": self.purpose,
                "recipient": self.recipient.body(),
                "recipient_until": self.recipient_until,
                "request": self.request_id,
                "retention_until": self.retention_until,
                "rules": self.rules,
                "scanned": self.scanned,
                "special": self.special,
                "stripped": self.stripped,
                "subject_class": self.subject_class,
                "t": self.t_utc,
                "uninspected": self.uninspected,
            }
        )

    def private(self) -> dict[str, str]:
        """What is sealed and committed to; mentions and payload are sealed by the store."""
        texts = {
            "consent": self.consent_reference,
            "payload_sha256": self.payload_sha256.hex(),
            "subject": self.subject,
        }
        texts |= {f"caller.{name}": text for name, text in self.caller.items()}
        return {name: text for name, text in texts.items() if text}


@dataclass(slots=True, kw_only=True)  # frozen takes seven times as long
class Closing:
    """How a disclosure ended.

    Attributes:
        id: id of the disclosure.
        outcome: how it ended.
        reason: a word of our own about it, e.g. "process_died"; "".
        http_status: of the recipient; 0 if it never answered.
        bytes_up: bytes sent.
        bytes_down: bytes received.
        duration_ms: from sending to the end.
        response_sha256: SHA-256 of the bytes received; b"" if none. Sealed.
        restored: how many originals were put back, by entity type.
        unknown_pseudonyms: pseudonyms in the answer that this session does not know.
        denied: restores that were denied, by reason.
        recipient_request_id: the recipient's own id of the call. Sealed.
        peer_certificate: SHA-256 of the recipient's TLS certificate, in hex; "".
        attempts: connections tried.
    """

    id: str
    outcome: Outcome
    reason: str = ""
    http_status: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    duration_ms: int = 0
    response_sha256: bytes = field(default=b"", repr=False)
    restored: Mapping[str, int] = field(default_factory=dict)
    unknown_pseudonyms: int = 0
    denied: Mapping[str, int] = field(default_factory=dict)
    recipient_request_id: str = field(default="", repr=False)
    peer_certificate: str = ""
    attempts: int = 1

    kind = Kind.CLOSE

    def body(self) -> dict[str, Json]:
        """What the leaf says."""
        return present(
            {
                "attempts": self.attempts,
                "bytes_down": self.bytes_down,
                "bytes_up": self.bytes_up,
                "denied": dict(self.denied),
                "duration_ms": self.duration_ms,
                "outcome": self.outcome.value,
                "peer_certificate": self.peer_certificate,
                "reason": self.reason,
                "restored": dict(self.restored),
                "status": self.http_status,
                "unknown_pseudonyms": self.unknown_pseudonyms,
            }
        )

    def private(self) -> dict[str, str]:
        """What is sealed and committed to."""
        texts = {
            "recipient_request_id": self.recipient_request_id,
            "response_sha256": self.response_sha256.hex(),
        }
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRecord:
    """Something that was not sent, so that this can be shown.

    Attributes:
        id: "ref_...".
        request_id: "req_...".
        code: reason code of the refusal.
        status: HTTP status answered.
        application: id of the application; "" if it was not known yet.
        actor: id of its API key.
        purpose: id of the purpose, if known.
        recipient: id of the recipient, if known.
        operation: name of the call, if known.
        policy: id of the policy, if known.
        entities: (entity type, action, count) of what was found, if anything was inspected.
        config_hash: hash of the configuration.
        t_utc: when.
    """

    id: str
    request_id: str
    code: str
    status: int
    application: str = ""
    actor: str = ""
    purpose: str = ""
    recipient: str = ""
    operation: str = ""
    policy: str = ""
    entities: tuple[tuple[str, str, int], ...] = ()
    config_hash: str = ""
    t_utc: int

    kind = Kind.REFUSE

    def body(self) -> dict[str, Json]:
        """What the leaf says."""
        return present(
            {
                "actor": self.actor,
                "application": self.application,
                "code": self.code,
                "config": self.config_hash,
                "entities": self.entities,
                "operation": self.operation,
                "policy": self.policy,
                "purpose": self.purpose,
                "recipient": self.recipient,
                "request": self.request_id,
                "status": self.status,
                "t": self.t_utc,
            }
        )

    def private(self) -> dict[str, str]:
        """Nothing is sealed: a refusal names nobody."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything else that the log must remember.

    Attributes:
        id: "evt_...", or the id of the disclosure that it is about.
        kind: what it tells of; not open, close or refuse.
        subject: the caller's id of the data subject that it is about; "" for nobody. Sealed, and
            all else that is sealed is sealed under the subject's key.
        facts: what the leaf says.
        secrets: what is sealed, e.g. a human reason.
        retention_until: until when the sealed part is kept.
    """

    id: str
    kind: Kind
    subject: str = field(default="", repr=False)
    facts: Mapping[str, Json] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    retention_until: int = 0

    def body(self) -> dict[str, Json]:
        """What the leaf says."""
        return dict(self.facts)

    def private(self) -> dict[str, str]:
        """What is sealed and committed to."""
        return dict(self.secrets) | ({"subject": self.subject} if self.subject else {})


Record = Opening | Closing | RefusalRecord | Event
"""Whatever can be appended."""
