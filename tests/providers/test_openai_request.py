import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place, Role
from providers.codec import Framing, MalformedBodyError, Payload
from tests.providers.openai_driver import read

ASK = {"role": "user", "content": "I am Ottilie"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
KEYS = st.sampled_from(
    [
        "messages", "model", "metadata", "stop", "tools", "functions", "tool_choice", "prediction",
        "response_format", "user", "logit_bias", "audio", "web_search_options", "temperature",
        "function_call", "stream", "made_up",
    ]
)  # fmt: skip
BODIES = st.dictionaries(KEYS, JSON, max_size=6)
ITEMS = st.dictionaries(
    st.sampled_from(["role", "content", "name", "tool_calls", "type", "text", "function", "x"]),
    JSON | st.sampled_from(["user", "assistant", "tool", "system"]),
    max_size=4,
)


def payload(**body: Any) -> Payload:
    return read(json.dumps({"model": "gpt-4o", "messages": [ASK], **body}).encode())


def texts_of(read_payload: Payload) -> dict[str, str]:
    return {segment.pointer: segment.text for segment in read_payload.segments}


def strings(tree: Any) -> list[str]:
    """Every string and every key, by the standard library."""
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in [key, *strings(value)]]
    if isinstance(tree, list):
        return [text for value in tree for text in strings(value)]
    return [tree] if isinstance(tree, str) else []


@given(BODIES, st.lists(ITEMS, max_size=3))
def test_no_shape_of_a_body_lets_a_strange_string_pass_unseen(
    body: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    body = {**body, "messages": items} if items else body
    planted = json.dumps(body).replace('"0', '"Ottilie')
    seen = " ".join(segment.text for segment in read(planted.encode()).segments)
    for text in strings(json.loads(planted)):
        assert "Ottilie" not in text or text in seen


@given(BODIES, st.lists(ITEMS, max_size=3))
def test_any_body_is_written_back_unchanged_or_with_its_new_texts(
    body: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    source = json.dumps({**body, "messages": items}).encode()
    first = read(source)
    assert first.rewrite({}, {}, None) == source
    new = {
        index: f"<{index}>"
        for index, segment in enumerate(first.segments)
        if segment.place is not Place.FIXED
    }
    second = read(first.rewrite(new, {}, None))
    expected = {
        segment.text if segment.place is Place.FIXED else f"<{index}>"
        for index, segment in enumerate(first.segments)
    }
    assert {segment.text for segment in second.segments} == expected


def test_blocks_rise_with_assistant_messages_and_settings_stay_below() -> None:
    found = payload(
        stop="Ottilie",
        metadata={"a": "b"},
        messages=[
            {"role": "system", "content": "s"},
            ASK,
            {"role": "assistant", "content": "a"},
            {"role": "tool", "content": "t"},
            {"role": "assistant", "content": "a"},
            ASK,
        ],
    )
    blocks = {segment.pointer: (segment.block, segment.role) for segment in found.segments}
    assert [blocks[f"/messages/{n}/content"] for n in range(6)] == [
        (0, Role.SYSTEM),
        (0, Role.CLIENT),
        (1, Role.ASSISTANT),
        (1, Role.TOOL),
        (2, Role.ASSISTANT),
        (2, Role.CLIENT),
    ]
    assert blocks["/metadata/a"] == (0, Role.SETTING)
    assert blocks["/stop"] == (2, Role.SETTING)


def test_says_what_is_asked_for() -> None:
    asked = payload(stream=True, response_format={"type": "json_object"})
    assert (asked.model, asked.framing, asked.json_answer) == ("gpt-4o", Framing.SSE, True)
    assert (payload().framing, payload().json_answer) == (Framing.NONE, False)


def test_the_opening_is_the_same_turn_after_turn() -> None:
    system = {"role": "system", "content": "Be kind."}
    later = [{"role": "assistant", "content": "Hello"}, {"role": "user", "content": "again"}]
    first = payload(messages=[system, ASK])
    second = payload(messages=[system, ASK, *later], stream=True, temperature=0.3, tools=[])
    spaced = read(
        json.dumps({"messages": [system, dict(reversed(ASK.items()))]}, indent=3).encode()
    )
    assert first.opening == second.opening == spaced.opening
    assert (
        payload(messages=[system, {"role": "user", "content": "I am Odd"}]).opening != first.opening
    )
    assert payload(messages=[ASK]).opening != first.opening


def test_an_opening_ends_where_the_assistant_speaks() -> None:
    assistant = {"role": "assistant", "content": "a"}
    assert payload(messages=[assistant, ASK]).opening == payload(messages=[]).opening


def test_instructions_replace_or_join_fields() -> None:
    assert json.loads(payload(store=True).rewrite({}, {"store": False}, None))["store"] is False
    body = read(b'{ "messages": [], "user": "ottilie" ,"n": 2}')
    index = [segment.pointer for segment in body.segments].index("/user")
    sent = body.rewrite({index: "USER_a7k2"}, {"store": False, "user": "us", "seed": None}, None)
    assert sent == b'{"store":false,"seed":null, "messages": [], "user": "us" ,"n": 2}'
    assert read(b"{}").rewrite({}, {"store": False}, None) == b'{"store":false}'


def test_an_instruction_replaces_a_value_of_any_shape() -> None:
    body = payload(user={"name": ["Ottilie"]})
    new = {index: "x" for index, s in enumerate(body.segments) if s.place is Place.TEXT}
    assert json.loads(body.rewrite(new, {"user": None}, None))["user"] is None


@pytest.mark.parametrize("name", ["stream", "messages", "made_up", "model"])
def test_an_instruction_for_another_field_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="instruction"):
        payload().rewrite({}, {name: "x"}, None)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([ASK], [{"role": "system", "content": "Keep names."}, ASK]),
        ([], [{"role": "system", "content": "Keep names."}]),
        (
            [{"role": "developer", "content": "Be kind."}, ASK],
            [{"role": "developer", "content": "Be kind.\n\nKeep names."}, ASK],
        ),
        (
            [
                {
                    "role": "system",
                    "content": [{"type": "text", "text": "A"}, {"type": "text", "text": "B"}],
                }
            ],
            [
                {
                    "role": "system",
                    "content": [
                        {"type": "text", "text": "A"},
                        {"type": "text", "text": "B\n\nKeep names."},
                    ],
                }
            ],
        ),
        (
            [{"role": "system", "content": ""}],
            [{"role": "system", "content": "Keep names."}, {"role": "system", "content": ""}],
        ),
    ],
)
def test_a_note_joins_the_system_prompt(messages: list[Any], expected: list[Any]) -> None:
    sent = json.loads(payload(messages=messages).rewrite({}, {}, "Keep names."))
    assert sent["messages"] == expected


