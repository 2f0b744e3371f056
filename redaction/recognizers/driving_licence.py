"""Driving licences: by shape for India and the UK, by words elsewhere (AAMVA, EU 2006/126/EC)."""

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer, digits

CONTEXT = (
    "driver'?s?'? ?licen[sc]es?(?: ?(?:number|no|num|#))?",
    "driving ?licen[sc]es?(?: ?(?:number|no|num|#))?",
    "dl(?: ?(?:number|no|num|#))?",
    "licen[sc]e(?: ?(?:number|no|num|#))",
    "licen[sc]ed? (?:driver|by)",
    "f(?:ü|ue|u)hrerschein(?:nummer)?",
    "permis(?: de conduire)?",
    "carn(?:et|é) de conducir",
    "permiso de conducir",
    "licencia de conducir",
    "patente(?: di guida)?",
    "rijbewijs(?:nummer)?",
    "carta de condu(?:ç|c)(?:ã|a)o",
    "cnh",
    "k(?:ö|o)rkort",
    "prawo jazdy",
    "dmv",
    "dvla",
    "rto",
    "driver number",
    "ड्राइविंग लाइसेंस",
    "लाइसेंस",
)
_NAMES = (
    r"driver'?s?'? ?licen[sc]es?|driving ?licen[sc]es?|licen[sc]e (?:no|number|#)|"
    r"(?:state )?dl|dln|driver (?:number|no)|f(?:ü|ue|u)hrerschein(?:nummer|nr)?|"
    r"permis de conduire|(?:permiso|licencia|carn(?:et|é)) de conduc(?:ir|ci(?:ó|o)n)|"
    r"patente di guida|patente|rijbewijs(?:nummer)?|carta de condu(?:ç|c)(?:ã|a)o|cnh|"
    r"k(?:ö|o)rkort(?:snummer)?|prawo jazdy"
)
STATES = (
    r"(?:A[PRSN]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|"
    r"O[DR]|P[BY]|RJ|SK|T[NRSG]|U[KPA]|WB)"
)
"""Codes of Indian states and territories (Central Motor Vehicles Rules, rule 41)."""


def _mixed(text: str) -> bool:
    return sum(char.isdigit() for char in text) > 3  # noqa: PLR2004 - words have none


def _british(text: str) -> bool:
    """Month 01 to 12, for women 51 to 62; day 01 to 31: after the decade's digit (DVLA)."""
    number = digits(text[5:].lstrip())[:6]
    return int(number[1:3]) % 50 in range(1, 13) and 0 < int(number[3:5]) <= 31  # noqa: PLR2004 - months, days


RECOGNIZER = Recognizer(
    name="driving_licence",
    patterns=(
        # India: state, office, year of issue, number
        Pattern(
            scan=rf"\b{STATES}[- /]?\d{{2}}[A-Z]?[ /-]{{0,2}}(?:19|20)\d{{2}}[ /-]?\d{{7}}\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.8,
            cased=True,
            context=CONTEXT,
            contextual=0.95,
        ),
        Pattern(
            scan=r"\b[a-z]{2}[- /]?\d{2}[a-z]?[ /-]{0,2}(?:(?:19|20)\d{2}|\d{2})[ /-]?\d{6,7}\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.1,
            context=CONTEXT,
            contextual=0.9,
        ),
        # UK: surname, date, initials
        Pattern(
            scan=r"\b[A-Z]{1,5}9{0,4} ?\d{6} ?[A-Z9]{2}\d[A-Z]{2}(?: ?\d{2})?\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.75,
            cased=True,
            context=CONTEXT,
            contextual=0.95,
            valid=lambda text: len(text.replace(" ", "")) in {16, 18} and _british(text),
        ),
        # Northern Ireland, US states, provinces of Canada, EU
        Pattern(
            scan=(
                r"\b[a-z]\d{6,14}\b|\b[a-z]\d{3}[ -]\d{3,4}[ -]\d{2,4}(?:[ -]\d{1,5}){0,2}\b|"
                r"\b[a-z]{2,3}[- ]?\d{2,3}[- ]?\d{4}\b|\b[a-z]{1,3}\d{5,7}[a-z]{1,2}\b|"
                r"\b\d{7,13}\b|"
                r"\b\d{2,3}-\d{3}-\d{3,4}\b|\b[a-z0-9]\d{2}[a-z0-9]{6}\d[0-9]\b"
            ),
            entity_type="US_DRIVER_LICENSE",
            score=0.1,
            context=CONTEXT,
            contextual=0.75,
            against=(
                "order",
                "invoice",
                "passport",
                "ssn",
                "phone",
                "mobile",
                "call",
                "tel",
                "account",
                "software",
                "npi",
                "dea",
                "plates?",
                "vin",
                "policy",
                "claim",
                "issue",
            ),
            valid=_mixed,
            before="-.+/",
            after="-./",
        ),
        announced(r"licen[sc]e", "US_DRIVER_LICENSE", value(6), score=0.7),
        announced(_NAMES, "US_DRIVER_LICENSE", value(5), others="ड्राइविंग लाइसेंस|लाइसेंस", score=0.9),
    ),
    examples=(
        "DL MH12 20110012345",
        "driver's license number D1234567",
        "MORGA657054SM9IJ",
        "licence no D12345678901234",
    ),
)
