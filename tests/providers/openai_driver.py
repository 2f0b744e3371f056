"""Plays a whole exchange against the codec: names are replaced by a table, and put back by words.

The restorer here is as simple as one can be: it holds a channel's text from its last blank on.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from privacy.text import Place
from providers.codec import Channel, Container, Frame, Payload, Slot
from providers.openai import OPENAI
from providers.openai_stream import ChatStream

GOLDEN = Path(__file__).parents[1] / "golden" / "openai"
_CHAT = OPENAI.route("POST", "/v1/chat/completions", "")
assert _CHAT is not None
CHAT = _CHAT
_TAIL = re.compile(r"[^\s\"\\]*$")


def read(body: bytes) -> Payload:
    return OPENAI.read(CHAT, body)


def pseudonymised(payload: Payload, names: Mapping[str, str]) -> dict[int, str]:
    """New texts for all segments that may change."""
    texts = {}
    for index, segment in enumerate(payload.segments):
        text = segment.text
        for value, pseudonym in names.items():
            text = text.replace(value, pseudonym)
        if segment.place is not Place.FIXED and text != segment.text:
            texts[index] = text
    return texts


class Restoring:
    """Restores frames as the roof does."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._values = {pseudonym: value for value, pseudonym in names.items()}
        self._held: dict[Channel, str] = {}
        self._containers: dict[Channel, Container] = {}

    def restore(self, text: str, container: Container) -> str:
        for pseudonym, value in self._values.items():
            escaped = json.dumps(value, ensure_ascii=False)[1:-1]
            text = text.replace(pseudonym, escaped if container is Container.JSON else value)
        return text

    def slot(self, slot: Slot) -> str:
        text = self._held.pop(slot.channel, "") + slot.text
        if not slot.closes:
            tail = _TAIL.search(text)
            place = tail.start() if tail else len(text)
            self._held[slot.channel] = text[place:]
            self._containers[slot.channel] = slot.container
            text = text[:place]
        return self.restore(text, slot.container)

    def frame(self, frame: Frame) -> bytes:
        out = b""
        for channel in frame.closes:
            held = self._held.pop(channel, "")
            if held:
                text = self.restore(held, self._containers[channel])
                out += frame.before(channel, text)
        return out + frame.render([self.slot(slot) for slot in frame.slots])


def restored_stream(pieces: Iterable[bytes], reader: ChatStream, names: Mapping[str, str]) -> bytes:
    restoring = Restoring(names)
    return b"".join(restoring.frame(frame) for piece in pieces for frame in reader.feed(piece))


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in zip(edges, edges[1:], strict=False)]  # noqa: RUF007 # edges may be one
