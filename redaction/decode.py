r"""Encoded text is read decoded as well: what is personal there makes its encoding personal.

Percent (RFC 3986), HTML character references, `\\uXXXX` and `\\xXX` escapes, base64 (RFC 4648,
both alphabets). Work is bounded: a view is never longer than its text, and views of views end at
`DEPTH`.
"""

import binascii
import html
import re
from collections.abc import Iterable, Iterator, Sequence

from redaction.fold import Folded, Piece, folded
from redaction.scanners import Expression, expression

DEPTH = 2
"""How often a decoded text is decoded again."""

ESCAPE: Expression = expression(
    r"%[0-9a-f]{2}|&#x?[0-9a-f]{1,6};|&[a-z]{2,8};|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}"
)
"""One escape, as a scanner finds it."""

ENCODED_RUN: Expression = expression(r"(?:[^0-9a-z+/_-]|^)[0-9a-z+/_-]{16}", ends=True)
"""The beginning of what may be base64: its first characters, however long it is."""
_HEAD = 16

_UNIT = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<entity>&(?:#[xX]?[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});)"
    r"|(?P<unicode>\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})"
    r"|(?P<hex>(?:\\x[0-9A-Fa-f]{2})+)"
)
_RUN = re.compile(r"[0-9A-Za-z+/_-]{16,}={0,2}")
_WORDS = re.compile(r"[a-z]+(?:[_/-][a-z]+)*", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/")
_AROUND = 120
"""Characters read on both sides of an escape: the value that it is part of, and words near."""


def _percent(run: str) -> Iterator[tuple[str, int]]:
    data = bytes.fromhex(run.replace("%", ""))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        yield from ((char, 3) for char in text)
        return
    yield from ((char, 3 * len(char.encode())) for char in text)


def _hex(run: str) -> Iterator[tuple[str, int]]:
    for char, length in _percent(run.replace("\\x", "%")):
        yield char, length // 3 * 4


def _unicode(run: str) -> str:
    units = bytes.fromhex(run.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _units(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Decoded characters, each with the length of its escape."""
    run = match.group()
    if match.lastgroup == "percent":
        return _percent(run)
    if match.lastgroup == "hex":
        return _hex(run)
    decoded = html.unescape(run) if match.lastgroup == "entity" else _unicode(run)
    return iter([(decoded, len(run))])


def _windows(hits: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    begin = end = -1
    for hit_start, hit_end in hits:
        start, stop = max(0, hit_start - _AROUND), min(size, hit_end + _AROUND)
        if start <= end:
            end = max(end, stop)
            continue
        if end > begin:
            yield begin, end
        begin, end = start, stop
    if end > begin:
        yield begin, end


class _Builder:
    """Collects a new text with its pieces."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.at = 0

    def add(self, new: str, old_start: int, old_end: int, *, whole: bool) -> None:
        if not new:
            return
        self.pieces.append(Piece(self.at, old_start, old_end, whole))
        self.parts.append(new)
        self.at += len(new)

    def build(self) -> Folded | None:
        return folded("".join(self.parts), self.pieces) if self.parts else None


def unescaped(text: str, escapes: Sequence[tuple[int, int]]) -> Folded | None:
    """What stands around the escapes, decoded; windows are lines of their own."""
    builder = _Builder()
    for begin, end in _windows(escapes, len(text)):
        at = begin
        for match in _UNIT.finditer(text, begin, end):
            builder.add(text[at : match.start()], at, match.start(), whole=False)
            at = match.start()
            for char, length in _units(match):
                builder.add(char, at, at + length, whole=True)
                at += length
        builder.add(text[at:end], at, end, whole=False)
        builder.add("\n", max(end - 1, 0), end, whole=True)
    return builder.build()


def _plain(run: str) -> str | None:
    """The text that a run of base64 holds; None if it holds none."""
    body = run.rstrip("=").translate(_URL_SAFE)
    if len(body) % 4 == 1:
        body = body[:-1]
    try:
        text = binascii.a2b_base64(body + "=" * (-len(body) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (
        text
        if text.replace("\n", " ").replace("\t", " ").replace("\r", " ").isprintable()
        else None
    )


def unpacked(text: str, runs: Sequence[tuple[int, int]]) -> Folded | None:
    """What the runs of base64 hold, each a line of its own that stands for its run as a whole."""
    builder = _Builder()
    end = 0
    for _, head in runs:
        start = head - _HEAD
        if start < end:
            continue
        match = _RUN.match(text, start)
        if match is None:
            continue
        end = match.end()
        if _WORDS.fullmatch(match.group()):
            continue
        plain = _plain(match.group())
        if plain is not None:
            builder.add(plain + "\n", start, end, whole=True)
    return builder.build()
