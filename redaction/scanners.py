"""One pass over many patterns: hyperscan, and RE2 where hyperscan has no wheel.

Both report the maximal matches of every expression: those that lie in no longer match of the
same expression. So both report the same, whatever the engines' own rules of greed.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from redaction.alternatives import parted

_ALTERNATIVES = 48
"""Alternatives in one list, at most: more are read as several expressions of one number."""

Event = tuple[int, int, int]
"""Number of the expression, first byte, one past the last; both the last where only ends count."""

Places = list[tuple[int, int]]
"""Matches of one expression: first byte and one past the last, by ascending end."""
Shapes = dict[int, Places]
"""Matches by number of the expression, those too that lie in longer ones: see `longest`."""
Ends = dict[int, list[int]]
"""Where words end, by number of the expression, ascending."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What a scanner looks for.

    Attributes:
        source: the expression, over UTF-8 bytes, in the syntax that hyperscan and RE2 share.
        cased: whether case matters (of ASCII letters; other letters always differ by case).
        ends: whether only the end of a match counts: cheaper, and enough for words.
        late: whether it is looked for only once something else speaks for it.
    """

    source: bytes
    cased: bool = False
    ends: bool = False
    late: bool = False


class Scanner(Protocol):
    """Finds all expressions in one pass."""

    def find(self, data: bytes) -> tuple[Shapes, Ends]:
        """What it finds of all that is not late; of words the ends."""
        ...

    def find_late(self, data: bytes) -> Shapes:
        """What it finds of the rest."""
        ...


def expression(source: str, *, cased: bool = False, ends: bool = False) -> Expression:
    """An expression from its text; characters beyond ASCII become the bytes of their UTF-8."""
    escaped = "".join(
        char if char.isascii() else "".join(f"\\x{byte:02x}" for byte in char.encode())
        for char in source
    )
    return Expression(escaped.encode("ascii"), cased, ends)


def longest(places: Places) -> Places:
    """The maximal ones of one expression's matches, by ascending start."""
    if len(places) == 1:
        return places
    kept: Places = []
    for place in places:
        while kept and kept[-1][0] >= place[0]:
            kept.pop()
        if not kept or kept[-1][1] != place[1]:  # else it ends with a longer one
            kept.append(place)
    return kept


def maximal(events: Iterable[Event]) -> dict[int, list[tuple[int, int]]]:
    """The maximal matches by expression, each by ascending start; events come by ascending end."""
    found: Shapes = {}
    for number, start, end in events:
        found.setdefault(number, []).append((start, end))
    return {number: longest(places) for number, places in found.items()}


class Kept(Protocol):
    """Where compiled databases are kept between starts; whoever does I/O brings it."""

    def get(self, name: str) -> bytes | None:
        """What was kept under a name; None if nothing was."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Keep something; may do nothing."""
        ...


class HyperscanScanner:
    """The default: releases the GIL while it scans.

    Expressions stand in several databases: one of all would take many times as long to compile
    and be slower, since those with starts and those without, cased and not, share little.
    Scratch spaces serve one scan at a time, so idle sets of them wait in a queue, whose `append`
    and `pop` are atomic.
    """

    TOGETHER = 64
    """Expressions in one database, at most."""

    def __init__(self, expressions: Sequence[Expression], kept: Kept | None = None) -> None:
        import hyperscan  # noqa: PLC0415 - absent where there is no wheel: the roof takes RE2 then

        self._databases: list[tuple[Any, bool]] = []
        self._late: list[tuple[Any, bool]] = []
        self._new_scratch = hyperscan.Scratch
        for numbers in _groups(expressions, self.TOGETHER):
            first = expressions[numbers[0]]
            for database in _databases(hyperscan, expressions, numbers, kept):
                (self._late if first.late else self._databases).append((database, first.ends))
        self._idle: deque[list[Any]] = deque()
        self._idle_late: deque[list[Any]] = deque()

    def find(self, data: bytes) -> tuple[Shapes, Ends]:
        """All matches but late ones, by ascending end within each expression."""
        return self._find(data, self._databases, self._idle)

    def find_late(self, data: bytes) -> Shapes:
        """The late ones."""
        return self._find(data, self._late, self._idle_late)[0]

    def _find(
        self, data: bytes, databases: list[tuple[Any, bool]], idle: deque[list[Any]]
    ) -> tuple[Shapes, Ends]:
        shapes: Shapes = defaultdict(list)
        words: Ends = defaultdict(list)
        try:
            spaces = idle.pop()
        except IndexError:
            spaces = [self._new_scratch(database) for database, _ in databases]
        for (database, ends), space in zip(databases, spaces, strict=True):
            if ends:
                database.scan(data, match_event_handler=_on_end, scratch=space, context=words)
            else:
                database.scan(data, match_event_handler=_on_match, scratch=space, context=shapes)
        idle.append(spaces)
        return shapes, words

    def scan(self, data: bytes) -> list[Event]:
        """All matches as events, by ascending end within each expression."""
        shapes, words = self.find(data)
        shapes |= self.find_late(data)
        events = [(number, *place) for number, places in shapes.items() for place in places]
        return events + [(number, end, end) for number, ends in words.items() for end in ends]


