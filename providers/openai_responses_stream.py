"""Streamed responses, cut into frames.

A delta goes on in later events of its channel: of its kind, for its output item and its content.
The event that ends a channel (`*.done`, of the text, its part, its item or the response) repeats
the whole text, and is restored as a whole; what was held back of the deltas until then is sent as
one more delta before it. That delta repeats the sequence number of the event that it follows:
clients that order events by it neither lose nor repeat one of the recipient's
(openai-python 3.54 does not read it).
"""

from collections.abc import Sequence

from providers.codec import EVENT_LIMIT, Channel, Frame, Slot
from providers.json_text import Json
from providers.offsets import Shift
from providers.openai_responses_answer import (
    Found,
    Reading,
    closed_slot,
    edits,
    flow_of,
    read,
    says_json,
    tool_of,
)
from providers.openai_responses_course import TEXT, Address, Course, Where, extra, note
from providers.openai_responses_template import Template, fitting, template_of
from providers.openai_stream import BareFrame
from providers.sse import Event, EventReader

_DONE = b"[DONE]"
_ENDS = frozenset(
    {"response.completed", "response.failed", "response.incomplete", "response.cancelled"}
)
_PARTS = {
    "response.content_part.done": "content_index",
    "response.reasoning_summary_part.done": "summary_index",
}
_TEMPLATES = 8
"""Templates kept: items that take turns each need one."""
_PLACES = ("content_index", "summary_index", "command_index")


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
        return extra(self._courses, channel, text, self._after, self.raw)

    def _outside(self) -> Shift | None:
        tree = self._reading.document.tree
        place = address(tree) if isinstance(tree, dict) else ()
        course = self._courses.get(Where(TEXT, place, ()))
        return course.shift() if course else None


def address(event: dict[str, Json]) -> Address:
    """Where in a response an event belongs; recipients rename items, but do not move them."""
    output = event.get("output_index")
    output = output if type(output) is int else event.get("item_id")
    return (
        output if isinstance(output, int | str) else None,
        *(place if type(place := event.get(key)) is int else None for key in _PLACES),
    )


class ResponseStream:
    """Cuts a stream into frames.

    Args:
        json_answer: the text is JSON (structured output).
        drop_logprobs: token probabilities go.
        event_limit: bytes of one event.
    """

    __slots__ = (
        "_courses", "_drop", "_ended", "_events", "_json", "_names", "_open", "_sequence",
        "_templates",
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
        self._open: dict[Where, None] = {}
        self._sequence = 0
        self._templates: list[Template] = []
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
        quick = fitting(self._templates, event.raw, self._courses, self._sequence)
        if quick is not None:
            frame, self._sequence, channel = quick
            self._open[channel] = None
            return frame
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
        self._json = self._json or says_json(tree.get("response"))
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
        self._learn(event, reading, slots)
        return frame

    def _learn_name(self, tree: dict[str, Json], place: Address) -> None:
        """Remember which tool an output item calls: its deltas do not say."""
        name = tool_of(tree.get("item"))
        if name is not None:
            self._names[place[0]] = name
            self._templates = []  # those made before may carry another tool's name

    def _slot(self, found: Found, tree: dict[str, Json], kind: str, place: Address) -> Slot:
        if found.path[0] != "delta" or not kind.endswith(".delta"):
            return closed_slot(found, kind)
        channel = Where(kind.removesuffix(".delta"), place, found.path[1:])
        if channel not in self._courses:
            self._courses[channel] = Course(tree)
        self._open[channel] = None
        flow = flow_of(found, kind)
        return Slot(channel, found.text, found.container, found.tool, flow=flow)

    def _learn(self, event: Event, reading: Reading, slots: Sequence[Slot]) -> None:
        """Make a template of a delta that is nothing but one text."""
        if len(slots) != 1 or reading.texts[0].path != ("delta",) or reading.probabilities:
            return
        channel = slots[0].channel
        if isinstance(channel, Where):
            template = template_of(event, reading.document, slots[0], channel)
            if template is not None:
                self._templates = [template, *self._templates[: _TEMPLATES - 1]]

    def _closed(self, kind: str, place: Address) -> tuple[Channel, ...]:
        """Take the channels that an event ends off the open ones."""
        if kind in _ENDS:
            over = list(self._open)
        elif kind == "response.output_item.done":
            over = [each for each in self._open if each.place[0] == place[0]]
        elif kind in _PARTS:
            index = 1 + _PLACES.index(_PARTS[kind])
            same = (place[0], place[index])
            over = [each for each in self._open if (each.place[0], each.place[index]) == same]
        elif kind.endswith(".done"):
            ended = (kind.removesuffix(".done"), place)
            over = [each for each in self._open if each[:2] == ended]
        else:
            return ()
        for each in over:
            del self._open[each]
        return tuple(over)
