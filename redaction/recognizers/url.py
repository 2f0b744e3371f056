"""Links that identify a person: profiles, personal queries, credentials in the authority part."""

import re
from collections.abc import Iterable

from redaction.patterns import Pattern, Recognizer, anchored

# Hosts whose paths name people.
_SOCIAL = (
    "linkedin.com|facebook.com|fb.com|instagram.com|twitter.com|x.com|t.me|"
    "wa.me|tiktok.com|github.com|gitlab.com|youtube.com|snapchat.com|"
    "pinterest.com|reddit.com|medium.com|threads.net|telegram.me|xing.com|vk.com|"
    "quora.com|twitch.tv|soundcloud.com|paypal.me|calendly.com|"
    "mastodon.social|bsky.app|flickr.com|behance.net|dribbble.com|stackoverflow.com/users|"
    "about.me|linktr.ee|venmo.com|cash.app"
)
_PERSONAL = re.compile(
    r"://[^/\s]*@|[?&#;](?:[\w-]*(?:user|mail|name|phone|mobile|token|session|"
    r"sid|uid|customer|account|member|patient|invite|auth|key|secret|ssn|dob|"
    r"profile|lat|lon|q)[\w-]*)="
    r"|/(?:(?:u|users?|profiles?|people|person|members?|customers?|patients?|"
    r"accounts?|authors?)/[\w@.~%-]+|~[A-Za-z][\w.-]+|@[A-Za-z][\w.-]+)"
    r"|@[\w.-]+\.\w+|%40",
    re.IGNORECASE,
)
_HOST_IS_SOCIAL = re.compile(
    rf"(?:https?://)?(?:[\w-]+\.)?(?:{_SOCIAL.replace('.', chr(92) + '.')})/(?P<path>[^\s?#]*)",
    re.IGNORECASE,
)
# First path parts of social hosts that name no person.
_COMMON_TEXT = """
about help login signup search explore settings features pricing docs blog watch share sharer
sharer.php intent hashtag home jobs company groups policies legal terms privacy marketplace topics
trending orgs apps sponsors issues pulls results feed events playlist p reel embed r questions tags
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_GITHUB_FILE = re.compile(
    r"(?:https?://)?(?:www\.)?git(?:hub|lab)\.com/[^/\s]+/[^/\s]+", re.IGNORECASE
)
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


def _identifies(text: str) -> bool:
    social = _HOST_IS_SOCIAL.match(text)
    if social is not None:
        first = social["path"].split("/")[0].lower()
        return bool(first) and first not in _COMMON and _GITHUB_FILE.match(text) is None
    return _PERSONAL.search(text) is not None


def _named(text: str) -> bool:
    return not _identifies(text)


_LINK = (
    r"\b(?:https?|ftps?|sftp|ssh|smtp|imap|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|"
    r"redis|amqps?|wss?)://[^\s<>\"']|\bwww\.[0-9a-z-]"
)

RECOGNIZER = Recognizer(
    name="url",
    patterns=(
        Pattern(
            scan=_LINK,
            entity_type="URL",
            score=0.8,
            narrow=_outer,
            valid=_identifies,
        ),
        Pattern(
            scan=(
                rf"\b(?:www\.|m\.|[a-z]{{2}}\.)?(?:{_SOCIAL.replace('.', chr(92) + '.')})"
                rf"/[0-9a-z@_.%~]"
            ),
            entity_type="URL",
            score=0.85,
            narrow=_outer,
            valid=_identifies,
            before="/.@-",
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
                "homepage",
                "portfolio",
                "website",
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
