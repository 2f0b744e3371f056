"""Who speaks in a transcript, a chat log or a screenplay: `neha: on my way`, `<ann99> hi`.

One labelled line says nothing, as notes, changelogs and forms have them too. A transcript is known
by labels that come back, by another speaker between, and by words that are spoken after them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from redaction.headers import Valued
from redaction.name_filters import CALENDAR, FORMS, ORDINARY, TOOLS

_TIME = (
    r"(?:[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T])?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:[.,]\d{1,3})?(?:[ \u202f]?[ap]\.?m\.?)?[\])]?[ \t]{0,4}(?:[-\u2013][ \t])?)"
)
_LABEL = re.compile(
    rf"(?P<time>{_TIME})?(?:"
    r"<[@+~&% ]?(?P<nick>[^\W_][^<>:/=\"\n]{0,30})>(?= [^\n])|"
    r"(?:\*\*)?(?P<label>[+~]?[^\W_][^:<>{}\[\]=\"|/\\;,?!`\n\uff1a]{0,40})(?:\*\*)?[ ]?"
    r"(?::(?:\*\*)?[ \t]+(?=\S)|[:\uff1a](?=[^\x00-\x7f])))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?P<label>[^\W_][^:<>{}\[\]=\"|/\\;,?!`\n]{0,40}?)[ \t]{1,4}(?:\[|\(|at )?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?[\])]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A name and the time above what was said (Slack, Teams, Zoom)."""

_ROLES_TEXT = """
agent user customer client bot assistant system support host guest interviewer interviewee doctor
patient nurse counselor counsellor therapist moderator mod speaker caller operator visitor seller
buyer rep representative advisor adviser student teacher tutor witness court counsel me you him her
narrator human ai q a questioner participant member cust admin chatbot model tool function
developer respondent officer manager lawyer attorney judge clerk parent mother father mum mom dad
kunde kundin mitarbeiter berater cliente asesor agente usuario asistente conseiller utilisateur
operatore utente klant medewerker gebruiker atendente klient konsultant doctora arzt patientin
клиент оператор менеджер пользователь бот 客户 客服 用户 顾客 お客様 担当者 고객 상담원 ग्राहक एजेंट
plaintiff defendant petitioner appellant complainant claimant lender borrower landlord tenant
lessor lessee vendor purchaser insurer insured trustee issuer holder company bank party
عميل العميل الموظف unknown team desk service helpdesk it hr sales live virtual
"""
_ROLES = frozenset(_ROLES_TEXT.split())
"""Words of labels that are nobody's."""
_NO_SPEAKER_TEXT = """
note notes warning warnings todo fixme hint tip caution important danger see also example examples
info debug trace fatal critical notice fix fixes fixed feat feature chore docs doc refactor perf
style build ci revert added changed removed deprecated security breaking step steps usage synopsis
arguments args returns raises yields throws params param option options input output expected
actual given when then and but scenario background pass fail skip ok passed failed skipped xfail
received via link cookie allow disallow sitemap crawl location subject reply re fw fwd date
message summary description details detail cause caused solution answer question problem result
results reason comment comments remark author reviewer reported reviewed signed tested acked cc
depends package version architecture section priority maintainer homepage recommends suggests
provides conflicts replaces breaks source binary format files checksums changes urgency
across down monday morning evening breakfast lunch dinner round game match chapter verse part
page figure fig table appendix item number total subtotal price method ingredients serves prep
pros cons risk risks action actions decision decisions agenda topic attendees present apologies
name address city phone email fax tel mobile age sex gender dob occupation salary nationality
hauptverb beispiel hinweis achtung frage antwort ejemplo nota aviso pregunta respuesta exemple
remarque attention reponse réponse esempio domanda risposta voorbeeld let vraag antwoord
dist expression classifier keywords extra requires provides content supported obsoletes license
less plus minus income expense expenses gross net assets liabilities balance amount cost costs
make gcc clang ld cc1 bash sh zsh sudo apt curl wget ssh scp tar grep awk sed perl ruby python php
webpack vite rollup babel tsc jest mocha eslint nginx apache systemd kernel dockerd kubelet
containerd sshd cron dhcpd dnsmasq redis mongod mysqld postgres uwsgi gunicorn celery worker
server client main thread pool socket http https ftp smtp dns ssl tls tcp udp usb pci cpu gpu
device driver module plugin service daemon process task job queue cache database session request
response status code type key value id url uri path file line column row default required
"""
_NO_SPEAKER = (
    frozenset(_NO_SPEAKER_TEXT.split()) | CALENDAR | FORMS | (TOOLS - _ROLES) | (ORDINARY - _ROLES)
)
_NAME_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff]|['\u2019.-](?=[^\W\d_]|$))*"
)
_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)\s*\Z")
_PART = re.compile(r"\S+")
_CAMEL = re.compile(r"[a-z]{3,}[A-Z]|[A-Z]{3,}[a-z]")
_NICK = re.compile(r"(?=.*[\d_#])[^\W\d_][\w#-]{3,29}|[a-z][\da-z_]*\.[\da-z_]+")
_CODE = re.compile(
    r"\A(?:[-/\\.$<{\[(\"'#@*0-9]|\S+[(=;{]|[!-~]+\Z|https?:)|[;{}]\s*\Z|\w\(\)|=>|->|::|</"
)
"""What is not spoken: values, paths, code, one word alone."""
_ELEMENTS_TEXT = """
html head body div span para ul ol li table thead tbody tr td th br hr img a p b i em u strong pre
h1 h2 h3 h4 h5 h6 script style section article nav footer form label button svg details sub sup
small big center font main aside xml doc root title none eof unk pad
"""
_ELEMENTS = frozenset(_ELEMENTS_TEXT.split())
"""Names of elements: `<b> text` is no turn."""
_WORDS_MOST = 4
_LINE_READ = 400
_TURNS_LEAST = 3
_TIMED_LEAST = 2
_SURE_LEAST = 2
_TOGETHER = 200
"""Lines that are judged together: of longer texts, each part is."""


