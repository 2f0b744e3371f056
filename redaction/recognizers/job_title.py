"""Job titles of somebody: `works as a staff nurse at`, `Job title: ...`, lines of signatures.

A title alone names nobody, so that a policy may keep it; the score is low on purpose: whatever
else is found at the same place decides what it is.
"""

import re
from collections.abc import Iterator

from redaction.hints import WEAK
from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.statements import SUBJECT, sentence_before

_ROLES = (
    r"(?:engineer|developer|programmer|architect|manager|director|officer|president|analyst|"
    r"scientist|"
    r"consultant|accountant|auditor|administrator|assistant|associate|secretary|receptionist|clerk|"
    r"cashier|nurse|doctor|physician|surgeon|dentist|pharmacist|therapist|psychologist|"
    r"paramedic|midwife|"
    r"carer|teacher|lecturer|professor|tutor|principal|headteacher|librarian|lawyer|solicitor|"
    r"barrister|"
    r"advocate|attorney|paralegal|judge|designer|editor|journalist|writer|copywriter|photographer|"
    r"translator|recruiter|salesman|salesperson|representative|supervisor|foreman|technician|"
    r"mechanic|"
    r"electrician|plumber|carpenter|welder|operator|driver|pilot|steward|stewardess|chef|cook|"
    r"waiter|"
    r"waitress|barista|bartender|cleaner|janitor|gardener|farmer|guard|constable|inspector|"
    r"sergeant|"
    r"soldier|firefighter|postman|courier|trader|broker|banker|teller|underwriter|actuary|planner|"
    r"coordinator|specialist|advisor|adviser|executive|partner|founder|co-?founder|owner|"
    r"intern|trainee|"
    r"apprentice|postdoc|researcher|chemist|biologist|economist|buyer|merchandiser|hairdresser|"
    r"tailor|"
    r"peon|watchman|patwari|tehsildar|sarpanch|anganwadi worker|social worker|head|lead|chief|dean|"
    r"ceo|cfo|cto|coo|cio|ciso|cmo|vp|svp|evp|md|"
    r"krankenschwester|krankenpfleger(?:in)?|lehrer(?:in)?|arzt|ärztin|ingenieur(?:in)?|"
    r"verk(?:ä|a)ufer(?:in)?|"
    r"buchhalter(?:in)?|gesch(?:ä|a)ftsf(?:ü|u)hrer(?:in)?|infirmi(?:er|ère)|professeure?|"
    r"ingénieure?|comptable|"
    r"médecin|directeur|directrice|enfermer[oa]|profesora?|ingenier[oa]|abogad[oa]|médic[oa]|"
    r"contable|"
    r"infermier[ea]|insegnante|ingegnere|avvocat[oa]|commessa|commesso|impiegat[oa])"
)
_TITLE = (
    rf"(?P<v>(?:(?!(?:at|of|in|for|and|with|to|the|who|that|is|an?|from|by)\b)"
    rf"[A-Za-zÀ-ÿ][\w/&+.-]{{0,20}} ){{0,4}}{_ROLES}(?: of (?:the )?[A-Z]\w+(?: (?:and |"
    rf"& )?[A-Z]\w+){{0,2}}"
    r")?)(?!\w)"
)
_WORKS = re.compile(
    rf"(?:\S+ ){{0,3}}?(?:als |as |comme |como |come |ka kaam |the |an? |eine? |une? |"
    rf"una? )+{_TITLE}",
    re.IGNORECASE,
)
_IS = re.compile(
    rf"(?:the |an? |eine? |une? |una? )*{_TITLE}(?= (?:at|for|with|in|of|bei|chez|en|presso|"
    rf"and i|by profession)\b| ?[@.,;]|\s*\Z)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"{SUBJECT}(?i:'s|'m|'ve| have| has| had)?(?: \w+){{0,2}} ?\Z")


def _worker(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The title of `she works as a staff nurse`."""
    match = _WORKS.match(text, end, end + 90) or _WORKS.match(text, start, start + 100)
    if match is not None and _SUBJECT.search(sentence_before(text, start)):
        yield match.span("v")


def _being(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The title of `I am a senior engineer at`."""
    match = _IS.match(text, end, end + 80)
    if match is not None:
        yield match.span("v")


_SIGNED = re.compile(
    rf"\s{{0,3}}[^\n]{{2,40}}\r?\n{_TITLE}(?:[,|@][^\n]{{0,60}})?(?=\r?\n|\Z)", re.IGNORECASE
)


def _signature(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line under the name of a signature."""
    match = _SIGNED.match(text, end)
    if match is not None:
        yield match.span("v")


_VALUE = re.compile(
    r"(?P<v>[^\W\d_][^\n;|\"'<>{}\[\]=:]{1,60}?)(?=[\n;|\"'<>{}\[\]]|\.\s|, ?[A-Z][a-z]+:|\.?\Z|  )"
)


def _labelled(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _VALUE.match(text, end - 1)
    if match is not None and len(match["v"].split()) <= 7:  # noqa: PLR2004 - words of a title
        yield match.start("v"), match.start("v") + len(match["v"].rstrip(" ,."))


def _pattern(scan: str, narrow: Narrow, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": "JOB_TITLE", "score": WEAK["JOB_TITLE"], "narrow": narrow,
        "open_end": True,
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="job_title",
    patterns=(
        _pattern(
            r"\b(?:works?|worked|working|employed|appointed|hired|promoted|job|arbeitet|"
            r"arbeite|travaille|"
            r"trabaj(?:a|o|ó)|lavor(?:a|o)|serves?|served) (?:part-time |full-time |currently |"
            r"now |as|als|comme|como|come|to) ?",
            _worker,
        ),
        _pattern(
            r"\b(?:i am|i'm|he is|he's|she is|she's|my (?:wife|husband|father|mother|son|"
            r"daughter|brother|sister|boss|partner) is|"
            r"ich bin|je suis|soy|sono) (?:the|an?|currently an?|now an?|eine?|une?|una?) ",
            _being,
        ),
        _pattern(
            r"\b(?:job title|designation|occupation|profession|beruf|berufsbezeichnung|"
            r"puesto|profesi(?:ó|o)n|professione|mansione|qualifica|पद|पेशा|व्यवसाय)"
            r"[\"']?[ ]?:[ ]{0,2}[\"']?[a-z\xc3\xe0]",
            _labelled,
            before="_",
        ),
        _pattern(
            r"\b(?:job|position|role|stellung|cargo|poste|"
            r"fonction)[\"']?[ ]?:[ ]{0,2}[\"']?[a-z\xc3]",
            _labelled,
            before="_",
            context=(
                "employee",
                "employer",
                "dob",
                "salary",
                "applicant",
                "candidate",
                "full name",
                "age",
                "gender",
                "date of birth",
            ),
            contextual=0.53,
            score=0.3,
        ),
        _pattern(
            r"\b(?:regards|sincerely|thanks|cheers|wishes|yours|gr(?:ü|u)(?:ß|ss)en|cordialement|"
            r"saludos|saluti|atentamente),?\r?\n",
            _signature,
        ),
    ),
    examples=(
        "She works as a staff nurse at the hospital",
        "I am a senior software engineer at Acme",
        "Job title: Regional Sales Manager",
        "Best regards,\nAnn Lee\nSenior Account Manager\n",
    ),
)
