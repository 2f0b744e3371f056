"""Vehicles: number plates of India, UK, EU, US; chassis numbers (ISO 3779, 49 CFR 565)."""

import re

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer
from redaction.recognizers.driving_licence import STATES

PLATE = (
    "vehicles?",
    "cars?",
    "bike",
    "motorcycle",
    "reg(?:istration|n)?(?: ?(?:number|no|plate))?",
    "number ?plates?",
    "plates?",
    "challan",
    "fastag",
    "toll",
    "towed",
    "parking",
    "parked",
    "rc",
    "kennzeichen",
    "nummernschild",
    "kfz",
    "auto",
    "matrícula",
    "matricula",
    "placa",
    "immatriculation",
    "immatricul(?:é|e)e?",
    "plaque",
    "voiture",
    "coche",
    "targa",
    "kenteken",
    "tablica",
    "licen[sc]e plates?",
    "driving a",
    "drives? an?",
    "scooter",
    "truck",
    "lorry",
    "van",
    "taxi",
    "cab",
    "mot",
    "dvla",
    "गाड़ी",
    "वाहन",
    "gaadi",
    "gadi",
)
VIN = (
    "vin(?: ?(?:number|no|#))?",
    "vehicle id(?:entification)?(?: (?:number|no))?",
    "chassis(?: ?(?:no|number))?",
    "frame (?:no|number)",
    "fahrgestell(?:nummer|nr)?",
    "fin",
    "bastidor",
    "telaio",
    "ch(?:â|a)ssis",
    "odometer",
    *PLATE,
)
_AGAINST = (
    "order",
    "invoice",
    "part",
    "model",
    "sku",
    "version",
    "flight",
    "room",
    "gate",
    "postcode",
)
_PLATE_NAMES = (
    r"number ?plates?|(?:licen[sc]e|registration|reg|vehicle|car) plates?|plates?|"
    r"(?:vehicle |car |licen[sc]e )?tags? (?:number|no|#)|"
    r"(?:amtliches )?kennzeichen|kfz-kennzeichen|nummernschild|matr(?:í|i)cula|placas?|"
    r"plaque(?: d'immatriculation)?|immatriculation|immatricul(?:é|e)e?|targa|kenteken|"
    r"(?:vehicle|car|bike|truck) (?:number|no|reg(?:istration|n)?)|"
    r"reg(?:istration|n)?\.? (?:number|no|mark)|vrm|vrn|rc (?:number|no)|registered as|"
    r"ga+di (?:number|no)"
)
_PLATE_VALUE = (
    r"(?!(?i:of|is|was|the|for|in|at|on|no|and|to|by|are|has)\b)"
    r"(?=[A-Za-z0-9ÄÖÜäöü -]{0,9}\d)(?i:[a-z]{2}[ -]?\d{1,2}[ -]?[a-z]{0,3}[ -]?\d{4}|"
    r"\d{2}[ -]?bh[ -]?\d{4}[ -]?[a-z]{1,2}|[a-z]{2}\d{2} ?[a-z]{3}|"
    r"[a-zäöü]{1,3}[ :-][a-z]{1,2}[ -]?\d{1,4}[eh]?|\d{1,4}-?[a-z]{3}\d{0,3}|"
    r"[a-z]{1,3}[ -]?\d{1,4}(?:[ -]?[a-z]{1,3}(?![a-z]))?(?:[ -]?\d{1,4})?|"
    r"(?=[a-z-]*\d)[a-z0-9]{2,4}(?:-[a-z0-9]{1,4}){0,2}|\d[a-z]{3}\d{3}|"
    r"(?=\d*[a-z])\d[a-z0-9]{4,6}|(?-i:\d{1,4}[ -]?[A-Z]{2,3}[ -]?\d{0,3}))(?![A-Za-z0-9])"
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_LETTERS = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)
)
_STATE = re.compile(STATES, re.IGNORECASE)
_CHECK = "0123456789X"
_MODULUS = 11


def valid_vin(text: str) -> bool:
    """The ninth character is the weighted sum of all others, modulo 11 (49 CFR 565.15)."""
    number = text.upper()
    total = sum(
        weight * (int(char) if char.isdigit() else _LETTERS[char])
        for weight, char in zip(_WEIGHTS, number, strict=True)
    )
    return number[8] == _CHECK[total % _MODULUS] and number[-4:].isdigit() and _varied(number)


