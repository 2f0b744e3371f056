from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Frame, MalformedAnswerError
from providers.openai_responses_stream import ResponseStream
from providers.openai_responses_template import DeltaFrame
from tests.providers.openai_driver import cut
from tests.providers.responses_driver import data_of, delta, event

TEXTS = st.text(max_size=8) | st.sampled_from(
    ['"', "\\", "\n", "\ud83d", "\ude00", "</a>", "\u2028"]
)
KINDS = st.sampled_from(["output_text", "refusal", "function_call_arguments", "audio"])
CALL = {"type": "function_call", "name": "find"}


class Untaught(ResponseStream):
    """Parses every event: the second oracle."""

    __slots__ = ()

    def _learn(self, *_args: Any) -> None:
        return


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    padded, listed = draw(st.booleans()), draw(st.booleans())
    events = []
    for number in range(draw(st.integers(0, 12))):
        place = {"output_index": draw(st.integers(0, 1))}
        if draw(st.integers(0, 5)) == 0:
            kind = draw(st.sampled_from(["output_item.added", "output_item.done"]))
            events.append(event(f"response.{kind}", number, **place, item=CALL))
            continue
        more: dict[str, Any] = {"logprobs": [{"token": "x"}] if listed else []}
        if padded:
            more["obfuscation"] = draw(st.text("aZ9", max_size=3))
        events.append(delta(draw(TEXTS), draw(KINDS), number, **place, **more))
    return b"".join(events)


def shape(frame: Frame) -> tuple[Any, ...]:
    slots = [(s.channel, s.text, s.container, s.tool, s.closes) for s in frame.slots]
    return frame.raw, slots, frame.closes, frame.terminal, frame.error


@given(streams(), st.lists(st.integers(0, 5000), max_size=8), st.booleans(), st.booleans())
def test_templates_and_the_parser_give_the_same_frames(
    data: bytes, places: list[int], json_answer: bool, drop: bool
) -> None:
    data += event("response.completed", 99, response={})
    quick = ResponseStream(json_answer=json_answer, drop_logprobs=drop)
    slow = Untaught(json_answer=json_answer, drop_logprobs=drop)
    for piece in cut(data, places):
        for one, other in zip(quick.feed(piece), slow.feed(piece), strict=True):
            assert shape(one) == shape(other)
            for channel in one.closes:
                assert one.before(channel, "x") == other.before(channel, "x")
            texts = [slot.text + '"ü\n' for slot in one.slots]
            assert data_of(one.render(texts)) == data_of(other.render(texts))
    assert quick.end()


def test_most_events_need_no_parser() -> None:
    data = b"".join(delta(f"word {n}", number=n, obfuscation="x" * (n % 9)) for n in range(50))
    frames = ResponseStream().feed(data)
    assert sum(isinstance(frame, DeltaFrame) for frame in frames) == 49


def test_items_that_take_turns_each_have_a_template() -> None:
    data = b"".join(delta(f"word {n}", number=n, output_index=n % 3) for n in range(30))
    frames = ResponseStream().feed(data)
    assert sum(isinstance(frame, DeltaFrame) for frame in frames) == 27


def after(odd: bytes) -> list[Frame]:
    """The frames of an event, once an event almost like it was seen."""
    reader = ResponseStream()
    reader.feed(delta("a", number=7))
    return reader.feed(odd)


@pytest.mark.parametrize("number", ["-1", "1.5", "1e3", "9" * 19, '"1"', "null"])
def test_a_number_of_another_shape_is_left_to_the_parser(number: str) -> None:
    odd = delta("a", number=7).replace(b'number": 7', f'number": {number}'.encode())
    (frame,) = after(odd)
    assert not isinstance(frame, DeltaFrame)
    assert frame.render([slot.text for slot in frame.slots]) == odd


@pytest.mark.parametrize("number", ["01", "1,2", ""])
def test_what_is_no_json_fits_no_template(number: str) -> None:
    with pytest.raises(MalformedAnswerError):
        after(delta("a", number=7).replace(b'number": 7', f'number": {number}'.encode()))
