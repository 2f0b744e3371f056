from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai._streaming import SSEDecoder

from providers.codec import FrameTooLargeError
from providers.sse import Event, EventReader

ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.sampled_from(
    [
        "data: {}",
        'data:{"a": "é😀"}',
        "data:  two blanks",
        "data: [DONE]",
        "data",
        "data:",
        ": comment",
        "event: note",
        "id: 7",
        "retry: 10",
        "dataset: no",
        "",
        "",
    ]
)


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    pieces = draw(st.lists(st.tuples(LINES, ENDS), max_size=25))
    start = draw(st.sampled_from(["", "\ufeff"]))
    return (start + "".join(line + end for line, end in pieces)).encode()


def cut(data: bytes, places: list[int]) -> Iterator[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return (data[start:end] for start, end in pairwise(edges))


def read(data: bytes, places: list[int]) -> tuple[list[Event], bytes]:
    reader = EventReader()
    events = [event for piece in cut(data, places) for event in reader.feed(piece)]
    return events, reader.rest


def data_by_sdk(data: bytes) -> list[str]:
    """The second oracle: the official client's own decoder."""
    decoded = SSEDecoder().iter_bytes(iter([data.removeprefix(b"\xef\xbb\xbf")]))
    return [event.data for event in decoded if event.data]


@given(streams(), st.lists(st.integers(0, 1000), max_size=12))
def test_raw_bytes_in_order_are_the_stream(data: bytes, places: list[int]) -> None:
    events, rest = read(data, places)
    assert b"".join(event.raw for event in events) + rest == data


@given(streams(), st.lists(st.integers(0, 1000), max_size=12))
def test_reads_the_data_that_the_official_client_reads(data: bytes, places: list[int]) -> None:
    whole = data + b"\n\n"
    events, _ = read(whole, places)
    assert [event.data.decode() for event in events if event.data] == data_by_sdk(whole)


@given(streams(), st.lists(st.integers(0, 1000), max_size=12), st.sampled_from([b"x", b"x\ny"]))
def test_new_data_is_read_back_by_the_official_client(
    data: bytes, places: list[int], new: bytes
) -> None:
    events, _ = read(data + b"\n\n", places)
    for event in events:
        if event.data and (event.start < 0 or b"\n" not in new):
            assert data_by_sdk(event.with_data(new)) == [new.decode()]


@given(streams())
def test_one_byte_at_a_time_cuts_at_the_same_places(data: bytes) -> None:
    whole, _ = read(data, [])
    single, _ = read(data, list(range(len(data))))
    assert [event.data for event in whole if event.data] == [
        event.data for event in single if event.data
    ]


@given(streams())
def test_the_same_data_written_back_changes_no_byte(data: bytes) -> None:
    for event in read(data, [])[0]:
        if event.start >= 0:
            assert event.with_data(event.data) == event.raw


def test_an_event_leaves_with_its_empty_line_and_not_later() -> None:
    reader = EventReader()
    assert reader.feed(b"data: 1\n") == []
    assert [event.data for event in reader.feed(b"\nda")] == [b"1"]
    assert [event.data for event in reader.feed(b"ta: 2\r\n\r\n")] == [b"2"]


def feed_all(reader: EventReader, pieces: list[bytes]) -> None:
    for piece in pieces:
        reader.feed(piece)


@pytest.mark.parametrize("pieces", [[b"data: " + b"x" * 200], [b"data: x\n"] * 40])
def test_refuses_an_event_over_the_limit(pieces: list[bytes]) -> None:
    reader = EventReader(limit=100)
    with pytest.raises(FrameTooLargeError):
        feed_all(reader, pieces)


def test_many_events_in_one_piece_may_be_longer_than_the_limit() -> None:
    assert len(EventReader(limit=20).feed(b"data: x\n\n" * 50)) == 50
