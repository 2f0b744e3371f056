r"""Streams of Google: server-sent events with `alt=sse`, else a JSON array.

Each event or element is a whole `GenerateContentResponse`. google-genai 2 and 3 fail on anything
but `data: ` lines, so comments, `id:` and `retry:` lines and a byte order mark are left out here.

An array says by its closing bracket that it is complete. Events have no such sign: a stream ended
properly when every candidate that began has its finish reason.
"""

from collections.abc import Sequence

from providers.codec import (
    EVENT_LIMIT,
    Channel,
    Container,
    Frame,
    FrameReader,
    Framing,
    Operation,
    Payload,
    Slot,
)
from providers.google_answer import extra_response, read
from providers.google_reading import Reading
from providers.google_state import State
from providers.json_array import ArrayReader, Element
from providers.sse import Event, EventReader

_DATA = b"data: "
_BLANK = b"\r\n"
_ENDS = (b"\n\n", b"\r\n\r\n")
"""How an event ends. Other line ends, and those that a cut between `\\r` and `\\n` tears apart, are
written as one of these: aiohttp, which google-genai may run on, reads lines up to `\\n`."""


class GoogleFrame:
    """One response with its framing; see `providers.codec.Frame`.

    Args:
        reading: the response; None at the end of an array.
        state: what is known of the answer so far.
        raw: the bytes as they came.
        prefix: what stands before the response.
        suffix: what stands after it.
    """

    __slots__ = ("_prefix", "_raw", "_reading", "_state", "_suffix", "terminal")

    def __init__(
        self, reading: Reading | None, state: State, raw: bytes, prefix: bytes, suffix: bytes
    ) -> None:
        self._reading = reading
        self._state = state
        self._raw = raw
        self._prefix = prefix
        self._suffix = suffix
        self.terminal: bool = reading is None

    @property
    def raw(self) -> bytes:
        """The bytes as they came; offsets in them that became wrong before are left out."""
        if self._reading is None or self._reading.slots or not self._reading.offsets:
            return self._raw
        return self.render(())

    @property
    def slots(self) -> Sequence[Slot]:
        """Texts in order of appearance."""
        return self._reading.slots if self._reading else ()

    @property
    def closes(self) -> Sequence[Channel]:
        """Channels that end before this frame."""
        return self._reading.closes if self._reading else ()

    @property
    def error(self) -> bool:
        """Whether it reports an error."""
        return self._reading is not None and self._reading.error

    def render(self, texts: Sequence[str]) -> bytes:
        """The frame with new texts; with unchanged ones, the bytes as they came."""
        if self._reading is None:
            return self._raw
        body = self._reading.rendered(texts, self._state)
        return self._raw if body is None else self._prefix + body + self._suffix

    def before(self, channel: Channel, text: str) -> bytes:
        """A further response before this one, with a text that was held back.

        Raises:
            ValueError: the channel is none of a stream's.
        """
        match channel:
            case (int(index), "text" | "thought", int()):
                self._state.candidates[index].write("", text)
        return self._prefix + extra_response(channel, text) + self._suffix


class EventFrames:
    """Reads server-sent events; see `providers.codec.FrameReader`."""

    def __init__(self, state: State, limit: int) -> None:
        self._state = state
        self._events = EventReader(limit)
        self._begun = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete."""
        return [self._frame(event) for event in self._events.feed(data) if event.data]

    def end(self) -> bool:
        """Whether every candidate that began is finished, and no event is cut."""
        whole = not self._events.rest.strip(_BLANK)
        return self._begun and whole and self._state.finished()

    def _frame(self, event: Event) -> Frame:
        self._begun = True
        reading = read(event.data, self._state)
        raw, data = event.raw, event.data
        if raw.startswith(_DATA) and event.start == len(_DATA):
            suffix = raw[event.start + len(data) :]
            if suffix in _ENDS:
                return GoogleFrame(reading, self._state, raw, _DATA, suffix)
        suffix = b"\r\n\r\n" if b"\r\n" in raw else b"\n\n"
        lines = (suffix[len(suffix) // 2 :]).join(_DATA + line for line in data.split(b"\n"))
        return GoogleFrame(reading, self._state, lines + suffix, _DATA, suffix)


class ArrayFrames:
    """Reads a JSON array; see `providers.codec.FrameReader`."""

    def __init__(self, state: State, limit: int) -> None:
        self._state = state
        self._elements = ArrayReader(limit)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete."""
        return [self._frame(element) for element in self._elements.feed(data)]

    def end(self) -> bool:
        """Whether the array was closed."""
        return self._elements.end()

    def _frame(self, element: Element) -> Frame:
        raw = element.separator + element.body
        if element.last:
            return GoogleFrame(None, self._state, raw, b",\r\n", b"")
        reading = read(element.body, self._state)
        return GoogleFrame(reading, self._state, raw, element.separator, b"")


def stream(
    operation: Operation,
    payload: Payload | None,
    *,
    drop_logprobs: bool = False,
    event_limit: int = EVENT_LIMIT,
) -> FrameReader:
    """A reader for a streamed answer; see `providers.codec.Codec.stream`."""
    state = State(drop_logprobs=drop_logprobs, container=container(payload))
    if operation.framing is Framing.SSE:
        return EventFrames(state, event_limit)
    return ArrayFrames(state, event_limit)


def whole(body: bytes, payload: Payload | None = None) -> GoogleFrame:
    """An answer that is not cut.

    Raises:
        MalformedAnswerError: it is no JSON object or array.
    """
    state = State(whole=True, container=container(payload))
    return GoogleFrame(read(body, state), state, body, b"", b"")


def container(payload: Payload | None) -> Container:
    """What the text of the answer to a request is."""
    return Container.JSON if payload is not None and payload.json_answer else Container.TEXT
