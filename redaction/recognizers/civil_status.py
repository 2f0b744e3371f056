"""Gender, marital status, convictions (GDPR Art. 10), where a sentence says them of somebody."""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.special_fields import MARITAL
from redaction.statements import SUBJECT, is_said, looked_up, only, sentence_before, whole

_OFFENCES = (
    r"(?:(?:attempted|aggravated|first-degree|second-degree|armed|grand|petty|sexual|domestic|"
    r"gross|"
    r"involuntary|voluntary|common|simple|possession of|possession|drug|tax|wire|credit card|"
    r"insurance|"
    r"child|cyber|felony|misdemeano(?:u)?r|criminal|drunk|dangerous|reckless|"
    r"conspiracy to commit) ){0,3}"
    r"(?:murder|manslaughter|homicide|culpable homicide|rape|assault|battery|robbery|burglary|"
    r"theft|larceny|"
    r"shoplifting|fraud|forgery|embezzlement|extortion|blackmail|bribery|arson|kidnapping|stalking|"
    r"harassment|molestation|trafficking|smuggling|perjury|violence|cheating|abuse|"
    r"drugs|cocaine|cannabis|marijuana|heroin|weapons?|firearm|dui|dwi|drink[- ]driving|"
    r"drunk driving|"
    r"driving|money laundering|tax evasion|insider trading|vandalism|trespass(?:ing)?|terrorism|"
    r"soliciting|prostitution|diebstahls?|betrugs?|mord(?:es)?|k(?:ö|o)rperverletzung|raubes?|"
    r"vol|viol|meurtre|escroquerie|"
    r"fraude|robo|hurto|asesinato|estafa|furto|rapina|truffa|omicidio|spaccio)\b|"
    r"(?:an offence )?(?:under )?(?:section|sec\.|s\.|u/s|"
    r"धारा) ?\d{1,4}[A-Z]?(?:[/,]\d{1,4})*(?: (?:of )?(?:the )?(?:IPC|BNS|NDPS|Penal Code))?"
)
_CRIME = re.compile(
    rf"[^\n.]{{0,60}}?\b(?:of|for|with|to|wegen|pour|por|per|under|in|on) "
    rf"(?:the offence of |a |an )?(?P<v>{_OFFENCES})",
    re.IGNORECASE,
)
_ACTS = re.compile(
    rf"(?:{SUBJECT}|(?i:\b(?:who|and|also|later|then|previously|once|accused|defendant|appellant|suspect|"
    r"man|woman|driver)))(?i:(?: \w+){0,4}) ?\Z"
)
_MANY = re.compile(
    r"(?i:\b(?:people|persons|anyone|those|offenders|defendants|individuals|if|companies|company|firm|most|many|users?)\b)"
)


def _convicted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offence of `was convicted of theft`."""
    before = sentence_before(text, start)
    if _MANY.search(before) or not (_ACTS.search(before) or not before.strip()):
        return
    match = _CRIME.match(text, start, end + 80)
    if match is not None:
        yield match.span("v")


def _recorded(text: str, start: int, _end: int) -> bool:
    """`he has a criminal record`, `ist vorbestraft`."""
    before = sentence_before(text, start)
    return (
        _MANY.search(before) is None
        and re.search(rf"{SUBJECT}(?i:'s|'m|'ve)?(?i:(?: \w+){{0,4}}) ?\Z", before) is not None
    )


_NOT_SINGLE = re.compile(
    r"(?:-|[ ](?:handed|minded|most|point|source|biggest|user|file|from|by|in|with|into|out|"
    r"digit|parent(?! of)|to (?!my|a |an |his|her|[A-Z])))"
)
_WEDDED = re.compile(
    rf"(?:{SUBJECT}(?i:'s|'m| am| is| was| are| bin| ist| war| suis| est| soy| estoy| es|"
    rf" est(?:á|a)| sono| è| have been|"
    r" has been|'ve been| got| recently got)(?i: (?:also|now|still|recently|happily|newly|"
    r"legally|not|"
    r"just|currently|happily|a|eine?|une?|una?|frisch|seit \d{4}|been|getting))* |"
    r"\A(?i:recently |newly |happily )?)\Z"
)
_STRICT = frozenset(
    (
        "single",
        "engaged",
        "separated",
        "widow",
        "partnered",
        "annulled",
        "libero",
        "libera",
        "celibe",
    )
)


def _marital(text: str, start: int, end: int) -> bool:
    """`I am divorced`, `sie ist verheiratet`; no single point, no separated list."""
    low = text[start:end].lower()
    before = sentence_before(text, start)
    if _WEDDED.search(before) is None or not before.strip():
        return bool(_INDIC.match(text, end)) and is_said(text, start, end)
    if low == "engaged":
        return (
            re.match(r" to (?:my|his|her|a\b|an\b|be|[A-Z])|[.!]?\s*\Z|\.", text[end : end + 8])
            is not None
        )
    if low in _STRICT and (
        _NOT_SINGLE.match(text, end) or re.match(r" [a-z]", text[end : end + 2])
    ):
        return (
            re.match(
                r" (?:and|mother|father|mom|mum|dad|man|woman|but|with \d|"
                r"with (?:one|two|three|a) |since|parent)\b",
                text[end : end + 14],
            )
            is not None
        )
    return True


_INDIC = re.compile(r" (?:है|हूँ|हूं|हैं|hai|hoon|hu|hun|hain)\b|\s(?:है|हूँ|हूं|हैं)")
_SEX_WORD = (
    r"(?:female|male|woman|man|girl|boy|lady|gentleman|transwoman|transman|frau|mann|m(?:ä|"
    r"a)dchen|junge|femme|homme|"
    r"fille|gar(?:ç|c)on|mujer|hombre|var(?:ó|o)n|ni(?:ñ|n)[ao]|donna|uomo|ragazz[oa]|"
    r"mahila|purush)"
)
_SEX = re.compile(rf"(?P<v>\b{_SEX_WORD}\b)", re.IGNORECASE)


def _sex(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The word beside an age, or behind `I am a`."""
    match = _SEX.search(text, start, end)
    if match is not None:
        yield match.span("v")


