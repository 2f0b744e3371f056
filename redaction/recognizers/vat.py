"""VAT numbers, of sole traders too, of the EU (VIES), UK, Switzerland and Norway."""

from stdnum.ch import vat as swiss
from stdnum.eu import vat
from stdnum.gb import vat as british

from redaction.announced import announced
from redaction.patterns import Pattern, Recognizer

CONTEXT = (
    "vat(?: ?(?:number|no|id|reg(?:istration)?))?",
    "ust-?id(?:nr)?",
    "umsatzsteuer",
    "uid",
    "tva",
    "iva",
    "btw(?:-?(?:nummer|nr|id))?",
    "moms",
    "nip",
    "dic",
    "dič",
    "alv",
    "p\\.? ?iva",
    "mwst",
    "mva",
    "φπα",
    "tax",
    "invoice",
    "sole trader",
)
_NAMES = (
    r"vat(?: reg(?:istration)?)?|ust-?id(?:nr)?\.?|ust-?idnr|"
    r"umsatzsteuer-?id(?:entifikationsnummer)?|"
    r"uid-?(?:nummer|nr)|tva(?: intracommunautaire)?|p\.? ?iva|partita iva|btw-?(?:nummer|nr|id)|"
    r"numero iva|nif-iva|moms(?:registreringsnummer|nr)|mwst-?(?:nummer|nr)|num(?:é|e)ro de tva"
)


def _valid(text: str) -> bool:
    plain = text.upper().replace("-", "").replace(".", "")
    if plain.startswith("CHE"):
        return bool(swiss.is_valid(text))
    if plain.startswith("GB"):
        return bool(british.is_valid(plain))
    return bool(vat.is_valid(plain))


RECOGNIZER = Recognizer(
    name="vat",
    patterns=(
        Pattern(
            scan=(
                r"\b(?:AT ?U|BE ?[01]|BG|CY|CZ|DE|DK|EE|EL|ES ?[A-Z]?|FI|FR ?[A-Z0-9]{0,2}|GB|HR|"
                r"HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[ -]?\d(?:[ .-]?\d){6,11}"
                r"(?:[A-Z]{1,2}|B\d{2})?\b"
            ),
            entity_type="TAX_ID",
            score=0.6,
            cased=True,
            context=CONTEXT,
            contextual=0.95,
            against=("order", "tracking", "parcel", "shipment", "serial", "part"),
            valid=_valid,
            before="-./",
            after="-/",
        ),
        Pattern(
            scan=r"\bCHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}(?: ?(?:MWST|TVA|IVA))?\b",
            entity_type="TAX_ID",
            score=0.85,
        ),
        announced(
            _NAMES,
            "TAX_ID",
            (
                r"(?i:(?:[a-z]{2}[ -]?)?u?[a-z0-9]{0,2}(?:[ .-]?\d){7,12}(?:b\d{2}|[a-z]{1,2})?)"
                r"(?![A-Za-z0-9])"
            ),
            score=0.92,
        ),
    ),
    examples=(
        "VAT number GB980780684",
        "USt-IdNr. DE136695976",
        "ATU13585627",
        "Partita IVA 00743110157",
        "CHE-107.787.577 IVA",
    ),
)
