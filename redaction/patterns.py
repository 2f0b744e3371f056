r"""What a recognizer is: patterns, validators, context words.

Rules of this room's recognizers:

- `Pattern.scan` is written in the syntax that hyperscan and RE2 share: no look-around, no
  back-references. Both read UTF-8 bytes: a character class holds ASCII only (other letters stand
  in alternations), and `\b` and `\w` are ASCII. What stands before and after a hit is checked in
  code, on characters.
- A scan expression that ends in an unbounded repeat reports every end: end it with `\b`, or let
  it stop at the first character of the value and let `narrow` read on.
- A validator says only what a checksum or a number plan says. Words around decide the rest.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Validator = Callable[[str], bool]
"""Whether the candidate's text can be what its pattern says."""

Narrow = Callable[[str, int, int], Iterable[tuple[int, int]]]
"""From text, start and end of a hit to the characters that are personal."""


Typed = Callable[[str, int, int], Iterable[tuple[int, int, str]]]
"""Likewise, with the entity type of each: for hits whose own words say what they are."""


Reads = Callable[[str, Sequence[int]], Iterable[tuple[int, int, str, float]]]
"""From a text and where the gate's matches end to start, end, entity type and score of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One writing of one kind of personal data.

    Attributes:
        scan: the expression that the multi-pattern pass looks for.
        ending: what every match of `scan` ends with, and few other places: the pass then looks
            for this, and `scan` is read leftwards from there; "" where `scan` begins rarely.
        terms: where `scan` is a list of terms, these, in lower case with blanks: they are looked
            up before an ending instead of read.
        entity_type: what a hit is.
        score: confidence without a context word near, 0 to 1.
        context: words that make a hit likely, in lower case, in several languages.
        contextual: confidence with one of them near; 0 where words change nothing.
        against: words that, standing nearer before the hit, say that it is something else.
        valid: the check of the candidate's text.
        narrow: what of the hit is personal; the hit itself if None.
        typed: likewise, and as what; `entity_type` and `valid` say nothing then.
        cased: whether case matters to `scan`.
        before: characters that may not stand right before, beside letters, digits and `_`.
        after: characters that may not stand right after, beside letters, digits and `_`.
        open_start: whether letters, digits and `_` may stand right before.
        open_end: whether they may stand right after.
    """

    scan: str
    entity_type: str
    score: float
    ending: str = ""
    terms: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    contextual: float = 0.0
    against: tuple[str, ...] = ()
    valid: Validator | None = None
    narrow: Narrow | None = None
    typed: Typed | None = None
    cased: bool = False
    before: str = ""
    after: str = ""
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognizer:
    """One file of `redaction/recognizers/`.

    Attributes:
        name: how spans, records and configuration name it.
        patterns: all writings that it knows.
        examples: texts in which it finds something; the contract tests read them.
        threshold: candidates with a lower score are dropped.
        gate: expressions of which one must match for `reads` to be asked.
        reads: reads the text as a whole, where what something is stands far from it.
    """

    name: str
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]
    threshold: float = 0.5
    gate: tuple[str, ...] = ()
    reads: Reads | None = None


def follow(expression: str) -> Narrow:
    """The value begins with the last character of the hit; group `v`, or all, is personal."""
    read = re.compile(expression)
    group = "v" if "v" in read.groupindex else 0

    def narrow(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
        match = read.match(text, end - 1)
        if match is not None and match.end(group) > match.start(group):
            yield match.span(group)

    return narrow


def anchored(expression: str) -> Narrow:
    """The value begins where the hit begins and may go on after its end."""
    read = re.compile(expression)
    group = "v" if "v" in read.groupindex else 0

    def narrow(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
        match = read.match(text, start)
        if match is not None and match.end(group) > match.start(group):
            yield match.span(group)

    return narrow


def digits(text: str) -> str:
    """The ASCII digits of a text."""
    if text.isascii():
        return text.translate(_NO_DIGITS)
    return "".join(filter(_ASCII_DIGITS.__contains__, text))


_ASCII_DIGITS = frozenset("0123456789")
_NO_DIGITS = {code: None for code in range(128) if chr(code) not in _ASCII_DIGITS}


def keyed(expression: str) -> Narrow:
    """Like `follow`, where the hit begins with a key that is not the end of another word."""
    read = follow(expression)

    def narrow(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
        if (
            start
            and text[start - 1].isalpha()
            and not (text[start].isupper() and text[start - 1].islower())
        ):
            return ()
        return read(text, start, end)

    return narrow


def run_before(text: str, end: int, characters: str, limit: int) -> int:
    """Where the run of these characters, and of letters beyond ASCII, begins that ends at `end`."""
    begin = max(0, end - limit)
    at = end
    while at > begin:
        kept = begin + len(text[begin:at].rstrip(characters))
        if kept == begin or text[kept - 1].isascii() or not text[kept - 1].isalnum():
            return kept
        at = kept - 1
    return at
