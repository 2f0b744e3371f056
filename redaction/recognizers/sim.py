"""SIM cards: ICCID and EID (ITU-T E.118, GSMA SGP.02), IMSI (3GPP TS 23.003), mobile directory."""

from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, digits

ICCID = (
    "iccids?",
    "e?sims?",
    "(?:e-?)?sim(?: ?card)?(?: ?(?:id|no|num|number|serial|serial number))?",
    "sim ?karte(?:nnummer)?",
    "carte sim",
    "tarjeta sim",
    "integrated circuit card",
    "सिम",
)
IMSI = ("imsi(?: ?(?:number|no))?", "subscriber identity", "mobile subscriber")
EID = ("eids?", "e-?sim(?: ?(?:id|eid))?", "euicc")


def _iccid(text: str) -> bool:
    """19 or 20 digits from 89 on; the last of 19 is mostly a check digit, of 20 a filler."""
    number = digits(text)
    return len(number) in {18, 19, 20, 22} and len(set(number)) > 2  # noqa: PLR2004 - 8989 says nothing


def _printed(text: str) -> bool:
    return _iccid(text) and luhn(digits(text))


_GROUPED = r"\b89(?:[ -]?\d){16,20}(?:[ -]?f)?\b"

RECOGNIZER = Recognizer(
    name="sim",
    patterns=(
        Pattern(
            scan=_GROUPED,
            entity_type="SIM_ID",
            score=0.3,
            context=ICCID,
            contextual=0.97,
            valid=_iccid,
            before="-.+",
            after="-.",
        ),
        # in one run, and the check digit agrees: nothing else begins with 89 and is as long
        Pattern(
            scan=r"\b89\d{17}\b",
            entity_type="SIM_ID",
            score=0.6,
            valid=_printed,
            against=("order", "tracking", "invoice", "timestamp", "id", "snowflake"),
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{14,15}\b|\b\d{3}[ -]\d{2,3}(?:[ -]\d{9,10}\b|(?: \d{2,4}){3,4}\b)",
            entity_type="SIM_ID",
            score=0.1,
            context=IMSI,
            contextual=0.97,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b89\d{30}\b|\b89\d{2}(?: \d{4}){7}\b|\b89\d{3}(?: \d{3,9}){4,8}\b",
            entity_type="SIM_ID",
            score=0.4,
            context=EID,
            contextual=0.97,
            before="-.+",
            after="-.",
        ),
    ),
    examples=(
        "ICCID 8991101200003204510",
        "IMSI: 404685505601234",
        "eSIM EID: 8904 9032 0040 0888 2600 0048 2123 4567",
    ),
)
