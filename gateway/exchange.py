"""One request, twelve stops, in this order. Start reading here.

 1. `outlet`: bounded body                  7. `preparing`: pseudonymised texts
 2. `authentication`: application           8. ledger: the record is durable, or nothing is sent
 3. `routing`: dialect, operation           9. `upstream`: to the recipient
 4. codec: every text and where it stands  10. `restoring`: originals back, as the answer comes
 5. `privacy.policy.admit`                 11. ledger: how it ended, whatever happens to the caller
 6. `inspection`, `privacy.policy.decide`  12. `metrics`

Rules of this file: it holds the order and nothing else that could stand lower. A failure before
stop 9 sends nothing. Whatever stop 9 began, stop 11 closes, in a task that no cancellation of the
caller reaches.
"""

import asyncio
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from disclosure.kinds import RANDOMNESS, Outcome, record_id
from disclosure.records import Opening, RefusalRecord
from gateway import headers as names
from gateway import preparing, recording
from gateway.authentication import Caller
from gateway.columns import NO_TABLE, tabled
from gateway.credentials import upward_headers
from gateway.delivering import Delivery, outcome_of, urls_of
from gateway.errors import BadRequest, Refused, UpstreamFailed, ledger_down
from gateway.keeping import Call, Keeping, made_here, session_of
from gateway.opaque import Contents, settle
from gateway.outlet import outlet_for, read_body
from gateway.preparing import Prepared, check_unknown, prepare, rewrite
from gateway.roof import Roof, Snapshot
from gateway.routing import Door, choose_recipient, holds_credential, refused_endpoint
from gateway.transfer.form import as_sent, form_body
from gateway.upstream import Streamed
from privacy.columns import columns_of
from privacy.consent import UNKNOWN_SUBJECT, SubjectState
from privacy.policy import Enquiry, Policy, admit
from privacy.purpose import Purpose
from privacy.recipient import Recipient
from privacy.refusal import STATE_CHANGED, Refusal, RefusalCode
from privacy.text import Segment
from providers.codec import Codec, MalformedBodyError, Operation, Payload, Query
from redaction.inspect import Inspection
from storage.ports import LedgerUnavailable, StaleState

_NOTHING = Prepared({}, {}, {}, ())


@dataclass(slots=True)
class Read:
    """What was read of a request (stop 4)."""

    payload: Payload | None
    query: Query
    segments: tuple[Segment, ...]


