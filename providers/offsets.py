"""Offsets into a text after parts of it were replaced.

Answers carry positions of their own text (citations, grounding). Restoring values moves them, and
only the old and the new text are known here: equal stretches are matched from left to right, and
a difference ends where the old text's word ends, since a pseudonym is one word. Two pseudonyms
side by side leave open where one value ends and the next begins: a mark between them may be off.
"""

import re
from bisect import bisect_right

_WORD_END = re.compile(r"[^0-9A-Za-z_\\]|$")
_ANCHORS = (24, 12, 6, 3, 1)
_STEP = 32
_FARTHEST = 16_384
"""Characters within which the text goes on: values are shorter."""


class Shift:
    """Maps offsets of an old text to offsets of a new one, in characters."""

    __slots__ = ("_length", "_new", "_old")

    def __init__(self, old: str, new: str) -> None:
        self._old: list[int] = []
        self._new: list[int] = []
        self._length = len(new)
        self._match(old, new)

    def __call__(self, offset: int) -> int:
        """The new offset; one inside a replaced part moves to the end of what replaced it."""
        place = bisect_right(self._old, offset) - 1
        if place < 0:
            return min(offset, self._length)
        moved = self._new[place] + offset - self._old[place]
        limit = self._new[place + 1] if place + 1 < len(self._new) else self._length
        return min(moved, limit)

    def _match(self, old: str, new: str) -> None:
        here, there = 0, 0
        while True:
            self._old.append(here)
            self._new.append(there)
            same = _common(old, new, here, there)
            here, there = here + same, there + same
            if here >= len(old) or there >= len(new):
                return
            found = _WORD_END.search(old, here + 1)
            end = found.start() if found else len(old)
            there = _resume(old, new, end, there)
            here = end


def _common(old: str, new: str, here: int, there: int) -> int:
    """Characters that both texts have in common from two places on.

    Stretches that grow are compared, so that the time is that of what is common, however much
    text follows.
    """
    most = min(len(old) - here, len(new) - there)
    low, step = 0, _STEP
    while low < most and _equal(old, new, here + low, there + low, min(step, most - low)):
        low += min(step, most - low)
        step *= 2
    high = min(low + step, most)
    while low < high:
        middle = (low + high + 1) // 2
        if _equal(old, new, here + low, there + low, middle - low):
            low = middle
        else:
            high = middle - 1
    return low


def _equal(old: str, new: str, here: int, there: int, length: int) -> bool:
    return old[here : here + length] == new[there : there + length]


def _resume(old: str, new: str, end: int, there: int) -> int:
    """Where the new text goes on after a replaced part that ends at `end` in the old one."""
    rest = old[end : end + max(_ANCHORS)]
    if end + len(rest) == len(old) and new.endswith(rest):
        return max(there, len(new) - len(rest))
    for length in _ANCHORS:
        found = new.find(rest[:length], there, there + _FARTHEST)
        if found >= 0:
            return found
    return len(new)
