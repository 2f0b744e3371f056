import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place, Role
from providers.codec import Framing, MalformedBodyError, Payload
from providers.openai import OPENAI
from tests.providers.responses_driver import COUNT, RESPONSES, payload

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
KEYS = st.sampled_from(
    [
        "input", "instructions", "model", "metadata", "tools", "tool_choice", "text", "user",
        "prompt", "reasoning", "include", "conversation", "temperature", "background", "stream",
        "made_up",
    ]
)  # fmt: skip
ITEM_KEYS = st.sampled_from(
    [
        "role", "type", "content", "output", "name", "arguments", "input", "summary", "action",
        "text", "tools", "error", "results", "outputs", "environment", "pending_safety_checks",
        "encrypted_content", "code", "queries", "operation", "logprobs", "annotations", "x",
    ]
)  # fmt: skip
KINDS = st.sampled_from(
    ["user", "assistant", "message", "function_call", "function_call_output", "reasoning",
     "shell_call_output", "mcp_list_tools", "web_search_call", "input_text", "mcp", "function"]
)  # fmt: skip
PLAIN_ITEMS = st.dictionaries(ITEM_KEYS, JSON | KINDS, max_size=5)
ITEMS = st.dictionaries(ITEM_KEYS, JSON | KINDS | st.lists(PLAIN_ITEMS, max_size=2), max_size=5)
BODIES = st.dictionaries(KEYS, JSON | ITEMS | st.lists(ITEMS, max_size=3), max_size=6)
UNSEEN = frozenset({"image", "file", "audio", "token_ids", "video", "other"})


def pointers(read: Payload) -> dict[str, str]:
    return {segment.pointer: segment.text for segment in read.segments}


def roles(*items: dict[str, Any]) -> list[tuple[Role, int]]:
    return [(each.role, each.block) for each in payload(input=list(items)).segments
            if each.pointer.startswith("/input") and each.place is not Place.FIXED]  # fmt: skip


def strings(tree: Any) -> list[str]:
    """Every string and every key, by the standard library."""
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in [key, *strings(value)]]
    if isinstance(tree, list):
        return [text for value in tree for text in strings(value)]
    return [tree] if isinstance(tree, str) else []


@given(BODIES)
def test_no_shape_of_a_body_lets_a_strange_string_pass_unseen(body: dict[str, Any]) -> None:
    planted = json.dumps(body).replace('"0', '"Ott ilie')
    read = OPENAI.read(RESPONSES, planted.encode())
    opaque = {item.kind for item in read.opaque}
    seen = " ".join(segment.text for segment in read.segments)
    for text in strings(json.loads(planted)):
        assert "Ott ilie" not in text or text in seen or opaque & UNSEEN


@given(BODIES)
def test_unchanged_texts_change_no_byte(body: dict[str, Any]) -> None:
    source = json.dumps(body).encode()
    read = OPENAI.read(RESPONSES, source)
    same = {index: segment.text for index, segment in enumerate(read.segments)}
    assert read.rewrite(same, {}, None) == source


def test_a_conversation_has_roles_and_blocks() -> None:
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "x"}
    result = {"type": "function_call_output", "call_id": "c", "output": "x"}
    assert roles(
        {"role": "developer", "content": "x"},
        {"role": "user", "content": "x"},
        {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "x"}]},
        call,
        result,
        {"role": "assistant", "content": "x"},
        {"role": "user", "content": "x"},
    ) == [
        (Role.SYSTEM, 0),
        (Role.CLIENT, 0),
        (Role.ASSISTANT, 1),
        (Role.ASSISTANT, 1),
        (Role.TOOL, 1),
        (Role.ASSISTANT, 2),
        (Role.CLIENT, 2),
    ]


def test_arguments_and_results_are_read_as_the_json_that_they_are() -> None:
    read = payload(
        input=[
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": '{"to": ["O"]}'},
            {"type": "function_call_output", "call_id": "c", "output": '{"n": 12345}'},
        ]
    )
    found = {each.pointer: each for each in read.segments}
    assert found["/input/0/arguments#/to/0"].text == "O"
    assert found["/input/1/output#/n"].place is Place.NUMBER
    index = read.segments.index(found["/input/0/arguments#/to/0"])
    sent = json.loads(read.rewrite({index: 'P"'}, {}, None))
    assert json.loads(sent["input"][0]["arguments"]) == {"to": ['P"']}


def test_what_the_recipient_sealed_is_not_looked_into_and_stays() -> None:
    sealed = "gAAA_b-+" * 8 + "=="
    read = payload(
        input=[{"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": sealed}]
    )
    assert not any("encrypted" in pointer for pointer in pointers(read))
    assert [item.kind for item in read.opaque] == ["encrypted_content"]
    assert sealed.encode() in read.rewrite({}, {}, None)


@pytest.mark.parametrize("text", ["Ottilie", "4111111111111111", "Ottilie Brandvold " * 9])
def test_what_is_too_short_to_be_sealed_or_has_blanks_is_looked_at(text: str) -> None:
    read = payload(input=[{"type": "compaction", "encrypted_content": text}])
    assert pointers(read)["/input/0/encrypted_content"] == text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"tools": [{"type": "mcp", "server_label": "x"}]}, "mcp"),
        ({"tools": [{"type": "namespace", "tools": [{"type": "mcp"}]}]}, "mcp"),
        ({"input": [{"type": "image_generation_call", "result": "AA"}]}, "image"),
        ({"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "f"}]}]},
         "file"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "u"}]}]},
         "image"),
        ({"input": [{"role": "user", "content": [{"type": "holo_video"}]}]}, "video"),
    ],
)  # fmt: skip
def test_what_nobody_can_look_into_is_listed(body: dict[str, Any], kind: str) -> None:
    assert [item.kind for item in payload(**body).opaque] == [kind]


