"""Keys and tokens by their form or by the name that they stand under: JWT, bearer, PEM.

RFC 7519 (JWT), RFC 6750 (bearer), RFC 7468 (PEM).
"""

import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, anchored, follow
from redaction.recognizers.vendor_key import real

_LEAST_ENTROPY = 3.0
"""Bits for each character; English words have about 2.5 to 3, random base64 over 4."""
_WORDY = re.compile(r"[a-z]+(?:[_.-][a-z]+)*|[A-Z]+(?:_[A-Z]+)*", re.ASCII)


def entropy(text: str) -> float:
    """Shannon entropy of a text's own characters, in bits for each."""
    total = len(text)
    return -sum(count / total * math.log2(count / total) for count in Counter(text).values())


def _random(text: str) -> bool:
    return (
        any(char.isdigit() for char in text)
        and not text.isdigit()
        and _WORDY.fullmatch(text) is None
        and entropy(text) >= _LEAST_ENTROPY
    )


# What keys of secrets end in; `_SECRET_KEY` reads the whole key.
_ENDS = (
    r"(?:keys?|tokens?|secrets?|sid|session|cookie|webhook|signature|sig|credentials?|string|jeton|"
    r"authorization|auth|schl(?:ü|ue)ssel|api|api[ _-]sleutel|secrète|"
    r"(?:secret|key|session)[ _-]?(?:id|base|value)|key[ _-]id|"
    r"token[ _-]?(?:id|value))"
)
_ELSEWHERE = r"(?:कुंजी|密钥|密鑰|令牌|ключ(?: api)?|токен|مفتاح api)"
_IS = r"[\"']?(?: is| ist| est| es| è| é| =>)?[ \t]{0,3}[:= ][ \t]{0,3}[\"'`]?"
_SECRET_KEY = re.compile(
    r"(?:api|app|application|consumer|rest|auth|account|access|storage|master|service|bot|deploy|"
    r"client|encryption|decryption|signing|signature|aes|hmac|jwt|crypto|cookie|stripe|openai|"
    r"github|gitlab|slack|twilio|sendgrid|google|azure|aws|licen[sc]e|product|activation|maps?|"
    r"subscription|ssh|webhook|secret|private|fernet|flask|django|app|shared)"
    r"[ _.-]?(?:api[ _-]?|access[ _-]?)?(?:secret[ _-]?|private[ _-]?)?keys?"
    r"(?:[ _-]?(?:value|base|id))?\Z"
    r"|(?<![a-z])(?:tokens?|secrets?|sid|session|cookie|webhook|signature|sig|credentials?|jeton)\Z"
    r"|(?:api|access|auth|refresh|bearer|session|csrf|xsrf|private|deploy|bot|user|oauth|registry|"
    r"security|push|login|reset|verification|invite|magic|device|fcm|apns|registration|personal|"
    r"npm|pypi|github|gitlab|slack|id|x|client|app|consumer|shared|webhook|signing|totp|otp|2fa|mfa|"
    r"jwt|cookie|aws|amz|account|secret|connection|hmac)[ _.-]?"
    r"(?:auth[ _-]?|access[ _-]?|api[ _-]?|security[ _-]?)?"
    r"(?:tokens?|secrets?|signature|string|credential)\Z|session[ _.-]?id\Z"
    r"|schl(?:ü|ue)ssel\Z|(?:cl[ée]|clave|chave|chiave) (?:(?:de |da )?(?:la |l')?api|secr[eè]te)\Z"
    r"|api[ _-]sleutel\Z|auth(?:orization)?\Z"
    r"|(?:कुंजी|密钥|密鑰|令牌|ключ(?: api)?|токен|مفتاح api)\Z",
    re.IGNORECASE,
)
_KEY_MOST = 48
"""Characters that are read of a key."""
_SEPARATOR = re.compile(r"[\"']?(?: is| ist| est| es| è| é| =>)?[ \t]*[:= ]?[ \t]*[\"'`]?\Z")
_VALUE = re.compile(r"django-insecure-[^\s'\"]{20,80}|[\w.~+/%-]{8,}={0,2}")


