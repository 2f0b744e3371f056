"""What OpenAI keeps, as the codec sees it: calls, texts that are JSON, streams that go on."""

import json
from typing import Any

import pytest

from privacy.text import Place
from providers.codec import Container, Framing, MalformedBodyError, Operation, StateRef
from providers.openai import OPENAI
from providers.openai_responses_stream import ResponseStream
from providers.openai_resume import ResumedStream

RESPONSE = StateRef("response", "resp_1")
CONVERSATION = StateRef("conversation", "conv_1")
GROWN = StateRef("conversation", "conv_1", grows=True)
COMPLETION = StateRef("chat_completion", "chatcmpl-1")
ADDED = StateRef("chat_completion", "chatcmpl-1", grows=True)


def _route(call: str) -> Operation:
    method, _, target = call.partition(" ")
    path, _, query = target.partition("?")
    operation = OPENAI.route(method, path, query)
    assert operation is not None, call
    return operation


@pytest.mark.parametrize(
    ("call", "name", "refers", "more"),
    [
        ("GET /v1/responses/resp_1", "responses.get", RESPONSE, {}),
        ("DELETE /v1/responses/resp_1", "responses.delete", RESPONSE, {"ends": True}),
        ("POST /v1/responses/resp_1/cancel", "responses.cancel", RESPONSE, {}),
        ("GET /v1/responses/resp_1/input_items", "responses.input_items", RESPONSE, {}),
        ("POST /v1/responses/compact", "responses.compact", None, {"keeps": True}),
        ("POST /v1/conversations", "conversations.create", None, {"keeps": True}),
        ("GET /v1/conversations/conv_1", "conversations.get", CONVERSATION, {}),
        ("POST /v1/conversations/conv_1", "conversations.update", GROWN, {}),
        ("DELETE /v1/conversations/conv_1", "conversations.delete", CONVERSATION, {"ends": True}),
        (
            "POST /v1/conversations/conv_1/items",
            "conversations.items.create",
            GROWN,
            {"keeps": True},
        ),
        ("GET /v1/conversations/conv_1/items", "conversations.items.list", CONVERSATION, {}),
        (
            "GET /v1/conversations/conv_1/items/msg_1",
            "conversations.items.get",
            CONVERSATION,
            {"names": ("msg_1",)},
        ),
        (
            "DELETE /v1/conversations/conv_1/items/msg_1",
            "conversations.items.delete",
            CONVERSATION,
            {"names": ("msg_1",)},
        ),
        ("GET /v1/chat/completions", "chat.completions.list", None, {"lists": "chat_completion"}),
        ("GET /v1/chat/completions/chatcmpl-1", "chat.completions.get", COMPLETION, {}),
        ("POST /v1/chat/completions/chatcmpl-1", "chat.completions.update", ADDED, {}),
        (
            "DELETE /v1/chat/completions/chatcmpl-1",
            "chat.completions.delete",
            COMPLETION,
            {"ends": True},
        ),
        (
            "GET /v1/chat/completions/chatcmpl-1/messages",
            "chat.completions.messages",
            COMPLETION,
            {},
        ),
    ],
)
def test_each_call_says_what_it_is_about(
    call: str, name: str, refers: StateRef | None, more: dict[str, Any]
) -> None:
    found = _route(call)
    assert found.name == name
    assert found.refers == ((refers,) if refers else ())
    about = {"keeps": False, "ends": False, "lists": "", "names": ()} | more
    assert {key: getattr(found, key) for key in about} == about
    assert found.upstream_path == call.partition(" ")[2]


@pytest.mark.parametrize(
    ("query", "framing", "resumes", "sent"),
    [
        ("", Framing.NONE, "", ""),
        ("stream=true", Framing.SSE, "", "stream=true"),
        ("stream=true&starting_after=7", Framing.SSE, "7", "stream=true"),
        ("starting_after=7&stream=true", Framing.SSE, "7", "stream=true"),
        ("starting_after=7", Framing.NONE, "", "starting_after=7"),
        ("stream=true&starting_after=x", Framing.SSE, "", "stream=true&starting_after=x"),
        (
            "include[]=reasoning.encrypted_content&include_obfuscation=true",
            Framing.NONE,
            "",
            "include[]=reasoning.encrypted_content&include_obfuscation=true",
        ),
    ],
)
def test_streams_are_asked_for_from_their_beginning(
    query: str, framing: Framing, resumes: str, sent: str
) -> None:
    found = _route(f"GET /v1/responses/resp_1?{query}")
    assert (found.framing, found.resumes) == (framing, resumes)
    assert OPENAI.read_query(found, query).rewrite({}) == sent


