"""Heads of e-mails, as RFC 5322 writes them and as clients print them above what is quoted.

Names before addresses, and names alone where a client leaves the address out. A line by itself
is none: `From:` and `To:` stand in other texts, too.
"""

import re
from collections.abc import Iterator, Sequence

from redaction.headers import Valued
from redaction.hints import CHECKS, plausible

_PEOPLE = (
    "from|to|cc|bcc|reply-to|sender|resent-from|resent-to|envelope-to|delivered-to|return-path|"
    "von|an|kopie|de|para|pour|\u00e0|da|a|van|aan|copie|copia"
)
_OTHERS = (
    "subject|date|sent|message-id|received|mime-version|content-type|x-[\\w-]+|in-reply-to|"
    "references|betreff|gesendet|datum|objet|envoy\u00e9|asunto|enviado|fecha|assunto|data|"
    "oggetto|inviato|onderwerp|verzonden|importance|attachments|dkim-signature|list-[\\w-]+|"
    "authentication-results|arc-[\\w-]+|thread-[\\w-]+|user-agent|organization"
)
_HEAD = re.compile(
    rf"[ \t>]*[*_]{{0,2}}(?:(?P<people>{_PEOPLE})|{_OTHERS})[*_]{{0,2}} ?:[*_]{{0,2}}"
    r"(?P<value>(?:[ \t][^\r\n]*|)(?:\r?\n[ \t]+(?![>\w-]{1,24}:)[^\r\n]*){0,40})(?:\r?\n|\Z)",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"[\s,;]*(?:\"(?P<quoted>[^\"\n]{1,80})\"|(?P<bare>[^\s,;<>\"\[(][^,;<>\"\[(\n]{0,79}))?\s*"
    r"(?P<address>[<\[](?:mailto:)?[^<>\[\]\s]{1,120}[>\]])?(?:\((?P<comment>[^()\n]{1,80})\))?"
)
_DESK = re.compile(
    r"\b(?:no-?reply|do-?not-?reply|support|info|news(?:letter)?|billing|sales|hello|team|admin|"
    r"notifications?|notify|help(?:desk)?|service|mailer-daemon|contact|alerts?|updates?|office|"
    r"marketing|accounts?|careers|jobs|press|security|postmaster|webmaster|orders?|customer|inc|"
    r"ltd|llc|gmbh|corp|bank|store|shop|group|list|via|undisclosed|recipients?|everyone|all)\b",
    re.IGNORECASE,
)
"""What an address or a name holds that is a desk's or a company's."""
_HEADS_LEAST = 2
_NAME_LONGEST = 60
"""Characters from a line's beginning to the end of the name of a head."""
_person = CHECKS["person"]
_WORDS_MAX = 6


def heads(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Names in the heads of e-mails whose lines begin at these places.

    Args:
        text: the text.
        ends: where the names of lines end; ascending.
    """
    done = 0
    for end in ends:
        if end <= done:
            continue
        start = text.rfind("\n", max(0, end - _NAME_LONGEST), end - 1) + 1
        if not start and end > _NAME_LONGEST:
            continue
        block, done = _block(text, max(start, done))
        if len(block) >= _HEADS_LEAST:
            for first, last in block:
                yield from _names(text, first, last)
        done = max(done, end)


def _block(text: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """Where the values of the lines of one head stand; () for those that name nobody."""
    block = []
    at = start
    while (head := _HEAD.match(text, at)) is not None and head.end() > at:
        block.append(head.span("value") if head["people"] else (0, 0))
        at = head.end()
    return block, at


def _names(text: str, first: int, last: int) -> Iterator[Valued]:
    at = first
    while at < last and (entry := _ENTRY.match(text, at, last)) is not None and entry.end() > at:
        at = entry.end()
        for group in ("quoted", "bare", "comment"):
            name = entry[group]
            if name is None or "@" in name or _DESK.search(f"{name} {entry['address'] or ''}"):
                continue
            start = entry.start(group) + len(name) - len(name.lstrip(" *_'"))
            held = name.strip(" *_'")
            if plausible(held) and _person(held) and held.count(" ") < _WORDS_MAX:
                yield start, start + len(held), "PERSON"
