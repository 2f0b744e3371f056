"""Answers of interactions: in one piece and as events."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivering import json_escape
from gateway.restoring import StreamRestoring, restore_whole
from privacy.pseudonym import Original
from providers.codec import Container, MalformedAnswerError, Slot, StateRef
from providers.google import GOOGLE
from redaction.restore import Restorer
from tests.support.interaction_calls import PATH, VALUE, operation_of, read_interaction, text_block
from tests.support.interactions import SIGNATURE, events

ORIGINALS = {
    "PERSON_a7k2": Original(VALUE, "PERSON"),
    "EMAIL_q9w4": Original("nadia@posteo.example", "EMAIL_ADDRESS"),
}


def _restorer(slot: Slot) -> Restorer:
    escape = json_escape if slot.container is Container.JSON else None
    return Restorer(ORIGINALS, may=lambda _: True, escape=escape)


# --- answers ------------------------------------------------------------------


def _kept(text: str) -> dict[str, Any]:
    arguments = {"text": text, "quoted": f'"{text}" \\ \u20ac\n', "count": 2**60}
    cited = [{"type": "url_citation", "url": "https://a.example/", "title": text}]
    return {
        "id": "i1", "status": "completed", "model": "m",
        "steps": [
            {"type": "thought", "signature": SIGNATURE, "summary": [text_block(text)]},
            {"type": "function_call", "id": "fc1", "name": "find", "arguments": arguments},
            {"type": "model_output", "content": [
                {"type": "text", "text": text, "annotations": cited}]},
        ],
    }  # fmt: skip


TEXT = "€ See PERSON_a7k2, EMAIL_q9w4. PERSON_a7k"


def _data(stream: bytes) -> list[dict[str, Any]]:
    blocks = [block for block in stream.decode().split("\n\n") if block]
    lines = [block.splitlines()[-1].removeprefix("data: ") for block in blocks]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def _sums(told: list[dict[str, Any]]) -> dict[str, str]:
    sums = {"text": "", "arguments": "", "thought": ""}
    for event in told:
        delta = event.get("delta", {})
        sums["text"] += delta.get("text", "")
        sums["arguments"] += delta.get("arguments", "")
        sums["thought"] += delta.get("content", {}).get("text", "")
    return sums


def _restored(pieces: list[bytes], query: str = "") -> bytes:
    operation = operation_of("GET", f"{PATH}/i1", f"stream=true&{query}")
    restoring = StreamRestoring(GOOGLE.stream(operation, None), _restorer)
    out = b"".join(restoring.feed(piece) for piece in pieces)
    assert restoring.end()
    return out


def _in_full(text: str) -> str:
    return text.replace("PERSON_a7k2", VALUE).replace("EMAIL_q9w4", "nadia@posteo.example")


@pytest.mark.parametrize("size", [1, 3, 200])
def test_byte_by_byte(size: int) -> None:
    stream = b"".join(events(_kept(TEXT), size))
    out = _restored([bytes((byte,)) for byte in stream])
    assert out == _restored([stream])
    sums = _sums(_data(out))
    assert sums["text"] == sums["thought"] == _in_full(TEXT)
    arguments = json.loads(sums["arguments"])
    whole = json.loads(json.dumps(_kept(TEXT)["steps"][1]["arguments"]))
    assert arguments == {
        "text": _in_full(whole["text"]), "quoted": _in_full(whole["quoted"]), "count": 2**60,
    }  # fmt: skip
    told = _data(out)
    assert [e["delta"]["signature"] for e in told if "signature" in e.get("delta", {})] == [
        SIGNATURE
    ]
    assert b"\xe2\x80\xa8" not in out


@settings(max_examples=25)
@given(st.lists(st.integers(0, 6000), max_size=8), st.integers(1, 30))
def test_any_cut_gives_the_same(cuts: list[int], size: int) -> None:
    stream = b"".join(events(_kept(TEXT), size))
    places = sorted({0, len(stream), *(cut % len(stream) for cut in cuts)})
    pieces = [stream[a:b] for a, b in pairwise(places)]
    assert _restored(pieces) == _restored([stream])


@pytest.mark.parametrize("size", [3, 8])
def test_it_goes_on_after_any_event_as_if_it_had_not_broken_off(size: int) -> None:
    stream = events(_kept(TEXT), size)
    whole = _restored(stream)
    for at in range(len(stream) - 1):
        rest = _restored(stream, f"last_event_id=event-{at}")
        mark = f'"event_id": "event-{at}"}}\n\n'.encode()
        assert whole.partition(mark)[2] == rest


def test_a_place_that_is_not_found_breaks_the_stream() -> None:
    operation = operation_of("GET", f"{PATH}/i1", "stream=true&last_event_id=none")
    restoring = StreamRestoring(GOOGLE.stream(operation, None), _restorer)
    assert restoring.feed(b"".join(events(_kept(TEXT), 9))) == b""
    assert not restoring.end()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_stream_that_breaks_off_is_not_over(count: int) -> None:
    restoring = StreamRestoring(GOOGLE.stream(operation_of(), None), _restorer)
    restoring.feed(b"".join(events(_kept(TEXT), 9)[:count]))
    assert not restoring.end()


def test_comments_and_line_ends_of_others() -> None:
    stream = b": hello\n\n" + b"".join(events(_kept(TEXT), 5)).replace(b"\n", b"\r\n")
    assert _sums(_data(_restored([stream]).replace(b"\r\n", b"\n")))["text"] == _in_full(TEXT)


def test_positions_of_citations_move_with_the_text() -> None:
    start = len("€ See ".encode())
    kept = _kept(TEXT)
    (cited,) = kept["steps"][2]["content"][0]["annotations"]
    cited |= {"start_index": start, "end_index": start + len("PERSON_a7k2")}
    wanted = (start, start + len(VALUE.encode()))
    whole = GOOGLE.whole(operation_of("GET", f"{PATH}/i1"), json.dumps(kept).encode())
    told = json.loads(restore_whole(whole, _restorer))
    (cited,) = told["steps"][2]["content"][0]["annotations"]
    assert (cited["start_index"], cited["end_index"]) == wanted
    streamed = [e["delta"] for e in _data(_restored(events(kept, 7))) if "delta" in e]
    (cited,) = next(d["annotations"] for d in streamed if "annotations" in d)
    assert (cited["start_index"], cited["end_index"]) == wanted


def test_whole_answers_equal_the_sums_of_deltas() -> None:
    whole = GOOGLE.whole(
        operation_of(), json.dumps(_kept(TEXT)).encode(), read_interaction(input="x")
    )
    thought, call, output = json.loads(restore_whole(whole, _restorer))["steps"]
    sums = _sums(_data(_restored(events(_kept(TEXT), 3))))
    assert output["content"][0]["text"] == sums["text"]
    assert thought["summary"][0]["text"] == sums["thought"]
    assert thought["signature"] == SIGNATURE
    assert call["arguments"] == json.loads(sums["arguments"])


def test_errors() -> None:
    error = {"event_type": "error", "error": {"code": "bad", "message": "No PERSON_a7k2"}}
    restoring = StreamRestoring(GOOGLE.stream(operation_of(), None), _restorer)
    out = restoring.feed(f"event: error\ndata: {json.dumps(error)}\n\n".encode())
    assert _data(out)[0]["error"]["message"] == f"No {VALUE}"
    with pytest.raises(MalformedAnswerError):
        restoring.feed(b"data: {\n\n")


def test_what_is_made_is_told() -> None:
    stream = events(_kept(TEXT), 50)
    assert list(GOOGLE.created(operation_of(), stream[0])) == [StateRef("interaction", "i1")]
    assert not list(GOOGLE.created(operation_of(), stream[3]))
    update = {"event_type": "interaction.status_update", "interaction_id": "i1",
              "status": "requires_continuation", "continuation_token": "dG9r"}  # fmt: skip
    event = f"data: {json.dumps(update)}\n\n".encode()
    assert list(GOOGLE.created(operation_of(), event)) == [
        StateRef("interaction", "i1"), StateRef("continuation", "dG9r"),
    ]  # fmt: skip
    whole = json.dumps({"id": "i1", "environment_id": "e1"}).encode()
    assert list(GOOGLE.created(operation_of(), whole)) == [
        StateRef("interaction", "i1"), StateRef("environment", "e1"),
    ]  # fmt: skip
    assert not list(GOOGLE.created(operation_of(), b"nothing"))
