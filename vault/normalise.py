"""Two writings, one value: what decides whether they get the same pseudonym or the same index.

SECURITY 5.6. Normalising loses nothing: what is restored is always the text as it was written.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache

from privacy.entities import ENTITY_TYPES, Category
from vault.fields import joined

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_ALNUM = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile("(?<=\\w)['\u2019\u02bc\uff07]s?$")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")

EXACT = ("PASSWORD", "API_KEY", "PRIVATE_KEY", "CRYPTO", "CVV", "URL")
"""Types in which every character counts: two writings are two values.
For secrets this also keeps from the recipient that two of them differ only in case."""

_COMPACT = frozenset(
    {
        *(kind.name for kind in ENTITY_TYPES.values() if kind.category is Category.GOVERNMENT_ID),
        *("CREDIT_CARD", "IBAN_CODE", "BANK_ACCOUNT", "BANK_ROUTING", "IN_IFSC"),
        *("MAC_ADDRESS", "IMEI", "ADVERTISING_ID"),
    }
)
"""Types whose spaces, dots and dashes mean nothing."""


def _folded(value: str) -> str:
    if value.isascii():  # nothing to compose, nothing invisible; `split` knows the same spaces
        return " ".join(value.split()).lower()
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value))
    return _SPACES.sub(" ", text).strip().casefold()


def _email(value: str) -> str:
    local, at, domain = _folded(value).rpartition("@")
    if domain.isascii():
        return f"{local}{at}{domain}"
    with suppress(UnicodeError):  # not a domain that DNS could hold: compared as it is written
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


def _phone(value: str) -> str:
    text = _TRUNK_ZERO.sub("", _folded(value))
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
    if text.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _person(value: str) -> str:
    return _POSSESSIVE.sub("", _folded(value))


def _compact(value: str) -> str:
    return _NOT_ALNUM.sub("", _folded(value)).upper()


_NORMALISERS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(EXACT, str),
    **dict.fromkeys(_COMPACT, _compact),
    "EMAIL_ADDRESS": _email,
    "PHONE_NUMBER": _phone,
    "PERSON": _person,
    "USERNAME": lambda value: _folded(value).removeprefix("@"),
}


def normalise(entity_type: str, value: str) -> str:
    """The same text for every writing of one value.

    E-mail: NFKC, case-folded, domain in IDNA (RFC 3490); no tricks with dots or tags.
    Telephone: digits behind their `+` (E.164; `00` reads as `+`, `(0)` is dropped); no region is
    guessed. Numbers of documents, accounts and devices: letters and digits, upper case.
    Names: case-folded without possessive. Secrets and URLs: as they are. Others: case-folded, with
    single spaces. An empty result falls back to the text itself.
    """
    return _NORMALISERS.get(entity_type, _folded)(value) or value


def blind_index(key: bytes, tenant: str, entity_type: str, value: str) -> bytes:
    """What a value is looked up by, without being readable: 32 bytes, never shortened.

    HMAC-SHA256 over tenant, type and normalised value, each behind its length (SECURITY 5.6).
    """
    told = _index_start(tenant, entity_type) + joined(normalise(entity_type, value))
    return hmac.digest(key, told, "sha256")


@lru_cache(maxsize=1024)
def _index_start(tenant: str, entity_type: str) -> bytes:
    return joined(tenant, entity_type)
