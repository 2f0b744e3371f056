r"""Values that their name announces: `MRN: 4839201`, `policy numbers A-12345 and A-12399`.

The scanner finds the name alone; code reads what stands between it and the value, the value, and,
after a name in the plural, every item of the list behind it.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern

_NUMBER = (
    r"(?:ids?|i\.d\.|nos?|nrs?|n\.|nums?|numbers?|nummern?|num(?:é|e)ros?|n(?:ú|u)meros?|"
    r"numer[oi]|nº|n°|№|#|codes?|cards?|identifiers?|identification|ref(?:erence)?|"
    r"संख्या|नंबर)"
)
_IS = (
    r"(?:is|was|are|were|be|as|has|reads|ist|lautet|war|es|era|est|é|è|hai|है|"
    r"identified by|ending(?: in| with)?|ends(?: in| with)?)"
)
_CELL = r"(?:</t[dh]>[ \t\r\n]{0,8}<t[dh][^>\n]{0,40}>)?"
_NUMBERED = rf"(?:[ _-]?{_NUMBER}(?![A-Za-z])| ?\([^()\n]{{1,24}}\)){{0,4}}"
_GAP = (
    rf"{_NUMBERED}\.?[\"'*`]{{0,3}}"
    rf"(?: {_IS}){{0,2}}[ \t]*[:=#|>(?;\u2013-]{{0,2}}[ \t]*{_CELL}(?:\r?\n[ \t]*)?[\"'*`(#]{{0,3}}"
)
"""What stands between a name and its value: number words, a bracket, a verb, signs, a new line."""

_ENDED = rf"(?=(?i:{_NUMBER})|[^A-Za-z])"
"""Where a name ends: `EIN`, not `EINE`; `Kontonr`, too."""
_FAR = (
    r",? [^\d\n.;:|=]{0,48}?(?:(?:(?<=[ ])|(?<=,))(?:is|was|are|ist|lautet|war|es|era|est|è|hai)"
    r"(?: now| currently| only)?:?|:) [\"'*`(#]{0,3}"
)
"""What may stand between a number's name and the number at a distance: `of my wife is`."""
_BACK = re.compile(
    r",?(?: is| was|,? as| =| -)(?: listed as| known as)?"
    r"(?: the| an?| my| his| her| their| your| our)?"
    r"(?: right| correct| wrong| old| new| same| valid)?[ ]\Z|[ ]?\((?:\w+ )?\Z",
    re.IGNORECASE,
)
"""What stands between a number and its name behind it: `is the right`."""
_REACH_BACK = 80
_DIGIT = re.compile(r"[0-9]")
_NO_DATE = (
    r"(?!(?:19|20)\d\d[-/.]\d)(?!\d{1,2}[-/.]\d{1,2}[-/.]\d)"
    r"(?!\d+\.\d{1,2}(?![\w./-]))(?![vV]\d+\.)"
)
"""No date, amount of money or version begins here."""
_AND = re.compile(
    r"[ \t]*(?:[,;/&+|]|and|or|und|y|et|e|en|och|og|i|और|aur|\n[ \t]*[-*•])"
    r"[ \t]*(?:and |or )?"
)
_ITEMS_MAX = 64
"""Values of one list that are read, at most."""
_PLURAL = re.compile(
    r"(?<![A-Za-z])(?:(?:number|no|id|nr|code|card|n(?:ú|u)mero|num(?:é|e)ro|identifier)s|nummern)"
    r"(?![A-Za-z])|\(s\)|^\w{3,}[^\Ws_]s(?!\w)",
    re.IGNORECASE,
)
_WORD = rf"(?<![A-Za-z]){_NUMBER}(?![A-Za-z])|nummer"
_WORDED = re.compile(_WORD, re.IGNORECASE)
_TOLD = re.compile(rf"[:=#|>(?]|{_WORD}", re.IGNORECASE)
"""What tells that a number follows; without it `customers 1500` is a count."""
_SHAPE = str.maketrans(
    {
        **dict.fromkeys("0123456789", "9"),
        **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "a"),
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A"),
    }
)


