"""Coarser truths: a year for a birthday, a network for an address, a country for a number.

The output reveals what its rule says and nothing more. A value that the rule cannot read becomes
the type's word ("phone"), never itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

import phonenumbers

from privacy.entities import label_of

GRANULARITIES = ("year", "month", "decade")
"""How coarse a date of birth may become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """How coarse values become, each rule by its own measure.

    Attributes:
        to: dates of birth: one of `GRANULARITIES`; "" is the year.
        band: ages: years in one band.
        decimals: coordinates: digits after the point; 1 is 11 km of latitude, 2 is 1.1 km.
        prefix: postcodes of digits: how many of them stay.
        ipv4_bits: addresses: bits of the network that stay.
        ipv6_bits: likewise.
    """

    to: str = ""
    band: int = 10
    decimals: int = 1
    prefix: int = 3
    ipv4_bits: int = 24
    ipv6_bits: int = 48


LIMITS: dict[str, tuple[int, int]] = {
    "band": (2, 50),
    "decimals": (0, 3),
    "prefix": (1, 4),
    "ipv4_bits": (8, 24),
    "ipv6_bits": (16, 56),
}
"""The least and the most of each measure: beyond it, a value would be itself, or say nothing."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*", re.IGNORECASE)
_ISO = re.compile(r"\b\d{4}[-/.](\d\d?)[-/.]\d\d?\b")
_NUMERIC = re.compile(r"\b(\d\d?)[-/.](\d\d?)[-/.]\d{4}\b")
_AGE = re.compile(r"(?<![\d.])(\d{1,3})(?:\.\d{1,2})?(?![\d.])")
_PARTS_OF_YEAR = {
    re.compile(
        r"\b(?:months?|mths?|mos?|mois|monate?n?|mes(?:es)?|mesi|maanden|mahine)\b", re.IGNORECASE
    ): 12,
    re.compile(
        r"\b(?:weeks?|wks?|semaines?|wochen?|semanas?|settimane|weken|hafte)\b", re.IGNORECASE
    ): 52,
    re.compile(r"\b(?:days?|jours?|tagen?|d[ií]as?|giorni|dagen|din)\b", re.IGNORECASE): 365,
}
"""Ages of small children are told in parts of a year."""
_DECIMAL = re.compile(r"[-+]?\d{1,3}\.\d+")
_WHOLE_DEGREES = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?")
_MAIL_DOMAIN = re.compile(r"@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@\s]*@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?=[/:?#]|$)",
    re.IGNORECASE,
)
_UK_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}\b")
_DIGIT_POSTCODE = re.compile(r"(?<!\d)(\d{5,6})(?:-\d{4})?(?!\d)")

_MONTHS_PER_YEAR = 12
_AGE_MAX = 125
_MAX_BAND = 90
"""HIPAA Safe Harbor (45 CFR 164.514(b)(2)(i)(C)) puts all ages of 90 and more into one band."""


USUAL = Grain()


def generalise(entity_type: str, value: str, grain: Grain = USUAL) -> str:
    """A coarser form of a value.

    Args:
        entity_type: the type, which chooses the rule.
        value: the value.
        grain: how coarse.

    Returns:
        The coarser form; the type's word in lower case if there is no rule or it cannot read it.
    """
    rule = _RULES.get(entity_type)
    coarse = rule(value, grain) if rule else ""
    return coarse or label_of(entity_type).lower()


def _date(value: str, grain: Grain) -> str:
    years = _YEAR.findall(value)
    if len(years) != 1:
        return ""
    year = years[0]
    if grain.to == "decade":
        return f"{year[:3]}0s"
    month = _month(value) if grain.to == "month" else 0
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


def _birth(value: str, grain: Grain) -> str:
    return _date(value, grain) or _age(value, grain)


def _age(value: str, grain: Grain) -> str:
    numbers = [int(number) for number in _AGE.findall(value)]
    if len(numbers) != 1 or numbers[0] > _AGE_MAX:
        return ""
    parts = next((many for unit, many in _PARTS_OF_YEAR.items() if unit.search(value)), 1)
    low = numbers[0] // parts // grain.band * grain.band
    return f"{_MAX_BAND}+" if low + grain.band > _MAX_BAND else f"{low}-{low + grain.band - 1}"


def _network(value: str, grain: Grain) -> str:
    try:
        address = ip_address(value.strip("[]").split("%")[0].split("/")[0])
    except ValueError:
        return ""
    bits = grain.ipv4_bits if isinstance(address, IPv4Address) else grain.ipv6_bits
    return str(ip_network((address, bits), strict=False))


def _coordinates(value: str, grain: Grain) -> str:
    numbers = _DECIMAL.findall(value)
    if not 1 <= len(numbers) <= 2:  # noqa: PLR2004 - latitude, longitude, or one of them in a column
        return ""
    if len(numbers) == 1 and _WHOLE_DEGREES.fullmatch(value.strip()) is None:
        return ""
    return ", ".join(f"{float(number):.{grain.decimals}f}" for number in numbers)


def _country_code(value: str, _: Grain) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return ""
    return f"+{number.country_code}"


def _domain(value: str, _: Grain) -> str:
    match = _MAIL_DOMAIN.search(value)
    return match[1].lower() if match else ""


def _host(value: str, _: Grain) -> str:
    match = _HOST.match(value)
    return match[1].lower() if match else ""


def _postcode(value: str, grain: Grain) -> str:
    uk = [*_UK_POSTCODE.finditer(value)]
    found = uk or [*_DIGIT_POSTCODE.finditer(value)]
    if len(found) != 1:
        return ""
    code = found[0][1]
    kept = code if uk else code[: grain.prefix].ljust(len(code), "*")
    alone = found[0][0] == value.strip()
    return kept if alone else f"address {kept}"


_RULES: dict[str, Callable[[str, Grain], str]] = {
    "DATE_OF_BIRTH": _birth,
    "DATE_TIME": _date,
    "AGE": _age,
    "IP_ADDRESS": _network,
    "GPS_COORDINATES": _coordinates,
    "PHONE_NUMBER": _country_code,
    "EMAIL_ADDRESS": _domain,
    "URL": _host,
    "STREET_ADDRESS": _postcode,
}
