"""The content of a file on its way back: results line by line, any other file as a whole.

Each line of results is restored with the rows of its own request, found by its `custom_id`. A line
that is not known stays pseudonymised, and is counted. Memory is bounded by the longest line.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from gateway.errors import UpstreamFailed
from gateway.keeping import Keeping
from gateway.transfer.line_rows import LineKept
from providers.codec import Codec, Frame, MalformedAnswerError, Operation
from providers.kept_content import read_content
from providers.openai_batch import AskedBefore, ResultLine, read_result
from storage.ports import LedgerUnavailable
from vault.session import Row

_AT_ONCE = 8
"""Lines that are restored before others have their turn."""
_EVENTS = 16
"""A result is as large as so many events of a stream may be."""
Restore = Callable[[Frame, Sequence[Row] | None], bytes]
"""Restores a frame with rows of its own, or with those of the call (None)."""


class Restoring(Protocol):
    """Takes the content of a file piece by piece and gives what it is restored to.

    Attributes:
        unknown: lines whose request is not known.
    """

    unknown: int

    async def feed(self, piece: bytes) -> bytes:
        """Take a piece; give what can be given."""

    async def end(self) -> bytes:
        """There is no more; give the rest."""


class Untouched:
    """Content without text: it passes as it is."""

    unknown = 0

    async def feed(self, piece: bytes) -> bytes:
        """See `Restoring.feed`."""
        return piece

    async def end(self) -> bytes:
        """See `Restoring.end`."""
        return b""


class WholeFile:
    """A file that is restored once it is there.

    Args:
        media: its media type.
        restore: restores.
    """

    unknown = 0

    def __init__(self, media: str, restore: Restore) -> None:
        self._media = media
        self._restore = restore
        self._pieces: list[bytes] = []

    async def feed(self, piece: bytes) -> bytes:
        """See `Restoring.feed`."""
        self._pieces.append(piece)
        return b""

    async def end(self) -> bytes:
        """See `Restoring.end`."""
        return self._restore(read_content(b"".join(self._pieces), self._media), None)


class ResultLines:
    """A file of results.

    Args:
        codec: reads the answers in it.
        keeping: has the rows of its lines.
        restore: restores.
        limit: bytes of one line.
    """

    def __init__(self, codec: Codec, keeping: Keeping, restore: Restore, limit: int) -> None:
        self._codec = codec
        self._rows = keeping.rows_of_lines()
        self._restore = restore
        self._limit = limit
        self._rest = b""
        self.unknown = 0

    async def feed(self, piece: bytes) -> bytes:
        """See `Restoring.feed`."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > self._limit:
            raise MalformedAnswerError("line_too_long")
        if not lines:
            return b""
        return b"\n".join([*await self._restored(lines), b""])

    async def end(self) -> bytes:
        """See `Restoring.end`."""
        return (await self._restored([self._rest]))[0] if self._rest else b""

    async def _restored(self, lines: Sequence[bytes]) -> list[bytes]:
        read = [read_result(line) if line.strip() else None for line in lines]
        known = await self._kept([one.custom_id for one in read if one is not None])
        kept, restored = iter(known), list[bytes]()
        for line, one in zip(lines, read, strict=True):
            restored.append(line if one is None else self._line(line, one, next(kept)))
            if len(restored) % _AT_ONCE == 0:
                await asyncio.sleep(0)  # others wait for the event loop
        return restored

    async def _kept(self, sent: Sequence[str]) -> list[LineKept]:
        try:
            return await self._rows.load(sent)
        except LedgerUnavailable:
            raise UpstreamFailed(
                "state_unread", "The kept pseudonyms cannot be read now; try again.", status=503
            ) from None

    def _line(self, line: bytes, found: ResultLine, kept: LineKept) -> bytes:
        if not kept.operation:
            self.unknown += 1
            return line
        told = self._codec.error(found.error) if found.error is not None else None
        error = self._restore(told, kept.rows) if told is not None else None
        return found.rewrite(kept.custom_id or found.custom_id, self._body(found, kept), error)

    def _body(self, found: ResultLine, kept: LineKept) -> bytes | None:
        if found.body is None:
            return None
        frame = self._codec.error(found.body) if found.failed else None
        if frame is None:
            asked = AskedBefore(json_answer=kept.json_answer)
            frame = self._codec.whole(Operation(kept.operation, "POST", ""), found.body, asked)
        return self._restore(frame, kept.rows)


def content_restoring(
    codec: Codec, operation: Operation, media: str, keeping: Keeping, restore: Restore, limit: int
) -> Restoring:
    """What restores the content that answers a call.

    Args:
        codec: the dialect.
        operation: the call.
        media: the media type that the answer names.
        keeping: what is known of the file.
        restore: restores.
        limit: bytes of one event of a stream.
    """
    if operation.answers == "bytes":
        return Untouched()
    if keeping.lines:
        return ResultLines(codec, keeping, restore, _EVENTS * limit)
    return WholeFile(keeping.media or media, restore)