def _on_match(number: int, start: int, end: int, _flags: int, shapes: Shapes) -> None:
    shapes[number].append((start, end))


def _on_end(number: int, _start: int, end: int, _flags: int, words: Ends) -> None:
    ends = words[number]
    if not ends or ends[-1] != end:  # parts of one expression may end together
        ends.append(end)


def _databases(
    hyperscan: Any,  # noqa: ANN401 - a module without type information
    expressions: Sequence[Expression],
    numbers: Sequence[int],
    kept: Kept | None,
) -> Iterator[Any]:
    """One database for a group of expressions, or several where one would be too large."""
    try:
        yield _database(hyperscan, expressions, numbers, kept)
    except hyperscan.error:
        half = len(numbers) // 2
        if not half:
            raise
        yield from _databases(hyperscan, expressions, numbers[:half], kept)
        yield from _databases(hyperscan, expressions, numbers[half:], kept)


def _database(
    hyperscan: Any,  # noqa: ANN401 - a module without type information
    expressions: Sequence[Expression],
    numbers: Sequence[int],
    kept: Kept | None,
) -> Any:  # noqa: ANN401 - likewise
    """Compile a group of expressions, or load what was compiled before."""
    chosen = [expressions[number] for number in numbers]
    name = _name(hyperscan.__version__, chosen, numbers)
    before = kept.get(name) if kept is not None else None
    if before is not None:
        try:
            return hyperscan.loadb(before, mode=hyperscan.HS_MODE_BLOCK)
        except hyperscan.error:
            pass  # kept by another processor or version: compiled anew
    flags = 0 if chosen[0].ends else hyperscan.HS_FLAG_SOM_LEFTMOST
    flags |= 0 if chosen[0].cased else hyperscan.HS_FLAG_CASELESS
    parts = [
        (number, part.encode("ascii"))
        for number, item in zip(numbers, chosen, strict=True)
        for part in parted(item.source.decode("ascii"), _ALTERNATIVES)
    ]
    database = hyperscan.Database()
    database.compile(
        expressions=[part for _, part in parts],
        ids=[number for number, _ in parts],
        elements=len(parts),
        flags=[flags] * len(parts),
    )
    if kept is not None:
        kept.put(name, hyperscan.dumpb(database))
    return database


def _name(version: str, chosen: Sequence[Expression], numbers: Sequence[int]) -> str:
    state = hashlib.sha256(f"{version} {_ALTERNATIVES}".encode())
    for number, item in zip(numbers, chosen, strict=True):
        state.update(f"{number},{item.cased},{item.ends},{len(item.source)},".encode())
        state.update(item.source)
    return state.hexdigest()


def _groups(expressions: Sequence[Expression], size: int) -> Iterator[list[int]]:
    """Numbers of expressions of one kind, so many at most."""
    kinds: dict[tuple[bool, bool, bool], list[int]] = defaultdict(list)
    for number, item in enumerate(expressions):
        kinds[item.late, item.ends, item.cased].append(number)
    for _, kind in sorted(kinds.items()):
        for at in range(0, len(kind), size):
            yield kind[at : at + size]


class Re2Scanner:
    """The same, slower: one search per expression that RE2's set found somewhere."""

    REACH = 512
    """Bytes: within a longer match no later start is tried."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        import re2  # noqa: PLC0415 - a package of the tests and of machines without hyperscan

        self._searches: list[tuple[Any, Expression]] = []
        for item in expressions:
            options = re2.Options()
            options.encoding = re2.Options.Encoding.LATIN1
            options.longest_match = True
            options.log_errors = False
            options.case_sensitive = item.cased
            self._searches.append((re2.compile(item.source, options), item))

    def scan(self, data: bytes) -> list[Event]:
        """All matches, by ascending end."""
        return [*self._events(data, late=False), *self._events(data, late=True)]

    def find(self, data: bytes) -> tuple[Shapes, Ends]:
        """The same but late ones, by expression."""
        shapes: Shapes = defaultdict(list)
        words: Ends = defaultdict(list)
        for number, start, end in self._events(data, late=False):
            if not self._searches[number][1].ends:
                shapes[number].append((start, end))
            elif end not in words[number][-1:]:
                words[number].append(end)
        return shapes, words

    def find_late(self, data: bytes) -> Shapes:
        """The late ones."""
        shapes: Shapes = defaultdict(list)
        for number, start, end in self._events(data, late=True):
            shapes[number].append((start, end))
        return shapes

    def _events(self, data: bytes, *, late: bool) -> list[Event]:
        events: list[Event] = []
        for number, (search, item) in enumerate(self._searches):
            at = 0
            while item.late is late and (match := search.search(data, at)) is not None:
                start, end = match.span()
                events.append((number, end if item.ends else start, end))
                at = end if end - start > self.REACH else start + 1
        events.sort(key=lambda event: (event[2], -event[1]))
        return events
