r"""Patterns that are looked for by what they end with, and read leftwards from there.

`\b[A-Z][a-z]*(?:weg|platz) \d+` begins wherever a capital stands: a scanner that reports where
matches begin follows every word of a text. `(?:weg|platz) \d+` is rare, and costs nothing until
it shows; the expression itself then reads what stands before.
"""

import re
from collections.abc import Sequence

from redaction.patterns import Pattern
from redaction.scanners import Expression, Places, expression

REACH = 160
"""Characters of the longest match: names of streets have a few words."""


class Backwards:
    """Where a pattern matches, from where its endings do.

    Attributes:
        ending: what a scanner looks for.
    """

    __slots__ = ("_read", "_terms", "ending")

    def __init__(self, pattern: Pattern) -> None:
        self.ending: Expression = expression(pattern.ending, cased=pattern.cased, ends=True)
        whole = expression(pattern.scan).source
        flags = re.NOFLAG if pattern.cased else re.IGNORECASE
        self._read = re.compile(rb"(?:" + whole + rb")\Z", flags)
        self._terms = _Terms(pattern.terms) if pattern.terms else None

    def places(self, text: str, ends: Sequence[int]) -> Places:
        """The longest match that ends at each of these places, if any does.

        Args:
            text: the text.
            ends: where the ending matches; ascending.
        """
        if self._terms is not None:
            return self._terms.places(text, ends)
        found: Places = []
        for end in ends:
            begin = max(0, end - REACH)
            before = text[max(0, begin - 1) : begin].encode("utf-8", "replace")
            window = before + text[begin:end].encode("utf-8", "replace")
            match = self._read.search(window, len(before))
            if match is not None:
                skipped = window[len(before) : match.start()].decode("utf-8", "ignore")
                found.append((begin + len(skipped), end))
        return found


class _Terms:
    """Terms by their lengths; like the scanner, it knows case and edges of ASCII words only."""

    __slots__ = ("_lengths", "_terms")

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = frozenset(terms)
        self._lengths = sorted({len(term) for term in terms}, reverse=True)

    def places(self, text: str, ends: Sequence[int]) -> Places:
        """The longest term that ends at each of these places."""
        found: Places = []
        most = self._lengths[0]
        for end in ends:
            tail = text[max(0, end - most) : end]
            low = (tail.lower() if tail.isascii() else _lowered(tail)).replace("-", " ")
            for length in self._lengths:
                term = low[-length:]
                if term in self._terms and _alone(text, end - len(term), end, term):
                    found.append((end - len(term), end))
                    break
        return found


def _lowered(text: str) -> str:
    """In lower case, but only letters of ASCII."""
    return text.encode("utf-8", "replace").lower().decode()


def _alone(text: str, start: int, end: int, term: str) -> bool:
    """Whether no word goes on before or after a term of ASCII; others are checked later."""
    return not term.isascii() or not (
        _WORD.match(text[max(0, start - 1) : start]) or _WORD.match(text, end)
    )


_WORD = re.compile(r"\w", re.ASCII)
