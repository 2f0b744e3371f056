"""Files that are sent up: `POST /v1/files`.

Most are one body, like any other. A file of requests (`purpose=batch`) is not: it is read line by
line in constant memory, pseudonymised to a spool on disk, recorded, and only then sent, so that
one line that may not be sent keeps all of them here.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field, replace

from disclosure.kinds import Outcome
from gateway import headers as names
from gateway import recording
from gateway.authentication import Caller
from gateway.errors import BadRequest, ExchangeError, ledger_down
from gateway.exchange import Exchange, Read
from gateway.keeping import Keeping
from gateway.logs import log
from gateway.transfer.form import (
    Event,
    Head,
    Part,
    body_pieces,
    boundary_of,
    events,
    from_json,
    media_with,
    to_json,
    too_large,
)
from gateway.transfer.line_rows import Saving
from gateway.transfer.lines import Line, LineRefused, Source, take
from gateway.transfer.sections import Section
from gateway.transfer.spool import Spool
from privacy.policy import Enquiry, Policy
from privacy.refusal import STATE_CHANGED, Refusal
from providers.codec import Operation
from providers.openai_files import BATCH
from storage.lines import LINE_NAME
from storage.ports import LedgerUnavailable, StaleState

_FILE, _PURPOSE = "file", "purpose"
_MEDIA = "application/jsonl"
_TOGETHER = 64
"""Lines that are taken together at most,"""
_TOGETHER_BYTES = 64 * 1024
"""as long as they are no longer than this."""
_LINES = 200_000
"""Lines of one file; OpenAI takes 50,000."""
_PIECE = 64 * 1024
"""Bytes that are cut into lines before others' calls go on."""
_TOLD_SECONDS = 10.0


@dataclass(slots=True)
class FileForm:
    """A form with a file, as far as it was read.

    Attributes:
        parts: those that were read whole.
        file: the head of a file of requests, which is read line by line; None if there is none.
        begun: what was read of that file.
        rest: what follows.
    """

    parts: list[Part]
    file: Head | None = None
    begun: bytes = field(default=b"", repr=False)
    rest: AsyncIterator[Event] | None = None

    @property
    def body(self) -> bytes:
        """The form as codecs see it; a file of requests is empty there."""
        lined = [Part(replace(self.file, media=_MEDIA), b"")] if self.file is not None else []
        return to_json([*self.parts, *lined])

    async def pieces(self) -> AsyncIterator[bytes]:
        """The file of requests, as it comes; then the parts behind it."""
        begun, self.begun = self.begun, b""
        for start in range(0, len(begun), _PIECE):
            yield begun[start : start + _PIECE]
        if self.rest is None:
            return
        async for event in self.rest:
            if event is None:
                break
            if isinstance(event, bytes):
                yield event

    async def read_rest(self, limit: int) -> None:
        """Read the parts behind the file of requests.

        Raises:
            BadRequest: they are too large, or the file is none of requests after all.
        """
        if self.rest is not None:
            later = await read_on(self.rest, FileForm([]), limit, to_end=True)
            self.parts += later.parts
        if not _is_batch(self.parts):
            raise too_large(limit)


def _is_batch(parts: list[Part]) -> bool:
    return any(p.head.name == _PURPOSE and p.content == BATCH.encode() for p in parts)


def _has_purpose(parts: list[Part]) -> bool:
    return any(part.head.name == _PURPOSE for part in parts)


async def read_on(
    form: AsyncIterator[Event], known: FileForm, limit: int, *, to_end: bool = False
) -> FileForm:
    """Read a form until it is whole, or until a file of requests is met.

    SDKs send the purpose before the file or behind it. A file without a known purpose is held in
    memory up to the limit of any body; a longer one can only be a file of requests.

    Raises:
        BadRequest: it is too large.
    """
    head, content, size = Head("", None, ""), bytearray(), 0
    async for event in form:
        if isinstance(event, Head):
            head, content = event, bytearray()
            if not to_end and _is_lined(head) and _is_batch(known.parts):
                return FileForm(known.parts, head, b"", form)
        elif event is None:
            known.parts.append(Part(head, bytes(content)))
        else:
            size += len(event)
            content += event
            if size > limit:
                if to_end or not _is_lined(head) or _has_purpose(known.parts):
                    raise too_large(limit)
                return FileForm(known.parts, head, bytes(content), form)
    if to_end or not _is_batch(known.parts):
        return known
    return _lined(known)


