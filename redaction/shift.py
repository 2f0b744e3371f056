"""Dates moved by a constant: intervals, and with whole weeks days of the week, stay what they are.

The number of days comes from a key of the session, so that whoever receives the dates cannot move
them back, and one session's dates tell nothing about another's. Under the scope of the data subject
it is one number for each person, as HIPAA's expert determinations and DICOM's "retain longitudinal
temporal information" option (PS3.15 E.3.6) have it.
"""

import re
from datetime import date, timedelta
from hashlib import blake2b

DAYS_MAX = 3650
USUAL_DAYS = 364
_WEEK = 7

_NAMES = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_MONTHS = [name[:3].lower() for name in _NAMES]
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<s>[-/. ])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?(?P<s>[ -])(?P<m>[A-Za-z]{3,9})\.?"
    r"(?P<t>,? |-)(?P<y>\d{4})"
)
_MONTH_FIRST = re.compile(
    r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?(?P<t>,? )(?P<y>\d{4})"
)
_MONTHS_PER_YEAR = 12


def days_of(key: bytes, most: int, *, weeks: bool) -> int:
    """By how many days a session's dates are moved: never by none.

    Args:
        key: secret of the session.
        most: the greatest distance in days.
        weeks: whether it is a whole number of weeks.
    """
    unit = _WEEK if weeks else 1
    steps = max(1, most // unit)
    drawn = int.from_bytes(blake2b(key=key[:64], person=b"date shift", digest_size=8).digest())
    step = drawn % (2 * steps) - steps
    return (step + 1 if step >= 0 else step) * unit


def shifted(value: str, days: int, *, day_first: bool = True) -> str:
    """A date moved by so many days, written as it was; "" if no date can be read.

    Args:
        value: the text that holds one date.
        days: how far, negative into the past.
        day_first: whether 05/06/1990 is the fifth of June, or May the sixth.
    """
    numeric = _NUMERIC.search(value)
    if numeric is not None:
        return _around(value, numeric, _numeric(numeric, days, day_first=day_first))
    for pattern, read in _WRITINGS:
        found = pattern.search(value)
        if found is not None:
            return _around(value, found, read(found, days))
    return ""


def _around(value: str, found: re.Match[str], written: str) -> str:
    return value[: found.start()] + written + value[found.end() :] if written else ""


def _moved(year: int, month: int, day: int, days: int) -> date | None:
    try:
        return date(year, month, day) + timedelta(days)
    except (ValueError, OverflowError):
        return None


def _iso(found: re.Match[str], days: int) -> str:
    moved = _moved(int(found["y"]), int(found["m"]), int(found["d"]), days)
    return found["s"].join([f"{moved.year:04}", f"{moved:%m}", f"{moved:%d}"]) if moved else ""


def _numeric(found: re.Match[str], days: int, *, day_first: bool) -> str:
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    by_month = second > _MONTHS_PER_YEAR or (not day_first and first <= _MONTHS_PER_YEAR)
    month, day = (first, second) if by_month else (second, first)
    moved = _moved(year, month, day, days)
    if moved is None:
        return ""
    wide = max(len(found["a"]), len(found["b"])) > 1
    parts = [moved.month, moved.day] if by_month else [moved.day, moved.month]
    words = [f"{part:02}" if wide else str(part) for part in parts]
    return found["s"].join([*words, f"{moved.year:04}"])


def _month(word: str) -> int:
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _word(written: str, month: int) -> str:
    name = _NAMES[month - 1] if len(written) > 3 else _NAMES[month - 1][:3]  # noqa: PLR2004 - Jan
    return name.upper() if written.isupper() else name


def _day_first(found: re.Match[str], days: int) -> str:
    moved = _moved(int(found["y"]), _month(found["m"]), int(found["d"]), days)
    if moved is None:
        return ""
    month = _word(found["m"], moved.month)
    return f"{moved.day}{found['s']}{month}{found['t']}{moved.year:04}"


def _month_first(found: re.Match[str], days: int) -> str:
    moved = _moved(int(found["y"]), _month(found["m"]), int(found["d"]), days)
    if moved is None:
        return ""
    return f"{_word(found['m'], moved.month)} {moved.day}{found['t']}{moved.year:04}"


_WRITINGS = ((_ISO, _iso), (_DAY_FIRST, _day_first), (_MONTH_FIRST, _month_first))
