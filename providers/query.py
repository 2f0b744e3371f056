"""Query strings: their names are fixed, their values are text.

`metadata[customer]=...` (OpenAI's filters of stored completions) names a key in brackets: that key
and its value are what was stored with other calls, so they are `joint`.

Percent-decoding is done here (RFC 3986 §2.1; `+` is a blank, as HTML forms write it), since the
standard library's module for it lies above the no-I/O line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from privacy.text import Place, Role, Segment
from providers.codec import MalformedBodyError

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_FILTER = re.compile(r"(metadata(?:\[|%5B))(.+?)(\]|%5D)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[\w.,;:/@*()\[\]|=+~-]*", re.ASCII)
"""What values of a protocol's own names are made of: numbers, words, masks, tokens."""
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query string that was read.

    Attributes:
        segments: its names, then values, pair by pair.
        pieces: the string cut so that odd pieces are those of the segments.
    """

    segments: tuple[Segment, ...]
    pieces: tuple[str, ...]

    def rewrite(self, texts: Mapping[int, str]) -> str:
        """The query string to send; unchanged parts keep their bytes.

        Raises:
            ValueError: a name was given another text.
        """
        pieces = list(self.pieces)
        for index, text in texts.items():
            segment = self.segments[index]
            if text == segment.text:
                continue
            if segment.place is Place.FIXED:
                raise ValueError("what stands at a fixed place cannot change")
            pieces[2 * index + 1] = encode(text)
        return "".join(pieces)


def read_query(query: str, protocol: frozenset[str] = frozenset()) -> QueryText:
    """Read a query string; values of the protocol's own names are FIXED.

    Raises:
        MalformedBodyError: code invalid_query: an escape is no UTF-8, or one of the protocol's own
            names has a value that none of them has.
    """
    segments: list[Segment] = []
    pieces = [""]
    for number, pair in enumerate(query.split("&") if query else ()):
        raw, equals, value = pair.partition("=")
        filtered = _FILTER.fullmatch(raw)
        before, raw, after = filtered.groups() if filtered else ("", raw, "")
        name, pointer, joint = decode(raw), f"?{number}", filtered is not None
        told = decode(value)
        if name in protocol and not joint and _WORD.fullmatch(told) is None:
            message = "a parameter of the query string holds characters that its values never have"
            raise MalformedBodyError("invalid_query", message)
        of_name = Place.TEXT if joint else Place.FIXED
        of_value = Place.TEXT if joint or name not in protocol else Place.FIXED
        segments += (
            Segment(name, f"{pointer}~key", 0, Role.SETTING, of_name, joint=joint),
            Segment(told, pointer, 0, Role.SETTING, of_value, name, joint=joint),
        )
        pieces[-1] += ("&" if number else "") + before
        pieces += (raw, after + equals, value, "")
    return QueryText(tuple(segments), tuple(pieces))


def decode(text: str) -> str:
    """Percent-decode.

    Raises:
        MalformedBodyError: code invalid_query: an escape is no UTF-8.
    """
    raw = text.replace("+", " ").encode("utf-8", "surrogateescape")
    try:
        return _ESCAPE.sub(_byte, raw).decode()
    except UnicodeDecodeError:
        message = "the query string is not valid UTF-8"
        raise MalformedBodyError("invalid_query", message) from None


def encode(text: str) -> str:
    """Percent-encode everything but RFC 3986's unreserved characters."""
    return "".join(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in text.encode())


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes((int(match.group(1), 16),))
