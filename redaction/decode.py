r"""Encoded text is read decoded as well: what is personal there makes its encoding personal.

Percent (RFC 3986), HTML character references, the escapes of JSON and of programs (`\\uXXXX`,
`\\u{XX}`, `\\xXX`, octal ones, with any number of backslashes), quoted-printable (RFC 2045, 6.7),
base64 (RFC 4648, both alphabets, also in lines) and hexadecimal. Work is bounded: a view is never
longer than its text, and views of views end at `DEPTH`.
"""

import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from redaction.fold import Folded, Piece, folded
from redaction.scanners import Expression, expression

DEPTH = 2
"""How often a decoded text is decoded again."""

ESCAPE: Expression = expression(
    r"%[0-9a-f]{2}|&#x?[0-9a-f]|&[a-z]{2,8};|\\u[0-9a-f]{4}|\\u\{[0-9a-f]|\\x[0-9a-f]{2}"
    r"|\\[nrt][0-9a-z]|\\[0-3][0-7]{2}\\[0-3][0-7]{2}"
)
"""One escape, as a scanner finds it."""

QUOTED: Expression = expression(
    r"=[0-9a-f]{2}=[0-9a-f]{2}|[0-9a-z]=40[0-9a-z]|[0-9a-z.@+:/_-]=\r?\n[0-9a-z.@+:/_ -]"
)
"""An escape of quoted-printable; a single one may be part of `x=10`."""

ENCODED_RUN: Expression = expression(
    r"(?:[^0-9a-z+/_-]|^)(?:[0-9a-z+/_-]{12}|[0-9a-z+/_-]{11}=)", ends=True
)
"""The beginning of what may be base64 or hexadecimal: its first characters, however long it is."""
_HEAD = 12

HEX_PAIRS: Expression = expression(r"\b[0-9a-f]{2}(?:[ :-][0-9a-f]{2}){7}", ends=True)
"""The beginning of a hexadecimal dump."""
_PAIRS_HEAD = 23

