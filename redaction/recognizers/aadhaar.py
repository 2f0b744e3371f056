"""Aadhaar numbers (UIDAI): twelve digits, Verhoeff check digit, first digit 2 to 9."""

from redaction.checksums import verhoeff
from redaction.patterns import Pattern, Recognizer, digits

CONTEXT = ("aadh?aa?r(?: ?(?:number|no|card|id))?", "uid(?:ai)?", "आधार", "ஆதார்", "kyc")
AGAINST = (
    "order",
    "invoice",
    "tracking",
    "timestamp",
    "aws",
    "account",
    "a/c",
    "phone",
    "iban",
    "arn",
    "arn:aws:[a-z0-9:-]+",
    "serial",
    "ean",
    "upc",
    "awb",
    "shipment",
    "consignment",
    "docket",
    "courier",
    "parcel",
    "id",
    "job",
    "task",
    "request",
    "transaction",
    "utr",
    "rrn",
)


def _valid(text: str) -> bool:
    number = digits(text)
    return number[0] not in "01" and len(set(number)) > 1 and verhoeff(number)


RECOGNIZER = Recognizer(
    name="aadhaar",
    patterns=(
        Pattern(
            scan=r"\b\d{4}[ -]\d{4}[ -]\d{4}\b",
            entity_type="IN_AADHAAR",
            score=0.85,
            context=CONTEXT,
            contextual=0.98,
            against=AGAINST,
            valid=_valid,
            before="-.+/",
            after="-./",
        ),
        Pattern(
            scan=r"\b\d{12}\b",
            entity_type="IN_AADHAAR",
            score=0.55,
            context=CONTEXT,
            contextual=0.98,
            against=AGAINST,
            valid=_valid,
            before="-.+#:/=",
            after="-.:/",
        ),
        # mistyped, or with shown last digits only, but named
        Pattern(
            scan=r"\b[\dx*]{4}[ -]?[\dx*]{4}[ -]?\d{4}\b",
            entity_type="IN_AADHAAR",
            score=0.1,
            context=CONTEXT,
            contextual=0.9,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d(?:[ .-]{0,2}\d){11}\b",
            entity_type="IN_AADHAAR",
            score=0.1,
            context=CONTEXT,
            contextual=0.85,
            before="-.+",
            after="-.",
        ),
    ),
    examples=(
        "my number is 2345 6789 0124",
        "Aadhaar: 234567890124",
        "aadhar no 1234-5678-9012",
        "uid XXXX XXXX 9012",
    ),
)