def value(least: int = 4, most: int = 32) -> str:
    """A number in one word or in groups, or masked; no date.

    Args:
        least: digits that it has at least, where it is not masked.
        most: characters that it has at most, where it is one word.
    """
    return (
        rf"{_NO_DATE}(?:"
        rf"(?=(?:[^\s\d,;]{{0,12}}\d){{{least}}})[A-Za-z0-9](?:[A-Za-z0-9]|[/_.-](?=[A-Za-z0-9]))"
        rf"{{3,{most - 1}}}(?: \d{{2,6}}(?![-/.:]?\w))*|"
        rf"(?=(?:[^\d\n,;]{{0,5}}\d){{{least}}})(?:[A-Z]{{1,4}}[ -]?|[a-z]{{1,4}})?{_NO_DATE}"
        r"(?:\d{2,12}(?:[ -]\d{2,12}){1,5}(?: ?[A-Za-z])?|(?<=[ -])\d{4,12})(?![-/.:]?\w)|"
        r"[*xX]{2,16}(?:[ -]?[*xX]{2,16}){0,4}[ -]?\d{2,6})"
    )


def listed(names: str, item: str, bare: int = 6) -> Narrow:
    """The value after one of the names, and those of the same list.

    Args:
        names: alternatives.
        item: the value.
        bare: digits of a value that nothing tells but the name.
    """
    first = re.compile(rf"(?i:{names}){_ENDED}(?i:{_GAP})(?P<v>{item})")
    name = re.compile(rf"(?i:{names}){_ENDED}(?i:{_NUMBERED})")
    far = re.compile(rf"(?i:{_FAR})(?P<v>{item})")
    more = re.compile(item)
    last = re.compile(rf"(?<![\w.,/-])(?:{item})\Z")

    def narrow(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
        match = first.match(text, start)
        if match is not None:
            place = match.span("v")
            plural = _PLURAL.search(text[start : place[0]]) is not None
            if _TOLD.search(text, start, place[0]) or (
                not plural and _speaks(text[place[0] : place[1]], bare)
            ):
                yield _masked(text, place)
                yield from _rest(text, place, more, plural=plural)
            return
        named = name.match(text, start)
        if named is None:
            return
        worded = _WORDED.search(text, start, named.end()) is not None
        distant = far.match(text, named.end()) if worded else None
        if distant is not None:
            yield distant.span("v")
            return
        before = text[max(0, start - _REACH_BACK) : start]
        ready = before.endswith("(") or (worded and before.endswith(" "))
        between = _BACK.search(before) if ready and _DIGIT.search(before) else None
        if between and (worded or _bracketed(text, named, between[0])):
            found = last.search(before[: between.start()])
            if found is not None and (worded or _speaks(found[0], bare)):
                shift = start - len(before)
                yield shift + found.start(), shift + found.end()

    return narrow


def _bracketed(text: str, named: re.Match[str], before: str) -> bool:
    """Whether a name, of one number, stands alone in brackets: `4839201 (MRN)`."""
    closed = text[named.end() : named.end() + 1] == ")"
    return closed and before.endswith("(") and _PLURAL.search(named[0]) is None


def _rest(
    text: str, place: tuple[int, int], more: re.Pattern[str], *, plural: bool
) -> Iterator[tuple[int, int]]:
    """The other items of a list: any after a plural, else those written like the first."""
    shape = text[place[0] : place[1]].translate(_SHAPE)
    for _ in range(_ITEMS_MAX):
        joint = _AND.match(text, place[1])
        found = joint and more.match(text, joint.end())
        if not found or not (plural or found.group().translate(_SHAPE) == shape):
            return
        place = found.span()
        yield place


def _masked(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """With all asterisks before: the first of them are read as Markdown's."""
    start, end = place
    if text[start] == "*":
        while text[start - 1] == "*":
            start -= 1
    return start, end


def _speaks(text: str, bare: int) -> bool:
    """Whether a value that stands behind a mere word can be a number of somebody's."""
    return not text.isdigit() or len(text) >= bare


def announced(
    names: str,
    entity_type: str,
    item: str = "",
    *,
    others: str = "",
    bare: int = 6,
    score: float = 0.9,
    after: str = "@%",
) -> Pattern:
    """The pattern of values that stand right behind one of these names.

    Args:
        names: alternatives, in the syntax of `Pattern.scan`, in lower case.
        entity_type: what the value is.
        item: the value, in Python's syntax, which may look around; `value()` if empty.
        bare: digits of a value that nothing tells but the name.
        others: names that begin with a letter beyond ASCII.
        score: confidence in it.
        after: characters that may not stand right behind it.
    """
    every = f"{names}|{others}" if others else names
    return Pattern(
        scan=rf"\b(?:{names})|{others}" if others else rf"\b(?:{names})",
        entity_type=entity_type,
        score=score,
        narrow=listed(every, item or value(), bare),
        after=after,
    )
