"""Streams restored however they are cut, with the real codecs and the real restorer.

Two oracles: the same stream in one piece, and each channel's text restored by itself.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.delivering import json_escape
from gateway.restoring import StreamRestoring, restore_whole
from privacy.pseudonym import Original
from providers.codec import Container, FrameReader, Operation, Payload, Slot
from providers.google import GOOGLE
from providers.openai import OPENAI
from redaction.restore import Restorer
from tests.support import shapes
from tests.support.shapes import Call, Said, Style

ORIGINALS = {
    "PERSON_a7k2": Original('Nadia "Naddy" Okonkwo', "PERSON"),
    "EMAIL_q9w4": Original("nadia@posteo.example", "EMAIL_ADDRESS"),
    "EMAIL_q9w4u2": Original("NADIA@posteo.example", "EMAIL_ADDRESS"),
    "PHONE_x9f3": Original("+1 202 555 0142", "PHONE_NUMBER"),
    "PLACE_r5t6": Original("K\u00f6ln \U0001f600\nRhein", "LOCATION"),
}


@dataclass(frozen=True)
class Wire:
    """A dialect and a framing."""

    name: str

    @property
    def path(self) -> tuple[str, str]:
        if self.name == "openai":
            return "/v1/chat/completions", ""
        path = "/v1beta/models/m:streamGenerateContent"
        return path, "alt=sse" if self.name == "google-sse" else ""

    def opened(self) -> tuple[Operation, Payload]:
        codec = OPENAI if self.name == "openai" else GOOGLE
        operation = codec.route("POST", *self.path)
        assert operation is not None
        body = b'{"model": "m", "stream": true, "messages": []}'
        return operation, codec.read(operation, body if codec is OPENAI else b'{"contents": []}')

    def reader(self) -> FrameReader:
        codec = OPENAI if self.name == "openai" else GOOGLE
        return codec.stream(*self.opened())

    def stream(self, said: Said, style: Style, *, crlf: bool = False) -> bytes:
        make = shapes.openai_events if self.name == "openai" else shapes.google_events
        events = (shapes.dump(event, style) for event in make(said, style))
        if self.name == "google-array":
            return b"".join(shapes.json_array(events))
        return b"".join(shapes.sse(events, crlf=crlf, done=self.name == "openai"))


WIRES = [Wire("openai"), Wire("google-sse"), Wire("google-array")]


def _restorer(slot: Slot) -> Restorer:
    escape = json_escape if slot.container is Container.JSON else None
    return Restorer(ORIGINALS, may=lambda _: True, escape=escape)


def _restored(wire: Wire, pieces: Sequence[bytes]) -> bytes:
    restoring = StreamRestoring(wire.reader(), _restorer)
    answer = b"".join([restoring.feed(piece) for piece in pieces])
    assert restoring.end()
    assert restoring.ended
    return answer


def _texts(wire: Wire, stream: bytes) -> dict[object, tuple[str, Container]]:
    """The joined text of each channel; one that is used again after its end is another."""
    reader, texts = wire.reader(), defaultdict(str)
    containers: dict[object, Container] = {}
    uses: Counter[object] = Counter()
    for frame in reader.feed(stream):
        for slot in frame.slots:
            channel = slot.channel, uses[slot.channel]
            texts[channel] += slot.text
            containers[channel] = slot.container
            uses[slot.channel] += slot.closes
    assert reader.end()
    return {channel: (text, containers[channel]) for channel, text in texts.items()}


def _whole(text: str) -> str:
    """Pairs of surrogates that were cut into two escapes are one character again."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _cut(stream: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({place % (len(stream) + 1) for place in places} | {0, len(stream)})
    return [stream[a:b] for a, b in pairwise(ends)]


