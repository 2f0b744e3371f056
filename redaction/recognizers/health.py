"""Health of a person (GDPR Art. 4(15), 9(1)): conditions, states, medicines, blood groups, results.

A condition counts where a sentence says that somebody has it (`was diagnosed with`, `leidet an`,
`my diabetes`), not where one is spoken of (`diabetes research`, `patients with asthma`).
"""

import re
from collections.abc import Iterator

from redaction.health_words import (
    CONDITIONS,
    MEDICINES,
    NOT_CONDITIONS,
    PROCEDURES,
    STATES,
    SUFFIXES,
)
from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.statements import KIN, SUBJECT, is_said, looked_up, said, sentence_before, whole

_MANY = re.compile(
    r"\b(?:patients|people|persons|individuals|women|men|adults|children|those|participants|"
    r"subjects|"
    r"anyone|someone|everyone|somebody|anybody|if you|whether you|risk|risks|chance|rate|"
    r"likelihood|"
    r"percent|study|studies|trial|cohort|population|most|many|some|several|cases|one in|"
    r"doctors|research|"
    r"patienten|menschen|personen|pacientes|personas|personnes|pazienti|persone|मरीजों|लोगों|"
    r"logon|if a|"
    r"when a|any|economy|market|system|industry|software|server|code|a patient|a person|each|"
    r"every|treatments?|how to|what is)\b",
    re.IGNORECASE,
)
"""What speaks of nobody in particular."""
_ADJECTIVES = (
    r"(?:(?:a|an|the|my|his|her|our|severe|chronic|acute|mild|moderate|terminal|advanced|early|"
    r"early-onset|late|stage (?:\w+|\d)|metastatic|recurrent|uncontrolled|untreated|suspected|"
    r"possible|"
    r"known|bilateral|left|right|long-?standing|poorly controlled|well controlled|borderline|"
    r"newly|recently|type [12]|also|been|with|having|as|clinical|major|both|and|some|"
    r"really bad|bad|"
    r"stable|active|resistant|congenital|severe|grade \w+|primary|secondary|schwere[rmns]?|"
    r"chronische[rmns]?|"
    r"une?|le|la|l'|du|de|un|una|il|lo|el|crónic[oa]|grave|einer|einem|eine|dem|der)[ ,]{1,2}){0,4}"
)
_VERBS = (
    r"(?:(?:'ve|'s)? ?(?:have|has|had|got|gets|is having|suffers?|suffered|developed?|"
    r"contracted|caught|"
    r"battl(?:es|ed)|fought|survived|beat|hat|habe|hatte|leidet|leide|a|ai|souffre|tiene|tengo|"
    r"tuvo|padece|"
    r"sufre|sufro|ha|ho|soffre|soffro)(?: (?:had|been|got|from|an|unter|de|di|d'|already|also|"
    r"still|always|"
    r"previously|recently|not))*)"
)
_HAS = re.compile(rf"{SUBJECT}{_VERBS} {_ADJECTIVES}\Z")
_TOLD = re.compile(
    r"(?i:\b(?:(?:was|is|am|been|were|got|recently|newly|just|i'm|he's|she's|later|being|\A\W*)\s?"
    r"(?:diagnosed|hospitali[sz]ed|treated|admitted|sick|down|affected|afflicted|infected)"
    r"(?: (?:in|since) \d{4})?(?: (?:with|for|by|as having|as))"
    r"|suffer(?:s|ing|ed)? from|tested positive for|living with|struggl(?:es|ing|ed) with|"
    r"recover(?:ing|ed|s) from|undergo(?:ing|es)? treatment for|(?:died|passed away) (?:of|from)|"
    r"(?:past |medical |known |family |personal )?history of|h/o|k/c/o|c/o|s/p|hx of|known case of|"
    r"(?:i|he|she) (?:am|is|was) (?:dealing|struggling) with|because of (?:my|his|her)|"
    r"an .{0,24}erkrankt|erkrankte an|leidet (?:an|unter)|diagnose|diagnostiziert mit|"
    r"souffre (?:de|d')|atteinte? (?:de|d'|du)|diagnostiqu(?:é|e)e? (?:avec )?|porteu(?:r|se) du|"
    r"diagnosticad[oa] (?:de|con)|diagn(?:ó|o)stico de|padece(?: de)?|sufre (?:de|del)|"
    r"enferm[oa] de|"
    r"affett[oa] da|malat[oa] di|soffre di|diagnosticat[oa] (?:con|un|il)|"
    r"\d{1,3}[- ]year[- ]old (?:\w+ ){0,3}with|\d{1,3} ?(?:yo|y/o) (?:[mf] |male |female )?with|"
    rf"(?:my|his|her) (?:{KIN}(?:'s|s')? )?(?:own |long-?term |severe |chronic )?"
    rf"|(?:the )?patient (?:has|had|with|presents with|presented with|is|was)))[ ]?{_ADJECTIVES}\Z"
)
_INDIC = re.compile(
    r"\s{0,2}(?:(?:की|का)\s(?:बीमारी|मरीज़?|रोगी)\s)?(?:से (?:पीड़ित|ग्रस्त) )?(?:है|हैं|था|थी|"
    r"हो|हूँ|हूं)|"
    r" (?:ki (?:bimari|beemari) )?(?:hai|hain|tha|thi|ho gaya|ho gayi|hua|ka (?:mareez|"
    r"patient) (?:hai|hoon))\b"
)
_WHOSE = re.compile(
    r"(?:मुझे|मुझको|उसे|उसको|उन्हें|मेरे?\S* \S+ को|मैं|वह|रोगी को|मरीज़? को|पिता\S* को|माँ को|"
    r"पत्नी को)(?: \S+){0,3} \Z|"
    r"(?i:\b(?:mujhe|mujhko|usko|use|unko|unhe|mere \w+ ko|meri \w+ ko|main|papa ko|mummy ko|"
    r"patient ko)"
    r"(?: \w+){0,3} )\Z"
)
_THING = re.compile(
    r"[ -](?:research|screening|prevention|awareness|clinic|patients?\b(?! since)|charity|"
    r"association|foundation|"
    r"drugs?|vaccines?|vaccination|studies|study|trial|specialist|symptoms\?|rates?|"
    r"treatment plan|risk|cases|"
    r"statistics|prevalence|market|guidelines|department|ward|unit|day|month|management|"
    r"education|gene|"
    r"model|test kits?|support group|free|insurance|medicine|epidemic|pandemic|of (?:the|this|"
    r"our) (?:market|"
    r"economy|system|code|team))\b",
    re.IGNORECASE,
)


