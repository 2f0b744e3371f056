"""Documents known by a word beside them: passports, voter cards, driving licences, plates."""

from redaction.patterns import Pattern, Recognizer, keyed

PASSPORT = (
    "passports?(?: ?(?:number|no|num|id))?",
    "reisepass(?:nummer)?",
    "pasaporte",
    "passeport",
    "passaporto",
    "pp no",
    "travel document",
    "पासपोर्ट",
)
LICENCE = (
    "driver'?s?'? ?licen[sc]e(?: ?(?:number|no|num))?",
    "driving ?licen[sc]e(?: ?(?:number|no|num))?",
    "dl(?: ?(?:number|no|num))?",
    "licen[sc]e(?: ?(?:number|no|num))",
    "führerschein(?:nummer)?",
    "permis(?: de conduire)?",
    "carnet de conducir",
    "permiso de conducir",
    "patente",
    "dmv",
    "driver licen[sc]e",
)
PLATE = (
    "vehicles?",
    "car",
    "bike",
    "reg(?:istration|n)?(?: ?(?:number|no))?",
    "number ?plate",
    "plates?",
    "challan",
    "towed",
    "parking",
    "rc",
    "kennzeichen",
    "matrícula",
    "matricula",
    "immatriculation",
    "licen[sc]e plate",
    "parked",
    "driving a",
    "scooter",
    "truck",
    "taxi",
)
VOTER = (
    "voter(?: ?(?:id|card))?",
    "epic(?: ?(?:no|number))?",
    "elector(?:al)?",
    "election card",
    "मतदाता",
)


_KEY_END = (
    r"(?: ?(?:number|no|num|nr|id|code))?\.?[\"']?(?: (?:is|was|ist|es|est))?[ "
    r"]?[:=#-]? ?[\"']?[0-9a-z]"
)
_VALUE = r"(?=[A-Za-z-]{0,6}[ -]?\d)[A-Za-z0-9](?:[ -]?[A-Za-z0-9]*\d[A-Za-z0-9]*)+"


def _mixed(text: str) -> bool:
    """Digits, at least four of them; words alone are none."""
    return sum(char.isdigit() for char in text) > 3  # noqa: PLR2004


RECOGNIZER = Recognizer(
    name="identity_documents",
    patterns=(
        Pattern(
            scan=r"\b[a-z]{1,2} ?\d{6,8}\b|\b\d{9}\b|\b\d{2}[a-z]{2}\d{5}\b|\b[a-z]{3}\d{6}\b",
            entity_type="PASSPORT",
            score=0.1,
            context=PASSPORT,
            contextual=0.9,
            before="-.",
            after="-",
        ),
        Pattern(
            scan=(
                rf"(?:passport|reisepass(?:nummer)?|pasaporte|passeport|passaporto|travel "
                rf"document){_KEY_END}"
            ),
            entity_type="PASSPORT",
            score=0.85,
            narrow=keyed(_VALUE),
            valid=_mixed,
            after="-",
        ),
        Pattern(
            scan=r"\b[A-Z]{3}\d{7}\b",
            entity_type="IN_VOTER",
            score=0.3,
            cased=True,
            context=VOTER,
            contextual=0.93,
            before="-",
            after="-",
        ),
        Pattern(
            scan=rf"(?:voter(?: ?id)?(?: ?card)?|epic){_KEY_END}",
            entity_type="IN_VOTER",
            score=0.85,
            narrow=keyed(r"(?i:[a-z]{2,3}[ /]?\d{6,12})"),
            after="-",
        ),
        # India: state, office, year of issue, number
        Pattern(
            scan=r"\b[A-Z]{2}[- ]?\d{2}[ -]?(?:19|20)\d{2}[ -]?\d{7}\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.8,
            cased=True,
            context=LICENCE,
            contextual=0.95,
        ),
        # UK: surname, date, initials
        Pattern(
            scan=r"\b[A-Z]{2,5}9{0,3}\d{6}[A-Z9]{2}\d[A-Z]{2}(?: ?\d{2})?\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.6,
            cased=True,
            context=LICENCE,
            contextual=0.9,
            valid=_mixed,
        ),
        Pattern(
            scan=r"\b[a-z]\d{6,14}\b|\b[a-z]\d{3}[ -]\d{3,4}[ -]\d{2,4}(?:[ -]\d{1,4}){0,2}\b",
            entity_type="US_DRIVER_LICENSE",
            score=0.1,
            context=LICENCE,
            contextual=0.75,
            before="-.",
            after="-",
        ),
        Pattern(
            scan=(
                rf"(?:driver'?s?'? ?licen[sc]e|driving ?licen[sc]e|licen[sc]e (?:no|number)"
                rf"|f(?:ü|u)hrerschein(?:nummer)?|permis de conduire|permiso de conducir|"
                rf"\bdl){_KEY_END}"
            ),
            entity_type="US_DRIVER_LICENSE",
            score=0.75,
            narrow=keyed(_VALUE),
            valid=_mixed,
            after="-",
        ),
        Pattern(
            scan=(
                r"\b(?:A[PRSN]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|"
                r"O[DR]|P[BY]|RJ|SK|T[NRSG]|U[KPA]|WB)[ -]?\d{1,2}[A-Z]?[ -]?[A-Z]{1,3}[ "
                r"-]?\d{4}\b"
            ),
            entity_type="VEHICLE_PLATE",
            score=0.55,
            cased=True,
            context=PLATE,
            contextual=0.92,
            before="-",
            after="-",
        ),
        Pattern(
            scan=(
                rf"(?:number ?plate|licen[sc]e plate|kennzeichen|matr(?:í|i)cula|immatriculation|"
                rf"vehicle (?:number|no|reg(?:istration)?)|reg(?:istration)? (?:number|no)"
                rf"|\bplate){_KEY_END}"
            ),
            entity_type="VEHICLE_PLATE",
            score=0.75,
            narrow=keyed(
                r"(?i:[a-z]{1,3}[- ]?[a-z]{0,2}[ -]?\d{1,4}(?: ?[a-z]{1,3})?(?:[ -]?\d{1,4})?|"
                r"\d{1,4}[ -]?[a-z]{2,3}[ -]?\d{0,3})"
            ),
            valid=lambda text: any(char.isdigit() for char in text),
            after="-",
        ),
        Pattern(
            scan=r"\b[A-HJ-NPR-Z0-9]{17}\b",
            entity_type="VEHICLE_PLATE",
            score=0.2,
            cased=True,
            context=("vin", "chassis(?: ?(?:no|number))?", *PLATE),
            contextual=0.85,
            valid=_mixed,
        ),
    ),
    examples=(
        "passport no. K1234567",
        "Reisepass C01X00T47",
        "voter id ABC1234567",
        "DL MH12 20110012345",
        "driver's license number D1234567",
        "my car KA 05 MJ 4321 was towed",
        "number plate AB12 CDE",
    ),
)
