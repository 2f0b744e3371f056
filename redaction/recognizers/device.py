"""Telephones: IMEI and IMEISV (3GPP TS 23.003), MEID (3GPP2 S.R0048), advertising ids."""

from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, digits, follow, keyed

IMEI = (
    "imei(?:s|sv)?(?: ?(?:number|no|\\d))?",
    "meid",
    "handset",
    "device",
    "phone",
    "mobile",
    "stolen",
)
ADVERTISING = (
    "gaid",
    "idfa",
    "idfv",
    "aaid",
    "advertis(?:ing|er)(?: ?id)?",
    "ad ?id",
    "device(?: ?id(?:entifier)?)?",
    "android ?id",
    "ifa",
    "vendor id",
    "udid",
    "anzeigen-?id",
    "werbe-?id",
    "identifiant publicitaire",
    "id (?:de )?publicid(?:ad|ade)",
)


def _imei(text: str) -> bool:
    number = digits(text)
    return len(set(number)) > 1 and luhn(number)


RECOGNIZER = Recognizer(
    name="device",
    patterns=(
        # its score beats a card's beside its own words: both pass Luhn
        Pattern(
            scan=r"\b\d{15}\b|\b\d{2}[ -]\d{6}[ -]\d{6}[ -]\d\b|\b\d{6}[ -]\d{2}[ -]\d{6}[ -]\d\b",
            entity_type="IMEI",
            score=0.2,
            context=IMEI[:2],
            contextual=0.99,
            valid=_imei,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{15}\b|\b\d{2}[ -]\d{6}[ -]\d{6}[ -]\d\b|\b\d{6}[ -]\d{2}[ -]\d{6}[ -]\d\b",
            entity_type="IMEI",
            score=0.2,
            context=IMEI,
            contextual=0.85,
            valid=_imei,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{14,17}\b|\b\d{2}[ -]\d{6}[ -]\d{6}(?:[ -]\d{1,2})?\b",
            entity_type="IMEI",
            score=0.1,
            context=IMEI[:2],
            contextual=0.8,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=(
                r"\b(?:meid|pesn|esn|imei(?:sv)?(?: ?\d)?)(?: ?(?:number|no|dec|hex))"
                r"?\.?(?: is)?[\"']?[ ]?"
                r"[:=#-]?[ ]?[\"']?[0-9a-f]"
            ),
            entity_type="IMEI",
            score=0.9,
            narrow=follow(
                r"(?i:(?=[a-f -]*\d)[0-9a-f]{14,16}|[0-9a-f]{2}(?:[ -][0-9a-f]{1,6}){2,7}|"
                r"[0-9a-f]{8})"
                r"|\d{11}|\d{18}"
            ),
            valid=lambda text: sum(char.isdigit() for char in text) > 5,  # noqa: PLR2004 - a word
            after="-.",
        ),
        Pattern(
            scan=r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
            entity_type="ADVERTISING_ID",
            score=0.1,
            context=ADVERTISING,
            contextual=0.92,
            before="-",
            after="-",
        ),
        Pattern(
            scan=(
                r"(?:android[ _]?id|udid|device[ _]?id(?:entifier)?)(?: is)?[\"']?[ ]?[:= "
                r"] ?[\"']?[0-9a-z]"
            ),
            entity_type="ADVERTISING_ID",
            score=0.85,
            narrow=keyed(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{16}|[0-9A-Fa-f]{16}"),
            valid=lambda text: any(char.isdigit() for char in text),
        ),
    ),
    examples=(
        "IMEI 490154203237518",
        "gaid 38400000-8cf0-11bd-b23e-10b96e40000d",
        "android_id=9774d56d682e549c",
        "MEID A0000000002329",
    ),
)
