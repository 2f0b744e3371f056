"""Telephone numbers: international (ITU-T E.164) and national writings of India, US, UK, EU.

Number plans decide shapes; where a shape says little (ten digits in a row), the plan of
libphonenumber or a word near must speak for it.
"""

import re
from collections.abc import Iterable

import phonenumbers

from redaction.patterns import Pattern, Recognizer, anchored, digits
from redaction.recognizers.phone_words import AGAINST, CONTEXT

_COUNTRY_CODES = frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
_EXTENDED = re.compile(r"[a-z]", re.IGNORECASE)
"""Where an extension begins."""
_REGIONS = ("IN", "US", "GB", "DE", "FR")
_TRUNK_REGIONS = (
    "GB",
    "DE",
    "FR",
    "KE",
    "NG",
    "ZA",
    "AU",
    "IT",
    "NL",
    "BE",
    "CH",
    "JP",
    "KR",
    "BD",
    "PK",
    "AE",
    "SA",
    "TR",
    "ID",
)
"""Regions whose national numbers are dialled with a leading zero."""
_LEAST, _MOST = 8, 15
"""Digits of an international number (E.164: at most 15)."""
_NO_PHONE = re.compile(
    r"(?:(?:19|20)\d{2}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|"
    r"20)?\d{2})(?:[ T]\d{1,2})?\Z|\d{1,4}\.\d+\Z|\d+\.\d{1,3}\Z|(?:19|20)\d{2}[ -]{1,3}(?:19|"
    r"20)\d{2}\Z|0\d{4}-\d{4}\Z|00\d{2}-\d{4}-\d{2}\Z|[0-2]\.\d{1,2}\."
)
"""Dates, with the hour that follows; decimals; spans of years; ZIP+4; object identifiers."""
_COUNTED = "01234567890123456789"


def _international(text: str) -> bool:
    number = digits(text)
    return _LEAST <= len(number) <= _MOST and (
        number[:1] in _COUNTRY_CODES or number[:2] in _COUNTRY_CODES or number[:3] in _COUNTRY_CODES
    )


def _american(text: str) -> bool:
    """North American plan: area code and exchange begin with 2 to 9."""
    number = digits(_EXTENDED.split(text, maxsplit=1)[0])[-10:]
    return number[0] in "23456789" and number[3] in "23456789"


def _varied(text: str) -> bool:
    """Not a date, not one digit over and over, not a sum of money."""
    number = digits(text)
    if number in _COUNTED:
        return False
    return len(set(number)) > 2 and _NO_PHONE.match(text.strip()) is None  # noqa: PLR2004 - "1010101" says nothing


def planned(text: str, regions: tuple[str, ...] = _REGIONS) -> bool:
    """Whether some number plan of these regions has it."""
    for region in regions:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False


def _national(text: str) -> bool:
    return 9 <= len(digits(text)) <= 13 and _varied(text)  # noqa: PLR2004 - digits with the trunk 0


_MEASURED = re.compile(
    r"\s?(?:bytes?|rows?|records?|items?|lines?|words?|tokens?|users?|times|[kmg]i?b|ms|px|kg|km|"
    r"requests|characters|in (?:row|column|line)|seconds|%)\b",
    re.IGNORECASE,
)
"""What makes a run of digits a measure."""


_NUMBERED = re.compile(
    r"\b(?:room|rooms|artifact|artefact|rma|ndc|batch|lot|build|run|job|pipeline)"
    r"(?: (?:id|no\.?|number))?[ ]?[:#=]?[ ]?\Z",
    re.IGNORECASE,
)
"""What a bare number right behind it counts."""


def _unmeasured(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    if _MEASURED.match(text, end, end + 16) or _NUMBERED.search(text, max(0, start - 24), start):
        return ()
    return ((start, end),)


_DRUG = re.compile(r"00\d{2}-\d{4}-\d{2}\Z")
"""A National Drug Code of ten digits (FDA, 21 CFR 207.33): labeller, product, package."""


_EXTENSION = (
    r"(?:,? ?(?:x|extn?\.?|extension|durchwahl|ext:|poste|anexo|ramal|int\.|#) ?\d{1,6}\b)?"
)
_WORD = (
    "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    "null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun)"
)


