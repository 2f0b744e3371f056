from urllib.parse import parse_qsl, quote_plus, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place, Role
from providers.codec import MalformedBodyError
from providers.query import decode, encode, read_query

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)


@given(TEXTS)
def test_decodes_what_the_standard_library_encodes(text: str) -> None:
    assert decode(quote_plus(text)) == text


@given(TEXTS)
def test_encodes_what_the_standard_library_decodes(text: str) -> None:
    assert unquote_plus(encode(text)) == text


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS), max_size=4))
def test_reads_the_pairs_of_the_standard_library(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    found = [segment.text for segment in read_query(query).segments]
    expected = [text for pair in parse_qsl(query, keep_blank_values=True) for text in pair]
    assert found == expected


@given(st.text("ab=&%41+;/?é", max_size=20))
def test_unchanged_keeps_every_character(query: str) -> None:
    try:
        read = read_query(query)
    except MalformedBodyError:
        return
    assert read.rewrite({i: segment.text for i, segment in enumerate(read.segments)}) == query


def test_values_are_text_and_names_are_fixed() -> None:
    read = read_query("limit=2&metadata[customer]=Ottilie%20Brandvold", frozenset({"limit"}))
    assert [(s.text, s.place, s.hint) for s in read.segments] == [
        ("limit", Place.FIXED, ""),
        ("2", Place.FIXED, "limit"),
        ("customer", Place.TEXT, ""),
        ("Ottilie Brandvold", Place.TEXT, "customer"),
    ]
    assert [segment.joint for segment in read.segments] == [False, False, True, True]
    assert {segment.role for segment in read.segments} == {Role.SETTING}
    assert read.rewrite({3: "PERSON_a7k2"}) == "limit=2&metadata[customer]=PERSON_a7k2"
    assert read.rewrite({2: "PERSON_a7k2", 3: ""}) == "limit=2&metadata[PERSON_a7k2]="
    assert read.rewrite({3: "a&b=ü"}).endswith("=a%26b%3D%C3%BC")


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("metadata%5Bcustomer%5D=x", "customer"),
        ("metadata[a%5Db]=x", "a]b"),
        ("Metadata%5bMaria+L%5d=x", "Maria L"),
        ("metadata[]=x", None),
        ("metadata[a=x", None),
        ("xmetadata[a]=x", None),
    ],
)
def test_keys_in_brackets_are_text(query: str, key: str | None) -> None:
    """Only those of filters; what has another shape may not change."""
    name, value = read_query(query).segments
    assert (name.place is Place.TEXT) == name.joint == value.joint == (key is not None)
    assert key is None or name.text == key


def test_a_name_cannot_change() -> None:
    with pytest.raises(ValueError, match="fixed"):
        read_query("ottilie=1").rewrite({0: "x"})


def test_refuses_escapes_that_are_no_utf8() -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read_query("a=%ff")
    assert caught.value.code == "invalid_query"