_UNIT = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<entity>&(?:#[0-9]{1,10};?|#[xX][0-9A-Fa-f]{1,10};?|[A-Za-z]{2,8};))"
    r"|(?P<unicode>\\{1,8}u[dD][89abAB][0-9A-Fa-f]{2}\\{1,8}u[dD][c-fC-F][0-9A-Fa-f]{2}"
    r"|\\{1,8}u[0-9A-Fa-f]{4}|\\{1,8}u\{[0-9A-Fa-f]{1,6}\})"
    r"|(?P<hex>(?P<slashes>\\{1,8})x[0-9A-Fa-f]{2}(?:(?P=slashes)x[0-9A-Fa-f]{2})*)"
    r"|(?P<octal>(?:\\[0-3][0-7]{2})+)"
    r"|(?P<control>\\{1,8}[nrt](?=[0-9A-Za-z]))"
)
_QUOTED_UNIT = re.compile(r"(?P<quoted>(?:=[0-9A-Fa-f]{2})+)|(?P<soft>=\r?\n)")
_RUN = re.compile(
    r"(?:[0-9A-Za-z+/_-]{40,100}\r?\n)+[0-9A-Za-z+/_-]+={0,2}|[0-9A-Za-z+/_-]{11,}={0,2}"
)
_HEX_RUN = re.compile(r"(?:0x)?((?:[0-9a-f]{2})+)", re.IGNORECASE)
_PAIRS = re.compile(r"[0-9a-f]{2}(?:[ :-][0-9a-f]{2})+", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/", "\r\n")
_SPACES = str.maketrans("\n\t\r", "   ")
_NO_WORD_JOINTS = str.maketrans("", "", "_/-")
_NO_JOINTS = str.maketrans("", "", " :-")
_POINT = re.compile(r"[0-9A-Fa-f]{4}|(?<=\{)[0-9A-Fa-f]{1,6}")
_AROUND = 120
"""Characters read on both sides of an escape: the value that it is part of, and words near."""
_BEFORE = 64
"""Characters read before what is encoded as a whole: words that tell what it may be."""

Hits = Sequence[tuple[int, int]]
Units = Iterator[tuple[str, int]]
"""Decoded characters, each with the length of what it was written as."""


def _bytes(data: bytes, length: int) -> Units:
    """Characters of bytes that were written with so many characters each."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        yield from ((char, length) for char in text)
        return
    yield from ((char, length * len(char.encode())) for char in text)


def _percent(match: re.Match[str]) -> Units:
    return _bytes(bytes.fromhex(match[0].replace("%", "")), 3)


def _quoted(match: re.Match[str]) -> Units:
    return _bytes(bytes.fromhex(match[0].replace("=", "")), 3)


def _hex(match: re.Match[str]) -> Units:
    slashes = match["slashes"]
    return _bytes(bytes.fromhex(match[0].replace(f"{slashes}x", "")), len(slashes) + 3)


def _octal(match: re.Match[str]) -> Units:
    run = match[0]
    return _bytes(bytes(int(run[at + 1 : at + 4], 8) for at in range(0, len(run), 4)), 4)


def _entity(match: re.Match[str]) -> Units:
    return iter([(html.unescape(match[0]), len(match[0]))])


def _unicode(match: re.Match[str]) -> Units:
    points = [int(point, 16) for point in _POINT.findall(match[0])]
    if len(points) > 1:
        char = b"".join(point.to_bytes(2, "big") for point in points).decode("utf-16-be", "replace")
    else:
        char = chr(points[0]) if points[0] < 0xD800 or 0xDFFF < points[0] <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - halves of pairs, and the end of Unicode
    return iter([(char, len(match[0]))])


def _control(match: re.Match[str]) -> Units:
    return iter([("\t" if match[0][-1] == "t" else "\n", len(match[0]))])


def _nothing(_match: re.Match[str]) -> Units:
    return iter(())


_READ: dict[str, Callable[[re.Match[str]], Units]] = {
    "percent": _percent,
    "entity": _entity,
    "unicode": _unicode,
    "hex": _hex,
    "octal": _octal,
    "control": _control,
    "quoted": _quoted,
    "soft": _nothing,
}


def windows(hits: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """What stands around the hits, each character once."""
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


class Builder:
    """Collects a new text with its pieces."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.at = 0

    def add(self, new: str, old_start: int, old_end: int, *, whole: bool) -> None:
        """The next part of the new text, and what it stands for."""
        if not new:
            return
        self.pieces.append(Piece(self.at, old_start, old_end, whole))
        self.parts.append(new)
        self.at += len(new)

    def keep(self, text: str, start: int, end: int) -> None:
        """A part of the old text, as it is."""
        self.add(text[start:end], start, end, whole=False)

    def build(self) -> Folded | None:
        """The new text; None if nothing was added."""
        return folded("".join(self.parts), self.pieces) if self.parts else None


def rewritten(
    text: str, hits: Hits, unit: re.Pattern[str], read: Callable[[re.Match[str]], Units]
) -> Folded | None:
    """What stands around the hits with every unit read; windows are lines of their own."""
    builder = Builder()
    for begin, end in windows(hits, len(text)):
        at = begin
        for match in unit.finditer(text, begin, end):
            builder.keep(text, at, match.start())
            at = match.start()
            for char, length in read(match):
                builder.add(char, at, at + length, whole=True)
                at += length
            at = match.end()
        builder.keep(text, at, end)
        builder.add("\n", max(end - 1, 0), end, whole=True)
    return builder.build()


def _by_kind(match: re.Match[str]) -> Units:
    for kind, run in match.groupdict().items():
        if run is not None and kind in _READ:
            return _READ[kind](match)
    raise AssertionError("every alternative has a name")


def unescaped(text: str, escapes: Hits) -> Folded | None:
    """What stands around the escapes, decoded."""
    return rewritten(text, escapes, _UNIT, _by_kind)


def unquoted(text: str, escapes: Hits) -> Folded | None:
    """The same for quoted-printable."""
    return rewritten(text, escapes, _QUOTED_UNIT, _by_kind)


def _printable(data: bytes) -> str | None:
    """The text that bytes are; None if they are none."""
    if data.isascii():
        if data[1:2] == b"\0":
            data = data[::2]  # UTF-16 of plain Latin text
        text = data.decode()
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return None
    return text if text.isprintable() or text.translate(_SPACES).isprintable() else None


def _plain(run: str) -> str | None:
    """The text that a run of base64 or hexadecimal holds; None if it holds none."""
    hexadecimal = _HEX_RUN.fullmatch(run)
    if hexadecimal is not None:
        plain = _printable(bytes.fromhex(hexadecimal[1]))
        if plain is not None:
            return plain
    body = run.rstrip("=").translate(_URL_SAFE)
    if len(body) % 4 == 1:
        body = body[:-1]
    try:
        return _printable(binascii.a2b_base64(body + "=" * (-len(body) % 4)))
    except binascii.Error:
        return None


def _is_word(run: str) -> bool:
    """Whether it is a word or a path of words, as most long runs are."""
    return (run.islower() or run[1:].islower() or run.isupper()) and (
        run.isalpha() or run.translate(_NO_WORD_JOINTS).isalpha()
    )


def _each(
    text: str, starts: Iterable[int], run: re.Pattern[str], read: Callable[[str], str | None]
) -> Folded | None:
    """Runs that hold text, each with what stands before it as a line of its own."""
    builder = Builder()
    end = 0
    for start in starts:
        if start < end:
            continue
        match = run.match(text, start)
        if match is None:
            continue
        before, end = end, match.end()
        if _is_word(match[0]):
            continue
        plain = read(match[0])
        if plain is None and "\n" in match[0]:  # the last line may be text that follows
            end = start + match[0].rindex("\n")
            plain = read(text[start:end])
        if plain is not None:
            builder.keep(text, max(before, start - _BEFORE), start)
            builder.add(plain, start, end, whole=True)
            builder.add("\n", end - 1, end, whole=True)
    return builder.build()


def unpacked(text: str, runs: Hits) -> Folded | None:
    """What the runs of base64 and hexadecimal hold; each stands for its run as a whole."""
    return _each(text, (head - _HEAD for _, head in runs), _RUN, _plain)


def _paired(run: str) -> str | None:
    return _printable(bytes.fromhex(run.translate(_NO_JOINTS)))


def undumped(text: str, heads: Hits) -> Folded | None:
    """What hexadecimal dumps hold."""
    return _each(text, (head - _PAIRS_HEAD for _, head in heads), _PAIRS, _paired)