def test_a_note_joins_the_new_text_of_the_system_prompt() -> None:
    body = payload(messages=[{"role": "system", "content": "Help Ottilie."}, ASK])
    index = [segment.pointer for segment in body.segments].index("/messages/0/content")
    sent = json.loads(body.rewrite({index: "Help PERSON_a7k2."}, {"store": False}, "Keep."))
    assert sent["messages"][0]["content"] == "Help PERSON_a7k2.\n\nKeep."
    assert sent["store"] is False


def test_a_fixed_text_cannot_change() -> None:
    with pytest.raises(ValueError, match="fixed"):
        payload().rewrite({0: "other-model"}, {}, None)


@pytest.mark.parametrize("arguments", ['{"Ada":1,"Bo":2}', '{"x":{"Ada":1,"Bo":2}}'])
def test_keys_that_would_become_one_are_refused(arguments: str) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    body = payload(messages=[{"role": "assistant", "tool_calls": [call]}])
    same = {i: "[PERSON]" for i, s in enumerate(body.segments) if s.text in ("Ada", "Bo")}
    with pytest.raises(MalformedBodyError) as caught:
        body.rewrite(same, {}, None)
    assert caught.value.code == "duplicate_key"


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null"])
def test_a_body_is_an_object(body: bytes) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read(body)
    assert caught.value.code == "not_an_object"


@pytest.mark.parametrize(
    "arguments", ["{bad", '{"a":1,"a":"Ottilie"}', '"Ottilie"', "17", "[" * 99 + "]" * 99]
)
def test_arguments_that_are_no_document_are_text(arguments: str) -> None:
    call = {"function": {"name": "f", "arguments": arguments}}
    found = texts_of(payload(messages=[{"role": "assistant", "tool_calls": [call]}]))
    assert found["/messages/0/tool_calls/0/function/arguments"] == arguments


def test_words_of_the_protocol_are_not_looked_at_but_others_are() -> None:
    found = payload(tool_choice="auto", service_tier="ottilie", verbosity=["low", "odd"])
    places = {segment.pointer: segment.place for segment in found.segments}
    assert "/tool_choice" not in places
    assert places["/service_tier"] is Place.FIXED
    assert places["/verbosity/1"] is Place.FIXED
    assert "/verbosity/0" not in places


def test_ids_that_a_recipient_made_are_not_looked_at_but_others_are() -> None:
    made, own = "call_Zk3vT9aQ1LmN0pRs7Xy2BcDe", "ottilie@fjell.example"
    found = texts_of(
        payload(
            messages=[
                {"role": "tool", "tool_call_id": each, "content": "x"} for each in (made, own)
            ]
        )
    )
    assert found["/messages/1/tool_call_id"] == own
    assert "/messages/0/tool_call_id" not in found


@pytest.mark.parametrize(
    ("part", "kind", "pointer"),
    [
        (
            {"type": "image_url", "image_url": {"url": "DATA:image/png;base64,AA"}},
            "image",
            "/image_url/url",
        ),
        ({"type": "image_url", "image_url": "https://a.example"}, "image", "/image_url"),
        ({"type": "input_audio", "input_audio": {"data": "AA"}}, "audio", "/input_audio/data"),
        ({"type": "file", "file": {"file_data": "AA"}}, "file", "/file/file_data"),
        ({"type": "file", "file": {"file_id": "file-1"}}, "file", "/file/file_id"),
        ({"type": "video_url", "video_url": {"url": "AA"}}, "video", ""),
        ({"type": "input_image", "data": "AA"}, "other", ""),
        ({"text": "hello"}, "other", ""),
    ],
)
def test_lists_what_it_cannot_look_into(part: dict[str, Any], kind: str, pointer: str) -> None:
    found = payload(messages=[{"role": "user", "content": [part]}])
    expected = (kind, f"/messages/0/content/0{pointer}")
    assert expected in [(item.kind, item.pointer) for item in found.opaque]


def test_reprs_hold_no_text() -> None:
    assert "Ottilie" not in repr(payload())


@pytest.mark.parametrize("value", ["Ottilie", ["Ottilie"], {"Ottilie": 1}])
def test_a_text_in_place_of_a_truth_value_is_seen_and_may_not_change(value: object) -> None:
    function = {"name": "f", "strict": value}
    found = read(json.dumps({"tools": [{"type": "function", "function": function}]}).encode())
    places = [segment.place for segment in found.segments if segment.text == "Ottilie"]
    assert places == [Place.FIXED]