class Exchange:
    """One exchange, from the door to the recipient and back."""

    def __init__(self, request: web.BaseRequest, roof: Roof, door: Door, codec: Codec) -> None:
        self.began = time.perf_counter()
        self._request = request
        self._headers = request.headers
        self._roof = roof
        self._now: Snapshot = roof.snapshot
        self._config = self._now.config
        self._door = door
        self.codec = codec
        self.request_id = record_id(
            "req", time.time_ns() // 1_000_000, secrets.token_bytes(RANDOMNESS)
        )
        self.outlet = outlet_for(request, self._config.server.limits)
        self.caller: Caller | None = None
        self.operation: Operation | None = None
        self.recipient: Recipient | None = None
        self.purpose: Purpose | None = None
        self.disclosure_id = ""
        self.whole_at = self.began
        self.added: float | None = None
        self.course = recording.Course(Outcome.NOT_SENT, "", 0, 0, 0, {}, {}, 0, "")
        self.prepared = _NOTHING
        self._contents = Contents(None)
        self._table = NO_TABLE
        self.digest = b""
        self._opened = ""
        self._sent_at: float | None = None

    async def run(self) -> None:
        """Walk the twelve stops.

        Raises:
            ExchangeError: the caller gets an error; nothing was sent, or stop 11 has closed it.
        """
        caller = self._authenticate()
        operation = self._route()
        await self._disclose(caller, operation, await self._read(operation))

    async def _disclose(self, caller: Caller, operation: Operation, read: Read) -> None:
        self.whole_at = time.perf_counter()
        policy = self._config.policies[caller.application.policy]
        enquiry = await self._admit(caller, operation, read)
        read = await self._check_contents(operation, read, enquiry, policy)
        keeping = await self._keeping(operation, read, enquiry, policy)
        found = await self._inspect(read, policy, keeping)
        self.prepared = await self._pseudonymise(read, found, policy, enquiry, keeping)
        body, target = await self._rewrite(operation, read, enquiry, policy)
        headers = self._upward(caller, operation, enquiry)
        if operation.form:
            body, headers["Content-Type"], keeping.media = as_sent(body)
        record = self._record(enquiry, policy, body, found)
        try:
            await self._open(record, enquiry, keeping)
            await self._send(operation, read, policy, keeping, headers, body, target)
        finally:
            self._close()

    def _upward(self, caller: Caller, operation: Operation, enquiry: Enquiry) -> dict[str, str]:
        return upward_headers(
            self._headers, self._config.endpoints[enquiry.recipient.id], enquiry.recipient, caller,
            operation, self._roof.keys,
        )  # fmt: skip

    # Stops 1 to 4: the request.

    def _authenticate(self) -> Caller:
        peer = self._request.remote or ""
        self.caller = self._now.authentication.identify(self._headers, peer, time.monotonic())
        return self.caller

    def _route(self) -> Operation:
        path, query = self._door.path, self._request.rel_url.raw_query_string
        if holds_credential(query):
            raise BadRequest(
                "credential_in_query",
                "Send the key in a header: query strings end up in logs.",
            )
        operation = None
        if path is not None:
            operation = self.codec.route(self._request.method, path, query)
        if operation is None:
            raise refused_endpoint(self._door, self._request.method)
        self.operation = operation
        return operation

    async def _body(self, operation: Operation) -> bytes:
        limits = self._config.server.limits
        if operation.form:
            return await form_body(self._request, limits)
        return await read_body(self._request, limits.max_body_bytes, limits.body_seconds)

    async def _read(self, operation: Operation) -> Read:
        body = await self._body(operation)
        try:
            query = self.codec.read_query(operation, self._request.rel_url.raw_query_string)
            payload = self.codec.read(operation, body) if operation.inspected else None
        except MalformedBodyError as malformed:
            raise BadRequest(malformed.code, malformed.message) from None
        if operation.inspected and payload is None:
            raise RuntimeError("a request that is inspected has a payload")
        preparing.check_model(payload.model if payload else operation.model)
        own = payload.segments if payload else ()
        segments = (*own, *query.segments, *preparing.names_in_path(operation))
        return Read(payload, query, segments)

    # Stop 5: may it be disclosed at all?

    async def _admit(self, caller: Caller, operation: Operation, read: Read) -> Enquiry:
        application = caller.application
        recipient = choose_recipient(
            application,
            self.codec.wire,
            self._headers.get(names.RECIPIENT),
            self._config.recipients,
        )
        if isinstance(recipient, Refusal):
            raise await self._refused(recipient)
        self.recipient = recipient = preparing.bound_for(recipient, operation)
        self.purpose = await self._purpose(caller)
        subject = self._headers.get(names.SUBJECT, "")
        state = await self._state(subject, recipient)
        model = operation.model or (read.payload.model if read.payload else "")
        enquiry = Enquiry(
            application=application, purpose=self.purpose, recipient=recipient, model=model,
            subject=subject, state=state, signals=names.signals(self._headers),
        )  # fmt: skip
        refusal = admit(enquiry, deletes=operation.ends)
        if refusal is not None:
            raise await self._refused(refusal)
        return enquiry

    async def _purpose(self, caller: Caller) -> Purpose | None:
        application = caller.application
        named = self._headers.get(names.PURPOSE)
        if named is None:
            default = not application.purpose_required and application.purposes
            return self._config.purposes[application.purposes[0]] if default else None
        purpose = self._config.purposes.get(named)
        if purpose is None:
            granted = ", ".join(application.purposes)
            raise await self._refused(
                Refusal(
                    RefusalCode.PURPOSE_UNKNOWN,
                    f"x-privacy-purpose names no purpose of this gateway; granted: {granted}.",
                )
            )
        return purpose

    async def _refused(self, refusal: Refusal, status: int = Refused.status) -> Refused:
        """Log a refusal, so that it can be shown that nothing was sent."""
        if self.caller is not None:
            facts = recording.NotSent(
                config=self._config, caller=self.caller, request_id=self.request_id,
                code=refusal.code, status=status,
                purpose=self.purpose.id if self.purpose else "",
                recipient=self.recipient.id if self.recipient else "",
                operation=self.operation.name if self.operation else "",
                now=time.time_ns() // 1000, randomness=secrets.token_bytes(RANDOMNESS),
            )  # fmt: skip
            await self._append_refusal(recording.refusal(facts))
        return Refused(refusal.code, refusal.message, status=status)

    async def _append_refusal(self, record: RefusalRecord) -> None:
        try:
            await self._roof.ledger.append(record)
        except LedgerUnavailable:
            raise ledger_down() from None

    async def _state(self, subject: str, recipient: Recipient) -> SubjectState:
        if not subject or self.purpose is None:
            return UNKNOWN_SUBJECT
        ledger = self._roof.ledger
        try:
            index = ledger.subject_index(subject)
            return await ledger.subject_state(index, self.purpose.id, recipient.id)
        except LedgerUnavailable:
            raise ledger_down() from None

    async def _check_contents(
        self, operation: Operation, read: Read, enquiry: Enquiry, policy: Policy
    ) -> Read:
        pdfs = self._now.inspector.read_pdfs
        files = await made_here(self._roof, enquiry, read.payload)
        found = await settle(self.codec, operation, read.payload, enquiry, policy, pdfs, files)
        if isinstance(found, Refusal):
            raise await self._refused(found)
        refusal = check_unknown(found.unknown_fields, policy)
        if refusal is not None:
            raise await self._refused(refusal)
        own, before = (p.segments if p else () for p in (found.payload, read.payload))
        segments = (*own, *read.segments[len(before) :], *found.documents)
        table = tabled(segments, columns_of(enquiry.recipient.tables, operation.table))
        if isinstance(table, Refusal):
            raise await self._refused(table)
        self._table, self._contents = table, found.with_columns(unseen=table.unseen)
        return Read(found.payload, read.query, table.segments)

    # Stops 6 and 7: what stands in it, and what may leave.

    async def _keeping(
        self, operation: Operation, read: Read, enquiry: Enquiry, policy: Policy
    ) -> Keeping:
        explicit = self._headers.get(names.SESSION)
        call = Call(operation, read.payload, enquiry, policy, explicit)
        keeping = await session_of(self._roof, self.codec, call)
        if isinstance(keeping, Refusal):
            raise await self._refused(keeping, status=404)
        return keeping

    async def _inspect(self, read: Read, policy: Policy, keeping: Keeping) -> Inspection:
        found, seconds = await self._now.inspector.inspect(
            read.segments, policy, keeping.application, keeping.known
        )
        self._roof.metrics.detection.observe(seconds)
        return found

    async def _pseudonymise(
        self, read: Read, found: Inspection, policy: Policy, enquiry: Enquiry, keeping: Keeping
    ) -> Prepared:
        prepared = prepare(
            read.segments, found.spans, policy, enquiry, keeping, self._config.operators,
            self._table,
        )  # fmt: skip
        if isinstance(prepared, Refusal):
            raise await self._refused(prepared)
        return prepared

    async def _rewrite(
        self, operation: Operation, read: Read, enquiry: Enquiry, policy: Policy
    ) -> tuple[bytes, str]:
        try:
            return rewrite(operation, read.payload, read.query, self.prepared, enquiry, policy)
        except MalformedBodyError as unfit:
            raise BadRequest(unfit.code, unfit.message) from None
        except ValueError:
            refusal = Refusal(
                RefusalCode.INSTRUCTION,
                "An instruction of the operator cannot be written into this request "
                f"([recipients.{enquiry.recipient.id}.instructions]); nothing was sent.",
            )
            raise await self._refused(refusal) from None

    # Stop 8: the record.

    def _record(self, enquiry: Enquiry, policy: Policy, body: bytes, found: Inspection) -> Opening:
        if self.caller is None or self.operation is None:
            raise RuntimeError("a disclosure needs a caller and an operation")
        return recording.opening(
            recording.Facts(
                config=self._config, caller=self.caller, enquiry=enquiry, policy=policy,
                request_id=self.request_id, operation=self.operation.name, body=body,
                prepared=self.prepared, detector=self._now.inspector.version,
                degraded=found.degraded, contents=self._contents,
                note_added=preparing.notes(self.operation, policy, self.prepared),
                now=time.time_ns() // 1000, randomness=secrets.token_bytes(RANDOMNESS),
                caller_request_id=names.plain_id(self._headers.get("x-request-id", "")),
                code_version=self._roof.version,
            )
        )  # fmt: skip

    async def _open(self, record: Opening, enquiry: Enquiry, keeping: Keeping) -> None:
        """Have it durable; if this is cancelled, it may be all the same, and is closed."""
        began = time.perf_counter()
        try:
            await keeping.before_sending()
            self._opened = record.id
            await self._roof.ledger.append(record, expected_version=enquiry.state.version)
        except LedgerUnavailable:
            raise ledger_down() from None
        except StaleState:
            raise await self._refused(STATE_CHANGED, status=409) from None
        self.disclosure_id = record.id
        self._roof.metrics.ledger_append.labels("open").observe(time.perf_counter() - began)

    # Stops 9 to 11: there and back.

    async def _send(
        self, operation: Operation, read: Read, policy: Policy, keeping: Keeping,
        headers: Mapping[str, str], body: bytes | Streamed, target: str,
    ) -> None:  # fmt: skip
        if self.recipient is None:
            raise RuntimeError("a request is sent to somebody")
        delivery = Delivery(
            codec=self.codec, operation=operation, payload=read.payload,
            keeping=keeping, rules=policy.restore,
            known_urls=urls_of(body, preparing.in_files(read.segments, self.prepared)),
            changed=bool(self.prepared.texts),
            event_limit=self._config.server.limits.max_event_bytes, outlet=self.outlet,
            course=self.course, disclosure_id=self.disclosure_id, first_byte=self._first_byte,
        )  # fmt: skip
        self._sent_at = time.perf_counter()
        self.added = self._sent_at - self.whole_at
        self.course.bytes_up = len(body)
        self.course.outcome = Outcome.CLIENT_GONE
        upstream = self._now.upstreams[self.recipient.id]
        whole = isinstance(body, bytes) and operation.answers != "file"
        limit = asyncio.timeout(self._config.server.limits.total_seconds if whole else None)
        try:
            async with (
                limit,
                upstream.send(operation.method, target, headers, body) as reply,
            ):
                self.digest = await delivery.deliver(reply)
        except UpstreamFailed as failure:
            self.course.outcome = outcome_of(failure)
            self.course.reason = failure.code
            raise
        except TimeoutError:
            late = limit.expired()
            self.course.outcome = Outcome.TIMEOUT if late else Outcome.CLIENT_SLOW
            self.course.reason = "total_seconds" if late else "write_seconds"
            if not self.outlet.begun:
                raise UpstreamFailed(
                    "upstream_timeout", "The recipient did not answer in time.", status=504
                ) from None
            self.outlet.abort()
        except ConnectionError:
            self.course.outcome = Outcome.CLIENT_GONE
        except Exception:
            self.course.outcome, self.course.reason = Outcome.UNKNOWN, "internal_error"
            raise

    def _first_byte(self) -> None:
        self._roof.metrics.first_byte.labels(self.codec.wire).observe(
            time.perf_counter() - self.began
        )

    def _close(self) -> None:
        """Write how it ended, in a task that nobody's cancellation reaches."""
        if not self._opened:
            return
        took = 0.0 if self._sent_at is None else time.perf_counter() - self._sent_at
        record = recording.closing(self._opened, self.course, int(took * 1000), self.digest)
        self._roof.tasks.spawn(self._roof.close(record), "close")
