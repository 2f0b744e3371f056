"""A file on disk that waits until every line of it may be sent: it has no name, so nobody opens it.

It holds what is to be sent, pseudonymised; when the process ends, however it ends, it is gone.
"""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from gateway.errors import Unavailable
from gateway.transfer.form import Head, Part, boundary_for, closing_of, opening_of, written

_PIECE = 256 * 1024


class Spool:
    """A file that is written, then read once.

    Args:
        directory: on which disk; made if it is not there.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._file: IO[bytes] | None = None
        self._hash = hashlib.sha256()
        self.size = 0
        """Bytes written."""

    async def __aenter__(self) -> Self:
        self._file = await asyncio.to_thread(self._open)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _open(self) -> IO[bytes]:
        try:
            return tempfile.TemporaryFile(dir=self._directory)  # mode 0600, and no name
        except OSError:
            raise _no_room() from None

    async def write(self, data: bytes) -> None:
        """Add bytes.

        Raises:
            Unavailable: the disk is full.
        """
        self._hash.update(data)
        self.size += len(data)
        await asyncio.to_thread(self._write, data)

    def _write(self, data: bytes) -> None:
        try:
            self._opened.write(data)
        except OSError:
            raise _no_room() from None

    @property
    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise RuntimeError("the spool is not open")
        return self._file

    def in_form(self, parts: Sequence[Part], file: str) -> "SpooledForm":
        """A form of which one part has the spool as its content.

        Args:
            parts: all parts.
            file: name of the field whose content the spool is.
        """
        digests = [hashlib.sha256(opening_of(p.head) + p.content).digest() for p in parts]
        boundary = boundary_for(*digests, self._hash.digest())
        before = [part for part in parts if part.head.name != file]
        head = next(part.head for part in parts if part.head.name == file)
        return SpooledForm(self, boundary, before, head)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read it from its beginning."""
        await asyncio.to_thread(self._opened.seek, 0, os.SEEK_SET)
        while piece := await asyncio.to_thread(self._opened.read, _PIECE):
            yield piece


class SpooledForm:
    """A form with a spooled file, ready to be sent.

    Attributes:
        boundary: of the form.
    """

    def __init__(self, spool: Spool, boundary: str, before: Sequence[Part], head: Head) -> None:
        self.boundary = boundary
        self._spool = spool
        self._start = b"".join(written(before, boundary)) + opening_of(head, boundary)
        self._end = b"\r\n" + closing_of(boundary)

    def __len__(self) -> int:
        return len(self._start) + self._spool.size + len(self._end)

    async def pieces(self) -> AsyncIterator[bytes]:
        """The form, piece by piece."""
        yield self._start
        async for piece in self._spool.pieces():
            yield piece
        yield self._end


def _no_room() -> Unavailable:
    return Unavailable(
        "spool_unavailable",
        "The gateway's disk has no room for the file, so nothing was sent; try again later, or "
        "ask the operators.",
    )
