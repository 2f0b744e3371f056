"""The writings in which a pseudonym is recognised again, and what may still become one.

A language model keeps the two words of `PERSON_a7k2` but writes them in another case, escapes what
joins them (Markdown, HTML, JSON, URL), or puts a space, a hyphen or nothing there. Label and id
must be exact apart from case: a wrong id would be another person.

One table of joints feeds the matcher and the hold-back, so that both agree on what is a beginning.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from privacy.pseudonym import CANONICAL, LENGTH_MAX

_AMPERSANDS = ("&", "&amp;", "\\u0026", "\\\\u0026")
_ENTITIES = ("#95;", "#x5f;", "lowbar;", "underbar;", "nbsp;")
_WRITTEN = ("_", "\\_", "\\\\_", "\\\\\\_", "\\\\\\\\_", "\\u005f", "\\\\u005f", "%5f", "%255f")
_HYPHENS = ("-", "\\-", "\\\\-", "\u2010", "\u2011", "\u2012", "\u2013")
_INVISIBLE = ("", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_SPACES = (" ", "\t", "\n", "\r", "\u00a0", "\u2009", "\u202f", "\u3000")
_JSON_SPACES = ("\\n", "\\r", "\\t", "\\u00a0")


def joints(*, json: bool) -> tuple[str, ...]:
    """What may stand between label and id, in lower case; longest first.

    Args:
        json: the text is the source of JSON strings: line ends are written as escapes there.
    """
    spaces = _SPACES + (_JSON_SPACES if json else ())
    entities = (a + b for a, b in product(_AMPERSANDS, _ENTITIES))
    pairs = (a + b for a, b in product(spaces, spaces))
    every = {*_WRITTEN, *entities, *_HYPHENS, *_INVISIBLE, *spaces, *pairs}
    return tuple(sorted(every, key=lambda joint: (-len(joint), joint)))


class _Joints:
    """A table of joints, compiled."""

    __slots__ = ("beginnings", "longest", "pattern")

    def __init__(self, table: tuple[str, ...]) -> None:
        alternatives = "|".join(map(re.escape, table))
        self.pattern = re.compile(f"(?:{alternatives})", re.IGNORECASE | re.ASCII)
        self.beginnings = frozenset(j[:end] for j in table for end in range(len(j) + 1))
        self.longest = len(table[0])


_TEXT, _JSON = _Joints(joints(json=False)), _Joints(joints(json=True))
_RUN = re.compile("[0-9A-Za-z]*+")

HOLD_MAX = LENGTH_MAX - 1 + max(_TEXT.longest, _JSON.longest)
"""Characters that are ever held back for pseudonyms: the longest one with its longest joint."""

CONTEXT = 6
"""Characters before a word that tell whether it begins there (`\\u0020` is the longest)."""

_BEGINS = (
    r"(?:(?<![0-9A-Za-z][A-Za-z])|(?<=\\[nrtbf][A-Za-z])"
    r"|(?<=\\u[0-9A-Fa-f]{4}[A-Za-z])|(?<=%[0-9A-Fa-f]{2}[A-Za-z]))"
)
"""The letter just read begins a word: no letter or digit stands before it, or only one that ends an
escape (`\\n` in JSON or program text, `%20` in a query)."""

_CONTINUES = r"(?=[^0-9A-Za-z]{0,2}[0-9A-Za-z]{0,11}(?:[0-9]|\Z)|[\\&%])"
"""Behind a label: an id must have a digit, so most words that are labels too are passed by."""

OPEN = (-1, "")
"""A reading that needs more text."""
Reading = tuple[int, str] | None
"""(end, key) of a match, `OPEN`, or None: nothing of ours."""


@lru_cache(maxsize=512)  # a process meets few sets of labels; compiling one costs about 0.2 ms
def _finder(labels: frozenset[str]) -> re.Pattern[str]:
    """Finds the next label, or the beginning of one at the end of the text.

    It starts with a plain set of letters, which the engine of `re` scans for quickly.
    """
    firsts = sorted({label[0] for label in labels})
    either = "".join(first + first.lower() for first in firsts)
    branches = (
        f"(?<=[{first}{first.lower()}]){_rest(tuple(x[1:] for x in labels if x[0] == first))}"
        for first in firsts
    )
    return re.compile(f"[{either}]{_BEGINS}(?:{'|'.join(branches)})")


def _rest(words: tuple[str, ...]) -> str:
    """The rest of these labels, or as much of it as stands at the end of the text."""
    if "" in words:
        return _CONTINUES
    firsts = sorted({word[0] for word in words})
    branches = (
        f"[{first}{first.lower()}]{_rest(tuple(x[1:] for x in words if x[0] == first))}"
        for first in firsts
    )
    return rf"(?:\Z|{'|'.join(branches)})"


class Pseudonyms:
    """The canonical pseudonyms of one map, found in any tolerated writing.

    Args:
        keys: canonical pseudonyms as minted.
        json: the text is the source of JSON strings.
    """

    __slots__ = ("_finder", "_joints", "_keys", "_labels", "_sorted")

    def __init__(self, keys: Iterable[str], *, json: bool) -> None:
        self._keys = {key.lower(): key for key in keys}
        self._labels = frozenset(key.partition("_")[0].upper() for key in self._keys)
        self._finder = _finder(self._labels)
        self._joints = _JSON if json else _TEXT
        self._sorted: list[str] = []

    def find(self, text: str, start: int) -> int:
        """Where the next one may begin; -1 if nowhere."""
        found = self._finder.search(text, start)
        return -1 if found is None else found.start()

    def read(self, text: str, start: int, *, final: bool) -> Reading:
        """What stands at a place that `find` gave.

        Args:
            text: all text, from `CONTEXT` characters before what was not settled yet.
            start: the place.
            final: no more text follows.
        """
        found = self._finder.match(text, start)
        if found is None:
            return None
        label = found[0].upper()
        if label not in self._labels:
            return None if final else OPEN
        return self._read_id(text, label.lower(), found.end(), final=final)

    def _read_id(self, text: str, label: str, end: int, *, final: bool) -> Reading:
        after = _end_of(self._joints.pattern, text, end)
        stop = _end_of(_RUN, text, after)
        name = f"{label}_{text[after:stop].lower()}"
        if final or stop < len(text):
            key = self._keys.get(name)
            if key is not None:
                return stop, key
        if final:
            return None
        if after < stop == len(text):
            return OPEN if self._begins(name) else None
        return OPEN if self._may_join(text, end) else None

    def _may_join(self, text: str, end: int) -> bool:
        if len(text) - end > self._joints.longest:
            return False
        return text[end:].lower() in self._joints.beginnings

    def _begins(self, name: str) -> bool:
        if not self._sorted:
            self._sorted = sorted(self._keys)
        place = bisect_left(self._sorted, name)
        return place < len(self._sorted) and self._sorted[place].startswith(name)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return start if found is None else found.end()


class Literals:
    """Texts that are found only exactly as they are, as whole words; the longest at a place wins.

    Args:
        keys: the texts.
    """

    __slots__ = ("_first", "_sorted")

    def __init__(self, keys: Iterable[str]) -> None:
        self._sorted = sorted(keys)
        firsts = "".join(sorted({key[0] for key in self._sorted}))
        self._first = re.compile(f"[{re.escape(firsts)}]")

    def find(self, text: str, start: int) -> int:
        """Where the next one may begin; -1 if nowhere."""
        for found in self._first.finditer(text, start):
            place = found.start()
            if _is_edge(text, place) and self._longest(text, place) is not None:
                return place
        return -1

    def read(self, text: str, start: int, *, final: bool) -> Reading:
        """What stands at a place that `find` gave; see `Pseudonyms.read`."""
        reading = self._longest(text, start)
        if final and reading == OPEN:
            return self._complete(text, start)
        return reading

    def _longest(self, text: str, start: int) -> Reading:
        rest = text[start : start + len(max(self._near(text, start), key=len, default=""))]
        if start + len(rest) == len(text) and self._begins(rest):
            return OPEN
        return self._complete(text, start)

    def _complete(self, text: str, start: int) -> Reading:
        near = (key for key in self._near(text, start) if text.startswith(key, start))
        ends = ((start + len(key), key) for key in near if _is_edge(text, start + len(key)))
        return max(ends, default=None)

    def _near(self, text: str, start: int) -> Iterator[str]:
        """Every key with the same first letter."""
        place = bisect_left(self._sorted, text[start])
        while place < len(self._sorted) and self._sorted[place][0] == text[start]:
            yield self._sorted[place]
            place += 1

    def _begins(self, rest: str) -> bool:
        place = bisect_left(self._sorted, rest)
        return place < len(self._sorted) and self._sorted[place].startswith(rest)


_WORD = re.compile("[0-9A-Za-z]{2}")


def _is_edge(text: str, place: int) -> bool:
    """Whether no word runs over this place."""
    return place == 0 or _WORD.match(text, place - 1) is None


_ID_LIKE = re.compile("_[0-9A-Za-z]{4,16}")


class Strangers:
    """Counts canonical pseudonyms in text that passed: they belong to no value of this session."""

    __slots__ = ("_tail", "count")

    def __init__(self) -> None:
        self.count = 0
        self._tail = ""

    def see(self, text: str, *, final: bool) -> None:
        """Take the next text; `final`: a word that runs to its end is complete."""
        text = self._tail + text
        done = 0
        if _ID_LIKE.search(text):
            for found in CANONICAL.finditer(text):
                if final or found.end() < len(text):
                    self.count += 1
                    done = found.end()
        self._tail = "" if final else text[max(done, len(text) - LENGTH_MAX - 1) :]
