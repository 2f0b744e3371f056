"""US health care: NPI (45 CFR 162.406), Medicare MBI (CMS), DEA registration (21 CFR 1301)."""

from redaction.announced import announced, value
from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer

_NPI = ("npis?(?: ?(?:numbers?|no|#|id))?", "national provider id(?:entifier|entification)?s?")
_PROVIDER = (
    *_NPI,
    "prescribers?",
    "provider",
    "physician",
    "clinician",
    "pharmac(?:y|ist)",
    "taxonomy",
    "nppes",
    "rendering",
    "referring",
)
_MEDICARE = (
    "mbis?",
    "medicare(?: ?(?:number|no|id|beneficiary|card|claim))?",
    "beneficiary",
    "hicn?",
    "cms",
)
_DEA = ("dea(?: ?(?:number|no|#|registration|license|reg))?", "controlled substances?")
_L = "[AC-HJKMNP-RT-Y]"
"""Letters of an MBI: all but S, L, O, I, B, Z (CMS)."""
_A = "[AC-HJKMNP-RT-Y0-9]"
_MBI = rf"\b[1-9]{_L}{_A}\d-?{_L}{_A}\d-?{_L}{_L}\d{{2}}\b"


def _npi(text: str) -> bool:
    """The check digit counts the prefix 80840 of US health applications (CMS)."""
    return luhn("80840" + text)


def _dea(text: str) -> bool:
    """Digits at even places count twice; the last digit of the sum is the seventh."""
    number = [int(char) for char in text[-7:]]
    return (sum(number[0:6:2]) + 2 * sum(number[1:6:2])) % 10 == number[6]


RECOGNIZER = Recognizer(
    name="us_health",
    patterns=(
        Pattern(
            scan=r"\b[12]\d{9}\b",
            entity_type="US_NPI",
            score=0.2,
            context=_PROVIDER,
            contextual=0.96,
            valid=_npi,
            before="-./+",
            after="-./",
        ),
        # mistyped, but named
        Pattern(
            scan=r"\b\d{10}\b",
            entity_type="US_NPI",
            score=0.1,
            context=_NPI,
            contextual=0.88,
            before="-./+",
            after="-./",
        ),
        # the name may follow at some distance: its first words are near enough
        Pattern(
            scan=r"\b\d{10}\b",
            entity_type="US_NPI",
            score=0.1,
            context=("national provider",),
            contextual=0.85,
            before="-./+",
            after="-./",
        ),
        announced(r"npis?|national provider identifiers?", "US_NPI", value(8), score=0.92),
        Pattern(
            scan=_MBI,
            entity_type="US_MBI",
            score=0.7,
            cased=True,
            context=_MEDICARE,
            contextual=0.97,
            before="-./",
            after="-/",
        ),
        Pattern(
            scan=_MBI.lower(),
            entity_type="US_MBI",
            score=0.3,
            context=_MEDICARE,
            contextual=0.95,
            before="-./",
            after="-/",
        ),
        # the older claim number: a social security number and a letter
        Pattern(
            scan=r"\b\d{3}-?\d{2}-?\d{4}-?[A-DFHJKMTW]\d?\b",
            entity_type="US_MBI",
            score=0.3,
            context=_MEDICARE,
            contextual=0.95,
            before="-./",
            after="-/",
        ),
        announced(r"medicare|mbi|hicn?", "US_MBI", value(5), score=0.8),
        Pattern(
            scan=r"\b[A-HJ-MPRSTUX][A-Z9]\d{7}\b",
            entity_type="MEDICAL_LICENSE",
            score=0.3,
            cased=True,
            context=_DEA,
            contextual=0.96,
            valid=_dea,
            before="-",
            after="-",
        ),
        announced(
            (
                r"dea(?: registration)?|(?:state )?medical licen[sc]e|nursing licen[sc]e|"
                r"pharmacist licen[sc]e|rn licen[sc]e|gmc|nmc|medical (?:council|registration)|"
                r"mci reg(?:istration)?"
            ),
            "MEDICAL_LICENSE",
            value(5),
        ),
    ),
    examples=(
        "NPI 1234567893",
        "prescriber 1234567893",
        "1234567890 is listed as her National Provider Identifier",
        "Medicare number 1EG4-TE5-MK73",
        "DEA# BD1234563",
    ),
)
