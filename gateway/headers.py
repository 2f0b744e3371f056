"""Headers that cross the gateway: rebuilt from lists in both directions, never copied.

What names context (`x-privacy-*`) stays here. Whatever a caller chooses freely is either of a
narrow alphabet or replaced by a keyed digest, since a header is a place where names can hide.
"""

import re
from collections.abc import Mapping

from multidict import MultiMapping

from privacy.policy import Signals

PURPOSE = "x-privacy-purpose"
SUBJECT = "x-privacy-subject"
CONSENT = "x-privacy-consent"
SESSION = "x-privacy-session"
RECIPIENT = "x-privacy-recipient"
KEY = "x-privacy-key"
DISCLOSURE = "x-privacy-disclosure"

_MEDIA = r"(?:\*/\*|application/(?:json|\*)|text/(?:event-stream|plain|\*))(?:;q=[01](?:\.\d)?)?"
_VERSION = r"[a-z][a-z-]{0,24}/[0-9][0-9a-z.+-]{0,24}"
_UP = {
    "accept": re.compile(rf"{_MEDIA}(?:, ?{_MEDIA}){{0,7}}", re.ASCII),
    "openai-organization": re.compile(r"org-[A-Za-z0-9]{1,64}"),
    "openai-project": re.compile(r"proj_[A-Za-z0-9]{1,64}"),
    "openai-beta": re.compile(r"[a-z_]{1,32}=v[0-9]{1,2}(?:, ?[a-z_]{1,32}=v[0-9]{1,2}){0,7}"),
    "x-goog-user-project": re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]"),
    "x-goog-api-client": re.compile(rf"{_VERSION}(?: {_VERSION}){{0,11}}"),
}
"""Request headers that may go up, with the grammar in which they may: too narrow for a name of
somebody, an address or a key of this gateway to pass."""

_DOWN = frozenset(
    {
        "content-type",
        "retry-after",
        "retry-after-ms",
        "x-request-id",
        "x-should-retry",
        "x-goog-upload-status",
    }
)
_DOWN_PREFIXES = ("x-ratelimit-", "openai-")
_SAFE_ID = re.compile(r"[A-Za-z0-9._:@-]{1,128}")
_SAFE_VALUE = re.compile(r"[\x20-\x7e]{0,512}")


_CONTEXT = (PURPOSE, SUBJECT, CONSENT, SESSION, RECIPIENT, KEY)


def said_twice(headers: MultiMapping[str]) -> str:
    """A header of context that a request has more than once, "" if there is none."""
    return next((name for name in _CONTEXT if len(headers.getall(name, ())) > 1), "")


def upward(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers for the recipient, without credential and content type."""
    chosen = {"Accept-Encoding": "identity", "User-Agent": "ai-privacy-gateway"}
    here = _hop_by_hop(headers)
    for name, alphabet in _UP.items():
        value = headers.get(name)
        if value is not None and name not in here and alphabet.fullmatch(value):
            chosen[name] = value
    return chosen


def downward(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of the recipient that the caller gets; the content type under its usual name."""
    here = _hop_by_hop(headers)
    return {
        "Content-Type" if name.lower() == "content-type" else name: value
        for name, value in headers.items()
        if (name.lower() in _DOWN or name.lower().startswith(_DOWN_PREFIXES))
        and name.lower() not in here
        and _SAFE_VALUE.fullmatch(value)
    }


def _hop_by_hop(headers: Mapping[str, str]) -> frozenset[str]:
    """Headers that a message's Connection names: for the next hop only (RFC 9110 section 7.6.1)."""
    named = (
        part.strip().lower()
        for name, value in headers.items()
        if name.lower() == "connection"
        for part in value.split(",")
    )
    return frozenset(named)


def plain_id(ident: str) -> str:
    """An id that a caller chose, where it is one; "" for any other text."""
    return ident if _SAFE_ID.fullmatch(ident) else ""


def signals(headers: Mapping[str, str]) -> Signals:
    """What the data subject's browser asked for, as far as the application passes it on."""
    return Signals(
        do_not_track=headers.get("dnt") == "1",
        global_privacy_control=headers.get("sec-gpc") == "1",
    )
