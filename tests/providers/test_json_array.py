"""Framing of a JSON array, against a whole-body parse and an independent reference."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import FrameTooLargeError, MalformedAnswerError
from providers.json_array import ArrayReader, Element

LIMIT = 10_000
_leaf_text = st.text(alphabet='ab"\\{}[],: \n\r\té€😀', max_size=8)
_leaves = _leaf_text | st.integers() | st.none()
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_leaf_text, inner, max_size=2),
    max_leaves=4,
)
_objects = st.dictionaries(_leaf_text, _values, max_size=2)
_blank = st.text(alphabet=" \t\r\n", max_size=3)


@st.composite
def arrays(draw: st.DrawFn) -> tuple[bytes, list[object]]:
    """An array of objects as some server might write it, and what it says."""
    objects = draw(st.lists(_objects, max_size=4))
    separators = [draw(_blank) + "," + draw(_blank) for _ in objects[1:]]
    written = [json.dumps(each, ensure_ascii=draw(st.booleans())) for each in objects]
    text = "".join(
        separator + one for separator, one in zip(["", *separators], written, strict=False)
    )
    return f"[{draw(_blank)}{text}{draw(_blank)}]".encode(), list(objects)


def cut(data: bytes, at: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(place % (len(data) + 1) for place in at)})
    return [data[start:end] for start, end in pairwise(places)]


def read(pieces: list[bytes], limit: int = LIMIT) -> tuple[list[Element], ArrayReader]:
    reader = ArrayReader(limit)
    return [element for piece in pieces for element in reader.feed(piece)], reader


@given(arrays(), st.lists(st.integers(min_value=0), max_size=12))
def test_the_elements_are_what_a_parser_of_the_whole_sees(
    array: tuple[bytes, list[object]], at: list[int]
) -> None:
    data, objects = array
    elements, reader = read(cut(data, at))
    assert [json.loads(element.body) for element in elements if not element.last] == objects
    assert elements[-1].last
    assert reader.end()


@given(arrays(), st.lists(st.integers(min_value=0), max_size=12))
def test_the_pieces_in_order_are_the_stream(
    array: tuple[bytes, list[object]], at: list[int]
) -> None:
    data, _ = array
    elements, _ = read(cut(data, at))
    assert b"".join(element.separator + element.body for element in elements) == data


@given(arrays())
def test_one_byte_at_a_time_gives_each_element_with_its_last_byte(
    array: tuple[bytes, list[object]],
) -> None:
    data, _ = array
    reader = ArrayReader(LIMIT)
    seen = b""
    for position in range(len(data)):
        for element in reader.feed(data[position : position + 1]):
            seen += element.separator + element.body
            assert seen == data[: position + 1]
    assert seen == data


def test_a_byte_order_mark_and_outer_white_space_are_left_out() -> None:
    data = b'\xef\xbb\xbf \r\n[{"a":1}]\r\n'
    for pieces in ([data], [data[i : i + 1] for i in range(len(data))]):
        elements, reader = read(pieces)
        assert b"".join(each.separator + each.body for each in elements) == b'[{"a":1}]'
        assert reader.end()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb", b"[", b'[{"a":1}', b'[{"a":1},', b'[{"a":"]'])
def test_a_cut_array_has_not_ended(data: bytes) -> None:
    _, reader = read([data])
    assert not reader.end()


@pytest.mark.parametrize(
    "data",
    [
        b'{"error":{}}',
        b"<html>",
        b"[1]",
        b'["a"]',
        b"[[]]",
        b"[,]",
        b'[{"a":1},]',
        b'[{"a":1}{"a":2}]',
        b'[{"a":1},,{"a":2}]',
        b"[{}]x",
        b"[{}] [",
    ],
)
def test_anything_but_an_array_of_objects_is_malformed(data: bytes) -> None:
    for pieces in ([data], [data[i : i + 1] for i in range(len(data))]):
        with pytest.raises(MalformedAnswerError):
            read(pieces)


def test_an_element_over_the_limit_is_refused_though_it_has_not_ended() -> None:
    reader = ArrayReader(limit=100)
    reader.feed(b'[{"a":"' + b"x" * 80)
    with pytest.raises(FrameTooLargeError):
        reader.feed(b"x" * 80)


def test_the_limit_is_for_one_element_not_for_the_stream() -> None:
    element = b'{"a":"' + b"x" * 80 + b'"}'
    elements, reader = read([b"[" + b",".join([element] * 50) + b"]"], limit=100)
    assert len(elements) == 51
    assert reader.end()
