"""Kinds of personal data, spelled as Presidio spells them where Presidio has them.

The list follows the categories that the privacy policy behind this product names:
identity, contact, financial, authentication, device, location and social-media data.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a privacy notice calls it."""

    IDENTITY = "identity"
    CONTACT = "contact"
    FINANCIAL = "financial"
    CREDENTIAL = "credential"
    GOVERNMENT_ID = "government_id"
    DEVICE = "device"
    LOCATION = "location"
    ONLINE = "online"
    SPECIAL = "special"
    """GDPR Art. 9(1), and convictions and offences (Art. 10): what may leave in clear only on a
    ground of its own."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EntityType:
    """One kind of personal data.

    Attributes:
        name: the type's name, as Presidio spells it.
        label: the word that a pseudonym of it begins with: 2 to 12 capital letters.
        category: what a privacy notice calls it.
        indexed: whether a value identifies one person well enough to answer "what was sent about
            me" (SECURITY 5.6); names do not.
    """

    name: str
    label: str
    category: Category
    indexed: bool = False


_I, _C, _F, _K = Category.IDENTITY, Category.CONTACT, Category.FINANCIAL, Category.CREDENTIAL
_G, _D, _L, _O = Category.GOVERNMENT_ID, Category.DEVICE, Category.LOCATION, Category.ONLINE
_S = Category.SPECIAL

ENTITY_TYPES: dict[str, EntityType] = {
    kind.name: kind
    for kind in (
        EntityType("PERSON", "PERSON", _I),
        EntityType("DATE_OF_BIRTH", "BIRTHDATE", _I),
        EntityType("AGE", "AGE", _I),
        EntityType("DATE_TIME", "MOMENT", _I),
        EntityType("EMAIL_ADDRESS", "EMAIL", _C, indexed=True),
        EntityType("PHONE_NUMBER", "PHONE", _C, indexed=True),
        EntityType("STREET_ADDRESS", "ADDRESS", _C),
        EntityType("LOCATION", "PLACE", _L),
        EntityType("GPS_COORDINATES", "COORDS", _L),
        EntityType("CREDIT_CARD", "CARD", _F, indexed=True),
        EntityType("CVV", "CVV", _K),
        EntityType("CARD_EXPIRY", "EXPIRY", _F),
        EntityType("IBAN_CODE", "IBAN", _F, indexed=True),
        EntityType("BANK_ACCOUNT", "ACCOUNT", _F, indexed=True),
        EntityType("BANK_ROUTING", "ROUTING", _F),
        EntityType("IN_IFSC", "IFSC", _F),
        EntityType("IN_UPI", "UPI", _F, indexed=True),
        EntityType("CRYPTO", "WALLET", _F, indexed=True),
        EntityType("US_SSN", "SSN", _G, indexed=True),
        EntityType("US_ITIN", "ITIN", _G, indexed=True),
        EntityType("US_DRIVER_LICENSE", "LICENCE", _G, indexed=True),
        EntityType("US_NPI", "NPI", _G, indexed=True),
        EntityType("US_MBI", "MBI", _G, indexed=True),
        EntityType("MEDICAL_LICENSE", "PRESCRIBER", _G, indexed=True),
        EntityType("UK_NINO", "NINO", _G, indexed=True),
        EntityType("UK_NHS", "NHS", _G, indexed=True),
        EntityType("IN_AADHAAR", "AADHAAR", _G, indexed=True),
        EntityType("IN_PAN", "PAN", _G, indexed=True),
        EntityType("IN_GSTIN", "GSTIN", _G, indexed=True),
        EntityType("IN_VOTER", "VOTER", _G, indexed=True),
        EntityType("PASSPORT", "PASSPORT", _G, indexed=True),
        EntityType("NATIONAL_ID", "NATIONALID", _G, indexed=True),
        EntityType("TAX_ID", "TAXID", _G, indexed=True),
        EntityType("HEALTH_ID", "HEALTHID", _G, indexed=True),
        EntityType("IMMIGRATION_ID", "IMMIGRATION", _G, indexed=True),
        EntityType("VEHICLE_PLATE", "PLATE", _G, indexed=True),
        EntityType("VEHICLE_ID", "VIN", _G, indexed=True),
        EntityType("RECORD_ID", "RECORD", _I, indexed=True),
        EntityType("IP_ADDRESS", "IP", _D),
        EntityType("MAC_ADDRESS", "MAC", _D, indexed=True),
        EntityType("IMEI", "IMEI", _D, indexed=True),
        EntityType("SIM_ID", "SIM", _D, indexed=True),
        EntityType("DEVICE_ID", "DEVICE", _D, indexed=True),
        EntityType("ADVERTISING_ID", "ADID", _D, indexed=True),
        EntityType("COOKIE", "COOKIE", _D),
        EntityType("USER_AGENT", "AGENT", _D),
        EntityType("URL", "LINK", _O),
        EntityType("USERNAME", "USERNAME", _O, indexed=True),
        EntityType("USER_ID", "USERID", _O, indexed=True),
        EntityType("PASSWORD", "PASSWORD", _K),
        EntityType("API_KEY", "APIKEY", _K),
        EntityType("PRIVATE_KEY", "PRIVATEKEY", _K),
        EntityType("GENDER", "GENDER", _I),
        EntityType("MARITAL_STATUS", "MARITAL", _I),
        EntityType("JOB_TITLE", "JOB", _I),
        EntityType("NRP", "GROUP", _S),
        EntityType("ETHNICITY", "ETHNICITY", _S),
        EntityType("CASTE", "CASTE", _S),
        EntityType("POLITICAL_OPINION", "POLITICS", _S),
        EntityType("RELIGION", "RELIGION", _S),
        EntityType("TRADE_UNION", "UNION", _S),
        EntityType("GENETIC_DATA", "GENETICS", _S),
        EntityType("BIOMETRIC_DATA", "BIOMETRICS", _S),
        EntityType("HEALTH", "HEALTH", _S),
        EntityType("SEX_LIFE", "SEXLIFE", _S),
        EntityType("SEXUAL_ORIENTATION", "ORIENTATION", _S),
        EntityType("GENDER_IDENTITY", "GENDERID", _S),
        EntityType("CRIMINAL_RECORD", "OFFENCE", _S),
        EntityType("LITERAL", "LITERAL", Category.OTHER),
    )
}
"""Every built-in type by name. `LITERAL` is a pseudonym that the caller typed."""

BANDED = frozenset({"AGE"})
"""Types that become coarser where a policy pseudonymises what no line of it speaks of: a
pseudonym of a number tells nothing (`a patient of AGE_a7k2`), the number itself helps to single
somebody out, and a band of ten years (90 and more in one, 45 CFR 164.514(b)(2)(i)(C)) does neither.
"""

KEPT = frozenset({"DATE_TIME", "JOB_TITLE"})
"""Types that stay where a policy pseudonymises what no line of it speaks of: the day on which
somebody did something tells nobody's name, and whatever is computed from it needs it. A policy that
follows 45 CFR 164.514(b)(2)(i)(C) generalises or shifts them. A job title alone names nobody
either, and answers depend on it; records count what was kept.
"""

_CUSTOM = "CUSTOM"


def label_of(entity_type: str) -> str:
    """The word that pseudonyms of this type begin with; `CUSTOM` for custom recognizers' types."""
    kind = ENTITY_TYPES.get(entity_type)
    return kind.label if kind else _CUSTOM


def category_of(entity_type: str) -> Category:
    """The category of this type; `other` for types of custom recognizers."""
    kind = ENTITY_TYPES.get(entity_type)
    return kind.category if kind else Category.OTHER


LABELS: frozenset[str] = frozenset(kind.label for kind in ENTITY_TYPES.values()) | {_CUSTOM}
"""All words that a pseudonym may begin with."""
