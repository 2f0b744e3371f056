"""What a browser tells of its user: user agents (RFC 9110 §10.1.5) and referrers (§10.1.3)."""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, anchored, follow

_PRODUCT = r"[\w.-]{1,40}/[\w.+-]{1,40}"
_COMMENT = r"\([^)\n]{0,200}\)"
_WHOLE = (
    rf"[\w.-]{{2,40}}/[\w.+-]{{1,40}}"
    rf"(?: (?:{_COMMENT}|\[[^\]\n]{{0,120}}\]|{_PRODUCT}|Mobile)){{0,14}}"
)
_BARE = re.compile(r"https?://[\w.-]+/?\Z")
_LOG = re.compile(
    r"\" \d{3} (?:\d+|-) \"(?P<from>[^\"\n]{0,4096})\" \"(?P<agent>[^\"\n]{1,1024})\""
)


def _logged(text: str, start: int, _end: int) -> Iterator[tuple[int, int, str]]:
    """Referrer and user agent at the end of a line of the combined log format (Apache, nginx)."""
    line = _LOG.match(text, start)
    if line is None:
        return
    if len(line["from"]) > 1:
        yield *line.span("from"), "URL"
    if len(line["agent"]) > 1:
        yield *line.span("agent"), "USER_AGENT"


def _product(text: str) -> bool:
    """A product with its version, or a comment about the system; not a word about agents."""
    return "/" in text and any(char.isdigit() for char in text)


RECOGNIZER = Recognizer(
    name="visit",
    patterns=(
        Pattern(
            scan=r"\b(?:mozilla|opera|dalvik)/\d{1,2}\.\d{1,2}(?:\.\d{1,3})? \(",
            entity_type="USER_AGENT",
            score=0.95,
            narrow=anchored(_WHOLE),
        ),
        Pattern(
            scan=r"\b(?:x-)?(?:user[ _-]?agent|browser|ua)[\"']?[ ]?[:=][ ]?[\"'`]?[0-9a-z]",
            entity_type="USER_AGENT",
            score=0.96,
            narrow=follow(_WHOLE),
            valid=_product,
            open_end=True,
        ),
        Pattern(
            scan=(
                r"\b(?:okhttp|curl|wget|python-requests|dalvik|postmanruntime|axios|cfnetwork|"
                r"alamofire|go-http-client|instagram|fban|whatsapp|telegrambot)/\d"
            ),
            entity_type="USER_AGENT",
            score=0.3,
            context=("ua", "user.?agent"),
            contextual=0.85,
            narrow=anchored(_WHOLE),
        ),
        Pattern(
            scan=r"\" \d{3} (?:\d{1,15}|-) \"",
            entity_type="USER_AGENT",
            score=0.9,
            typed=_logged,
            open_start=True,
            open_end=True,
        ),
        Pattern(
            scan=(
                r"\b(?:http[ _-])?(?:referr?er|referring (?:url|page|site)|ref[ _-]?url|"
                r"landing[ _-]?page|"
                r"came from|visited|browsing history|last page|entry page|exit page)(?: (?:is|"
                r"was))?"
                r"[\"']?[ ]?[:=]?[ ]?[\"'`(<]?https?://[0-9a-z]"
            ),
            entity_type="URL",
            score=0.85,
            narrow=lambda text, start, end: anchored(
                r"https?://[^\s<>\"'`)\]}|\\^]{1,4096}(?<![.,;:!?])"
            )(text, text.rindex("http", start, end), end),
            valid=lambda text: _BARE.match(text) is None,
            open_end=True,
        ),
    ),
    examples=(
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/120.0 Safari/537.36"
        ),
        "user-agent: okhttp/4.9.3",
        "Referer: https://shop.example.com/cart",
        '"GET / HTTP/1.1" 200 512 "https://a.example/b" "curl/8.4.0"',
    ),
)
