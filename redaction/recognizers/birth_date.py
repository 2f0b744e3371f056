"""Dates of birth: a date beside a word about birth."""

from redaction.patterns import Pattern, Recognizer

CONTEXT = (
    "dob",
    "d\\.o\\.b\\.?",
    "date of birth",
    "birth ?date",
    "birthday",
    "bday",
    "born(?: on)?",
    "birth",
    "geboren(?: am)?",
    "geb\\.?",
    "geburtsdatum",
    "geburtstag",
    "né le",
    "née le",
    "date de naissance",
    "fecha de nacimiento",
    "nacid[oa](?: el)?",
    "nacimiento",
    "nato il",
    "data di nascita",
    "जन्म तिथि",
    "जन्मतिथि",
    "生年月日",
    "출생",
)
AGAINST = (
    "founded",
    "released?",
    "published",
    "issued",
    "expires?",
    "expiry",
    "due",
    "hired",
    "joined",
    "visit",
    "admission",
    "admitted",
    "ingreso",
    "appointment",
    "since",
)
_MONTH = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f(?:é|e)vrier|mar(?:ch|s)?|m(?:ä|"
    "a)rz|apr(?:il)?|avril|may|mai|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|"
    "ao(?:û|u)t|sep(?:t(?:ember)?)?|septembre|oct(?:ober|obre)?|okt(?:ober)?|"
    "nov(?:ember|embre)?|dec(?:ember)?|dez(?:ember)?|d(?:é|e)cembre|enero|febrero|"
    "marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)

RECOGNIZER = Recognizer(
    name="birth_date",
    patterns=(
        Pattern(
            scan=(
                r"\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}\b|"
                r"\b\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:(?:19|20)?\d{2})\b"
            ),
            entity_type="DATE_OF_BIRTH",
            score=0.2,
            context=CONTEXT,
            contextual=0.92,
            against=AGAINST,
            before="-/.",
            after="-/.",
        ),
        Pattern(
            scan=(
                rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?(?: of| de)?[ -](?:{_MONTH})\.?,?(?: de)?[ "
                rf"-]\d{{2,4}}\b|\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
            ),
            entity_type="DATE_OF_BIRTH",
            score=0.2,
            context=CONTEXT,
            contextual=0.92,
            against=AGAINST,
        ),
        Pattern(
            scan=r"\b(?:19|20)\d{6}\b|\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}\b",
            entity_type="DATE_OF_BIRTH",
            score=0.1,
            context=("dob", "date of birth", "birth ?date", "geburtsdatum"),
            contextual=0.85,
        ),
        Pattern(
            scan=(
                r"\b(?:born|geboren|birth year|year of birth|née?|nacid[oa]|né) (?:in |im "
                r"jahr |en |:? ?)?(?:19|20)\d{2}\b"
            ),
            entity_type="DATE_OF_BIRTH",
            score=0.6,
            narrow=lambda _text, _start, end: ((end - 4, end),),
            after="-/.",
        ),
    ),
    examples=(
        "DOB: 1987-04-12",
        "born on 12 April 1987",
        "geboren am 12.04.1987",
        "Date of Birth 04/12/1987",
        "fecha de nacimiento: 12 de abril de 1987",
    ),
)
