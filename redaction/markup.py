"""Elements of XML and tables of HTML: an element's name, or a table's head, says what it holds."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from redaction.forms import of_keys
from redaction.headers import Kinds, Valued, held, kinds

_LEAF = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?P<name>[A-Za-z_][\w.-]{0,60})(?:\s[^<>]{0,300})?>"
    r"(?P<value>[^<>]{1,400})</(?:[\w.-]{1,40}:)?(?P=name)\s?>"
)
_PARENT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,60})(?:\s[^<>]{0,300})?>\s{0,80}\Z")
_OF_PAGES = "td th li p b i em strong a span div label dt dd h1 h2 h3 h4 h5 h6 title code option"
_NO_ELEMENTS = frozenset(_OF_PAGES.split())
_BEHIND = 440
_CELL = re.compile(
    r"<(?P<end>/?)(?P<name>table|tr|th|td|dl|dt|dd)\b(?:\s[^<>]{0,500})?>", re.IGNORECASE
)
_TEXT = re.compile(r"(?:^|>)([^<>]+)(?:<|\Z)")
_CELL_LONGEST = 4000

Place = tuple[str, int, int]
"""An element's name, and where what it holds begins and ends."""


def elements(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of elements that hold nothing but text.

    Args:
        text: the text.
        ends: where closing tags end; ascending.
    """
    leaves: list[tuple[str, str, int, int]] = []
    for end in ends:
        opening = text.rfind("<", max(0, end - 70), end - 1)
        opening = text.rfind("<", max(0, opening - _BEHIND), max(0, opening))
        leaf = _LEAF.match(text, opening) if opening >= 0 else None
        if leaf is None or leaf.end() != end or leaf["name"].lower() in _NO_ELEMENTS:
            continue
        parent = _PARENT.search(text, max(0, opening - 140), opening)
        leaves.append((leaf["name"], parent[1] if parent else "", *leaf.span("value")))
    names = sorted({leaf[0] for leaf in leaves})
    together = dict(zip(names, kinds(names), strict=True))
    for name, about, first, last in leaves:
        yield from held(text, first, last, together[name] or of_keys([name], about)[0])


def cells(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of tables and lists of definitions.

    Args:
        text: the text.
        ends: where tags of tables and lists end; ascending.
    """
    done = 0
    for end in ends:
        if end <= done:
            continue
        start = text.rfind("<", 0, end)
        grid, done = _grid(text, start)
        yield from _read(text, grid)
        done = max(done, end)


def _grid(text: str, start: int) -> tuple[list[list[Place]], int]:
    """Rows of cells of one table, those of tables inside among them, and where it ends."""
    grid: list[list[Place]] = [[]]
    depth, opened = 0, -1
    at = start
    name = ""
    for tag in _CELL.finditer(text, start):
        if opened >= 0 and grid:
            grid[-1].append((name, opened, min(tag.start(), opened + _CELL_LONGEST)))
            opened = -1
        at = tag.end()
        word = tag["name"].lower()
        if word in {"table", "dl"}:
            depth += -1 if tag["end"] else 1
            if depth <= 0:
                break
            grid.append([])
        elif word in {"tr", "dt"} and not tag["end"]:
            grid.append([])
        if word in {"td", "th", "dt", "dd"} and not tag["end"]:
            name, opened = word, tag.end()
    return [cells for cells in grid if cells], at


def _read(text: str, grid: Sequence[Sequence[Place]]) -> Iterator[Valued]:
    heads: tuple[Kinds, ...] = ()
    pairs: list[tuple[str, Place]] = []
    for places in grid:
        names = [_words(text, place) for place in places]
        if len(places) == 2 and places[0][0] in {"th", "dt"} and places[1][0] in {"td", "dd"}:  # noqa: PLR2004 - a head and its value
            pairs.append((names[0], places[1]))
        elif all(place[0] == "th" for place in places) or (not heads and any(kinds(names))):
            heads = kinds(names)
        else:
            for place, kind in zip_longest(places, heads[: len(places)], fillvalue=()):
                if kind and place:
                    yield from _held(text, place, kind)
    for (_, place), kind in zip(pairs, kinds([key for key, _ in pairs]), strict=True):
        if kind:
            yield from _held(text, place, kind)


def _words(text: str, place: Place) -> str:
    return " ".join(" ".join(_TEXT.findall(text[place[1] : place[2]])).split())


def _held(text: str, place: Place, kind: Kinds) -> Iterator[Valued]:
    """Each piece of text in a cell, which may hold a link or a line break."""
    for piece in _TEXT.finditer(text[place[1] : place[2]]):
        yield from held(text, place[1] + piece.start(1), place[1] + piece.end(1), kind)
