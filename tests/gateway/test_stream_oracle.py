"""Any cut of any stream gives the same restored text, by an oracle that knows nothing of ours.

The oracle: the vendors' own SDKs read the stream as it was sent, pseudonyms are replaced in each
whole text by `str.replace`, and the SDKs read the restored stream, too.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import httpx
import httpx2
import pytest
from google.api_core.rest_streaming import ResponseIterator
from google.cloud.aiplatform_v1.types import FunctionCall, GenerateContentResponse
from google.genai import types
from google.genai._api_client import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from openai import OpenAI

from gateway.delivering import json_escape
from gateway.restoring import StreamRestoring
from privacy.pseudonym import Original
from providers.codec import Codec, Container, Slot
from providers.google import GOOGLE
from providers.openai import OPENAI
from redaction.restore import Restorer
from tests.support import plain, responses, shapes
from tests.support.shapes import Call, Said, Style

ORIGINALS = {
    "PERSON_a7k2": 'Nadia "Naddy" Okonkwo',
    "EMAIL_q9w4u2": "NADIA@posteo.example",
    "EMAIL_q9w4": "nadia@posteo.example",
    "PLACE_r5t6": "K\u00f6ln \U0001f600\n\\Rhein",
}
"""No pseudonym is the beginning of one that comes after it."""
TOOLS = [
    {"type": "function", "name": "find", "parameters": {}},
    {"type": "custom", "name": "note"},
]

Texts = dict[tuple[Any, ...], Any]
"""What a reader of a stream ends up with: place to text, or to the arguments of a call."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A kind of stream.

    Attributes:
        name: for people.
        codec: ours.
        path: of the call, and its query.
        asked: the request's body.
        told: the stream in which something is said.
        read: how the vendor's SDK reads it.
    """

    name: str
    codec: Codec
    path: tuple[str, str]
    asked: dict[str, Any]
    told: Callable[[dict[str, Any], Said, Style, bool], bytes]
    read: Callable[[bytes], Texts]

    def restored(self, pieces: Sequence[bytes]) -> bytes:
        operation = self.codec.route("POST", *self.path)
        assert operation is not None
        payload = self.codec.read(operation, json.dumps(self.asked).encode())
        restoring = StreamRestoring(self.codec.stream(operation, payload), _restorer)
        answer = b"".join([restoring.feed(piece) for piece in pieces])
        assert restoring.end()
        return answer


def _restorer(slot: Slot) -> Restorer:
    escape = json_escape if slot.container is Container.JSON else None
    known = {name: Original(value, "PERSON") for name, value in ORIGINALS.items()}
    return Restorer(known, may=lambda _: True, escape=escape)


# --- what is said ---


def _chat(_asked: dict[str, Any], said: Said, style: Style, crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.openai_events(said, style))
    return b"".join(shapes.sse(events, crlf=crlf, done=True))


def _completion(asked: dict[str, Any], said: Said, style: Style, crlf: bool) -> bytes:
    body = asked | {"n": said.choices}
    _, parts = plain.answer("/v1/completions", body, lambda _: said.text, style, crlf=crlf)
    return b"".join(parts)


def _response(asked: dict[str, Any], said: Said, style: Style, crlf: bool) -> bytes:
    return b"".join(responses.answer(asked, said, style, crlf=crlf))


def _google_sse(_asked: dict[str, Any], said: Said, style: Style, crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.google_events(said, style))
    return b"".join(shapes.sse(events, crlf=crlf, done=False))


def _google_array(_asked: dict[str, Any], said: Said, style: Style, _crlf: bool) -> bytes:
    events = (shapes.dump(event, style) for event in shapes.google_events(said, style))
    return b"".join(shapes.json_array(events))


# --- how the SDKs read it ---


def _openai(data: bytes, call: Callable[[OpenAI], Iterable[Any]]) -> list[Any]:
    def give(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=data)

    with httpx2.Client(transport=httpx2.MockTransport(give)) as client:
        return list(call(OpenAI(api_key="k", base_url="http://x/v1", http_client=client)))


def _read_chat(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    chunks = _openai(
        data, lambda sdk: sdk.chat.completions.create(model="m", messages=[], stream=True)
    )
    for choice in (choice for chunk in chunks for choice in chunk.choices):
        texts[choice.index, "content"] += choice.delta.content or ""
        for call in choice.delta.tool_calls or ():
            texts[choice.index, "arguments", call.index] += call.function.arguments or ""
    return _decoded(texts, "arguments")


def _read_completion(data: bytes) -> Texts:
    texts: Texts = defaultdict(str)
    chunks = _openai(data, lambda sdk: sdk.completions.create(model="m", prompt="", stream=True))
    for choice in (choice for chunk in chunks for choice in chunk.choices):
        texts[choice.index, "text"] += choice.text
    return _decoded(texts, "arguments")


def _read_response(data: bytes) -> Texts:
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


def _read_google_sse(data: bytes) -> Texts:
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


def _read_google_array(data: bytes) -> Texts:
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


# --- the oracle ---


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        for name, original in ORIGINALS.items():
            whole = whole.replace(name, original)
        return whole
    if isinstance(value, dict):
        return {_replaced(key): _replaced(child) for key, child in value.items()}
    return [_replaced(child) for child in value] if isinstance(value, list) else value


CHAT = {"model": "m", "stream": True, "messages": []}
RESPONSE = {"model": "m", "stream": True, "input": "x", "tools": TOOLS, "reasoning": {}}
STREAM = "/v1beta/models/m:streamGenerateContent"
DIALECTS = [
    Dialect("chat", OPENAI, ("/v1/chat/completions", ""), CHAT, _chat, _read_chat),
    Dialect(
        "completions", OPENAI, ("/v1/completions", ""),
        {"model": "m", "stream": True, "prompt": "x"}, _completion, _read_completion,
    ),
    Dialect("responses", OPENAI, ("/v1/responses", ""), RESPONSE, _response, _read_response),
    Dialect(
        "responses-reasoning", OPENAI, ("/v1/responses", ""),
        RESPONSE | {"reasoning": {"effort": "low"}}, _response, _read_response,
    ),
    Dialect("google-sse", GOOGLE, (STREAM, "alt=sse"), {"contents": []}, _google_sse,
            _read_google_sse),
    Dialect("google-array", GOOGLE, (STREAM, ""), {"contents": []}, _google_array,
            _read_google_array),
]  # fmt: skip

words = st.sampled_from(
    [*ORIGINALS, *ORIGINALS, "PERSON_zz99", "PERSON_a7k", "EMAIL", "\U0001f600", "\u20ac\n", '"',
     "\\", "so", "{", "it's"]
)  # fmt: skip
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)
says = st.builds(
    lambda text, calls, choices: Said(text=text, calls=calls, choices=choices),
    texts,
    st.just(()) | st.builds(
        lambda a, b: (Call("find", {"q": a, "in": [b]}), Call("note", {"text": b})), texts, texts
    ),
    st.integers(1, 2),
)  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@settings(max_examples=settings().max_examples * 2 // 5)  # real SDKs take milliseconds
@given(
    said=says,
    style=st.builds(Style, delta=st.integers(2, 9), ascii=st.booleans()),
    crlf=st.booleans(),
    places=st.lists(st.integers(0, 10**6), max_size=40),
)
def test_any_cut_gives_the_text_that_the_sdk_should_read(
    dialect: Dialect, said: Said, style: Style, places: list[int], *, crlf: bool
) -> None:
    stream = dialect.told(dialect.asked, said, style, crlf)
    expected = {place: _replaced(text) for place, text in dialect.read(stream).items()}
    ends = sorted({place % (len(stream) + 1) for place in places} | {0, len(stream)})
    pieces = [stream[a:b] for a, b in pairwise(ends)]
    assert dict(dialect.read(dialect.restored(pieces))) == expected
    assert any(expected.values())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_byte_by_byte(dialect: Dialect) -> None:
    said = Said(text=" and ".join(ORIGINALS), calls=(Call("find", {"q": "for PERSON_a7k2"}),))
    stream = dialect.told(dialect.asked, said, Style(delta=1, ascii=True), False)
    read = dialect.read(dialect.restored([stream[at : at + 1] for at in range(len(stream))]))
    assert " and ".join(ORIGINALS.values()) in map(_replaced, read.values())
