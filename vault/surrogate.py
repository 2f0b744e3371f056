"""Realistic stand-ins: values of the same shape that belong to nobody.

Reserved for fiction or tests, so that no stranger is named by accident: domains of RFC 2606,
telephone numbers of NANPA (555-0100 to 555-0199), Ofcom (drama numbers) and BNetzA (drama numbers),
card numbers of test ranges, IBANs of a bank code that no bank has, addresses of RFC 5737 and 3849.
Everything is drawn from a seed: the same seed and attempt give the same stand-in.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vault.fields import joined

_GIVEN = (
    *("Avery", "Brinda", "Calder", "Dorian", "Elowen", "Farida", "Gideon", "Hanneke"),
    *("Imrana", "Jorund", "Kavita", "Linnea", "Marlow", "Nadira", "Osric", "Philippa"),
    *("Quillan", "Rohana", "Sabine", "Tarun", "Ursula", "Viggo", "Wilma", "Yasmin"),
    *("Zoltan", "Amrita", "Bastian", "Corinne", "Devika", "Emeric", "Fenella", "Gauri"),
)
_FAMILY = (
    *("Ashdown", "Barrowby", "Chatwin", "Dunmore", "Ellery", "Farnsby", "Goswick", "Hartnoll"),
    *(
        "Inverley",
        "Joshipur",
        "Kesterton",
        "Langmere",
        "Morbeck",
        "Nandigram",
        "Oakhurst",
        "Penhallow",
    ),
    *(
        "Quarrington",
        "Rathmore",
        "Silverdal",
        "Tavistor",
        "Underhay",
        "Vellacot",
        "Westerby",
        "Yarnold",
    ),
    *(
        "Zellwig",
        "Anandpal",
        "Birkholt",
        "Castelmor",
        "Devraj",
        "Estermann",
        "Falkenrath",
        "Greyling",
    ),
)
_PLACES = (
    *(
        "Aldermere",
        "Brackenfoot",
        "Coldharrow",
        "Dunsworth",
        "Easterley",
        "Fenmoor",
        "Glenhaven",
        "Harrowgate",
    ),
    *(
        "Inkberrow",
        "Kingsmarsh",
        "Larkfield",
        "Millbrook",
        "Northwick",
        "Oakvale",
        "Pinecrest",
        "Quayside",
    ),
)
_STREETS = ("Juniper Lane", "Copper Street", "Old Mill Road", "Harbour Way", "Lantern Street")
_DOMAINS = ("example.com", "example.net", "example.org")
_PHONES: Mapping[str, tuple[str, ...]] = {
    "1": ("20255501", "21255501", "31255501", "41555501"),
    "44": ("7700900", "2079460"),
    "49": ("17139200", "3023125"),
}
"""Beginnings of national numbers for fiction, by country code."""
_NEVER_ISSUED: Mapping[str, str] = {"US_SSN": "000", "IN_AADHAAR": "0", "UK_NHS": "999"}
"""Beginnings of numbers that the issuer does not give to a person."""
_LUHN_LIMIT = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(slots=True)
class _Draw:
    """A stream of numbers out of a seed."""

    seed: bytes
    count: int = 0

    def below(self, limit: int) -> int:
        digest = hmac.digest(self.seed, self.count.to_bytes(4, "big"), hashlib.sha256)
        self.count += 1
        return int.from_bytes(digest[:8], "big") % limit

    def of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]

    def digits(self, count: int) -> str:
        return "".join(str(self.below(10)) for _ in range(count))


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text.lower() if like.islower() else text


def _refilled(value: str, digits: str) -> str:
    """The value with its digits replaced in order; digits left over are dropped."""
    rest = iter(digits)
    return re.sub(r"\d", lambda _: next(rest, "0"), value)


def _shape(draw: _Draw, value: str) -> str:
    """Letters for letters, digits for digits, the rest as it is."""
    made = []
    for char in value:
        if char.isdigit():
            made.append(draw.digits(1))
        elif char.isalpha():
            letter = draw.of(_LETTERS)
            made.append(letter.lower() if char.islower() else letter)
        else:
            made.append(char)
    return "".join(made)


def _person(draw: _Draw, value: str) -> str:
    words = value.split()
    if len(words) == 1:
        return _cased(draw.of(_GIVEN), value)
    return _cased(f"{draw.of(_GIVEN)} {draw.of(_FAMILY)}", value)


def _email(draw: _Draw, value: str) -> str:
    name = f"{draw.of(_GIVEN)}.{draw.of(_FAMILY)}{draw.digits(2)}".lower()
    return _cased(f"{name}@{draw.of(_DOMAINS)}", value)


def _phone(draw: _Draw, value: str) -> str:
    digits = "".join(char for char in value if char.isdigit())
    for code, fiction in _PHONES.items():
        if value.startswith("+") and digits.startswith(code):
            return _refilled(value, _filled(draw, code + draw.of(fiction), len(digits)))
    if len(digits) == len("2025550123"):
        return _refilled(value, _filled(draw, draw.of(_PHONES["1"]), len(digits)))
    kept = 2 if value.startswith("+") else 0
    return _refilled(value, _filled(draw, f"{digits[:kept]}000", len(digits)))


def _filled(draw: _Draw, start: str, count: int) -> str:
    return (start + draw.digits(max(0, count - len(start))))[:count]


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` valid (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        number = int(char) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number >= _LUHN_LIMIT else number
    return str(-total % 10)


def _card(draw: _Draw, value: str) -> str:
    count = sum(char.isdigit() for char in value)
    if count < 12:  # noqa: PLR2004 - ISO/IEC 7812-1: no card number is shorter
        return _shape(draw, value)
    body = "400000" + draw.digits(count - 7)
    return _refilled(value, body + luhn_digit(body))


def iban_check(country: str, account: str) -> str:
    """The two check digits of an IBAN (ISO 13616, ISO 7064 mod 97-10)."""
    number = "".join(str(int(char, 36)) for char in f"{account}{country}00")
    return f"{98 - int(number) % 97:02d}"


def _iban(draw: _Draw, value: str) -> str:
    compact = "".join(char for char in value if char.isalnum()).upper()
    if not re.fullmatch(r"[A-Z]{2}\d\d[0-9A-Z]{10,30}", compact):
        return _shape(draw, value)
    bank = "".join("0" if char.isdigit() else "X" for char in compact[4:12])
    account = bank + _shape(draw, compact[12:])
    rest = iter(compact[:2] + iban_check(compact[:2], account) + account)
    made = "".join(next(rest) if char.isalnum() else char for char in value)
    return _cased(made, value)


def _address(draw: _Draw, value: str) -> str:
    return _cased(f"{draw.below(198) + 1} {draw.of(_STREETS)}", value)


def _place(draw: _Draw, value: str) -> str:
    return _cased(draw.of(_PLACES), value)


def _ip(draw: _Draw, value: str) -> str:
    if ":" in value:
        return f"2001:db8::{draw.below(0xFFFF) + 1:x}:{draw.below(0xFFFF) + 1:x}"
    return f"{draw.of(('192.0.2', '198.51.100', '203.0.113'))}.{draw.below(254) + 1}"


def _url(draw: _Draw, value: str) -> str:
    scheme = value.partition("://")[0] if "://" in value else "https"
    return f"{scheme}://{draw.of(_DOMAINS)}/{draw.of(_FAMILY).lower()}{draw.digits(4)}"


def _handle(draw: _Draw, value: str) -> str:
    at = "@" if value.startswith("@") else ""
    return f"{at}{draw.of(_GIVEN).lower()}{draw.digits(3)}"


_MAKERS: Mapping[str, Callable[[_Draw, str], str]] = {
    "PERSON": _person,
    "EMAIL_ADDRESS": _email,
    "PHONE_NUMBER": _phone,
    "CREDIT_CARD": _card,
    "IBAN_CODE": _iban,
    "STREET_ADDRESS": _address,
    "LOCATION": _place,
    "IP_ADDRESS": _ip,
    "URL": _url,
    "USERNAME": _handle,
}

_WIDEN = 8
"""Attempts after which a stand-in is made longer: short shapes run out of values."""


def surrogate_for(seed: bytes, entity_type: str, value: str, attempt: int) -> str:
    """A stand-in for a value.

    Args:
        seed: keyed bytes of session, type and normalised value.
        entity_type: decides what it looks like; unknown types keep their shape.
        value: what it stands for; gives case and spacing.
        attempt: counts up while the caller finds the result taken.
    """
    draw = _Draw(hmac.digest(seed, joined(str(attempt)), hashlib.sha256))
    made = _MAKERS.get(entity_type, _shape)(draw, value)
    if start := _NEVER_ISSUED.get(entity_type):
        made = _refilled(made, start + draw.digits(len(made)))
    if attempt < _WIDEN and any(char.isalnum() for char in made):
        return made
    if entity_type in {"PERSON", "LOCATION", "STREET_ADDRESS"}:
        return f"{made} {_cased(draw.of(_FAMILY), value)} {draw.of(_LETTERS)}{draw.digits(2)}"
    return f"{made}{draw.digits(2 + attempt // _WIDEN)}"
