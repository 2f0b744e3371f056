"""The session of one call: in which scope it mints, what it starts from, and what is kept of it.

Three things can give a call rows to start from: a session that the caller names, state that the
recipient keeps (`gateway.state`), or neither, and then the scope comes from the conversation's
opening. Rows are kept before anything that holds their pseudonyms leaves, or, with what the
recipient makes only now, before the caller hears of it.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gateway import preparing
from gateway.errors import UpstreamFailed, ledger_down
from gateway.roof import SESSION_SECONDS, Roof
from gateway.state import CONFLICT, Held, Owner
from gateway.transfer.line_rows import LineRows, stand_in
from privacy.policy import Enquiry, Policy
from privacy.refusal import Refusal
from providers.codec import Codec, Operation, Payload, StateRef
from storage.ports import LedgerUnavailable
from vault.scope import session_scope
from vault.session import Row, Session


@dataclass(frozen=True, slots=True)
class Call:
    """What tells in which session a call stands.

    Attributes:
        operation: the call.
        payload: its body, None where it has none.
        enquiry: who asks, for what, of whom.
        policy: under which policy.
        explicit: the session that the caller names, if any.
    """

    operation: Operation
    payload: Payload | None
    enquiry: Enquiry
    policy: Policy
    explicit: str | None

    @property
    def refers(self) -> tuple[StateRef, ...]:
        """All state that it names, that of the path first."""
        return (*self.operation.refers, *(self.payload.refers if self.payload else ()))

    @property
    def keeps(self) -> bool:
        """Whether the recipient keeps something new; the operator may demand or forbid it."""
        told = self.enquiry.recipient.instructions.get("store")
        asked = self.payload is not None and self.payload.keeps
        return self.operation.keeps or (told if isinstance(told, bool) else asked)

    @property
    def compares(self) -> bool:
        """Whether there is anything to compare what it sends with: not if nothing is kept of it."""
        return self.keeps or self.payload is None or bool(self.operation.refers)

    @property
    def owner(self) -> Owner:
        """Whose state it makes and finds."""
        enquiry = self.enquiry
        return Owner(enquiry.application.id, enquiry.subject, enquiry.recipient.id)


@dataclass(slots=True)
class Keeping:
    """The session of one call.

    Attributes:
        session: mints and restores.
        joint: mints what is compared with other calls of the application.
        lines: name of a file whose lines have their rows apart; b"" if there is none.
        media: media type of a file that is sent or asked for; "" if nothing tells it.
    """

    session: Session
    joint: Session
    _roof: Roof
    _codec: Codec
    _call: Call
    _scope: bytes
    _held: Held
    _named: bytes | None
    lines: bytes = b""
    media: str = ""
    _made: StateRef | None = field(default=None)

    @property
    def application(self) -> str:
        """Id of the application that calls."""
        return self._call.enquiry.application.id

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """Entity type and value of what is kept of the state that the call goes on with."""
        return tuple((row.entity_type, row.value) for row in self._held.rows)

    async def before_sending(self) -> None:
        """Keep what was minted with all that exists already.

        Raises:
            LedgerUnavailable: it cannot be kept: nothing may be sent.
        """
        if self._named is not None:
            expires = time.time_ns() // 1000 + SESSION_SECONDS * 1_000_000
            await self._roof.sessions.save(self._named, self.session.new_rows(), expires)
        await self._roof.states.grow(self._held, self.session)

    @property
    def listens(self) -> bool:
        """Whether the answer may tell of something new that the recipient keeps."""
        return self._call.keeps

    async def hear(self, raw: bytes) -> None:
        """Keep the rows with what an answer tells that the recipient has made.

        Raises:
            UpstreamFailed: they cannot be kept, so that the caller must not hear of it.
        """
        states, owner = self._roof.states, self._call.owner
        try:
            parts: list[tuple[StateRef, StateRef]] = []
            for ref in self._codec.created(self._call.operation, raw):
                if ref.whole:
                    parts.append((ref, replace(ref, id=ref.whole)))
                elif self._made is None:
                    self._made = ref
                    scope = self._scope_of(ref)
                    await states.keep(owner, ref, self.session, scope, self.lines, self.media)
                elif ref != self._made:
                    parts.append((ref, self._made))
            await asyncio.gather(*(states.join(owner, part, whole) for part, whole in parts))
        except LedgerUnavailable:
            raise UpstreamFailed(
                "state_not_kept",
                "What the recipient keeps of this call cannot be restored later, since its "
                "pseudonyms could not be kept here; the answer is withheld. Try again.",
                status=503,
            ) from None

    def _scope_of(self, ref: StateRef) -> bytes:
        """A conversation that begins with nothing said: all such openings are alike."""
        call = self._call
        said = call.payload is not None and call.payload.opening not in _SILENT
        if said or ref.kind != "conversation" or self._named is not None:
            return self._scope
        return _scope(self._roof, replace(call, explicit=f"{ref.kind} {ref.id}"), Held())

    async def after_success(self) -> None:
        """Forget what the recipient has deleted, or does not have.

        Raises:
            UpstreamFailed: it is not forgotten.
        """
        if self._call.operation.ends:
            try:
                await self._roof.states.forget(self._call.owner, self._call.operation.refers)
            except LedgerUnavailable:
                raise UpstreamFailed(
                    "state_not_forgotten",
                    "The recipient has deleted it, but its pseudonyms could not be forgotten here; "
                    "delete it again.",
                    status=503,
                ) from None

    def rows_of_lines(self) -> LineRows:
        """What is kept of the lines of the file."""
        return LineRows(self._roof.sessions, self._roof.keys.pseudonym, self.lines)

    def apart(self, rows: Iterable[Row]) -> Session:
        """A session of some rows alone, which only restores."""
        return Session(self._roof.keys.pseudonym, self._scope, rows)

    def stand_in(self, custom_id: str) -> str:
        """What is sent in place of the `custom_id` of a line of the caller's."""
        scope = _scope(self._roof, replace(self._call, payload=None, explicit=None), Held())
        return stand_in(self._roof.keys.pseudonym, scope, custom_id)

    async def of(self, ref: StateRef) -> Session | None:
        """The session of another state of the same owner; None if there is none.

        Raises:
            UpstreamFailed: it cannot be read.
        """
        try:
            held = await self._roof.states.load(self._call.owner, (ref,))
        except LedgerUnavailable:
            raise UpstreamFailed(
                "state_unread", "The kept pseudonyms cannot be read now; try again.", status=503
            ) from None
        if isinstance(held, Refusal) or held.scope is None:
            return None
        return Session(self._roof.keys.pseudonym, held.scope, held.rows)