def _under_name(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The value behind the hit, if the whole key names a secret."""
    match = _VALUE.match(text, end - 1)  # first, since most words that follow are too short
    if match is None:
        return
    key = text[max(0, start - _KEY_MOST) : end - 1]
    separator = _SEPARATOR.search(key)
    if separator is not None and _SECRET_KEY.search(key[: separator.start()]) is not None:
        yield match.span()


_TYPES = re.compile(
    r"[a-z.-]+/[a-z0-9.+-]+\Z|[\w.-]+\.(?:io|com|org|net|py|js|ts|json|ya?ml|pem|key|txt|md)\b"
)
"""What has digits and is no secret: a type, a file, a host."""
_NUMBERED = re.compile(r"[A-Za-z]{3,}\d{0,3}(?:[_./-][A-Za-z]{2,}\d{0,3})*")
"""Words with a number behind: `token2vec`, `session_timeout_30`."""


def _named(text: str) -> bool:
    """A value that only its key calls a secret: random, and no word, file or number."""
    return (
        len(text) > 11  # noqa: PLR2004 - shorter ones are mostly words
        and _random(text)
        and real(text)
        and _NUMBERED.fullmatch(text) is None
        and _TYPES.match(text) is None
    )


_BASE32 = re.compile(r"[A-Z2-7]{16,64}")


def _seed(text: str) -> bool:
    """The secret of an authenticator app (RFC 6238): base32, mostly without a digit."""
    return _BASE32.fullmatch(text) is not None and entropy(text) >= _LEAST_ENTROPY


def _credentials(text: str) -> bool:
    return len(text) > 7 and _random(text + "0")  # noqa: PLR2004 - shorter is a word


def _body(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From the BEGIN line to the END line, both included; to the end of the text if it was cut."""
    stop = text.find("-----END", end)
    if stop < 0:
        match = _PEM.match(text, end)
        yield start, match.end() if match else end
        return
    close = text.find("-----", stop + 8)
    yield start, close + 5 if 0 <= close <= stop + 60 else stop + 8


def _pair(text: str) -> bool:
    """Base64 of `name:password` (RFC 7617 §2)."""
    try:
        return b":" in binascii.a2b_base64(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return False


_PEM = re.compile(r"(?:-{0,5}[\sA-Za-z0-9+/=:,\\-])*")

RECOGNIZER = Recognizer(
    name="secret",
    patterns=(
        Pattern(
            scan=r"\beyJ[0-9a-z_-]{6,}\.[0-9a-z_-]{4,}\b",
            entity_type="API_KEY",
            score=0.98,
            cased=False,
            narrow=anchored(r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"),
            open_end=True,
        ),
        Pattern(
            scan=r"\bbearer[ \t]{1,3}[0-9a-z]",
            entity_type="API_KEY",
            score=0.85,
            narrow=follow(r"[\w.~+/-]{12,}=*"),
            valid=_random,
            open_end=True,
        ),
        Pattern(
            scan=r"\bbasic[ \t]{1,3}[0-9a-z]",
            entity_type="API_KEY",
            score=0.7,
            narrow=follow(r"[\w+/-]{10,}={0,2}"),
            context=("authorization", "auth"),
            contextual=0.95,
            valid=_pair,
            open_end=True,
        ),
        *(
            Pattern(
                scan=scan,
                entity_type="API_KEY",
                score=0.8,
                narrow=_under_name,
                valid=_named,
                open_end=True,
                open_start=True,
            )
            for scan in (
                rf"{_ENDS}{_IS}[0-9a-z+/_-]",
                rf"{_ELSEWHERE}{_IS}[0-9a-z+/_-]",
            )
        ),
        Pattern(
            scan=(
                rf"\b(?:totp|otp|2fa|mfa|authenticator)[ _-]?(?:secret|key|seed){_IS}[A-Z2-7]|"
                r"[?&]secret=[A-Z2-7]"
            ),
            entity_type="API_KEY",
            score=0.9,
            narrow=follow(r"[A-Za-z2-7]{16,64}"),
            valid=_seed,
            open_start=True,
        ),
        Pattern(
            scan=(
                r"\b(?:proxy-)?authorization[\"']?[:=] ?[\"']?(?:token|apikey|key|digest|"
                r"aws4-hmac-sha256|negotiate|splunk|genie ?key|sso-key|bot) [0-9a-z]"
            ),
            entity_type="API_KEY",
            score=0.9,
            narrow=follow(r"[\w.~+/:,=-]{8,}"),
            valid=_credentials,
            open_end=True,
        ),
        Pattern(
            scan=r"PuTTY-User-Key-File-\d:",
            entity_type="PRIVATE_KEY",
            score=0.99,
            narrow=anchored(r"PuTTY[^\n]{1,200}(?:\n[A-Za-z0-9+/=: -]{1,200}){0,120}"),
            open_end=True,
        ),
        Pattern(
            scan=r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----",
            entity_type="PRIVATE_KEY",
            score=0.99,
            cased=True,
            narrow=_body,
            open_end=True,
            open_start=True,
        ),
    ),
    examples=(
        "Authorization: Bearer 7f3a9c2e1b4d8f6a0c5e",
        "api_key = 9f8e7d6c5b4a3210ffee",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
    ),
)
