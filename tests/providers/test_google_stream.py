"""Streams of Google in both framings, cut anywhere, driven as the gateway drives them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from google.genai import types
from hypothesis import given
from hypothesis import strategies as st

from providers.codec import Container, Framing, Operation
from providers.google_request import GoogleRequest
from providers.google_stream import stream
from tests.providers.google_driver import Driver
from tests.support.gemini_streams import (
    FRAMINGS,
    NAMES,
    ORIGINALS,
    cut,
    cuts,
    joined,
    lines_of,
    parsed,
    parts_of,
    reader_for,
    response,
    restored,
    text,
    written,
)

some_text = st.lists(
    st.sampled_from(
        [*ORIGINALS, "PERSON_", "PERS", "a7k2", "u2", " ", "é", "😀", '"', "\\", "\u2028"]
    ),
    max_size=4,
).map("".join)


@st.composite
def streams(draw: st.DrawFn) -> list[Any]:
    """Responses of up to two candidates, with thoughts, calls, signatures and empty parts."""
    responses = []
    candidates = draw(st.integers(1, 2))
    for _ in range(draw(st.integers(1, 6))):
        parts = []
        for _ in range(draw(st.integers(1, 2))):
            part: dict[str, Any] = {"text": draw(some_text)}
            match draw(st.integers(0, 6)):
                case 0:
                    part["thought"] = True
                case 1:
                    part["thoughtSignature"] = "UEVSU09O"
                case 2:
                    part = {"functionCall": {"name": "f", "args": {"a": draw(some_text)}}}
            parts.append(part)
        responses.append(response(*parts, index=draw(st.integers(0, candidates - 1))))
    responses += [text("", index=index, finishReason="STOP") for index in range(candidates)]
    return responses


@pytest.mark.parametrize("framing", FRAMINGS)
@given(responses=streams(), at=cuts)
def test_unchanged_texts_give_the_bytes_as_they_came(
    framing: Framing, responses: list[Any], at: list[int]
) -> None:
    data = written(framing, responses)
    reader = reader_for(framing)
    frames = [frame for piece in cut(data, at) for frame in reader.feed(piece)]
    assert b"".join(frame.raw for frame in frames) == data
    again = [frame.render([slot.text for slot in frame.slots]) for frame in frames]
    assert b"".join(again) == data
    assert reader.end()


def spoken(responses: Iterable[Any]) -> dict[int, list[Any]]:
    """What each candidate says, in order: texts of a kind that follow each other are one.

    A signature is a mark behind its part. Text may join the next part of its kind, a signed one
    too, but passes no mark, no call and no text of the other kind.
    """
    said: dict[int, list[Any]] = defaultdict(list)
    for each in responses:
        for candidate in each["candidates"]:
            here = said[candidate["index"]]
            for part in candidate["content"]["parts"]:
                _say(here, part)
    return said


def _say(here: list[Any], part: dict[str, Any]) -> None:
    kind = "thought" if part.get("thought") else "text"
    if "text" not in part:
        here.append(("call", part))
    elif part["text"] and here and here[-1][0] == kind:
        here[-1] = (kind, here[-1][1] + part["text"])
    elif part["text"]:
        here.append((kind, part["text"]))
    if "thoughtSignature" in part:
        here.append(("signature", part["thoughtSignature"]))


@pytest.mark.parametrize("framing", FRAMINGS)
@given(responses=streams(), at=cuts)
def test_cutting_does_not_change_what_is_restored(
    framing: Framing, responses: list[Any], at: list[int]
) -> None:
    assert joined(restored(framing, responses, at)) == joined(restored(framing, responses))


@pytest.mark.parametrize("framing", FRAMINGS)
@given(responses=streams(), at=cuts)
def test_text_moves_over_nothing_else(
    framing: Framing, responses: list[Any], at: list[int]
) -> None:
    """Held back and given out again, texts stay between the same calls and signatures."""
    itself = {name: name for name in ORIGINALS}
    data = Driver(reader_for(framing), itself).all(cut(written(framing, responses), at))
    assert spoken(parsed(framing, data)) == spoken(responses)


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_pseudonym_over_many_frames(framing: Framing, size: int) -> None:
    letters = [text(letter) for letter in "Hi PERSON_a7k2u2, mail EMAIL_b8m3 — 😀 PERSON_a7k2"]
    responses = [*letters, text("", finishReason="STOP")]
    got = restored(framing, responses, range(0, 100_000, size))
    assert joined(got)[0, False] == 'Hi ZOË, mail z"oe@example.net — 😀 Zoë Åström'


@pytest.mark.parametrize("framing", FRAMINGS)
def test_what_cannot_be_a_pseudonym_is_not_held_back(framing: Framing) -> None:
    driver = Driver(reader_for(framing), ORIGINALS)
    first = written(framing, [text("Hello there. ")]).removesuffix(b"\n]")
    assert b"Hello there. " in driver.feed(first)


@pytest.mark.parametrize("framing", FRAMINGS)
def test_held_text_comes_before_a_call(framing: Framing) -> None:
    call = {"functionCall": {"name": "f", "args": {"to": "EMAIL_b8m3"}}, "thoughtSignature": "c2ln"}
    got = restored(
        framing,
        [text("for PERSON_a7"), text("k2"), response(call), text("", finishReason="STOP")],
    )
    assert parts_of(got) == [
        {"text": "for "},
        {"text": ""},
        {"text": "Zoë Åström"},
        {
            "functionCall": {"name": "f", "args": {"to": 'z"oe@example.net'}},
            "thoughtSignature": "c2ln",
        },
        {"text": ""},
    ]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_held_text_stays_before_a_call_in_the_same_frame(framing: Framing) -> None:
    call = {"functionCall": {"name": "f", "args": {}}}
    last = response({"text": "PERSON_a7k2"}, call, {"text": "u2"}, finishReason="STOP")
    got = restored(framing, [last])
    assert parts_of(got) == [{"text": "Zoë Åström"}, call, {"text": "u2"}]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_the_last_signature_is_not_touched_and_text_comes_before_it(framing: Framing) -> None:
    last = {"text": "", "thoughtSignature": "UEVSU09OX2E3azI="}
    got = restored(framing, [text("by PERSON_a7k2"), response(last, finishReason="STOP")])
    assert parts_of(got) == [{"text": "by "}, {"text": "Zoë Åström"}, last]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_an_empty_text_does_not_end_a_channel(framing: Framing) -> None:
    got = restored(framing, [text("PERSON_"), text(""), text("a7k2!", finishReason="STOP")])
    assert joined(got)[0, False] == "Zoë Åström!"


@pytest.mark.parametrize("framing", FRAMINGS)
def test_thoughts_and_answer_are_apart(framing: Framing) -> None:
    thought = {"thought": True}
    got = restored(
        framing,
        [
            response({"text": "is it PERSON_"} | thought),
            response({"text": "a7k2"} | thought),
            text("PERSON_a7"),
            text("k2", finishReason="STOP"),
        ],
    )
    assert joined(got) == {(0, True): "is it Zoë Åström", (0, False): "Zoë Åström"}
    kinds = [part.get("thought", False) for part in parts_of(got) if part["text"]]
    assert kinds == sorted(kinds, reverse=True)


@pytest.mark.parametrize("framing", FRAMINGS)
def test_candidates_interleave(framing: Framing) -> None:
    got = restored(
        framing,
        [
            text("a PERSON_", 0),
            text("b EMAIL_", 1),
            text("a7k2", 0, finishReason="STOP"),
            text("b8m3", 1, finishReason="STOP"),
        ],
    )
    assert joined(got) == {(0, False): "a Zoë Åström", (1, False): 'b z"oe@example.net'}


@pytest.mark.parametrize("framing", FRAMINGS)
def test_arguments_in_pieces(framing: Framing) -> None:
    """Vertex streams arguments as JSON paths with pieces of strings."""

    def piece(text: str, *, more: bool, **call: Any) -> dict[str, Any]:
        argument: dict[str, Any] = {"jsonPath": "$.who", "stringValue": text}
        argument |= {"willContinue": True} if more else {}
        return response({"functionCall": {"partialArgs": [argument], **call}})

    responses = [
        response({"functionCall": {"name": "send", "id": "fc-1", "willContinue": True}}),
        piece("to PERS", more=True, willContinue=True),
        piece("ON_a7", more=True, willContinue=True),
        piece("k2.", more=False, willContinue=True),
        response({"functionCall": {}}),
        text("", finishReason="STOP"),
    ]
    reader = reader_for(framing)
    frames = reader.feed(written(framing, responses))
    assert {slot.tool for frame in frames for slot in frame.slots} == {"send"}
    got = parts_of(restored(framing, responses))
    pieces = [
        argument["stringValue"]
        for part in got
        for argument in part.get("functionCall", {}).get("partialArgs", [])
    ]
    assert "".join(pieces) == "to Zoë Åström."


@pytest.mark.parametrize("framing", FRAMINGS)
def test_an_argument_that_ends_with_its_call_gives_out_what_is_held(framing: Framing) -> None:
    argument = {"jsonPath": "$.who", "stringValue": "PERSON_a7k2", "willContinue": True}
    first = {"functionCall": {"name": "f", "partialArgs": [argument], "willContinue": True}}
    got = restored(framing, [response(first), response({"functionCall": {}}, finishReason="STOP")])
    given_out = got[1]["candidates"][0]["content"]["parts"][0]["functionCall"]
    assert given_out["partialArgs"][0] == {
        "jsonPath": "$.who",
        "stringValue": "Zoë Åström",
        "willContinue": True,
    }
    types.GenerateContentResponse.model_validate(got[1])


def test_structured_output_is_json_in_a_string() -> None:
    body = b'{"generationConfig":{"responseMimeType":"application/json"}}'
    payload = GoogleRequest(Operation("streamGenerateContent", "POST", "/"), body)
    reader = stream(Operation(*NAMES, framing=Framing.SSE), payload)
    (frame,) = reader.feed(written(Framing.SSE, [text('{"a":"EMAIL_b8m3"}')]))
    assert frame.slots[0].container is Container.JSON
    driver = Driver(stream(Operation(*NAMES, framing=Framing.SSE), payload), ORIGINALS)
    data = driver.feed(written(Framing.SSE, [text('{"a":"EMAIL_b8m3"}', finishReason="STOP")]))
    answer = parts_of(parsed(Framing.SSE, data))[0]["text"]
    assert json.loads(answer) == {"a": 'z"oe@example.net'}


def test_half_of_a_surrogate_pair_is_kept() -> None:
    data = (
        b'data: {"candidates":[{"content":{"parts":[{"text":"\\ud83d"}]}}]}\n\n'
        b'data: {"candidates":[{"content":{"parts":[{"text":"\\ude00 PERSON_a7k2"}]},'
        b'"finishReason":"STOP"}]}\n\n'
    )
    frames = reader_for(Framing.SSE).feed(data)
    assert "".join(slot.text for frame in frames for slot in frame.slots) == (
        "\ud83d\ude00 PERSON_a7k2"
    )
    got = Driver(reader_for(Framing.SSE), ORIGINALS).feed(data)
    said = joined(json.loads(line[6:]) for line in lines_of(got))
    assert said == {(0, False): "\ud83d\ude00 Zoë Åström"}


# --- what counts characters -----------------------------------------------------


def grounded(*texts: str) -> list[Any]:
    grounding = {
        "groundingSupports": [{"segment": {"endIndex": 3, "text": "abc"}}],
        "webSearchQueries": ["PERSON_a7k2"],
    }
    last = response({"text": texts[-1]}, finishReason="STOP", groundingMetadata=grounding)
    return [*(text(each) for each in texts[:-1]), last]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_supports_are_dropped_once_a_text_was_restored(framing: Framing) -> None:
    got = restored(framing, grounded("abc PERSON_", "a7k2", " end"))
    metadata = got[-1]["candidates"][0]["groundingMetadata"]
    assert metadata == {"groundingSupports": [], "webSearchQueries": ["Zoë Åström"]}


@pytest.mark.parametrize("framing", FRAMINGS)
def test_supports_stay_where_texts_were_only_held_back(framing: Framing) -> None:
    got = restored(framing, grounded("abc PERSON", "_b8", " end"))
    supports = got[-1]["candidates"][0]["groundingMetadata"]["groundingSupports"]
    assert supports == [{"segment": {"endIndex": 3, "text": "abc"}}]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_supports_without_any_text_are_dropped_too(framing: Framing) -> None:
    supports = {"groundingSupports": [{"segment": {"startIndex": 1, "endIndex": 3}}]}
    last = response(finishReason="STOP", groundingMetadata=supports)
    got = restored(framing, [text("by PERSON_a7k2 "), last])
    assert got[-1]["candidates"][0]["groundingMetadata"] == {"groundingSupports": []}


@pytest.mark.parametrize("framing", FRAMINGS)
def test_tokens_are_dropped_when_asked_or_when_a_text_changed(framing: Framing) -> None:
    result = {"chosenCandidates": [{"token": "PERSON_a7k2"}]}
    last = text("end", logprobsResult=result, finishReason="STOP")
    for responses, options, kept in (
        ([last], {}, True),
        ([last], {"drop_logprobs": True}, False),
        ([text("PERSON_a7k2 "), last], {}, False),
    ):
        got = restored(framing, responses, **options)
        assert (got[-1]["candidates"][0]["logprobsResult"] == result) is kept
