"""Deltas of a streamed response that need no parser.

Nearly all events of a response are alike but for their number, one text, and the padding that
hides its length. An event that was parsed becomes a template; what does not fit is parsed. Both
ways give the same frames (a test holds them equal).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from providers.codec import Channel, Slot
from providers.json_text import Document, count, quote
from providers.openai_responses_course import Course, Where, extra, note
from providers.openai_stream import inner_text, string_end
from providers.sse import Event

_NUMBER = re.compile(rb"(?:0|[1-9][0-9]{0,17})(?![0-9.eE+-])")
_HOLES = frozenset({"sequence_number", "delta", "obfuscation"})


class Place(NamedTuple):
    """Where the text stands in an event, and the event's number (-1 if it has none)."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Template:
    """An event but for its number, its text and its padding.

    Attributes:
        holes: what was left out, in order: "sequence_number", "delta", "obfuscation".
        between: the bytes before, between and after the holes.
        slot: a slot of the text's kind.
        channel: its channel.
    """

    holes: tuple[str, ...]
    between: tuple[bytes, ...]
    slot: Slot
    channel: Where

    def match(self, raw: bytes) -> Place | None:
        """Where the text stands in an event; None if the event does not fit."""
        at, start, end, number = 0, 0, 0, -1
        for hole, before in zip(self.holes, self.between, strict=False):
            if not raw.startswith(before, at):
                return None
            at += len(before)
            if hole == "sequence_number":
                found = _NUMBER.match(raw, at)
                if found is None:
                    return None
                number, at = int(found.group()), found.end()
                continue
            begun, at = at, string_end(raw, at)
            if hole == "delta":
                start, end = begun, at
        rest = self.between[-1]
        if len(raw) - at != len(rest) or not raw.endswith(rest):
            return None
        return Place(start, end, number)


def template_of(event: Event, document: Document, slot: Slot, channel: Where) -> Template | None:
    """A template of a delta that was parsed; None if it holds anything unusual."""
    tree = document.tree
    if event.start < 0 or not isinstance(tree, dict):
        return None
    places: list[tuple[str, int, int]] = []
    token = 0
    for key, value in tree.items():
        if key in _HOLES:
            if type(value) is not (int if key == "sequence_number" else str):
                return None
            quotes = key != "sequence_number"
            start, end = document.tokens[token + 1]
            places.append((key, start + quotes, end - quotes))
        token += 1 + count(value)
    source, after = document.source, event.raw[event.start + len(event.data) :]
    edges = [0, *(edge for _, *span in places for edge in span), len(source)]
    between = [source[edges[at] : edges[at + 1]].encode() for at in range(0, len(edges), 2)]
    between[0] = event.raw[: event.start] + between[0]
    between[-1] += after
    return Template(tuple(key for key, *_ in places), tuple(between), slot, channel)


class DeltaFrame:
    """An event that fitted a template.

    Attributes:
        raw: its bytes.
        slots: its one text.
    """

    __slots__ = ("_after", "_courses", "_place", "raw", "slots")
    closes: Sequence[Channel] = ()
    terminal = False
    error = False

    def __init__(
        self, raw: bytes, slot: Slot, place: Place, courses: Mapping[Channel, Course], after: int
    ) -> None:
        self.raw = raw
        self.slots = (slot,)
        self._place = place
        self._courses = courses
        self._after = after

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with another text."""
        (text,) = texts
        slot = self.slots[0]
        note(self._courses, slot, text)
        if text == slot.text:
            return self.raw
        start, end, _ = self._place
        return self.raw[:start] + quote(text)[1:-1].encode() + self.raw[end:]

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel."""
        return extra(self._courses, channel, text, self._after, self.raw)


def fitting(
    templates: Sequence[Template], raw: bytes, courses: Mapping[Channel, Course], after: int
) -> tuple[DeltaFrame, int, Where] | None:
    """The frame of an event that fits one of the templates, its number, its channel."""
    for template in templates:
        place = template.match(raw)
        if place is None:
            continue
        text = inner_text(raw[place.start : place.end])
        if text is not None:
            model = template.slot
            slot = Slot(model.channel, text, model.container, model.tool, flow=model.flow)
            number = place.number if place.number >= 0 else after
            return DeltaFrame(raw, slot, place, courses, after), number, template.channel
    return None
