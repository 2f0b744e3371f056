"""Streamed responses, cut into frames.

A delta goes on in later events of its channel: of its kind, for its output item and its content.
The event that ends a channel (`*.done`, of the text, its part, its item or the response) repeats
the whole text, and is restored as a whole; what was held back of the deltas until then is sent as
one more delta before it. That delta repeats the sequence number of the event that it follows:
clients that order events by it neither lose nor repeat one of the recipient's
(openai-python 3.54 does not read it).
"""

from collections.abc import Sequence

import orjson

from providers.codec import EVENT_LIMIT, Channel, Frame, Slot
from providers.json_text import Json, quote
from providers.offsets import Shift
from providers.openai_responses_answer import Found, Reading, edits, read, tool_of
from providers.openai_stream import BareFrame
from providers.sse import Event, EventReader

_DONE = b"[DONE]"
_ENDS = frozenset(
    {"response.completed", "response.failed", "response.incomplete", "response.cancelled"}
)
_TEXT = "response.output_text"
_PARTS = {
    "response.content_part.done": "content_index",
    "response.reasoning_summary_part.done": "summary_index",
}
_PLACES = ("content_index", "summary_index", "command_index")

Address = tuple[object, ...]
"""Output item, and which of its contents: where in a response an event belongs."""


class Course:
    """What is known of one channel.

    Attributes:
        event: its first event.
        came: its texts as they came, where positions count in them.
        left: its texts as they left.
    """

    __slots__ = ("came", "event", "left")

    def __init__(self, event: dict[str, Json]) -> None:
        self.event = event
        self.came: list[str] = []
        self.left: list[str] = []

    def shift(self) -> Shift | None:
        """How positions moved; None where nothing did."""
        came, left = "".join(self.came), "".join(self.left)
        return None if came == left else Shift(came, left)


class EventFrame:
    """An event that was parsed.

    Attributes:
        raw: its bytes.
        slots: its texts.
        closes: channels that end before it.
        terminal: the response ends with it.
        error: it reports an error.
    """

    __slots__ = (
        "_after", "_courses", "_drop", "_event", "_reading", "closes", "error", "raw", "slots",
        "terminal",
    )  # fmt: skip

    def __init__(
        self,
        event: Event,
        reading: Reading,
        slots: Sequence[Slot],
        closes: Sequence[Channel],
        courses: dict[Channel, Course],
        after: int,
        *,
        drop: bool,
    ) -> None:
        tree = reading.document.tree
        kind = tree.get("type") if isinstance(tree, dict) else None
        self.raw = event.raw
        self.slots = slots
        self.closes = closes
        self.terminal = isinstance(kind, str) and kind in _ENDS
        self.error = kind == "error" or (
            kind is None and isinstance(tree, dict) and "error" in tree
        )
        self._event = event
        self._reading = reading
        self._courses = courses
        self._after = after
        self._drop = drop

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with new texts."""
        outside = self._outside() if self._reading.offsets else None
        changes = edits(self._reading, texts, drop=self._drop, outside=outside)
        for slot, text in zip(self.slots, texts, strict=True):
            if not slot.closes:
                note(self._courses, slot, text)
        if not changes:
            return self.raw
        return self._event.with_data(self._reading.document.splice(changes))

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel."""
        return extra(self._courses, channel, text, self._after, named=_is_named(self.raw))

    def _outside(self) -> Shift | None:
        tree = self._reading.document.tree
        place = address(tree) if isinstance(tree, dict) else ()
        course = self._courses.get((_TEXT, place))
        return course.shift() if course else None


def note(courses: dict[Channel, Course], slot: Slot, text: str) -> None:
    """Note what came of a channel and what leaves, where positions count in it."""
    channel = slot.channel
    if isinstance(channel, tuple) and channel[0] == _TEXT:
        course = courses[channel]
        course.came.append(slot.text)
        course.left.append(text)


def _is_named(raw: bytes) -> bool:
    return raw.startswith(b"event:")


def address(event: dict[str, Json]) -> Address:
    """Where in a response an event belongs; recipients rename items, but do not move them."""
    output = event.get("output_index")
    output = output if type(output) is int else event.get("item_id")
    return (
        output if isinstance(output, int | str) else None,
        *(place if type(place := event.get(key)) is int else None for key in _PLACES),
    )


