"""Any cut of any stream gives the same restored text, by an oracle that knows nothing of ours.

The oracle: the vendors' own SDKs read the stream as it was sent, pseudonyms are replaced in each
whole text by `str.replace`, and the SDKs read the restored stream, too.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivering import json_escape
from gateway.restoring import StreamRestoring
from privacy.pseudonym import Original
from providers.codec import Codec, Container, Slot
from providers.google import GOOGLE
from providers.openai import OPENAI
from redaction.restore import Restorer
from tests.support import sdk_streams as sdk
from tests.support.sdk_streams import Asked, Texts
from tests.support.shapes import Call, Said, Style

pytestmark = pytest.mark.filterwarnings("ignore:The Assistants API:DeprecationWarning")
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


@dataclass(frozen=True, slots=True)
class Dialect:
    """A kind of stream.

    Attributes:
        name: for people.
        codec: ours.
        path: of the call, and its query.
        asked: the request's body; None for a form, whose answer does not depend on it.
        told: the stream in which something is said.
        read: how the vendor's SDK reads it.
    """

    name: str
    codec: Codec
    path: tuple[str, str]
    asked: Asked | None
    told: Callable[[Asked, Said, Style, bool], bytes]
    read: Callable[[bytes], Texts]

    def stream(self, said: Said, style: Style, *, crlf: bool = False) -> bytes:
        return self.told(self.asked or {}, said, style, crlf)

    def restored(self, pieces: Sequence[bytes]) -> bytes:
        operation = self.codec.route("POST", *self.path)
        assert operation is not None
        payload = None
        if self.asked is not None:
            payload = self.codec.read(operation, json.dumps(self.asked).encode())
        restoring = StreamRestoring(self.codec.stream(operation, payload), _restorer)
        answer = b"".join([restoring.feed(piece) for piece in pieces])
        assert restoring.end()
        return answer


def _restorer(slot: Slot) -> Restorer:
    escape = json_escape if slot.container is Container.JSON else None
    known = {name: Original(value, "PERSON") for name, value in ORIGINALS.items()}
    return Restorer(known, may=lambda _: True, escape=escape)


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
    Dialect("chat", OPENAI, ("/v1/chat/completions", ""), CHAT, sdk.tell_chat, sdk.read_chat),
    Dialect(
        "completions", OPENAI, ("/v1/completions", ""),
        {"model": "m", "stream": True, "prompt": "x"}, sdk.tell_completion, sdk.read_completion,
    ),
    Dialect(
        "responses", OPENAI, ("/v1/responses", ""), RESPONSE, sdk.tell_response, sdk.read_response,
    ),
    Dialect(
        "responses-reasoning", OPENAI, ("/v1/responses", ""),
        RESPONSE | {"reasoning": {"effort": "low"}}, sdk.tell_response, sdk.read_response,
    ),
    Dialect("google-sse", GOOGLE, (STREAM, "alt=sse"), {"contents": []}, sdk.tell_google_sse,
            sdk.read_google_sse),
    Dialect("google-array", GOOGLE, (STREAM, ""), {"contents": []}, sdk.tell_google_array,
            sdk.read_google_array),
    Dialect(
        "assistants", OPENAI, ("/v1/threads/thread_1/runs", ""),
        {"assistant_id": "asst_1", "stream": True}, sdk.tell_assistant, sdk.read_assistant,
    ),
    Dialect(
        "transcriptions", OPENAI, ("/v1/audio/transcriptions", ""), None, sdk.tell_transcript,
        sdk.read_transcript,
    ),
    Dialect(
        "interactions", GOOGLE, ("/v1beta/interactions", ""),
        {"model": "m", "input": "x", "stream": True}, sdk.tell_interaction, sdk.read_interaction,
    ),
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
    stream = dialect.stream(said, style, crlf=crlf)
    expected = {place: _replaced(text) for place, text in dialect.read(stream).items()}
    ends = sorted({place % (len(stream) + 1) for place in places} | {0, len(stream)})
    pieces = [stream[a:b] for a, b in pairwise(ends)]
    assert dict(dialect.read(dialect.restored(pieces))) == expected
    assert any(expected.values())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_byte_by_byte(dialect: Dialect) -> None:
    said = Said(text=" and ".join(ORIGINALS), calls=(Call("find", {"q": "for PERSON_a7k2"}),))
    stream = dialect.stream(said, Style(delta=1, ascii=True))
    read = dialect.read(dialect.restored([stream[at : at + 1] for at in range(len(stream))]))
    assert " and ".join(ORIGINALS.values()) in map(_replaced, read.values())
