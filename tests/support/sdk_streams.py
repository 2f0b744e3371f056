"""Streams of every dialect in which something is said, and how the vendors' own SDKs read them.

Whoever reads gives place to text, or to the arguments of a call; nothing of the product is used.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import httpx2
from google.api_core.rest_streaming import ResponseIterator
from google.cloud.aiplatform_v1.types import FunctionCall, GenerateContentResponse
from google.genai import types
from google.genai._api_client import HttpResponse
from openai import OpenAI
from openai._streaming import SSEDecoder

from tests.support import interactions, plain, responses, shapes
from tests.support.shapes import SIGNATURE, Said, Style, pieces

Asked = dict[str, Any]
Texts = dict[tuple[Any, ...], Any]
"""What a reader of a stream ends up with: place to text, or to the arguments of a call."""


# --- what is said ---


def tell_chat(_asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.openai_events(said, style))
    return b"".join(shapes.sse(events, crlf=crlf, done=True))


def tell_completion(asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    body = asked | {"n": said.choices}
    _, parts = plain.answer("/v1/completions", body, lambda _: said.text, style, crlf=crlf)
    return b"".join(parts)


def tell_response(asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    return b"".join(responses.answer(asked, said, style, crlf=crlf))


def tell_google_sse(_asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.google_events(said, style))
    return b"".join(shapes.sse(events, crlf=crlf, done=False))


def tell_google_array(_asked: Asked, said: Said, style: Style, _crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.google_events(said, style))
    return b"".join(shapes.json_array(events))


def tell_assistant(_asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    """A run of an assistant: a message, and a step with calls."""
    message = {"id": "msg_1", "object": "thread.message", "content": []}
    part = {"index": 0, "type": "text"}
    told: list[tuple[str, Asked]] = [("thread.message.created", message)]
    for piece in pieces(said.text, style.delta):
        content = [part | {"text": {"value": piece, "annotations": []}}]
        delta = {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": content}}
        told.append(("thread.message.delta", delta))
    whole = [{"type": "text", "text": {"value": said.text, "annotations": []}}]
    told.append(("thread.message.completed", message | {"content": whole}))
    for at, call in enumerate(said.calls):
        for piece in pieces(json.dumps(call.arguments), style.delta):
            function = {"name": call.name, "arguments": piece}
            calls = [{"index": at, "id": f"call_{at}", "type": "function", "function": function}]
            delta = {"step_details": {"type": "tool_calls", "tool_calls": calls}}
            step = {"id": "step_1", "object": "thread.run.step.delta", "delta": delta}
            told.append(("thread.run.step.delta", step))
    run = {"id": "run_1", "object": "thread.run", "status": "completed"}
    return (
        _named([*told, ("thread.run.completed", run)], style, crlf=crlf)
        + b"event: done\n"
        + (b"data: [DONE]\n\n")
    )


def tell_transcript(_asked: Asked, said: Said, style: Style, crlf: bool) -> bytes:
    """What was heard in a recording."""
    kind = "transcript.text"
    told: list[Asked] = [
        {"type": f"{kind}.delta", "delta": piece} for piece in pieces(said.text, style.delta)
    ]
    told.append({"type": f"{kind}.done", "text": said.text})
    return _named([("", event) for event in told], style, crlf=crlf)


def tell_interaction(_asked: Asked, said: Said, style: Style, _crlf: bool) -> bytes:
    """An interaction of Google's: a thought, a text, calls."""
    summary = [{"type": "text", "text": f"Of {said.text}"}]
    text = {"type": "text", "text": said.text, "annotations": []}
    steps: list[Asked] = [
        {"type": "thought", "signature": SIGNATURE, "summary": summary},
        {"type": "model_output", "content": [text]},
    ]
    for at, call in enumerate(said.calls):
        called = {"type": "function_call", "id": f"fc{at}", "name": call.name}
        steps.append(called | {"arguments": call.arguments})
    kept = {"id": "i1", "status": "completed", "model": "m", "steps": steps}
    return b"".join(interactions.events(kept, style.delta))


def _named(told: list[tuple[str, Asked]], style: Style, *, crlf: bool) -> bytes:
    end = b"\r\n" if crlf else b"\n"
    written = (
        (b"event: " + name.encode() + end if name else b"")
        + b"data: " + shapes.dump(event, style) + end + end
        for name, event in told
    )  # fmt: skip
    return b"".join(written)


# --- how the SDKs read it ---


def _openai(data: bytes, call: Callable[[OpenAI], Iterable[Any]]) -> list[Any]:
    def give(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=data)

    with httpx2.Client(transport=httpx2.MockTransport(give)) as client:
        return list(call(OpenAI(api_key="k", base_url="http://x/v1", http_client=client)))


