"""E-mail addresses (RFC 5321 §4.1.2), also obfuscated for people: `ann (at) example (dot) org`."""

from redaction.patterns import Pattern, Recognizer, anchored

_LABEL = r"[0-9a-z\x80-\xff](?:[0-9a-z\x80-\xff-]*[0-9a-z\x80-\xff])?"
# Top-level domains that an obfuscated address may end in; any would make "meet at dot 5" one.
_TOP = "com|net|org|edu|gov|info|biz|app|dev|io|ai|co|me|in|uk|us|de|fr|es|it|nl|eu|ch|at|be|pl|pt|br|ca|au|jp|cn|ng|pk|ru|example|test"
_AT = r"(?: ?[(\[{<] ?(?:at|@) ?[)\]}>] ?| at | @ ?|@ )"
_DOT = r"(?: ?[(\[{<] ?(?:dot|\.|punkt) ?[)\]}>] ?| dot )"


def _not_package(text: str) -> bool:
    """An address has a top-level domain; `logo@2x.png` and `left-pad@1.2.3` are files and packages."""
    top = text.rsplit(".", 1)[-1].lower()
    return not top.isdigit() and top not in _FILE_ENDINGS


_FILE_ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "service"})


RECOGNIZER = Recognizer(
    name="email",
    patterns=(
        Pattern(
            scan=rf"[0-9a-z.!#$%&'*+/=?^_`|~\x80-\xff-]+@(?:{_LABEL}\.)+(?:[a-z]{{2,24}}\b|xn--[0-9a-z-]+|[\x80-\xff]{{2,}})",
            entity_type="EMAIL_ADDRESS",
            score=0.98,
            open_start=True,
            # a letter class above begins too early: `mail=ann@...`, `'ann@...'`, `//ann@...`
            narrow=anchored(r"[=/?&'`*|!#{}$.~^-]*(?:[\w.-]*[=/?&])*(?:mailto:)?(?P<v>[^\s@=/?&]+@[\w.-]*[^\W_])"),
            valid=_not_package,
        ),
        Pattern(
            # quoted local parts and address literals of RFC 5321: "ann lee"@example.org, ann@[192.0.2.1]
            scan=r'"[0-9a-z._ +-]{1,64}"@(?:[0-9a-z-]+\.)+[a-z]{2,24}\b|\b[0-9a-z._+-]+@\[[0-9a-f:.]+\]',
            entity_type="EMAIL_ADDRESS",
            score=0.9,
            open_start=True,
        ),
        Pattern(
            scan=rf"\b[0-9a-z_+-]+(?:(?:\.|{_DOT})[0-9a-z_+-]+)*{_AT}[0-9a-z-]+(?:(?:\.|{_DOT})[0-9a-z-]+)*{_DOT}(?:{_TOP})\b",
            entity_type="EMAIL_ADDRESS",
            score=0.85,
        ),
        Pattern(
            scan=rf"\b[0-9a-z_+.-]+(?: ?[(\[{{<] ?(?:at|@) ?[)\]}}>] ?| @ ?|@ )[0-9a-z-]+(?:\.[0-9a-z-]+)*\.(?:{_TOP})\b",
            entity_type="EMAIL_ADDRESS",
            score=0.85,
        ),
    ),
    examples=(
        "write to ann.lee@example.org today",
        "ann.lee [at] example [dot] org",
        "ravi at example dot com",
        "mail=ann@example.com&x=1",
        "用户 ann@例え.jp",
    ),
)
