"""International bank account numbers (ISO 13616): check digits modulo 97, length by country."""

from collections.abc import Iterator

from stdnum import iban

from redaction.patterns import Pattern, Recognizer

CONTEXT = (
    "iban",
    "konto",
    "account",
    "bank",
    "compte",
    "cuenta",
    "rekening",
    "conto",
    "überweisung",
    "transfer",
)
_LEAST = 15


def _valid(text: str) -> bool:
    return bool(iban.is_valid(text.replace("-", "").replace(".", ""), check_country=False))


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longest beginning that checks: a word may stand right after a grouped number."""
    stop = end
    while stop - start >= _LEAST:
        if _valid(text[start:stop]):
            yield start, stop
            return
        gap = text.rfind(" ", start, stop)
        if gap < 0:
            return
        stop = gap


RECOGNIZER = Recognizer(
    name="iban",
    patterns=(
        Pattern(
            scan=r"\b[a-z]{2}\d{2}(?:[ .-]?[0-9a-z]{4}){2,7}(?:[ .-]?[0-9a-z]{1,4})?\b",
            entity_type="IBAN_CODE",
            score=0.97,
            narrow=_shortened,
        ),
        Pattern(
            # grouped in another way than by four, as `IT60 X 05428 11101 000000123456`
            scan=r"\b[a-z]{2}\d{2}(?:[ .-]?[0-9a-z]{1,12}){2,9}\b",
            entity_type="IBAN_CODE",
            score=0.6,
            context=CONTEXT,
            contextual=0.95,
            narrow=_shortened,
        ),
        Pattern(
            # mistyped or masked, but named
            scan=r"\b[a-z]{2}\d{2}(?:[ -]?[0-9*x]{4}){3,7}(?:[ -]?[0-9*x]{1,3})?\b",
            entity_type="IBAN_CODE",
            score=0.3,
            context=("iban",),
            contextual=0.8,
        ),
    ),
    examples=(
        "IBAN DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "pay to NL91 ABNA 0417 1643 00 please",
    ),
)
