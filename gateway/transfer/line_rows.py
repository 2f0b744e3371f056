"""What is kept of each line of a file of requests, to restore its result by.

A result names its line by the `custom_id` that was sent, and comes in any order, weeks later; so a
line's rows stand under that id. Two of them are the line's own: which call it is, and the caller's
`custom_id`.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.tasks import Tasks
from privacy.entities import label_of
from privacy.pseudonym import Pseudonym
from storage.lines import LINE_NAME
from storage.ports import SessionStore
from vault.fields import keyed
from vault.identity import id_digits
from vault.session import Row

_LINE = "LINE"
_OWN = "custom_id"
_USER_ID = "USER_ID"
_JSON = "json"
_TOGETHER = 512
"""Lines that are kept in one transaction: each transaction waits for the disk."""
_MICROSECONDS = 62 * 86_400 * 1_000_000
"""Results are kept by recipients for 30 days after the batch, which may take days itself."""


@dataclass(frozen=True, slots=True)
class LineKept:
    """What is kept of a line.

    Attributes:
        operation: name of its call; "" if nothing is known.
        json_answer: its answer is JSON (structured output).
        custom_id: the caller's own; "" if it is erased.
        whose: the type of what fills the `custom_id`, an e-mail address for one: whose key is
            destroyed, that person's ids go with all else. "" if it is nobody's.
        rows: its pseudonyms.
    """

    operation: str = ""
    json_answer: bool = False
    custom_id: str = field(default="", repr=False)
    whose: str = ""
    rows: tuple[Row, ...] = field(default=(), repr=False)

    def with_own(self, sent: str) -> tuple[Row, ...]:
        """All rows of the line, its own first; `sent` is the `custom_id` that was sent."""
        told = f"{self.operation} {_JSON if self.json_answer else ''}".strip()
        own = Row(self.whose or _LINE, _OWN, sent, self.custom_id)
        return (Row(_LINE, told, sent, ""), own, *self.rows)


_UNKNOWN = LineKept()


class LineRows:
    """The lines of one file.

    Args:
        store: where they are kept.
        key: K_pseudonym.
        file: name of the file, 16 bytes.
    """

    def __init__(self, store: SessionStore, key: bytes, file: bytes) -> None:
        self._store = store
        self._key = key
        self._file = file

    async def save(self, lines: Mapping[str, LineKept]) -> None:
        """Keep lines, by the `custom_id` that is sent.

        Raises:
            LedgerUnavailable: they cannot be kept: nothing may be sent.
        """
        expires = time.time_ns() // 1000 + _MICROSECONDS
        named = {self._name(sent): line.with_own(sent) for sent, line in lines.items()}
        await self._store.save_lines(self._file, named, expires)

    async def load(self, sent: Sequence[str]) -> list[LineKept]:
        """What is kept of lines; of an unknown one, nothing.

        Raises:
            LedgerUnavailable: they cannot be read.
        """
        names = [self._name(one) for one in sent]
        found = await self._store.load_lines(self._file, names)
        return [_line(found[name]) for name in names]

    async def forget(self) -> None:
        """Forget all of it.

        Raises:
            LedgerUnavailable: it is not forgotten.
        """
        await self._store.forget_lines(self._file)

    def _name(self, sent: str) -> bytes:
        return keyed(self._key, "line", self._file, sent)[:LINE_NAME]


class Saving:
    """Keeps lines many at a time, while the next ones are read.

    Args:
        rows: keeps them.
        tasks: owns what goes on meanwhile.
    """

    def __init__(self, rows: LineRows, tasks: Tasks) -> None:
        self._rows = rows
        self._tasks = tasks
        self._waiting: dict[str, LineKept] = {}
        self._under_way: asyncio.Task[None] | None = None

    async def add(self, lines: Mapping[str, LineKept]) -> None:
        """Take lines, by the `custom_id` that is sent.

        Raises:
            LedgerUnavailable: earlier ones could not be kept: nothing may be sent.
        """
        self._waiting |= lines
        if len(self._waiting) >= _TOGETHER:
            await self._begin()

    async def finish(self) -> None:
        """Keep all of them.

        Raises:
            LedgerUnavailable: some could not be kept: nothing may be sent.
        """
        await self._begin()
        await self._settle()

    async def _begin(self) -> None:
        await self._settle()
        waiting, self._waiting = self._waiting, {}
        self._under_way = self._tasks.spawn(self._rows.save(waiting), "save_lines")

    async def _settle(self) -> None:
        if self._under_way is not None:
            await self._under_way
            self._under_way = None


def _line(rows: Sequence[Row]) -> LineKept:
    told = next((r for r in rows if r.entity_type == _LINE and r.identity != _OWN), None)
    if told is None:
        return _UNKNOWN
    own = next((row for row in rows if row.identity == _OWN), None)
    operation, _, kind = told.identity.partition(" ")
    rest = tuple(row for row in rows if row is not told and row is not own)
    return LineKept(operation, kind == _JSON, own.value if own else "", rows=rest)


def stand_in(key: bytes, scope: bytes, custom_id: str) -> str:
    """What is sent in place of a `custom_id`: equal for equal ones of a scope.

    Its 12 characters (60 bits) are enough that no two of a file are taken for one.
    """
    return str(Pseudonym(label_of(_USER_ID), id_digits(key, scope, _USER_ID, custom_id)))
