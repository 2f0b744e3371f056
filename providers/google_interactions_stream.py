"""Interactions in server-sent events.

A delta goes on in later events of its step; what was held back leaves as one more delta before the
event that ends the step, or that says something else in it. The extra delta has no `event_id`:
clients resume after events of the recipient's own.

A stream that is resumed is asked for from its beginning, and the events that the caller has are
left out here: what was held back at the event where the caller broke off is then known again.
"""

from collections.abc import Sequence

from providers.codec import EVENT_LIMIT, Channel, Frame, Slot
from providers.google_interactions_answer import (
    Found,
    Moved,
    Path,
    Reading,
    edits,
    moved,
    read,
    whole_slot,
    written,
)
from providers.json_text import Json
from providers.sse import Event, EventReader

_DONE = b"[DONE]"
_BLANK = b"\r\n"
_DELTA = "step.delta"
_PIECES: frozenset[Path] = frozenset(
    {("text",), ("arguments",), ("content", "text"), ("result",), ("arguments", "code")}
)
"""Where in a delta a text stands that goes on in the next."""
_BESIDE = frozenset({"text_annotation_delta"})
"""Deltas that say something about the text before, which goes on after them."""
_OVER = frozenset({"interaction.completed", "interaction.complete", "error"})
_BOUNDS = frozenset({"step.start", "step.stop"})
_GOES_ON = frozenset({"in_progress", "queued"})


class Course:
    """What came and what left of one text.

    Attributes:
        came: as the recipient wrote it.
        left: as the caller got it.
    """

    __slots__ = ("came", "left")

    def __init__(self) -> None:
        self.came: list[str] = []
        self.left: list[str] = []

    def shift(self) -> Moved | None:
        """How positions in it moved; None where nothing did."""
        return moved("".join(self.came), "".join(self.left))


