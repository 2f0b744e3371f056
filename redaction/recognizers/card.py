"""Payment cards (ISO/IEC 7812): 13 to 19 digits, Luhn, grouped any way."""

import re
from collections.abc import Iterator

from redaction.announced import announced
from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, digits

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
    "carta di credito",
    "cart(?:ã|a)o",
    "creditcard",
    "pinpas",
    "bancontact",
    "girocard",
    "jcb",
    "diners",
    "gift ?card",
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
    "awb",
    "parcel",
    "shipment",
    "consignment",
    "user[ _]?id",
    "transaction(?:[ _]?id)?",
    "txn",
    "message[ _]?id",
    "request[ _]?id",
    "trace[ _]?id",
    "snowflake",
    "status(?:es)?/",
    "gtin",
    "part",
    "article",
    "lot",
    "batch",
    "rma",
    "po",
    "asset",
    "build",
    "model",
    "bestellung",
    "commande",
    "pedido",
)
# Issuer ranges in use, with their lengths, by first digit (issuers' public BIN tables).
_ISSUERS = {
    "1": ((re.compile(r"1800"), (15,)),),
    "2": (
        (re.compile(r"22(?:2[1-9]|[3-9])|2[3-6]|27(?:[01]|20)"), (16,)),
        (re.compile("2131"), (15,)),
    ),
    "3": (
        (re.compile(r"3[47]"), (15,)),
        (re.compile(r"3(?:0[0-5]|095|[689])"), (14, 16, 19)),
        (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    ),
    "4": ((re.compile(r"4"), (13, 16, 19)),),
    "5": ((re.compile(r"5[1-5]"), (16,)), (re.compile(r"50|5[6-9]"), tuple(range(12, 20)))),
    "6": ((re.compile(r"6"), tuple(range(12, 20))),),
    "8": ((re.compile(r"8[12]"), (16,)),),
}
_LENGTHS = {
    first: frozenset(length for _, lengths in issuers for length in lengths)
    for first, issuers in _ISSUERS.items()
}
_UNISSUED = "".join(sorted(set("0123456789") - set(_ISSUERS)))
"""Digits that no card begins with."""
_GROUP = re.compile(r"\d+")
_REACH = 28
"""Characters that a card's digits and gaps take, at most."""
_COMMON = frozenset({14, 15, 16})
"""Digits of nearly all cards; bar codes and ids of other lengths need a word near."""
_FRACTION = 8
"""Digits behind a dot that no card is grouped by: a decimal number."""
_LEAST, _MOST = 12, 19
"""Digits of a card."""


def valid_card(text: str) -> bool:
    """Whether the digits are those of a card: issuer, length, check digit."""
    return _issued(digits(text))


def _issued(number: str) -> bool:
    length = len(number)
    if length not in _LENGTHS.get(number[0], ()):
        return False
    for issuer, lengths in _ISSUERS[number[0]]:
        if length in lengths and issuer.match(number):
            return luhn(number) and len(set(number)) > 1
    return False


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Groups of digits that together are a card: the hit may hold a date or an amount beside it."""
    # in a long run of groups a hit ends at every group: only what ends there is new
    if _follows_digits(text, start):
        yield from _last(text, start, end)
        return
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    taken = start
    for first, (begin, close) in enumerate(groups):
        if begin < taken or (close - begin >= _FRACTION and text[begin - 1 : begin] == "."):
            continue
        for stop in _stops(groups, first):
            if valid_card(text[begin:stop]):
                yield begin, stop
                taken = stop
                break


def _follows_digits(text: str, start: int) -> bool:
    """Whether one of the three characters before is a digit."""
    before = text[max(0, start - 3) : start]
    return not before.isspace() and not before.isalpha() and any(map(str.isdigit, before))


def _last(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longest card that ends where the hit ends and begins where a group begins."""
    number = digits(text[start:end])
    firsts = number[-_MOST : max(0, len(number) - _LEAST + 1)]
    if not firsts.strip(_UNISSUED):
        return
    for length, first in zip(range(min(_MOST, len(number)), _LEAST - 1, -1), firsts, strict=True):
        # most are refused by their first digit, before anything is sought in the text
        if length in _LENGTHS.get(first, ()) and _issued(number[-length:]):
            begin = _begin(text, end, length)
            if begin == start or not text[begin - 1].isdigit():
                yield begin, end
                return


def _begin(text: str, end: int, length: int) -> int:
    """Where the last digits before a place begin, so many of them."""
    at = end
    while length:
        at -= 1
        length -= text[at].isdigit()
    return at


def _stops(groups: list[tuple[int, int]], first: int) -> list[int]:
    """Where runs from this group end that have as many digits as a card; the longest first."""
    found: list[int] = []
    length = 0
    for begin, stop in groups[first:]:
        length += stop - begin
        if length > _MOST:
            break
        if length >= _LEAST:
            found.append(stop)
    return found[::-1]


def ends_in_card(text: str, end: int) -> bool:
    """Whether the digits right before a place are a card's."""
    number = digits(text[max(0, end - _REACH) : end])[-_MOST:]
    for length in range(_LEAST, len(number) + 1):
        if _issued(number[-length:]):
            begin = _begin(text, end, length)
            if not begin or not text[begin - 1].isdigit():
                return True
    return False


def _usual(text: str) -> bool:
    """Written as cards are printed, or without any gap; of a length that is in wide use."""
    sizes = [len(group) for group in _GROUP.findall(text)]
    if sum(sizes) not in _COMMON:
        return False
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
            after="-.",
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
            after="-.",
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
        # masked in the middle
        Pattern(
            scan=r"\b\d{4}(?:[ -]?\d{2})?[ -]?[*x]{2,8}(?:[ -]?[*x]{2,4}){1,3}[ -]?\d{2,4}\b",
            entity_type="CREDIT_CARD",
            score=0.7,
        ),
        # mistyped, or of an issuer that is not in the table, but named
        announced(
            (
                r"(?:credit|debit|charge|payment|bank|atm|gift|prepaid) ?cards?|"
                r"cards?(?: number)?|cc|"
                r"visa|master ?card|amex|rupay|maestro|kredit-?karte|karten(?:nummer|nr)|tarjeta|"
                r"carte(?: bancaire| bleue| de cr(?:é|e)dit)?|"
                r"carta di credito|"
                r"cart(?:ã|a)o(?: de cr(?:é|e)dito)?|creditcard(?:nummer)?"
            ),
            "CREDIT_CARD",
            r"(?:\d[ -]?){12,18}\d(?![\d-])",
            others="कार्ड",
            score=0.8,
        ),
    ),
    examples=(
        "charge 4111 1111 1111 1111 now",
        "4000 0012 3456 7899",
        "378282246310005",
        "card 41 11-1111 11111 111",
        "card number 1234 5678 9012 3456",
        "4532 12** **** 7890",
        "visa ending in 4242",
    ),
)