class Turn(NamedTuple):
    """One labelled line.

    Attributes:
        label: who speaks.
        start: where the label begins.
        timed: whether a time stands beside it.
        told: whether what follows reads as spoken.
        nick: whether it stands in angle brackets, as in IRC.
    """

    label: str
    start: int
    timed: bool
    told: bool
    nick: bool


def speakers(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """The labels of a transcript that name somebody.

    Args:
        text: the text.
        ends: places on lines that may be labelled; ascending.
    """
    turns = [*_turns(text, ends)]
    for at in range(0, len(turns), _TOGETHER):
        part = turns[at : at + _TOGETHER]
        named = [[*_named(turn)] for turn in part]
        sure = [t for t, n in zip(part, named, strict=True) if (n and _plain(t)) or _role(t.label)]
        if _is_transcript(sure, part):
            for turn, found in zip(part, named, strict=True):
                for start, end, kind in found:
                    yield turn.start + start, turn.start + end, kind


def _turns(text: str, ends: Sequence[int]) -> Iterator[Turn]:
    done = -1
    for place in (0, *ends):
        start = text.rfind("\n", 0, max(place - 1, 0)) + 1
        if start > done:
            done = start
            match = _LABEL.match(text, start) or _CLOCK.match(text, start)
            if match is not None:
                yield _turn(text, match)


def _turn(text: str, match: re.Match[str]) -> Turn:
    clock = match.re is _CLOCK
    group = "label" if match["label"] else "nick"
    end = text.find("\n", match.end())
    said = text[match.end() : end if end >= 0 else len(text)].strip()
    return Turn(
        match[group].rstrip(),
        match.start(group),
        clock or match["time"] is not None,
        clock or _CODE.search(said[:_LINE_READ]) is None,
        group == "nick",
    )


def _is_transcript(sure: Sequence[Turn], turns: Sequence[Turn]) -> bool:
    """Whether labels come back, with somebody else between, and most of it is spoken."""
    timed = sum(turn.timed for turn in sure) * 2 > len(sure)
    plain = sum(map(_plain, turns))
    return (
        len(turns) >= (_TIMED_LEAST if timed else _TURNS_LEAST)
        and len(sure) >= _SURE_LEAST
        and len(sure) * 2 > plain
        and len({turn.label for turn in turns}) > 1
        and (timed or max(Counter(turn.label for turn in sure).values()) > 1)
        and sum(turn.told for turn in sure) * 2 >= len(sure)
    )


def _plain(turn: Turn) -> bool:
    """Not a label that may be a nick or a key of a program: `xXslayerXx`, `objectClass`."""
    return turn.nick or " " in turn.label or _CAMEL.search(turn.label) is None


def _role(label: str) -> bool:
    return all(_is_role(word) for word in label.lower().split())


def _is_role(word: str) -> bool:
    return word.strip("().#*-0123456789") in _ROLES or word.strip("+~().#-").isdigit()


def _named(turn: Turn) -> Iterator[Valued]:
    """Who is named in a label: `Agent Ann`, `Support (Ann)`, `Ann Lee (host)`, `ann99`."""
    label = turn.label
    if turn.nick:
        if _is_chosen(label) and label.lower() not in _ELEMENTS:
            yield 0, len(label), "USERNAME"
        return
    inner = _IN_BRACKETS.search(label)
    yield from _somebody(label, 0, inner.start() if inner else len(label))
    if inner is not None:
        yield from _somebody(label, *inner.span("inner"))


def _somebody(label: str, first: int, last: int) -> Iterator[Valued]:
    words = [*_PART.finditer(label, first, last)]
    while words and _is_role(words[0][0].lower()):
        words.pop(0)
    while words and _is_role(words[-1][0].lower()):
        words.pop()
    if not 0 < len(words) <= _WORDS_MOST:
        return
    start, end = words[0].start(), words[-1].end()
    alone = words[0][0] if len(words) == 1 else ""
    if all(_is_name(word[0]) for word in words) and not alone.isupper():
        yield start, end, "PERSON"
    elif alone and (_NICK.fullmatch(alone) or _CAMEL.search(alone)) and _is_chosen(alone):
        yield start, end, "USERNAME"


def _is_name(word: str) -> bool:
    return (
        _NAME_WORD.fullmatch(word) is not None
        and _NO_SPEAKER.isdisjoint(word.lower().strip(".").split("-"))
        and _CAMEL.search(word) is None
    )


def _is_chosen(word: str) -> bool:
    plain = re.sub(r"[\W\d_]+", " ", word.lower()).split()
    return bool(plain) and not all(part in _NO_SPEAKER or part in _ROLES for part in plain)