def _varied(text: str) -> bool:
    """Digits and letters, as chassis numbers have them."""
    figures = sum(char.isdigit() for char in text)
    return figures > 3 and len(text) - figures > 1  # noqa: PLR2004 - a word, or a mere number


RECOGNIZER = Recognizer(
    name="vehicle",
    patterns=(
        Pattern(
            scan=rf"\b{STATES}[ -]?\d{{1,2}}[A-Z]?[ -]?[A-Z]{{1,3}}[ -]?\d{{4}}\b",
            entity_type="VEHICLE_PLATE",
            score=0.55,
            cased=True,
            context=PLATE,
            contextual=0.92,
            before="-",
            after="-",
        ),
        # in lower case, or with gaps elsewhere
        Pattern(
            scan=r"\b[a-z]{2}[ .-]?\d{1,2}[ .-]?[a-z]{0,3}[ .-]?\d{4}\b",
            entity_type="VEHICLE_PLATE",
            score=0.1,
            context=PLATE,
            contextual=0.8,
            against=_AGAINST,
            valid=lambda text: _STATE.match(text) is not None,
            before="-",
            after="-",
        ),
        # the whole of India: year, BH, number
        Pattern(
            scan=r"\b\d{2}[ -]?BH[ -]?\d{4}[ -]?[A-HJ-NP-Z]{1,2}\b",
            entity_type="VEHICLE_PLATE",
            score=0.8,
            cased=True,
            context=PLATE,
            contextual=0.95,
            before="-",
            after="-",
        ),
        # UK since 2001
        Pattern(
            scan=r"\b[a-hj-pr-y][a-hj-pr-y]\d{2} ?[a-hj-pr-z]{3}\b",
            entity_type="VEHICLE_PLATE",
            score=0.2,
            context=PLATE,
            contextual=0.85,
            against=_AGAINST,
            before="-/",
            after="-/",
        ),
        # UK before, Germany, France and Italy, Spain, US
        Pattern(
            scan=(
                r"\b[A-Z]\d{1,3} ?[A-Z]{3}\b|\b[A-Z]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?\b|"
                r"\b[A-Z]{2}[- ]\d{3}[- ][A-Z]{2}\b|\b[A-Z]{2}\d{3}[A-Z]{2}\b|"
                r"\b\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}\b|\b\d[A-Z]{3}\d{3}\b|\b[A-Z]{3}[ -]?\d{3,4}\b"
            ),
            entity_type="VEHICLE_PLATE",
            score=0.1,
            cased=True,
            context=PLATE,
            contextual=0.72,
            against=_AGAINST,
            before="-/",
            after="-/",
        ),
        announced(
            _PLATE_NAMES,
            "VEHICLE_PLATE",
            _PLATE_VALUE,
            others="गाड़ी नंबर|गाड़ी संख्या|वाहन संख्या|वाहन नंबर",
            score=0.9,
            after="-@%",
        ),
        Pattern(
            scan=r"\b[A-HJ-NPR-Z0-9]{17}\b",
            entity_type="VEHICLE_ID",
            score=0.6,
            cased=True,
            context=VIN,
            contextual=0.95,
            valid=valid_vin,
        ),
        Pattern(
            scan=r"\b[a-hj-npr-z0-9]{17}\b",
            entity_type="VEHICLE_ID",
            score=0.2,
            context=VIN,
            contextual=0.85,
            valid=_varied,
        ),
        announced(
            r"vin|vehicle id(?:entification)?|chassis|fahrgestell(?:nummer|nr)|fin-(?:nummer|nr)|"
            r"bastidor|telaio|num(?:é|e)ro de ch(?:â|a)ssis|engine (?:number|no)",
            "VEHICLE_ID",
            value(6),
        ),
    ),
    examples=(
        "my car KA 05 MJ 4321 was towed",
        "number plate AB12 CDE",
        "22 BH 1234 AA",
        "1HGCM82633A004352",
        "Kennzeichen: B-MW 1234",
    ),
)