class InteractionEvent:
    """One event; see `providers.codec.Frame`.

    Args:
        event: as it came.
        reading: what stands in it; None for one without JSON.
        slots: its texts.
        closes: channels that end before it.
        stream: what it is part of.
        shown: whether the caller gets it.

    Attributes:
        raw: its bytes.
        slots: its texts.
        closes: channels that end before it.
        terminal: the stream ends with it.
        error: it reports an error.
    """

    __slots__ = ("_event", "_reading", "_shown", "_stream", "closes", "error", "slots", "terminal")

    def __init__(
        self, event: Event, reading: Reading | None, slots: Sequence[Slot],
        closes: Sequence[Channel], stream: "InteractionStream", *, shown: bool,
    ) -> None:  # fmt: skip
        self._event = event
        self._reading = reading
        self._stream = stream
        self._shown = shown
        self.slots = slots
        self.closes = closes
        self.terminal = reading is None
        tree = reading.document.tree if reading else None
        self.error = isinstance(tree, dict) and "error" in tree and "step" not in tree

    @property
    def raw(self) -> bytes:
        """The bytes as they came."""
        return self._event.raw

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with new texts."""
        for slot, text in zip(self.slots, texts, strict=True):
            self._stream.note(slot.channel, slot.text, text)
        if not self._shown:
            return b""
        if self._reading is None:
            return self._event.raw
        tree = self._reading.document.tree
        outside = self._stream.shift(tree) if self._reading.offsets else None
        changes = edits(self._reading, texts, outside)
        if not changes:
            return self._event.raw
        return self._event.with_data(self._reading.document.splice(changes))

    def before(self, channel: Channel, text: str) -> bytes:
        """One more delta of a channel.

        Raises:
            ValueError: the channel is none that goes on.
        """
        match channel:
            case ("delta", int(index), str(kind), tuple(path)):
                self._stream.note(channel, "", text)
                return _extra(index, kind, path, text, self._event) if self._shown else b""
        raise ValueError("no text is held back for this channel")


def _extra(index: int, kind: str, path: Path, text: str, like: Event) -> bytes:
    source = written(text)
    for step in reversed(path):
        inner = '"type":"text",' if step == "text" and len(path) > 1 else ""
        source = f"{{{inner}{written(str(step))}:{source}}}"
    delta = f'{{"type":{written(kind)},{source[1:]}'
    line = f"event: {_DELTA}\n" if like.raw.startswith(b"event:") else ""
    data = f'{{"event_type":"{_DELTA}","index":{index},"delta":{delta}}}'
    return f"{line}data: {data}\n\n".encode()


class InteractionStream:
    """Cuts a stream into frames; see `providers.codec.FrameReader`.

    Args:
        json_answer: what the model says is JSON.
        after: id of the last event that the caller has; "" if it has none.
        event_limit: bytes of one event.
    """

    __slots__ = ("_after", "_calls", "_courses", "_ended", "_events", "_json", "_open")

    def __init__(
        self, *, json_answer: bool = False, after: str = "", event_limit: int = EVENT_LIMIT
    ) -> None:
        self._events = EventReader(event_limit)
        self._json = json_answer
        self._after = after
        self._calls: dict[int, str] = {}
        self._courses: dict[int, Course] = {}
        self._open: dict[tuple[str, int, str, Path], None] = {}
        self._ended = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete; comments are left out.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
            MalformedAnswerError: an event cannot be read.
        """
        return [self._frame(event) for event in self._events.feed(data) if event.data]

    def end(self) -> bool:
        """Whether the interaction ended, or waits for its caller; resumed, the place was found."""
        whole = not self._events.rest.strip(_BLANK)
        return whole and self._ended and not self._after

    def note(self, channel: Channel, came: str, left: str) -> None:
        """Note what came of a text that citations count in, and what leaves."""
        match channel:
            case ("delta", int(index), "text", ("text",)):
                course = self._courses.setdefault(index, Course())
                course.came.append(came)
                course.left.append(left)

    def shift(self, tree: Json) -> Moved | None:
        """How positions moved in the text that an event is about."""
        index = tree.get("index") if isinstance(tree, dict) else None
        course = self._courses.get(index) if isinstance(index, int) else None
        return course.shift() if course else None

    def _frame(self, event: Event) -> InteractionEvent:
        shown = not self._after
        if event.data.strip() == _DONE:
            self._ended = True
            return InteractionEvent(event, None, (), (), self, shown=shown)
        document = read(event.data)
        tree = document.tree if isinstance(document.tree, dict) else {}
        if tree.get("event_id") == self._after:
            self._after = ""
        index = tree.get("index")
        index = index if type(index) is int else -1
        over = self._learn(tree, index)
        kind = _kind(tree)
        calling = self._calls.get(index, "") if kind == "arguments_delta" else None
        reading = Reading(document, json_answer=self._json, calling=calling)
        closes = self._closed(index, kind, _type(tree), over=over)
        slots = tuple(self._slot(found, index, kind) for found in reading.texts)
        return InteractionEvent(event, reading, slots, closes, self, shown=shown)

    def _learn(self, tree: dict[str, Json], index: int) -> bool:
        """Remember which tool a step calls; whether the interaction is over."""
        step = tree.get("step")
        name = step.get("name") if isinstance(step, dict) else None
        if isinstance(name, str):
            self._calls[index] = name
        status = tree.get("status")
        over = _type(tree) in _OVER or (isinstance(status, str) and status not in _GOES_ON)
        self._ended = self._ended or over
        return over

    def _slot(self, found: Found, index: int, kind: str) -> Slot:
        if not kind or found.path[0] != "delta" or found.path[1:] not in _PIECES:
            return whole_slot(found)
        channel = ("delta", index, kind, found.path[1:])
        self._open[channel] = None
        return Slot(
            channel, found.text, found.container, found.tool, flow=(index, kind, found.path[1:])
        )

    def _closed(self, index: int, kind: str, event: str, *, over: bool) -> tuple[Channel, ...]:
        """Take the channels that an event ends off the open ones."""
        if over:
            ended = list(self._open)
        elif event in _BOUNDS:
            ended = [one for one in self._open if one[1] == index]
        elif kind and kind not in _BESIDE:
            ended = [one for one in self._open if one[1] == index and one[2] != kind]
            if ended:
                self._courses.pop(index, None)
        else:
            return ()
        for each in ended:
            del self._open[each]
        return tuple(ended)


def _type(tree: dict[str, Json]) -> str:
    """The type of an event; an error may come without one."""
    said = tree.get("event_type", "error" if "error" in tree else "")
    return said if isinstance(said, str) else ""


def _kind(tree: dict[str, Json]) -> str:
    """The kind of a delta; "" for other events."""
    delta = tree.get("delta")
    kind = delta.get("type") if isinstance(delta, dict) else None
    return kind if isinstance(kind, str) else ""
