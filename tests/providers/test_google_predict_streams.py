"""Streams of predictions: restored across events."""

import base64
import json
from typing import Any

import pytest

from providers.codec import MalformedAnswerError
from providers.google import GOOGLE
from tests.providers.google_driver import Driver
from tests.support.prediction_calls import ENDPOINT, NAMES, PUBLISHED, call


def _sse(*events: tuple[str, Any]) -> bytes:
    return b"".join(
        (f"event: {name}\n" if name else "").encode()
        + b"data: "
        + json.dumps(data).encode()
        + b"\n\n"
        for name, data in events
    )


def _block(index: int, delta: Any) -> tuple[str, Any]:
    return "content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta}


ANTHROPIC = _sse(
    ("message_start", {"type": "message_start", "message": {"id": "msg_1", "content": []}}),
    ("content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}}),
    _block(0, {"type": "text_delta", "text": "Hello PER"}),
    ("ping", {"type": "ping"}),
    _block(0, {"type": "text_delta", "text": "SON_a7k2, bye EMAIL_"}),
    _block(0, {"type": "text_delta", "text": "q9w4"}),
    ("content_block_stop", {"type": "content_block_stop", "index": 0}),
    ("content_block_start", {"index": 1, "content_block": {"type": "tool_use", "name": "find"}}),
    _block(1, {"type": "input_json_delta", "partial_json": '{"who": "PERSON_'}),
    _block(1, {"type": "input_json_delta", "partial_json": 'a7k2"}'}),
    ("content_block_stop", {"type": "content_block_stop", "index": 1}),
    ("message_delta", {"type": "message_delta", "delta": {"stop_reason": "tool_use"}}),
    ("message_stop", {"type": "message_stop"}),
)


def events(stream: bytes) -> list[Any]:
    return [
        json.loads(line.removeprefix("data: "))
        for line in stream.decode().splitlines()
        if line.startswith("data: ") and line != "data: [DONE]"
    ]


def streamed(path: str, query: str, stream: bytes, size: int) -> tuple[bytes, bool]:
    reader = GOOGLE.stream(call(path, query), None)
    driver = Driver(reader, NAMES)
    received = driver.all(stream[at : at + size] for at in range(0, len(stream), size))
    return received, reader.end()


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_a_partners_stream_is_restored_across_its_events(size: int) -> None:
    received, proper = streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", ANTHROPIC, size)
    assert proper
    deltas = [each["delta"] for each in events(received) if "delta" in each]
    said = "".join(delta.get("text", "") for delta in deltas)
    arguments = "".join(delta.get("partial_json", "") for delta in deltas)
    assert said == f"Hello {NAMES['PERSON_a7k2']}, bye ann@example.org"
    assert json.loads(arguments) == {"who": NAMES["PERSON_a7k2"]}
    kinds = [line for line in received.decode().splitlines() if line.startswith("event: ")]
    assert len(kinds) == len(events(received))
    assert kinds[-1] == "event: message_stop"


def test_what_is_held_back_leaves_before_what_ends_it_in_an_event_of_its_kind() -> None:
    stream = _sse(_block(0, {"text": "Hi EMAIL_q9"}), ("content_block_stop", {"index": 0}))
    received, _ = streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", stream, 1000)
    lines = received.decode().splitlines()
    assert [line for line in lines if line.startswith("event")] == [
        "event: content_block_delta", "event: content_block_delta", "event: content_block_stop",
    ]  # fmt: skip
    assert [each.get("delta") for each in events(received)] == [
        {"text": "Hi "}, {"text": "EMAIL_q9"}, None,
    ]  # fmt: skip


def _choice(content: str, index: int = 0, finish: str | None = None) -> tuple[str, Any]:
    choice = {"index": index, "delta": {"content": content}, "finish_reason": finish}
    return "", {"choices": [choice]}


@pytest.mark.parametrize("size", [1, 50, 100_000])
def test_choices_that_take_turns_are_told_apart(size: int) -> None:
    stream = _sse(
        _choice("a PER"), _choice("b EMA", 1), _choice("SON_a7k2"), _choice("IL_q9w4", 1),
        _choice(".", finish="stop"), _choice("!", 1, "stop"),
    ) + b"data: [DONE]\n\n"  # fmt: skip
    received, proper = streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", stream, size)
    said = {0: "", 1: ""}
    for event in events(received):
        for choice in event["choices"]:
            said[choice["index"]] += choice["delta"]["content"]
    assert proper
    assert said == {0: f"a {NAMES['PERSON_a7k2']}.", 1: "b ann@example.org!"}
    assert received.endswith(b"data: [DONE]\n\n")


def _tensor(text: str) -> str:
    return json.dumps({"outputs": [{"structVal": {"content": {"stringVal": [text]}}}]}, indent=1)


@pytest.mark.parametrize("size", [1, 33, 100_000])
def test_tensors_of_a_stream_are_restored(size: int) -> None:
    parts = ["Hello PE", "RSON_a7k2 and EMAIL", "_q9w4"]
    stream = ("[" + ",\r\n".join(map(_tensor, parts)) + "\n]").encode()
    received, proper = streamed(f"{ENDPOINT}:serverStreamingPredict", "", stream, size)
    said = "".join(
        each["outputs"][0]["structVal"]["content"]["stringVal"][0] for each in json.loads(received)
    )
    assert proper
    assert said == f"Hello {NAMES['PERSON_a7k2']} and ann@example.org"


def test_what_is_held_back_at_the_end_of_an_array_stands_in_it() -> None:
    stream = f"[{_tensor('Hi EMAIL_q9')}]".encode()
    received, proper = streamed(f"{ENDPOINT}:serverStreamingPredict", "", stream, 1000)
    said = [
        each["outputs"][0]["structVal"]["content"]["stringVal"] for each in json.loads(received)
    ]
    assert proper
    assert said == [["Hi "], ["EMAIL_q9"]]


def test_an_array_may_be_one_object_instead() -> None:
    answer = b' {"content":[{"text":"Hi EMAIL_q9w4"}], "n": 1.0}'
    received, proper = streamed(f"{PUBLISHED}:streamRawPredict", "", answer, 5)
    assert proper
    assert received == answer.strip().replace(b"EMAIL_q9w4", b"ann@example.org")


def test_bytes_of_bodies_in_a_stream_are_joined() -> None:
    parts = [b'data: {"text":"PERS', b'ON_a7k2"}\n\n']
    messages = [
        {"contentType": "text/event-stream", "data": base64.b64encode(part).decode()}
        for part in parts
    ]
    received, proper = streamed(
        f"{ENDPOINT}:streamRawPredict", "", json.dumps(messages).encode(), 1000
    )
    body = b"".join(base64.b64decode(each["data"]) for each in json.loads(received))
    assert proper
    assert json.loads(body.removeprefix(b"data: ")) == {"text": NAMES["PERSON_a7k2"]}


def test_a_stream_without_pseudonyms_keeps_its_bytes() -> None:
    stream = ANTHROPIC.replace(b"PER", b"per").replace(b"SON_a7k2", b"son").replace(b"EMAIL_", b"")
    received, _ = streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", stream, 64)
    assert received == stream


def test_a_cut_event_is_no_proper_end() -> None:
    _, proper = streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", ANTHROPIC[:-9], 64)
    assert not proper


def test_events_that_are_no_json_break_the_stream() -> None:
    with pytest.raises(MalformedAnswerError):
        streamed(f"{PUBLISHED}:streamRawPredict", "alt=sse", b"data: hello\n\n", 64)
