import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import MalformedBodyError
from providers.json_text import (
    Document,
    Leaf,
    LeafKind,
    Limits,
    parse,
    parse_lenient,
    parse_text,
    quote,
)

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
STRINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=20,
)
STYLES = st.fixed_dictionaries(
    {
        "ensure_ascii": st.booleans(),
        "indent": st.sampled_from([None, 0, 3, "\t"]),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]),
    }
)


def leaves_by_stdlib(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
    """The second oracle: the same list from the standard library's tree."""
    if isinstance(tree, dict):
        return [
            leaf
            for key, value in tree.items()
            for leaf in [
                (LeafKind.KEY, (*path, key), key),
                *leaves_by_stdlib(value, (*path, key)),
            ]
        ]
    if isinstance(tree, list):
        return [
            leaf
            for index, value in enumerate(tree)
            for leaf in leaves_by_stdlib(value, (*path, index))
        ]
    if isinstance(tree, str):
        return [(LeafKind.STRING, path, tree)]
    if tree is None or isinstance(tree, bool):
        return []
    return [(LeafKind.NUMBER, path, tree.text)]


class Raw:
    def __init__(self, text: str) -> None:
        self.text = text


def code_of(body: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(MalformedBodyError) as caught:
        parse(body, limits or Limits())
    return caught.value.code


@given(TREES, STYLES)
def test_leaves_are_those_of_the_standard_library(tree: Any, style: dict[str, Any]) -> None:
    source = json.dumps(tree, **style)
    expected = leaves_by_stdlib(json.loads(source, parse_int=Raw, parse_float=Raw))
    document = parse(source.encode())
    assert [(leaf.kind, leaf.path, leaf.text) for leaf in document.leaves()] == expected


@given(TREES, STYLES)
def test_each_position_holds_its_leaf(tree: Any, style: dict[str, Any]) -> None:
    source = json.dumps(tree, **style)
    for leaf in parse(source.encode()).leaves():
        piece = source[leaf.start : leaf.end]
        assert (
            piece == leaf.text if leaf.kind is LeafKind.NUMBER else json.loads(piece) == leaf.text
        )


@given(TREES, STYLES)
def test_writing_nothing_or_the_same_source_changes_no_byte(
    tree: Any, style: dict[str, Any]
) -> None:
    body = json.dumps(tree, **style).encode()
    document = parse(body)
    assert document.splice([]) == body
    same = [
        (leaf.start, leaf.end, document.source[leaf.start : leaf.end]) for leaf in document.leaves()
    ]
    assert document.splice(same) == body


@given(TREES, STYLES, STRINGS, st.data())
def test_one_changed_string_changes_nothing_else(
    tree: Any, style: dict[str, Any], text: str, data: st.DataObject
) -> None:
    document = parse(json.dumps(tree, **style).encode())
    strings = [leaf for leaf in document.leaves() if leaf.kind is LeafKind.STRING]
    if not strings:
        return
    chosen = data.draw(st.sampled_from(strings))
    changed = parse(document.splice([(chosen.start, chosen.end, quote(text))]))
    assert set_at(json.loads(document.source), chosen, text) == json.loads(changed.source)
    assert changed.source[: chosen.start] == document.source[: chosen.start]
    assert changed.source.endswith(document.source[chosen.end :])


def set_at(tree: Any, leaf: Leaf, text: str) -> Any:
    if not leaf.path:
        return text
    node = tree
    for step in leaf.path[:-1]:
        node = node[step]
    node[leaf.path[-1]] = text
    return tree


@given(st.text(string.printable + 'é\u2028😀\\"', max_size=30))
def test_a_quoted_text_reads_back(text: str) -> None:
    assert json.loads(quote(text)) == text


def test_half_a_pair_is_quoted_as_an_escape() -> None:
    assert quote("a\ud83d") == '"a\\ud83d"'


@given(
    st.binary(max_size=40) | st.text('{}[]",:0123.eE-+ \\untrfalse', max_size=30).map(str.encode)
)
def test_accepts_only_what_the_standard_library_accepts(body: bytes) -> None:
    try:
        document = parse(body)
    except MalformedBodyError:
        return
    json.loads(body.decode())
    assert document.splice([]) == body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid_json"),
        (b'{"a":1', "invalid_json"),
        (b"{'a':1}", "invalid_json"),
        (b'{"a":01}', "invalid_json"),
        (b'["\x01"]', "invalid_json"),
        (b'{"a":1} {}', "invalid_json"),
        (b'["\xff"]', "invalid_utf8"),
        (b'["\xed\xa0\xbd"]', "invalid_utf8"),
        (b"\xef\xbb\xbf{}", "bom"),
        (b"[NaN]", "not_finite"),
        (b"[-Infinity]", "not_finite"),
        (b"[1e999]", "not_finite"),
        (b'["\\ud83d"]', "lone_surrogate"),
        (b'{"\\ude00":1}', "lone_surrogate"),
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"a":1,"\\u0061":1}', "duplicate_key"),
        (b'[{"b":{"a":[],"c":{},"a":{}}}]', "duplicate_key"),
        (b"[" * 66 + b"1" + b"]" * 66, "too_deep"),
        (b"[" * 5000 + b"]" * 5000, "too_deep"),
        (b'{"a":' * 200_000, "too_deep"),
        (b"[0." + b"1" * 500 + b"]", "number_too_long"),
    ],
)
def test_refuses_with_a_code(body: bytes, code: str) -> None:
    assert code_of(body) == code


def test_counts_keys_and_values() -> None:
    assert code_of(b'{"a":1,"b":2,"c":3}', Limits(keys=2)) == "too_many_keys"
    assert code_of(b"[[],[],[],[]]", Limits(values=3)) == "too_many_values"


def test_refusals_hold_no_payload() -> None:
    with pytest.raises(MalformedBodyError) as caught:
        parse(b'{"name": "Ottilie Brandvold"')
    assert "Ottilie" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_recipient_may_send_half_a_pair() -> None:
    document = parse_lenient(b'{"a": "x\\ud83d", "n": 1.10}')
    assert [leaf.text for leaf in document.leaves()] == ["a", "x\ud83d", "n", "1.10"]
    assert document.splice([]) == b'{"a": "x\\ud83d", "n": 1.10}'


def test_text_with_half_a_pair_is_no_document() -> None:
    with pytest.raises(MalformedBodyError):
        parse_text('["\ud83d"]')


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"k" : [1, "]", {"a": "}\\""}] , "z": 1}', '[1, "]", {"a": "}\\""}]'),
        (b'{"k":true,"z":1}', "true"),
        (b'{"k":null}', "null"),
        (b'{"k" : "a,b" }', '"a,b"'),
        (b'{"k":-1.50e3 ,"z":1}', "-1.50e3"),
    ],
)
def test_finds_the_whole_value_of_a_key(body: bytes, value: str) -> None:
    document: Document = parse(body)
    start, end = document.value_span(0)
    assert document.source[start:end] == value


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        parse(b'["abc"]').edited([(0, 4, "x"), (3, 5, "y")])