@pytest.mark.parametrize(
    "body", [{"previous_response_id": None}, {"conversation": None}, {"background": False}]
)
def test_state_that_is_not_asked_for_is_no_state(body: dict[str, Any]) -> None:
    assert not payload(**body).opaque


def test_credentials_of_a_remote_server_are_not_inspected_but_its_headers_are() -> None:
    tool = {
        "type": "mcp",
        "server_label": "crm",
        "authorization": "secret",
        "headers": {"Authorization": "Bearer secret", "x-customer": "Ottilie"},
    }
    read = payload(tools=[tool])
    assert "secret" not in " ".join(pointers(read).values())
    assert pointers(read)["/tools/0/headers/x-customer"] == "Ottilie"


def test_items_of_an_unknown_kind_are_text_and_are_listed() -> None:
    read = payload(input=[{"type": "dream", "about": {"who": "Ottilie"}}], brand_new=[1])
    assert read.unknown_fields == ("/input/0", "/brand_new")
    assert pointers(read)["/input/0/about/who"] == "Ottilie"


def test_what_it_says_of_itself() -> None:
    read = payload(
        stream=True,
        tools=[
            {"type": "function", "name": "f"},
            {"type": "web_search"},
            {"type": "namespace", "name": "n", "tools": [{"type": "custom", "name": "c"}]},
        ],
        text={"format": {"type": "json_schema", "name": "a", "schema": {}}},
    )
    assert (read.model, read.framing) == ("gpt-5", Framing.SSE)
    assert read.tools == ("f", "n", "c")
    assert read.json_answer


def test_counting_streams_nothing_and_stores_nothing() -> None:
    read = OPENAI.read(COUNT, b'{"input": "x", "stream": true}')
    assert read.framing is Framing.NONE
    assert read.unknown_fields == ("/stream",)
    assert "store" in COUNT.moot
    with pytest.raises(ValueError, match="instruction"):
        read.rewrite({}, {"store": False}, None)


ASK = {"role": "user", "content": "I am Ottilie"}


@pytest.mark.parametrize(
    "body",
    [
        {"input": [ASK]},
        {"input": [ASK | {"type": "message", "status": "completed"}]},
        {"input": [{"role": "user", "content": [{"type": "input_text", "text": "I am Ottilie"}]}]},
        {
            "input": [
                ASK,
                {"role": "assistant", "content": "Hello"},
                {"role": "user", "content": "y"},
            ]
        },
        {"instructions": "Be kind.", "temperature": 0.1, "tools": [], "stream": True},
    ],
)
def test_the_opening_is_the_same_in_every_turn_however_it_is_written(body: dict[str, Any]) -> None:
    assert payload(**body).opening == payload().opening


def test_another_beginning_is_another_opening() -> None:
    system = {"role": "system", "content": "Be kind."}
    openings = {payload(input=each).opening for each in ("a", "b", [system, ASK], [])}
    assert len(openings) == 4


def test_instructions_of_the_operator_replace_the_callers() -> None:
    read = payload(store=True, user="Ottilie")
    index = next(i for i, s in enumerate(read.segments) if s.pointer == "/user")
    sent = json.loads(read.rewrite({index: "P"}, {"store": False, "user": "app"}, None))
    assert (sent["store"], sent["user"]) == (False, "app")
    assert json.loads(payload().rewrite({}, {"store": False}, None))["store"] is False


@pytest.mark.parametrize("name", ["stream", "n", "input", "messages"])
def test_refuses_an_instruction_that_it_does_not_know(name: str) -> None:
    with pytest.raises(ValueError, match="instruction"):
        payload().rewrite({}, {name: 1}, None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "note"),
        ({"instructions": None}, "note"),
        ({"instructions": ""}, "note"),
        ({"instructions": "Be kind."}, "Be kind.\n\nnote"),
    ],
)
def test_a_note_joins_the_instructions(body: dict[str, Any], expected: str) -> None:
    sent = json.loads(payload(**body).rewrite({}, {"store": False}, "note"))
    assert sent["instructions"] == expected
    assert sent["store"] is False


def test_a_changed_text_and_a_note_stand_together() -> None:
    read = payload(instructions="Be Ottilie.")
    index = next(i for i, s in enumerate(read.segments) if s.pointer == "/instructions")
    sent = json.loads(read.rewrite({index: "Be P."}, {}, "note"))
    assert sent["instructions"] == "Be P.\n\nnote"


def test_an_item_may_update_the_settings() -> None:
    wanted = {"type": "json_schema", "name": "f", "schema": {"enum": ["Ottilie"]}}
    update = {"type": "configuration_update", "reasoning": {"effort": "low"}}
    read = payload(input=[update | {"text": {"format": wanted}}, {"role": "user", "content": "x"}])
    assert read.json_answer
    assert not read.unknown_fields
    assert pointers(read)["/input/0/text/format/schema/enum/0"] == "Ottilie"
    assert b'"x"' in read.opening


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null"])
def test_refuses_what_is_no_object(body: bytes) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        OPENAI.read(RESPONSES, body)
    assert caught.value.code == "not_an_object"
