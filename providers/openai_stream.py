"""Streamed chat completions, cut into frames.

Nearly all events of a stream are alike but for one text. So an event that was parsed becomes a
template: the next event that has the same bytes around a JSON string needs no parser. What does
not fit is parsed; both ways give the same frames (a test holds them equal).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from providers.codec import (
    EVENT_LIMIT,
    Channel,
    Frame,
    Slot,
)
from providers.json_text import Document, Json, count, quote
from providers.openai_answer import (
    AnswerFrame,
    Extra,
    Reading,
    Text,
    extra_event,
    read_answer,
)
from providers.sse import Event, EventReader

_STRING = re.compile(rb'(?:[^"\\\x00-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_DONE = b"[DONE]"
_TEMPLATES = 8
"""Templates kept: choices and parallel calls that take turns each need one."""


@dataclass(frozen=True, slots=True)
class Template:
    """An event but for one text, and but for the padding that some recipients add.

    Attributes:
        start: bytes before the text.
        middle: bytes between text and padding; None where there is no padding.
        end: bytes after them.
        slot: a slot of the text's kind.
        head: top level of the event that it was made from.
    """

    start: bytes
    middle: bytes | None
    end: bytes
    slot: Slot
    head: Json

    def match(self, raw: bytes) -> tuple[int, int] | None:
        """Where the text stands in an event; None if the event does not fit."""
        start = len(self.start)
        if not raw.startswith(self.start):
            return None
        end = done = string_end(raw, start)
        if self.middle is not None:
            if not raw.startswith(self.middle, end):
                return None
            done = string_end(raw, end + len(self.middle))
        if len(raw) - done != len(self.end) or not raw.endswith(self.end):
            return None
        return start, end


class DeltaFrame:
    """An event that fitted a template.

    Attributes:
        raw: its bytes.
        slots: its one text.
    """

    __slots__ = ("_between", "_end", "_head", "_start", "raw", "slots")
    closes: Sequence[Channel] = ()
    terminal = False
    error = False

    def __init__(
        self, raw: bytes, slot: Slot, place: tuple[int, int], head: Json, extra: Extra
    ) -> None:
        self.raw = raw
        self.slots = (slot,)
        self._start, self._end = place
        self._head = head
        self._between = extra

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with another text."""
        (text,) = texts
        if text == self.slots[0].text:
            return self.raw
        source = quote(text)[1:-1].encode()
        return self.raw[: self._start] + source + self.raw[self._end :]

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel."""
        return self._between(self._head, channel, text)


class BareFrame:
    """An event without text: a comment, or the end of the stream.

    Attributes:
        raw: its bytes.
        closes: channels that end before it.
        terminal: whether the stream ends properly with it.
    """

    __slots__ = ("_between", "_head", "closes", "raw", "terminal")
    slots: Sequence[Slot] = ()
    error = False

    def __init__(
        self,
        raw: bytes,
        *,
        closes: Sequence[Channel] = (),
        terminal: bool = False,
        head: Json,
        extra: Extra = extra_event,
    ) -> None:
        self.raw = raw
        self.closes = closes
        self.terminal = terminal
        self._head = head
        self._between = extra

    def render(self, texts: Sequence[str]) -> bytes:
        """The bytes as they came.

        Raises:
            ValueError: there is no text to replace.
        """
        if texts:
            raise ValueError("the frame has no slots")
        return self.raw

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel."""
        return self._between(self._head, channel, text)


