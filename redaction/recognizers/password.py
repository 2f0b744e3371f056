"""Passwords, PINs and one-time codes beside a word that says so, and in URLs (RFC 3986 §3.2.1)."""

import re

from redaction.patterns import Pattern, Recognizer, anchored, follow, keyed

_KEY = (
    r"(?:pass(?:word|wd|code|phrase|wort)?|passwd|pwd|kennwort|contrase(?:ñ|"
    r"n)a|mot de passe|senha|wachtwoord|clave|पासवर्ड|secret word)"
)
# in quotes up to the closing one, else one word
_VALUE = r"(?:(?<=')[^'\n]{4,64}(?=')|(?<=\")[^\"\n]{4,64}(?=\")|[^\s\"'`,;<>]{3,63}[^\s\"'`,;<>.])"
# a template, an attribute of a setting, a call or an index; `abc(12` may well be a password
_CODE = re.compile(
    r"\$?\{|<|%\(|(?:os|self|process|settings|config|env)\.[a-z]"
    r"|[a-z_][\w.]*(?:=\{|[(\[](?:[)\]]?|[a-z_][\w.]*[)\]]?|\d+\])\Z)",
    re.IGNORECASE,
)
_STOP_TEXT = """
reset required optional string field policy manager change changed hash hashed protected
string, null none true false must should with without your input type text incorrect invalid
expired wrong forgotten length minimum maximum strength hint hints recovery authentication
based requirements confirmation being never always stored encrypted provided specified used
that this these which value here there empty password passwords parameter argument default
example when where what from into file same given user username account correct request
requests secretstr secretbytes str bytes none,
"""
_STOP = frozenset(_STOP_TEXT.split())


def _chosen(text: str) -> bool:
    """Not a word of prose about passwords, not code that reads one."""
    return text.lower().strip(".!?)*:") not in _STOP and _CODE.match(text) is None


def _varied(text: str) -> bool:
    """A digit or a sign in it: what stands after "password is" is often just prose."""
    plain = text.rstrip(".!?,):")
    return _chosen(text) and (
        any(not char.isalpha() for char in plain)
        or (plain[1:].lower() != plain[1:] and plain.upper() != plain)
    )


def _authority(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    colon = text.index(":", start + 3)
    return ((colon + 1, end - 1),)


RECOGNIZER = Recognizer(
    name="password",
    patterns=(
        Pattern(
            scan=rf"{_KEY}[\"']?[ \t]{{0,3}}(?:[:=]|->|=>)[ \t]{{0,3}}[\"'`]?[^\s\"'`,;<>]",
            entity_type="PASSWORD",
            score=0.8,
            narrow=keyed(_VALUE),
            valid=_chosen,
            open_end=True,
            open_start=True,
        ),
        Pattern(
            scan=rf"{_KEY}(?: (?:is|was|to|ist|es|est|of))? [\"'`]?[^\s\"'`,;<>=:]",
            entity_type="PASSWORD",
            score=0.75,
            narrow=keyed(_VALUE),
            valid=_varied,
            open_end=True,
            open_start=True,
        ),
        Pattern(
            scan=(
                r"\b(?:otp|pin(?: ?(?:code|number|no))?|"
                r"one.time (?:password|code|pin)|"
                r"verification code|security pin|2fa code|passcode|mpin|upi pin|"
                r"atm pin|tan)(?: (?:is|was|ist|es|code))?[\"']?[ ]?[:=#]?[ ]?[\"']?\d"
            ),
            entity_type="PASSWORD",
            score=0.8,
            narrow=follow(r"\d{4,8}(?!\d)|\d{3}[ -]\d{3}(?!\d)"),
            after="-./",
            against=("postal", "area"),
        ),
        Pattern(
            scan=r"://[^\s:/@\"'<>]+:[^\s/@\"'<>]+@",
            entity_type="PASSWORD",
            score=0.97,
            narrow=_authority,
            open_start=True,
            open_end=True,
            valid=lambda text: (
                text.lower() not in {"password", "pass", "pwd", "***", "xxxx"}
                and not text.startswith(("$", "<", "{"))
            ),
        ),
        Pattern(
            scan=r"\b(?:mysql|psql|curl|mysqldump) ",
            entity_type="PASSWORD",
            score=0.8,
            open_end=True,
            valid=_chosen,
            narrow=anchored(
                r"\w+ [^\n]{0,80}?(?:-p|--password[= ]|-u [\w.-]{1,40}:)"
                r"(?P<v>[^\s\"'-][^\s\"']{3,63})"
            ),
        ),
    ),
    examples=(
        "password: hunter2!",
        "pwd=Tr0ub4dor&3",
        "my password is Summer2024!",
        "OTP 493021",
        "PIN: 4821",
        "redis://:pw@x postgres://ann:s3cr3tpw@db.example/x",
    ),
)
