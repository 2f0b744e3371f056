"""Where somebody is: coordinates in degrees, plus codes (Open Location Code), map links."""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer

CONTEXT = (
    "lat",
    "latitude",
    "lo?ng",
    "lon",
    "longitude",
    "gps",
    "locat(?:ion|ed)",
    "coord(?:s|inates)?",
    "geo",
    "maps?",
    "pin",
    "position",
    "live",
    "lives",
    "place",
    "home",
    "house",
    "check(?:ed)?.?in",
    "near",
    "standort",
    "ubicación",
    "ubicacion",
    "latitud(?:e)?",
    "longitud(?:e)?",
    "koordinaten",
    "coordonn(?:é|e)es",
    "coordenadas",
    "coordinate",
    "posizione",
    "posición",
    "locatie",
    "emplacement",
    "i'm at",
    "i am at",
    "we are at",
    "meet me at",
    "अक्षांश",
    "देशांतर",
    "स्थान",
    "坐标",
    "座標",
    "координаты",
    "إحداثيات",
)
_WHERE = ("locat(?:ion|ed)", "gps", "coord(?:s|inates?)?", "latlng", "lat", "geo")
_HALF = re.compile(r"(?P<v>[+-]?\d{1,3}(?:\.\d{2,}|,\d{3,}))")


def _value(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The number that the hit ends in the first digit of, with its sign."""
    match = _HALF.match(text, end - 1 - (text[end - 2] in "+-"))
    if match is not None:
        yield match.span("v")


_COMMA = re.compile(r"(?<=\d),(?=\d{4})")
"""A decimal comma, as Germans and others write it."""


def _pair(text: str) -> bool:
    plain = re.sub(r"[^\d.+-]", " ", _COMMA.sub(".", text))
    numbers = [float(part) for part in plain.split()]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180  # noqa: PLR2004 - degrees


# 40°42'46", with primes or quotes, fractions at any place
_DEGREES = (
    r"\d{1,3}(?:\.\d+)? ?(?:\xc2\xb0|\xc2\xba) ?(?:\d{1,2}(?:\.\d+)? ?(?:'|\xe2\x80\xb2)? ?"
    r"(?:\d{1,2}(?:\.\d+)? ?(?:\"|\xe2\x80\xb3|''|'')? ?)?)?"
)


def _trimmed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return ((start, start + len(text[start:end].rstrip())),)


RECOGNIZER = Recognizer(
    name="location",
    patterns=(
        Pattern(
            scan=r"[+-]?\d{1,2}\.\d{4,8} ?[,; ] ?[+-]?\d{1,3}\.\d{4,8}\b",
            entity_type="GPS_COORDINATES",
            score=0.3,
            context=CONTEXT,
            contextual=0.88,
            against=("matrix", "array", "loss", "bbox", "weights?"),
            valid=_pair,
            before=".-,",
            after=".,",
        ),
        Pattern(
            scan=(
                r"(?:\b(?:lat(?:itude?|itudine)?|lo?ng|lon|longitude?|longitudine|breitengrad|"
                r"breite|"
                r"längengrad|länge|breedtegraad|lengtegraad)|अक्षांश|देशांतर|纬度|经度|緯度|経度|"
                r"широта|долгота)[\"']?[ "
                r"]?[:= ][ ]?[\"']?[+-]?\d"
            ),
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=_value,
        ),
        # rounded to a kilometre: only beside a word that leaves no doubt
        Pattern(
            scan=r"[+-]?\d{1,2}\.\d{2,3} ?[,;] ?[+-]?\d{1,3}\.\d{2,3}\b",
            entity_type="GPS_COORDINATES",
            score=0.1,
            context=_WHERE,
            contextual=0.75,
            against=("matrix", "array", "loss", "bbox", "weights?", "price", "score"),
            valid=_pair,
            before=".-,",
            after=".,",
        ),
        # 12.9716N 77.5946E, and with a decimal comma
        Pattern(
            scan=(
                r"\b\d{1,3}[.,]\d{2,8} ?[ns],? ?\d{1,3}[.,]\d{2,8} ?[ewo]\b|"
                r"\b[ns] ?\d{1,2}[.,]\d{2,8},? ?[ewo] ?\d{1,3}[.,]\d{2,8}\b"
            ),
            entity_type="GPS_COORDINATES",
            score=0.85,
        ),
        # degrees, minutes and seconds, the hemisphere before or behind
        Pattern(
            scan=rf"{_DEGREES}[nsewo]\b|\b[nsew] ?{_DEGREES}",
            entity_type="GPS_COORDINATES",
            score=0.9,
            narrow=_trimmed,
        ),
        Pattern(
            scan=(
                r"\b\d{1,3} ?d(?:eg)? ?\d{1,2} ?m(?:in)? ?(?:\d{1,2}(?:\.\d+)? ?s(?:ec)? ?)"
                r"?[nsew]\b"
            ),
            entity_type="GPS_COORDINATES",
            score=0.9,
        ),
        Pattern(
            scan=r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
            entity_type="GPS_COORDINATES",
            score=0.85,
            cased=True,
            valid=lambda text: (
                any(char.isdigit() for char in text) and any(char.isalpha() for char in text)
            ),
            before="+",
            after="+=",
        ),
    ),
    examples=(
        "GPS 12.9716, 77.5946",
        '"lat": 48.858370',
        "48°51'30\"N 2°17'40\"E",
        "meet at 7JVW52GR+2V",
        "longitude=-0.1278",
        "12.9716N 77.5946E",
        "N 40° 42.767' W 074° 00.350'",
    ),
)
