"""Passwords beside a word that says so, beside a name, and in URLs (RFC 3986 §3.2.1)."""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, anchored, follow, keyed

_KEY = (
    r"(?:(?:pg)?pass(?:word|wd|code|phrase|wort|key)?|passwd|pwd|pswd|kennwort|losung|"
    r"contrase(?:ñ|n)a|"
    r"mot de passe|mdp|senha|palavra.passe|wachtwoord|parola|has(?:ł|l)o|"
    r"l(?:ö|o)senord|adgangskode|"
    r"passord|salasana|(?:ş|s)ifre|clave|पासवर्ड|कूटशब्द|密码|密碼|口令|パスワ-ド|暗証番号|"
    r"비밀번호|пароль|كلمة (?:المرور|السر)|পাসওয়ার্ড|கடவுச்சொல்|secret word|"
    r"wi-?fi (?:key|code)|wlan.?schl(?:ü|ue)ssel|wpa2?(?:[ _-](?:key|psk))?|psk|"
    r"network (?:security )?key|\bpw)"
)
_IS = r"(?:'s| is| was| to| ist| lautet| est| es| of| è| é| era| हैं?| है|は|是)?"
# in quotes up to the closing one, else one word
_VALUE = r"(?:(?<=')[^'\n]{4,64}(?=')|(?<=\")[^\"\n]{4,64}(?=\")|[^\s\"'`,;<>]{3,63}[^\s\"'`,;<>.])"
# a template, an attribute of a setting, a call or an index; `abc(12` may well be a password
_CODE = re.compile(
    r"\$?\{|<|%\(|\((?:bool|str|int|optional|dict|whatever|Optional)|(?:os|self|process|settings|config|"
    r"env|req|request|parsed|args|options|params|url|auth)\.[a-z]"
    r"|[a-z_][\w.]*(?:=\{|[(\[](?:[)\]]?|[a-z_][\w.]*[)\]]?|\d+\][),\]]{0,3})\Z)"
    r"|(?:callable|union|literal|list|dict|type|sequence|annotated|mapping)\["
    r"|[a-z_]+\([a-z_]+\[\d\]",
    re.IGNORECASE,
)
_MASKED = re.compile(r"[*x•.X#_-]+|\$[A-Z_][A-Z0-9_]*|%[A-Z_]+%")
"""Asterisks, and names of variables of a shell."""
_STOP_TEXT = """
reset required optional string field policy manager change changed hash hashed protected
bool int float any
string, null none true false must should with without your input type text incorrect invalid
expired wrong forgotten length minimum maximum strength hint hints recovery authentication
based requirements confirmation being never always stored encrypted provided specified used
that this these which value here there empty password passwords parameter argument default
example when where what from into file same given user username account correct request
requests secretstr secretbytes str bytes none, working lost broken weak strong secure safe
compromised leaked stolen hacked saved unknown blank gone visible available good fine okay
different same-as longer shorter generated created sent shared remembered updated
"""
_STOP = frozenset(_STOP_TEXT.split())


def _chosen(text: str) -> bool:
    """Not a word of prose about passwords, not code that reads one, not a mask."""
    return (
        text.lower().strip(".!?)*:") not in _STOP
        and _CODE.match(text) is None
        and _MASKED.fullmatch(text) is None
        and not text.startswith(("http://", "https://"))
    )


def _varied(text: str) -> bool:
    """A digit or a sign in it: what stands after "password is" is often just prose."""
    plain = text.rstrip(".!?,):")
    return _chosen(text) and (
        any(not char.isalpha() for char in plain)
        or (plain[1:].lower() != plain[1:] and plain.upper() != plain)
    )


def _word(text: str) -> bool:
    """A word that nobody says of a password."""
    return _chosen(text) and not text.endswith(("ing", "ed"))


def _strong(text: str) -> bool:
    """Letters and digits or signs: what stands behind a name is often just another word."""
    return (
        _chosen(text)
        and any(char.isalpha() for char in text)
        and any(char.isdigit() for char in text)
        and not text.startswith(("http", "www."))
        and "://" not in text
    )


_VERB = re.compile(r"pass[\s'\"`]", re.IGNORECASE)
_behind = keyed(_VALUE)


def _spoken(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The value behind the word; what one is told to pass is one only with a digit in it."""
    verb = _VERB.match(text, start) is not None
    for begin, stop in _behind(text, start, end):
        if not verb or (text[begin] not in "-_" and _strong(text[begin:stop])):
            yield begin, stop


def _authority(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    colon = text.index(":", start + 3)
    return ((colon + 1, end - 1),)


RECOGNIZER = Recognizer(
    name="password",
    patterns=(
        Pattern(
            scan=rf"{_KEY}[\"']?[ \t]{{0,3}}(?:[:=]|->|=>|- )[ \t]{{0,3}}[\"'`]?[^\s\"'`,;<>]",
            entity_type="PASSWORD",
            score=0.8,
            narrow=keyed(_VALUE),
            valid=_chosen,
            open_end=True,
            open_start=True,
        ),
        Pattern(
            scan=rf"{_KEY}{_IS} [\"'`]?[^\s\"'`,;<>=:]",
            entity_type="PASSWORD",
            score=0.75,
            narrow=_spoken,
            valid=_varied,
            open_end=True,
            open_start=True,
        ),
        # an ordinary word, where somebody says that it is hers
        Pattern(
            scan=rf"\b(?:my|his|her|our|their) (?:[a-z-]{{2,12}} )?{_KEY} (?:is|was) [a-z]",
            entity_type="PASSWORD",
            score=0.7,
            narrow=follow(r"[a-z]{4,20}(?=[.,;!)]|\s*\Z|\n| (?:and|so|for|pls|please|but)\b)"),
            valid=_word,
        ),
        # name and password as a pair
        Pattern(
            scan=(
                r"\b(?:creds?|credentials?|log.?in|account|acc|username)[ :=]{1,3}"
                r"[0-9a-z][0-9a-z_.@-]{1,40} ?[/:|,] ?[^\s/]"
            ),
            entity_type="PASSWORD",
            score=0.7,
            narrow=follow(r"[^\s/\"'`,;<>]{5,63}[^\s\"'`,;<>.)]"),
            valid=_strong,
            open_end=True,
        ),
        Pattern(
            scan=r"://[^\s:/@\"'<>]*:[^\s/@\"'<>]+@",
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
            scan=(
                r"\b(?:sshpass -p|net user [0-9a-z_.-]{1,40}|identified by|"
                r"htpasswd -b[a-z]{0,3} [^\s]{1,60} [0-9a-z_.-]{1,40}) [\"']?[^\s\"']"
            ),
            entity_type="PASSWORD",
            score=0.8,
            narrow=follow(_VALUE),
            valid=_chosen,
            open_end=True,
        ),
        Pattern(
            scan=rf"<(?:[0-9a-z_-]{{1,24}}[:_-])?{_KEY}>[^\s<]",
            entity_type="PASSWORD",
            score=0.8,
            narrow=follow(r"[^<\n]{3,64}(?=</)"),
            valid=_chosen,
            open_end=True,
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
        "contraseña: Tigre2024",
        "密码: Tiger@2024",
        "redis://:pw@x postgres://ann:s3cr3tpw@db.example/x",
    ),
)
