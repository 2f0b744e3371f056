"""Messages of HL7 version 2: whom PID, NK1, GT1, IN1 and the others are about.

Fields stand between bars by number (HL7 v2.9, chapters 3 and 6); parts of a field between carets.
"""

import re
from collections.abc import Iterator, Sequence

from redaction.headers import Valued

_FIELDS_TEXT = """
PID 2 RECORD_ID, 3 RECORD_ID, 4 RECORD_ID, 5 PERSON, 6 PERSON, 7 DATE_OF_BIRTH, 9 PERSON,
 11 STREET_ADDRESS, 13 PHONE_NUMBER, 14 PHONE_NUMBER, 18 RECORD_ID, 19 NATIONAL_ID,
 20 US_DRIVER_LICENSE, 23 LOCATION
NK1 2 PERSON, 4 STREET_ADDRESS, 5 PHONE_NUMBER, 6 PHONE_NUMBER, 16 DATE_OF_BIRTH, 30 PERSON,
 31 PHONE_NUMBER, 32 STREET_ADDRESS, 37 NATIONAL_ID
GT1 3 PERSON, 4 PERSON, 5 STREET_ADDRESS, 6 PHONE_NUMBER, 7 PHONE_NUMBER, 8 DATE_OF_BIRTH,
 12 NATIONAL_ID
IN1 16 PERSON, 18 DATE_OF_BIRTH, 19 STREET_ADDRESS, 36 RECORD_ID, 49 RECORD_ID
IN2 1 RECORD_ID, 2 NATIONAL_ID, 6 RECORD_ID, 61 RECORD_ID
MRG 1 RECORD_ID, 3 RECORD_ID, 7 PERSON
PV1 7 PERSON, 8 PERSON, 9 PERSON, 17 PERSON, 19 RECORD_ID, 52 PERSON
PD1 4 PERSON
OBR 10 PERSON, 16 PERSON, 28 PERSON, 32 PERSON
ORC 10 PERSON, 11 PERSON, 12 PERSON, 19 PERSON
ROL 4 PERSON, 11 STREET_ADDRESS, 12 PHONE_NUMBER
STF 2 RECORD_ID, 3 PERSON, 6 DATE_OF_BIRTH, 10 PHONE_NUMBER, 11 STREET_ADDRESS
"""
_OFFICIALS = {"PV1", "PD1", "OBR", "ORC", "ROL"}
"""Segments whose persons have their number before their name (XCN)."""


def _table() -> dict[str, dict[int, str]]:
    table: dict[str, dict[int, str]] = {}
    for block in re.split(r"\n(?! )", _FIELDS_TEXT.strip()):
        name, rest = block.split(maxsplit=1)
        pairs = (item.split() for item in rest.split(","))
        table[name] = {int(number): kind for number, kind in pairs}
    return table


_FIELDS = _table()
_PARTS = re.compile(r"[^^&~|\"]+")
_LETTER = re.compile(r"[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")
_LONGEST = 4000
"""Characters of a segment that are read."""
_NUMBER_SHORTEST = 4
_TITLES_TEXT = "MD DO PHD RN NP PA DR MR MRS MS JR SR II III"
_TITLES = frozenset(_TITLES_TEXT.split())
_BEFORE = "\r\n\v \"'"
_ESCAPED = {"\\r", "\\n"}
SEGMENTS = "|".join(_FIELDS)


def patients(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """What the segments say of people.

    Args:
        text: the text.
        ends: right behind the first bar of each segment; ascending.
    """
    for place in ends:
        start = place - 4
        if start > 0 and text[start - 1] not in _BEFORE and text[start - 2 : start] not in _ESCAPED:
            continue
        name = text[start : place - 1]
        end = min(_end(text, place), place + _LONGEST)
        if name in _FIELDS and text.count("|", place, end) >= min(_FIELDS[name]) - 1:
            yield from _segment(text, name, place, end)


def _end(text: str, start: int) -> int:
    stops = (text.find(stop, start, start + _LONGEST) for stop in ("\r", "\n", "\\r", "\\n"))
    return min((stop for stop in stops if stop >= 0), default=len(text))


def _segment(text: str, name: str, at: int, end: int) -> Iterator[Valued]:
    wanted = _FIELDS[name]
    number = 1
    while at <= end:
        bar = text.find("|", at, end)
        bar = end if bar < 0 else bar
        kind = wanted.get(number)
        if kind is not None and bar > at:
            yield from _field(text, at, bar, kind, official=name in _OFFICIALS)
        at, number = bar + 1, number + 1


def _field(text: str, at: int, end: int, kind: str, *, official: bool) -> Iterator[Valued]:
    if kind == "STREET_ADDRESS":
        if _LETTER.search(text, at, end):
            yield at, end, kind
        return
    parts = [*_PARTS.finditer(text, at, end)]
    for part in parts:
        if kind == "PERSON":
            if _LETTER.search(part[0]) and part[0].upper().strip(".") not in _TITLES:
                if not _DIGIT.search(part[0]):
                    yield *part.span(), kind
            elif official and part is parts[0] and len(part[0]) >= _NUMBER_SHORTEST:
                yield *part.span(), "RECORD_ID"
        elif len(part[0]) >= _NUMBER_SHORTEST and _DIGIT.search(part[0]) is not None:
            yield *part.span(), kind
            if kind != "PHONE_NUMBER":
                return
