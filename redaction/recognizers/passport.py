"""Passports: by words, and by the machine-readable lines of travel documents (ICAO 9303)."""

import re
from collections.abc import Iterator

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer

CONTEXT = (
    "passports?(?: ?(?:number|no|num|id|#))?",
    "reisep(?:a|ä)ss(?:e|nummer)?",
    "pasaportes?",
    "passeports?",
    "passaport[oie]",
    "passaportes?",
    "paspoort(?:nummer)?",
    "paszport(?:u)?",
    "pass?(?:nummer|nr)",
    "pp no",
    "ppt no",
    "travel documents?",
    "पासपोर्ट",
    "mrz",
)
_NAMES = (
    r"(?:e-?)?passports?(?: book| card)?|reisep(?:a|ä)sse?(?:nummer|nr)?|pasaportes?|passeports?|"
    r"passaport[oi]|passaportes?|paspoort(?:nummer)?|paszportu?|travel documents?|"
    r"pass?(?:nummer|nr)|pp no"
)
_CODE = r"(?=[A-Z]*\d[A-Z]*\d)[A-Z0-9]{8,10}(?![A-Za-z0-9])"
"""Letters and digits mixed, as in Germany."""
_NAME_LINE = re.compile(r"[PVIAC][A-Z<][A-Z<]{3}[A-Z]+(?:<[A-Z]+)*<<[A-Z<]*")
_LAST_LINE = re.compile(r"[A-Z]+(?:<[A-Z]+)*<<[A-Z]+(?:<[A-Z]+)*<<[A-Z<]*")
_REST = re.compile(r"[A-Z0-9<]*")
_LEAST, _MOST = 24, 48
"""Characters of a machine-readable line, 30, 36 or 44; people lose some of its fillers."""


def _line(read: re.Pattern[str], text: str, start: int) -> Iterator[tuple[int, int]]:
    match = read.match(text, start, start + _MOST)
    if match is not None and len(match.group()) >= _LEAST:
        yield match.span()


def _stop(text: str, at: int) -> int:
    """Where the line goes on to."""
    match = _REST.match(text, at, at + _MOST)
    return match.end() if match is not None else at


def _document(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first line of a card: at least two fillers, and nothing but its characters."""
    stop = _stop(text, end)
    if _LEAST <= stop - start <= _MOST and text.count("<", start, stop) > 1:
        yield start, stop


RECOGNIZER = Recognizer(
    name="passport",
    patterns=(
        Pattern(
            scan=(
                r"\b[a-z]{1,2} ?\d{6,8}\b|\b\d{9}\b|\b\d{2}[a-z]{2}\d{5}\b|\b[a-z]{3}\d{6}\b|"
                r"\b[a-z]\d[a-z0-9]{6,7}\d\b|\b[a-z]\d{2} ?\d{5}\b"
            ),
            entity_type="PASSPORT",
            score=0.1,
            context=CONTEXT,
            contextual=0.9,
            against=("order", "invoice", "visa", "form", "booking", "flight", "phone"),
            before="-.",
            after="-",
        ),
        announced(
            _NAMES,
            "PASSPORT",
            rf"(?:{_CODE}|{value(5, 13)})",
            others="पासपोर्ट",
            score=0.92,
            after="-@%",
        ),
        Pattern(
            scan=r"\b[PVIAC][A-Z<][A-Z<]{3}[A-Z<]{5}",
            entity_type="PASSPORT",
            score=0.95,
            cased=True,
            narrow=lambda text, start, _end: _line(_NAME_LINE, text, start),
            open_end=True,
        ),
        Pattern(
            scan=r"\b[A-Z]{2,20}<[A-Z<]{0,20}<<<",
            entity_type="PASSPORT",
            score=0.9,
            cased=True,
            narrow=lambda text, start, _end: _line(_LAST_LINE, text, start),
            open_end=True,
        ),
        Pattern(
            scan=r"\b[A-Z0-9][A-Z0-9<]{8}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{7}",
            entity_type="PASSPORT",
            score=0.97,
            cased=True,
            narrow=lambda text, start, end: ((start, _stop(text, end)),),
            open_end=True,
        ),
        # cards: document, then dates
        Pattern(
            scan=r"\b[IAC][A-Z0-9<][A-Z<]{3}[A-Z0-9<]{9}[0-9<]",
            entity_type="PASSPORT",
            score=0.9,
            cased=True,
            narrow=_document,
            open_end=True,
        ),
        Pattern(
            scan=r"\b\d{7}[MFX<]\d{7}[A-Z<]{3}[A-Z0-9<]{11}",
            entity_type="PASSPORT",
            score=0.95,
            cased=True,
            narrow=lambda text, start, end: ((start, _stop(text, end)),),
            open_end=True,
        ),
    ),
    examples=(
        "passport no. K1234567",
        "Reisepass C01X00T47",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
)
