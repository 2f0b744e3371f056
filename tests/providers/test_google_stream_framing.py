"""Frames of streams of Gemini: where they begin, end and break."""

import json

import pytest
from hypothesis import given

from providers.codec import FrameTooLargeError, Framing, MalformedAnswerError
from tests.providers.google_driver import Driver
from tests.support.gemini_streams import (
    FRAMINGS,
    ORIGINALS,
    cut,
    cuts,
    joined,
    lines_of,
    reader_for,
    text,
    written,
)

NOISE = (
    b"\xef\xbb\xbf: keep-alive\r\n\r\n"
    b"retry: 100\nid: 7\ndata: " + json.dumps(text("a")).encode() + b"\n\n"
    b": ping\n\n\n"
    b"event: message\rdata:" + json.dumps(text("b", finishReason="STOP")).encode() + b"\r\r"
)


@given(cuts)
def test_only_data_lines_are_left(at: list[int]) -> None:
    reader = reader_for(Framing.SSE)
    data = Driver(reader, {}).all(cut(NOISE, at))
    assert all(line.startswith("data: {") for line in lines_of(data))
    assert joined(json.loads(line[6:]) for line in lines_of(data)) == {(0, False): "ab"}
    assert reader.end()


def test_data_over_several_lines_is_one_response() -> None:
    source = json.dumps(text("Hi PERSON_a7k2", finishReason="STOP"), indent=1)
    data = b"".join(b"data: " + line.encode() + b"\n" for line in source.split("\n")) + b"\n"
    reader = reader_for(Framing.SSE)
    (frame,) = reader.feed(data)
    assert frame.render([slot.text for slot in frame.slots]) == data
    assert frame.slots[0].text == "Hi PERSON_a7k2"
    got = Driver(reader_for(Framing.SSE), ORIGINALS).feed(data)
    assert b"Zo\xc3\xab" in got


@pytest.mark.parametrize(
    "data",
    [b"data: [DONE]\n\n", b"data: {\n\n", b"<html>", b"[1]", b"data: 3\n\n", b"data: \xff\n\n"],
)
def test_what_is_no_stream_is_malformed(data: bytes) -> None:
    framing = Framing.SSE if data.startswith(b"data") else Framing.JSON_ARRAY
    with pytest.raises(MalformedAnswerError):
        reader_for(framing).feed(data)


@pytest.mark.parametrize("framing", FRAMINGS)
def test_an_event_over_the_limit_is_refused(framing: Framing) -> None:
    with pytest.raises(FrameTooLargeError):
        reader_for(framing, event_limit=100).feed(written(framing, [text("x" * 100)]))


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("missing", [1, 3, 20, 60, 120])
def test_a_cut_stream_did_not_end(framing: Framing, missing: int) -> None:
    data = written(framing, [text("a"), text("b", finishReason="STOP")])
    reader = reader_for(framing)
    reader.feed(data[:-missing])
    assert not reader.end()


@pytest.mark.parametrize("framing", FRAMINGS)
def test_nothing_at_all_is_no_stream(framing: Framing) -> None:
    assert not reader_for(framing).end()


def test_events_end_with_the_last_candidate() -> None:
    reader = reader_for(Framing.SSE)
    reader.feed(written(Framing.SSE, [text("a", 0), text("b", 1), text("", 0, finishReason=1)]))
    assert not reader.end()
    reader.feed(written(Framing.SSE, [text("", 1, finishReason="MAX_TOKENS")]))
    assert reader.end()


@pytest.mark.parametrize("reason", [0, "FINISH_REASON_UNSPECIFIED", None])
def test_an_unspecified_reason_ends_nothing(reason: object) -> None:
    reader = reader_for(Framing.SSE)
    reader.feed(written(Framing.SSE, [text("a", finishReason=reason)]))
    assert not reader.end()


def test_a_blocked_prompt_ends_the_stream() -> None:
    reader = reader_for(Framing.SSE)
    reader.feed(written(Framing.SSE, [{"promptFeedback": {"blockReason": "SAFETY"}}]))
    assert reader.end()


@pytest.mark.parametrize("framing", FRAMINGS)
def test_an_error_in_the_stream_is_one(framing: Framing) -> None:
    error = {"error": {"code": 503, "message": "about PERSON_a7k2", "status": "UNAVAILABLE"}}
    frames = reader_for(framing).feed(written(framing, [text("a"), error]))
    assert [frame.error for frame in frames[:2]] == [False, True]
    got = Driver(reader_for(framing), ORIGINALS).feed(written(framing, [text("a"), error]))
    assert "about Zoë Åström".encode() in got


@pytest.mark.parametrize("framing", FRAMINGS)
def test_an_extra_frame_needs_a_channel_of_a_stream(framing: Framing) -> None:
    (frame, *_) = reader_for(framing).feed(written(framing, [text("a")]))
    with pytest.raises(ValueError, match="channel"):
        frame.before(("leaf", 3), "x")
