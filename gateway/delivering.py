"""Stop 10: the recipient's answer on its way back, restored as it comes.

Three kinds of answers: an error, one body, a stream. What breaks off at the recipient breaks off
at the caller, too: with an error event in its dialect and without a proper end, so that no client
takes half an answer for a whole one.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from disclosure.kinds import Outcome
from gateway import headers as names
from gateway.errors import UpstreamFailed
from gateway.keeping import Keeping
from gateway.outlet import Outlet
from gateway.pulse import Pulse
from gateway.recording import Course
from gateway.restoring import StreamRestoring, restore_whole
from gateway.transfer.results import content_restoring
from gateway.upstream import Reply, Streamed
from privacy.policy import RestoreRules
from providers.codec import (
    Codec,
    Container,
    Frame,
    Framing,
    MalformedAnswerError,
    Operation,
    Payload,
    Slot,
)
from redaction.restore import Restorer
from redaction.urls import urls_in
from vault.session import Row, Session

_ERROR = 400
_EMPTY = frozenset({204, 205})
"""Statuses without a body (RFC 9110 sections 15.3.5 and 15.3.6)."""
_GONE = frozenset({404, 410})
"""Statuses of a deletion that found nothing to delete: it is over all the same."""
_WHOLE = frozenset({"application/json"})
_BRACKETS = (b"{", b"[")
_STREAMS = frozenset({"text/event-stream"})
_MAYBE_URL = re.compile(rb"//|www\.|[\w-]\.[A-Za-z]{2,}[/?#]|LINK_", re.IGNORECASE)
_HEARD = re.compile(r"(?:audio/[a-z0-9.+-]{1,40}|text/event-stream)\Z")
_BYTES = "application/octet-stream"
"""What files are called, whatever they are: no page runs here."""
_OUTCOMES = {
    "upstream_timeout": Outcome.TIMEOUT,
    "upstream_limit": Outcome.LIMIT,
    "upstream_truncated": Outcome.UPSTREAM_TRUNCATED,
}


def json_escape(value: str) -> str:
    """A value as it stands inside a JSON string (RFC 8259 section 7)."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def urls_of(body: bytes | Streamed, files: str = "") -> frozenset[str]:
    """URLs of a request and its files as they are sent: only into these may originals return."""
    found = urls_in(files)
    if not isinstance(body, bytes) or _MAYBE_URL.search(body) is None:
        return found
    return found | urls_in(body.decode(errors="replace"), json=True)


def outcome_of(failure: UpstreamFailed) -> Outcome:
    """What the log calls a failure of the recipient."""
    return _OUTCOMES.get(failure.code, Outcome.UPSTREAM_ERROR)


