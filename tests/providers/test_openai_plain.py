import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place, Role, Segment
from providers.codec import Framing, MalformedAnswerError, MalformedBodyError, Payload
from providers.openai import OPENAI
from tests.providers.openai_driver import Restoring, pseudonymised
from tests.providers.openai_plain_driver import CASES, names_of, operation, payload_of

by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
WHOLE = [case for case in CASES if (case / "answer.json").exists()]
CALLS = ("completions", "embeddings", "moderations")
SPOKEN = {"completions": "prompt", "embeddings": "input", "moderations": "input"}
by_call = pytest.mark.parametrize("call", CALLS)


def read(call: str, **fields: Any) -> Payload:
    return OPENAI.read(operation(call), json.dumps(fields).encode())


def line(segment: Segment) -> str:
    text = json.dumps(segment.text, ensure_ascii=False)
    return f"{segment.pointer} {segment.role}/{segment.place} {segment.hint or '-'} {text}"


def summary(payload: Payload) -> dict[str, object]:
    return {
        "model": payload.model,
        "framing": payload.framing,
        "opaque": [f"{item.kind} {item.pointer}" for item in payload.opaque],
        "unknown_fields": list(payload.unknown_fields),
        "segments": [line(segment) for segment in payload.segments],
    }


@by_name
def test_reads_what_is_expected(case: Path) -> None:
    assert summary(payload_of(case)) == json.loads((case / "expected.json").read_text())


@by_name
def test_sends_what_is_expected(case: Path) -> None:
    payload = payload_of(case)
    sent = payload.rewrite(pseudonymised(payload, names_of(case)), {}, None)
    assert sent == (case / "sent.json").read_bytes()
    for value in names_of(case):
        assert value not in json.dumps(json.loads(sent), ensure_ascii=False)


@by_name
def test_unchanged_texts_change_no_byte(case: Path) -> None:
    payload = payload_of(case)
    same = {index: segment.text for index, segment in enumerate(payload.segments)}
    assert payload.rewrite(same, {}, None) == (case / "request.json").read_bytes()


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_restores_a_whole_answer(case: Path) -> None:
    body = (case / "answer.json").read_bytes()
    frame = OPENAI.whole(operation(case.name), body, payload_of(case))
    assert frame.render([slot.text for slot in frame.slots]) == body
    restored = Restoring(names_of(case)).frame(frame)
    assert restored == (case / "restored.json").read_bytes()
    for pseudonym in names_of(case).values():
        assert pseudonym.encode() not in restored


TEXT = st.text(max_size=8)
IDS = st.lists(st.integers(0, 200_000), max_size=3)
INPUTS = st.one_of(TEXT, st.lists(st.one_of(TEXT, IDS, IDS.map(lambda ids: [ids])), max_size=4))


def texts_in(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in texts_in(item)]
    return [value] if isinstance(value, str) and value else []


def has_ids(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(v, int) or has_ids(v) for v in value)


@pytest.mark.parametrize("call", ["completions", "embeddings"])
@given(INPUTS)
def test_every_text_is_found_and_token_ids_are_told(call: str, said: Any) -> None:
    payload = read(call, model="m", **{SPOKEN[call]: said})
    spoken = [segment for segment in payload.segments if segment.role is Role.CLIENT]
    assert [segment.text for segment in spoken] == texts_in(said)
    assert {item.kind for item in payload.opaque} == ({"token_ids"} if has_ids(said) else set())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([4111111111111111], ["4111111111111111"]),
        ([-1], ["-1"]),
        ([1.5], ["1.5"]),
        (5555555555554444, ["5555555555554444"]),
        ({"text": "x"}, ["text", "x"]),
        ([{"text": "x"}], ["text", "x"]),
        (None, []),
        ([None, True], []),
    ],
)
def test_what_is_no_token_id_is_read(said: Any, found: list[str]) -> None:
    segments = read("embeddings", input=said).segments
    assert [segment.text for segment in segments] == found
    assert {s.place for s in segments if s.text[-1].isdigit()} <= {Place.FIXED}


@by_call
def test_unknown_fields_are_read_as_text_and_told(call: str) -> None:
    payload = read(call, brand_new={"deep": ["x"]})
    assert payload.unknown_fields == ("/brand_new",)
    assert [segment.text for segment in payload.segments] == ["brand_new", "deep", "x"]


@by_call
@pytest.mark.parametrize("body", [b"[]", b'"x"', b"{", b'{"a":1,"a":2}', b"\xff"])
def test_what_cannot_be_read_is_refused(call: str, body: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        OPENAI.read(operation(call), body)


@by_call
def test_the_opening_is_the_text_and_nothing_else(call: str) -> None:
    said = SPOKEN[call]
    one = read(call, **{said: ["a", "b"], "model": "m", "user": "x"})
    assert one.opening == read(call, **{said: ["a", "b"], "model": "n"}).opening
    assert one.opening != read(call, **{said: ["a", "c"], "model": "m"}).opening


@by_call
def test_nothing_here_has_tools_json_or_a_system_prompt(call: str) -> None:
    payload = read(call, **{SPOKEN[call]: "x"})
    assert (tuple(payload.tools), payload.json_answer) == ((), False)
    assert not operation(call).noted
    with pytest.raises(ValueError, match="system prompt"):
        payload.rewrite({}, {}, "a note")


@by_call
def test_instructions_that_mean_nothing_are_named_and_never_written(call: str) -> None:
    assert "store" in operation(call).moot
    with pytest.raises(ValueError, match="instruction"):
        read(call, **{SPOKEN[call]: "x"}).rewrite({}, {"store": False}, None)


@pytest.mark.parametrize("call", ["completions", "embeddings"])
def test_an_instruction_replaces_what_the_caller_wrote(call: str) -> None:
    payload = read(call, **{SPOKEN[call]: "x", "user": "ottilie_b"})
    index = next(i for i, s in enumerate(payload.segments) if s.place is Place.IDENTIFIER)
    sent = payload.rewrite({index: "USER_t5n2"}, {"user": "gateway"}, None)
    assert json.loads(sent) == {SPOKEN[call]: "x", "user": "gateway"}
    added = read(call, **{SPOKEN[call]: "x"}).rewrite({0: "y"}, {"user": "gateway"}, None)
    assert json.loads(added) == {SPOKEN[call]: "y", "user": "gateway"}


def test_only_completions_are_streamed() -> None:
    assert read("completions", prompt="x", stream=True).framing is Framing.SSE
    assert read("completions", prompt="x", stream=False).framing is Framing.NONE
    assert read("embeddings", input="x", stream=True).framing is Framing.NONE
    assert read("moderations", input="x", stream=True).framing is Framing.NONE


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": [', b"<html>}", b'{"x"', b" "])
def test_vectors_that_are_cut_off_are_no_answer(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        OPENAI.whole(operation("embeddings"), body)


def test_vectors_are_not_looked_at() -> None:
    body = b' {"data": [{"embedding": [1.10, -0.0]}], "note": "PERSON_a7k2"}\n'
    frame = OPENAI.whole(operation("embeddings"), body)
    assert (frame.slots, frame.render(())) == ((), body)


def test_what_is_compared_keeps_its_pseudonyms_beyond_the_call() -> None:
    assert {call: operation(call).scope for call in CALLS} == {
        "completions": "session",
        "embeddings": "application",
        "moderations": "session",
    }


@by_call
def test_only_post_is_known(call: str) -> None:
    for method in ("GET", "DELETE", "PUT"):
        assert OPENAI.route(method, f"/v1/{call}", "") is None
