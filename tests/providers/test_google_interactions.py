"""Interactions: what is seen in requests, and streams however they are cut."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivering import json_escape
from gateway.restoring import StreamRestoring, restore_whole
from privacy.pseudonym import Original
from privacy.text import Place, Role
from providers.codec import (
    Container,
    Framing,
    MalformedAnswerError,
    MalformedBodyError,
    Operation,
    Slot,
    StateRef,
)
from providers.google import GOOGLE
from providers.google_interactions_request import InteractionRequest
from redaction.restore import Restorer
from tests.support.interactions import SIGNATURE, events

PATH = "/v1beta/interactions"
VALUE = 'Nadia "Naddy" Ök\u2028onkwo'
ORIGINALS = {
    "PERSON_a7k2": Original(VALUE, "PERSON"),
    "EMAIL_q9w4": Original("nadia@posteo.example", "EMAIL_ADDRESS"),
}


def _operation(method: str = "POST", path: str = PATH, query: str = "") -> Operation:
    found = GOOGLE.route(method, path, query)
    assert found is not None
    return found


def _read(**body: Any) -> InteractionRequest:
    return InteractionRequest(json.dumps(body).encode())


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def _places(request: InteractionRequest) -> dict[str, Place]:
    return {segment.text: segment.place for segment in request.segments}


def _restorer(slot: Slot) -> Restorer:
    escape = json_escape if slot.container is Container.JSON else None
    return Restorer(ORIGINALS, may=lambda _: True, escape=escape)


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
    operation = _operation(method, path)
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
    operation = _operation("GET", f"{PATH}/i1", query)
    assert (operation.framing, operation.resumes) == (Framing.SSE, "a/b")
    assert GOOGLE.read_query(operation, query).rewrite({}) == "stream=true&include_input=true"
    whole = _operation("GET", f"{PATH}/i1", "last_event_id=a")
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
    request = _read(model="m", input=said)
    (segment,) = (one for one in request.segments if one.text == "Hello.")
    assert (segment.place, segment.role, segment.block) == (Place.TEXT, Role.CLIENT, 0)
    assert not request.opaque
    assert not request.unknown_fields
    assert request.opening == _read(model="m", input="Hello.").opening


def test_steps_have_their_places_and_roles() -> None:
    call = "function-call-1"
    request = _read(
        model="gemini-x",
        input=[
            {"type": "user_input", "content": [{"type": "text", "text": "Who?"}]},
            {"type": "thought", "signature": SIGNATURE, "summary": [_text("Hm")]},
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
    request = _read(model="m", input=[{"type": "user_input", "content": [content]}])
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
    request = _read(model="m", input=[content])
    assert "Amaia" in _places(request)
    assert not request.opaque


def test_state_is_named() -> None:
    request = _read(
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
    assert not _read(model="m", input="x", store=False).keeps
    assert not _read(model="m", input="x", environment="remote").refers


def test_tools_and_servers() -> None:
    server = {"type": "mcp_server", "name": "crm", "url": "https://crm.example", "headers": {}}
    function = {"type": "function", "name": "find", "description": "Finds Amaia"}
    request = _read(model="m", input="x", tools=[function, server, {"type": "google_search"}])
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
    assert _read(model="m", input="x", **asked).json_answer is wanted


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
    sent = json.loads(_read(input="x", **body).rewrite({}, {}, "Keep."))
    assert sent.get("system_instruction", sent.get("systemInstruction")) == told


def test_instructions() -> None:
    request = _read(model="m", input="x", store=True)
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


# --- answers ------------------------------------------------------------------


def _kept(text: str) -> dict[str, Any]:
    arguments = {"text": text, "quoted": f'"{text}" \\ \u20ac\n', "count": 2**60}
    cited = [{"type": "url_citation", "url": "https://a.example/", "title": text}]
    return {
        "id": "i1", "status": "completed", "model": "m",
        "steps": [
            {"type": "thought", "signature": SIGNATURE, "summary": [_text(text)]},
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
    operation = _operation("GET", f"{PATH}/i1", f"stream=true&{query}")
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
    operation = _operation("GET", f"{PATH}/i1", "stream=true&last_event_id=none")
    restoring = StreamRestoring(GOOGLE.stream(operation, None), _restorer)
    assert restoring.feed(b"".join(events(_kept(TEXT), 9))) == b""
    assert not restoring.end()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_stream_that_breaks_off_is_not_over(count: int) -> None:
    restoring = StreamRestoring(GOOGLE.stream(_operation(), None), _restorer)
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
    whole = GOOGLE.whole(_operation("GET", f"{PATH}/i1"), json.dumps(kept).encode())
    told = json.loads(restore_whole(whole, _restorer))
    (cited,) = told["steps"][2]["content"][0]["annotations"]
    assert (cited["start_index"], cited["end_index"]) == wanted
    streamed = [e["delta"] for e in _data(_restored(events(kept, 7))) if "delta" in e]
    (cited,) = next(d["annotations"] for d in streamed if "annotations" in d)
    assert (cited["start_index"], cited["end_index"]) == wanted


def test_whole_answers_equal_the_sums_of_deltas() -> None:
    whole = GOOGLE.whole(_operation(), json.dumps(_kept(TEXT)).encode(), _read(input="x"))
    thought, call, output = json.loads(restore_whole(whole, _restorer))["steps"]
    sums = _sums(_data(_restored(events(_kept(TEXT), 3))))
    assert output["content"][0]["text"] == sums["text"]
    assert thought["summary"][0]["text"] == sums["thought"]
    assert thought["signature"] == SIGNATURE
    assert call["arguments"] == json.loads(sums["arguments"])


def test_errors() -> None:
    error = {"event_type": "error", "error": {"code": "bad", "message": "No PERSON_a7k2"}}
    restoring = StreamRestoring(GOOGLE.stream(_operation(), None), _restorer)
    out = restoring.feed(f"event: error\ndata: {json.dumps(error)}\n\n".encode())
    assert _data(out)[0]["error"]["message"] == f"No {VALUE}"
    with pytest.raises(MalformedAnswerError):
        restoring.feed(b"data: {\n\n")


def test_what_is_made_is_told() -> None:
    stream = events(_kept(TEXT), 50)
    assert list(GOOGLE.created(_operation(), stream[0])) == [StateRef("interaction", "i1")]
    assert not list(GOOGLE.created(_operation(), stream[3]))
    update = {"event_type": "interaction.status_update", "interaction_id": "i1",
              "status": "requires_continuation", "continuation_token": "dG9r"}  # fmt: skip
    event = f"data: {json.dumps(update)}\n\n".encode()
    assert list(GOOGLE.created(_operation(), event)) == [
        StateRef("interaction", "i1"), StateRef("continuation", "dG9r"),
    ]  # fmt: skip
    whole = json.dumps({"id": "i1", "environment_id": "e1"}).encode()
    assert list(GOOGLE.created(_operation(), whole)) == [
        StateRef("interaction", "i1"), StateRef("environment", "e1"),
    ]  # fmt: skip
    assert not list(GOOGLE.created(_operation(), b"nothing"))
