"""Links that identify a person: profiles, personal queries, credentials in the authority part."""

import re
from collections.abc import Iterable

from redaction.patterns import Pattern, Recognizer, anchored
from redaction.recognizers.personal_url import HOSTS, identifies

_URL_MOST = 8192
"""Characters that are read of one URL."""
_READ = rf"[^\s<>\"'`)\]}}|\\^]{{1,{_URL_MOST}}}[^\s<>\"'`)\]}}|\\^.,;:!?*_]"
_STOP = re.compile(r"[\s<>\"'`)\]}|\\^]")
_NEAR, _NESTED = 2048, 8


def _outer(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A URL that stands in a dozen others is read with those.

    Each would be read to the end of all, which takes quadratic time.
    """
    if text.count("://", max(0, start - _NEAR), start) >= _NESTED:
        at = start
        for _ in range(_NESTED):
            at = text.rfind("://", 0, at)
        if _STOP.search(text, at, start) is None:
            return ()
    return _read(text, start, end)


_read = anchored(_READ)


_LABELS = re.compile(r"(?:[\w-]{1,40}\.){0,4}\Z")
_LABELS_MOST = 120


def _schemeless(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The whole host before the hit, unless a URL or an address goes on here."""
    before = _LABELS.search(text, max(0, start - _LABELS_MOST), start)
    begin = before.start() if before else start
    if begin and (text[begin - 1].isalnum() or text[begin - 1] in "/@_-."):
        return ()
    return _read(text, begin, end)


def _named(text: str) -> bool:
    return not identifies(text)


_LINK = (
    r"\b(?:https?|ftps?|sftp|ssh|smtp|imap|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|"
    r"redis|amqps?|wss?)://[^\s<>\"']|\bwww\.[0-9a-z-]"
)

_SCHEME = re.compile("http", re.IGNORECASE)


def _portrait(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The link behind the word."""
    schemes = [scheme.start() for scheme in _SCHEME.finditer(text, start, end)]
    return _read(text, schemes[-1], end) if schemes else ()


RECOGNIZER = Recognizer(
    name="url",
    patterns=(
        Pattern(
            scan=_LINK,
            entity_type="URL",
            score=0.8,
            narrow=_outer,
            valid=identifies,
        ),
        # without a scheme: the hit begins at the registered name of the host
        Pattern(
            scan=rf"(?:{HOSTS})[/?][0-9a-z@_.%~?#-]",
            entity_type="URL",
            score=0.85,
            narrow=_schemeless,
            valid=identifies,
            open_start=True,
        ),
        # portraits
        Pattern(
            scan=(
                r"(?:avatar|picture|photo|portrait|headshot|selfie|profile[_ -]?(?:image|pic|"
                r"photo|url|"
                r"link))(?:[_ -]?(?:url|link|uri|src|https))?[\"']?[ ]?(?::|=|is)"
                r"[ ]?[\"']?https?://[0-9a-z]"
            ),
            entity_type="URL",
            score=0.8,
            open_start=True,
            narrow=_portrait,
        ),
        # somebody's own site, if the words say so
        Pattern(
            scan=_LINK,
            entity_type="URL",
            score=0.3,
            narrow=_outer,
            valid=_named,
            context=(
                "my (?:website|site|blog|page|profile|portfolio|homepage)",
                "(?:his|her|their|personal) (?:website|site|blog|page|profile|portfolio)",
                "website is",
                "portfolio",
            ),
            contextual=0.65,
        ),
    ),
    examples=(
        "https://www.linkedin.com/in/ann-lee-1234",
        "see instagram.com/ann.lee",
        "https://shop.example/reset?email=ann%40example.org",
        "https://example.com/users/4839",
        "my website www.annlee.example",
    ),
)
