"""Ages of people: `34 years old`, `34/M`, `aged 34`, in the languages of the regions served.

An age is personal data (GDPR Art. 4(1)), and one above 89 identifies by itself (45 CFR
164.514(b)(2)(i)(C)). In English the number alone is the span, so that what stands instead
of it fits the sentence; where the unit is part of the age (months, `34 años`), it belongs to it.
Things have ages, too, and limits are ages of nobody: the words around decide.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer

_AROUND = 48
"""Characters that are read before and after an age."""
_OLDEST = 125
# What is old without being a person, behind an age or before it.
_THINGS = (
    r"bugs?|code(?:base)?|compan(?:y|ies)|firms?|startups?|business|"
    r"organi[sz]ations?|buildings?|"
    r"houses?|homes?|apartments?|cars?|vehicles?|trucks?|trees?|whisk(?:e)?y|wines?|scotch|rum|"
    r"laptops?|phones?|"
    r"computers?|machines?|servers?|systems?|versions?|builds?|releases?|"
    r"issues?|tickets?|posts?|threads?|questions?|articles?|threads?|repo(?:sitor(?:y|ies))?|"
    r"projects?|librar(?:y|ies)|framework|languages?|technolog(?:y|ies)|software|hardware|"
    r"vulnerabilit(?:y|ies)|flaws?|laws?|traditions?|universit(?:y|ies)|schools?|colleges?|"
    r"bonds?|mortgages?|treasur(?:y|ies)|notes?|plans?|contracts?|leases?|terms?|loans?|"
    r"warrant(?:y|ies)|data|records?|files?|snapshots?|backups?|entries|entry|logs?|messages?|"
    r"cop(?:y|ies)|cache[sd]?|tokens?|certificates?|keys?|dataset|models?|bridges?|castles?|temples?|"
    r"church(?:es)?|museums?|fossils?|dispute|case|debt|ship|aircraft|planes?|boat|engine|"
    r"battery|tyres?|tires?|kernel|commit|branch|python|java|linux|unix|dog|cat"
)
_THING_AFTER = re.compile(rf"[-\s]*(?:[a-z-]+ ){{0,2}}(?:{_THINGS})\b", re.IGNORECASE)
_THING_BEFORE = re.compile(
    rf"\b(?:(?:{_THINGS})(?:'s| is| was| are| were| has been|:)?|"
    r"(?:it|this|that|which)(?:'s| is| was))"
    r"(?: (?:now|about|almost|over|nearly|already|more than|only|at least))*\s*\Z",
    re.IGNORECASE,
)
# Ages of nobody: limits, averages, and what a cache or a build counts.
_LIMIT = re.compile(
    r"(?:\b(?:max(?:imum)?|min(?:imum)?|cache|cookie|s-max|legal|retirement|drinking|voting|school|"
    r"average|mean|median|over|under|above|below|least|until|till|than|between|from|to|from age|"
    r"any|log|image|file|record|data|key|password|account|pod|node|object|index|stone|ice|"
    r"bronze|iron|golden|space|information|digital|pages?)[\s_-]*(?:the )?"
    r"|[-_])\Z",
    re.IGNORECASE,
)
_PERSONAL_KEY = re.compile(
    r"\b(?:patient|customer|user|client|member|employee|student|person|applicant|insured|child|"
    r"subject|mother|father|spouse|driver|guest|passenger|borrower|actual|current|my|your|his|her)"
    r"s?[\s_-]?\Z",
    re.IGNORECASE,
)
_LONGER = re.compile(r"\s*(?:-|to|and|or)\s*\d|\+|\s*(?:%|percent|or (?:over|above|older))")
_BABY = re.compile(
    r"\b(?:bab(?:y|ies)|infants?|newborns?|sons?|daughters?|child(?:ren)?|boys?|girls?|toddlers?|"
    r"kids?|twins?|nephews?|nieces?|patients?|he|she|grand\w+|pt|male|female|[hs]e's)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\d{1,3}(?:\.5)?(?!\d)")
_UNIT = re.compile(
    r" {0,2}(?:años?|anos?|ans?|anni|jaar|jahre?|mes(?:es|i)?|mois|monate?|semanas?|d[íi]as)\b",
    re.IGNORECASE,
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORDS = (
    rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_ONES}|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)"
)


def _old(text: str, start: int, end: int) -> bool:
    """Whether an age here is a person's: no thing stands behind it or before it."""
    return (
        _THING_AFTER.match(text, end, end + _AROUND) is None
        and _THING_BEFORE.search(text[max(0, start - _AROUND) : start]) is None
    )


def _possible(number: str) -> bool:
    return 0 < float(number) <= _OLDEST


