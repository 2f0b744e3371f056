"""Content codings (RFC 9110 section 8.4): undone within limits, and done where a caller asks.

Only gzip and deflate: what can be undone is known to be whole and bounded, and what is sent is
what was asked for by name. Bodies go up as they are read, without a coding.
"""

import asyncio
import re
import zlib
from collections.abc import Mapping

UNDONE = frozenset({"gzip", "x-gzip", "deflate"})
"""Codings that can be undone."""
ACCEPTED = "gzip, deflate"
"""The same for a header."""

_RATIO = 100
"""Decompressed bytes allowed for each compressed byte."""
_SLACK = 1 << 20
_MEMBERS = 16
"""Members of one gzip file: each costs time, however little it holds."""
_RAW = -zlib.MAX_WBITS
_ANY = zlib.MAX_WBITS | 32
_GZIP = zlib.MAX_WBITS | 16
_HEAD = 2
"""Bytes that tell deflate with a zlib header (RFC 1950) from deflate without one (RFC 1951)."""
_FAST = 1
_LARGE = 1 << 18
"""Bytes from which compressing would hold up other exchanges."""
_WORDS = re.compile(r"application/(?:[\w.-]+\+)?json|text/", re.ASCII)
"""Media types that shrink; pictures and sounds do not."""


class TooMuch(Exception):
    """A body decodes to more than is allowed."""


class Garbled(Exception):
    """A body is not in the coding that it claims."""


class Inflater:
    """Undoes one coding, piece by piece.

    Args:
        coding: one of `UNDONE`.
    """

    def __init__(self, coding: str) -> None:
        self._deflate = coding == "deflate"
        self._machine: zlib._Decompress | None = None
        self._head = b""
        self._members = 0
        self._taken = 0
        self._given = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing at the end."""
        return not self._head and (self._machine is None or self._machine.eof)

    def feed(self, piece: bytes, room: int) -> bytes:
        """Take a piece and give what it decodes to.

        Args:
            piece: bytes as they came.
            room: the most bytes that the rest may decode to.

        Raises:
            TooMuch: there is not so much room, or so much comes of so little.
            Garbled: it cannot be decoded.
        """
        self._taken += len(piece)
        data, self._head = self._head + piece, b""
        if self._machine is None and len(data) < _HEAD:
            self._head = data
            return b""
        most = max(0, min(room, self._taken * _RATIO + _SLACK - self._given))
        out = b""
        while data:
            machine = self._open(data)
            try:
                out += machine.decompress(data, most - len(out) + 1)
            except zlib.error:
                raise Garbled from None
            if len(out) > most or machine.unconsumed_tail:
                raise TooMuch
            data = machine.unused_data
        self._given += len(out)
        return out

    def _open(self, data: bytes) -> "zlib._Decompress":
        """The machine for what comes next: a new one for each member of a gzip file."""
        machine = self._machine
        if machine is not None and not machine.eof:
            return machine
        self._members += 1
        if self._members > (1 if self._deflate else _MEMBERS):
            raise Garbled
        bits = _RAW if self._deflate and not _has_zlib_header(data) else _ANY
        self._machine = machine = zlib.decompressobj(wbits=bits)
        return machine


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950 section 2.2: method 8, and a checksum over the first two bytes."""
    return data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:_HEAD], "big") % 31 == 0


def takes_gzip(accepted: str) -> bool:
    """Whether a list of codings (`Accept-Encoding`) names gzip and does not rule it out."""
    for part in accepted.split(","):
        name, _, parameters = part.partition(";")
        if name.strip().lower() in {"gzip", "x-gzip"}:
            return not re.fullmatch(r"\s*[qQ]\s*=\s*0(?:\.0*)?\s*", parameters)
    return False


async def compressed(
    body: bytes, headers: Mapping[str, str], accepted: str, least: int
) -> tuple[bytes, dict[str, str]]:
    """An answer's body as the caller takes it, with the headers that say so.

    Args:
        body: the whole body.
        headers: those of the answer.
        accepted: the caller's `Accept-Encoding`.
        least: bytes from which it is worth it; 0: never.
    """
    if not least or len(body) < least or not _WORDS.match(headers.get("Content-Type", "")):
        return body, dict(headers)
    varied = {**headers, "Vary": "Accept-Encoding"}
    if not takes_gzip(accepted):
        return body, varied
    if len(body) < _LARGE:
        return _gzip(body), varied | {"Content-Encoding": "gzip"}
    return await asyncio.to_thread(_gzip, body), varied | {"Content-Encoding": "gzip"}


def _gzip(body: bytes) -> bytes:
    """Compressed for speed: the same bytes for the same body."""
    return zlib.compress(body, _FAST, wbits=_GZIP)
