"""Query strings of Google's APIs."""

import pytest

from privacy.text import Place
from providers.codec import Framing, MalformedBodyError
from providers.google_query import framing, read


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Framing.JSON_ARRAY),
        ("alt=sse", Framing.SSE),
        ("x=1&alt=sse", Framing.SSE),
        ("$alt=sse;enum-encoding=int", Framing.SSE),
        ("%24alt=sse%3Benum-encoding%3Dint", Framing.SSE),
        ("%24alt=json%3Benum-encoding%3Dint", Framing.JSON_ARRAY),
        ("alt=json", Framing.JSON_ARRAY),
        ("salt=sse", Framing.JSON_ARRAY),
        ("a=%ff", Framing.JSON_ARRAY),
    ],
)
def test_framing(query: str, expected: Framing) -> None:
    assert framing(query) is expected


@pytest.mark.parametrize(
    "query", ["", "%24alt=json%3Benum-encoding%3Dint", "alt=sse&prettyPrint=false", "a=b+c&d&=e&"]
)
def test_unchanged_query_strings_keep_their_bytes(query: str) -> None:
    found = read(query)
    assert found.rewrite({i: s.text for i, s in enumerate(found.segments)}) == query


@pytest.mark.parametrize(
    "query", ["key=AIza", "x=1&key=AIza", "%6Bey=AIza", "access_token=ya29", "%24key=AIza"]
)
def test_a_credential_is_refused(query: str) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read(query)
    assert caught.value.code == "credential_in_query"
    assert "AIza" not in str(caught.value)


@pytest.mark.parametrize("query", ["alt=media", "alt=proto", "%24alt=proto%3Benum-encoding%3Dint"])
def test_answers_that_are_no_json_are_refused(query: str) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read(query)
    assert caught.value.code == "unsupported_alt"


def test_a_person_is_an_identifier_and_the_rest_is_text() -> None:
    found = read("quotaUser=amaia%40example.net&filter=owner%3AAmaia&alt=sse")
    places = {s.hint: (s.text, s.place) for s in found.segments if s.hint}
    assert places["quotaUser"] == ("amaia@example.net", Place.IDENTIFIER)
    assert places["filter"] == ("owner:Amaia", Place.TEXT)
    assert places["alt"] == ("sse", Place.FIXED)
    new = {
        index: {"amaia@example.net": "USERID_c9n4", "owner:Amaia": "owner:PERSON_a7k2"}[s.text]
        for index, s in enumerate(found.segments)
        if s.hint in ("quotaUser", "filter") and not s.pointer.endswith("~key")
    }
    assert found.rewrite(new) == "quotaUser=USERID_c9n4&filter=owner%3APERSON_a7k2&alt=sse"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read("filter=%ff")
    assert caught.value.code == "invalid_query"
