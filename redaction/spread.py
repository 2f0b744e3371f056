"""Numbers that are written apart: `card 4111/1111/1111/1111`, `PAN: ABCP.K123.4L`, `nr4111...`.

Patterns know the gaps that people usually write. Behind a word that announces a number any gap is
read as none, and as a space, if the same one stands between all groups; there are so few such
places that this costs little. A card's number is also read where letters are glued to it.
"""

import re
from collections.abc import Iterator

from redaction.decode import Builder, Hits
from redaction.fold import Folded
from redaction.scanners import Expression, expression

_ANNOUNCING = (
    r"(?:(?:\b|_)(?:cards?|visa|master ?card|amex|rupay|aadh?aa?r|uid|uidai|ssn|social security|"
    r"itin|tax|pan|gstin?|ifsc|iban|accounts?|acct|a/c|phones?|telephones?|tel|mobile|mob|cell|"
    r"call|whats ?app|contact|fax|number|nummer|num(?:é|e)ro|passport|reisepass|pasaporte|"
    r"passeport|voter|epic|nhs|nino|insurance|imei|dni|nie|nif|steuer|licen[cs]e|plate|konto|"
    r"cuenta|compte|karte|tarjeta|carte|handy|telefon|tel(?:é|e)fono|t(?:é|e)l(?:é|e)phone)"
    r"|कार्ड|आधार|फोन|मोबाइल|खाता|नंबर)"
)
_ODD = r"(?:[ \t]{0,3}(?:[-/_|,.:*]{1,2}|·|•|\r?\n)[ \t]{0,3}|[ \t]{2,4}|\t)"
"""A gap other than a single space."""

ANNOUNCED: Expression = expression(rf"{_ANNOUNCING}(?:[^a-z]|$)", ends=True)
"""A word that announces a number."""

GLUED: Expression = expression(r"\b[a-z]{1,20}[0-9]{12,19}\b|\b[0-9]{12,19}[a-z]{1,20}\b")
"""A long number with letters before or after it."""

_GROUP = r"(?:[0-9A-Z]{1,17}|[0-9a-z]{0,4}[0-9][0-9a-z]{0,12})(?![0-9A-Za-z])"
_GAP = rf"(?:{_ODD}| )"
_RUN = re.compile(
    rf"(?<![0-9A-Za-z]){_GROUP}(?:(?P<gap>{_ODD}){_GROUP}(?:(?:(?P=gap)| ){_GROUP}){{0,18}}"
    rf"|(?: [0-9](?![0-9A-Za-z])){{7,18}})"
)
_PARTS = re.compile(r"[0-9A-Za-z]+")
_NO_NUMBER = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d\d)?\Z|\d{1,3}(?:\.\d{1,3}){3}\Z|\d+\.\d+\Z|\d\d?:\d\d"
)
"""Dates, amounts of money, addresses of machines, decimals, times."""
_LEAST, _LEAST_DIGITS = 8, 9
"""Characters of a value with letters, and of one without."""
_BEFORE, _BETWEEN, _REACH = 48, 32, 120
"""Characters read before the number, between the word and it, and from the word to its end."""


def joined(text: str, hits: Hits) -> Folded | None:
    """Announced numbers without their gaps, and with spaces for them."""
    builder = Builder()
    done = 0
    for _, end in hits:
        if end <= done:
            continue
        run = _RUN.search(text, end - 1, end + _REACH)
        if run is None or run.start() > end + _BETWEEN or not _is_number(run[0]):
            continue
        begin, done = max(done, run.start() - _BEFORE), run.end()
        for gap in ("", " "):
            builder.keep(text, begin, run.start())
            _add(builder, text, run, gap)
    return builder.build()


def _is_number(run: str) -> bool:
    length = sum(map(len, _PARTS.findall(run)))
    digits = sum(map(str.isdigit, run))
    least = _LEAST_DIGITS if digits == length else _LEAST
    return length >= least and digits * 3 >= length and _NO_NUMBER.match(run) is None


def _add(builder: Builder, text: str, run: re.Match[str], gap: str) -> None:
    """The groups of a run with this between them, as the end of a line."""
    end = run.start()
    for start, stop in _groups(text, run):
        if end > run.start():
            builder.add(gap, end, start, whole=True)
        builder.keep(text, start, stop)
        end = stop
    builder.add("\n", end - 1, end, whole=True)


def _groups(text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    return (part.span() for part in _PARTS.finditer(text, run.start(), run.end()))


def unglued(text: str, hits: Hits) -> Folded | None:
    """Long numbers, each without the letters that are glued to it."""
    builder = Builder()
    for start, end in hits:
        word = text[start:end]
        if _OF_A_NUMBER.match(text[max(0, start - 2) : start][::-1] + " ") or _OF_A_NUMBER.match(
            text, end
        ):
            continue
        begin = start + len(word) - len(word.lstrip(_LETTERS))
        stop = start + len(word.rstrip(_LETTERS))
        builder.keep(text, begin, stop)
        builder.add("\n", stop - 1, stop, whole=True)
    return builder.build()


_OF_A_NUMBER = re.compile(r"[.,+/=_#-][0-9A-Za-z]")
"""What makes a run of digits a part of something longer, such as `2.59e+01`."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
