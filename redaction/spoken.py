"""Digits written as words: `nine eight double seven`, `ek do teen`, `नौ आठ सात`."""

import re

from redaction.decode import Builder, Hits
from redaction.fold import Folded
from redaction.scanners import Expression, expression

_WORDS_OF = (
    "zero oh nought null cero zéro nul shunya sunya shoonya शून्य",
    "one eins uno un um een ek एक",
    "two zwei zwo dos deux due dois twee do दो",
    "three drei tres trois tre três drie teen tin तीन",
    "four vier cuatro quatre quattro quatro char chaar चार",
    "five fünf fuenf cinco cinq cinque vijf paanch panch paach पांच पाँच",
    "six sechs seis sei zes chhe chhah chah cheh chhai che छह छः छे",
    "seven sieben siete sept sette sete zeven saat sat सात",
    "eight acht ocho huit otto oito aath ath आठ",
    "nine neun nueve neuf nove negen nau नौ",
)
"""Words for 0 to 9: English, German, Spanish, French, Italian, Portuguese, Dutch, Hindi."""

DIGITS = {word: str(digit) for digit, words in enumerate(_WORDS_OF) for word in words.split()}
_TIMES = {"double": 2, "triple": 3, "डबल": 2, "ट्रिपल": 3}
_LEAST = 6
"""Digits: fewer are a number of something."""
_TWO = 24
"""Characters of two words and what is between them."""
_BEFORE = 64
"""Characters read before the words: what they are the number of."""


def _either(words: list[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _whole(words: list[str]) -> str:
    r"""Whole words; `\\b` of the scanner knows ASCII only."""
    ascii_words = _either([word for word in words if word.isascii()])
    return rf"(?:\b(?:{ascii_words})\b|{_either([word for word in words if not word.isascii()])})"


_ALL = _whole([*DIGITS, *_TIMES])
_GAP = r"(?:[ ,.\t-]|\r?\n){1,3}"

SPOKEN: Expression = expression(rf"{_ALL}{_GAP}(?:{_ALL}|[0-9])", ends=True)
"""Two of them in a row."""

_WORD = re.compile(
    rf"(?<!\w)(?:(?P<times>{_either([*_TIMES])})[ -])?(?P<digit>{_either([*DIGITS])}|[0-9])(?!\w)"
    r"|(?<!\w)(?P<digits>[0-9]{2,4})(?!\w)",
    re.IGNORECASE,
)
_JOINT = re.compile(_GAP)


def spelled(text: str, hits: Hits) -> Folded | None:
    """The numbers that the words say, each behind what stands before it."""
    builder = Builder()
    end = 0
    for _, second in hits:
        first = _WORD.search(text, max(end, second - _TWO), second) if second > end else None
        if first is None:
            continue
        start = first.start()
        before, (end, digits) = end, _number(text, start)
        if sum(len(digit) for digit, _, _ in digits) < _LEAST:
            continue
        builder.keep(text, max(before, start - _BEFORE), start)
        for digit, begin, stop in digits:
            builder.add(digit, begin, stop, whole=True)
        builder.add("\n", end - 1, end, whole=True)
    return builder.build()


def _number(text: str, start: int) -> tuple[int, list[tuple[str, int, int]]]:
    """Where a number in words ends, and its digits with their places."""
    digits: list[tuple[str, int, int]] = []
    at = end = start
    while (match := _WORD.match(text, at)) is not None:
        end = match.end()
        digits.append((_said(match), match.start(), end))
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        at = joint.end()
    return end, digits


def _said(match: re.Match[str]) -> str:
    if match["digits"]:
        return match["digits"]
    digit = match["digit"].lower()
    times = _TIMES[match["times"].lower()] if match["times"] else 1
    return DIGITS.get(digit, digit) * times
