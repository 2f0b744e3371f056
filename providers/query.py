"""Query strings: their names are fixed, their values are text.

Percent-decoding is done here (RFC 3986 §2.1; `+` is a blank, as HTML forms write it), since the
standard library's module for it lies above the no-I/O line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from privacy.text import Place, Role, Segment
from providers.codec import MalformedBodyError

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
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
        MalformedBodyError: code invalid_query: an escape is no UTF-8.
    """
    segments: list[Segment] = []
    pieces = [""]
    for raw, is_value, separator in _parts(query):
        name = segments[-1].text if is_value else ""
        place = Place.TEXT if is_value and name not in protocol else Place.FIXED
        pointer = f"?{len(segments) // 2}" + ("" if is_value else "~key")
        segments.append(Segment(decode(raw), pointer, 0, Role.SETTING, place, name))
        pieces += (raw, separator)
    return QueryText(tuple(segments), tuple(pieces))


def _parts(query: str) -> list[tuple[str, bool, str]]:
    """Names and values in turn, each with the separator that follows it."""
    parts = []
    pairs = query.split("&") if query else []
    for number, pair in enumerate(pairs):
        name, equals, value = pair.partition("=")
        parts.append((name, False, equals))
        parts.append((value, True, "&" if number + 1 < len(pairs) else ""))
    return parts


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
