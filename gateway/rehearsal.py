"""What would be sent? Stops 3 to 7 of an exchange for one text, in this process.

Nothing is sent and nothing is logged: there is no ledger here and no way out. Keys are made up for
the occasion, so pseudonyms have other ids than in a real exchange.
"""

import json
import secrets
from dataclasses import dataclass, field

from gateway.config.config import Config
from gateway.keys import Keys
from gateway.opaque import treat
from gateway.preparing import Prepared, check_unknown, prepare, rewrite
from gateway.routing import choose_recipient
from gateway.snapshot import build_snapshot
from privacy.application import Application
from privacy.policy import Enquiry, Policy, admit
from privacy.purpose import Purpose
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Segment, Span
from providers.codec import Operation, Payload, Query
from providers.registry import CODECS
from redaction.inspect import Inspection
from vault.scope import session_scope
from vault.session import Session

KEY_BYTES = 32
_MODELS = {"openai": "gpt-4o-mini", "google": "gemini-2.5-flash"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be rehearsed.

    Attributes:
        text: one message of a conversation.
        application: whose rules hold.
        purpose: id of the purpose; "" for the application's only one.
        recipient: id of the recipient; "" for the application's only or first one.
        model: the language model; "" for a usual one.
        stream: whether the answer would be streamed.
    """

    text: str = field(repr=False)
    application: Application
    purpose: str = ""
    recipient: str = ""
    model: str = ""
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One value that was found.

    Attributes:
        entity_type: its type.
        text: as it was written.
        recognizer: what found it.
        score: how sure that is, from 0 to 1.
        action: what was done with it.
    """

    entity_type: str
    text: str = field(repr=False)
    recognizer: str
    score: float
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What would be sent, or why nothing would.

    Attributes:
        recipient: who would receive it; None if that was refused.
        purpose: what for; None likewise.
        model: the language model.
        policy: id of the policy.
        refusal: why nothing would be sent; None if it would.
        found: the values found, in the order of the text.
        target: method and path.
        body: the request's body.
    """

    recipient: Recipient | None = None
    purpose: Purpose | None = None
    model: str = ""
    policy: str = ""
    refusal: Refusal | None = None
    found: tuple[Found, ...] = ()
    target: str = ""
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class _Read:
    """The request that an SDK would send, as its codec reads it."""

    operation: Operation
    payload: Payload
    query: Query

    @property
    def segments(self) -> tuple[Segment, ...]:
        return (*self.payload.segments, *self.query.segments)


async def rehearse(config: Config, wish: Wish) -> Rehearsal:
    """Walk the stops.

    Raises:
        Unavailable: detection failed; a gateway would send nothing either.
        RuntimeError: detection cannot be built.
    """
    policy = config.policies[wish.application.policy]
    recipient = _recipient(config, wish)
    if isinstance(recipient, Refusal):
        return Rehearsal(refusal=recipient, policy=policy.id)
    purpose = _purpose(config, wish)
    model = wish.model or _MODELS[recipient.wire]
    enquiry = Enquiry(
        application=wish.application, purpose=purpose, recipient=recipient, model=model
    )
    read = _read(wish, recipient, model)
    refusal = _unknown_purpose(wish, purpose) or admit(enquiry) or _contents(read, enquiry, policy)
    if refusal is None:
        return await _prepare(config, enquiry, policy, read)
    return Rehearsal(
        refusal=refusal, recipient=recipient, purpose=purpose, model=model, policy=policy.id
    )


def _recipient(config: Config, wish: Wish) -> Recipient | Refusal:
    """As in an exchange; where no dialect is chosen, the first recipient's."""
    named = wish.recipient or wish.application.recipients[0]
    known = config.recipients.get(named) or config.recipients[wish.application.recipients[0]]
    return choose_recipient(wish.application, known.wire, named, config.recipients)


def _purpose(config: Config, wish: Wish) -> Purpose | None:
    application = wish.application
    if wish.purpose:
        return config.purposes.get(wish.purpose)
    default = not application.purpose_required and application.purposes
    return config.purposes[application.purposes[0]] if default else None


def _unknown_purpose(wish: Wish, purpose: Purpose | None) -> Refusal | None:
    if purpose is not None or not wish.purpose:
        return None
    granted = ", ".join(wish.application.purposes)
    return Refusal(
        RefusalCode.PURPOSE_UNKNOWN, f"There is no purpose {wish.purpose!r}; granted: {granted}."
    )


def _contents(read: _Read, enquiry: Enquiry, policy: Policy) -> Refusal | None:
    codec = CODECS[enquiry.recipient.wire]
    found = treat(codec, read.operation, read.payload, enquiry, policy)
    return found if isinstance(found, Refusal) else check_unknown(found.unknown_fields, policy)


def _read(wish: Wish, recipient: Recipient, model: str) -> _Read:
    """Write the request as an SDK does, and read it as the gateway does."""
    if recipient.wire == "google":
        method = "streamGenerateContent" if wish.stream else "generateContent"
        path, query = f"/v1beta/models/{model}:{method}", "alt=sse" if wish.stream else ""
        body: object = {"contents": [{"role": "user", "parts": [{"text": wish.text}]}]}
    else:
        path, query = "/v1/chat/completions", ""
        message = {"role": "user", "content": wish.text}
        body = {"model": model, "messages": [message]} | ({"stream": True} if wish.stream else {})
    codec = CODECS[recipient.wire]
    operation = codec.route("POST", path, query)
    if operation is None:
        raise RuntimeError(f"the codec of {recipient.wire} does not know its own path")
    payload = codec.read(operation, json.dumps(body, ensure_ascii=False).encode())
    return _Read(operation, payload, codec.read_query(operation, query))


async def _prepare(config: Config, enquiry: Enquiry, policy: Policy, read: _Read) -> Rehearsal:
    keys = Keys(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))
    snapshot = build_snapshot(config, keys)
    try:
        found, _ = await snapshot.inspector.inspect(read.segments, policy, enquiry.application.id)
    finally:
        await snapshot.close()
    scope = session_scope(
        keys.pseudonym, enquiry.application.id, scope=policy.scope, subject="", explicit=None,
        opening=read.payload.opening,
    )  # fmt: skip
    minting = _Minting(Session(keys.pseudonym, scope), Session(keys.pseudonym, scope, apart=True))
    prepared = prepare(
        read.segments, found.spans, policy, enquiry, minting, config.operators
    )  # fmt: skip
    return _told(enquiry, policy, read, found, prepared)


