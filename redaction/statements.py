"""What makes a word a statement about a person: `I am a Muslim` is one, `Turkish coffee` is none.

A term is sought by the scanner; this file reads the sentence around it: before it a subject and a
verb (`she is`, `er ist`, `मैं ... हूँ`), behind it nothing that makes it a thing (`restaurant`).
Every window is short, so that the work stays linear.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from redaction.patterns import Narrow, Pattern

WINDOW = 80
"""Characters of the sentence that are read before a term."""
_BEHIND = 40

_STOP = re.compile(r"[.!?;:|]\s|[\n\r\t{}]")

KIN = (
    r"(?:(?:late|ex|older|younger|elder|little|big|best|step|only|new|twin|own|first|second)[ -]?)?"
    r"(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc(?:é|e)e?|mother|mom|mum|mummy|"
    r"father|dad|parents?|sons?|daughters?|child|kids?|brothers?|sisters?|family|friend|boss|"
    r"manager|colleague|co-?worker|neighbou?r|uncle|aunt|auntie|cousin|niece|nephew|"
    r"grand(?:mother|father|ma|pa|son|daughter)|landlord|tenant|client|patient|employee|student|"
    r"pupil|teacher|nanny|maid|driver|room-?mate|flat-?mate|in-laws|ex)"
)
"""People whom somebody calls his or hers."""

_ROLE = (
    r"(?:patient|applicant|candidate|claimant|employee|client|customer|student|defendant|"
    r"complainant|victim|suspect|tenant|man|woman|boy|girl|child|deceased|accused|petitioner|"
    r"appellant|respondent|caller|driver|nurse|teacher|worker|baby|mother|father|couple|pt)"
)
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Herr|Frau|Mme|Sra?|Shri|Smt)\.? )?(?!(?:It|This|That|There|What|Which|Who|"
    r"Where|Here|How|Why|When|If|Islam|Everything|Nothing|All|Das|Dies|Es|Ce|Esto|Eso|Questo|"
    r"Today|Sunday|The|Name|Type|Value|Status|Code|App|Web|Site|Page)\b)"
    r"[A-ZÀ-Þ][a-zà-ÿ'-]{1,20}(?: [A-ZÀ-Þ][a-zà-ÿ'-]{1,20}){0,2}"
)
SUBJECT = (
    r"(?:(?i:\b(?:i|he|she|we|u|you|mein(?:e|er)? \w+|er|sie|ich|je|il|elle|(?:mon|ma|mes) \w+|"
    r"ella|(?:mi|su) \w+|lui|lei|(?:(?:mi|su)[ao]|il suo|la sua|il mio|la mia) \w+|"
    rf"(?:my|his|her|our|your|their) {KIN}|(?:the|this|that|our|one) {_ROLE}|patient|pt|patiente?|"
    rf"paciente|paziente|der patient|die patientin))|\b{_NAME})"
)
"""Somebody in particular, in English, German, French, Spanish and Italian."""

_BE = (
    r"(?:(?i:\b(?:i am|i'm|im|i was|he is|he's|hes|he was|she is|she's|shes|she was|we are|we're|"
    r"you are|you're|u r|ich bin|ich war|er ist|er war|sie ist|sie war|bin ich|bin|je suis|"
    r"j'(?:é|e)tais|il est|elle est|c'est une? homme|soy|yo soy|(?:é|e)l es|ella es|es una?|"
    r"era una?|estoy|est(?:á|a)|es|sono|io sono|lui (?:è|e')|lei (?:è|e')|(?:è|e') una?|sou|eu sou|"
    r"ele (?:é|e)|ela (?:é|e)|ik ben|hij is|zij is|ze is)"
    rf"|(?:my|his|her|our|your|their) {KIN}(?:'s| is| was| are| were)|"
    rf"\b(?:the|this|that|our|one) {_ROLE}(?:'s| is| was| has been)|"
    r"\b(?:mein|meine|seine?|ihre?) \w+ ist|\b(?:mon|ma|son|sa) \w+ est|\b(?:mi|"
    r"su) \w+ es(?:t(?:á|a))?|"
    r"\b(?:il|la) (?:mio|mia|suo|sua) \w+ (?:è|e')|\bmia? (?:madre|padre|moglie|marito|"
    r"figli[ao]) è|"
    r"\b(?:patient|patientin|pat\.?) (?:ist|est|is|was|es)|\bpaciente (?:es|est(?:á|a))|\bè|"
    r"\b(?:identif(?:y|ies|ied|ying)|came out|come out|comes out|coming out|outed) (?:\w+self )?as|"
    r"\b(?:i|he|she|we) (?:was|were) (?:born|raised|brought up)|\b(?:raised|brought up|grew up|"
    r"born)"
    r"(?: as)?|(?<!well )\bas(?= an? )|(?:i|he|she) (?:became|turned|remained?|am being)"
    r"|(?:religion|faith|caste|ethnicity|race|orientation|gender|belief|dharm|jati|religión|"
    r"konfession)"
    r" (?:is|was|ist|est|es|hai|è))"
    rf"|\b{_NAME} (?i:is|was|ist|est|es|è|war|bin))"
)
_MODIFIERS = (
    r"(?i:(?:not|also|now|still|actually|openly|proudly|very|both|just|really|already|currently|"
    r"originally|only|never|always|secretly|indeed|definitely|ethnically|born|raised|half|part|"
    r"practi[sc]ing|devout|committed|strict|lapsed|observant|pious|proud|self-identified|up|and|"
    r"non-practi[sc]ing|legally|mostly|an?|the|one|eine?[nr]?|auch|nicht|gl(?:ä|a)ubige?r?|"
    r"praktizierende?r?|offen|bekennende?r?|streng|seit \w+|"
    r"une?|aussi|pas|ouvertement|de confession|una?|tambi(?:é|e)n|abiertamente|muy|anche|"
    r"apertamente|di religione|de religi(?:ó|o)n|um|uma|een|ook)\s{1,2})"
)
_OTHER = (
    r"(?:(?!(?i:of|in|at|for|to|with|about|on|big|huge|great|fan|from|into|like|as|by|is|was|than|"
    r"against|not|no|called|named)\b)[\w-]{2,16}\s)"
)
"""Another word between an article and the term: `a gay Muslim`."""
_PREDICATE = re.compile(
    rf"{_BE}\s{{1,2}}(?:{_MODIFIERS}){{0,4}}(?:(?i:\b(?:an?|eine?|une?|"
    rf"una?)) {_OTHER}{{1,2}})?[\"'(*]?\Z"
)

_AFTER = re.compile(
    r"\s?(?:[.,;:!?)\]\"'|/*<]|\Z|[\n\r-])|\s{1,2}(?i:(?:and|or|but|so|who|which|that|by|from|with|"
    r"since|because|as|when|while|though|although|then|too|also|now|again|if|at|for|in|on|"
    r"living|born|raised|of|man|woman|male|female|boy|girl|guy|lady|person|people|family|couple|"
    r"kid|child|teen\w*|student|patient|mother|father|parent|wife|husband|faith|religion|"
    r"background|"
    r"origin|descent|heritage|community|household|convert|immigrant|refugee|btw|lol|myself|and I|"
    r"und|oder|aber|weil|seit|aus|mit|getauft|erzogen|aufgewachsen|frau|mann|et|ou|mais|depuis|de|"
    r"du|femme|homme|y|o|pero|desde|con|mujer|hombre|e|ma|da|dal|donna|uomo|pratiquante?|"
    r"practicante|"
    r"praticante|en|maar|sinds|i|he|she|we|my|this|last|after|before|yet|not|via|due|hai|hoon|"
    r"hu|hun|"
    r"tha|thi)\b(?! (?:majority|nation|state|country)))"
)
"""What may follow a term that says what somebody is; a thing's name may not."""
_SAYS = re.compile(
    r"\s{0,2}(?:(?:mahila|aadmi|ladka|ladki|aurat|parivar|dharm|ho(?:ne|kar)?|jati|samaj)\b\s)?"
    r"(?:(?:se|ka|ki|ke) )?(?:hu|hun|hoo|hoon|hai|hain|tha|thi|the|ho)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:main|mai|mein|me|hum|ham|woh|wo|vo|voh|ye|yeh|mera|meri|mere|uska|uski|unka|unki|"
    r"tum|aap|"
    r"uske|hamara|hamari)\b(?: [\w']+){0,4} \Z",
    re.IGNORECASE,
)
_SAYS_INDIC = re.compile(
    r"\s{0,2}(?:(?:महिला|आदमी|लड़का|लड़की|औरत|परिवार|धर्म|समुदाय|जाति)\s)?(?:(?:से|का|की|के)\s)?"
    r"(?:हूँ|हूं|हुँ|हुं|हैं|है|हो|था|थी|थे)"
)
_WHO_INDIC = re.compile(
    r"(?:मैं|मै|हम|वह|वो|यह|ये|मेरा|मेरी|मेरे|उसका|उसकी|उसके|उनका|उनकी|आप|तुम|उसे|मुझे|उन्हें|"
    r"रोगी|मरीज़?)"
    r"(?:\s\S+){0,4}\s\Z"
)


