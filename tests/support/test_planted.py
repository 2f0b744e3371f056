import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.planted import assert_absent, assert_present, find

CARD = "4111 1111 1111 1111"
MAIL = "ann.lee@example.org"
NAME = "Zoë Öztürk-Łuć 😀"


@pytest.mark.parametrize(
    "writing",
    [
        CARD,
        "4111-1111-1111-1111",
        "4111111111111111",
        "card=4111.1111.1111.1111;",
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        quote(CARD),
        quote_plus(CARD),
        json.dumps({"a": json.dumps({"card": CARD})}),
    ],
)
def test_a_card_is_found_in_every_writing(writing: str) -> None:
    assert list(find([CARD], b"before " + writing.encode() + b" after"))


@pytest.mark.parametrize(
    "writing",
    [
        MAIL.upper(),
        MAIL.title(),
        quote(MAIL, safe=""),
        quote(MAIL, safe="").lower(),
        "ann%2Elee%40example%2eorg",
        "annleeexampleorg",
        MAIL.encode().hex(),
        "ann.lee&#64;example.org",
        r"ann.lee\u0040example.org",
        r"{\"mail\": \"ann.lee\\u0040example.org\"}",
    ],
)
def test_an_address_is_found_in_every_writing(writing: str) -> None:
    assert list(find([MAIL], b"x" + writing.encode() + b"y"))


@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("coder", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_base64_is_found_at_each_alignment(
    shift: int, coder: Callable[[bytes], bytes], case: Callable[[str], str]
) -> None:
    data = b"\xfb" * shift + case("Ann.Lee@Example.org").encode() + b"\xfe tail"
    assert list(find(["Ann.Lee@Example.org"], b"blob=" + coder(data) + b"\n"))


def test_escapes_beyond_ascii_are_undone() -> None:
    for writing in (
        json.dumps(NAME),
        json.dumps(json.dumps(NAME)),
        html.escape(NAME),
        quote(NAME),
        NAME.encode("utf-16-le").decode("latin-1"),
    ):
        haystack = writing.encode("latin-1") if "\0" in writing else writing.encode()
        assert list(find([NAME], haystack)), writing


def test_it_is_named_where_and_how_it_was_found() -> None:
    with pytest.raises(AssertionError, match=r"re-cased .* in haystack 1"):
        assert_absent([MAIL], b"nothing here", b"Mail: ANN.LEE@EXAMPLE.ORG")


def test_what_is_not_there_is_not_found() -> None:
    innocent = json.dumps(
        {
            "text": "I am PERSON_a7k2, EMAIL_q9w4, card CARD_7b2m, phone PHONE_x9f3",
            "id": "dsc_01J8ZQ4M9YB6T2W3X5N7V9K1PE",
            "at": "2026-10-19T12:00:00Z",
            "hash": "411111ff0b1d",
        }
    ).encode()
    assert_absent([CARD, MAIL, NAME, "Ann Lee", "+1 202 555 0142"], innocent, b"", b"\x00\xff%%%\\")


def test_a_short_value_counts_only_as_a_word() -> None:
    assert_absent(["Ann", "737"], b"a channel, 17373 times, Annabel")
    assert list(find(["Ann"], b"dear ann,"))
    assert list(find(["737"], b'{"cvv":"737"}'))


def test_a_value_too_short_to_mean_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        assert_absent(["a1"], b"")


def test_presence_is_asserted_too() -> None:
    assert_present([MAIL, CARD], MAIL.upper().encode(), b"4111-1111-1111-1111")
    with pytest.raises(AssertionError, match="nowhere"):
        assert_present([MAIL, CARD], MAIL.encode())


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_planted_is_found_as_typed_escaped_and_quoted(
    value: str, before: str, after: str
) -> None:
    planted = f"Ann {value} 4711-0815"
    for writing in (before + planted + after, before + json.dumps(planted) + after):
        assert list(find([planted], writing.encode("utf-8", "replace")))
    assert list(find([planted], quote(planted, safe="").encode()))
