"""Payment cards (ISO/IEC 7812): 13 to 19 digits, Luhn, grouped any way; their CVV."""

import re
from collections.abc import Iterator

from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, digits, follow

CONTEXT = (
    "cards?",
    "credit",
    "debit",
    "visa",
    "master ?card",
    "amex",
    "american express",
    "rupay",
    "maestro",
    "discover",
    "karte",
    "kreditkarte",
    "carte",
    "tarjeta",
    "kartennummer",
    "payment",
    "charged?",
    "cc",
    "pan",
    "cvv",
    "expir(?:y|es|ed|ing)",
    "कार्ड",
)
AGAINST = (
    "imei",
    "order",
    "invoice",
    "tracking",
    "isbn",
    "serial",
    "timestamp",
    "iban",
    "aadhaar",
    "sku",
    "ean",
    "upc",
    "sha\\d*",
    "commit",
)
# Issuer ranges in use, with their lengths (issuers' public BIN tables).
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6(?:011|4[4-9]|5)"), (16, 19)),
    (re.compile(r"3(?:0[0-5]|095|6|[89])"), (14, 16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"1800|2131"), (15,)),
    (re.compile(r"60|65|81|82|508|353|356"), (16,)),
    (re.compile(r"62|50|5[6-9]|6[0-9]"), (12, 13, 14, 15, 16, 17, 18, 19)),
)
_GROUP = re.compile(r"\d+")
_LEAST, _MOST = 12, 19


def valid_card(text: str) -> bool:
    """Whether the digits are those of a card: issuer, length, check digit."""
    number = digits(text)
    return (
        luhn(number)
        and len(set(number)) > 1
        and any(issuer.match(number) and len(number) in lengths for issuer, lengths in _ISSUERS)
    )


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Groups of digits that together are a card: the hit may hold a date or an amount beside it."""
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    taken = start
    for first, (begin, _) in enumerate(groups):
        if begin < taken:
            continue
        for last in range(len(groups) - 1, first - 1, -1):
            stop = groups[last][1]
            length = sum(right - left for left, right in groups[first : last + 1])
            if length < _LEAST:
                break
            if length <= _MOST and valid_card(text[begin:stop]):
                yield begin, stop
                taken = stop
                break


def _usual(text: str) -> bool:
    """Written as cards are printed, or without any gap."""
    sizes = [len(group) for group in _GROUP.findall(text)]
    if len(sizes) == 2 and "\n" in text:  # noqa: PLR2004 - broken over two lines
        return True
    return (
        len(sizes) == 1
        or sizes in ([4, 6, 5], [4, 6, 4], [5, 5, 6])
        or (
            set(sizes[:-1]) == {4} and sizes[-1] <= 7  # noqa: PLR2004 - groups of four, the rest last
        )
        or set(sizes) == {1}
    )


_ANY = r"\b\d(?:[ .\n_-]{0,2}\d){11,22}\b"

RECOGNIZER = Recognizer(
    name="card",
    patterns=(
        Pattern(
            scan=_ANY,
            entity_type="CREDIT_CARD",
            score=0.9,
            context=CONTEXT,
            contextual=0.98,
            against=AGAINST,
            narrow=_runs,
            valid=_usual,
            before="-.+",
            after="-.,",
        ),
        Pattern(
            scan=_ANY,
            entity_type="CREDIT_CARD",
            score=0.3,
            context=CONTEXT,
            contextual=0.9,
            against=AGAINST,
            narrow=_runs,
            before="-.+",
            after="-.,",
        ),
        # the last four beside a word that says so
        Pattern(
            scan=(
                r"\b(?:card|visa|mastercard|amex)[a-z ]{0,20}(?:ending|ends|last (?:4|four)"
                r")[a-z ]{0,14}[:#*x. -]{0,8}\d{4}\b"
            ),
            entity_type="CREDIT_CARD",
            score=0.6,
            narrow=lambda _text, _start, end: ((end - 4, end),),
        ),
        Pattern(
            scan=r"[*x]{4}[ -]?[*x]{4}[ -]?[*x]{4}[ -]?\d{4}\b",
            entity_type="CREDIT_CARD",
            score=0.6,
            open_start=True,
        ),
        Pattern(
            scan=(
                r"\b(?:cvv2?|cvc2?|cid|card verification(?: (?:code|value|number))?|security "
                r"code|prüfziffer|kartenprüfnummer|código de seguridad|cryptogramme)(?: "
                r"(?:is|code|number|no|ist|es|est))?[\"']?[ :=#.(-]{1,4}[\"']?\d"
            ),
            entity_type="CVV",
            score=0.85,
            narrow=follow(r"\d{3,4}(?!\d)"),
            after="-.,",
        ),
    ),
    examples=(
        "charge 4111 1111 1111 1111 now",
        "4000 0012 3456 7899",
        "378282246310005",
        "card 41 11-1111 11111 111",
        "CVV: 123",
        "cvc is 4321",
        "visa ending in 4242",
    ),
)