@dataclass(slots=True)
class Delivery:
    """Delivers one answer.

    Attributes:
        codec: the dialect.
        operation: the call.
        payload: the request, None where it had no body.
        keeping: the session, and what is kept of it.
        rules: where originals may return to.
        known_urls: URLs of the request as it was sent.
        changed: whether the request was pseudonymised.
        event_limit: bytes of one event of a stream.
        outlet: where the answer goes.
        course: what is noted for the log.
        first_byte: called when the first byte of the body is about to leave.
    """

    codec: Codec
    operation: Operation
    payload: Payload | None
    keeping: Keeping
    rules: RestoreRules
    known_urls: frozenset[str]
    changed: bool
    event_limit: int
    outlet: Outlet
    course: Course
    disclosure_id: str
    first_byte: Callable[[], None]

    async def deliver(self, reply: Reply) -> bytes:
        """Deliver a reply and note its course.

        Returns:
            SHA-256 of what was received.

        Raises:
            UpstreamFailed: it failed, and nothing was delivered yet.
        """
        self.course.status = reply.status
        self.course.recipient_request_id = reply.headers.get("x-request-id", "")[:128]
        framing = self._framing(reply)
        if reply.status >= _ERROR:
            return await self._error(reply)
        if self.operation.answers != "json":
            return await self._content(reply)
        if framing is Framing.NONE:
            return await self._whole(reply)
        return await self._stream(reply, framing)

    def _framing(self, reply: Reply) -> Framing:
        asked = self.payload.framing if self.payload else self.operation.framing
        if asked is Framing.SSE and reply.content_type not in _STREAMS:
            return Framing.NONE  # a recipient may answer a streaming call with one body
        if asked is Framing.JSON_ARRAY and reply.content_type in _STREAMS:
            return Framing.SSE  # a container of somebody's own says how it streams only now
        return asked

    async def _whole(self, reply: Reply) -> bytes:
        body = await reply.body()
        self.course.bytes_down = len(body)
        if reply.status in _EMPTY:
            await self.keeping.after_success()
            self.course.outcome = Outcome.OK
            await self.outlet.whole(reply.status, self._bare_head(reply), b"")
            return hashlib.sha256(body).digest()
        counted = _Counting(self)
        try:
            if self.operation.lists:
                restored = await self._listing(body)
            else:
                frame = self.codec.whole(self.operation, body, self.payload)
                restored = restore_whole(frame, counted.make)
        except MalformedAnswerError:
            raise _malformed() from None
        counted.note(self.course)
        if self.keeping.listens:
            await self.keeping.hear(body)
        await self.keeping.after_success()
        self.first_byte()
        headers = self._head(reply)
        if reply.content_type not in _WHOLE:  # it is called what it is: no page runs here
            kind = "application/json" if restored.lstrip()[:1] in _BRACKETS else "text/plain"
            headers["Content-Type"] = f"{kind}; charset=utf-8"
        await self.outlet.whole(reply.status, headers, restored)
        self.course.outcome = Outcome.OK
        return hashlib.sha256(body).digest()

    async def _listing(self, body: bytes) -> bytes:
        """Each item with its own pseudonyms; what others made is none of this caller's business."""
        listing = self.codec.listing(self.operation, body)
        rendered: list[bytes | None] = []
        for ref, frame in listing.items:
            session = await self.keeping.of(ref)
            if session is None:
                rendered.append(None)
                continue
            counted = _Counting(self, session)
            rendered.append(restore_whole(frame, counted.make))
            counted.note(self.course)
        return listing.render(rendered)

    async def _content(self, reply: Reply) -> bytes:
        """A file or sound: it leaves as it comes, as far as it can be restored so."""
        restoring = content_restoring(
            self.codec, self.operation, reply.content_type, self.keeping, self._with_rows,
            self.event_limit,
        )  # fmt: skip
        digest = hashlib.sha256()
        if self.keeping.lines:
            reply.limit = sys.maxsize  # line by line there is no need of one
        media = reply.content_type if _HEARD.match(reply.content_type) else _BYTES
        await self.outlet.begin(reply.status, self._head(reply) | {"Content-Type": media})
        try:
            async for piece in reply.pieces():
                digest.update(piece)
                self.course.bytes_down += len(piece)
                await self._write_content(await restoring.feed(piece))
            await self._write_content(await restoring.end())
        except (MalformedAnswerError, UpstreamFailed) as failed:
            failure = failed if isinstance(failed, UpstreamFailed) else _malformed()
            self.course.outcome, self.course.reason = outcome_of(failure), failure.code
            self.outlet.abort()
            return digest.digest()
        self.course.outcome = Outcome.OK
        self.course.unknown += restoring.unknown
        await self._finish()
        return digest.digest()

    async def _write_content(self, content: bytes) -> None:
        if content and not self.outlet.sent:
            self.first_byte()
        await self.outlet.write(content)

    def _with_rows(self, frame: Frame, rows: Sequence[Row] | None) -> bytes:
        """Restore a frame with the call's pseudonyms, or with others."""
        counted = _Counting(self, None if rows is None else self.keeping.apart(rows))
        restored = restore_whole(frame, counted.make)
        counted.note(self.course)
        return restored

    async def _error(self, reply: Reply) -> bytes:
        """Recipients quote prompts in their errors, so these are restored as well."""
        body = await reply.body()
        if reply.status in _GONE:
            await self.keeping.after_success()
        self.course.bytes_down = len(body)
        self.course.outcome = Outcome.UPSTREAM_ERROR
        counted = _Counting(self)
        frame = self.codec.error(body)
        if frame is not None:
            answer = restore_whole(frame, counted.make)
            counted.note(self.course)
        else:
            answer = self.codec.render_error(
                reply.status, "upstream_error",
                f"The recipient answered {reply.status}, with an error that cannot be read and is "
                "not passed on.", self.disclosure_id,
            )  # fmt: skip
        self.first_byte()
        headers = self._head(reply) | {"Content-Type": "application/json; charset=utf-8"}
        await self.outlet.whole(reply.status, headers, answer)
        return hashlib.sha256(body).digest()

    async def _stream(self, reply: Reply, framing: Framing) -> bytes:
        counted = _Counting(self)
        reader = self.codec.stream(
            replace(self.operation, framing=framing),
            self.payload,
            drop_logprobs=self.changed,
            event_limit=self.event_limit,
        )
        restoring = StreamRestoring(reader, counted.make, overhear=self.keeping.listens)
        digest = hashlib.sha256()
        await self.outlet.begin(reply.status, self._head(reply))
        try:
            pulse = Pulse(self.codec.pulse(framing), self.outlet)
            async for piece in reply.pieces(pulse.seconds):
                digest.update(piece)
                self.course.bytes_down += len(piece)
                restored = restoring.feed(piece)
                for raw in restoring.overheard():
                    await self.keeping.hear(raw)
                if restored:
                    if not pulse.heard:
                        self.first_byte()
                    await pulse.write(restored)
                else:
                    await pulse.beat()
            if restoring.end():
                if rest := restoring.rest():
                    await pulse.write(rest)
                self.course.outcome = Outcome.OK
            else:
                await self._break(framing, _truncated())
        except MalformedAnswerError:
            await self._break(framing, _malformed())
        except UpstreamFailed as failure:
            await self._break(framing, failure)
        finally:
            counted.note(self.course)
        await self._finish()
        return digest.digest()

    async def _break(self, framing: Framing, failure: UpstreamFailed) -> None:
        """End a broken stream: an error event in the caller's dialect, and no proper end."""
        self.course.outcome = outcome_of(failure)
        self.course.reason = failure.code
        event = self.codec.render_stream_error(
            framing, failure.code, failure.message, self.disclosure_id
        )
        await self.outlet.write(event)
        self.outlet.abort()

    async def _finish(self) -> None:
        if self.course.outcome is Outcome.OK:
            await self.outlet.end()

    def _bare_head(self, reply: Reply) -> dict[str, str]:
        head = self._head(reply)
        head.pop("Content-Type", None)
        return head

    def _head(self, reply: Reply) -> dict[str, str]:
        return names.downward(reply.headers) | {names.DISCLOSURE: self.disclosure_id}


