"""National numbers of Spain, France and Italy, each with its check character."""

from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale

from redaction.patterns import Pattern, Recognizer

SPANISH = ("dni", "nie", "nif", "documento", "identidad", "cif")
FRENCH = (
    "nir",
    "s[eé]curit[eé] sociale",
    "sécurité sociale",
    "securite sociale",
    "sécu",
    "secu",
    "insee",
    "num[eé]ro de s[eé]cu",
    "ssn",
    "numéro de sécu",
    "carte vitale",
)
ITALIAN = ("codice fiscale", "cf", "c\\.f\\.")


def _spanish(text: str) -> bool:
    plain = text.replace("-", "").replace(" ", "").replace(".", "")
    return bool(dni.is_valid(plain) or nie.is_valid(plain))


def _french(text: str) -> bool:
    return bool(nir.is_valid(text.replace(" ", "").replace(".", "").replace("-", "")))


RECOGNIZER = Recognizer(
    name="european_ids",
    patterns=(
        Pattern(
            scan=r"\b(?:[xyz][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[a-hj-np-tv-z]\b",
            entity_type="NATIONAL_ID",
            score=0.8,
            context=SPANISH,
            contextual=0.97,
            valid=_spanish,
            before="-.",
            after="-",
        ),
        Pattern(
            scan=r"\b(?:[xyz][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[a-hj-np-tv-z]\b",
            entity_type="NATIONAL_ID",
            score=0.1,
            context=SPANISH,
            contextual=0.9,
            before="-.",
            after="-",
        ),
        Pattern(
            scan=r"\b[12][ .-]?\d{2}[ .-]?\d{2}[ .-]?\d[0-9ab][ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{2}\b",
            entity_type="NATIONAL_ID",
            score=0.7,
            context=FRENCH,
            contextual=0.97,
            valid=_french,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=(
                r"\b[12][ .-]?\d{2}[ .-]?\d{2}[ .-]?\d[0-9ab][ .-]?\d{3}[ .-]?\d{3}(?:[ "
                r".-]?\d{2})?\b"
            ),
            entity_type="NATIONAL_ID",
            score=0.1,
            context=FRENCH,
            contextual=0.9,
            before="-.+",
            after="-.",
        ),
        Pattern(
            scan=r"\b[a-z]{6}[0-9l-np-v]{2}[abcdehlmprst][0-9l-np-v]{2}[a-z][0-9l-np-v]{3}[a-z]\b",
            entity_type="NATIONAL_ID",
            score=0.9,
            context=ITALIAN,
            contextual=0.97,
            valid=lambda text: bool(codicefiscale.is_valid(text)),
        ),
        Pattern(
            scan=r"\b[a-z]{6}[0-9l-np-v]{2}[abcdehlmprst][0-9l-np-v]{2}[a-z][0-9l-np-v]{3}[a-z]\b",
            entity_type="NATIONAL_ID",
            score=0.3,
            context=ITALIAN,
            contextual=0.9,
        ),
    ),
    examples=("DNI 12345678Z", "NIE X1234567L", "2 55 08 14 168 025 38", "RSSMRA85T10A562S"),
)
