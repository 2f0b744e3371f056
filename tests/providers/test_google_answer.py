"""Answers of Google that come whole: what is restored, and what must change with it."""

import json
from typing import Any

import pytest
from google.genai import types

from providers.codec import Container, Frame, MalformedAnswerError, Operation, Payload
from providers.google_request import GoogleRequest
from providers.google_stream import whole
from tests.providers.google_driver import restore_whole

ORIGINALS = {"PERSON_a7k2": "Zoë Åström", "EMAIL_b8m3": "zoe.astrom@example.net"}
LONG = "Dear PERSON_a7k2, we wrote to PERSON_a7k2 (EMAIL_b8m3)."
RESTORED = "Dear Zoë Åström, we wrote to Zoë Åström (zoe.astrom@example.net)."


def answer(*parts: Any, **fields: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": list(parts)}
    return {"candidates": [{"content": content, "finishReason": "STOP", **fields}]}


def encoded(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def frame_of(tree: Any) -> Frame:
    return whole(encoded(tree))


def restored(tree: Any) -> Any:
    return json.loads(restore_whole(frame_of(tree), ORIGINALS))


def texts_of(tree: Any) -> list[str]:
    return [slot.text for slot in frame_of(tree).slots]


def test_text_is_restored_and_nothing_else_changes() -> None:
    body = (
        b'{ "candidates":[{"content":{"parts":[{"text":"Dear PERSON_a7k2 \\u00e9"}]},'
        b'"finishReason":"STOP","avgLogprobs":-0.10}],\n"usageMetadata":{"totalTokenCount":1e2}}'
    )
    new = restore_whole(whole(body), ORIGINALS)
    text = json.dumps("Dear Zoë Åström é", ensure_ascii=False).encode()
    assert new == body.replace(b'"Dear PERSON_a7k2 \\u00e9"', text)


def test_unchanged_texts_give_the_bytes_as_they_came() -> None:
    tree = answer({"text": LONG}, logprobsResult={"chosenCandidates": [{"token": "D"}]})
    frame = frame_of(tree)
    assert frame.render([slot.text for slot in frame.slots]) == encoded(tree)


def test_thoughts_are_restored_and_are_plain_text_even_where_the_answer_is_json() -> None:
    body = b'{"generationConfig":{"responseMimeType":"application/json"}}'
    payload: Payload = GoogleRequest(Operation("generateContent", "POST", "/"), body)
    frame = whole(encoded(answer({"text": "hm", "thought": True}, {"text": "{}"})), payload)
    assert [slot.container for slot in frame.slots] == [Container.TEXT, Container.JSON]


def test_signatures_and_empty_parts_stay_where_they_are() -> None:
    signature = "UEVSU09OX2E3azI="  # base64 of PERSON_a7k2
    parts = [
        {"text": "Dear PERSON_a7k2", "thoughtSignature": signature},
        {"text": ""},
        {"text": "", "thoughtSignature": "PERSON_a7k2"},
    ]
    new = restored(answer(*parts))["candidates"][0]["content"]["parts"]
    assert new == [{"text": "Dear Zoë Åström", "thoughtSignature": signature}, *parts[1:]]


def test_no_key_of_free_form_json_is_taken_for_a_word_of_the_protocol() -> None:
    free = {"role": "PERSON_a7k2", "data": ["PERSON_a7k2"], "PERSON_a7k2": {"category": "x"}}
    tree = answer(
        {"toolCall": {"args": free}},
        {"toolResponse": {"response": free}},
        {"text": "", "partMetadata": free},
    )
    name = "Zoë Åström"
    expected = {"role": name, "data": [name], name: {"category": "x"}}
    parts = restored(tree)["candidates"][0]["content"]["parts"]
    assert parts[0]["toolCall"]["args"] == expected
    assert parts[1]["toolResponse"]["response"] == expected
    assert parts[2]["partMetadata"] == expected


def test_arguments_are_restored_leaf_by_leaf_and_know_their_tool() -> None:
    call = {
        "name": "send_mail",
        "id": "fc-1",
        "args": {"to": ["EMAIL_b8m3"], "PERSON_a7k2": {"n": 1.10, "text": 'Hi "PERSON_a7k2"'}},
    }
    tree = answer({"functionCall": call}, {"functionCall": {"name": "other", "args": {"a": "b"}}})
    slots = frame_of(tree).slots
    assert {(slot.text, slot.tool) for slot in slots} == {
        ("to", "send_mail"),
        ("EMAIL_b8m3", "send_mail"),
        ("PERSON_a7k2", "send_mail"),
        ("n", "send_mail"),
        ("text", "send_mail"),
        ('Hi "PERSON_a7k2"', "send_mail"),
        ("a", "other"),
        ("b", "other"),
    }
    assert {slot.container for slot in slots} == {Container.TEXT}
    assert restored(tree)["candidates"][0]["content"]["parts"][0]["functionCall"]["args"] == {
        "to": ["zoe.astrom@example.net"],
        "Zoë Åström": {"n": 1.10, "text": 'Hi "Zoë Åström"'},
    }


def test_code_results_and_messages_are_restored() -> None:
    tree = answer(
        {"executableCode": {"language": "PYTHON", "code": "print('PERSON_a7k2')"}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "PERSON_a7k2"}},
        finishMessage="about PERSON_a7k2",
    )
    tree["promptFeedback"] = {"blockReasonMessage": "PERSON_a7k2", "blockReason": "OTHER"}
    assert texts_of(tree) == [
        "print('PERSON_a7k2')",
        "PERSON_a7k2",
        "about PERSON_a7k2",
        "PERSON_a7k2",
    ]
    assert "PERSON_a7k2" not in json.dumps(restored(tree))


def test_words_of_the_protocol_are_not_restored() -> None:
    tree = answer(
        {"text": "x"},
        finishReason="STOP",
        safetyRatings=[{"category": "HARM_CATEGORY_HARASSMENT", "probability": "NEGLIGIBLE"}],
    )
    tree |= {"modelVersion": "PERSON_a7k2", "responseId": "PERSON_a7k2", "createTime": "now"}
    assert texts_of(tree) == ["x"]


def test_strings_that_nobody_knows_are_restored() -> None:
    tree = answer({"text": "x"}, {"futurePart": {"words": ["PERSON_a7k2"]}}, future="PERSON_a7k2")
    tree["novelty"] = {"deep": [{"er": "PERSON_a7k2"}]}
    assert texts_of(tree).count("PERSON_a7k2") == 3


def test_several_candidates_are_restored_each() -> None:
    tree = {
        "candidates": [
            {"content": {"parts": [{"text": "PERSON_a7k2 1"}]}},
            {"index": 1, "content": {"parts": [{"text": "PERSON_a7k2 2"}]}},
        ]
    }
    new = restored(tree)["candidates"]
    assert [each["content"]["parts"][0]["text"] for each in new] == [
        "Zoë Åström 1",
        "Zoë Åström 2",
    ]


@pytest.mark.parametrize("body", [b"", b"<html>", b"3", b'"PERSON_a7k2"', b'{"a":1', b"\xff{}"])
def test_what_is_no_answer_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        whole(body)
    assert "PERSON" not in str(caught.value)


def test_a_key_twice_is_malformed_since_readers_differ() -> None:
    with pytest.raises(MalformedAnswerError):
        whole(b'{"candidates":[],"candidates":[]}')


@pytest.mark.parametrize(
    "tree",
    [
        {"candidates": "PERSON_a7k2"},
        {"candidates": ["PERSON_a7k2"]},
        {"candidates": [{"content": "PERSON_a7k2"}]},
        {"candidates": [{"content": {"parts": "PERSON_a7k2"}}]},
        {"candidates": [{"content": {"parts": ["PERSON_a7k2"]}}]},
        {"candidates": [{"content": {"parts": [{"text": ["PERSON_a7k2"]}]}}]},
        {"candidates": [{"content": {"parts": [{"functionCall": "PERSON_a7k2"}]}}]},
        {"candidates": [{"index": "0", "content": {"parts": [{"text": "PERSON_a7k2"}]}}]},
        {"candidates": {"content": "PERSON_a7k2"}},
        [{"text": "PERSON_a7k2"}],
    ],
)
def test_a_shape_that_is_not_expected_is_restored_too(tree: Any) -> None:
    assert "Zoë Åström" in json.dumps(restored(tree), ensure_ascii=False)


# --- offsets --------------------------------------------------------------------


def support(start: int | None, end: int, text: str, part: int | None = None) -> dict[str, Any]:
    segment: dict[str, Any] = {"endIndex": end, "text": text}
    segment |= {} if start is None else {"startIndex": start}
    segment |= {} if part is None else {"partIndex": part}
    return {"segment": segment, "groundingChunkIndices": [0]}


def supports_of(tree: Any) -> list[dict[str, Any]]:
    supports = tree["candidates"][0]["groundingMetadata"]["groundingSupports"]
    return [each["segment"] for each in supports]


def test_segments_of_supports_are_found_again_in_bytes() -> None:
    first, second = "Dear PERSON_a7k2, ", "PERSON_a7k2 (EMAIL_b8m3)."
    at = len(LONG) - len(second)
    grounding = {
        "groundingSupports": [support(None, len(first), first), support(at, len(LONG), second)]
    }
    new = restored(answer({"text": LONG}, groundingMetadata=grounding))
    text = new["candidates"][0]["content"]["parts"][0]["text"].encode()
    assert text.decode() == RESTORED
    segments = supports_of(new)
    assert [segment["text"] for segment in segments] == [
        "Dear Zoë Åström, ",
        "Zoë Åström (zoe.astrom@example.net).",
    ]
    for segment in segments:
        cut = text[segment.get("startIndex", 0) : segment["endIndex"]]
        assert cut.decode() == segment["text"]


def test_the_same_words_again_are_told_apart() -> None:
    text = "PERSON_a7k2 wrote. PERSON_a7k2 wrote. PERSON_a7k2 wrote."
    once = "PERSON_a7k2 wrote."
    grounding = {"groundingSupports": [support(19, 37, once), support(38, 56, once)]}
    new = restored(answer({"text": text}, groundingMetadata=grounding))
    long = "Zoë Åström wrote. ".encode()
    assert [segment["startIndex"] for segment in supports_of(new)] == [len(long), 2 * len(long)]


def test_a_segment_names_its_part() -> None:
    grounding = {"groundingSupports": [support(0, 11, "PERSON_a7k2", 1)]}
    tree = answer({"text": "hm", "thought": True}, {"text": LONG[5:]}, groundingMetadata=grounding)
    new = restored(tree)
    assert supports_of(new)[0]["endIndex"] == len("Zoë Åström".encode())


@pytest.mark.parametrize(
    "wrong",
    [
        support(3, 9, "PERSON_a7k2"),
        support(5, 16, "PERSON_a7k2", 7),
        support(5, 16, ""),
        {"segment": {"startIndex": 5, "endIndex": 16}},
        {"segment": {"endIndex": 11, "text": "Dear PERSON"}},
    ],
)
def test_supports_that_cannot_be_found_again_are_dropped(wrong: Any) -> None:
    grounding = {
        "groundingSupports": [support(0, 16, "Dear PERSON_a7k2"), wrong],
        "webSearchQueries": ["PERSON_a7k2"],
    }
    new = restored(answer({"text": LONG}, groundingMetadata=grounding))
    assert supports_of(new) == []
    assert new["candidates"][0]["groundingMetadata"]["webSearchQueries"] == ["Zoë Åström"]


def test_supports_stay_where_nothing_was_restored() -> None:
    grounding = {"groundingSupports": [support(3, 9, "odd")]}
    tree = answer({"text": "nothing here"}, groundingMetadata=grounding)
    assert restored(tree) == tree


def test_citations_lose_their_offsets_and_keep_their_source() -> None:
    citation = {"startIndex": 0, "endIndex": 16, "uri": "https://example.test/", "title": "T"}
    tree = answer({"text": LONG}, citationMetadata={"citations": [citation]})
    new = restored(tree)["candidates"][0]["citationMetadata"]["citations"]
    assert new == [citation | {"startIndex": None, "endIndex": None}]


def test_tokens_are_dropped_with_a_restored_text_and_never_restored() -> None:
    result = {"chosenCandidates": [{"token": "PERSON_a7k2", "logProbability": -0.1}]}
    changed = restored(answer({"text": LONG}, logprobsResult=result, avgLogprobs=-0.5))
    assert changed["candidates"][0]["logprobsResult"] is None
    assert changed["candidates"][0]["avgLogprobs"] == -0.5
    same = answer({"text": "nothing here"}, logprobsResult=result)
    assert restored(same) == same


def test_another_candidate_keeps_what_it_has() -> None:
    result = {"chosenCandidates": [{"token": "x"}]}
    content = {"parts": [{"text": "nothing here"}]}
    tree = answer({"text": LONG}, logprobsResult=result)
    tree["candidates"].append({"index": 1, "content": content, "logprobsResult": result})
    new = restored(tree)["candidates"]
    assert [each["logprobsResult"] for each in new] == [None, result]


def test_the_sdk_reads_what_was_restored() -> None:
    grounding = {
        "webSearchQueries": ["PERSON_a7k2"],
        "searchEntryPoint": {"renderedContent": "<div>PERSON_a7k2</div>"},
        "groundingChunks": [{"web": {"uri": "https://e.test/", "title": "PERSON_a7k2"}}],
        "groundingSupports": [support(1, 2, "no such")],
    }
    tree = answer(
        {"text": LONG},
        {"functionCall": {"name": "f", "args": {"who": "PERSON_a7k2"}}},
        groundingMetadata=grounding,
        citationMetadata={"citations": [{"startIndex": 1, "endIndex": 2}]},
        logprobsResult={"chosenCandidates": [{"token": "x"}]},
    )
    parsed = types.GenerateContentResponse.model_validate(restored(tree))
    candidate = (parsed.candidates or [])[0]
    assert parsed.function_calls
    assert parsed.function_calls[0].args == {"who": "Zoë Åström"}
    assert candidate.grounding_metadata
    assert candidate.grounding_metadata.web_search_queries == ["Zoë Åström"]
    assert candidate.logprobs_result is None


# --- errors ---------------------------------------------------------------------


@pytest.mark.parametrize("around", [lambda error: error, lambda error: [error]])
def test_an_error_that_quotes_the_prompt_is_restored(around: Any) -> None:
    detail = {"@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": "PERSON_a7k2"}
    error = {"code": 400, "message": "bad: PERSON_a7k2", "status": "INVALID_ARGUMENT"}
    frame = frame_of(around({"error": error | {"details": [detail]}}))
    assert frame.error
    new = json.loads(restore_whole(frame, ORIGINALS))
    assert new == around(
        {
            "error": error
            | {"message": "bad: Zoë Åström", "details": [detail | {"detail": "Zoë Åström"}]}
        }
    )


def test_an_answer_is_no_error() -> None:
    assert not frame_of(answer({"text": "error"})).error
