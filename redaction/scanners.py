"""One pass over many patterns: hyperscan, and RE2 where hyperscan has no wheel.

Both report the maximal matches of every expression: those that lie in no longer match of the
same expression. So both report the same, whatever the engines' own rules of greed.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Event = tuple[int, int, int]
"""Number of the expression, first byte, one past the last byte."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What a scanner looks for.

    Attributes:
        source: the expression, over UTF-8 bytes, in the syntax that hyperscan and RE2 share.
        cased: whether case matters (of ASCII letters; other letters always differ by case).
    """

    source: bytes
    cased: bool = False


class Scanner(Protocol):
    """Finds all expressions in one pass."""

    def scan(self, data: bytes) -> list[Event]:
        """Events by ascending end. It may hold matches that lie in longer ones: see `maximal`."""
        ...


def expression(source: str, *, cased: bool = False) -> Expression:
    """An expression from its text; characters beyond ASCII become the bytes of their UTF-8."""
    escaped = "".join(
        char if char.isascii() else "".join(f"\\x{byte:02x}" for byte in char.encode())
        for char in source
    )
    return Expression(escaped.encode("ascii"), cased)


def maximal(events: Iterable[Event]) -> dict[int, list[tuple[int, int]]]:
    """The maximal matches by expression, each by ascending start; events come by ascending end."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, start, end in events:
        kept = found.get(number)
        if kept is None:
            found[number] = [(start, end)]
            continue
        while kept and kept[-1][0] >= start:
            kept.pop()
        kept.append((start, end))
    return found


class HyperscanScanner:
    """The default: releases the GIL while it scans.

    A scratch space serves one scan at a time, so idle ones wait in a queue, whose `append` and
    `pop` are atomic.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        import hyperscan  # noqa: PLC0415 - absent where there is no wheel: the roof takes RE2 then

        self._scratch_type = hyperscan.Scratch
        self._database: Any = hyperscan.Database()
        base = hyperscan.HS_FLAG_SOM_LEFTMOST
        self._database.compile(
            expressions=[item.source for item in expressions],
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[base | (0 if item.cased else hyperscan.HS_FLAG_CASELESS) for item in expressions],
        )
        self._idle: deque[Any] = deque()

    def scan(self, data: bytes) -> list[Event]:
        """All matches, by ascending end."""
        events: list[Event] = []
        add = events.append

        def on_match(number: int, start: int, end: int, _flags: int, _context: object) -> None:
            add((number, start, end))

        try:
            scratch = self._idle.pop()
        except IndexError:
            scratch = self._scratch_type(self._database)
        self._database.scan(data, match_event_handler=on_match, scratch=scratch)
        self._idle.append(scratch)
        return events


class Re2Scanner:
    """The same, slower: one search per expression that RE2's set found somewhere."""

    REACH = 512
    """Bytes: within a longer match no later start is tried."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        import re2  # noqa: PLC0415 - a package of the tests and of machines without hyperscan

        self._searches: list[Any] = []
        for item in expressions:
            options = re2.Options()
            options.encoding = re2.Options.Encoding.LATIN1
            options.longest_match = True
            options.log_errors = False
            options.case_sensitive = item.cased
            self._searches.append(re2.compile(item.source, options))

    def scan(self, data: bytes) -> list[Event]:
        """All matches, by ascending end."""
        events: list[Event] = []
        for number, search in enumerate(self._searches):
            at = 0
            while (match := search.search(data, at)) is not None:
                start, end = match.span()
                events.append((number, start, end))
                at = end if end - start > self.REACH else start + 1
        events.sort(key=lambda event: (event[2], -event[1]))
        return events