def _self(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    after = text[end : end + 14]
    if re.match(
        r"(?:[ ](?:of|in the middle|on a mission|with a plan|who would|kind)|-|[ ]?'s)", after
    ):
        return
    yield from _sex(text, start, end)


_PRONOUNS = re.compile(r"[\w]+(?:/\w+)?\Z")


def _pronouns(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _PRONOUNS.search(text, start, end)
    if match is not None:
        yield match.span()


def _letter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """M or F of `34/M`, `34 y/o F`, `45 yo male`."""
    for match in re.finditer(r"(?<![A-Za-z])(?:female|male|[MFmf])(?![A-Za-z])", text[start:end]):
        yield start + match.start(), start + match.end()


def _pattern(
    scan: str, entity_type: str, narrow: Narrow, score: float = 0.7, **more: object
) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": entity_type, "score": score, "narrow": narrow, "before": "-",
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


_AGED = r"\b\d{1,3}[ -]?(?:years?|yrs?|y\.?o\.?|y/o|yo)[ -]?(?:old)?,? (?:[a-z-]+ )?"

RECOGNIZER = Recognizer(
    name="civil_status",
    patterns=(
        _pattern(rf"{_AGED}(?:female|male|woman|man|girl|boy|lady|gentleman)\b", "GENDER", _sex),
        _pattern(
            r"\b(?:female|male|woman|man|girl|boy|frau|mann|mujer|var(?:ó|o)n|hombre|ni(?:ñ|"
            r"n)[ao]|femme|homme|donna|uomo|"
            r"paciente var(?:ó|o)n|paziente|patiente?)"
            r",? (?:aged |of |de |di |von |im alter von )\d{1,3}(?: (?:years?|a(?:ñ|n)os|ans|"
            r"anni|jahren?))?\b",
            "GENDER",
            _sex,
        ),
        _pattern(
            r"\b(?:i am|i'm|im|as|ich bin|je suis|soy|io sono|sono) (?:a|an|eine?|une?|una?|un) "
            r"(?:(?:young|single|married|trans|old|older|middle-aged|\d\d[- ]year[- ]old|junge|"
            r"jeune|gay|straight|black|white|muslim) ){0,2}"
            rf"{_SEX_WORD}\b",
            "GENDER",
            _self,
            0.6,
        ),
        _pattern(
            r"\b(?:assigned|born) (?:fe)?male(?: at birth)?\b|\b[MF]t[MF]\b|\b(?:AFAB|AMAB)\b",
            "GENDER_IDENTITY",
            lambda _t, start, end: ((start, end),),
            cased=True,
        ),
        _pattern(
            r"\b(?:pronouns?|pronomen|pronoms)(?: are|:| =)? ?\(?(?:she/her|he/him|they/them|"
            r"she/they|he/they|"
            r"sie/ihr|er/ihm|elle|il|iel|xe/xem|ze/zir)\b",
            "GENDER_IDENTITY",
            _pronouns,
        ),
        _pattern(
            r"\b\d{1,3} ?(?:y(?:rs?|ears?)?|yo|y/o)? ?/ ?(?:male|female|[mf])\b|"
            r"\b\d{1,3} ?(?:yo|y/o|yrs?|year[- ]old)(?: old)?,? (?:male|female|[mf])\b|"
            r"\b[mf] ?/ ?\d{2} ?(?:y|yrs|years)\b",
            "GENDER",
            _letter,
        ),
        looked_up(_pattern(whole(MARITAL), "MARITAL_STATUS", only(_marital)), MARITAL),
        _pattern(
            r"\b(?:(?:was|been|is|were|got|am|being|\w+ly|he's|she's|i'm) )?(?:convicted|"
            r"found guilty|charged|arrested|jailed|imprisoned|"
            r"sentenced|acquitted|booked|prosecuted|accused|verurteilt|vorbestraft|condamn(?:é|"
            r"e)e?|condenad[oa]|condannat[oa])\b|"
            r"\b(?:pleaded|pled) guilty\b|\bserved time\b|\bwegen [a-zäöü]+ verurteilt\b",
            "CRIMINAL_RECORD",
            _convicted,
            open_end=True,
        ),
        _pattern(
            r"\b(?:(?:a )?criminal record|(?:a )?criminal history|prior convictions?|"
            r"previous convictions?|"
            r"a felony|an ex-convict|ex-con|on parole|on probation|a convicted felon|"
            r"registered sex offender|"
            r"vorbestraft|casier judiciaire|antecedentes penales|precedenti penali|"
            r"pregiudicato|repris de justice)\b",
            "CRIMINAL_RECORD",
            only(_recorded),
        ),
    ),
    examples=(
        "a 34-year-old woman",
        "I am divorced",
        "sie ist verheiratet",
        "He was convicted of theft",
        "she has a criminal record",
        "Ravi, 34/M",
        "Mujer de 38 años",
        "pronouns: she/her",
    ),
)
