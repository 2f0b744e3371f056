"""E-mail addresses (RFC 5321 §4.1.2), also obfuscated for people: `ann (at) example (dot) org`.

Scanning begins at the @ sign and reads the local part backwards: a pattern that begins with a
run of letters would make every word of every text a candidate.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, run_before

_LOCAL = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._%+-'"
_LOCAL_MOST = 128
"""Characters; RFC 5321 allows 64, but what is longer is still an address to whoever typed it."""
_QUOTED = re.compile(r"\"[^\"\n]{1,64}\"\Z")
# Top-level domains that an obfuscated address may end in; any would make "meet at dot 5" one.
_TOP = (
    "com|net|org|edu|gov|info|biz|app|dev|io|ai|co|me|in|uk|us|de|fr|es|it|"
    "nl|eu|ch|at|be|pl|pt|br|ca|au|jp|cn|ng|pk|ru|example|test|c0m|n3t|0rg|3xampl3"
)
_DOTS = "dot|\\.|punkt|punto|ponto|point|punt|dott|d0t|डॉट|точка"
_ATS = "at|@|ät|arroba|arobase|chiocciola|apenstaartje|a_t|एट|собака"
_DOT = (
    rf"(?: ?[(\[{{<] ?(?:{_DOTS}) ?[)\]}}>] ?| "
    r"(?:d[o0][t7]|punkt|punto|ponto|point|punt|डॉट|точка) |"
    r"[-_]dot[-_])"
)
_AT = (
    rf"(?: ?[(\[{{<] ?(?:{_ATS}) ?[)\]}}>] ?| "
    rf"(?:[a4][t7]|ät|arroba|arobase|chiocciola|apenstaartje|"
    rf"एट|собака) "
    r"| ?@ ?|[-_]at[-_])"
)
_OBFUSCATED = re.compile(
    rf"[\w+-]+(?:(?:\.|{_DOT})[\w+-]+){{0,4}}{_AT}[\w-]+(?:(?:\.|{_DOT})[\w-]+){{0,4}}\Z",
    re.IGNORECASE,
)
_OBFUSCATED_MOST = 120
# Who gives addresses to everybody: their names alone stand for a domain.
_FREE = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|rediffmail|proton(?:mail)?|gmx|"
    "web|aol|zoho|yandex|mail|fastmail|tutanota|orange|wanadoo|libero|t-online|hey|qq|163|126"
)
_NO_LOCAL_TEXT = """
look looking looked works working work worked available hosted located found listed sign signed
login logged log up in us me you him her them it mail email e-mail address account accounts visit
see here and or only is was are be arrive arrived meet meeting based stay staying user users inbox
check team people someone everyone online service services server website site page this that
the a an at of for from to with by
"""
_NO_LOCAL = frozenset(_NO_LOCAL_TEXT.split())
_FREE_LOCAL = re.compile(
    r"(?P<v>[A-Za-z0-9][\w.+-]{1,40})(?: ?[(\[{<] ?at ?[)\]}>] ?| at | ?@ ?)\Z", re.IGNORECASE
)
_LETTERS = re.compile(r"(?:(?<![^\s:])[\w.+-] ){2,40}[\w.+-]? ?\Z")
"""Letters with a space after each."""
_MACHINES = frozenset({"git", "hg", "svn", "noreply", "no-reply", "donotreply"})


def _free(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`ravi.k (at) gmail`, `ravi at gmail.com`: the hit is the at sign and who gives addresses."""
    begin = max(0, start - 48)
    head = _FREE_LOCAL.search(text[begin : _at_end(text, start, end)])
    if head is None:
        return
    local = head["v"]
    whole = text[start:end].strip().lower().startswith("at ") and "." not in text[start:end]
    telling = any(char.isdigit() or char in "._" for char in local)
    if local.lower() not in _NO_LOCAL and (telling or not whole):
        yield begin + head.start("v"), end


_AT_END = re.compile(r" ?[(\[{<] ?at ?[)\]}>] ?| at | ?@ ?", re.IGNORECASE)


def _at_end(text: str, start: int, end: int) -> int:
    """Where the at sign ends that the hit begins with."""
    match = _AT_END.match(text, start, end)
    return match.end() if match else start