def test_a_query_is_text_but_for_ids_and_words() -> None:
    query = (
        "after=chatcmpl-abcdefghijkl01234567-3&limit=5&order=asc&include=message.output_text.logprobs"
        "&model=gpt-x&metadata%5Bcustomer%5D=Maria&after=Maria.Lindqvist&note=Maria"
    )
    read = OPENAI.read_query(_route("GET /v1/chat/completions"), query)
    seen = {segment.hint: segment for segment in read.segments if segment.hint}
    texts = [segment.text for segment in read.segments]
    assert "chatcmpl-abcdefghijkl01234567-3" not in texts
    assert "message.output_text.logprobs" not in texts
    assert (seen["after"].text, seen["after"].place) == ("Maria.Lindqvist", Place.FIXED)
    assert seen["model"].place is Place.FIXED
    assert (seen["customer"].place, seen["customer"].joint) == (Place.TEXT, True)
    assert (seen["note"].place, seen["note"].joint) == (Place.TEXT, False)
    assert read.rewrite({}) == query


def test_metadata_of_completions_are_compared() -> None:
    metadata = {"customer": "Maria", "list": ["a"]}
    for call in ("POST /v1/chat/completions", "POST /v1/chat/completions/chatcmpl-1"):
        body = json.dumps({"metadata": metadata, "user": "u"}).encode()
        payload = OPENAI.read(_route(call), body)
        joint = [segment.text for segment in payload.segments if segment.joint]
        assert joint == ["customer", "Maria", "list", "a"]


@pytest.mark.parametrize("call", ["POST /v1/conversations", "POST /v1/conversations/conv_1/items"])
def test_who_has_nothing_stored_has_it_refused(call: str) -> None:
    payload = OPENAI.read(_route(call), b'{"items":[]}')
    assert payload.rewrite({}, {"store": True}, None) == b'{"items":[]}'
    with pytest.raises(ValueError, match="instruction"):
        payload.rewrite({}, {"store": False}, None)


def test_a_conversation_may_begin_without_a_body() -> None:
    operation = _route("POST /v1/conversations")
    assert OPENAI.read(operation, b"").rewrite({}, {}, None) == b"{}"
    with pytest.raises(MalformedBodyError):
        OPENAI.read(_route("POST /v1/conversations/conv_1"), b"")


# --- answers --------------------------------------------------------------------

_DOCUMENT = json.dumps({"said": "PERSON_a7k2"})


def _containers(call: str, body: dict[str, Any]) -> dict[str, Container]:
    frame = OPENAI.whole(_route(call), json.dumps(body).encode())
    return {str(slot.channel[-1]): slot.container for slot in frame.slots}  # type: ignore[index]


@pytest.mark.parametrize("text", [_DOCUMENT, "PERSON_a7k2", '{"said": PERSON_a7k2}', "[1"])
def test_what_is_a_document_is_restored_as_one(text: str) -> None:
    """Nobody remembers what the request asked for."""
    part = {"type": "output_text", "text": text, "annotations": []}
    item = {"type": "message", "role": "assistant", "content": [part]}
    expected = Container.JSON if text == _DOCUMENT else Container.TEXT
    found = _containers("GET /v1/conversations/conv_1/items", {"data": [item]})
    assert found["text"] is expected
    choice = {"index": 0, "message": {"role": "assistant", "content": text}}
    found = _containers("GET /v1/chat/completions/chatcmpl-1", {"choices": [choice]})
    assert found["content"] is expected


def test_a_response_says_itself_that_it_is_json() -> None:
    """Even one that was cut, so that it is no document."""
    part = {"type": "output_text", "text": '{"said": "PERSON_a', "annotations": []}
    item = {"type": "message", "role": "assistant", "content": [part]}
    for kind, expected in (("json_schema", Container.JSON), ("text", Container.TEXT)):
        body = {"text": {"format": {"type": kind}}, "output": [item]}
        assert _containers("GET /v1/responses/resp_1", body)["text"] is expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("user", Container.TEXT),
        ("system", Container.TEXT),
        ("assistant", Container.JSON),
        ("tool", Container.JSON),
        (None, Container.TEXT),
        (["assistant"], Container.TEXT),
    ],
)
def test_who_says_a_document_tells_whether_it_was_read_as_one(
    role: object, expected: Container
) -> None:
    """What a client wrote was pseudonymised as it stood, so it is restored as it stands."""
    body = {"data": [{"role": role, "content": _DOCUMENT}]}
    found = _containers("GET /v1/chat/completions/chatcmpl-1/messages", body)
    assert found["content"] is expected
    if role == "user":
        part = {"type": "input_text", "text": _DOCUMENT}
        item = {"type": "message", "role": "user", "content": [part]}
        found = _containers("GET /v1/responses/resp_1/input_items", {"data": [item]})
        assert found["text"] is Container.TEXT


