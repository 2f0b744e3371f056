"""The lines of a file of requests: each is read, decided and pseudonymised as a call of its own.

Several are inspected together, since that is faster; nothing of one gets into another: each has the
session that its own opening gives it, as if it had been sent alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gateway import preparing
from gateway.errors import BadRequest, ExchangeError, Refused
from gateway.keeping import Call, Keeping, made_here, session_of
from gateway.opaque import Contents, settle
from gateway.preparing import Prepared
from gateway.roof import Roof, Snapshot
from gateway.transfer.line_rows import LineKept
from privacy.policy import Decision, Enquiry, Operator, Policy, admit, decide
from privacy.refusal import Refusal
from privacy.text import Place, Role, Segment
from providers.codec import Codec, MalformedBodyError, Operation, Payload
from providers.openai_batch import RequestLine, read_request
from providers.query import read_query
from redaction.inspect import Inspection
from storage.sessions import is_indexed

_USER_ID = "USER_ID"
_AT_ONCE = 8
"""Lines that are taken before others have their turn."""
_NO_QUERY = read_query("")


class LineRefused(Exception):
    """A line may not be sent, so nothing is.

    Attributes:
        number: of the line, from 1.
        cause: the policy's refusal, or why the line cannot be read.
    """

    def __init__(self, number: int, cause: Refusal | ExchangeError) -> None:
        super().__init__(f"line {number}: {cause.code}")
        self.number = number
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Source:
    """Where lines come from, and what holds for all of them.

    Attributes:
        roof: what all exchanges share.
        now: what one configuration makes.
        codec: reads the calls.
        enquiry: who asks, for what, of whom; the recipient with all its instructions.
        policy: under which policy.
        explicit: the session that the caller names, if any.
        keeping: of the whole file: gives the stand-ins of `custom_id`.
    """

    roof: Roof
    now: Snapshot
    codec: Codec
    enquiry: Enquiry
    policy: Policy
    explicit: str | None
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be sent.

    Attributes:
        sent: the line as it is sent, with a line break.
        custom_id: the id that is sent.
        kept: what restores its result.
        prepared: what was found and done.
        contents: what could not be inspected.
        found: how it was inspected.
        noted: whether the recipient is asked to keep pseudonyms.
        model: the model that it asks.
    """

    sent: bytes = field(repr=False)
    custom_id: str = field(repr=False)
    kept: LineKept = field(repr=False)
    prepared: Prepared = field(repr=False)
    contents: Contents = field(repr=False)
    found: Inspection = field(repr=False)
    noted: bool
    model: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A line that was read and admitted."""

    number: int
    request: RequestLine
    operation: Operation
    contents: Contents
    enquiry: Enquiry
    keeping: Keeping
    segments: tuple[Segment, ...]

    @property
    def payload(self) -> Payload:
        if self.contents.payload is None:
            raise RuntimeError("a line has a body")
        return self.contents.payload


async def take(source: Source, numbered: Sequence[tuple[int, bytes]]) -> list[Line]:
    """Take some lines.

    Args:
        source: where they come from.
        numbered: each with its number.

    Raises:
        LineRefused: one of them may not be sent.
        Unavailable: something that is needed is not there now.
    """
    read = []
    for number, line in numbered:
        read.append(await _read(source, number, line))
        await _turn(len(read))
    application = source.enquiry.application.id
    found, seconds = await source.now.inspector.inspect_each(
        [one.segments for one in read], source.policy, application
    )
    source.roof.metrics.detection.observe(seconds)
    lines = []
    for one, inspection in zip(read, found, strict=True):
        lines.append(_line(source, one, inspection))
        await _turn(len(lines))
    return lines


async def _turn(taken: int) -> None:
    """Others wait for the event loop, too."""
    if taken % _AT_ONCE == 0:
        await asyncio.sleep(0)


async def _read(source: Source, number: int, line: bytes) -> _Read:
    try:
        request = read_request(line)
        operation = _operation(source, request)
        payload = source.codec.read(operation, request.body)
        preparing.check_model(payload.model)
        enquiry = _enquiry(source, operation, payload)
        settled = await _settle(source, operation, payload, enquiry)
        call = Call(operation, settled.payload, enquiry, source.policy, source.explicit)
        keeping = await session_of(source.roof, source.codec, call)
    except MalformedBodyError as malformed:
        raise LineRefused(number, BadRequest(malformed.code, malformed.message)) from None
    except BadRequest as failed:
        raise LineRefused(number, failed) from None
    except _Refusing as refusing:
        raise LineRefused(number, refusing.refusal) from None
    if isinstance(keeping, Refusal):
        raise LineRefused(number, keeping)
    own = settled.payload.segments if settled.payload else ()
    ident = Segment(request.custom_id, "/custom_id", 0, Role.SETTING, Place.TEXT, "custom_id")
    segments = (*own, *settled.documents, ident)
    return _Read(number, request, operation, settled, enquiry, keeping, segments)


def _operation(source: Source, request: RequestLine) -> Operation:
    operation = source.codec.route("POST", request.url, "")
    if operation is None:
        raise MalformedBodyError("invalid_line", "its url is none that is served here")
    return operation


class _Refusing(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _enquiry(source: Source, operation: Operation, payload: Payload) -> Enquiry:
    recipient = preparing.bound_for(source.enquiry.recipient, operation)
    enquiry = replace(source.enquiry, recipient=recipient, model=payload.model)
    refusal = admit(enquiry)
    if refusal is not None:
        raise _Refusing(refusal)
    return enquiry


async def _settle(
    source: Source, operation: Operation, payload: Payload, enquiry: Enquiry
) -> Contents:
    pdfs = source.now.inspector.read_pdfs
    files = await made_here(source.roof, enquiry, payload)
    settled = await settle(source.codec, operation, payload, enquiry, source.policy, pdfs, files)
    if isinstance(settled, Refusal):
        raise _Refusing(settled)
    refusal = preparing.check_unknown(settled.unknown_fields, source.policy)
    if refusal is not None:
        raise _Refusing(refusal)
    return settled


def _line(source: Source, read: _Read, found: Inspection) -> Line:
    own = len(read.segments) - 1
    prepared = preparing.prepare(
        read.segments[:own], found.spans[:own], source.policy, read.enquiry, read.keeping,
        source.now.config.operators,
    )  # fmt: skip
    if isinstance(prepared, Refusal):
        raise LineRefused(read.number, prepared)
    try:
        body, _ = preparing.rewrite(
            read.operation, read.payload, _NO_QUERY, prepared, read.enquiry, source.policy
        )
    except MalformedBodyError as unfit:
        raise LineRefused(read.number, BadRequest(unfit.code, unfit.message)) from None
    except ValueError:
        raise LineRefused(read.number, _unwritten(read.enquiry)) from None
    custom_id, prepared = _custom_id(source, read, found, prepared)
    kept = LineKept(
        read.operation.name, read.payload.json_answer, read.request.custom_id,
        _whose(read, found), read.keeping.session.rows(),
    )  # fmt: skip
    return Line(
        read.request.rewrite(custom_id, body) + b"\n", custom_id, kept,
        replace(prepared, mentioned=_numbered(prepared, read.number)), read.contents, found,
        preparing.notes(read.operation, source.policy, prepared), read.enquiry.model,
    )  # fmt: skip


def _whose(read: _Read, found: Inspection) -> str:
    """The type of what fills the `custom_id`, if it identifies a person."""
    return next(
        (
            span.entity_type
            for span in found.spans[-1]
            if (span.start, span.end) == (0, len(read.request.custom_id))
            and is_indexed(span.entity_type)
        ),
        "",
    )


def _unwritten(enquiry: Enquiry) -> Refused:
    return Refused(
        "instruction",
        "An instruction of the operator cannot be written into it "
        f"([recipients.{enquiry.recipient.id}.instructions]).",
    )


def _custom_id(
    source: Source, read: _Read, found: Inspection, prepared: Prepared
) -> tuple[str, Prepared]:
    """What is sent as `custom_id`, and what is recorded of it.

    It names a case or a customer, so it never leaves, unless the policy keeps such ids; it must
    stay unlike all others of the file, so it is not masked or removed like other ids.
    """
    spans = found.spans[-1]
    types = {_USER_ID, *(span.entity_type for span in spans)}
    decisions = decide(types, source.policy, read.enquiry)
    if isinstance(decisions, Refusal):
        raise LineRefused(read.number, decisions)
    custom_id = read.request.custom_id
    if all(decision.action.operator == Operator.KEEP for decision in decisions.values()):
        return custom_id, prepared
    made = source.keeping.stand_in(custom_id)
    counted = [span.entity_type for span in spans] or [_USER_ID]
    counts = dict(prepared.counts)
    for entity_type in counted:
        key = (entity_type, Operator.PSEUDONYMISE.value)
        counts[key] = counts.get(key, 0) + 1
    named = tuple(
        preparing.Mentioned(span.entity_type, custom_id[span.start : span.end], made, "/custom_id")
        for span in spans
        if is_indexed(span.entity_type)
    )
    told: Mapping[str, Decision] = {**decisions, **prepared.decisions}
    mentioned = (*prepared.mentioned, *named)
    return made, replace(prepared, counts=counts, decisions=told, mentioned=mentioned)


def _numbered(prepared: Prepared, number: int) -> tuple[preparing.Mentioned, ...]:
    return tuple(
        replace(one, pointer=f"/lines/{number}{one.pointer}") for one in prepared.mentioned
    )