async def made_here(roof: Roof, enquiry: Enquiry, payload: Payload | None) -> frozenset[str]:
    """The ids of files in a request that the same owner had made here.

    Raises:
        Unavailable: that cannot be told, so that nothing may be sent.
    """
    files = {item.file for item in payload.opaque if item.file} if payload else set()
    if not files:
        return frozenset()
    owner = Owner(enquiry.application.id, enquiry.subject, enquiry.recipient.id)
    try:
        return await roof.states.known(owner, [StateRef("file", file) for file in sorted(files)])
    except LedgerUnavailable:
        raise ledger_down() from None


async def session_of(roof: Roof, codec: Codec, call: Call) -> Keeping | Refusal:
    """The session in which a call stands.

    Raises:
        Unavailable: what it starts from cannot be read, so that nothing may be sent.
    """
    try:
        held = await roof.states.load(call.owner, call.refers)
        if isinstance(held, Refusal):
            return held
        named = _scope(roof, call, held) if call.explicit else None
        rows = tuple(await roof.sessions.load(named)) if named else ()
    except LedgerUnavailable:
        raise ledger_down() from None
    if _clash(rows, held.rows):
        return CONFLICT
    key, scope = roof.keys.pseudonym, named or _scope(roof, call, held)
    goes_on = held.scope is not None and held.scope == _joint(roof, call)
    apart = not call.explicit and (call.operation.scope == "application" or goes_on)
    session = Session(key, scope, (*rows, *held.rows), apart=apart)
    return Keeping(
        session=session,
        joint=Session(key, _joint(roof, call), apart=True) if call.compares else session,
        _roof=roof, _codec=codec, _call=call, _scope=scope, _held=held, _named=named,
        lines=held.lines if call.operation.answers == "file" else b"",
        media=held.media if call.operation.answers == "file" else "",
    )  # fmt: skip


def _clash(rows: Iterable[Row], others: Iterable[Row]) -> bool:
    """Whether a pseudonym stands for different values in two lists of rows."""
    values = {row.pseudonym: row.value for row in rows}
    return any(values.get(row.pseudonym, row.value) != row.value for row in others)


def _scope(roof: Roof, call: Call, held: Held) -> bytes:
    wanted = preparing.scope_of(call.operation, call.policy, call.explicit)
    if held.scope is not None and wanted == "session" and not call.explicit:
        return held.scope
    return session_scope(
        roof.keys.pseudonym,
        call.enquiry.application.id,
        scope=wanted,
        subject=call.enquiry.subject,
        explicit=call.explicit,
        opening=call.payload.opening if call.payload else b"",
    )


def _joint(roof: Roof, call: Call) -> bytes:
    return _scope(roof, replace(call, operation=_JOINT, explicit=None), Held())


_JOINT = Operation("joint", "", "", scope="application")
_SILENT = frozenset({b"[]", b"null"})
"""Openings in which nothing is said."""