def read_chat(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    chunks = _openai(
        data, lambda sdk: sdk.chat.completions.create(model="m", messages=[], stream=True)
    )
    for choice in (choice for chunk in chunks for choice in chunk.choices):
        texts[choice.index, "content"] += choice.delta.content or ""
        for call in choice.delta.tool_calls or ():
            texts[choice.index, "arguments", call.index] += call.function.arguments or ""
    return _decoded(texts, "arguments")


def read_completion(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    chunks = _openai(data, lambda sdk: sdk.completions.create(model="m", prompt="", stream=True))
    for choice in (choice for chunk in chunks for choice in chunk.choices):
        texts[choice.index, "text"] += choice.text
    return _decoded(texts, "arguments")


def read_response(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    for event in _openai(data, lambda sdk: sdk.responses.create(model="m", input="", stream=True)):
        place = event.type.rpartition(".")[0], getattr(event, "item_id", None)
        if event.type.endswith(".delta"):
            texts["delta", *place] += event.delta
        elif hasattr(event, "item_id"):
            told = event.to_dict()
            part = told.get("part") or told
            for key in ("text", "arguments", "input"):
                if part.get(key):
                    texts[key, event.type, *place] = part[key]
        elif event.type in ("response.output_item.done", "response.completed"):
            whole = event.to_dict()
            items = [whole["item"]] if "item" in whole else whole["response"]["output"]
            texts |= {(event.type, *path): text for path, text in _strings(items)}
    return _decoded(texts, "arguments", "response.function_call_arguments")


def read_assistant(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    for event in _openai(
        data,
        lambda sdk: sdk.beta.threads.runs.create(
            thread_id="thread_1", assistant_id="asst_1", stream=True
        ),
    ):
        if event.event == "thread.message.delta":
            for part in event.data.delta.content:
                texts["delta", part.index] += part.text.value
        elif event.event == "thread.message.completed":
            texts["whole", 0] = event.data.content[0].text.value
        elif event.event == "thread.run.step.delta":
            for call in event.data.delta.step_details.tool_calls:
                texts["arguments", call.index] += call.function.arguments
    return _decoded(texts, "arguments")


def read_transcript(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    for event in _openai(
        data,
        lambda sdk: sdk.audio.transcriptions.create(model="m", file=("a.wav", b"x"), stream=True),
    ):
        if event.type == "transcript.text.delta":
            texts["delta",] += event.delta
        else:
            texts["whole",] = event.text
    return texts


def read_interaction(data: bytes) -> Texts:
    """By another vendor's decoder of events: google-genai 3 lives in an environment of its own."""
    texts: Texts = defaultdict(str)
    for event in SSEDecoder().iter_bytes(iter([data])):
        told = {} if event.data == "[DONE]" else json.loads(event.data)
        if told.get("event_type") == "step.delta":
            delta, place = told["delta"], told["index"]
            texts[place, "arguments"] += delta.get("arguments", "")
            texts[place, "text"] += delta.get("text", "")
            texts[place, "thought"] += delta.get("content", {}).get("text", "")
    return _decoded(texts, "arguments")


def read_google_sse(data: bytes) -> Texts:
    segments = HttpResponse({}, httpx.Response(200, content=data)).segments()
    chunks = [types.GenerateContentResponse.model_validate(one) for one in segments]
    return _candidates(
        (candidate.index, part.text, part.function_call and dict(part.function_call.args))
        for chunk in chunks
        for candidate in chunk.candidates
        for part in candidate.content.parts
    )


class _Reply:
    """What google-api-core needs of `requests.Response`."""

    def __init__(self, data: bytes) -> None:
        self._text = data.decode()

    def iter_content(self, *, decode_unicode: bool) -> Iterator[str]:
        assert decode_unicode
        return iter(self._text)


def read_google_array(data: bytes) -> Texts:
    return _candidates(
        (candidate.index, part.text, part.function_call.name and _plain(part.function_call))
        for chunk in ResponseIterator(_Reply(data), GenerateContentResponse)
        for candidate in chunk.candidates
        for part in candidate.content.parts
    )


def _plain(call: Any) -> Any:
    return FunctionCall.to_dict(call)["args"]


def _candidates(parts: Iterable[tuple[Any, ...]]) -> Texts:
    texts: Texts = defaultdict(str)
    for index, text, arguments in parts:
        texts[index, "text"] += text or ""
        if arguments:
            texts[index, "call", sum(1 for key in texts if key[1] == "call")] = arguments
    return texts


def _decoded(texts: Texts, *marks: str) -> Texts:
    """Arguments of calls as what they mean."""
    return {
        place: json.loads(text) if set(marks) & set(place) and text else text
        for place, text in texts.items()
    }


def _strings(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, str):
        yield path, value
    children = value.items() if isinstance(value, dict) else ()
    for key, child in enumerate(value) if isinstance(value, list) else children:
        yield from _strings(child, (*path, key))