def _pattern(scan: str, score: float, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan,
        "entity_type": "PHONE_NUMBER",
        "score": score,
        "context": CONTEXT,
        "contextual": min(0.9, score + 0.3),
        "against": AGAINST,
        "valid": _varied,
        "before": "-+./#",
        "after": "-",
    }
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="phone",
    patterns=(
        _pattern(
            rf"\+ ?\d{{1,3}}[ .()/-]{{0,3}}(?:\d[ .()/-]{{0,3}}){{5,12}}\d{_EXTENSION}\b",
            0.9,
            contextual=0.92,
            against=(),
            valid=_international,
            before="+",
        ),
        # a plus sign before a number of no country: mistyped, but meant as one
        _pattern(
            r"\+ ?\d{1,4}[ .()-]{1,2}\d{2,4}(?:[ .-]\d{2,5}){1,3}\b|\+0\d{5,9}[.]\d{4}\b",
            0.6,
            against=(),
            before="+",
        ),
        _pattern(
            r"(?:\b1[ .-]?)?(?:\(\d{3}\) ?[.-]?|\b\d{3}[ .-])\d{3}[ .-]?\d{4}" + _EXTENSION + r"\b",
            0.75,
            valid=_american,
            before="-+.#",
        ),
        _pattern(
            rf"\b00\d{{1,3}}[ .-]\(?\d{{1,4}}\)?(?:[ .-]\d{{2,5}}){{1,4}}{_EXTENSION}\b",
            0.7,
            valid=lambda text: (
                _DRUG.match(text) is None
                and _international(_EXTENDED.split(text, maxsplit=1)[0].lstrip("0"))
            ),
        ),
        # leading zero, no gap
        _pattern(
            r"\b0[1-9]\d{7,9}\b",
            0.55,
            valid=lambda text: _varied(text) and planned(text, _TRUNK_REGIONS),
            before="-+./#`",
        ),
        # China, Brazil, Russia, toll-free in India
        _pattern(r"\b1[3-9]\d[ -]\d{4}[ -]\d{4}\b", 0.6),
        _pattern(r"\(\d{2}\) ?9?\d{4}-\d{4}\b|\b\d{2} 9\d{4}-\d{4}\b", 0.65),
        _pattern(r"\b8[ -]?\(?9\d{2}\)?[ -]\d{3}[ -]?\d{2}[ -]?\d{2}\b|\b8\(9\d{2}\)\d{7}\b", 0.65),
        _pattern(r"\b18[06]0[ -]\d{3}[ -]\d{3,4}\b", 0.65),
        # India: mobile numbers begin with 6 to 9
        _pattern(
            r"\b0?[6-9]\d{9}\b",
            0.55,
            valid=lambda text: _varied(text) and planned(text),
            narrow=_unmeasured,
        ),
        _pattern(
            (
                r"\b(?:0|91[ -]?)?[6-9]\d{4}[ -]\d{5}\b|\b91[ -]?[6-9]\d{9}\b|\b[6-9]\d{2}[ "
                r"-]\d{3}[ -]\d{4}\b|\b[6-9]\d{3}[ -]\d{3}[ -]\d{3}\b"
            ),
            0.65,
        ),
        # UK: 5+6, 4+3+4, 3+4+4 after the trunk 0
        _pattern(
            (
                r"\(?\b0\d{4}\)? ?\d{6}\b|\(?\b0\d{4}\)? \d{3} \d{3}\b|\(?\b0\d{3}\)? \d{3} "
                r"\d{4}\b|\(?\b0\d{2}\)? \d{4} \d{4}\b"
            ),
            0.6,
            valid=_national,
        ),
        # France: five pairs
        _pattern(r"\b0[1-9](?:[ .-]\d{2}){4}\b", 0.7),
        # the Netherlands, Belgium and others: a mobile or area code of one digit
        _pattern(
            r"\b0[1-9][ -]\d{8}\b",
            0.55,
            valid=lambda text: _varied(text) and planned(text, _TRUNK_REGIONS),
        ),
        # Germany and others: area code, then one to four groups
        _pattern(
            r"\(?\b0[1-9]\d{1,3}\)?(?: ?[/-] ?| )\d{3,9}(?:[ -]\d{2,5}){0,3}\b",
            0.55,
            valid=_national,
        ),
        _pattern(
            r"\b00[1-9]\d{9,12}\b|\b00 ?[1-9]\d{0,2}(?: \d{2,5}){2,5}\b",
            0.6,
            valid=lambda text: _international(text.lstrip("0")),
        ),
        _pattern(r"\b[6-9]\d{4}\n\d{5}\b", 0.3, contextual=0.8),
        _pattern(
            r"\b0\d{1,4}[ .-]\d{2,4}[ .-]\d{3,4}(?:[ .-]\d{2,4})?\b|\b0\d{8}\.\d{4}\b",
            0.55,
            valid=_national,
        ),
        # Spain, Portugal, Italy and everything else: only beside a word
        _pattern(
            r"\b\d(?:[ .()/-]?\d){6,14}\b|\(\d{2,5}\)(?:[ .-]?\d){5,10}\b",
            0.2,
            contextual=0.75,
            narrow=_unmeasured,
        ),
        # spoken
        _pattern(
            rf"\b{_WORD}[ ,-]{{1,2}}{_WORD}[ ,-]{{1,2}}{_WORD}\b",
            0.8,
            contextual=0.85,
            against=(),
            valid=None,
            narrow=anchored(rf"(?i:{_WORD}(?:[ ,-]{{1,2}}{_WORD}){{6,20}})\b"),
        ),
    ),
    examples=(
        "+1202555 0142",
        "(202) 555-0142",
        "+447700900123",
        "07700 900123",
        "+4930123456789",
        "030 12345678",
        "01 99 12 34 56",
        "98765 43210",
        "+91 98765-43210",
        "tel. 612 345 678",
        "call me at nine eight seven six five four three two one zero",
    ),
)