def test_results_of_tools_are_documents_where_they_are_one() -> None:
    for kind, key in (("function_call_output", "output"), ("program_output", "result")):
        for text, expected in ((_DOCUMENT, Container.JSON), ("PERSON_a7k2", Container.TEXT)):
            body = {"data": [{"type": kind, key: text}]}
            found = _containers("GET /v1/conversations/conv_1/items", body)
            assert found[key] is expected


# --- what is made -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "raw", "made"),
    [
        (
            "POST /v1/conversations",
            '{"id": "conv_1", "object": "conversation"}',
            [("conversation", "conv_1")],
        ),
        (
            "POST /v1/conversations/conv_1/items",
            '{"object": "list", "data": [{"id": "msg_1"}, {"id": "msg_2"}, {}, 7]}',
            [("conversation", "conv_1"), ("item", "msg_1"), ("item", "msg_2")],
        ),
        (
            "POST /v1/responses/compact",
            '{"id": "resp_1", "object": "response.compaction", "output": [{"id": "cmp_1"}]}',
            [("response", "resp_1"), ("item", "cmp_1")],
        ),
        (
            "POST /v1/chat/completions",
            'data: {"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": []}\n\n',
            [("chat_completion", "chatcmpl-1")],
        ),
        (
            "POST /v1/chat/completions",
            'data: {"choices": [{"delta": {"content": "chat.completion.chunk"}}]}\n\n',
            [],
        ),
        (
            "POST /v1/responses",
            'data: {"type":"response.completed","response":{"id":"resp_1","object":"response"}}',
            [("response", "resp_1")],
        ),
        ("POST /v1/chat/completions", "data: [DONE]\n\n", []),
        ("POST /v1/conversations", "[]", []),
        ("POST /v1/conversations", '{"id": 7, "object": "conversation"}', []),
        ("POST /v1/conversations/conv_1/items", "not json", [("conversation", "conv_1")]),
    ],
)
def test_answers_tell_what_was_made(call: str, raw: str, made: list[tuple[str, str]]) -> None:
    found = OPENAI.created(_route(call), raw.encode())
    assert [(ref.kind, ref.id) for ref in found] == made


# --- streams that go on -------------------------------------------------------------


def _event(kind: str, number: object = None, **more: object) -> bytes:
    event = {"type": kind, **more} | ({} if number is None else {"sequence_number": number})
    return f"event: {kind}\ndata: {json.dumps(event)}\n\n".encode()


_PLACE = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
_EVENTS = (
    _event("response.created", 0, response={"id": "resp_1", "status": "in_progress"}),
    _event("response.output_text.delta", 1, delta="I am PERSON", **_PLACE),
    _event("response.output_text.delta", 2, delta="_a7k2", **_PLACE),
    _event("response.output_text.done", 3, text="I am PERSON_a7k2", **_PLACE),
    _event("response.completed", 4, response={"id": "resp_1", "status": "completed"}),
)


@pytest.mark.parametrize("after", range(-1, 6))
def test_what_was_seen_is_left_out(after: int) -> None:
    reader = ResumedStream(ResponseStream(), after)
    frames = [frame for event in _EVENTS for frame in reader.feed(event)]
    written = [frame.render([slot.text for slot in frame.slots]) for frame in frames]
    assert written == [b""] * min(after + 1, 5) + list(_EVENTS[max(after + 1, 0) :])
    assert [len(frame.slots) for frame in frames] == [0, 1, 1, 1, 0]
    assert reader.end()


def test_what_is_held_back_at_the_cut_comes_with_the_next_event() -> None:
    """A pseudonym that began in a seen event and ends in an unseen one is whole afterwards."""
    reader = ResumedStream(ResponseStream(), 1)
    created, first, second, *_ = [frame for event in _EVENTS for frame in reader.feed(event)]
    assert created.render([]) == first.render(["I am "]) == b""
    assert b'"delta":"Nadia"' in second.render(["Nadia"]).replace(b'": "', b'":"')
    assert second.raw == _EVENTS[2]
    assert first.before(first.slots[0].channel, "x") == b""


def test_an_error_is_always_passed_on() -> None:
    reader = ResumedStream(ResponseStream(), 7)
    (frame,) = reader.feed(_event("error", 0, message="overloaded"))
    assert frame.render([slot.text for slot in frame.slots]) == frame.raw
