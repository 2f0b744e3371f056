"""Stop 5, second half: content that nobody here can look into, and what is done with it.

What is stripped is replaced by a note before anything else happens, and the request is read anew;
what is passed, stripped or scanned stands in the record. PDFs are read by a process of their own
(`gateway.pdf`), and their text is inspected with the rest of the request.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from privacy.columns import Kind, columns_of
from privacy.opaque import Treatment, treatment
from privacy.policy import Enquiry, Policy
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place, Role, Segment
from providers.codec import Codec, OpaqueItem, Operation, Payload
from redaction.pdf_text import REASONS, PdfText

_IMAGE = "image"
_BUCKET = "bucket"
"""Kind of a place that only a recipient's `buckets` let pass."""
_STATE = "provider_state"
"""Kind of what no policy lets pass: nobody here could restore what comes of it."""
_COLUMNS = "columns"
"""What the record calls values of columns that pass without a look."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A request's content, once everything that cannot be inspected is settled.

    Attributes:
        payload: the request, without what was stripped; None where it has no body.
        documents: texts of the PDFs in it, to be inspected; they may not change.
        passed: kinds of content that nobody looked into.
        stripped: kinds of content that a note stands in place of.
        scanned: kinds of content that was read, but cannot be rewritten.
        unread: what is still to be read.
    """

    payload: Payload | None
    documents: tuple[Segment, ...] = ()
    passed: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    unread: tuple[OpaqueItem, ...] = ()

    def with_columns(self, *, unseen: bool) -> "Contents":
        """The same, and whether values of a table's columns pass without a look."""
        return replace(self, passed=tuple(sorted((*self.passed, _COLUMNS)))) if unseen else self

    @property
    def unknown_fields(self) -> Sequence[str]:
        """Pointers of fields that were read as text because no table names them."""
        return self.payload.unknown_fields if self.payload else ()


PdfReading = Callable[[Sequence[bytes]], Awaitable[Sequence[PdfText]]]
"""Reads PDFs: `gateway.inspection.Inspector.read_pdfs`."""


async def settle(
    codec: Codec,
    operation: Operation,
    payload: Payload | None,
    enquiry: Enquiry,
    policy: Policy,
    read_pdfs: PdfReading,
    made_here: frozenset[str] = frozenset(),
) -> Contents | Refusal:
    """Refuse, strip, read or let pass what cannot be inspected as it is.

    Args:
        codec: the dialect.
        operation: the call.
        payload: its body, if it has one.
        enquiry: who asks, for what, of whom.
        policy: under which policy.
        read_pdfs: reads PDFs.
        made_here: ids of files that were inspected when they were made.

    Raises:
        MalformedBodyError: the request cannot be read without what was stripped.
        Unavailable: PDFs cannot be read at present.
    """
    found = treat(codec, operation, payload, enquiry, policy, made_here)
    if isinstance(found, Refusal) or not found.unread:
        return found
    documents: list[Segment] = []
    pictures = False
    for item, pdf in zip(
        found.unread, await read_pdfs([item.content for item in found.unread]), strict=True
    ):
        if pdf.unreadable:
            return _unreadable(REASONS[pdf.unreadable], policy)
        pictures = pictures or pdf.pictures
        documents += _segments(item, pdf, found.payload)
    passes = treatment(_IMAGE, policy.opaque, *_narrower(enquiry)) is Treatment.PASS
    if pictures and not passes:
        return _unreadable("it holds pictures, which would have to pass as well (image)", policy)
    passed = {*found.passed, _IMAGE} if pictures else found.passed
    return replace(found, unread=(), documents=tuple(documents), passed=tuple(sorted(passed)))


def _segments(item: OpaqueItem, pdf: PdfText, payload: Payload | None) -> list[Segment]:
    """Its texts, after all that the conversation says, so that what is found there is sought."""
    block = max((segment.block for segment in payload.segments), default=0) + 1 if payload else 0
    return [
        Segment(text, f"{item.pointer}#", block, Role.CLIENT, Place.DOCUMENT) for text in pdf.texts
    ]


def _unreadable(why: str, policy: Policy) -> Refusal:
    return Refusal(
        RefusalCode.OPAQUE_CONTENT,
        f"A PDF in the request cannot be inspected: {why}. Send its text in its place, or have pdf "
        f"passed or stripped by [policies.{policy.id}] opaque.",
    )