def _person_old(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The number at the start of `34 years old`."""
    value = _VALUE.match(text, start)
    if value is not None and _possible(value[0]) and _old(text, start, end):
        yield value.span()


_SPELLED = re.compile(rf"{_WORDS}(?=[ -]y)", re.IGNORECASE)


def _spelled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words at the start of `thirty-four years old`."""
    value = _SPELLED.match(text, start)
    if value is not None and _old(text, start, end):
        yield value.span()


def _baby(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`6 months old` of somebody young: number and unit."""
    around = text[max(0, start - _AROUND) : end + _AROUND]
    if _BABY.search(around) is not None and _old(text, start, end):
        unit = re.compile(r"[\w-]+?[ -]?(?:month|week|day|mo|wk)s?", re.IGNORECASE)
        match = unit.match(text, start)
        if match is not None:
            yield match.span()


def _keyed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The number behind `age`, unless that is the age of a cache or a limit."""
    before = text[max(0, start - _AROUND) : start]
    if _LIMIT.search(before) is not None and _PERSONAL_KEY.search(before) is None:
        return
    value = _VALUE.match(text, end - 1)
    if value is not None and _possible(value[0]) and _LONGER.match(text, value.end()) is None:
        unit = _UNIT.match(text, value.end())
        yield value.start(), unit.end() if unit else value.end()


def _last_number(text: str, _start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The digits that the hit ends in."""
    begin = end
    while text[begin - 1].isdigit():
        begin -= 1
    return ((begin, end),)


_ENDS = re.compile(
    r"\s*(?:[.!?)](?:\s|\Z)|[,;\n]|\Z|(?:and|now|with|from|but|yrs?|years?|male|female|man|woman|today|"
    r"so|who|living|single|married|divorced|this|next|last|when|working|soon|hindu|bro|btw|haha|lol)\b)"
    r"(?! (?:of experience|into|in(?:to)? (?:the|my|a)|experience|ago|later|away|left))",
    re.IGNORECASE,
)


def _said(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The number at the end of `I'm 34`, where nothing behind it makes it another measure."""
    ((begin, _),) = _last_number(text, start, end)
    value = text[begin:end]
    if 3 < int(value) <= _OLDEST and _ENDS.match(text, end) is not None:  # noqa: PLR2004 - nobody says so younger
        yield begin, end


def _within(expression: str) -> Narrow:
    """Group `v` of the expression, read from where the hit begins."""
    read = re.compile(expression, re.IGNORECASE)

    def narrow(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
        match = read.match(text, start)
        if match is None:
            return
        number = re.search(r"\d+", match["v"])
        if number is None or _possible(number[0]):
            yield match.span("v")

    return narrow


def _age(scan: str, narrow: Narrow, score: float = 0.75, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan,
        "entity_type": "AGE",
        "score": score,
        "narrow": narrow,
        "before": ".,/$€£₹-+:",
        "open_end": True,
    }
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


_YEARS = re.compile(r"\D+(?P<v>(?P<n>\d+) *[^\W\d]+)")
_NO_AGE = re.compile(
    r" (?:de (?!edad)|d'(?!âge)|di |da |después|antes|más|atrás|später|lang|Garantie|ago|fa\b|"
    r"depois|atrás|geleden|ervaring|plus|tard|il y)",
    re.IGNORECASE,
)


def _years(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    """Number and unit of `tiene 34 años`; not of `34 años de experiencia`."""
    match = _YEARS.match(text, start)
    if match is not None and _possible(match["n"]) and _NO_AGE.match(text, match.end()) is None:
        yield match.span("v")


_SEX = r"(?:male|female|man|woman|boy|girl|gentleman|lady|m|f)"
_KIN = (
    r"(?:sons?|daughters?|brothers?|sisters?|wife|husband|father|mother|dad|mom|mum|kids?|child|"
    r"grandsons?|granddaughters?|nephews?|nieces?|cousins?|uncle|aunt|girlfriend|boyfriend)"
)
_MEDICAL = (
    "patients?", "pt", "presents?", "presented", "presenting", "c/o", "h/o", "complain(?:s|ing)",
    "diagnosed", "admitted", "here", "looking", "seeking", "dx", "hx", "single", "asl", "bmi",
)  # fmt: skip

RECOGNIZER = Recognizer(
    name="age",
    patterns=(
        _age(
            r"\b\d{1,3}(?:\.5)?[ -]{0,2}(?:years?|yrs?|y)\.?[ -]{1,2}(?:olds?|of age|young)\b|"
            r"\b\d{1,3} ?(?:y/?o|y\.o\.?)\b|\b\d{1,3}[ -]?(?:years?|yrs?)(?:[ -]old)?[ -]{1,2}"
            rf"{_SEX}\b",
            _person_old,
            0.8,
        ),
        _age(rf"\b{_WORDS}[ -](?:years?|yrs?)[ -](?:olds?|of age)\b", _spelled),
        _age(
            rf"\b(?:\d{{1,2}}|{_ONES}|ten|eleven|eighteen) ?[ -]?"
            r"(?:months?|weeks?|days?|mos?|wks?)[ -](?:olds?|of age)\b",
            _baby,
        ),
        _age(
            r"(?:\b|_)(?:aged?|edad|leeftijd|et(?:à|á)|idade|umar|umr|alter|yaş)"
            r"(?: of| at \w{4,12}| is| was| ?/ ?(?:sex|gender))?"
            r"[\"']?[ \t]{0,2}[:=(-]?[ \t]{0,2}[\"']?\d",
            _keyed,
            0.8,
            open_start=True,
        ),
        _age(
            r"(?:âge|उम्र|उमर|आयु|वय|বয়স|வயது|年龄|年齢|年齡|나이|возраст|العمر|عمر[يهك]?ا?)"  # noqa: RUF001 - other scripts, on purpose
            r"(?: (?:है|est|est de|is))?[ \t]{0,2}[:=(-]?[ \t]{0,2}\d",
            _keyed,
            0.8,
            open_start=True,
        ),
        _age(
            r"\b(?:i'?m|i am|he'?s|she'?s|he is|she is|he was|she was|i was|turn(?:ed|s|ing)?|"
            r"i'll be|he'll be|she'll be|about to be) "
            r"(?:now |only |just |almost |nearly |about |also )?"
            r"\d{1,3}\b",
            _said,
            0.7,
        ),
        _age(
            r"\b(?:in (?:my|his|her|their)|i'm in my) (?:early |mid |late |early-|mid-|late-)?"
            r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|"
            r"[2-9]0'?s)\b",
            _within(r"(?:i'm )?in \w+ (?P<v>.+?s)\b(?<!his)(?<!ly)"),
            0.6,
        ),
        # 34/M, M/34, 34 Y / F, 34F
        _age(
            r"\b\d{1,3} ?(?:y(?:rs?|ears?)?)? ?/ ?(?:male|female|[mf])\b",
            _within(r"(?P<v>\d{1,3})(?=\D)"),
            0.75,
        ),
        _age(
            r"\b[MF] ?/ ?\d{2}\b",
            lambda _text, _start, end: ((end - 2, end),),
            0.7,
            cased=True,
            open_end=False,
            after="/-.",
        ),
        _age(
            r"\b\d{1,2} ?[MF]\b",
            _within(r"(?P<v>\d{1,2})"),
            0.3,
            cased=True,
            context=_MEDICAL,
            contextual=0.7,
            against=("size", "temp(?:erature)?", "price", "usd", "eur", "raised", "revenue"),
        ),
        _age(
            rf"\b{_KIN}(?:,? [a-z]{{2,14}})?,? ?(?:\(|, )(?:aged? )?\d{{1,2}}\b",
            _last_number,
            0.7,
            open_end=False,
            after="/-%:",
        ),
        # Ann Lee, 34, of Leeds
        _age(
            r"\b[A-Z][a-z]{2,14} (?:[A-Z]\. )?[A-Z][a-z]{2,14}, [1-9]\d, "
            r"(?:an? |of |from |who |was |is |has |said |the |whose |and h)",
            _within(r"[^,]+, (?P<v>\d\d)"),
            0.65,
            cased=True,
        ),
        # other languages
        _age(
            r"\b\d{1,3}[ -]?(?:jahre alt\b|jährige?[rnsm]?\b|jarige\b|jaar oud\b|lat(?:a)? temu|"
            r"yaşında|-?летн|år gammal|år gammel|vuotias)",  # noqa: RUF001 - other scripts, on purpose
            _within(r"(?P<v>\d{1,3})"),
            0.8,
        ),
        _age(
            r"(?:\b(?:im alter von|elle a|il a|on a|j'ai|de|tiene|tengo|ten(?:í|i)a|con|"
            r"cumpl(?:í|i|io|ió|e|o)|tem|tenho|com|ha|ho|di|ha compiuto|is|ben|a los|"
            r"varón|mujer|hombre|paciente|niñ[oa]|edad)|à l'âge de|âgée? de)"
            r":?[ ]{1,2}\d{1,3}[ ]{0,2}(?:jahren?|ans|años|anos|anni|jaar)\b",
            _years,
            0.7,
        ),
        _age(r"\b\d{1,3} ?(?:岁|歲|歳|才|세|살)", _within(r"(?P<v>\d+)"), 0.75),
        _age(
            r"\b\d{1,3} ?(?:वर्षीय|(?:साल|वर्ष) (?:की|का|के) (?:महिला|पुरुष|लड़क|बच्च|बेट|आदमी|औरत|"
            r"व्यक्ति|हूँ|हूं|है|था|थी|हो)|"
            r"saal (?:ka|ki|ke) (?:hoo?n|hai|ladk|aadmi|aurat|bacch|bet|mahila))",
            _within(r"(?P<v>\d+)"),
        ),
        _age(
            r"(?:мне|ему|ей|возраст[е]?:?) \d{1,3} (?:лет|год)|(?:عمر[يهك]?ا?) \d{1,3} (?:سنة|عام)",  # noqa: RUF001 - other scripts, on purpose
            _within(r"\D+(?P<v>\d+)"),
            open_start=True,
        ),
    ),
    examples=(
        "she is 34 years old",
        "a 34-year-old woman",
        "thirty-four years old",
        "a 6-month-old baby",
        "age: 34",
        "I'm 34 and live in Pune",
        "Ravi, 34/M",
        "patient is 34F",
        "im Alter von 34 Jahren",
        "Mujer de 38 años",
        "उम्र 34 वर्ष",
        "my son (11) reads",
        "Ann Lee, 34, of Leeds",
    ),
)
