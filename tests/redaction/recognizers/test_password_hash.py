import pytest

from redaction.detect import Detector
from redaction.recognizers.password_hash import RECOGNIZER

DETECTOR = Detector([RECOGNIZER])

BCRYPT = "$2b$12$" + "Ab3./" * 10 + "xYz"
SHA512 = "$6$saltsalt$" + "Ab3./" * 17 + "Z"
ROUNDS = "$5$rounds=5000$saltsalt$" + "Ab3./" * 8 + "Zab"
ARGON = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$" + "Ab3+/" * 8
DJANGO = "pbkdf2_sha256$600000$Kq8wT3zVbN1x$" + "Ab3+/" * 8 + "Abc="
WERKZEUG = "scrypt:32768:8:1$Kq8wT3zVbN1x$" + "0a1b2c3d" * 16
LDAP = "{SSHA}mX4v0bq2Z1yKkq7cH0Q1nRr8tF5sYwGd"
PHPASS = "$P$B" + "Ab3./" * 6


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in DETECTOR.detect(text)]


@pytest.mark.parametrize(
    "value", [BCRYPT, SHA512, ROUNDS, ARGON, DJANGO, WERKZEUG, LDAP, PHPASS], ids=lambda v: v[:12]
)
@pytest.mark.parametrize("text", ["{}", "('ann', '{}', 7)", "ann:{}:19000:0"], ids=str)
def test_a_stored_password_is_found_whole(text: str, value: str) -> None:
    assert found(text.format(value)) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "costs $2b$ or so",
        "awk '{print $1$2}' $6$7",
        "echo $1$ and $5$x$y",
        "{SHA} is the name of a scheme",
        "pbkdf2_sha256 with 600000 rounds",
        "`$2a$10$` is the prefix of bcrypt",
        "$argon2id$v=19$m=65536,t=3,p=4$",
    ],
)
def test_prefixes_alone_are_left(text: str) -> None:
    assert found(text) == []
