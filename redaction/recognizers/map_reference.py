"""Places by reference: geo URIs (RFC 5870), UTM and MGRS, national grids, geohash, what3words.

The shapes alone say little; each needs its word beside it, or its scheme.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, follow

_IS = (
    r"[\"']?(?: (?:is|ist|est|es|code|ref(?:erence)?|zone|coordinates?))?[\"']?[ ]?[:=]?[ ]?"
    r"[\"'(\[]?"
)
_NUMBER = re.compile(r"[+-]?\d{1,3}\.\d{2,15}")

_UTM = re.compile(
    r"(?P<v>\b\d{1,2} ?[C-HJ-NP-X](?: (?:easting )?\d{5,7}(?:\.\d{1,3})?(?: ?m ?E)?,? ?"
    r"(?:northing )?\d{6,8}(?:\.\d{1,3})?(?: ?m ?N)?)\b)",
    re.IGNORECASE,
)
_MGRS = re.compile(
    r"(?P<v>\b\d{1,2} ?[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(?:\d{2,5} \d{2,5}|\d{4,10}))\b", re.IGNORECASE
)
_GRID = re.compile(r"\b[HJNOST][A-Z] ?\d{2,5} ?\d{2,5}\Z", re.IGNORECASE)


def _plausible(text: str) -> bool:
    """Two numbers that can be degrees."""
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return len(numbers) >= 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 180  # noqa: PLR2004 - degrees


def _both(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first two numbers behind the hit, together."""
    first = _NUMBER.search(text, end - 1, end + 24)
    second = _NUMBER.search(text, first.end(), first.end() + 12) if first is not None else None
    if first is not None and second is not None:
        yield first.start(), second.end()


def _hashed(text: str) -> bool:
    """Base 32 without a, i, l, o: letters and digits both."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


RECOGNIZER = Recognizer(
    name="map_reference",
    patterns=(
        Pattern(
            scan=r"\bgeo:-?\d{1,3}\.\d",
            entity_type="GPS_COORDINATES",
            score=0.95,
            narrow=lambda text, start, _end: follow(
                r"\d[\d.]{0,15},-?\d{1,3}\.\d{1,15}(?:,-?\d{1,6}(?:\.\d{1,3})?)?"
            )(text, start, start + 5 + (text[start + 4] == "-")),
        ),
        # GeoJSON and WKT: longitude first
        Pattern(
            scan=r"(?:\bpoint ?z? ?\(|\"coordinates\"\s{0,3}:\s{0,3}\[\s{0,8})-?\d{1,3}\.\d",
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=lambda text, start, end: _both(
                text, start, max(text.rfind("(", start, end), text.rfind("[", start, end)) + 2
            ),
            valid=_plausible,
            open_start=True,
        ),
        Pattern(
            scan=(
                rf"\butm{_IS}\d{{1,2}} ?[c-hj-np-x]\b|\bzone{_IS}\d{{1,2}} ?[c-hj-np-x][ ,]|"
                r"\b\d{1,2}[c-hj-np-x] \d{6}(?:\.\d+)?(?: ?m ?e)?,? \d{6,7}\b"
            ),
            entity_type="GPS_COORDINATES",
            score=0.8,
            narrow=lambda text, start, _end: (
                match.span("v")
                for match in [_UTM.search(text, start, start + 64)]
                if match is not None
            ),
        ),
        Pattern(
            scan=(
                rf"\b(?:mgrs|usng|military grid){_IS}\d{{1,2}} ?[c-hj-np-x] ?[a-hj-np-z]{{2}} ?\d"
            ),
            entity_type="GPS_COORDINATES",
            score=0.9,
            narrow=lambda text, start, _end: (
                match.span("v")
                for match in [_MGRS.search(text, start, start + 64)]
                if match is not None
            ),
        ),
        Pattern(
            scan=(
                rf"\b(?:os grid|grid ref(?:erence)?|national grid|os ref){_IS}(?:ref(?:erence)? )?"
                r"[hjnost][a-z] ?\d{2,5} ?\d{2,5}\b"
            ),
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=lambda text, start, end: (
                match.span() for match in [_GRID.search(text, start, end)] if match is not None
            ),
        ),
        Pattern(
            scan=rf"\bgeo ?hash(?:es)?{_IS}[0-9b-hjkmnp-z]",
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=follow(r"[0-9b-hjkmnp-z]{5,12}\b"),
            valid=_hashed,
        ),
        # three words that stand for three metres by three
        Pattern(
            scan=r"(?:^|[^/:0-9a-z])///[a-z\x80-\xff]",
            entity_type="GPS_COORDINATES",
            score=0.8,
            open_start=True,
            narrow=follow(r"[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}(?![\w.(/])"),
        ),
        Pattern(
            scan=rf"\b(?:what3words|w3w|what 3 words|3 word address){_IS}(?:///)?[a-z]",
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=follow(r"[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}(?![\w.(/])"),
        ),
    ),
    examples=(
        "geo:12.9716,77.5946",
        "POINT(77.5946 12.9716)",
        "UTM 43P 782145 1435123",
        "MGRS: 43PGQ8214535123",
        "OS grid ref TQ 30080 80070",
        "geohash tdr1v9qh8",
        "meet at ///filled.count.soap",
    ),
)
