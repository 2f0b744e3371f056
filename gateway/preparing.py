"""Stops 6 and 7: what stands in a request, what is done with it, and the text that may leave."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import unquote

from gateway.columns import NO_TABLE, Table, unfit
from gateway.errors import BadRequest
from privacy.entities import ENTITY_TYPES
from privacy.policy import Decision, Enquiry, Operator, Policy, decide
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place, Role, Segment, Span
from providers.codec import Operation, Payload, Query
from redaction.apply import Edit, apply
from redaction.operators import Operators
from vault.scope import Scope
from vault.session import Session

_NOTE = (
    "Words such as PERSON_a7k2 or EMAIL_q9w4 stand for real values. "
    "Keep each exactly as it is written, and use it as the value itself."
)


_FIELDS = frozenset({
    "messages", "tools", "functions", "tool_choice", "response_format", "metadata", "model",
    "contents", "systemInstruction", "system_instruction", "toolConfig", "tool_config",
    "generationConfig", "generation_config", "labels", "cachedContent", "cached_content",
    "input", "instructions", "text", "prompt", "instances", "inputs", "parameters",
})  # fmt: skip
"""Top-level fields of the dialects that an error may name."""


_MODEL = re.compile(r"[\w.:/@+-]{0,256}", re.ASCII)
_UNCHANGING = frozenset({Place.FIXED, Place.DOCUMENT})
_PATH_NAME = 6
"""Characters of the shortest name that can tell who somebody is."""
_PATH_NUMBERS = re.compile(r"(?<=/projects/)\d{1,20}(?=/)|(?<=/endpoints/)\d{1,20}(?=[/:])")


class Minting(Protocol):
    """What gives values their pseudonyms."""

    @property
    def session(self) -> Session:
        """The session of the call."""

    @property
    def joint(self) -> Session:
        """Mints what is compared with other calls of the application."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A value that names somebody well enough to be found again in the log.

    Attributes:
        entity_type: its type.
        value: as it was written.
        replacement: what stands for it in what was sent.
        pointer: where it stood.
    """

    entity_type: str
    value: str
    replacement: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that may leave.

    Attributes:
        texts: index of a segment -> its new text, changed ones only.
        counts: (entity type, operator) -> how many.
        decisions: by entity type.
        mentioned: indexed values among the replaced ones.
    """

    texts: Mapping[int, str]
    counts: Mapping[tuple[str, str], int]
    decisions: Mapping[str, Decision]
    mentioned: Sequence[Mentioned]


def check_unknown(pointers: Sequence[str], policy: Policy) -> Refusal | None:
    """Unknown fields were read as text; the strict profile refuses them."""
    if not pointers or policy.unknown_fields == "scan":
        return None
    return Refusal(
        RefusalCode.UNKNOWN_FIELD,
        f"The request holds {len(pointers)} fields that the gateway does not know, and policy "
        f'{policy.id!r} refuses those; remove them or set unknown_fields = "scan".',
    )


def check_model(name: str) -> None:
    """Refuse a model that is called as none is.

    Raises:
        BadRequest: so that no text stands in the log for ever as the name of a model.
    """
    if _MODEL.fullmatch(name) is None:
        raise BadRequest("invalid_model", "The model's name holds characters that none has.")


def names_in_path(operation: Operation) -> tuple[Segment, ...]:
    """Names in a path that callers choose: of a model, a project, an endpoint.

    They go up as they are and stand in the log, so that nothing personal may be found in them.
    Numbers of projects and endpoints are the recipient's own, as are ids of what it keeps.
    """
    path = unquote(operation.upstream_path)
    vouched = {ref.id for ref in operation.refers if not ref.soft}
    names = list(operation.names)
    if operation.model or "/projects/" in path:
        names += _PATH_NUMBERS.sub("", path).replace(":", "/").split("/")
    return tuple(
        Segment(name, "/path", 0, Role.SETTING, Place.FIXED)
        for name in names
        if len(name) >= _PATH_NAME and name not in vouched
    )


