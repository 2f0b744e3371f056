import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.pseudonym import Original
from providers.codec import Container, FrameTooLargeError, MalformedAnswerError, Slot
from providers.openai_responses_stream import ResponseStream
from redaction.restore import Restorer
from tests.providers.openai_driver import cut
from tests.providers.responses_driver import data_of, delta, event, frames, sums
from tests.support.responses import events as answer_events
from tests.support.responses import framed
from tests.support.shapes import Call, Said, Style

ORIGINALS = {
    "PERSON_a7k2u2": Original('Ottilie "Tilly" Brandvold', "PERSON"),
    "EMAIL_k3mm7p": Original("ottilie@fjell.example", "EMAIL_ADDRESS"),
}
WORDS = st.lists(
    st.sampled_from(
        [*ORIGINALS, "PERSON_a7k", "PERSON_", "Dear", " ", ",", "\\", '"', "😀", "ü\n"]
    ),
    min_size=1,
    max_size=12,
).map("".join)


def restorer(slot: Slot) -> Restorer:
    escape = None
    if slot.container is Container.JSON:
        escape = lambda value: json.dumps(value, ensure_ascii=False)[1:-1]  # noqa: E731 # as the roof's
    return Restorer(ORIGINALS, may=lambda _type: True, escape=escape)


def restored(pieces: list[bytes], reader: ResponseStream) -> bytes:
    """As the roof restores (gateway.restoring), written once more."""
    out, held = b"", {}
    for frame in [frame for piece in pieces for frame in reader.feed(piece)]:
        for channel in frame.closes:
            rest = held.pop(channel).flush()
            out += frame.before(channel, rest) if rest else b""
        texts = []
        for slot in frame.slots:
            one = held.setdefault(slot.channel, restorer(slot))
            texts.append(one.feed(slot.text))
            if slot.closes:
                texts[-1] += held.pop(slot.channel).flush()
        out += frame.render(texts)
    assert not held
    return out


def stream(text: str, size: int) -> bytes:
    body = {
        "stream": True,
        "reasoning": {"effort": "low"},
        "tools": [
            {"type": "function", "name": "find"},
            {"type": "custom", "name": "sql"},
            {"type": "web_search"},
        ],
    }
    calls = (Call("find", {"text": text}), Call("sql", {"text": text}))
    said = Said(text=text, calls=calls)
    return b"".join(framed(answer_events(body, said, Style(delta=size)), Style()))


@given(WORDS, st.integers(1, 7), st.lists(st.integers(0, 20_000), max_size=10))
def test_every_done_is_the_sum_of_its_deltas_however_it_is_cut(
    text: str, size: int, places: list[int]
) -> None:
    data = stream(text, size)
    reader = ResponseStream()
    written = restored(cut(data, places), reader)
    assert reader.end()
    assert written == restored([data], ResponseStream())
    told, done = sums(written)
    assert told == {key: value for key, value in done.items() if value}
    whole = restorer(Slot("", text))
    plain = whole.feed(text) + whole.flush()
    assert done["response.output_text", 1, 0, None] == plain
    assert json.loads(done["response.function_call_arguments", 2, None, None])["text"] == plain
    numbers = [each["sequence_number"] for each in data_of(written)]
    assert numbers == sorted(numbers)


@given(WORDS, st.integers(1, 7), st.lists(st.integers(0, 20_000), max_size=10))
def test_unchanged_texts_give_the_stream_back(text: str, size: int, places: list[int]) -> None:
    data = stream(text, size)
    reader = ResponseStream()
    seen = [frame for piece in cut(data, places) for frame in reader.feed(piece)]
    assert b"".join(frame.raw for frame in seen) == data
    assert b"".join(f.render([slot.text for slot in f.slots]) for f in seen) == data


def test_a_delta_that_was_held_back_goes_before_what_ends_its_channel() -> None:
    first, second, done = frames(
        delta("a PERSON_", number=4, logprobs=[], obfuscation="xy")
        + delta("a", "refusal", 5)
        + event("response.output_text.done", 6, item_id="msg_1", output_index=0, content_index=0,
                text="a PERSON_")
    )  # fmt: skip
    assert [first.slots[0].closes, second.slots[0].closes] == [False, False]
    (channel,) = done.closes
    assert channel == first.slots[0].channel
    assert done.before(channel, 'x "y"') == (
        b"event: response.output_text.delta\n"
        b'data: {"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_1",'
        b'"output_index":0,"content_index":0,"logprobs":[],"delta":"x \\"y\\""}\n\n'
    )


@pytest.mark.parametrize(
    "last",
    [
        event("response.output_text.done", item_id="msg_1", output_index=0, content_index=0,
              text="a"),
        event("response.content_part.done", item_id="msg_1", output_index=0, content_index=0,
              part={"type": "output_text", "text": "a", "annotations": []}),
        event("response.output_item.done", output_index=0, item={"type": "message"}),
        event("response.completed", response={}),
        event("response.incomplete", response={}),
        event("response.failed", response={"error": {"code": "x", "message": "PERSON_a7k2u2"}}),
    ],
    ids=["text", "part", "item", "completed", "incomplete", "failed"],
)  # fmt: skip
def test_what_ends_a_channel(last: bytes) -> None:
    began, other, ending = frames(delta("a") + delta("b", output_index=1) + last)
    assert began.slots[0].channel in ending.closes
    assert (other.slots[0].channel in ending.closes) is ending.terminal


