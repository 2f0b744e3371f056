"""UK national insurance (HMRC NIM39110), NHS numbers (modulo 11), taxpayer references (HMRC)."""

from stdnum.gb import nhs, utr

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer, digits

NINO = (
    "nino",
    "national insurance(?: (?:number|no))?",
    "ni (?:number|no)",
    "insurance",
    "hmrc",
    "paye",
    "ssn",
    "tax",
    "national id",
    "universal credit",
    "dwp",
)
NHS = (
    "nhs(?: ?(?:number|no))?",
    "health",
    "patient",
    "gp",
    "hospital",
    "chi(?: ?(?:number|no))?",
    "hcn",
    "h&c",
)
UTR = (
    "utrs?(?: ?(?:number|no))?",
    "unique tax(?:payer)?'?s? ref(?:erence)?(?: ?(?:number|no))?",
    "self.?assessment",
    "hmrc",
    "tax(?:payer)? ref(?:erence)?",
    "corporation tax",
)


def _issued(text: str) -> bool:
    """Not a prefix that HMRC never uses, not `AA999999A`, by which it shows the format."""
    letters = text[:2].upper()
    if letters == "AA" and digits(text) == "999999":
        return False
    return letters not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


RECOGNIZER = Recognizer(
    name="uk_ids",
    patterns=(
        Pattern(
            scan=(
                r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b"
            ),
            entity_type="UK_NINO",
            score=0.8,
            cased=True,
            context=NINO,
            contextual=0.97,
            valid=_issued,
            before="-./",
            after="-/",
        ),
        Pattern(
            scan=(
                r"\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z][ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}"
                r"(?:[ .-]?[a-d])?\b"
            ),
            entity_type="UK_NINO",
            score=0.3,
            context=NINO,
            contextual=0.95,
            valid=_issued,
            before="-./",
            after="-/",
        ),
        announced(
            r"nino|national insurance|ni (?:number|no)",
            "UK_NINO",
            r"(?i:[a-z]{2}(?:[ .-]?\d){6}(?:[ .-]?[a-d])?)(?!\w)",
        ),
        Pattern(
            scan=r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b",
            entity_type="UK_NHS",
            score=0.2,
            context=NHS,
            contextual=0.95,
            valid=lambda text: bool(nhs.is_valid(digits(text))),
            before="-./+",
            after="-/.",
        ),
        Pattern(
            scan=r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b",
            entity_type="UK_NHS",
            score=0.1,
            context=("nhs(?: ?(?:number|no))?",),
            contextual=0.8,
            before="-./+",
            after="-/.",
        ),
        announced(r"nhs|chi (?:number|no)|h&c|health (?:and|&) care", "UK_NHS", value(9)),
        Pattern(
            scan=r"\b\d{5} ?\d{5}K?\b",
            entity_type="TAX_ID",
            score=0.2,
            context=UTR,
            contextual=0.93,
            valid=lambda text: bool(utr.is_valid(digits(text))),
            before="-./+",
            after="-/.",
        ),
        announced(
            r"(?:hmrc |sa |ct )?utr|unique tax(?:payer)?'?s? reference|self.?assessment",
            "TAX_ID",
            r"(?i:\d{5} ?\d{5}k?|\d{3} ?\d{3} ?\d{4})(?!\w)",
        ),
    ),
    examples=(
        "AB 12 34 56 C",
        "AB123456C",
        "national insurance ab123456c",
        "NHS number 943 476 5919",
        "UTR 11234 56789",
    ),
)
