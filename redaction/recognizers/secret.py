"""Keys and tokens: by vendors' prefixes, by key name with entropy, JWT, bearer, PEM.

RFC 7519 (JWT), RFC 6750 (bearer), RFC 7468 (PEM).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, anchored, follow

_BODY = r"[\w-]{16,}"
# Prefixes as the vendors document them for secret scanning.
_VENDORS = (
    r"\bsk-(?:proj-|ant-|svcacct-|or-)?[0-9a-z_-]{16}",
    r"\b(?:sk|rk|pk)_(?:live|test)_[0-9a-z]{10}",
    r"\bgh[pousr]_[0-9a-z]{30}",
    r"\bgithub_pat_[0-9a-z_]{20}",
    r"\bglpat-[0-9a-z_-]{16}",
    r"\bxox[abeprs]-[0-9a-z-]{10}",
    r"\bxapp-\d-[0-9a-z-]{10}",
    r"\bhf_[0-9a-z]{30}",
    r"\bnpm_[0-9a-z]{30}",
    r"\bpypi-[0-9a-z_-]{30}",
    r"\bdop_v1_[0-9a-f]{40}",
    r"\bshp(?:at|ss|ca|pa)_[0-9a-f]{32}",
    r"\bya29\.[0-9a-z_-]{20}",
    r"\bSG\.[0-9a-z_-]{16}",
    r"\bsq0[a-z]{3}-[0-9a-z_-]{20}",
    r"\bdckr_pat_[0-9a-z_-]{20}",
    r"\bglsa_[0-9a-z_]{30}",
    r"\blin_api_[0-9a-z]{30}",
    r"\bphc_[0-9a-z]{30}",
    r"\bpat[0-9a-z]{14}\.[0-9a-f]{40}",
    r"\bkey-[0-9a-f]{32}\b",
    r"\bhooks\.slack\.com/services/[0-9a-z/]{20}",
    r"\br8_[0-9a-z]{30}",
    r"\bgsk_[0-9a-z]{30}",
    r"\bpplx-[0-9a-z]{30}",
    r"\bxai-[0-9a-z]{30}",
    r"\beyJrIjoi[0-9a-z]{20}",
)
_CASED = (
    r"\bA(?:KIA|SIA|ROA|IDA)[0-9A-Z]{16}\b",
    r"\bAIza[0-9A-Za-z_-]{30}",
    r"\bAC[0-9a-f]{32}\b|\bSK[0-9a-f]{32}\b",
    r"\bAGE-SECRET-KEY-1[0-9A-Z]{20}",
    r"\bGOCSPX-[0-9A-Za-z_-]{20}",
)
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


_PEM = re.compile(r"(?:-{0,5}[\sA-Za-z0-9+/=:,\\-])*")

RECOGNIZER = Recognizer(
    name="secret",
    patterns=(
        *(
            Pattern(
                scan=scan,
                entity_type="API_KEY",
                score=0.97,
                narrow=anchored(r"[\w.~/-]{12,}[\w]"),
                open_end=True,
            )
            for scan in _VENDORS
        ),
        *(
            Pattern(
                scan=scan,
                entity_type="API_KEY",
                score=0.97,
                cased=True,
                narrow=anchored(r"[\w-]{12,}"),
                open_end=True,
            )
            for scan in _CASED
        ),
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
            context=("authorization",),
            contextual=0.95,
            valid=_random,
            open_end=True,
        ),
        Pattern(
            scan=(
                r"(?:\b|_|-)(?:api[ _-]?key|api[ _-]?token|secret(?:[ _-]?(?:access)?[ _-]?key)?|"
                r"token|access[ _-]?(?:key|token)(?:[ _-]?id)?|client[ _-]?secret|"
                r"auth(?:orization)?|session(?:[ _-]?(?:id|token))?|sid|cookie|refresh[ _-]?token|"
                r"private[ _-]?key|webhook|signature|credential|connection[ _-]?string|accountkey|"
                r"license[ _-]?key)[\"']?(?: is)?[ \t]{0,3}[:= ][ \t]{0,3}[\"'`]?[0-9a-z+/_-]"
            ),
            entity_type="API_KEY",
            score=0.8,
            narrow=follow(r"[\w.~+/-]{12,}={0,2}"),
            valid=_random,
            open_end=True,
            open_start=True,
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
        "key sk-proj-abcdEFGH1234567890abcd",
        "AKIAIOSFODNN7EXAMPLE",
        "Authorization: Bearer 7f3a9c2e1b4d8f6a0c5e",
        "api_key = 9f8e7d6c5b4a3210ffee",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
    ),
)
