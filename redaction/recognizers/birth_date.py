"""Dates of birth: a date beside a word about birth, in the languages of the regions served."""

import re
from collections.abc import Callable

from redaction.patterns import Pattern, Recognizer, anchored, follow

_STRONG = (
    "dob",
    "d\\.o\\.b\\.?",
    "d/o/b",
    "date of birth",
    "birth ?date",
    "birth ?day",
    "b.?day",
    "born(?: on| in)?",
    "date de naissance",
    "geburtsdatum",
    "geburtstag",
    "geboren(?: am| op)?",
    "geb\\.?",
    "fecha de nac(?:imiento|\\.)?",
    "f\\. ?nac\\.?",
    "nacid[oa](?: el)?",
    "nacimiento",
    "naci",
    "data di nascita",
    "nat[oa](?: il| a [a-z]{2,20} il)",
    "data de nascimento",
    "nascid[oa](?: em)?",
    "nascimento",
    "geboortedatum",
    "geb\\.? ?dat\\.?",
    "janam ?(?:tithi|tareekh|din)?",
    "janm ?(?:tithi|tareekh|din)?",
    "data urodzenia",
    "urodzon[ya]",
    "dogum tarihi",
    "rodné",
    "né le",
    "née le",
    "née? à [A-Z][a-z]{1,20} le",
    "naissance",
    "nací(?: el)?",
    "doğum tarihi",
    "doğum",
    "född",
    "fødselsdato",
    "født",
    "syntynyt",
    "जन्म ?तिथि",
    "जन्म ?तारीख",
    "जन्म ?दिन",
    "जन्म",
    "生年月日",
    "出生日期",
    "出生年月",
    "生日",
    "誕生日",
    "생년월일",
    "생일",
    "дата рождения",
    "день рождения",
    "родил(?:ся|ась)",
    "г\\. ?р\\.",  # noqa: RUF001 - other scripts, on purpose
    "تاريخ الميلاد",
    "تاریخ پیدائش",
    "জন্ম তারিখ",
    "பிறந்த தேதி",
    "పుట్టిన తేదీ",
    "ಹುಟ್ಟಿದ ದಿನಾಂಕ",
    "જન્મ તારીખ",
    "ngày sinh",
)
CONTEXT = (*_STRONG, "birth")
_YEARLY = ("birth ?day(?: is)?", "b.?day(?: is)?", "born on", "geburtstag", "cumpleaños")
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
    "rate",
    "version",
    "died",
    "deceased",
    "valid(?: until| from| till)?",
)
_LATIN = (
    "jan(?:uary|uar|vier|uari)?|feb(?:ruary|ruar|ruari|braio|brero)?|f[ée]vrier|"
    "mar(?:ch|s|zo|[çc]o|et)?|m[äa]rz|maart|mrt|apr(?:il|ile)?|avril|abr(?:il)?|"
    "mai|may|maggio|maio|mei|mayo|june?|juni|juin|junio|junho|giugno|giu|"
    "july?|juli|juillet|julio|julho|luglio|lug|aug(?:ust|ustus)?|ao[ûu]t|agosto|ago|"
    "sept?(?:ember)?|septembre|septiembre|setembro|settembre|set|"
    "oct(?:ober|obre|ubre)?|okt(?:ober)?|ottobre|ott|out(?:ubro)?|"
    "nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|d[ée]cembre|"
    "dic(?:embre|iembre)?|gen(?:naio)?|ene(?:ro)?|janeiro|fevereiro|fev|"
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    "listopada|grudnia|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|"  # noqa: RUF001 - other scripts, on purpose
    "aralık"  # noqa: RUF001 - other scripts, on purpose
)
_OTHER = (
    "जनवरी|फरवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|"
    "नवंबर|नवम्बर|दिसंबर|दिसम्बर|января|февраля|марта|апреля|мая|июня|июля|августа|"
    "сентября|октября|ноября|декабря|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|"
    "سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
_IS_MONTH = re.compile(rf"(?<![^\W\d_])(?:{_LATIN}|{_OTHER})(?![^\W\d_])|[年년]", re.IGNORECASE)
# How months begin: the scanner reads these, code the whole word.
_MONTH = (
    "(?:jan|gen|ene|feb|fev|fé|mar|mär|mrt|maa|apr|avr|abr|mai|may|mag|mei|jun|jui|giu|"
    "jul|lug|aug|ao|ago|sep|set|oct|okt|ott|out|nov|dec|dez|dé|dic|sty|lut|kwi|maj|cze|lip|"
    "sie|wrz|pa\\xc5|lis|gru|oca|\\xc5\\x9fu|nis|haz|tem|ağ|eyl|eki|kas|ara)[a-z\\x80-\\xff]{0,9}"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|°)?\.?"
_OF = r"(?: of| de| d')?"
_YEAR = r"(?:(?:19|20)\d{2}|'?\d{2})"
_WRITTEN = (
    rf"\b{_DAY}{_OF}[ .-]{_MONTH}\.?,?(?: de| del)?[ .-]{_YEAR}\b"
    rf"|\b{_MONTH}\.? {_DAY},? {_YEAR}\b"
    rf"|\b{_DAY} [\x80-\xff]{{6,40}},? {_YEAR}\b"
    r"|\b(?:19|20)\d{2} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    r"|\b(?:19|20)\d{2} ?년 ?\d{1,2} ?월 ?\d{1,2} ?일"
)
_SPOKEN = (
    r"\b(?:(?:twenty|thirty)[ -])?(?:[a-z]{3,7}th|first|second|third)(?: day)? of "
    rf"{_MONTH},? (?:19|20)\d{{2}}\b"
)
_NUMERIC = (
    r"\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:t\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?z?)?\b|"
    r"\b\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:(?:19|20)?\d{2})\b"
)


def _has_month(text: str) -> bool:
    return _IS_MONTH.search(text) is not None


def _dated(
    scan: str,
    context: tuple[str, ...],
    contextual: float = 0.92,
    valid: Callable[[str], bool] | None = _has_month,
) -> Pattern:
    return Pattern(
        scan=scan,
        valid=valid,
        entity_type="DATE_OF_BIRTH",
        score=0.2,
        context=context,
        contextual=contextual,
        against=AGAINST,
        before="-/.",
        after="-/.",
    )


_LAST_YEAR = re.compile(r"(?:19|20)\d{2}\Z")


def _year(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The year that the hit ends in."""
    return ((end - 4, end),) if _LAST_YEAR.search(text, start, end) else ()


RECOGNIZER = Recognizer(
    name="birth_date",
    patterns=(
        _dated(_NUMERIC, CONTEXT, valid=None),
        _dated(_WRITTEN, CONTEXT),
        _dated(_SPOKEN, CONTEXT),
        _dated(rf"\b{_MONTH},? (?:19|20)\d{{2}}\b", _STRONG, 0.8),
        # without a year: only what is celebrated every year
        _dated(rf"\b{_DAY}{_OF} {_MONTH}\b|\b{_MONTH} {_DAY}\b", _YEARLY, 0.75),
        _dated(r"\b\d{1,2}[/.]\d{1,2}\b", _YEARLY, 0.75, None),
        Pattern(
            scan=r"\b(?:19|20)\d{6}\b|\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}\b",
            entity_type="DATE_OF_BIRTH",
            score=0.1,
            context=("dob", "date of birth", "birth ?date", "geburtsdatum", "जन्म ?तिथि"),
            contextual=0.85,
        ),
        # spaces between the parts, right behind the word
        Pattern(
            scan=(
                r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date)[ :=-]{1,3}"
                r"\d{1,2} \d{1,2} (?:19|20)\d{2}\b"
            ),
            entity_type="DATE_OF_BIRTH",
            score=0.9,
            narrow=anchored(r"\D+(?P<v>\d{1,2} \d{1,2} \d{4})"),
        ),
        Pattern(
            scan=(
                r"(?:\b(?:born|geboren|birth year|year of birth|geburtsjahr|jahrgang|nacid[oa]|"
                r"nat[oa]|nascid[oa]|née?|birthyear|yob|ano de nascimento|geboortejaar)|\bné|"
                r"année de naissance|año de nacimiento|जन्म वर्ष|जन्म) ?(?:is |in the year |in |im "
                r"jahr |en |nel |em |: ?|= ?)?(?:19|20)\d{2}\b"
            ),
            entity_type="DATE_OF_BIRTH",
            score=0.6,
            narrow=_year,
            after="-/.",
        ),
        # as encyclopaedias and genealogies abbreviate it
        Pattern(
            scan=rf"(?:\(|, )(?:b\.|\*) ?(?:{_NUMERIC}|{_WRITTEN}|(?:19|20)\d{{2}}\b)",
            entity_type="DATE_OF_BIRTH",
            score=0.7,
            open_start=True,
            narrow=lambda text, start, end: (
                (start + len(text[start:end]) - len(text[start:end].lstrip("(,b.* ")), end),
            ),
            after="-/.",
        ),
        Pattern(
            scan=rf"(?:\bb\. ?|\* )(?:{_WRITTEN}|\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d{{2}}\b)",
            entity_type="DATE_OF_BIRTH",
            score=0.6,
            open_start=True,
            narrow=lambda text, start, end: (
                (start + len(text[start:end]) - len(text[start:end].lstrip("b.* ")), end),
            ),
        ),
        Pattern(
            scan=r"<(?:dob|birth_?date|date_?of_?birth|birthday)>[0-9a-z]",
            entity_type="DATE_OF_BIRTH",
            score=0.9,
            narrow=follow(r"[^<>\n]{4,30}(?=<)"),
        ),
    ),
    examples=(
        "DOB: 1987-04-12",
        "born on 12 April 1987",
        "geboren am 12.04.1987",
        "Date of Birth 04/12/1987",
        "fecha de nacimiento: 12 de abril de 1987",
        "my birthday is 12 April",
        "जन्म तिथि 12 अप्रैल 1987",
        "生年月日：1987年4月12日",  # noqa: RUF001 - other scripts, on purpose
        "Ann Lee (b. 1987)",
    ),
)