def _is_lined(head: Head) -> bool:
    return head.name == _FILE and head.filename is not None


def _lined(form: FileForm) -> FileForm:
    """A form that was read whole, whose file is one of requests."""
    files = [part for part in form.parts if _is_lined(part.head)]
    if len(files) != 1:
        return form
    others = [part for part in form.parts if part is not files[0]]
    return FileForm(others, files[0].head, files[0].content)


class FileUpload(Exchange):
    """One upload, from the door to the recipient and back."""

    _form: FileForm
    _sections: list[tuple[str, int]]
    _counts: Counter[tuple[str, str]]

    async def run(self) -> None:
        """Walk the twelve stops.

        Raises:
            ExchangeError: the caller gets an error; nothing was sent, or stop 11 has closed it.
        """
        self._sections, self._counts = [], Counter()
        caller = self._authenticate()
        operation = self._route()
        limits = self._config.server.limits
        pieces = body_pieces(self._request, limits.max_file_bytes, limits.body_seconds)
        form = events(pieces, boundary_of(self._request))
        self._form = await read_on(form, FileForm([]), limits.max_body_bytes)
        read = await self._read(operation)
        if self._form.file is None:
            await self._disclose(caller, operation, read)
        else:
            await self._disclose_lines(caller, operation, read)

    async def _body(self, operation: Operation) -> bytes:  # noqa: ARG002 - the exchange's signature
        return self._form.body

    async def _disclose_lines(self, caller: Caller, operation: Operation, read: Read) -> None:
        policy = self._config.policies[caller.application.policy]
        enquiry = await self._admit(caller, operation, read)
        keeping = await self._keeping(operation, read, enquiry, policy)
        keeping.lines = secrets.token_bytes(LINE_NAME)
        try:
            async with Spool(self._config.storage.path.parent) as spool:
                section = await self._spool(spool, enquiry, policy, keeping)
                self.whole_at = time.perf_counter()
                await self._send_spooled(
                    caller, operation, enquiry, policy, keeping, spool, section
                )
        except LineRefused as refused:
            raise await self._line_refused(refused) from None
        finally:
            self._close()
            if self.course.outcome is not Outcome.OK:
                self._roof.tasks.spawn(keeping.rows_of_lines().forget(), "forget_lines")

    async def _line_refused(self, refused: LineRefused) -> ExchangeError:
        cause, where = refused.cause, f"Line {refused.number} of the file: "
        if isinstance(cause, Refusal):
            return await self._refused(Refusal(cause.code, where + cause.message))
        return BadRequest(cause.code, where + cause.message, status=cause.status)

    async def _spool(
        self, spool: Spool, enquiry: Enquiry, policy: Policy, keeping: Keeping
    ) -> Section:
        """Write all lines to the spool; all sections but the last are on record then."""
        source = Source(
            self._roof, self._now, self.codec,
            replace(enquiry, recipient=self._config.recipients[enquiry.recipient.id]), policy,
            self._headers.get(names.SESSION), keeping,
        )  # fmt: skip
        progress, section, seen = _Progress(self.request_id), Section(), set[int]()
        saving = Saving(keeping.rows_of_lines(), self._roof.tasks)
        limit = self._config.server.limits.max_body_bytes
        async for numbered in _gathered(self._form.pieces(), limit):
            lines = await take(source, numbered)
            _check_apart(numbered, lines, seen)
            await _kept(saving.add({line.custom_id: line.kept for line in lines}))
            for line in lines:
                if section.full:
                    await self._open_section(section, enquiry, policy)
                    section = Section()
                section.add(line)
            await spool.write(b"".join(line.sent for line in lines))
            progress.tell(len(seen), spool.size)
        if not seen:
            raise BadRequest("invalid_line", "The file holds no requests.")
        await _kept(saving.finish())
        return section

    async def _open_section(self, section: Section, enquiry: Enquiry, policy: Policy) -> None:
        """Have a section on record, durably."""
        self.prepared, self._contents = section.prepared, section.contents
        enquiry = replace(enquiry, model=section.model)
        record = self._record(enquiry, policy, section.body, section.found)
        told = {**record.caller, "lines": str(section.lines)}
        record = replace(record, note_added=section.noted, caller=told)
        self._sections.append((record.id, len(section.body)))
        self._counts.update(section.prepared.counts)
        try:
            await self._roof.ledger.append(record, expected_version=enquiry.state.version)
        except LedgerUnavailable:
            raise ledger_down() from None
        except StaleState:
            raise await self._refused(STATE_CHANGED, status=409) from None
        self.disclosure_id = record.id

    async def _send_spooled(
        self,
        caller: Caller,
        operation: Operation,
        enquiry: Enquiry,
        policy: Policy,
        keeping: Keeping,
        spool: Spool,
        section: Section,
    ) -> None:
        """The form around the file, the last record, and off it goes."""
        await self._form.read_rest(self._config.server.limits.max_body_bytes)
        read = await self._read(operation)
        read = await self._check_contents(operation, read, enquiry, policy)
        found = await self._inspect(read, policy, keeping)
        self.prepared = await self._pseudonymise(read, found, policy, enquiry, keeping)
        body, target = await self._rewrite(operation, read, enquiry, policy)
        section.add_form(self.prepared, self._contents, found)
        await _kept(keeping.before_sending())
        await self._open_section(section, enquiry, policy)
        form = spool.in_form(from_json(body), _FILE)
        headers = self._upward(caller, operation, enquiry)
        headers |= {"Content-Type": media_with(form.boundary), "Content-Length": str(len(form))}
        await self._send(operation, read, policy, keeping, headers, form, target)

    def _close(self) -> None:
        """Write how each section ended; restored values are counted once."""
        super()._close()
        if self._sections:
            self.prepared = replace(self.prepared, counts=self._counts)
        took = 0.0 if self._sent_at is None else time.perf_counter() - self._sent_at
        for number, (ident, size) in enumerate(self._sections):
            course = replace(self.course, bytes_up=size if self._sent_at is not None else 0)
            if number:
                course = replace(course, restored={}, denied={}, unknown=0, bytes_down=0)
            record = recording.closing(ident, course, int(took * 1000), self.digest)
            self._roof.tasks.spawn(self._roof.close(record), "close")


