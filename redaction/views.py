"""Every other way to read a text: what a scanner must have found there, and how it is read then.

A view is read like a text. What is found in it counts if it holds something that the view changed:
the rest was judged where it stands. What is found by guessing (that a gap or a line end is none)
counts less than what is found without.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from privacy.entities import ENTITY_TYPES, Category
from redaction import decode, marked, spoken, spread
from redaction.decode import Hits
from redaction.fold import Folded
from redaction.resolve import Found
from redaction.scanners import Expression

_CARD = frozenset({"CREDIT_CARD"})
_KINDS = frozenset(
    {
        *(Category.CONTACT, Category.FINANCIAL, Category.CREDENTIAL),
        *(Category.GOVERNMENT_ID, Category.DEVICE),
    }
)
NUMBERS = frozenset(
    {"URL", *(name for name, kind in ENTITY_TYPES.items() if kind.category in _KINDS)}
    - {"STREET_ADDRESS", "USER_AGENT", "CVV", "CARD_EXPIRY", "PASSWORD"}
)
"""Numbers, addresses and keys: what people take apart without its becoming words."""
_CHECKED = frozenset(
    {
        *("EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "CRYPTO", "US_SSN", "IN_AADHAAR", "IN_PAN"),
        *("IN_GSTIN", "IN_UPI", "UK_NHS", "UK_NINO", "IMEI", "NATIONAL_ID", "API_KEY", "URL"),
    }
)
"""Types whose values say by their form what they are."""
_GUESSED = 0.6
"""Confidence in what is found by guessing, at most."""


@dataclass(frozen=True, slots=True)
class View:
    """A way to read a text.

    Attributes:
        expression: what a scanner finds wherever there is something to read so.
        read: gives the new text from the old one and the places of the expression.
        types: the entity types that count; None for all.
        changed: whether only what holds something changed counts.
        most: the confidence in what is found, at most.
        aligned: whether it must begin where a value begins: a part of what the view put together
            counts only if its form says what it is.
    """

    expression: Expression
    read: Callable[[str, Hits], Folded | None]
    types: frozenset[str] | None = None
    changed: bool = True
    most: float = 1.0
    aligned: bool = False

    def told(self, inside: Found, view: Folded) -> Found | None:
        """A finding in the view as one in the text; None if it does not count."""
        start, end, entity_type, score, name = inside
        if self.types is not None and entity_type not in self.types:
            return None
        old_start, old_end = view.original(start, end)
        if self.changed and old_end - old_start == end - start:
            return None
        if self.most < 1 and _begins_odd(view.text[start]):
            return None
        if self.aligned and entity_type not in _CHECKED and _is_part(view, start, end):
            return None
        return (old_start, old_end, entity_type, min(score, self.most), name)


def _begins_odd(first: str) -> bool:
    """Whether no value begins so: the finding reaches into the words before it."""
    return not (first.isalnum() or first in "+(@-/")


def _is_part(view: Folded, start: int, end: int) -> bool:
    """Whether it is a part of what a view put together at the end of a line."""
    at = bisect_right(view.starts, start) - 1
    piece, before = view.pieces[at], view.pieces[at - 1]
    if at == 0 or piece.start != start:
        follows = False
    elif before.whole:
        follows = view.text[before.start] != "\n"
    else:
        follows = before.old_end != piece.old_start
    return follows or view.text[end : end + 1] != "\n"


VIEWS: tuple[View, ...] = (
    View(decode.ESCAPE, decode.unescaped),
    View(decode.QUOTED, decode.unquoted),
    View(decode.ENCODED_RUN, decode.unpacked),
    View(decode.HEX_PAIRS, decode.undumped),
    View(marked.MARKED, marked.unmarked),
    View(marked.BROKEN, marked.unbroken, types=_CHECKED, most=_GUESSED),
    View(marked.HYPHENATED, marked.unbroken, types=NUMBERS, most=_GUESSED),
    View(marked.HYPHENATED, marked.unwrapped, types=NUMBERS, most=_GUESSED),
    View(spoken.SPOKEN, spoken.spelled),
    View(spread.ANNOUNCED, spread.joined, most=_GUESSED, aligned=True),
    View(spread.GLUED, spread.unglued, types=_CARD, changed=False, most=_GUESSED),
)