def extra(
    courses: dict[Channel, Course], channel: Channel, text: str, after: int, *, named: bool
) -> bytes:
    """One more delta of a channel.

    Args:
        courses: the channels of the stream.
        channel: the one that it belongs to.
        text: its text.
        after: sequence number of the event before it.
        named: whether events of this stream say their type in a line of their own.
    """
    if not isinstance(channel, tuple):
        raise TypeError("a channel of a response is a kind, a place and a path")
    course = courses[channel]
    note(courses, Slot(channel, ""), text)
    written = []
    for key, value in course.event.items():
        if key == "delta":
            source = quote(text)
            for step in reversed(channel[2:]):
                source = f"{{{quote(step)}:{source}}}"
        elif key == "sequence_number":
            source = str(after)
        elif key == "obfuscation":
            continue
        else:
            source = "[]" if key == "logprobs" else orjson.dumps(value).decode()
        written.append(f"{quote(key)}:{source}")
    line = f"event: {course.event['type']}\n" if named else ""
    return f"{line}data: {{{','.join(written)}}}\n\n".encode()


class ResponseStream:
    """Cuts a stream into frames.

    Args:
        json_answer: the text is JSON (structured output).
        drop_logprobs: token probabilities go.
        event_limit: bytes of one event.
    """

    __slots__ = (
        "_courses", "_drop", "_ended", "_events", "_json", "_names", "_open", "_sequence",
    )  # fmt: skip

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
        self._names: dict[object, str] = {}
        self._courses: dict[Channel, Course] = {}
        self._open: dict[tuple[str, Address, tuple[str | int, ...]], Channel] = {}
        self._sequence = 0
        self._ended = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
            MalformedAnswerError: an event cannot be read.
        """
        return [self._frame(event) for event in self._events.feed(data)]

    def end(self) -> bool:
        """Whether the response ended; some servers write `[DONE]` after it."""
        rest = self._events.rest.strip()
        return self._ended and rest in (b"", b"data: [DONE]", b"data:[DONE]")

    def _frame(self, event: Event) -> Frame:
        data = event.data.strip()
        if not data:
            return BareFrame(event.raw, head=None)
        if data == _DONE:
            return BareFrame(event.raw, closes=(), terminal=self._ended, head=None)
        return self._parsed(event)

    def _parsed(self, event: Event) -> EventFrame:
        document = read(event.data)
        tree = document.tree if isinstance(document.tree, dict) else {}
        place = address(tree)
        self._learn_name(tree, place)
        kind = tree.get("type")
        kind = kind if isinstance(kind, str) else ""
        tool = None if "item" in tree else self._names.get(place[0])
        if tool is None and "_call_arguments." in kind:
            tool = ""  # a call whose name never came is still a call
        reading = Reading(document, json_answer=self._json, tool=tool)
        slots = tuple(self._slot(found, tree, kind, place) for found in reading.texts)
        closes = self._closed(kind, place)
        after = self._sequence
        sequence = tree.get("sequence_number")
        self._sequence = sequence if type(sequence) is int else after
        frame = EventFrame(event, reading, slots, closes, self._courses, after, drop=self._drop)
        self._ended = self._ended or frame.terminal
        return frame

    def _learn_name(self, tree: dict[str, Json], place: Address) -> None:
        """Remember which tool an output item calls: its deltas do not say."""
        name = tool_of(tree.get("item"))
        if name is not None:
            self._names[place[0]] = name

    def _slot(self, found: Found, tree: dict[str, Json], kind: str, place: Address) -> Slot:
        if found.path[0] != "delta" or not kind.endswith(".delta"):
            return Slot(found.path, found.text, found.container, found.tool, closes=True)
        base, rest = kind.removesuffix(".delta"), found.path[1:]
        channel = (base, place, *rest)
        if channel not in self._courses:
            self._courses[channel] = Course(tree)
        self._open[base, place, rest] = channel
        return Slot(channel, found.text, found.container, found.tool)

    def _closed(self, kind: str, place: Address) -> tuple[Channel, ...]:
        """Take the channels that an event ends off the open ones."""
        if kind in _ENDS:
            over = list(self._open)
        elif kind == "response.output_item.done":
            over = [key for key in self._open if key[1][0] == place[0]]
        elif kind in _PARTS:
            index = 1 + _PLACES.index(_PARTS[kind])
            over = [
                key for key in self._open if key[1][0] == place[0] and key[1][index] == place[index]
            ]
        elif kind.endswith(".done"):
            base = kind.removesuffix(".done")
            over = [key for key in self._open if key[0] == base and key[1] == place]
        else:
            return ()
        return tuple(self._open.pop(key) for key in over)