def test_a_shell_tells_its_output_in_two_channels() -> None:
    place = {"output_index": 2, "command_index": 1, "item_id": "sho_1"}
    kind = "response.shell_call_output_content"
    began, done = frames(
        event(f"{kind}.delta", **place, delta={"stdout": "a PERSON_", "stderr": "b"})
        + event(f"{kind}.done", **place, output=[{"stdout": "a", "stderr": "b"}])
    )
    out, err = (slot.channel for slot in began.slots)
    assert set(done.closes) == {out, err}
    (extra,) = data_of(done.before(out, "x"))
    assert extra["delta"] == {"stdout": "x"}


def test_sound_is_left_alone_and_its_transcript_is_text() -> None:
    sound, spoken = frames(
        event("response.audio.delta", delta="UklGRg==")
        + event("response.audio.transcript.delta", delta="Ottilie")
    )
    assert not sound.slots
    assert [slot.text for slot in spoken.slots] == ["Ottilie"]


@pytest.mark.parametrize(
    ("item", "kind", "tool", "container"),
    [
        ({"type": "function_call", "name": "find"}, "function_call_arguments", "find", "json"),
        ({"type": "mcp_call", "name": "crm"}, "mcp_call_arguments", "crm", "json"),
        ({"type": "custom_tool_call", "name": "sql"}, "custom_tool_call_input", "sql", "text"),
        ({"type": "shell_call"}, "shell_call_command", "shell", "text"),
        ({"type": "code_interpreter_call"}, "code_interpreter_call_code", None, "text"),
        ({"type": "message"}, "output_text", None, "text"),
        ({"type": "message"}, "refusal", None, "text"),
    ],
)
def test_whose_arguments_a_delta_carries(
    item: dict[str, Any], kind: str, tool: str | None, container: str
) -> None:
    added = event("response.output_item.added", output_index=0, item=item)
    *_, frame = frames(added + delta("{", kind))
    (slot,) = frame.slots
    assert (slot.tool, slot.container) == (tool, Container(container))


def test_a_call_without_a_name_is_still_a_call() -> None:
    (frame,) = frames(delta("{", "function_call_arguments"))
    assert frame.slots[0].tool == ""


def test_text_is_json_only_where_json_was_asked_for() -> None:
    data = delta("{") + delta("no", "refusal")
    assert [f.slots[0].container for f in frames(data)] == [Container.TEXT] * 2
    asked = frames(data, json_answer=True)
    assert [f.slots[0].container for f in asked] == [Container.JSON, Container.TEXT]


def test_probabilities_go_when_asked() -> None:
    data = delta("ab", logprobs=[{"token": "ab", "logprob": -1}])
    assert frames(data)[0].render(["ab"]) == data
    assert data_of(frames(data)[0].render(["c"]))[0]["logprobs"] == []
    assert data_of(frames(data, drop_logprobs=True)[0].render(["ab"]))[0]["logprobs"] == []


def test_citations_move_with_the_text_before_them() -> None:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    cited = {"type": "url_citation", "start_index": 14, "end_index": 18, "title": "t", "url": "u"}
    began, added = frames(
        delta("PERSON_a7k2u2 says")
        + event("response.output_text.annotation.added", **place, annotation=cited)
    )
    began.render(["Ottilie says"])
    (moved,) = data_of(added.render([slot.text for slot in added.slots]))
    assert (moved["annotation"]["start_index"], moved["annotation"]["end_index"]) == (8, 12)


@pytest.mark.parametrize(
    "body",
    [{"type": "error", "code": "x", "message": "about PERSON_a7k2u2"},
     {"error": {"message": "about PERSON_a7k2u2"}}],
)  # fmt: skip
def test_an_error_is_an_error(body: dict[str, Any]) -> None:
    (frame,) = frames(f"data: {json.dumps(body)}\n\n".encode())
    assert frame.error
    assert "about PERSON_a7k2u2" in [slot.text for slot in frame.slots]


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"<html>", b'{"a":1,"a":2}', b"\xff"])
def test_what_cannot_be_read_is_refused_without_a_word_of_it(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        frames(b"data: " + body + b"\n\n")
    assert body.decode(errors="replace") not in str(caught.value)


def test_refuses_an_event_over_the_limit() -> None:
    with pytest.raises(FrameTooLargeError):
        frames(delta("x" * 200), event_limit=100)


END = event("response.completed", response={})


@pytest.mark.parametrize(
    ("data", "proper"),
    [
        (b"", False),
        (delta("x"), False),
        (END, True),
        (event("response.failed", response={}), True),
        (END + b"data: [DONE]\n\n", True),
        (END + b"data: [DONE]", True),
        (b"data: [DONE]\n\n", False),
        (END[:-2], False),
        (END + b"data: {", False),
        (event("error", message="x"), False),
    ],
)
def test_tells_a_proper_end_from_a_broken_one(data: bytes, proper: bool) -> None:
    reader = ResponseStream()
    reader.feed(data)
    assert reader.end() is proper
