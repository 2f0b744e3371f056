"""Coarser truths: a year for a birthday, a network for an address, a country for a number.

The output reveals what its rule says and nothing more. A value that the rule cannot read becomes
the type's word ("phone"), never itself.
"""

import re
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network

import phonenumbers

from privacy.entities import label_of

GRANULARITIES = ("year", "month", "decade")
"""How coarse a date of birth may become."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*", re.IGNORECASE)
_ISO = re.compile(r"\b\d{4}[-/.](\d\d?)[-/.]\d\d?\b")
_NUMERIC = re.compile(r"\b(\d\d?)[-/.](\d\d?)[-/.]\d{4}\b")
_AGE = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_DECIMAL = re.compile(r"[-+]?\d{1,3}\.\d+")
_MAIL_DOMAIN = re.compile(r"@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@\s]*@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?=[/:?#]|$)",
    re.IGNORECASE,
)
_UK_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}\b")
_DIGIT_POSTCODE = re.compile(r"(?<!\d)(\d{3})(\d{2,3})(?:-\d{4})?(?!\d)")

_MONTHS_PER_YEAR = 12
_AGE_MAX = 125
_MAX_BAND = 90
"""HIPAA Safe Harbor (45 CFR 164.514(b)(2)(i)(C)) puts all ages of 90 and more into one band."""


def generalise(entity_type: str, value: str, to: str = "") -> str:
    """A coarser form of a value.

    Args:
        entity_type: the type, which chooses the rule.
        value: the value.
        to: for dates of birth `year` (default), `month` or `decade`.

    Returns:
        The coarser form; the type's word in lower case if there is no rule or it cannot read it.
    """
    rule = _RULES.get(entity_type)
    coarse = rule(value, to) if rule else ""
    return coarse or label_of(entity_type).lower()


def _date(value: str, to: str) -> str:
    years = _YEAR.findall(value)
    if len(years) != 1:
        return ""
    year = years[0]
    if to == "decade":
        return f"{year[:3]}0s"
    month = _month(value) if to == "month" else 0
    return f"{year}-{month:02}" if month else str(year)


def _month(value: str) -> int:
    """The month of a date, 0 where it cannot be told (5/6/1990 is June or May)."""
    if word := _MONTH_WORD.search(value):
        return _MONTHS.index(word[1].lower()) + 1
    if iso := _ISO.search(value):
        return int(iso[1]) if 1 <= int(iso[1]) <= _MONTHS_PER_YEAR else 0
    numeric = _NUMERIC.search(value)
    if not numeric:
        return 0
    readable = {number for number in map(int, numeric.groups()) if 1 <= number <= _MONTHS_PER_YEAR}
    return readable.pop() if len(readable) == 1 else 0


def _birth(value: str, to: str) -> str:
    return _date(value, to) or _age(value, to)


def _age(value: str, _: str) -> str:
    numbers = [int(number) for number in _AGE.findall(value)]
    if len(numbers) != 1 or numbers[0] > _AGE_MAX:
        return ""
    low = numbers[0] // 10 * 10
    return f"{_MAX_BAND}+" if low >= _MAX_BAND else f"{low}-{low + 9}"


def _network(value: str, _: str) -> str:
    try:
        address = ip_address(value.strip("[]").split("%")[0].split("/")[0])
    except ValueError:
        return ""
    prefix = 24 if isinstance(address, IPv4Address) else 48
    return str(ip_network((address, prefix), strict=False))


def _coordinates(value: str, _: str) -> str:
    numbers = _DECIMAL.findall(value)
    if len(numbers) != 2:  # noqa: PLR2004 - latitude and longitude
        return ""
    return ", ".join(f"{float(number):.1f}" for number in numbers)


def _country_code(value: str, _: str) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return ""
    return f"+{number.country_code}"


def _domain(value: str, _: str) -> str:
    match = _MAIL_DOMAIN.search(value)
    return match[1].lower() if match else ""


def _host(value: str, _: str) -> str:
    match = _HOST.match(value)
    return match[1].lower() if match else ""


def _postcode(value: str, _: str) -> str:
    if match := _UK_POSTCODE.search(value):
        return f"address {match[1]}"
    matches = _DIGIT_POSTCODE.findall(value)
    return f"address {matches[0][0]}{'*' * len(matches[0][1])}" if len(matches) == 1 else ""


_RULES: dict[str, Callable[[str, str], str]] = {
    "DATE_OF_BIRTH": _birth,
    "AGE": _age,
    "IP_ADDRESS": _network,
    "GPS_COORDINATES": _coordinates,
    "PHONE_NUMBER": _country_code,
    "EMAIL_ADDRESS": _domain,
    "URL": _host,
    "STREET_ADDRESS": _postcode,
}
