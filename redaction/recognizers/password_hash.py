"""Stored passwords: crypt(5), bcrypt, Argon2 (RFC 9106), RFC 2307 schemes, Django, Werkzeug.

A hash of a password is a credential: it is broken offline.
"""

from redaction.patterns import Pattern, Recognizer, anchored


def _pattern(scan: str, whole: str) -> Pattern:
    return Pattern(
        scan=scan,
        entity_type="PASSWORD",
        score=0.92,
        cased=True,
        open_start=True,
        open_end=True,
        narrow=anchored(whole),
    )


_BASE = r"[./0-9A-Za-z]"

RECOGNIZER = Recognizer(
    name="password_hash",
    patterns=(
        _pattern(r"\$2[abxy]?\$\d\d\$[./0-9A-Za-z]", rf"\$2[abxy]?\$\d\d\${_BASE}{{53}}"),
        _pattern(
            r"\$(?:1|5|6|7|y|gy|md5|sha1|apr1)\$[./0-9A-Za-z=,]",
            rf"\$(?:1|5|6|7|y|gy|md5|sha1|apr1)\$(?:rounds=\d{{1,9}}\$|j[\w./]{{1,8}}\$)?"
            rf"{_BASE}{{1,86}}\${_BASE}{{13,128}}",
        ),
        _pattern(r"\$[PH]\$[./0-9A-Z]", rf"\$[PH]\${_BASE}{{31}}(?!{_BASE})"),
        _pattern(
            r"\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d{1,3})?)\$[0-9a-z]",
            r"\$[a-z0-9-]+\$(?:[a-z]+=[\w,=]{1,60}\$|\d{1,9}\$){0,2}[\w+/.-]{8,128}={0,2}"
            r"\$[\w+/.-]{16,172}={0,2}",
        ),
        _pattern(
            r"\b(?:pbkdf2_sha(?:1|256)|bcrypt_sha256|argon2|scrypt)\$[0-9A-Za-z$]",
            r"\w+\$(?:\d{1,9}\$)?[\w+/.$=,-]{16,300}={0,2}",
        ),
        _pattern(
            r"\b(?:pbkdf2:sha\d{1,3}|scrypt):\d",
            r"[a-z0-9]+(?::[a-z0-9]+){0,4}\$[\w+/.-]{6,64}\$[0-9a-f]{32,172}",
        ),
        _pattern(
            r"\{(?:SSHA|SSHA256|SSHA384|SSHA512|SHA|SHA256|SHA512|SMD5|MD5|CRYPT|ARGON2|"
            r"PBKDF2[0-9A-Z-]*|BLF-CRYPT|SHA512-CRYPT)\}[$./0-9A-Za-z]",
            r"\{[A-Z0-9-]+\}[\w+/.$=,-]{16,300}",
        ),
    ),
    examples=(
        "$2b$12$" + "Ab3./" * 10 + "xYz",
        "$6$saltsalt$" + "Ab3./" * 17,
        "{SSHA}mX4v0bq2Z1yKkq7cH0Q1nRr8tF5sYwGd",
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$" + "Ab3+/" * 8,
    ),
)
