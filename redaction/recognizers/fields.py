"""`key: value` lines, JSON and query parameters inside a text, read at their key's word."""

import re

from redaction.hints import meaning, plausible
from redaction.patterns import Pattern, Recognizer

# The last words of keys that the table of hints knows; the whole key decides.
_LAST = (
    "name|email|e-?mail|mail|phone|mobile|cell|telephone|fax|dob|birth|birthdate|"
    "birthday|address|street|line ?[12]|residence|city|town|village|hometown|"
    "zip|zipcode|postcode|postalcode|"
    "pincode|iban|number|no|num|bic|swift|ifsc|upi|vpa|card|cvv|cvc|ssn|itin|"
    "nino|nhs|aadhaar|aadhar|pan|gstin|passport|license|licence|tin|dni|nie|"
    "nif|mrn|ip|addr|mac|imei|"
    "gaid|idfa|lat|lng|lon|latitude|longitude|coordinates|agent|handle|login|"
    "linkedin|password|passwd|pwd|passphrase|secret|token|religion|ethnicity|"
    "nationality|caste|id|"
    "vorname|nachname|apellidos?|pr(?:é|e)nom|geburtsdatum|anschrift|adresse|"
    "direcci(?:ó|o)n|domicilio|wohnort|telefono|telefon|surname|nickname|firstname|"
    "lastname|fullname|username"
)
_SPECIAL = (
    "citizenship|race|religione|konfession|gender|sex|geschlecht|sexe|sexo|sesso|(?:group|type)|"
    "blutgruppe|sanguin|sanguigno|sangu(?:í|i)neo|diagnos(?:is|es|e|i|tic|tico)|dx|pmh|icd-?10|"
    "conditions?|allerg(?:y|ies|ien|ias)|medications?|disabilit(?:y|ies)|status|familienstand|"
    "civil|"
    "familiale|civile|orientation|sexuality|identity|party|affiliation|views|opinions?|membership|"
    "union|gewerkschaft|genotype|karyotype|haplogroup|record|history|convictions|vorstrafen|"
    "template|embedding|encoding|faceprint|voiceprint|iris.code|scan|biometrics?|origin|background|"
    "जाति|धर्म|लिंग|निदान|बीमारी|रोग|समूह|ग्रुप|स्थिति|राष्ट्रीयता"
)
"""Likewise, of fields of special categories (`redaction.special_fields`)."""
_KEY = re.compile(r"[A-Za-z\u0900-\u0963][A-Za-z0-9\u0900-\u0963 _.-]{0,39}$")
_QUOTED = re.compile(r'(?P<q>["\'])(?P<v>(?:(?!(?P=q))[^\\\n]|\\.){1,200})(?P=q)')
_BARE = re.compile(r"(?P<v>[^\s\"'<>{}\[\],;|&][^\"'<>{}\[\],;|&\n\t]{0,159})")
_CODE = re.compile(
    r"(?<![\"'])(?:[a-z_][\w.]*\s*(?:[(\[.,)\n]|$)|[A-Za-z_.]+\(|(?:None|True|False|self)\b)"
)
"""What stands after `=` in source code: names in small letters, calls."""
_GAP = re.compile(
    r"(?:  +| (?=[\w -]{2,24}[:=])|(?<=\w\w)\.(?= (?:I|We|He|She|It|They|The|This|That|My|Our|"
    r"Your|His|Her|Please|Thanks|Thank|Call|Can|Could|Let|If|When|And|But)\b))"
)
"""Where a value ends before its line does: at the next field, at a sentence behind it."""


def _typed(text: str, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """The value of the field that the hit begins, as what its key says."""
    found = _field(text, start, end)
    return () if found is None else (found,)


def _field(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Start, end and entity type of the value after the separator in the hit."""
    cut = max(text.rfind(":", start, end - 1), text.rfind("=", start, end - 1))
    head = text[max(0, start - 24) : cut].rstrip(" \t\"'")
    key = _KEY.search(head.splitlines()[-1] if head else "")
    known = meaning(key.group().strip(" .-")) if key else None
    if known is None:
        return None
    value = _value(text, end - 1)
    if value is not None and text[cut] == "=" and _CODE.match(text, value[0]):
        return None
    if value is not None and text[value[1] : value[1] + 1] in {"[", "("}:
        return None
    if (
        value is None
        or not plausible(text[value[0] : value[1]])
        or head.lower().endswith(text[value[0] : value[1]].lower())
        or not known[1](text[value[0] : value[1]])
    ):
        return None
    return value[0], value[1], known[0]


def _value(text: str, at: int) -> tuple[int, int] | None:
    if at and text[at - 1] in "\"'":
        quoted = _QUOTED.match(text, at - 1)
        return quoted.span("v") if quoted else None
    bare = _BARE.match(text, at)
    if bare is None:
        return None
    stop = _GAP.search(text, bare.start(), bare.end())
    last = stop.start() if stop else bare.end()
    while last > bare.start() and text[last - 1] in " .":
        last -= 1
    return bare.start(), last


_VALUE = r"[\"']?[ \t]?[:=][ \t]?[\"']?[^\s\"'{\[<]"


def _pattern(last_words: str) -> Pattern:
    """What is read where a key ends with one of these words and a value begins."""
    return Pattern(
        scan=rf"(?:{last_words}){_VALUE}",
        entity_type="USER_ID",
        score=0.7,
        typed=_typed,
        open_start=True,
        open_end=True,
    )


RECOGNIZER = Recognizer(
    name="fields",
    patterns=(_pattern(_LAST), _pattern(_SPECIAL)),
    examples=(
        '{"first_name": "Ann", "city": "Pune"}',
        "dob=1987-04-12&x=1",
        "Billing address: 12 Long Lane",
        "customerName: Ann Lee",
    ),
)