class ChatStream:
    """Cuts a stream into frames.

    Args:
        json_answer: the text is JSON (structured output).
        drop_logprobs: token probabilities become null.
        event_limit: bytes of one event.
    """

    __slots__ = ("_drop", "_ended", "_events", "_head", "_json", "_names", "_open", "_templates")

    def __init__(
        self,
        *,
        json_answer: bool = False,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> None:
        self._events = EventReader(event_limit)
        self._json = json_answer
        self._drop = drop_logprobs
        self._names: dict[Channel, str] = {}
        self._open: dict[Channel, int] = {}
        self._templates: list[Template] = []
        self._head: Json = None
        self._ended = False

    @staticmethod
    def lasting(found: Text) -> bool:
        """Whether a text goes on in later events.

        Deltas do, but for annotations, which are whole.
        """
        return len(found.path) > 1 and found.path[0] == "delta" and found.path[1] != "annotations"

    @staticmethod
    def between(head: Json, channel: Channel, text: str) -> bytes:
        """An event like `head`, with nothing but one text."""
        return extra_event(head, channel, text)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
            MalformedAnswerError: an event cannot be read.
        """
        return [self._frame(event) for event in self._events.feed(data)]

    def end(self) -> bool:
        """Whether `[DONE]` was the last event (a server may omit the empty line after it)."""
        rest = self._events.rest.strip()
        return (self._ended and not rest) or rest in (b"data: [DONE]", b"data:[DONE]")

    def _frame(self, event: Event) -> Frame:
        for template in self._templates:
            place = template.match(event.raw)
            if place is not None:
                frame = self._quick(event.raw, template, *place)
                if frame is not None:
                    return frame
        if not event.data.strip():
            return BareFrame(event.raw, head=self._head, extra=self.between)
        if event.data.strip() == _DONE:
            self._ended = True
            closes, self._open = tuple(self._open), {}
            return BareFrame(
                event.raw, closes=closes, terminal=True, head=self._head, extra=self.between
            )
        return self._parsed(event)

    def _quick(self, raw: bytes, template: Template, start: int, end: int) -> DeltaFrame | None:
        text = inner_text(raw[start:end])
        if text is None:
            return None
        model = template.slot
        self._open[model.channel] = 1
        slot = Slot(model.channel, text, model.container, model.tool, flow=model.flow)
        return DeltaFrame(raw, slot, (start, end), template.head, self.between)

    def _parsed(self, event: Event) -> AnswerFrame:
        reading = read_answer(event.data)
        tree = reading.document.tree
        error = isinstance(tree, dict) and "error" in tree and not tree.get("choices")
        if not error:
            self._head = tree
        for (choice, path), name in reading.names.items():
            self._names[choice, *path[1:]] = name
            self._templates = []  # those made before may carry another tool's name
        ending = _ending(tree)
        slots = self._slots(reading, ending)
        closes = self._closed(ending, slots)
        frame = AnswerFrame(
            reading, slots, event.raw, event=event, closes=closes, error=error, drop=self._drop
        )
        frame.between = self.between
        self._learn(event, reading, slots, ending)
        return frame

    def _slots(self, reading: Reading, ending: frozenset[int]) -> tuple[Slot, ...]:
        last = {self._channel(found): found.token for found in reading.texts}
        slots = []
        for found in reading.texts:
            channel = self._channel(found)
            lasting = self.lasting(found)
            if lasting:
                self._open[channel] = 1
            closes = not lasting or (found.choice in ending and last[channel] == found.token)
            container = found.container(json_answer=self._json)
            call = found.call
            tool = self._names.get((found.choice, *call[1:]), "") if call else None
            slots.append(Slot(channel, found.text, container, tool, closes=closes, flow=found.flow))
        return tuple(slots)

    def _channel(self, found: Text) -> tuple[int | str, ...]:
        inside = self.lasting(found) and found.path[0] == "delta"
        return (found.choice, *(found.path[1:] if inside else found.path))

    def _closed(self, ending: frozenset[int], slots: Sequence[Slot]) -> tuple[Channel, ...]:
        """Take the channels of choices that end off the open ones."""
        if not ending:
            return ()
        here = {slot.channel for slot in slots}
        over = [channel for channel in self._open if _choice(channel) in ending]
        for channel in over:
            del self._open[channel]
        return tuple(channel for channel in over if channel not in here)

    def _learn(
        self, event: Event, reading: Reading, slots: Sequence[Slot], ending: frozenset[int]
    ) -> None:
        """Make a template of an event with exactly one lasting text."""
        plain = event.start >= 0 and not ending and not reading.probabilities and not reading.names
        if not plain or len(slots) != 1 or slots[0].closes:
            return
        template = _template(event, reading, slots[0])
        if template is not None:
            self._templates = [template, *self._templates[: _TEMPLATES - 1]]


def _template(event: Event, reading: Reading, slot: Slot) -> Template | None:
    document, found = reading.document, reading.texts[0]
    start, end = document.tokens[found.token]
    source, raw = document.source, event.raw
    before = raw[: event.start] + source[: start + 1].encode()
    after = raw[event.start + len(event.data) :]
    padding = _padding(document)
    if padding is None:
        return Template(before, None, source[end - 1 :].encode() + after, slot, document.tree)
    if padding[0] < end:
        return None
    middle = source[end - 1 : padding[0] + 1].encode()
    rest = source[padding[1] - 1 :].encode() + after
    return Template(before, middle, rest, slot, document.tree)


def _padding(document: Document) -> tuple[int, int] | None:
    """Where the padding stands that hides the length of a text (`obfuscation`), if there is any."""
    tree, token = document.tree, 0
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "obfuscation" and isinstance(value, str):
                return document.tokens[token + 1]
            token += 1 + count(value)
    return None


def string_end(raw: bytes, start: int) -> int:
    """One past the inside of a JSON string that begins at `start`."""
    match = _STRING.match(raw, start)
    return match.end() if match else start


def inner_text(source: bytes) -> str | None:
    """The text of a JSON string's inside; None if the parser must look at it."""
    try:
        if b"\\" not in source:
            return source.decode()
        text = orjson.loads(b'"' + source + b'"')
    except ValueError:
        return None
    return text if isinstance(text, str) else None


def _choice(channel: Channel) -> int:
    first = channel[0] if isinstance(channel, tuple) else None
    return first if isinstance(first, int) else -1


def _ending(tree: Json) -> frozenset[int]:
    """Choices that end with an event: those that say why."""
    choices = tree.get("choices") if isinstance(tree, dict) else None
    ended = set()
    for position, item in enumerate(choices if isinstance(choices, list) else ()):
        if isinstance(item, dict) and item.get("finish_reason"):
            index = item.get("index")
            ended.add(index if type(index) is int else position)
    return frozenset(ended)