def _truncated() -> UpstreamFailed:
    return UpstreamFailed("upstream_truncated", "The recipient broke off its answer.")


def _malformed() -> UpstreamFailed:
    return UpstreamFailed("upstream_malformed", "The recipient's answer cannot be understood.")


class _Counting:
    """Makes the restorers of one answer and adds up what they did."""

    def __init__(self, delivery: Delivery, session: Session | None = None) -> None:
        self._delivery = delivery
        self._session = session or delivery.keeping.session
        self._made: list[Restorer] = []
        self._flows: dict[Hashable, Restorer] = {}
        self._json = bool(delivery.payload and delivery.payload.json_answer)

    def make(self, slot: Slot) -> Restorer:
        """A restorer for one channel."""
        rules = self._delivery.rules
        tool = slot.tool

        def may(entity_type: str) -> bool:
            return rules.allows(entity_type, tool)

        restorer = Restorer(
            self._session.originals,
            may=may,
            escape=json_escape if slot.container is Container.JSON else None,
            known_urls=self._delivery.known_urls,
            surrogates=self._session.surrogates,
            after=self._flows.get(slot.flow),
        )
        self._made.append(restorer)
        if slot.flow is not None:
            self._flows[slot.flow] = restorer
        return restorer

    def note(self, course: Course) -> None:
        """Add up for the log."""
        restored: Counter[str] = Counter(course.restored)
        denied: Counter[str] = Counter(course.denied)
        for restorer in self._made:
            restored.update(restorer.counts.restored)
            denied.update(restorer.counts.denied)
            course.unknown += restorer.counts.unknown
        course.restored, course.denied = dict(restored), dict(denied)