_CHAIN = 4
"""Conditions of a list that are read back to the one that a verb speaks of."""


def _has(text: str, start: int, end: int, depth: int = _CHAIN) -> bool:
    """Whether a sentence says that somebody has the condition that stands here."""
    if _THING.match(text, end):
        return False
    before = sentence_before(text, start, 100)
    if _INDIC.match(text, end):
        return _WHOSE.search(before) is not None and _MANY.search(before) is None
    return (bool(_HAS.search(before) or _TOLD.search(before)) and _MANY.search(before) is None) or (
        depth > 0 and _listed(text, before, start, depth - 1)
    )


_LISTED = re.compile(
    rf"(?P<c>[\w' -]{{3,28}})(?:,| and| or|, and|/| und| et| y| e) {_ADJECTIVES}\Z"
)


def _listed(text: str, before: str, start: int, depth: int) -> bool:
    """`diabetes, asthma and gout`: what stands in a list with a condition that somebody has."""
    match = _LISTED.search(before)
    if match is None:
        return False
    base = start - len(before)
    first = _TERM.search(match["c"])
    if first is None:
        return False
    at = base + match.start("c") + first.start()
    return _has(text, at, at + len(first[0]), depth)


_TERM = re.compile(rf"(?:{whole(CONDITIONS)}|\b\w+(?:{'|'.join(SUFFIXES)}))\Z", re.IGNORECASE)


