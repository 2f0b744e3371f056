"""Where somebody is: coordinates in degrees, plus codes (Open Location Code), map links."""

from redaction.patterns import Pattern, Recognizer, follow

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
    "position",
)


def _pair(text: str) -> bool:
    numbers = [float(part) for part in text.replace(",", " ").replace(";", " ").split()]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180  # noqa: PLR2004 - degrees


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
                r"\b(?:lat(?:itude)?|lo?ng|lon|longitude|breitengrad|längengrad)[\"']?[ "
                r"]?[:= ][ ]?[\"']?[+-]?\d"
            ),
            entity_type="GPS_COORDINATES",
            score=0.85,
            narrow=lambda text, start, end: follow(r"[+-]?\d{1,3}\.\d{2,}")(
                text, start, end - 1 if text[end - 2] in "+-" else end
            ),
        ),
        Pattern(
            scan=(
                r"\d{1,3}(?:\.\d+)?\xc2\xb0 ?(?:\d{1,2}(?:\.\d+)?(?:'|\xe2\x80\xb2)? ?"
                r"(?:\d{1,2}(?:\.\d+)?(?:\"|\xe2\x80\xb3|'')? ?)?)?[nsew]\b"
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
    ),
)