async def _kept(keeping: Coroutine[None, None, None]) -> None:
    """What cannot be kept may not be sent."""
    try:
        await keeping
    except LedgerUnavailable:
        raise ledger_down() from None


class _Progress:
    """Tells the log now and then how far a file has come."""

    def __init__(self, request_id: str) -> None:
        self._request_id = request_id
        self._began = self._told = time.monotonic()

    def tell(self, lines: int, size: int) -> None:
        """So many lines are spooled, which are so many bytes."""
        now = time.monotonic()
        if now - self._told >= _TOLD_SECONDS:
            self._told = now
            log(
                "file_of_requests", request_id=self._request_id, count=lines, bytes_up=size,
                duration_ms=round((now - self._began) * 1000),
            )  # fmt: skip


def _check_apart(numbered: list[tuple[int, bytes]], lines: list[Line], seen: set[int]) -> None:
    """Each line needs a `custom_id` of its own, by which its result is found."""
    for (number, _), line in zip(numbered, lines, strict=True):
        ident = hash(line.custom_id)  # 64 bits in place of a string: there may be many
        if ident in seen:
            raise LineRefused(
                number, BadRequest("duplicate_custom_id", "its custom_id was used before.")
            )
        seen.add(ident)
    if len(seen) > _LINES:
        raise _too_many()


def _too_many() -> BadRequest:
    return BadRequest("file_too_long", f"The file has more than {_LINES} lines.", status=413)


async def _gathered(
    pieces: AsyncIterator[bytes], limit: int
) -> AsyncIterator[list[tuple[int, bytes]]]:
    """Lines with their numbers, several together; blank ones are left out."""
    number, together, size = 0, list[tuple[int, bytes]](), 0
    async for line in _lines(pieces, limit):
        number += 1
        if number > 2 * _LINES:
            raise _too_many()
        if line is None:
            raise LineRefused(number, too_large(limit))
        if not line.strip():
            continue
        together.append((number, line))
        size += len(line)
        if len(together) >= _TOGETHER or size >= _TOGETHER_BYTES:
            yield together
            together, size = [], 0
            await asyncio.sleep(0)
    if together:
        yield together


async def _lines(pieces: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes | None]:
    """Lines without their breaks; None in place of one that is too long."""
    rest = bytearray()
    async for piece in pieces:
        await asyncio.sleep(0)
        more, *later = piece.split(b"\n")
        rest += more
        for line in later:
            yield bytes(rest) if len(rest) <= limit else None
            rest = bytearray(line)
        if len(rest) > limit:
            yield None
            return
    if rest:
        yield bytes(rest)
