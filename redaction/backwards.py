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

    __slots__ = ("_read", "ending")

    def __init__(self, pattern: Pattern) -> None:
        self.ending: Expression = expression(pattern.ending, cased=pattern.cased, ends=True)
        whole = expression(pattern.scan).source
        flags = re.NOFLAG if pattern.cased else re.IGNORECASE
        self._read = re.compile(rb"(?:" + whole + rb")\Z", flags)

    def places(self, text: str, ends: Sequence[int]) -> Places:
        """The longest match that ends at each of these places, if any does.

        Args:
            text: the text.
            ends: where the ending matches; ascending.
        """
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