@dataclass(frozen=True, slots=True)
class _Minting:
    session: Session
    joint: Session


def _told(
    enquiry: Enquiry, policy: Policy, read: _Read, found: Inspection, prepared: Prepared | Refusal
) -> Rehearsal:
    refused = isinstance(prepared, Refusal)
    body, target = b"", ""
    if not isinstance(prepared, Refusal):
        body, target = rewrite(read.operation, read.payload, read.query, prepared, enquiry, policy)
    return Rehearsal(
        recipient=enquiry.recipient,
        purpose=enquiry.purpose,
        model=enquiry.model,
        policy=policy.id,
        refusal=prepared if isinstance(prepared, Refusal) else None,
        found=tuple(
            _found(segment, span, "" if refused else _action(prepared, span))
            for segment, spans in zip(read.segments, found.spans, strict=True)
            for span in spans
        ),
        target="" if refused else f"{read.operation.method} {target}",
        body=body,
    )


def _action(prepared: Prepared | Refusal, span: Span) -> str:
    if isinstance(prepared, Refusal):
        return "refuse"
    return prepared.decisions[span.entity_type].action.operator


def _found(segment: Segment, span: Span, action: str) -> Found:
    text = segment.text[span.start : span.end]
    return Found(span.entity_type, text, span.recognizer, span.score, action)
