"""UK national insurance numbers (HMRC NIM39110) and NHS numbers (modulo 11)."""

from stdnum.gb import nhs

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
)
NHS = ("nhs(?: ?(?:number|no))?", "health", "patient", "gp", "hospital")


def _issued(text: str) -> bool:
    """Prefixes that HMRC never uses."""
    letters = text[:2].upper()
    return letters not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


RECOGNIZER = Recognizer(
    name="uk_ids",
    patterns=(
        Pattern(
            scan=r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
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
            scan=r"\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b",
            entity_type="UK_NINO",
            score=0.3,
            context=NINO,
            contextual=0.95,
            valid=_issued,
            before="-./",
            after="-/",
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
    ),
    examples=(
        "AB 12 34 56 C",
        "AB123456C",
        "national insurance ab123456c",
        "NHS number 943 476 5919",
    ),
)