def sentence_before(text: str, start: int, reach: int = WINDOW) -> str:
    """What stands of a sentence before a place, at most `reach` characters."""
    begin = max(0, start - reach)
    window = text[begin:start]
    cut = 0
    for match in _STOP.finditer(window):
        cut = match.end()
    return window[cut:]


def is_said(text: str, start: int, end: int) -> bool:
    """Whether a sentence says of a person that she is what stands here."""
    stop = end + _BEHIND  # what follows is read first: it is short, and most topics end here
    if _AFTER.match(text, end, stop) and _PREDICATE.search(sentence_before(text, start)):
        return True
    if _SAYS.match(text, end, stop):
        return _WHO.search(sentence_before(text, start)) is not None
    if _SAYS_INDIC.match(text, end, stop):
        return _WHO_INDIC.search(sentence_before(text, start)) is not None
    return False


def said(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The term, where a sentence says it of a person."""
    if is_said(text, start, end):
        yield start, end


def framed(before: str, after: str = "") -> Narrow:
    """The term, between these expressions or where a sentence says it of a person.

    Args:
        before: read backwards from the term within its sentence.
        after: what may not follow; "" for nothing.
    """
    ahead = re.compile(rf"(?:{before})\Z")
    denied = re.compile(after) if after else None

    def narrow(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if denied is not None and denied.match(text, end):
            return
        if ahead.search(sentence_before(text, start)) or is_said(text, start, end):
            yield start, end

    return narrow


def only(test: Callable[[str, int, int], bool]) -> Narrow:
    """The hit, where this holds of text, start and end."""

    def narrow(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if test(text, start, end):
            yield start, end

    return narrow


def whole(words: str) -> str:
    r"""An expression of the scanner for comma-separated terms; blanks may be hyphens.

    `\b` of the scanner knows ASCII only, so that terms with other letters at an edge have none:
    what stands beside a hit is checked in code.
    """
    terms = sorted({term.strip() for term in words.replace("\n", " ").split(",")} - {""})
    plain = "|".join(_term(term) for term in terms if term.isascii())
    others = "|".join(_term(term) for term in terms if not term.isascii())
    return "|".join(part for part in (rf"\b(?:{plain})\b" if plain else "", others) if part)


def looked_up(pattern: Pattern, words: str) -> Pattern:
    """The pattern of `whole(words)`, its terms sought by their ends: signs in them are letters."""
    terms = sorted({" ".join(term.split()) for term in words.split(",")} - {""})
    ending = pattern.scan.removeprefix(r"\b")
    return replace(pattern, ending=ending, terms=tuple(terms))


def _term(term: str) -> str:
    return re.sub(r"\s+", "[ -]", term)