_FILE_ENDINGS = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "service"}
)


_AUTHORITY = re.compile(r"://[^\s:/@\"'<>]{0,64}:[^\s/@\"'<>]*\Z")
"""What stands before the password in a URL (RFC 3986 §3.2.1)."""
_AUTHORITY_MOST = 160


def _address(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The local part stands before the hit, which is `@` and the domain."""
    stop = start - 1 if start and text[start - 1] == "\\" else start
    begin = run_before(text, stop, _LOCAL, _LOCAL_MOST)
    while begin < stop and text[begin] in ".'-%+":
        begin += 1
    if text[begin:stop].lower() in _MACHINES or _AUTHORITY.search(
        text, max(0, begin - _AUTHORITY_MOST), begin
    ):
        return
    if begin == stop:
        quoted = _QUOTED.search(text, max(0, start - 66), start)
        if quoted is None:
            return
        begin = quoted.start()
    yield begin, end


def _obfuscated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The hit is the last dot and top-level domain, or the at sign; the rest stands around it."""
    begin = max(0, start - _OBFUSCATED_MOST)
    match = _OBFUSCATED.search(text[begin:end])
    if match is not None:
        yield begin + match.start(), end


_SPACED = re.compile(
    rf"[\w-]+(?:\.[\w-]+){{0,3}}\.(?:{_TOP})\b"
    r"|[\w-]+(?: \. ?|\. )(?:[\w-]+(?: \. ?|\. )){0,2}(?:com|net|org|edu|gov|io)\b",
    re.IGNORECASE,
)


def _spaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`ann (at) example.org` and `ann @ example.org`: the hit ends in the domain."""
    domain = _SPACED.match(text, end - 1)
    begin = run_before(text, start, _LOCAL, _LOCAL_MOST)
    letters = _LETTERS.search(text, max(0, start - 80), start)
    if letters is not None:
        begin = letters.start()
    if domain is not None and begin < start:
        yield begin, domain.end()


def _not_file(text: str) -> bool:
    """`logo@2x.png` and `left-pad@1.2.3` are a file and a package."""
    top = text.rsplit(".", 1)[-1].lower()
    return not top.isdigit() and top not in _FILE_ENDINGS


RECOGNIZER = Recognizer(
    name="email",
    patterns=(
        Pattern(
            # international domains are bytes beyond ASCII here
            scan=(
                r"@@?(?:[0-9a-z\x80-\xff-]+\.)+"
                r"(?:[a-z]{2,24}\b|xn--[0-9a-z-]+|[\x80-\xff]{2,}|c0m\b|n3t\b|0rg\b)"
                r"|@\[[0-9a-f:.]+\]"
            ),
            entity_type="EMAIL_ADDRESS",
            score=0.98,
            open_start=True,
            narrow=_address,
            valid=_not_file,
        ),
        Pattern(
            scan=rf"{_DOT}(?:{_TOP})\b",
            entity_type="EMAIL_ADDRESS",
            score=0.85,
            open_start=True,
            narrow=_obfuscated,
        ),
        Pattern(
            scan=(rf" ?[(\[{{<] ?(?:{_ATS}) ?[)\]}}>] ?[0-9a-z]| @ ?[0-9a-z]|@ [0-9a-z]"),
            entity_type="EMAIL_ADDRESS",
            score=0.85,
            open_start=True,
            narrow=_spaced,
        ),
        Pattern(
            scan=(
                rf"(?: ?[(\[{{<] ?at ?[)\]}}>] ?| at | ?@ ?)(?:{_FREE})"
                r"(?:\.(?:com|in|de|fr|it|es|net|org|me|co\.(?:uk|in)|ru|cn))?\b"
            ),
            entity_type="EMAIL_ADDRESS",
            score=0.8,
            open_start=True,
            narrow=_free,
            after="-@",
        ),
    ),
    examples=(
        "write to ann.lee@example.org today",
        "ann.lee [at] example [dot] org",
        "ravi at example dot com",
        "mail=ann@example.com&x=1",
        "用户 ann@例え.jp",
        "ann (at) example.org",
        "ann.lee at gmail",
    ),
)
