"""Belief, origin, caste, orientation and gender identity, where a sentence says them of somebody.

GDPR Art. 9(1); castes reveal ethnic origin (and GDPR recital 51, DPDP Act s. 10 look at the risk).
A word alone is a topic (`Turkish coffee`, `gay marriage law`) and stays; fields (`religion: Hindu`)
are read by `redaction.hints`.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.special_words import (
    CASTES,
    DEMONYMS,
    ETHNIC,
    FAITHS,
    IDENTITIES,
    ORIENTATIONS,
    RELIGIONS,
)
from redaction.statements import (
    SUBJECT,
    framed,
    is_said,
    looked_up,
    only,
    said,
    sentence_before,
    whole,
)

_HOME_BEFORE = re.compile(
    r"(?i:\b(?:belong(?:s|ed|ing)? to|com(?:e|es|ing) from|(?:am|is|'m|'s|was|are) from|"
    r"born in(?:to)?|"
    r"raised in|grew up in|married into|member of|aus einer|dans une|d'une|de una|en una|"
    r"da una|in una)"
    r"(?: an?| the| une| una)?(?: [a-z-]+)?) \Z"
)
_HOME_AFTER = re.compile(
    r"(?:[ -](?:christian|jewish|muslim|hindu))?[ -](?:family|household|community|caste|tribe|"
    r"faith|"
    r"background|home|parents|minority|jati|samaj|parivar|familie|famille|familia|famiglia)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    rf"(?:{SUBJECT}|(?i:\b(?:m[ye]|her|him|his|patient|applicant|candidate|husband|wife)\b))"
)
_DESCENT_BEFORE = re.compile(
    rf"{SUBJECT}(?i:(?:'s|'m| am| is| was| are|(?: \w+)? (?:ist|war|est|es|era|è))"
    r"(?: (?:a|an|also|partly|originally|mainly|eine?|une?|una?|man|woman|person|student|"
    r"patient|male|"
    r"female|citizen|national|mann|frau|homme|femme|hombre|mujer|uomo|donna|british|american|us))*"
    r"(?: of| with|,? d'| de| di|)(?: (?:mixed|partly|part|origine|origen|origem))?) ?\Z"
)
_DESCENT_AFTER = re.compile(
    r"(?:er)?(?: and \w+|-\w+)?[ -](?:origin|descent|ancestry|heritage|extraction|parentage|roots|"
    r"ethnicity|stock|blood|herkunft|abstammung|wurzeln)\b",
    re.IGNORECASE,
)
_DE_ORIGIN = re.compile(
    rf"{SUBJECT}(?i: (?:suis|est|(?:é|e)tais|soy|es|sono|è|sou|é)"
    r"(?: (?:une?|una?|homme|femme|hombre|mujer|uomo|donna|aussi))*"
    r" (?:d'origine|de origen|de ascendencia|di origine|de origem)) \Z"
)
_CITIZEN = re.compile(
    r" (?:citizen|national|passport holder|by birth|staatsbürger|staatsangehörig)"
)


def _home(text: str, start: int, end: int) -> bool:
    """`comes from a Hindu family`."""
    return (
        _HOME_AFTER.match(text, end) is not None
        and _HOME_BEFORE.search(sentence_before(text, start)) is not None
    )


def _descent(text: str, start: int, end: int) -> bool:
    """`she is of Turkish descent`, `elle est d'origine algérienne`."""
    before = sentence_before(text, start)
    if ("ori" in before or "ascend" in before) and _DE_ORIGIN.search(before) is not None:
        return True
    return (
        _DESCENT_AFTER.match(text, end) is not None and _DESCENT_BEFORE.search(before) is not None
    )


def _member(text: str, start: int, end: int) -> bool:
    return is_said(text, start, end) or _home(text, start, end)


def _ethnic(text: str, start: int, end: int) -> bool:
    return _member(text, start, end) or _descent(text, start, end)


_NATIONAL_BEFORE = re.compile(
    rf"{SUBJECT}(?i:'s|'m| am| is| was| are| holds?| have| has)(?i: also)?(?i: an?)? \Z"
)


def _national(text: str, start: int, end: int) -> bool:
    """`I am German`, `he is a Russian citizen`."""
    if is_said(text, start, end):
        return True
    return _CITIZEN.match(text, end) is not None and bool(
        _NATIONAL_BEFORE.search(sentence_before(text, start))
    )


_HAS_FAITH = (
    rf"{SUBJECT}(?i:'ve|'s|)(?i: (?:have|has|had))?(?i: (?:also|recently|later|still))?"
    r"(?i: (?:practi[sc]e[sd]?|follow(?:s|ed)?|convert(?:s|ed)? to|left|reverted to|embraced|"
    r"konvertierte zum|s'est converti(?:e)? (?:à|au)|se convirti(?:ó|o) al|si è convertit[oa] al)) "
)
_ATTRACTED = re.compile(
    r"[^\n]{0,40}?(?P<v>(?:sexually |romantically )?attracted to (?:both )?\w+)", re.IGNORECASE
)
_COLOUR_AFTER = re.compile(
    r"[.,;!?\n)]|\Z| (?:and|but) (?!white|black|blue|red|green|cold|dry|gr[ae]y)"
)
_COLOUR = re.compile(r"(?i:i am|i'm|as|identif\w+ as) (?i:an? )?\Z")


def _coloured(text: str, start: int, end: int) -> bool:
    """`I am Black`, `as a white woman`: colours of things and moods are none of a person."""
    before = sentence_before(text, start)
    person = re.match(
        r" (?:man|woman|person|male|female|guy|girl|boy|british)\b", text[end : end + 12]
    )
    if person:
        return is_said(text, start, end)
    return bool(_COLOUR.search(before)) and bool(_COLOUR_AFTER.match(text, end))


def _attracted(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    match = _ATTRACTED.match(text, start)
    if match is not None:
        yield match.span("v")


def _pattern(scan: str, entity_type: str, narrow: Narrow, score: float = 0.75) -> Pattern:
    return Pattern(
        scan=scan, entity_type=entity_type, score=score, narrow=narrow, before="-", after="-/"
    )


RECOGNIZER = Recognizer(
    name="special",
    patterns=(
        looked_up(_pattern(whole(RELIGIONS), "RELIGION", only(_member)), RELIGIONS),
        looked_up(_pattern(whole(FAITHS), "RELIGION", framed(_HAS_FAITH)), FAITHS),
        looked_up(_pattern(whole(ETHNIC), "ETHNICITY", only(_ethnic)), ETHNIC),
        _pattern(r"\b(?:black|white)\b", "ETHNICITY", only(_coloured)),
        looked_up(_pattern(whole(DEMONYMS), "ETHNICITY", only(_descent), 0.76), DEMONYMS),
        looked_up(_pattern(whole(DEMONYMS), "NRP", only(_national)), DEMONYMS),
        looked_up(_pattern(whole(CASTES), "CASTE", only(_member)), CASTES),
        _pattern(whole(ORIENTATIONS), "SEXUAL_ORIENTATION", said),
        looked_up(_pattern(whole(IDENTITIES), "GENDER_IDENTITY", said), IDENTITIES),
        _pattern(
            r"\b(?:i am|i'm|he is|he's|she is|she's) (?:not |only |also |mostly )?"
            r"(?:sexually |romantically )?attracted to (?:both )?(?:men|women|males|females|"
            r"boys|girls)\b",
            "SEXUAL_ORIENTATION",
            _attracted,
        ),
        _pattern(
            r"\bsame[ -]sex (?:partner|spouse|husband|wife)\b",
            "SEXUAL_ORIENTATION",
            framed(r"(?i:\b(?:my|his|her) )"),
        ),
    ),
    examples=(
        "I am a Muslim woman",
        "she identifies as bisexual",
        "he is gay",
        "er ist katholisch",
        "she is of Turkish descent",
        "I belong to a Dalit family",
        "मैं मुस्लिम हूँ",
        "I am a trans woman",
    ),
)
