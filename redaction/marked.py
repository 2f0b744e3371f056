r"""Mark-up, escapes and line ends inside a value: `4111 **1111** 1111 1111`, `ann\.lee@...`.

What stands between the characters of a value and means nothing is left out. A line end within a
value is told from one between two words only where digits stand on both sides, behind an `@`, or
where a hyphen breaks the word.
"""

import re
from collections.abc import Iterator, Sequence

from redaction.decode import Builder, Hits, windows
from redaction.fold import Folded
from redaction.scanners import Expression, expression

_MARK = (
    r"(?:\*{1,3}|~~|`|</?(?:[biusaq]|em|strong|span|mark|font|wbr|sub|sup|small|code|del|ins)/?>)"
)
MARKED: Expression = expression(
    rf"[0-9a-z@.+_]{_MARK}[0-9a-z@.+_:/-]|[0-9]{_MARK}[ -][0-9]|[0-9][ -]{_MARK}[0-9]"
    r"|[0-9a-z]\\[-.@_+:/#]"
)
"""A mark between two characters of a value."""

BROKEN: Expression = expression(r"[0-9]\r?\n[0-9]|@[0-9a-z-]{0,40}\.?\r?\n[0-9a-z]")
"""A line end between two characters of a value."""

HYPHENATED: Expression = expression(r"[0-9a-z]-\r?\n[ \t]{0,8}[0-9a-z]")
"""A line end behind a hyphen."""

_CUT = re.compile(rf"{_MARK}|\\", re.IGNORECASE)
_HYPHEN_AND_END = re.compile(r"-?\r?\n[ \t]*")
_END = re.compile(r"\r?\n[ \t]*")


def unmarked(text: str, hits: Hits) -> Folded | None:
    """What stands around the marks, without them."""
    return _without(text, list(_cuts(text, hits, _CUT)))


def unbroken(text: str, hits: Hits) -> Folded | None:
    """What stands around line ends, without them, and without the hyphens before them."""
    return _without(text, list(_cuts(text, hits, _HYPHEN_AND_END)))


def unwrapped(text: str, hits: Hits) -> Folded | None:
    """The same, where the hyphen before the line end belongs to the value."""
    return _without(text, list(_cuts(text, hits, _END)))


def _cuts(text: str, hits: Hits, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for start, stop in hits:
        match = mark.search(text, max(end, start), stop)
        if match is not None:
            end = match.end()
            yield match.span()


def _without(text: str, cuts: Sequence[tuple[int, int]]) -> Folded | None:
    """What stands around the cuts, without them."""
    builder = Builder()
    rest = iter(cuts)
    cut = next(rest, None)
    for begin, end in windows(cuts, len(text)):
        at = begin
        while cut is not None and cut[0] < end:
            builder.keep(text, at, cut[0])
            at = cut[1]
            cut = next(rest, None)
        builder.keep(text, at, end)
        builder.add("\n", max(end - 1, 0), end, whole=True)
    return builder.build()
