"""Politics, trade unions and sex life (GDPR Art. 9(1)), where a sentence says them of somebody."""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.special_words import CONVICTIONS, PARTIES, UNIONS
from redaction.statements import SUBJECT, is_said, looked_up, only, sentence_before, whole

_PARTY = whole(PARTIES)
_UNION = whole(UNIONS)
_VOTED = re.compile(
    rf"(?:(?:\w+ )?(?:the |die |den |le |la |les |el |il |for |por |a |"
    rf"al )?)?(?P<v>(?:{_PARTY}))(?![\w])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"[^\n]{0,24}?(?:for|to|of|against) (?:the )?(?P<v>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3})"
)
_WHO = re.compile(
    rf"(?:{SUBJECT}|(?i:\b(?:who|ne|maine|humne|usne|and|also|then|always|never)))"
    rf"(?i:(?: \w+){{0,3}}) ?\Z"
)
_NOBODY = re.compile(
    r"(?i:\b(?:senators?|members|mps|lawmakers|delegates|shareholders|voters|people|parliament|"
    r"council|"
    r"committee|house|congress(?:men|women)|states|countries|they|we all|who|citizens|"
    r"representatives|board)\b)"
)


def _spoken(text: str, start: int) -> bool:
    """Whether somebody in particular does what is written here."""
    before = sentence_before(text, start)
    return _WHO.search(before) is not None and _NOBODY.search(before) is None


def _voted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The party or the person of `voted for the Greens`."""
    if not _spoken(text, start):
        return
    match = _VOTED.match(text, end - 1, end + 48) or _VOTED.match(text, start, end + 32)
    if match is not None:
        yield match.span("v")


_MEMBER = re.compile(
    r"[^\n]{0,48}?(?:of|in|bei|der|du|de la|del|de|al|alla|à la|à|a|zur|the) (?:the |d(?:er|ie) )?"
    rf"(?P<v>(?:{_PARTY})(?: party)?|(?!European|African|Soviet|Credit|Students?|Western|Arab|"
    rf"Rugby|Banking)"
    r"[A-Z][\w&'-]+(?: [A-Z][\w&'-]+){0,3} Party)(?!\w)",
)
_MEMBER_ANY = re.compile(_MEMBER.pattern, re.IGNORECASE)


def _member(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The party of `a member of the SPD`."""
    match = _MEMBER.match(text, start, end + 60) or _MEMBER_ANY.match(text, start, end + 24)
    if match is not None and (_spoken(text, start) or _is(text, start)):
        yield match.span("v")


_IS = re.compile(
    rf"(?:{SUBJECT}(?i:'m|'s|'ve been| am| is| was| are| bin| ist| war| suis| est| soy| es|"
    rf" sono| è| has been|"
    r" have been| a (?:é|e)t(?:é|e)| fue| hai| joined| left|)(?i: (?:an?|ein|eine|une?|una?|"
    r"also|active|paid-up|"
    r"card-carrying|lifelong|proud|long-standing|seit \d{4}|the|not|currently|former|registered))*|"
    r"\A(?i:an?|proud|member)?|\b(?i:as an?|being an?)) ?\Z"
)


def _is(text: str, start: int) -> bool:
    return _IS.search(sentence_before(text, start)) is not None


_UNIONISED = re.compile(
    rf"[^\n]{{0,48}}?(?P<v>(?:{_UNION})(?: (?:trade )?union)?|"
    r"(?!(?:European|African|Soviet|Credit|Students?|Western|Arab|Rugby|Banking|Postal|"
    r"International Telecommunication) )"
    r"(?:[A-Z][\w&'-]+ ){1,5}(?:Union|Workers|Teamsters|Brotherhood|Guild))(?!\w)",
)
_UNIONISED_ANY = re.compile(
    rf"[^\n]{{0,48}}?(?P<v>(?:(?:trade |labou?r |teachers'? |nurses'? |workers'? |railway )"
    rf"union|{_UNION}|gewerkschaft|syndicat|sindicato|sindacato))(?!\w)",
    re.IGNORECASE,
)
_NO_UNION = re.compile(
    r"(?i:european|african|soviet|credit|student'?s?|rugby|banking|western|western european|"
    r"monetary|customs)"
    r" union|union (?:type|member state|of)|states? of"
)


