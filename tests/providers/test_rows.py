"""Any JSON as rows of a table: every string and key is seen, no number changes."""

import base64
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place
from providers.json_text import LeafKind, parse
from providers.rows import any_json, in_base64, legible, rows
from providers.walk import Walk

PIXEL = "iVBORw0KGgo="


def walked(value: object, rule: Any = any_json) -> Walk:
    document = parse(json.dumps(value).encode())
    walk = Walk(document)
    rule(walk, document.tree, "")
    assert walk.cursor == len(document.tokens)
    return walk


def texts(walk: Walk, place: Place = Place.TEXT) -> list[str]:
    return [each.text for each in walk.segments if each.place is place]


def test_every_key_and_string_is_text_and_no_number_may_change() -> None:
    walk = walked({"Ann Lee": [{"note": "call Ann"}, 4111, 1.10, True, None, ["x", [2]]]})
    assert texts(walk) == ["Ann Lee", "note", "call Ann", "x"]
    assert texts(walk, Place.FIXED) == ["4111", "1.1", "2"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("4111111111111111", "4111111111111111"),
        ("-7", "-7"),
        ("4.111111111111111e15", "4111111111111111"),
        ("4111111111111111.0", "4111111111111111"),
        ("4111111111111111.50", "4111111111111111.5"),
        ("0.3905162260494701", "0.3905162"),
        ("13.4050", "13.405"),
        ("-1e-09", "-0."),
        ("1.50e300", "1.50e300"),
    ],
)
def test_numbers_are_inspected_by_what_they_say(number: str, text: str) -> None:
    document = parse(f"[{number}]".encode())
    walk = Walk(document)
    rows(walk, document.tree, "")
    assert [each.text for each in walk.segments] == [text]
    assert walk.rewrite({}).decode() == f"[{number}]"


def test_rows_are_told_by_column() -> None:
    value = [{"name": "Ann", "home": {"city": "Bonn", "tags": ["a", 7]}}, ["Bob", 3]]
    walk = walked(value, rows)
    assert [(each.text, each.column) for each in walk.segments] == [
        ("name", ("name",)),
        ("Ann", ("name",)),
        ("home", ("home",)),
        ("city", ("home", "city")),
        ("Bonn", ("home", "city")),
        ("tags", ("home", "tags")),
        ("a", ("home", "tags", 0)),
        ("7", ("home", "tags", 1)),
        ("Bob", (0,)),
        ("3", (1,)),
    ]
    assert walk.column is None


def test_a_string_that_is_a_document_is_walked_as_one() -> None:
    inner = json.dumps({"name": "Ann", "card": 4111})
    walk = walked([{"log": inner}], rows)
    assert [each.pointer for each in walk.segments] == [
        "/0/log~key", "/0/log#/name~key", "/0/log#/name", "/0/log#/card~key", "/0/log#/card",
    ]  # fmt: skip
    assert walk.segments[2].column == ("log", "name")
    changed = json.loads(walk.rewrite({2: 'P"1'}))
    assert json.loads(changed[0]["log"]) == {"name": 'P"1', "card": 4111}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"b64": PIXEL}, "other"),
        ({"image": {"bytesBase64Encoded": PIXEL}}, "image"),
        ({"bytes_base64_encoded": PIXEL, "mime_type": "video/mp4"}, "video"),
        ({"source": {"media_type": "image/png", "data": PIXEL}}, "image"),
        ({"mimeType": "application/pdf", "data": PIXEL}, "file"),
        ({"url": f"data:image/png;base64,{PIXEL}"}, "image"),
        ({"url": f"data:application/pdf;base64,{PIXEL}"}, "file"),
        ({"gcsUri": "gs://bucket/ann.csv"}, "file"),
        ({"bytesVal": [PIXEL]}, "other"),
    ],
)
def test_what_nobody_can_look_into_is_listed(value: object, kind: str) -> None:
    walk = walked([value], rows)
    assert [item.kind for item in walk.opaque] == [kind]
    assert walk.opaque[0].column
    assert PIXEL not in texts(walk)


@pytest.mark.parametrize(
    "value",
    [
        {"b64": "Ann Lee"},
        {"mimeType": "text/plain", "data": "Ann Lee, Bonn"},
        {"data": "AnnLee"},
        {"url": "data: Ann Lee, Bonn"},
        {"bytesVal": {"name": "Ann Lee"}},
    ],
)
def test_text_in_the_place_of_bytes_is_text(value: object) -> None:
    walk = walked(value)
    assert any("Ann" in text for text in texts(walk))
    assert not walk.opaque


def test_bytes_that_are_json_are_walked_and_written_back() -> None:
    source = '{"name":"Ann",  "n":1.10}'
    walk = walked(base64.b64encode(source.encode()).decode(), in_base64(any_json))
    assert texts(walk) == ["name", "Ann", "n"]
    sent = base64.b64decode(json.loads(walk.rewrite({1: "P"})))
    assert sent == b'{"name":"P",  "n":1.10}'


def test_bytes_that_are_something_else_are_opaque() -> None:
    walk = walked(PIXEL, in_base64(any_json))
    assert [item.kind for item in walk.opaque] == ["other"]


# --- properties -------------------------------------------------------------------

leaves = st.none() | st.booleans() | st.text(max_size=8)
numbers = st.from_regex(
    r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True
)


def _source(value: Any) -> str:
    """JSON source in which numbers stand as they were drawn."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{_source(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_source, value)) + "]"
    return value.source if isinstance(value, _Number) else json.dumps(value)


class _Number:
    def __init__(self, source: str) -> None:
        self.source = source


trees = st.recursive(
    leaves | numbers.map(_Number),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*')


def _numbers(source: str) -> list[str]:
    return [token for token in _TOKEN.findall(source) if not token.startswith('"')]


@given(trees)
def test_numbers_keep_their_bytes_whatever_happens_to_texts(tree: Any) -> None:
    source = _source([tree])
    document = parse(source.encode())
    walk = Walk(document)
    rows(walk, document.tree, "")
    assert walk.cursor == len(document.tokens)
    changed = {
        at: f"P{at}_" for at, one in enumerate(walk.segments) if one.place is not Place.FIXED
    }
    sent = walk.rewrite(changed).decode()
    assert _numbers(sent) == _numbers(source) or any("#" in s.pointer for s in walk.segments)
    assert walk.rewrite({}).decode() == source


@given(trees)
def test_every_string_and_key_is_a_segment(tree: Any) -> None:
    source = _source([tree])
    document = parse(source.encode())
    walk = Walk(document)
    rows(walk, document.tree, "")
    seen = {one.text for one in walk.segments}
    for leaf in document.leaves():
        inside = any(
            one.pointer.startswith(f"/{'/'.join(map(str, leaf.path))}#") for one in walk.segments
        )
        text = legible(leaf.text) if leaf.kind is LeafKind.NUMBER else leaf.text
        assert not text or text in seen or walk.opaque or inside
