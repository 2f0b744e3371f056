"""What recipients keep between calls, and the pseudonyms in it, kept as long.

A stored response, a conversation, a file holds pseudonyms of earlier calls. Their rows stand in the
session store under a name that only the same application, data subject and recipient can form
(`vault.scope.state_scope`); what is not found there was not made through this gateway for them, and
the call is refused.

The first row tells the scope in which the state's session mints, so that a conversation that goes
on keeps its pseudonyms. What belongs to another state (an item of a response) holds one row that
names it.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privacy.refusal import Refusal, RefusalCode
from providers.codec import StateRef
from storage.ports import SessionStore
from vault.scope import state_scope
from vault.session import Row, Session

_SCOPE = "STATE_SCOPE"
_PART = "STATE_PART"
_LINES = "STATE_LINES"
_MEDIA = "STATE_MEDIA"
_FACTS = frozenset({_LINES, _MEDIA})
_DAY = 86_400 * 1_000_000
_DAYS: Mapping[str, int] = {
    "response": 32, "item": 32, "chat_completion": 32, "interaction": 60, "continuation": 60,
}  # fmt: skip
"""Days for which recipients keep what they end by themselves, and some more; after OpenAI's and
Google's data-retention pages (30 and 55 days). What is added to a state begins them anew."""
_UNTIL_DELETED = 36_500
_UNKNOWN = Refusal(
    RefusalCode.STATE_UNKNOWN,
    "The request names something that the recipient keeps (an earlier response, a conversation, a "
    "file ...) which was not made through this gateway by this application for this data subject, "
    "or has ended; the gateway does not know its pseudonyms. Make it anew through the gateway, "
    "send the same x-privacy-subject as when it was made, or send the content itself. Where the "
    "operator's instruction is store = false, nothing is kept, and only the last of these helps.",
)
CONFLICT = Refusal(
    RefusalCode.STATE_CONFLICT,
    "The request joins things that the recipient keeps (a conversation, a file ...) in which the "
    "same pseudonym stands for different values; make one of them anew within the other's session "
    "(x-privacy-session).",
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose state: nobody else finds it.

    Attributes:
        application: id of the application.
        subject: the caller's id of the data subject; "" if unknown.
        recipient: id of the recipient.
    """

    application: str
    subject: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of the state that one call refers to.

    Attributes:
        scope: the scope in which its session mints; None if the call refers to nothing.
        rows: of all of it, in order of appearance.
        parts: under which name each grown state stands -> its kind, what is kept there already.
        lines: name of a file whose lines have their rows apart; b"" if it names none.
        media: media type of a file, as it was said or as its name says; "" if nothing does.
    """

    scope: bytes | None = None
    rows: tuple[Row, ...] = field(default=(), repr=False)
    parts: Mapping[bytes, tuple[str, frozenset[Row]]] = field(default_factory=dict, repr=False)
    lines: bytes = b""
    media: str = ""


NOTHING = Held()


class States:
    """The rows of what recipients keep.

    Args:
        store: where they are kept.
        key: K_pseudonym.
    """

    def __init__(self, store: SessionStore, key: bytes) -> None:
        self._store = store
        self._key = key

    async def load(self, owner: Owner, refs: Iterable[StateRef]) -> Held | Refusal:
        """The pseudonyms in all that a call refers to.

        The first one that is named decides the scope; of two that a codec names, the conversation
        comes before the file.

        Raises:
            LedgerUnavailable: they cannot be read.
        """
        scope: bytes | None = None
        rows: dict[str, Row] = {}
        parts: dict[bytes, tuple[str, frozenset[Row]]] = {}
        lines, media = b"", ""
        for ref in dict.fromkeys(refs):  # a caller may name one a hundred thousand times
            found = await self._find(owner, ref)
            if found is None:
                if ref.soft:
                    continue
                return _UNKNOWN
            name, own, kept = found
            scope = scope or own
            lines, media = lines or _lines(kept), media or _told(kept, _MEDIA)
            kept = tuple(row for row in kept if row.entity_type not in _FACTS)
            for row in kept:
                if rows.setdefault(row.pseudonym, row).value != row.value:
                    return CONFLICT
            if ref.grows:
                parts[name] = ref.kind, frozenset(kept)
        return Held(scope, tuple(rows.values()), parts, lines, media)

    async def _find(
        self, owner: Owner, ref: StateRef
    ) -> tuple[bytes, bytes, tuple[Row, ...]] | None:
        """Name, scope and rows of a state; None if it is not known."""
        name = self._name(owner, ref)
        rows = await self._store.load(name)
        if rows and rows[0].entity_type == _PART:
            name = bytes.fromhex(rows[0].pseudonym)
            rows = await self._store.load(name)
        if not rows or rows[0].entity_type != _SCOPE:
            return None
        return name, bytes.fromhex(rows[0].pseudonym), rows[1:]

    async def known(self, owner: Owner, refs: Iterable[StateRef]) -> frozenset[str]:
        """The ids of those that were made here by the same owner.

        Raises:
            LedgerUnavailable: they cannot be read.
        """
        return frozenset([ref.id for ref in refs if await self._find(owner, ref) is not None])

    async def grow(self, held: Held, session: Session) -> None:
        """Keep what a session minted with the state that this call adds to; before it is sent.

        Raises:
            LedgerUnavailable: it cannot be kept: nothing may be sent.
        """
        for name, (kind, kept) in held.parts.items():
            added = [row for row in session.rows() if row not in kept]
            await self._store.save(name, added, _expires(kind))

    async def keep(
        self,
        owner: Owner,
        ref: StateRef,
        session: Session,
        scope: bytes,
        lines: bytes = b"",
        media: str = "",
    ) -> None:
        """Keep a session's rows with something new, before the caller hears of it.

        Args:
            owner: whose it is.
            ref: what the recipient made.
            session: has the rows.
            scope: in which it mints.
            lines: name of a file whose lines have their rows apart (`save_lines`).
            media: media type of a file.

        Raises:
            LedgerUnavailable: it cannot be kept: the caller must not go on with it.
        """
        name = self._name(owner, ref)
        if await self._store.load(name):  # an answer that came twice, or was read again
            return
        first = [Row(_SCOPE, "", scope.hex(), "")]
        if lines:
            first.append(Row(_LINES, "", lines.hex(), ""))
        if media:
            first.append(Row(_MEDIA, "", media, ""))
        await self._store.save(name, (*first, *session.rows()), _expires(ref.kind))

    async def join(self, owner: Owner, part: StateRef, whole: StateRef) -> None:
        """Have a state found under the id of a part of it, too.

        Raises:
            LedgerUnavailable: it cannot be kept.
        """
        name = self._name(owner, part)
        if not await self._store.load(name):
            row = Row(_PART, "", self._name(owner, whole).hex(), "")
            await self._store.save(name, (row,), _expires(part.kind))

    async def forget(self, owner: Owner, refs: Iterable[StateRef]) -> None:
        """Forget state that the recipient has deleted.

        Raises:
            LedgerUnavailable: it is not forgotten.
        """
        for ref in refs:
            name = self._name(owner, ref)
            lines = _lines(await self._store.load(name))
            if lines:
                await self._store.forget_lines(lines)
            await self._store.forget(name)

    def _name(self, owner: Owner, ref: StateRef) -> bytes:
        return state_scope(
            self._key, owner.application, owner.subject, owner.recipient, ref.kind, ref.id
        )


def _lines(rows: Iterable[Row]) -> bytes:
    return bytes.fromhex(_told(rows, _LINES))


def _told(rows: Iterable[Row], fact: str) -> str:
    return next((row.pseudonym for row in rows if row.entity_type == fact), "")


def _expires(kind: str) -> int:
    return time.time_ns() // 1000 + _DAYS.get(kind, _UNTIL_DELETED) * _DAY
