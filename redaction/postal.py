"""Postal addresses as a whole: what stands behind a street and before a postcode belongs to it.

The scanner finds a core (a street with its number, a postcode with its town); this file reads on
from it, segment by segment: units, towns, states, postcodes, countries behind, and before a
postcode the lines that lead to it. Every reading is bounded.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow

_UP = "A-ZÀ-ÖØ-ÞĀ-Ž\u1e00-\u1eff"
_WORD = rf"[{_UP}][\w'.-]{{0,24}}"
_SMALL = (
    r"(?:de|del|la|las|los|le|les|du|des|d'|di|da|do|dos|das|della|van|von|der|den|am|an der|im|in|"
    r"bei|ob der|upon|on|of|the|sur|sous|en|y|e|and|&|el|al|ze|nad|pod|near|opp\.?|opposite|behind|"
    r"next to|beside|above|below|off)"
)
PLACE = (
    rf"(?:{_SMALL}\.? )?{_WORD}(?:[ -](?:{_SMALL} ){{0,2}}{_WORD}){{0,4}}"
    r"(?: \((?:[A-Z]{1,2}|East|West|North|South)\))?"
)
"""A town, a district, a building: capitalised words with small ones between."""
STATES = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|PR|"
    r"RI|S[CD]|"
    r"T[NX]|UT|V[AT]|W[AIVY])"
)
"""States of the US."""
STATE_NAMES = (
    r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    r"Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    r"Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|"
    r"New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|"
    r"Rhode Island|"
    r"South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    r"Wisconsin|Wyoming)"
)
_REGIONS = (
    rf"(?:{STATES}|NSW|VIC|QLD|SA|TAS|ACT|NT|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|YT|NU|Vic|Qld|Tas)"
)
POSTCODE = (
    r"(?:\d{5}-\d{4}|\d{5}-\d{3}|(?:[A-Z]{1,2}-)?\d{4,6}(?: ?[A-Z]{2}\b)?|(?:SE-)?\d{3} \d{2,3}|"
    r"\d{2}-\d{3}|\d{4}-\d{3}|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] ?[A-Z\d]{4}|"
    r"〒?\d{3}-\d{4})"
    r"(?![\w-])"
)
_COUNTRY = (
    r"(?:U\.?S\.?A\.?|United States(?: of America)?|US|U\.?K\.?|United Kingdom|Great Britain|"
    r"England|"
    r"Scotland|Wales|Northern Ireland|Ireland|Éire|India|Bharat|Germany|Deutschland|Austria|"
    r"Österreich|"
    r"Switzerland|Schweiz|Suisse|France|España|Spain|Italy|Italia|Netherlands|Nederland|"
    r"The Netherlands|"
    r"Belgium|Belgique|België|Portugal|Poland|Polska|Sweden|Sverige|Norway|Norge|Denmark|Danmark|"
    r"Finland|Suomi|Canada|Australia|New Zealand|Singapore|Japan|Mexico|México|Brazil|Brasil)\b"
)
UNIT = (
    r"(?i:(?:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|bldg|building|block|tower|wing|"
    r"no|nr|"
    r"whg|wohnung|top|stiege|etage|(?:é|e)tage|b(?:â|a)t(?:iment)?|appt|esc(?:alera)?|piso|planta|"
    r"puerta|portal|bajo|interno|int|scala|piano|andar|m|lok|bus|"
    r"porte)\.? ?#?\d{0,4}[A-Za-z]?(?:[-/]\w{1,4})?"
    r"(?![\w@]))|#\d{1,5}[A-Za-z]?\b|\d{1,2}(?:st|nd|rd|th) [Ff]loor|\d{1,2}\. ?(?:OG|Stock|Etage)|"
    r"\d{1,2}[ºª°o](?: ?(?:[A-Z]\b|izda?\.?|dcha?\.?|izq\.?|der\.?|centro))?|P ?\d{1,2}\b|EG\b|"
    r"(?:bajo|izda?|dcha?)\b\.?"
)
"""A part of a building, as written in several languages."""
_STRONG = re.compile(
    rf"(?P<code>{POSTCODE})(?:[ ,]{{1,2}}{PLACE})?|(?:{_REGIONS}|{STATE_NAMES}),? {POSTCODE}|"
    rf"{_COUNTRY}|"
    rf"(?:{_REGIONS})\b(?! [a-z])|{PLACE},? (?:(?:{_REGIONS}|{STATE_NAMES}),? |- ?)?{POSTCODE}"
)
_UNIT = re.compile(UNIT)
_PLACE = re.compile(rf"{PLACE}(?![\w'])(?!\s?[:=(])(?! [a-z]+(?:ed|s)\b)")
_BREAK = re.compile(
    r"(?P<comma>[ ]?,[ ]?(?:\r?\n[ ]*)?)|(?P<line>[ ]?\r?\n[ \t]{0,8})|(?P<gap> - | |-(?=\d))"
)
_SEGMENTS = 9
_PLACES = 4
_NO_PLACE = re.compile(
    r"(?:Phone|Tel|Mobile|Email|E-mail|Fax|Mob|Thanks|Thank|Regards|Best|Sincerely|Dear|Hi|"
    r"Hello|The|This|"
    r"That|He|She|It|We|They|You|I|And|But|Please|My|Our|Your|DOB|Date|Name|Order|Invoice|"
    r"Subject|From|"
    r"To|Re|Note|Call|Contact|Yours|Cheers|Kind|Mr|Mrs|Ms|Dr|When|Where|What|Who|If|Is|In|On|"
    r"At|For|"
    r"SSN|PAN|Aadhaar|Passport|ID|Age|Sex|Gender|Status|Website|Web|www)\b",
)


def tail(text: str, at: int) -> tuple[int, bool]:
    """Where an address ends that has reached `at`, and whether a postcode, state or country shows.

    Towns on lines of their own count only where something surer follows.
    """
    end, sure, places = at, False, 0
    for _ in range(_SEGMENTS):
        gap = _BREAK.match(text, at)
        if gap is None:
            break
        unit = _UNIT.match(text, gap.end())
        strong = _STRONG.match(text, gap.end())
        if strong is not None and (strong["code"] is None or gap["gap"] is None or not sure):
            at = end = strong.end()
            sure = True
        elif unit is not None and unit.end() > gap.end():
            at = end = unit.end()
        elif gap["gap"] is None and places < _PLACES and (place := _place(text, gap.end())):
            at = place
            places += 1
            if gap["comma"]:
                end = at
        else:
            break
    return end, sure


def _place(text: str, at: int) -> int:
    if _NO_PLACE.match(text, at):
        return 0
    match = _PLACE.match(text, at)
    return match.end() if match is not None else 0


_HOUSE = re.compile(
    r"\d|(?i:\b(?:house|cottage|farm|lodge|villa|manor|flat|court|mansion|tower|apartments?|"
    r"nagar|marg|"
    r"road|street|lane|avenue|colony|vihar|sector|society|building|village|vill|post|layout|"
    r"enclave|"
    r"st\.|rd\.|ave\.?|way|close|drive|gardens|box|psc|unit)\b)|(?i:stra(?:ß|ss)e|str\.|weg\b|"
    r"platz\b|gasse\b|"
    r"allee\b|straat|laan\b|gatan|vej\b|gade\b|vägen|katu\b|tie\b|\brue\b|\bvia\b|\bcalle\b|"
    r"\brua\b|\bul\.)"
)
_SEGMENT = re.compile(
    rf"(?:(?:[#\d]|{_SMALL} )?[{_UP}\d#/][\w'./#&()-]*|{_SMALL}\b|\d+)"
    rf"(?: (?:{_SMALL}|[{_UP}\d(#][\w'./#&()-]*))*\.?"
)
_LEFT = re.compile(r",[ ]?(?:\r?\n[ ]*)?|[ ]?\r?\n[ \t]{0,8}| - ")
_SENTENCE_START = re.compile(
    rf"(?:\A|.*?[\s:])(?P<v>(?:#|[A-Z]-?)?\d{{1,5}}[\w/-]{{0,6}},? .*|"
    rf"(?:Flat|House|Plot|Unit|Apt|H\.? ?No|Door|Suite|Box|P\.?O\.? Box|PSC|Rue|Via|Calle|Rua|"
    rf"ul\.)\b.*|"
    rf"[{_UP}][\w'.-]*(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|straat|laan|gatan|vej|gade|"
    rf"vägen) \d.*)\Z",
    re.DOTALL,
)
_NAMED = re.compile(rf"(?<!\w){_WORD}(?: {_WORD}){{0,3}}\Z")
_CLOSED = re.compile(
    rf"\b(?:[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|{STATES} \d{{5}}(?:-\d{{4}})?)\Z"
    r"|\d(?:[ ()-]?\d){8}\Z"
)
"""How addresses of the UK and the US end, and telephone numbers."""
REACH = 160
"""Characters before a postcode that are read for the lines that lead to it."""


def head(text: str, start: int) -> int:
    """Where an address begins whose town or postcode begins at `start`; `start` if nothing leads.

    Lines and comma-separated parts before it belong to it, from the leftmost that holds a number
    or a word of addresses.
    """
    begin = max(0, start - REACH)
    window = text[begin:start]
    parts, at = [], 0
    for match in _LEFT.finditer(window):
        parts.append((at, match.start()))
        at = match.end()
    parts.append((at, len(window)))
    found = start
    for first, last in reversed(parts):
        part = window[first:last].rstrip(" ")
        if not part:
            if last < len(window):
                break
            continue
        if last < len(window) and _CLOSED.search(part):
            break  # the address before, on a line of its own
        if len(part) <= 60 and _SEGMENT.fullmatch(part):  # noqa: PLR2004 - characters of a part
            if _HOUSE.search(part):
                found = begin + first
            continue
        found = _within(part, begin + first, found)
        break
    return found


def _within(part: str, first: int, found: int) -> int:
    """Where in the last part of a sentence an address begins; `found` if it does not."""
    number = _SENTENCE_START.match(part)
    if number is not None and _SEGMENT.fullmatch(part[number.start("v") :]):
        return first + number.start("v")
    named = _NAMED.search(part)
    if named is not None and _HOUSE.search(named[0]):
        return first + named.start()
    return found


def onward(core: str = "", *, sure: bool = False) -> Narrow:
    """The hit, what `core` reads from its end, and the rest of the address behind.

    Args:
        core: read on from the hit before segments are.
        sure: whether a postcode, a state or a country must follow.
    """
    read = re.compile(core) if core else None

    def narrow(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        more = read.match(text, end) if read is not None else None
        at, certain = tail(text, more.end() if more is not None else end)
        if certain or not sure:
            yield start, at

    return narrow


_LEADS = re.compile(
    rf"(?:{_HOUSE.pattern[3:]}).*[,\n] ?\Z|"
    rf"[^\W\d_]{{4,}}\.? \d{{1,4}} ?[a-zA-Z]?(?:[-/]\d{{1,3}}[a-z]?)?,?[ ]?\r?\n? ?\Z",
    re.DOTALL,
)
"""A street with its number, before a postcode that might be any number."""


_DATED = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, \Z"
)
"""A day and a month: what follows is a year."""


def anchored_at(*, alone: bool) -> Narrow:
    """A postcode with its town, the lines before it, and a country behind.

    Args:
        alone: whether it counts where nothing of an address leads to it.
    """

    def narrow(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        begin = head(text, start)
        before = text[begin:start]
        if alone or (before and _LEADS.search(before) and not _DATED.search(before)):
            yield begin, tail(text, end)[0]

    return narrow
