import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Container, Frame, FrameTooLargeError, MalformedAnswerError
from providers.openai_stream import ChatStream, DeltaFrame
from tests.providers.openai_driver import cut

TEXTS = st.text(max_size=8) | st.sampled_from(
    ['"', "\\", "\n", "\ud83d", "\ude00", "</a>", "\u2028"]
)


class Untaught(ChatStream):
    """Parses every event: the second oracle."""

    __slots__ = ()

    def _learn(self, *_args: Any) -> None:
        return


def chunk(delta: dict[str, Any], choice: int = 0, finish: str | None = None, **rest: Any) -> bytes:
    body = {
        "id": "chatcmpl-5",
        "object": "chat.completion.chunk",
        "created": 1767225600,
        "model": "gpt-4o",
        "choices": [{"index": choice, "delta": delta, "finish_reason": finish}],
        **rest,
    }
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def frames(data: bytes, **settings: Any) -> list[Frame]:
    return ChatStream(**settings).feed(data)


def call(index: int, arguments: str, name: str | None = None) -> dict[str, Any]:
    function = {"arguments": arguments} | ({"name": name} if name else {})
    return {"tool_calls": [{"index": index, "function": function}]}


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    deltas = draw(
        st.lists(
            st.one_of(
                st.builds(lambda text: {"content": text}, TEXTS),
                st.builds(lambda text: {"refusal": text, "content": None}, TEXTS),
                st.builds(call, st.integers(0, 2), TEXTS, st.none() | st.just("find")),
                st.builds(lambda text: {"tool_calls": None, "reasoning": text}, TEXTS),
                st.builds(lambda text: {"details": [{"index": 0, "text": text}]}, TEXTS),
                st.just({}),
            ),
            max_size=12,
        )
    )
    padding = draw(st.booleans())
    return b"".join(
        chunk(
            delta,
            draw(st.integers(0, 1)),
            draw(st.sampled_from([None, None, None, "stop"])),
            **({"obfuscation": draw(st.text("aZ9", max_size=3))} if padding else {}),
        )
        for delta in deltas
    )


def shape(frame: Frame) -> tuple[Any, ...]:
    slots = [(s.channel, s.text, s.container, s.tool, s.closes) for s in frame.slots]
    return frame.raw, slots, set(frame.closes), frame.terminal, frame.error


@given(streams(), st.lists(st.integers(0, 5000), max_size=8), st.booleans())
def test_templates_and_the_parser_give_the_same_frames(
    data: bytes, places: list[int], json_answer: bool
) -> None:
    data += b"data: [DONE]\n\n"
    quick, slow = ChatStream(json_answer=json_answer), Untaught(json_answer=json_answer)
    for piece in cut(data, places):
        for one, other in zip(quick.feed(piece), slow.feed(piece), strict=True):
            assert shape(one) == shape(other)
            texts = [slot.text + '"ü\n' for slot in one.slots]
            assert as_json(one.render(texts)) == as_json(other.render(texts))
            assert one.before((0, "content"), "x") == other.before((0, "content"), "x")
    assert quick.end()


def as_json(event: bytes) -> Any:
    text = event.decode().removeprefix("data: ")
    return text if text.startswith("[DONE]") else json.loads(text)


@given(streams())
def test_new_texts_arrive_and_nothing_else_changes(data: bytes) -> None:
    for frame in frames(data):
        written = frame.render([f"<{slot.text}>" for slot in frame.slots])
        again = frames(written)
        assert len(again) == 1
        assert [slot.text for slot in again[0].slots] == [f"<{slot.text}>" for slot in frame.slots]
        assert again[0].render([slot.text for slot in frame.slots]).count(b"chatcmpl-5") == 1


def test_most_events_need_no_parser() -> None:
    data = b"".join(chunk({"content": f"word {n}"}) for n in range(50))
    assert sum(isinstance(frame, DeltaFrame) for frame in frames(data)) == 49


def test_choices_that_take_turns_each_have_a_template() -> None:
    data = b"".join(chunk({"content": f"word {n}"}, n % 3) for n in range(30))
    assert sum(isinstance(frame, DeltaFrame) for frame in frames(data)) == 27


def test_a_call_keeps_the_name_of_its_first_event() -> None:
    data = (
        chunk(call(0, "", "find"))
        + chunk(call(1, "", "mail"))
        + chunk(call(0, "{"))
        + chunk(call(1, "{"))
        + chunk(call(0, "}"))
        + chunk(call(0, "", "other"))
        + chunk(call(0, "}"))
    )
    slots = [frame.slots[0] for frame in frames(data)]
    assert [slot.tool for slot in slots] == [
        "find",
        "mail",
        "find",
        "mail",
        "find",
        "other",
        "other",
    ]
    assert {slot.container for slot in slots} == {Container.JSON}


def test_a_call_without_a_name_is_still_a_call() -> None:
    assert frames(chunk(call(0, "{")))[0].slots[0].tool == ""