words = st.one_of(
    st.sampled_from(
        [*ORIGINALS, "PERSON_zz99", "person_A7K2", "PERSON\\_a7k2", "PERSON_a7k", "\n"]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=6),
    st.sampled_from([" ", "", ", ", "'s ", "\U0001f600", "\u20ac", '"', "\\"]),
)
says = st.builds(
    Said,
    text=st.lists(words, max_size=8).map("".join).map(lambda text: text or "so"),
    calls=st.just(())
    | st.builds(
        lambda text: (Call("find", {"q": text}), Call("send", {"to": text, "n": 2**60})),
        st.lists(words, max_size=6).map("".join),
    ),
    choices=st.integers(1, 2),
)
styles = st.builds(Style, delta=st.integers(1, 9), ascii=st.booleans())


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@given(said=says, style=styles, crlf=st.booleans(), places=st.lists(st.integers(0, 10**6)))
def test_cuts_change_nothing(
    wire: Wire, said: Said, style: Style, places: list[int], *, crlf: bool
) -> None:
    stream = wire.stream(said, style, crlf=crlf)
    whole = _restored(wire, [stream])
    assert _restored(wire, _cut(stream, places)) == whole
    assert _restored(wire, [stream[i : i + 1] for i in range(len(stream))]) == whole


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@given(said=says, style=styles)
def test_each_channel_is_what_it_is_by_itself(wire: Wire, said: Said, style: Style) -> None:
    stream = wire.stream(said, style)
    restored = _texts(wire, _restored(wire, [stream]))
    sent = _texts(wire, stream)
    assert restored.keys() == sent.keys()
    for channel, (text, container) in sent.items():
        alone = _restorer(Slot(channel, "", container))
        expected = alone.feed(_whole(text)) + alone.flush()
        assert _whole(restored[channel][0]) == expected
        if container is Container.JSON and said.calls:
            json.loads(restored[channel][0])


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_originals_return(wire: Wire) -> None:
    text = " and ".join(ORIGINALS)
    stream = wire.stream(Said(text=text, calls=(Call("find", {"q": text}),)), Style(delta=3))
    expected = " and ".join(original.value for original in ORIGINALS.values())
    found = _texts(wire, _restored(wire, [stream])).values()
    plain = [_whole(text) for text, container in found if container is Container.TEXT and text]
    assert expected in plain
    arguments = [json.loads(text) for text, container in found if container is Container.JSON]
    assert all(each == {"q": expected} for each in arguments)


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_what_holds_no_pseudonym_passes_byte_for_byte(wire: Wire) -> None:
    stream = wire.stream(
        Said(text="Nothing in it, 1.10 \u20ac. All right."), Style(ascii=True), crlf=True
    )
    assert _restored(wire, [stream]) == stream


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_half_a_pseudonym_is_held_back_and_dropped_when_the_stream_breaks(wire: Wire) -> None:
    stream = wire.stream(Said(text="Dear PERSON_a7k2"), Style(delta=4))
    restoring = StreamRestoring(wire.reader(), _restorer)
    answer = restoring.feed(stream[: stream.index(b'"a7k2')])
    assert b"Dear" in answer
    assert b"Nadia" not in answer
    assert not restoring.end()
    assert not restoring.ended


@pytest.mark.parametrize(
    ("codec", "make", "path"),
    [
        (OPENAI, shapes.openai_whole, "/v1/chat/completions"),
        (GOOGLE, shapes.google_whole, "/v1beta/models/m:generateContent"),
    ],
    ids=["openai", "google"],
)
@given(said=says)
def test_whole_answers(codec: object, make: object, path: str, said: Said) -> None:
    operation = codec.route("POST", path, "")  # type: ignore[attr-defined]
    body = shapes.dump(make(said), Style())  # type: ignore[operator]
    before = codec.whole(operation, body)  # type: ignore[attr-defined]
    after = codec.whole(operation, restore_whole(before, _restorer))  # type: ignore[attr-defined]
    for sent, got in zip(before.slots, after.slots, strict=True):
        alone = _restorer(sent)
        assert got.text == alone.feed(sent.text) + alone.flush()
