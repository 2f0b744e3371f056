"""Interactions: what is seen in requests, and streams however they are cut."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Place, Role
from providers.codec import Framing, MalformedBodyError, StateRef
from providers.google import GOOGLE
from providers.google_interactions_request import InteractionRequest
from tests.support.interaction_calls import PATH, operation_of, read_interaction, text_block
from tests.support.interactions import SIGNATURE


def _places(request: InteractionRequest) -> dict[str, Place]:
    return {segment.text: segment.place for segment in request.segments}


# --- routes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", PATH, "interactions.create"),
        ("POST", "/v1beta1/projects/p/locations/global/interactions", "interactions.create"),
        ("GET", f"{PATH}/v1_a-b=", "interactions.get"),
        ("DELETE", f"{PATH}/v1_a-b=", "interactions.delete"),
        ("POST", f"{PATH}/v1_a-b=/cancel", "interactions.cancel"),
    ],
)
def test_calls(method: str, path: str, name: str) -> None:
    operation = operation_of(method, path)
    assert operation.name == name
    wanted = () if name.endswith("create") else (StateRef("interaction", "v1_a-b="),)
    assert operation.refers == wanted
    assert operation.keeps == (name == "interactions.get")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PATH),
        ("PATCH", f"{PATH}/i1"),
        ("GET", f"{PATH}/i1/cancel"),
        ("POST", f"{PATH}/i1"),
        ("GET", f"{PATH}/i1/steps"),
        ("GET", f"{PATH}/i%2F1"),
    ],
)
def test_other_calls_are_unknown(method: str, path: str) -> None:
    assert GOOGLE.route(method, path, "") is None


def test_a_stream_that_goes_on_is_asked_for_from_its_beginning() -> None:
    query = "stream=true&last_event_id=a%2Fb&include_input=true"
    operation = operation_of("GET", f"{PATH}/i1", query)
    assert (operation.framing, operation.resumes) == (Framing.SSE, "a/b")
    assert GOOGLE.read_query(operation, query).rewrite({}) == "stream=true&include_input=true"
    whole = operation_of("GET", f"{PATH}/i1", "last_event_id=a")
    assert (whole.framing, whole.resumes) == (Framing.NONE, "")


# --- requests -----------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Hello.",
        {"type": "text", "text": "Hello."},
        ["Hello."],
        [{"type": "text", "text": "Hello."}],
        [{"type": "user_input", "content": [{"type": "text", "text": "Hello."}]}],
        [{"type": "user_input", "content": "Hello."}],
        [{"role": "user", "content": "Hello."}],
        [{"role": "user", "content": [{"type": "text", "text": "Hello."}]}],
    ],
)
def test_a_text_is_the_same_however_it_is_written(said: Any) -> None:
    request = read_interaction(model="m", input=said)
    (segment,) = (one for one in request.segments if one.text == "Hello.")
    assert (segment.place, segment.role, segment.block) == (Place.TEXT, Role.CLIENT, 0)
    assert not request.opaque
    assert not request.unknown_fields
    assert request.opening == read_interaction(model="m", input="Hello.").opening


def test_steps_have_their_places_and_roles() -> None:
    call = "function-call-1"
    request = read_interaction(
        model="gemini-x",
        input=[
            {"type": "user_input", "content": [{"type": "text", "text": "Who?"}]},
            {"type": "thought", "signature": SIGNATURE, "summary": [text_block("Hm")]},
            {"type": "function_call", "id": call, "name": "find", "arguments": {"who": "Amaia"}},
            {"type": "function_result", "call_id": call, "name": "find", "result": '{"a": "Bo"}'},
            {"type": "code_execution_result", "result": "printed"},
            {"type": "model_output", "content": [{"type": "text", "text": "Amaia."}]},
        ],
        generation_config={"stop_sequences": ["END"], "temperature": 0.5},
    )  # fmt: skip
    told = [(s.text, s.place, s.role, s.block) for s in request.segments]
    assert told == [
        ("gemini-x", Place.FIXED, Role.SETTING, 0),
        ("Who?", Place.TEXT, Role.CLIENT, 0),
        ("Hm", Place.TEXT, Role.ASSISTANT, 1),
        ("find", Place.FIXED, Role.ASSISTANT, 1),
        ("who", Place.TEXT, Role.ASSISTANT, 1),
        ("Amaia", Place.TEXT, Role.ASSISTANT, 1),
        ("find", Place.FIXED, Role.TOOL, 1),
        ("a", Place.TEXT, Role.TOOL, 1),
        ("Bo", Place.TEXT, Role.TOOL, 1),
        ("printed", Place.TEXT, Role.TOOL, 1),
        ("Amaia.", Place.TEXT, Role.ASSISTANT, 2),
        ("END", Place.TEXT, Role.SETTING, 2),
    ]
    assert [item.kind for item in request.opaque] == ["encrypted_content"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"type": "image", "data": "iVBORw0KGgo=", "mime_type": "image/png"}, "image"),
        ({"type": "image", "uri": "gs://b/x.png"}, "image"),
        ({"type": "audio", "data": "UklGRg=="}, "audio"),
        ({"type": "video", "uri": "https://youtu.be/x"}, "video"),
        ({"type": "document", "uri": "gs://b/x"}, "file"),
        ({"type": "document", "data": "JVBERi0xLjcK"}, "pdf"),
        ({"type": "hologram", "data": "Amaia"}, "other"),
    ],
)
def test_what_nobody_can_look_into_is_opaque(content: dict[str, Any], kind: str) -> None:
    request = read_interaction(model="m", input=[{"type": "user_input", "content": [content]}])
    assert [item.kind for item in request.opaque] == [kind]
    (item,) = request.opaque
    assert item.removal is not None
    start, end, note = item.removal
    body = json.dumps({"model": "m", "input": [{"type": "user_input", "content": [content]}]})
    left = json.loads(body[:start] + note + body[end:])["input"][0]["content"][0]
    assert left == {"type": "text", "text": json.loads(note)["text"]}


def test_texts_in_files_are_walked() -> None:
    data = "eyJ3aG8iOiAiQW1haWEifQ=="
    content = {"type": "document", "mime_type": "application/json", "data": data}
    request = read_interaction(model="m", input=[content])
    assert "Amaia" in _places(request)
    assert not request.opaque


def test_state_is_named() -> None:
    request = read_interaction(
        model="m",
        input="x",
        previous_interaction_id="i1",
        cached_content="cachedContents/c1",
        continuation_token="dG9r",
        environment="env-1",
    )
    assert set(request.refers) == {
        StateRef("interaction", "i1"), StateRef("cached_content", "c1"),
        StateRef("continuation", "dG9r"), StateRef("environment", "env-1"),
    }  # fmt: skip
    assert request.keeps
    assert not read_interaction(model="m", input="x", store=False).keeps
    assert not read_interaction(model="m", input="x", environment="remote").refers


def test_tools_and_servers() -> None:
    server = {"type": "mcp_server", "name": "crm", "url": "https://crm.example", "headers": {}}
    function = {"type": "function", "name": "find", "description": "Finds Amaia"}
    request = read_interaction(
        model="m", input="x", tools=[function, server, {"type": "google_search"}]
    )
    assert request.tools == ["find", "crm"]
    assert [item.kind for item in request.opaque] == ["mcp"]
    places = _places(request)
    assert (places["Finds Amaia"], places["find"]) == (Place.TEXT, Place.FIXED)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, False),
        ({"response_mime_type": "application/json"}, True),
        ({"response_format": {"type": "text", "mime_type": "application/json"}}, True),
        ({"response_format": [{"type": "text", "schema": {"type": "object"}}]}, True),
        ({"response_format": {"type": "object", "properties": {}}}, True),
        ({"response_format": {"type": "audio"}}, False),
    ],
)
def test_structured_output(asked: dict[str, Any], *, wanted: bool) -> None:
    assert read_interaction(model="m", input="x", **asked).json_answer is wanted


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "Keep."),
        ({"system_instruction": None}, "Keep."),
        ({"system_instruction": "Be kind."}, "Be kind.\n\nKeep."),
        ({"systemInstruction": "Be kind."}, "Be kind.\n\nKeep."),
        ({"cached_content": "cachedContents/c1"}, None),
        ({"agent": "deep-research"}, None),
    ],
)
def test_the_note(body: dict[str, Any], told: str | None) -> None:
    sent = json.loads(read_interaction(input="x", **body).rewrite({}, {}, "Keep."))
    assert sent.get("system_instruction", sent.get("systemInstruction")) == told


def test_instructions() -> None:
    request = read_interaction(model="m", input="x", store=True)
    assert json.loads(request.rewrite({}, {"store": False}, None))["store"] is False
    with pytest.raises(ValueError, match="instruction"):
        request.rewrite({}, {"input": "y"}, None)


@pytest.mark.parametrize("body", [b"[]", b"7", b'{"input": "a", "input": "b"}', b"{"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        InteractionRequest(body)


@given(
    st.recursive(
        st.sampled_from(["Amaia", 7, None, True]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "content", "text", "result", "arguments", "name", "odd"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=6,
    )
)
def test_no_shape_hides_a_text(said: Any) -> None:
    body = json.dumps({"input": said, "tools": said, "environment": said, "labels": said})
    request = InteractionRequest(body.encode())
    state = sum(ref.id == "Amaia" for ref in request.refers)
    assert [s.text for s in request.segments].count("Amaia") + state >= body.count('"Amaia"')
