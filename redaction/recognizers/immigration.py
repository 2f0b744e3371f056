"""Immigration: visas, permits, alien numbers and receipts (USCIS, UKVI, MHA, Schengen sticker)."""

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer

_ALIEN = (
    "a-?number",
    "a#",
    "alien(?: ?(?:registration|reg))?(?: ?(?:number|no|#))?",
    "uscis(?: ?(?:number|no|#))?",
    "green card",
    "permanent resident",
    "i-\\d{3}[a-z]?",
    "immigration",
    "asylum",
    "ead",
    "deport(?:ed|ation)",
    "ice",
    "eoir",
    "naturali[sz]ation",
)
_ENTRY = ("i-?94", "admission(?: ?(?:number|no|record))?", "cbp", "arrival")
_SEVIS = ("sevis(?: ?(?:id|number|no))?", "i-?20", "ds-?2019", "f-?1", "j-?1")
_PERMIT = (
    "brp",
    "biometric residence(?: permit)?",
    "residence (?:permit|card)",
    "share code",
    "aufenthaltstitel",
    "aufenthaltserlaubnis",
    "titre de s(?:é|e)jour",
    "permesso di soggiorno",
    "permiso de residencia",
    "tie",
    "verblijfsvergunning",
    "visas?",
    "visum",
    "visto",
    "visado",
    "oci",
    "frro",
    "ukvi",
    "home office",
    "immigration",
    "right to work",
)
_NAMES = (
    r"(?:e-?)?visa (?:numbers?|no|nr|#|id|foil|control|grant|sticker|application)|"
    r"visumnummer|visum(?:-?nr)?|"
    r"visado|visto|alien(?: registration)?|a-number|a#|uscis|i-?94|sevis|green card|"
    r"(?:biometric )?residence (?:permit|card)|brp|oci(?: card)?|frro|"
    r"work permit|employment authori[sz]ation(?: (?:document|card))?|ead(?: card)?|"
    r"immigration (?:case|file|status)|asylum (?:case|file|seeker)|refugee|unhcr|"
    r"aufenthaltstitel(?:nummer)?|aufenthaltserlaubnis|titre de s(?:é|e)jour|"
    r"num(?:é|e)ro (?:é|e)tranger|"
    r"agdref|permesso di soggiorno|permiso de residencia|t(?:í|i)tulo de resid(?:ê|e)ncia|"
    r"verblijfsvergunning|v-nummer|naturali[sz]ation certificate"
)

RECOGNIZER = Recognizer(
    name="immigration",
    patterns=(
        # receipts of USCIS: service centre, year, working day, case
        Pattern(
            scan=(
                r"\b(?:EAC|WAC|LIN|SRC|MSC|NBC|NSC|TSC|VSC|CSC|IOE|YSC)"
                r"[- ]?\d{2}[- ]?\d{3}[- ]?\d{5}\b"
            ),
            entity_type="IMMIGRATION_ID",
            score=0.9,
        ),
        Pattern(
            scan=r"\bA[#-]? ?\d{3}[- ]?\d{3}[- ]?\d{2,3}\b",
            entity_type="IMMIGRATION_ID",
            score=0.3,
            cased=True,
            context=_ALIEN,
            contextual=0.9,
            before="-/",
            after="-/",
        ),
        Pattern(
            scan=r"\b\d{9}[A-Z]\d\b|\b\d{11}\b",
            entity_type="IMMIGRATION_ID",
            score=0.1,
            cased=True,
            context=_ENTRY,
            contextual=0.85,
            before="-./+",
            after="-./",
        ),
        Pattern(
            scan=r"\bN00\d{8}\b",
            entity_type="IMMIGRATION_ID",
            score=0.45,
            cased=True,
            context=_SEVIS,
            contextual=0.95,
        ),
        # cards of the UK and Schengen stickers; India's card for overseas citizens
        Pattern(
            scan=(
                r"\b[A-Z]{2}[X ]?\d{6,7}\b|\b[A-Z]{1,3}\d{7,9}\b|\b[A-Z]\d{6,8}\b|\b\d{8,10}\b|"
                r"\b[A-Z]\d[A-Z] ?\d[A-Z]{2} ?\d[A-Z]{2}\b|\b[A-Z0-9]{3} [A-Z0-9]{3} [A-Z0-9]{3}\b"
            ),
            entity_type="IMMIGRATION_ID",
            score=0.1,
            cased=True,
            context=_PERMIT,
            contextual=0.75,
            against=("passport", "order", "invoice", "phone", "mobile", "call", "tel", "card"),
            valid=lambda text: any(char.isdigit() for char in text),
            before="-./+",
            after="-./",
        ),
        announced(_NAMES, "IMMIGRATION_ID", value(5), others="वीज़ा|वीजा"),
    ),
    examples=(
        "receipt WAC2112345678",
        "alien number A123456789",
        "visa number 12345678",
        "SEVIS N0012345678",
        "BRP RS1234567",
    ),
)
