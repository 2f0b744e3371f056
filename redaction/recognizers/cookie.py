"""Cookies (RFC 6265), session ids, and ids of analytics and advertising in cookies and links."""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, follow

_HEADER = re.compile(r"[^\r\n\"'`]{1,4096}")
_PAIR = re.compile(r"(?P<n>[\w.$-]{1,80})=(?P<v>\"[^\"]{0,400}\"|[^;,\s\"']{1,2048})")
_TELLING = re.compile(r"(?=.*\d)(?:.*[A-Za-z].{4,}|.{6,})|.{16,}")
"""A value that can tell somebody apart: not a word, not a small number."""
_HEX = re.compile(r"(?=[a-f]*\d)[0-9a-f]{8,}|(?=[a-z_-]*\d)[0-9a-z_-]{12,}|\w{1,4}(?:\.\d+){2,}")
_TEMPLATE = re.compile(r"[<{$%]|\.{3}|x{4,}|your", re.IGNORECASE)
_ATTRIBUTES = frozenset(
    {"path", "domain", "expires", "max-age", "samesite", "version", "comment", "priority"}
)


def _pairs(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The values of a `Cookie` or `Set-Cookie` header that tell somebody apart."""
    header = _HEADER.match(text, end - 1)
    if header is None:
        return
    for pair in _PAIR.finditer(text, *header.span()):
        if (
            pair["n"].lower() not in _ATTRIBUTES
            and _TELLING.match(pair["v"]) is not None
            and _TEMPLATE.match(pair["v"]) is None
        ):
            yield pair.span("v")


def _telling(text: str) -> bool:
    """Likewise, of a value that code may have put there: a name of its own is none."""
    return (
        _TELLING.match(text) is not None
        and _TEMPLATE.match(text) is None
        and (any(char.isdigit() for char in text) or text.isalpha())
        and (not text.islower() or _HEX.fullmatch(text) is not None)
    )


# Names that servers, analytics and advertisers give to cookies and to parameters of links.
_SERVERS = (
    r"jsessionid|phpsessid|asp\.net_sessionid|aspsessionid[a-z]{8}|connect\.sid|laravel_session|"
    r"ci_session|sessionid|session_id|sess(?:ion)?_?token|sess_id|php_session|cfid|cftoken|"
    r"csrftoken|xsrf-token|_csrf|wordpress_logged_in_[0-9a-f]{4,32}|wp-settings-time-\d|"
    r"remember_(?:me|token|web)[0-9a-z_]{0,48}|__secure-[0-9a-z_.-]{2,40}|__host-[0-9a-z_.-]{2,40}|"
    r"next-auth\.session-token|rack\.session|_[0-9a-z]{2,24}_session|user_session|auth_token|"
    r"sid|hsid|ssid|apisid|sapisid|authjs\.session-token"
)
_TRACKERS = (
    r"_ga(?:_[0-9a-z]{6,12})?|_gid|_gac_[0-9a-z-]{6,20}|_gcl_(?:au|aw|dc)|_fbp|_fbc|fbclid|"
    r"gclid|dclid|"
    r"gbraid|wbraid|msclkid|ttclid|twclid|igshid|li_fat_id|yclid|mc_eid|_hj(?:id|"
    r"sessionuser_\d{4,9})|"
    r"_uet[sv]id|__cf_bm|cf_clearance|datr|c_user|ajs_(?:anonymous|user)_id|"
    r"mp_[0-9a-f]{32}_mixpanel|"
    r"amplitude_id(?:_[0-9a-z]{4,40})?|optimizelyenduserid|intercom-(?:id|session)-[0-9a-z]{4,12}|"
    r"hubspotutk|_pk_id\.[0-9.a-f]{3,10}|__utm[abcvz]|_clck|_clsk|_pin_unauth|bcookie|lidc|"
    r"visitor_id\d{0,9}|_mkto_trk|_shopify_[ys]|cart_token|user_pseudo_id|ga_client_id|_ttp|_scid"
)

RECOGNIZER = Recognizer(
    name="cookie",
    patterns=(
        Pattern(
            scan=r"\b(?:set-)?cookies?[\"']?[ ]?[:=][ ]?[\"'`]?[0-9a-z_.$-]{1,80}=",
            entity_type="COOKIE",
            score=0.9,
            narrow=lambda text, start, end: _pairs(
                text, start, max(text.rfind(c, start, end - 1) for c in ":= \"'`") + 2
            ),
            open_end=True,
        ),
        Pattern(
            scan=rf"(?:{_SERVERS})[\"']?[ ]?[:=][ ]?[\"']?[0-9a-z_%{{+/-]",
            entity_type="COOKIE",
            score=0.88,
            narrow=follow(r"[\w.%~+/:{}-]{6,}={0,2}"),
            valid=_telling,
            before="-",
            open_end=True,
        ),
        Pattern(
            scan=rf"(?:{_TRACKERS})[\"']?[ ]?[:=][ ]?[\"']?[0-9a-z_%-]",
            entity_type="COOKIE",
            score=0.85,
            narrow=follow(r"[\w.%~+-]{8,}"),
            valid=_telling,
            open_end=True,
        ),
        Pattern(
            scan=(
                r"\b(?:session|tracking|login|auth|remember.me) cookie(?: (?:is|value|id))"
                r"?[\"']?[ ]?[:=]?[ ]?[\"']?[0-9a-z]"
            ),
            entity_type="COOKIE",
            score=0.85,
            narrow=follow(r"[\w.%~+/-]{12,}={0,2}"),
            valid=_telling,
            open_end=True,
        ),
    ),
    examples=(
        "Cookie: sessionid=38afes7a8; csrftoken=abcd1234efgh",
        "Set-Cookie: JSESSIONID=8F7A6B5C4D3E2F1A; Path=/; HttpOnly",
        "_ga=GA1.2.1234567890.1600000000",
        "?fbclid=IwAR3xYzAbCdEfGhIjKlMn",
    ),
)