def _condition(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _has(text, start, end):
        yield start, end


_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


def _named(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A word that ends as names of conditions do."""
    word = _LAST_WORD.search(text, max(0, start - 24), end)
    if word is None or word.start() >= start or word[0].lower() in NOT_CONDITIONS:
        return
    before = sentence_before(text, word.start(), 100)
    adjective = re.search(
        r"(?:^|[ ])((?!(?:a|an|the|with|of|from|and|has|had|my|her|his|for|as)\b)[a-z]{4,16} )\Z",
        before,
    )
    for first in (word.start(), word.start() - len(adjective[1]) if adjective else word.start()):
        if _has(text, first, end):
            yield first, end
            return


_TAKES = re.compile(
    rf"(?:{SUBJECT}(?i:'m|'s|'ve been| am| is| was| has been| have been|)(?i: (?:also|"
    rf"currently|now|still|"
    r"been|already|recently|just))*(?i: (?:on|takes?|taking|took|using|uses?|started(?: on)?|"
    r"(?:was |been |is |am |being )?(?:prescribed|given|put on)|"
    r"stopped(?: taking)?|receiv(?:es|ing|ed)|having|underwent|undergoing|had|needs?|nimmt|"
    r"nehme|bekommt|"
    r"prend|prends|toma|tomo|prende|prendo)))(?i: (?:a|an|the|my|his|her|daily|oral|low-dose|"
    r"high-dose|"
    r"\d+ ?m?c?g(?: of)?|some))* \Z|(?i:\b(?:my|his|her) (?:daily |regular )?\Z)|"
    r"(?i:\b(?:current medications?|rx|tab|tab\.|cap|inj)[: ]\s?\Z)"
)
_DOSE = re.compile(
    r" \d{1,4}(?:\.\d+)? ?(?:mg|mcg|g|ml|iu|units?)\b"
    r"(?: (?:od|bd|tds|qid|daily|twice daily|once daily|hs|prn))?",
    re.IGNORECASE,
)


def _taken(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A medicine that somebody takes, with its dose."""
    before = sentence_before(text, start)
    dose = _DOSE.match(text, end)
    if _TAKES.search(before) and not _MANY.search(before):
        yield start, dose.end() if dose else end


_BLOOD = re.compile(
    r".{0,40}?(?P<v>\b(?:AB|A|B|O|0)(?:[12])? ?-?(?:rh(?:esus)? ?)?(?:\+ ?(?:ve|positiv\w*)?|"
    r"- ?(?:ve)?|"
    r"positiv\w*|negativ\w*|pos\b\.?|neg\b\.?)(?:ve\b)?)(?!\w)",
    re.IGNORECASE | re.DOTALL,
)


def _blood(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    match = _BLOOD.match(text, start)
    if match is not None:
        yield match.span("v")


_RESULT = re.compile(
    r"(?:hba1c|a1c|cd4)?[^\d\n]{1,40}?(?P<v>\d{1,6}(?:[.,]\d{1,3})?(?: ?/ ?\d{2,3})?(?: ?(?:%|"
    r"mmol/l|mg/dl|mmhg|"
    r"copies/ml|cells/\w+|kg/m2|g/dl))?)",
    re.IGNORECASE,
)


def _result(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    match = _RESULT.match(text, start)
    if match is not None:
        yield match.span("v")


_ALLERGIC = re.compile(
    r"[^\n]{0,60}?(?:allergic to|allergy to|allergisch (?:gegen|auf)|allergique (?:à|au|aux)|"
    r"al(?:é|e)rgic[oa] a|"
    r"allergic[oa] (?:a|al|alla|ai|alle)) (?P<v>[a-z]{3,20}(?: (?:nuts?|milk|pollen|dander|"
    r"stings?|mites|drugs|oil|eggs?|venom|fur))?(?:(?:,| and|,? or|"
    r",? und|,? et|,? y|,? e) [a-z]{4,20}){0,3})",
    re.IGNORECASE,
)
_SOMEONE = re.compile(rf"(?:{SUBJECT}|(?i:\b(?:am|i'm|he's|she's|patient)\b))[^.]{{0,24}}\Z")


def _allergic(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    match = _ALLERGIC.match(text, start)
    if match is not None and _SOMEONE.search(sentence_before(text, start)):
        yield match.span("v")


def _state(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`she is pregnant`, `type 2 diabetic`; no thing that is blind or disabled."""
    if is_said(text, start, end) and not _THING.match(text, end):
        yield start, end


def _pattern(scan: str, narrow: Narrow, score: float = 0.75, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": "HEALTH", "score": score, "narrow": narrow, "before": "-/",
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="health",
    patterns=(
        looked_up(_pattern(whole(CONDITIONS), _condition), CONDITIONS),
        _pattern(rf"(?:{'|'.join(SUFFIXES)})\b", _named, open_start=True),
        _pattern(whole(STATES), _state, before=""),
        _pattern(r"\b\d{1,2} (?:weeks|months) (?:pregnant|postpartum)\b", said),
        looked_up(_pattern(whole(MEDICINES), _taken), MEDICINES),
        looked_up(_pattern(whole(PROCEDURES), _taken), PROCEDURES),
        _pattern(
            r"(?:\bblood (?:group|type)|\bblutgruppe|groupe sanguin|grupo sangu(?:í|i)neo|"
            r"tipo de sangre|"
            r"gruppo sanguigno|\bbloedgroep|रक्त समूह|ब्लड ग्रुप|\bblood grp)[^a-z0-9]{1,4}"
            r"(?:is |ist |est |es |è |of |: ?|= ?|hai )?(?:ab|a|b|o|0)[12]? ?-?(?:rh)?[+pn-]",
            _blood,
            open_end=True,
        ),
        _pattern(
            r"\b(?:i am|i'm|he is|he's|she is|she's|my blood is|patient is) (?:ab|a|b|"
            r"o)[ -]?(?:rh )?"
            r"(?:positive|negative)\b",
            _blood,
        ),
        _pattern(
            r"\b(?:hba1c|a1c|fasting (?:glucose|sugar)|blood (?:sugar|glucose)|viral load|"
            r"cd4 count|cd4|"
            r"blood pressure|psa level|creatinine|total cholesterol|ldl)(?: (?:level|reading|"
            r"result))?"
            r"(?: (?:is|was|of|at|came back(?: at)?) ?|[:=]| ) ?\d",
            _result,
            0.7,
            open_end=True,
        ),
        _pattern(r"\bbp(?: (?:is|was|of)|:)? ?\d{2,3} ?/ ?\d{2,3}\b", _result, 0.7),
        _pattern(r"\bbmi(?: (?:is|was|of)|:)? ?\d{2}(?:\.\d)?\b", _result, 0.6),
        _pattern(
            r"\b(?:allerg(?:ic|y) to|allergisch (?:gegen|auf)|allergique (?:à|au|aux)|al(?:é|"
            r"e)rgic[oa] a|"
            r"allergic[oa] (?:a|al|alla|ai|alle)) [a-z]",
            _allergic,
            open_end=True,
        ),
    ),
    examples=(
        "she was diagnosed with HIV",
        "patient has type 2 diabetes",
        "I am pregnant",
        "He takes metformin 500 mg daily",
        "Blood group: B+",
        "My father died of pancreatic cancer",
        "मुझे मधुमेह है",
        "Er leidet an Epilepsie",
        "HbA1c was 8.2%",
        "I'm allergic to penicillin",
    ),
)
