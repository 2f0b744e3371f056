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
    "nl|eu|ch|at|be|pl|pt|br|ca|au|jp|cn|ng|pk|ru|example|test"
)
_DOT = r"(?: ?[(\[{<] ?(?:dot|\.|punkt|punto|point) ?[)\]}>] ?| dot | punkt )"
_AT = r"(?: ?[(\[{<] ?(?:at|@|arroba) ?[)\]}>] ?| at | arroba | ?@ ?)"
_OBFUSCATED = re.compile(
    rf"[\w+-]+(?:(?:\.|{_DOT})[\w+-]+){{0,4}}{_AT}[\w-]+(?:(?:\.|{_DOT})[\w-]+){{0,4}}\Z",
    re.IGNORECASE,
)
_OBFUSCATED_MOST = 120
_FILE_ENDINGS = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "service"}
)


def _address(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The local part stands before the hit, which is `@` and the domain."""
    begin = run_before(text, start, _LOCAL, _LOCAL_MOST)
    while begin < start and text[begin] in ".'-%+":
        begin += 1
    if begin == start:
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


_SPACED = re.compile(rf"[\w-]+(?:\.[\w-]+){{0,3}}\.(?:{_TOP})\b", re.IGNORECASE)


def _spaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`ann (at) example.org` and `ann @ example.org`: the hit ends in the domain."""
    domain = _SPACED.match(text, end - 1)
    begin = run_before(text, start, _LOCAL, _LOCAL_MOST)
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
                r"@(?:[0-9a-z\x80-\xff-]+\.)+(?:[a-z]{2,24}\b|xn--[0-9a-z-]+|[\x80-\xff]{2,})"
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
            scan=r" ?[(\[{<] ?(?:at|@|arroba) ?[)\]}>] ?[0-9a-z]| @ ?[0-9a-z]|@ [0-9a-z]",
            entity_type="EMAIL_ADDRESS",
            score=0.85,
            open_start=True,
            narrow=_spaced,
        ),
    ),
    examples=(
        "write to ann.lee@example.org today",
        "ann.lee [at] example [dot] org",
        "ravi at example dot com",
        "mail=ann@example.com&x=1",
        "用户 ann@例え.jp",
        "ann (at) example.org",
    ),
)
