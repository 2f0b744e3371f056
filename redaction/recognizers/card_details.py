"""What is printed beside a card's number: verification code and expiry (ISO/IEC 7813)."""

import re
from collections.abc import Iterator

from redaction.announced import announced
from redaction.patterns import Pattern, Recognizer
from redaction.recognizers.card import ends_in_card

_CODES = (
    r"cvv2?|cvc2?|cvn2?|csc|cav2?|card verification|card (?:security )?code|security code|"
    r"(?:kartenpr(?:ü|ue?)f|pr(?:ü|ue?)f)(?:nummer|ziffer|nr)|sicherheitscode|"
    r"c(?:ó|o)digo de segur(?:idad|an(?:ç|c)a)|code de s(?:é|e)curit(?:é|e)|"
    r"cryptogramme(?: visuel)?|codice di sicurezza|veiligheidscode|"
    r"(?:three|four|3|4)[- ]digit (?:security )?code|code on (?:the |its )?back"
)
_EXPIRY = (
    "exp",
    "expiry(?: date)?",
    "expir(?:es|ed|ing|ation|e)(?: date| on| le)?",
    "exp\\.? date",
    "valid (?:thru|through|till|until|upto|up to|to)",
    "good (?:thru|through|until)",
    "mm/yy(?:yy)?",
    "g(?:ü|u|ue)ltig bis",
    "ablaufdatum",
    "caduca",
    "caducidad",
    "vencimiento",
    "vence",
    "scad(?:e|enza)",
    "validade",
    "vervaldatum",
    "date d'expiration",
    "समाप्ति",
    "वैध",
)
_CARD = re.compile(
    r"card|visa|amex|maestro|rupay|cvv|cvc|karte|carte|tarjeta|cart[aã]o|carta|कार्ड|"
    r"(?:\d[ -]?){13,16}|[*xX]{4}",
    re.IGNORECASE,
)
_AROUND = 120
"""Characters on each side in which a card must be spoken of."""
_DATE = re.compile(r"(?:0[1-9]|1[0-2])[ /|.-]{1,3}(?:20)?\d{2}(?!\d)")
_CODE = re.compile(r"[ ,;|/:\t]{1,3}(?:cvv2?|cvc2?)?[ :]{0,2}(?P<v>\d{3,4})(?!\d)", re.IGNORECASE)


def _figures(text: str, start: int) -> str:
    """The digits that begin at a place."""
    return text[start : start + 4].rstrip(" (abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _of_card(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A month and a year near which a card is spoken of."""
    if _CARD.search(text, max(0, start - _AROUND), end + _AROUND):
        yield start, end


def _behind(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Expiry, and verification code, right behind a card's number."""
    date = _DATE.search(text, start + 4, end)
    if date is None or not ends_in_card(text, start + 4):
        return
    yield date.start(), date.end(), "CARD_EXPIRY"
    code = _CODE.match(text, date.end())
    if code is not None:
        yield (*code.span("v"), "CVV")


RECOGNIZER = Recognizer(
    name="card_details",
    patterns=(
        announced(
            _CODES,
            "CVV",
            r"\d{3,4}(?![\d.,-]\d|\d|%)",
            others="सीवीवी",
            bare=3,
            score=0.85,
            after="-@%",
        ),
        Pattern(
            scan=(
                r"\b\d{3,4} ?(?:is |as )?(?:the |my |her |his |their |your )?"
                r"(?:right |correct |wrong )?\(?(?:cvv2?|cvc2?|csc)\b"
            ),
            entity_type="CVV",
            score=0.8,
            narrow=lambda text, start, _end: ((start, start + len(_figures(text, start))),),
            open_end=True,
        ),
        Pattern(
            scan=r"\b(?:0?[1-9]|1[0-2]) ?[/.-] ?(?:20)?\d{2}\b",
            entity_type="CARD_EXPIRY",
            score=0.1,
            context=_EXPIRY,
            contextual=0.85,
            narrow=_of_card,
            before="-./",
            after="-./",
        ),
        Pattern(
            scan=r"\d{4}[ ,;|/:\t]{1,3}(?:0[1-9]|1[0-2])[ /|.-]{1,3}(?:20)?\d{2}\b",
            entity_type="CARD_EXPIRY",
            score=0.9,
            typed=_behind,
            open_start=True,
        ),
    ),
    examples=(
        "CVV: 123",
        "cvc is 4321",
        "card 4111 1111 1111 1111 exp 12/27",
        "4111111111111111|12|2027|123",
    ),
)
