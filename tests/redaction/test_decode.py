import base64
import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.decode import unescaped, unpacked
from tests.support.detection import covers, found

MAIL = "ann.lee@example.org"


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "secret",
    [
        urllib.parse.quote(MAIL),
        "".join(f"%{ord(char):02X}" for char in MAIL),
        MAIL.replace("@", "&#64;"),
        MAIL.replace("@", "&#x40;"),
        MAIL.replace("@", "&commat;"),
        escaped(MAIL),
        "".join(f"\\x{ord(char):02x}" for char in MAIL),
        encoded(MAIL),
        encoded(MAIL).rstrip("="),
        base64.urlsafe_b64encode(f"to:{MAIL}???".encode()).decode(),
        encoded(encoded(MAIL)),
        urllib.parse.quote(encoded(f"?? {MAIL} ??")),
        urllib.parse.quote(urllib.parse.quote(MAIL)),
    ],
)
def test_what_is_personal_decoded_is_covered_encoded(secret: str) -> None:
    assert covers(f"please see {secret} and answer", secret)


def test_three_layers_are_too_many() -> None:
    assert found(encoded(encoded(encoded(MAIL)))) == []


def test_only_the_escaped_value_is_covered() -> None:
    assert found("a%20b ann%40example.org c%20d") == ["ann%40example.org"]


def test_names_in_escaped_json_are_read() -> None:
    source = json.dumps({"first_name": "Zoë", "note": "x"})
    assert found(source) == ["Zo\\u00eb"]


@pytest.mark.parametrize(
    "text",
    [
        "100%de",
        "a &amp; b",
        "internationalization_of_everything",
        "c29tZSBwbGFpbiB0ZXh0IG9ubHk=",
        "\\u00e9t\\u00e9",
    ],
)
def test_harmless_escapes_stay(text: str) -> None:
    assert found(text) == []


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_percent_reads_like_the_standard_library(text: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in text.encode())
    view = unescaped(quoted, [(at, at + 3) for at in range(0, len(quoted), 3)])
    assert view is not None
    assert view.text.removesuffix("\n") == urllib.parse.unquote(quoted)
    assert view.original(0, len(text)) == (0, len(quoted))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=12, max_size=60))
def test_base64_reads_like_the_standard_library(text: str) -> None:
    run = encoded(text)
    view = unpacked(run, [(12, 12)])
    if view is not None:
        assert view.text == text + "\n"
        assert view.original(0, 1) == (0, len(run))
    else:
        # words, as in a path, are read as they stand
        assert run.rstrip("=").replace("/", "").isalpha()
        assert run[1:].islower() or run.isupper()