def _union(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The union of `member of the GMB union`; no credit union, no union of states."""
    if _NO_UNION.search(text[start : end + 40]) or not (_is(text, start) or _spoken(text, start)):
        return
    match = _UNIONISED.match(text, start, end + 60) or _UNIONISED_ANY.match(text, start, end + 24)
    if match is not None:
        yield match.span("v")


def _unionist(text: str, start: int, _end: int) -> bool:
    return _is(text, start) and not re.search(
        r"(?i:credit|student|european|rugby) \Z", text[:start][-12:]
    )


def _convinced(text: str, start: int, end: int) -> bool:
    """`a registered Republican`; adjectives that judge other things need an article or a name."""
    if not is_said(text, start, end) or re.match(
        r" (?:estimate|approach|with|on|in|about|value)", text[end : end + 12]
    ):
        return False
    low = text[start:end].lower()
    return low not in {"conservative", "liberal", "nationalist", "republican", "tory"} or bool(
        re.search(
            r"(?i:\b(?:an?|very|politically|socially|registered|lifelong|staunch|die-hard) )\Z",
            text[:start][-16:],
        )
        or text[start].isupper()
    )


_INTIMATE = re.compile(
    r"(?i:\b(?:how|safe|study|survey|people|teens|students|married couples|characters?) )"
)


def _intimate(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    before = sentence_before(text, start)
    if re.search(
        rf"(?:{SUBJECT}|(?i:patient|and|who))(?i:(?:'m|'s|'ve|'d)?(?: \w+){{0,3}}) ?\Z", before
    ) and (_INTIMATE.search(before) is None):
        yield start, end


def _pattern(
    scan: str, entity_type: str, narrow: Narrow, score: float = 0.75, **more: object
) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": entity_type, "score": score, "narrow": narrow, "before": "-",
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="opinions",
    patterns=(
        _pattern(
            r"\b(?:vot(?:e|es|ed|ing) (?:for |against )?|campaign(?:s|ed|ing)? for |"
            r"canvass(?:ed|ing)? for |"
            r"supports? |supporter of |support(?:ed|ing) |donated to |backs |backed |w(?:ä|"
            r"a)hl(?:t|e|te) |hat |habe |"
            r"vote(?:nt)? (?:pour )?|a vot(?:é|e) (?:pour )?|ai vot(?:é|e) (?:pour )?|vot(?:ó|"
            r"o|é|a|ai|ato) (?:a |al |por |per )?|"
            r"ho votato |ha votato )(?:the |die |den |le |la |les |el |il |i )?[a-z]",
            "POLITICAL_OPINION",
            _voted,
            open_end=True,
        ),
        _pattern(
            r"(?:भाजपा|बीजेपी|कांग्रेस|आम आदमी पार्टी|\b(?:bjp|congress|aap|tmc|bsp|sp)) (?:को|"
            r"का|की|ko|ka|ki) "
            r"(?:वोट|समर्थक|सदस्य|vote|samarthak|supporter|sadasya|member)",
            "POLITICAL_OPINION",
            lambda _t, start, end: ((start, end),),
        ),
        _pattern(
            r"\b(?:member|membership|mitglied|membre|adh(?:é|e)rente?|militante?|miembro|"
            r"afiliad[oa]|iscritt[oa]|tesserat[oa]|"
            r"activist|councillor|chairman|treasurer|canvasser|volunteers?|joined|"
            r"milita) (?:of|for|in|der|bei|du|de la|de|del|al|alla|the|the) ",
            "POLITICAL_OPINION",
            _member,
            open_end=True,
        ),
        looked_up(_pattern(whole(CONVICTIONS), "POLITICAL_OPINION", only(_convinced)), CONVICTIONS),
        _pattern(
            r"\b(?:member|membership|rep|representative|shop steward|official|organi[sz]er|"
            r"mitglied|membre|"
            r"adh(?:é|e)rente?|syndiqu(?:é|e)e?|afiliad[oa]|miembro|iscritt[oa]|sadasya|joined|"
            r"belongs?|delegate) "
            r"(?:of|for|in|bei|der|du|de la|de|del|à la|à|a la|a|al|alla|to|the) ",
            "TRADE_UNION",
            _union,
            0.76,
            open_end=True,
        ),
        _pattern(
            r"\b(?:trade |labou?r )?union (?:member|rep|representative|steward|organi[sz]er|"
            r"delegate|official)\b|"
            r"\bshop steward\b|\bgewerkschaftsmitglied\b|\btrade unionist\b|\bsindicalista\b|"
            r"\bsyndicaliste\b",
            "TRADE_UNION",
            only(_unionist),
            0.76,
        ),
        _pattern(
            r"यूनियन (?:का|की|के) (?:सदस्य|नेता)|\bunion (?:ka|ki|ke) (?:member|sadasya|neta)\b",
            "TRADE_UNION",
            lambda _t, start, end: ((start, end),),
        ),
        _pattern(
            r"\b(?:had (?:unprotected |casual )?sex with|sexually active|sleep(?:s|"
            r"ing)? with (?:his|her|my|a|other|another)|"
            r"slept with (?:his|her|my|a|him|another|someone)|had an (?:extramarital )?affair|"
            r"having an (?:extramarital )?affair|"
            r"cheat(?:ed|ing) on (?:my|his|her)|one[- ]night stand|sexual partners?|"
            r"(?:watch(?:es|ing)?|addicted to) porn\w*|visits? (?:a )?(?:prostitutes?|"
            r"sex workers?|escorts?)|"
            r"(?:is|am|was|i'm|he's|she's) (?:a )?(?:virgin|swinger|polyamorous|into bdsm)|"
            r"worked as an escort)\b",
            "SEX_LIFE",
            _intimate,
        ),
    ),
    examples=(
        "I voted for the Greens",
        "She is a member of the Labour Party",
        "He is a registered Republican",
        "I'm a member of the GMB union",
        "Er ist Mitglied der IG Metall",
        "she is a union rep",
        "The patient is sexually active",
    ),
)
