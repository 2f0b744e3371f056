"""Devices: IMEI (3GPP TS 23.003), advertising ids, user agents (RFC 9110 §10.1.5)."""

from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, anchored, digits, keyed

IMEI = ("imeis?(?: ?(?:number|no))?", "meid", "handset", "device", "phone", "mobile", "stolen")
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
        Pattern(
            scan=r"\bmozilla/\d\.\d \(",
            entity_type="USER_AGENT",
            score=0.95,
            narrow=anchored(
                r"Mozilla/\d\.\d \([^)\n]{3,200}\)(?: [\w.]{1,40}/[\w.+-]{1,40}(?: \([^)"
                r"\n]{0,120}\))?| \([^)\n]{0,120}\)){0,12}"
            ),
        ),
        Pattern(
            scan=(
                r"\b(?:okhttp|curl|wget|python-requests|dalvik|postmanruntime|axios|cfnetwork|"
                r"alamofire|go-http-client)/\d"
            ),
            entity_type="USER_AGENT",
            score=0.3,
            context=("ua", "user.?agent"),
            contextual=0.85,
            narrow=anchored(r"[\w-]{2,40}/[\w.]{1,40}(?: \([^)\n]{0,120}\))?"),
        ),
    ),
    examples=(
        "IMEI 490154203237518",
        "gaid 38400000-8cf0-11bd-b23e-10b96e40000d",
        "android_id=9774d56d682e549c",
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/120.0 Safari/537.36"
        ),
        "user-agent: okhttp/4.9.3",
    ),
)