def treat(
    codec: Codec,
    operation: Operation,
    payload: Payload | None,
    enquiry: Enquiry,
    policy: Policy,
    made_here: frozenset[str] = frozenset(),
) -> Contents | Refusal:
    """Refuse, strip or let pass what cannot be inspected; PDFs are still to be read.

    Raises:
        MalformedBodyError: the request cannot be read without what was stripped.
    """
    if payload is None:
        return Contents(None)
    treated = _treated(operation, _unknown(payload, made_here), enquiry, policy)
    refused = treated[Treatment.REFUSE]
    if refused:
        return _stuck(refused, enquiry, policy) or _refusal(refused, policy)
    stripped = treated[Treatment.STRIP]
    if stripped:
        payload = codec.read(operation, _without(payload, stripped))
        treated = _treated(operation, _unknown(payload, made_here), enquiry, policy)
        if treated[Treatment.REFUSE] or treated[Treatment.STRIP]:
            raise RuntimeError("what was stripped is still there")
    return Contents(
        payload,
        passed=_kinds(treated[Treatment.PASS]),
        stripped=_kinds(stripped),
        scanned=_kinds(treated[Treatment.SCAN]),
        unread=tuple(treated[Treatment.SCAN]),
    )


def _unknown(payload: Payload, made_here: frozenset[str]) -> list[OpaqueItem]:
    return [item for item in payload.opaque if not item.file or item.file not in made_here]


def _treated(
    operation: Operation, items: Sequence[OpaqueItem], enquiry: Enquiry, policy: Policy
) -> defaultdict[Treatment, list[OpaqueItem]]:
    """The items by what is done with them; what cannot be stripped is refused."""
    narrower = _narrower(enquiry)
    columns = columns_of(enquiry.recipient.tables, operation.table)
    treated: defaultdict[Treatment, list[OpaqueItem]] = defaultdict(list)
    for item in items:
        done = treatment(item.kind, policy.opaque, *narrower)
        if done is Treatment.STRIP and item.removal is None:
            done = Treatment.REFUSE
        if item.kind == _BUCKET and enquiry.recipient.approves(item.uri):
            done = Treatment.PASS
        if item.column is not None and columns.kind(item.column) is Kind.UNTOUCHED:
            done = Treatment.PASS
        treated[done].append(item)
    return treated


def _narrower(enquiry: Enquiry) -> tuple[Mapping[str, Treatment], Mapping[str, Treatment]]:
    return enquiry.application.opaque, enquiry.recipient.opaque


def _without(payload: Payload, items: Sequence[OpaqueItem]) -> bytes:
    """The body with notes in place of items; several items of one part are one note."""
    source = payload.rewrite({}, {}, None).decode()
    places = {item.removal[:2]: item.removal[2] for item in items if item.removal}
    pieces: list[str] = []
    done = 0
    for (start, end), note in sorted(places.items()):
        pieces += (source[done:start], note)
        done = end
    return "".join((*pieces, source[done:])).encode()


def _stuck(items: Sequence[OpaqueItem], enquiry: Enquiry, policy: Policy) -> Refusal | None:
    """Why nothing is stripped although it should be."""
    told = [treatment(item.kind, policy.opaque, *_narrower(enquiry)) for item in items]
    if any(each is not Treatment.STRIP for each in told):
        return None
    return Refusal(
        RefusalCode.OPAQUE_CONTENT,
        f"The request holds content to be stripped ({', '.join(_kinds(items))}) at a place where "
        "the protocol has none for a note; remove it.",
    )


def _refusal(items: Sequence[OpaqueItem], policy: Policy) -> Refusal:
    kinds = _kinds(items)
    if _STATE in kinds:
        return Refusal(
            RefusalCode.OPAQUE_CONTENT,
            "The request builds on what the recipient keeps of earlier calls (provider_state), "
            "whose pseudonyms the gateway does not know; send the conversation itself.",
        )
    if _BUCKET in kinds:
        return Refusal(
            RefusalCode.OPAQUE_CONTENT,
            "The job reads or writes a bucket, table or data set whose content never passes the "
            "gateway; send the prompts in calls of their own, or have the place named in "
            "[recipients.NAME] buckets.",
        )
    more = " In place of token ids, send the text itself." if "token_ids" in kinds else ""
    return Refusal(
        RefusalCode.OPAQUE_CONTENT,
        f"The request holds content that cannot be inspected ({', '.join(kinds)}); remove it, or "
        f"have it named in [policies.{policy.id}] opaque, unless application or recipient forbid "
        f"it.{more}",
    )


def _kinds(items: Sequence[OpaqueItem]) -> tuple[str, ...]:
    return tuple(sorted({item.kind for item in items}))