def test_arguments_that_are_no_string_are_still_arguments() -> None:
    delta = {"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": {"a": "x"}}}]}
    (slot,) = frames(chunk(delta))[0].slots
    assert (slot.tool, slot.container) == ("f", Container.TEXT)


def test_content_is_json_only_where_json_was_asked_for() -> None:
    data = chunk({"content": "{}", "refusal": "no"})
    assert [s.container for s in frames(data)[0].slots] == [Container.TEXT, Container.TEXT]
    asked = frames(data, json_answer=True)[0].slots
    assert [s.container for s in asked] == [Container.JSON, Container.TEXT]


def test_a_finish_reason_closes_the_channels_of_its_choice() -> None:
    read = frames(
        chunk({"content": "a"})
        + chunk({"content": "b"}, 1)
        + chunk({"content": "c"}, 0, "stop")
        + chunk({}, 1, "stop")
        + b"data: [DONE]\n\n"
    )
    assert [[slot.closes for slot in frame.slots] for frame in read] == [
        [False],
        [False],
        [True],
        [],
        [],
    ]
    assert [frame.closes for frame in read] == [(), (), (), ((1, "content"),), ()]
    assert [frame.terminal for frame in read] == [False] * 4 + [True]


def test_the_end_closes_what_is_still_open() -> None:
    read = frames(chunk({"content": "a"}) + b"data: [DONE]\n\n")
    assert read[-1].closes == ((0, "content"),)
    extra = json.loads(read[-1].before((0, "content"), 'held "text"')[6:])
    assert extra["id"] == "chatcmpl-5"
    assert extra["choices"] == [
        {"index": 0, "delta": {"content": 'held "text"'}, "finish_reason": None}
    ]


@pytest.mark.parametrize(
    "delta",
    [
        {"content": "x"},
        {"refusal": "x"},
        {"reasoning_content": "x"},
        {"audio": {"transcript": "x"}},
        {"function_call": {"arguments": "x"}},
        {"tool_calls": [{"index": 3, "function": {"arguments": "x"}}]},
        {"tool_calls": [{"index": 1, "custom": {"input": "x"}}]},
        {"details": [{"index": 0, "text": "x"}]},
    ],
)
def test_an_extra_event_has_the_shape_of_the_channels_own(delta: dict[str, Any]) -> None:
    (frame,) = frames(chunk(delta, 2))
    channel = frame.slots[0].channel
    (extra,) = frames(frame.before(channel, "y"))
    assert [(slot.channel, slot.text) for slot in extra.slots] == [(channel, "y")]


def test_citations_and_unknown_strings_do_not_go_on() -> None:
    delta = {"annotations": [{"type": "url_citation", "url_citation": {"title": "t", "url": "u"}}]}
    (frame,) = frames(chunk(delta, note="n"))
    assert [(slot.text, slot.closes) for slot in frame.slots] == [
        ("t", True),
        ("u", True),
        ("n", True),
    ]


def test_probabilities_go_when_asked() -> None:
    choice = {"index": 0, "delta": {"content": "ab"}, "logprobs": {"content": [{"token": "ab"}]}}
    data = b'data: {"choices": [' + json.dumps(choice).encode() + b"]}\n\n"
    (kept,) = frames(data)
    assert kept.render(["ab"]) == data
    assert as_json(kept.render(["c"]))["choices"][0]["logprobs"] is None
    (dropped,) = frames(data, drop_logprobs=True)
    assert as_json(dropped.render(["ab"]))["choices"][0] == {**choice, "logprobs": None}


def test_an_error_in_the_stream_is_an_error() -> None:
    (frame,) = frames(b'data: {"error": {"message": "about PERSON_a7k2", "type": "x"}}\n\n')
    assert frame.error
    assert [(slot.text, slot.closes) for slot in frame.slots] == [("about PERSON_a7k2", True)]


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"<html>", b'{"a":1,"a":2}', b"\xff"])
def test_what_cannot_be_read_is_refused_without_a_word_of_it(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        frames(b"data: " + body + b"\n\n")
    assert body.decode(errors="replace") not in str(caught.value)


def test_refuses_an_event_over_the_limit() -> None:
    with pytest.raises(FrameTooLargeError):
        frames(chunk({"content": "x" * 200}), event_limit=100)


@pytest.mark.parametrize(
    ("data", "proper"),
    [
        (b"", False),
        (chunk({"content": "x"}), False),
        (chunk({}, 0, "stop"), False),
        (b"data: [DONE]\n\n", True),
        (b"data: [DONE]\r\n\r\n", True),
        (b"data: [DONE]\n", True),
        (b"data:[DONE]", True),
        (b"data: [DONE]\n\ndata: {", False),
        (b"data: [DO", False),
    ],
)
def test_tells_a_proper_end_from_a_broken_one(data: bytes, proper: bool) -> None:
    reader = ChatStream()
    reader.feed(data)
    assert reader.end() is proper