def prepare(
    segments: Sequence[Segment],
    spans: Sequence[Sequence[Span]],
    policy: Policy,
    enquiry: Enquiry,
    minting: Minting,
    operators: Operators,
    table: Table = NO_TABLE,
) -> Prepared | Refusal:
    """Decide about all that was found, and write what may leave.

    Pseudonyms are minted in the order of blocks, so that a conversation that grows at its end
    keeps those that it has.
    """
    spans = table.spans(spans)
    found = [index for index, here in enumerate(spans) if here]
    if not found:
        return Prepared({}, {}, {}, ())
    decisions = decide({s.entity_type for i in found for s in spans[i]}, policy, enquiry)
    if isinstance(decisions, Refusal):
        return decisions
    fixed = _fixed(segments, spans, found, decisions, table)
    if fixed is not None:
        return fixed
    found.sort(key=lambda index: segments[index].block)
    texts: dict[int, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    mentioned: list[Mentioned] = []
    for index in found:
        segment = segments[index]
        session = minting.joint if segment.joint else minting.session
        own = session.for_text()
        here = table.decisions(index, decisions)
        applied = apply(
            segment.text, spans[index], here, own.mint, own.salt, own.surrogate, operators
        )
        session.learn(own)
        if applied.text != segment.text:
            texts[index] = applied.text
        for edit in applied.edits:
            counts[edit.entity_type, edit.operator] += 1
            kind = ENTITY_TYPES.get(edit.entity_type)
            if kind is not None and kind.indexed:
                mentioned.append(_mention(segment, applied.text, edit))
    minting.session.learn(minting.joint)
    return Prepared(texts, counts, decisions, mentioned)


def rewrite(
    operation: Operation,
    payload: Payload | None,
    query: Query,
    prepared: Prepared,
    enquiry: Enquiry,
    policy: Policy,
) -> tuple[bytes, str]:
    """The body and the target as they leave; segments of the query follow those of the body."""
    texts, count = prepared.texts, len(payload.segments) if payload else 0
    body = b""
    if payload is not None:
        note = _NOTE if notes(operation, policy, prepared) else None
        own = {index: text for index, text in texts.items() if index < count}
        body = payload.rewrite(own, enquiry.recipient.instructions, note)
    asked = query.rewrite({i - count: text for i, text in texts.items() if i >= count})
    return body, operation.upstream_path + (f"?{asked}" if asked else "")


def in_files(segments: Sequence[Segment], prepared: Prepared) -> str:
    """Text as it is sent inside of strings, whose encoding may hide it."""
    return "\n".join(
        prepared.texts.get(index, segment.text)
        for index, segment in enumerate(segments)
        if "#" in segment.pointer and segment.place is not Place.DOCUMENT
    )


def notes(operation: Operation, policy: Policy, prepared: Prepared) -> bool:
    """Whether the recipient is asked to keep pseudonyms as they are."""
    return policy.note and operation.noted and bool(prepared.texts)


def scope_of(operation: Operation, policy: Policy, explicit: str | None) -> Scope:
    """Over what a value keeps its pseudonym: the policy says, the caller, or the kind of call."""
    if policy.scope != "session" or explicit is not None:
        return policy.scope
    return operation.scope


def bound_for(recipient: Recipient, operation: Operation) -> Recipient:
    """A recipient as this call sees it: without instructions that mean nothing to the call."""
    if not operation.moot & recipient.instructions.keys():
        return recipient
    kept = {k: v for k, v in recipient.instructions.items() if k not in operation.moot}
    return replace(recipient, instructions=kept)


def _mention(segment: Segment, text: str, edit: Edit) -> Mentioned:
    return Mentioned(
        edit.entity_type,
        segment.text[edit.start : edit.end],
        text[edit.new_start : edit.new_end],
        segment.pointer,
    )


def _whereabouts(pointer: str) -> str:
    """The top-level field, if it is one of the protocol's own: other keys may be personal."""
    field = pointer.split("/")[1] if "/" in pointer else ""
    return f"(in {field}) " if field in _FIELDS else ""


def _fixed(
    segments: Sequence[Segment],
    spans: Sequence[Sequence[Span]],
    found: Sequence[int],
    decisions: Mapping[str, Decision],
    table: Table,
) -> Refusal | None:
    for index in found:
        if segments[index].place not in _UNCHANGING:
            continue
        here = table.decisions(index, decisions)
        for span in spans[index]:
            if here[span.entity_type].action.operator != Operator.KEEP:
                code, why = _why_fixed(segments[index], table)
                return Refusal(code, f"{span.entity_type} {why}")
    return None


def _why_fixed(segment: Segment, table: Table) -> tuple[RefusalCode, str]:
    if segment.place is Place.DOCUMENT:
        return RefusalCode.OPAQUE_CONTENT, _IN_DOCUMENT
    if segment.column is not None:
        return RefusalCode.PLACE_FIXED, unfit(table.columns)
    why = (
        "stands where the protocol needs a fixed word or number "
        f"{_whereabouts(segment.pointer)}and cannot be replaced there: remove it."
    )
    return RefusalCode.PLACE_FIXED, why


_IN_DOCUMENT = (
    "stands in a PDF, where nothing can be replaced: send the text of the PDF in its place, or "
    "have pdf passed or stripped by policy ([policies.NAME.opaque])."
)
