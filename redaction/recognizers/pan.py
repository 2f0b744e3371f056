"""Indian tax numbers: PAN (Income-tax Rules, rule 114) and GSTIN (CGST Rules, rule 10)."""

from stdnum.in_ import gstin

from redaction.patterns import Pattern, Recognizer, keyed

CONTEXT = (
    "pan(?: ?(?:card|no|number))?",
    "income.?tax",
    "tds",
    "itr",
    "permanent account",
    "पैन",
    "kyc",
)


def _gstin(text: str) -> bool:
    return bool(gstin.is_valid(text))


RECOGNIZER = Recognizer(
    name="pan",
    patterns=(
        # the fourth letter names the kind of holder
        Pattern(
            scan=r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b",
            entity_type="IN_PAN",
            score=0.85,
            cased=True,
            context=CONTEXT,
            contextual=0.97,
            before="-",
            after="-",
        ),
        # in lower case, or mistyped: right beside its name
        Pattern(
            scan=r"\bpan(?: ?card)?(?: ?(?:no|number))?\.?(?: is)?[ ]?[:=#-]? ?[a-z]",
            entity_type="IN_PAN",
            score=0.9,
            narrow=keyed(r"(?i:[a-z]{4,6}[ -]?\d{4}[ -]?[a-z])"),
            after="-",
        ),
        Pattern(
            scan=r"\b\d{2}[a-z]{5}\d{4}[a-z][1-9a-z]z[0-9a-z]\b",
            entity_type="IN_GSTIN",
            score=0.97,
            valid=_gstin,
        ),
        Pattern(
            scan=r"\b\d{2}[a-z]{5}\d{4}[a-z][1-9a-z]z[0-9a-z]\b",
            entity_type="IN_GSTIN",
            score=0.7,
            context=("gst(?:in)?(?: ?(?:no|number))?",),
            contextual=0.9,
        ),
    ),
    examples=("PAN ABCPK1234L", "pan card abcpk1234l", "GSTIN 27AAPFU0939F1ZV"),
)
