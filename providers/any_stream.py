"""Streams of any JSON: what a container of somebody's own, or a partner's model, says bit by bit.

Which strings go on in the next event is a rule of thumb (`any_content.SPOKEN`). Of those, only what
may be the beginning of a pseudonym is held back; it leaves before the next event that says nothing
more, in a copy of the last event that did. All other strings are restored, too, but each by itself:
a pseudonym that was cut there stays one, which is never wrong, only less.

Events that are no JSON pass if they are the `[DONE]` of many dialects; a stream with others cannot
be understood and is broken off.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence

from providers.any_answer import AnyFrame, Rendering, rewrapped, wrapped
from providers.any_content import Content, Found
from providers.codec import (
    EVENT_LIMIT,
    Channel,
    Container,
    Frame,
    FrameReader,
    Framing,
    Slot,
)
from providers.json_array import ArrayReader, Element
from providers.sse import Event, EventReader

_DONE = b"[DONE]"
_BLANK = b"\r\n"
_PIECE = "piece"
Wrap = Callable[[bytes], bytes]
"""Writes an event around its JSON."""


class Chunk:
    """Bytes of a body in base64 in a message of `google.api.HttpBody`: its text goes on."""

    __slots__ = ("_data", "_outer", "found")

    def __init__(self, outer: Content, data: str, text: str) -> None:
        self._outer = outer
        self._data = data
        self.found: Sequence[Found] = (Found(text, ("data",), piece=bool(text), json=True),)

    def render(self, texts: Sequence[str]) -> bytes:
        """The message with other bytes."""
        return rewrapped(self._outer, self._data, texts[0].encode())


class AnyEvent:
    """One event with its framing; see `providers.codec.Frame`.

    Args:
        raw: the event as it came.
        content: its strings; None for one without JSON.
        wrap: writes the event around other JSON.
        text: what pieces of text are part of.
        error: it reports an error.
        alike: what stands around an event is that of any other (an array's separator); else each
            has its own (its lines).
    """

    __slots__ = (
        "_alike", "_content", "_templates", "_wrap", "closes", "error", "raw", "slots", "terminal",
    )  # fmt: skip

    def __init__(
        self,
        raw: bytes,
        content: Rendering | None,
        wrap: Wrap,
        text: Container,
        *,
        error: bool = False,
        alike: bool = False,
    ) -> None:
        self.raw = raw
        self.error = error
        self.terminal = content is None
        self.closes: Sequence[Channel] = ()
        self.slots: Sequence[Slot] = (
            tuple(_slot(at, one, text) for at, one in enumerate(content.found)) if content else ()
        )
        self._content = content
        self._wrap = wrap
        self._alike = alike
        self._templates: Mapping[Channel, AnyEvent] = {}

    @property
    def open(self) -> Sequence[Channel]:
        """Channels that go on after it."""
        return tuple(slot.channel for slot in self.slots if not slot.closes)

    @property
    def says(self) -> bool:
        """Whether it holds any piece of text."""
        return any(_is_piece(slot) for slot in self.slots)

    @property
    def silent(self) -> bool:
        """Whether it is nothing but a sign of life."""
        return [slot.text for slot in self.slots] == ["type", "ping"]

    def end(self, open_channels: "Mapping[Channel, AnyEvent]") -> None:
        """Channels end before it; each goes with the last event that spoke in it."""
        self._templates = dict(open_channels)
        self.closes = tuple(open_channels)

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with new texts; with unchanged ones, the bytes as they came."""
        same = all(slot.text == text for slot, text in zip(self.slots, texts, strict=True))
        if self._content is None or same:
            return self.raw
        return self._wrap(self._content.render(texts))

    def before(self, channel: Channel, text: str) -> bytes:
        """A copy of the last event of a channel, which says what was held back.

        Raises:
            KeyError: nothing was said in it.
        """
        template = self._templates[channel]
        return (self._wrap if self._alike else template.wrap)(template.saying(channel, text))

    @property
    def wrap(self) -> Wrap:
        """Writes the event around other JSON."""
        return self._wrap

    def saying(self, channel: Channel, text: str) -> bytes:
        """Its JSON with this text in a channel, and no other piece of text.

        Raises:
            ValueError: it has no JSON.
        """
        if self._content is None:
            raise ValueError("an event without JSON says nothing")
        said = [text if slot.channel == channel else _unsaid(slot) for slot in self.slots]
        return self._content.render(said)


class _Reading:
    """Makes events, and knows which channels are open."""

    def __init__(self, text: Container, *, alike: bool) -> None:
        self._text = text
        self._alike = alike
        self._names: Mapping[tuple[int, ...], str] = {}
        self._open: dict[Channel, AnyEvent] = {}

    def event(self, raw: bytes, body: bytes, wrap: Wrap) -> AnyEvent:
        """The next event.

        Raises:
            MalformedAnswerError: it is no JSON.
        """
        content, error = self._content(body) if body else (None, False)
        event = AnyEvent(raw, content, wrap, self._text, error=error, alike=self._alike)
        if not event.says and not event.silent and self._open:
            event.end(self._open)
            self._open = {}
        for slot in event.slots:
            if not slot.closes:
                self._open[slot.channel] = event
            elif _is_piece(slot):
                self._open.pop(slot.channel, None)
        return event

    def _content(self, body: bytes) -> tuple[Rendering, bool]:
        content = Content(body, self._names)
        self._names = content.names
        inner = wrapped(content.tree)
        text = None if inner is None else _text(inner)
        if inner is not None and text is not None:
            return Chunk(content, inner, text), False
        tree = content.tree
        return content, isinstance(tree, dict) and isinstance(tree.get("error"), dict)


class AnyEvents:
    """Reads server-sent events of any JSON; see `providers.codec.FrameReader`."""

    def __init__(self, reading: _Reading, limit: int) -> None:
        self._reading = reading
        self._events = EventReader(limit)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete; comments are left out."""
        return [self._frame(event) for event in self._events.feed(data) if event.data]

    def end(self) -> bool:
        """Whether no event is cut: nothing else tells that a stream of any kind is over."""
        return not self._events.rest.strip(_BLANK)

    def ending(self) -> Frame:
        """A frame without bytes, which ends what is open: events need not tell that they end."""
        return self._reading.event(b"", b"", bytes)

    def _frame(self, event: Event) -> Frame:
        body = b"" if event.data.strip() == _DONE else event.data
        return self._reading.event(event.raw, body, event.with_data)


class AnyElements:
    """Reads a JSON array of any JSON; see `providers.codec.FrameReader`.

    One object in place of an array is a whole answer: that of a call that asked for no stream.
    """

    def __init__(self, reading: _Reading, limit: int) -> None:
        self._reading = reading
        self._elements = ArrayReader(limit)
        self._begun = b""
        self._single: bool | None = None
        self._answered = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete."""
        if self._single is None:
            self._begun += data
            first = self._begun.lstrip()[:1]
            if not first:
                return []
            self._single = first == b"{"
            data = b"[" + self._begun if self._single else self._begun
        return [self._frame(element) for element in self._elements.feed(data)]

    def end(self) -> bool:
        """Whether the array was closed."""
        return self._answered or self._elements.end()

    def _frame(self, element: Element) -> Frame:
        if self._single:
            self._answered = True
            return AnyFrame(element.body, Content(element.body))
        separator = b",\r\n" if element.last else element.separator
        body = b"" if element.last else element.body
        return self._reading.event(element.separator + element.body, body, separator.__add__)


def stream(
    framing: Framing, *, json_answer: bool = False, event_limit: int = EVENT_LIMIT
) -> FrameReader:
    """A reader for a streamed answer of any JSON.

    Args:
        framing: how it is cut.
        json_answer: what is said bit by bit is JSON (structured output).
        event_limit: bytes of one event.
    """
    text = Container.JSON if json_answer else Container.TEXT
    reading = _Reading(text, alike=framing is not Framing.SSE)
    if framing is Framing.SSE:
        return AnyEvents(reading, event_limit)
    return AnyElements(reading, event_limit)


def _slot(at: int, one: Found, text: Container) -> Slot:
    if not one.piece:
        return Slot(("leaf", at), one.text, one.container, one.tool, closes=True)
    container = Container.JSON if one.json else text
    return Slot((_PIECE, one.path), one.text, container, one.tool, closes=one.ending)


def _unsaid(slot: Slot) -> str:
    return "" if _is_piece(slot) else slot.text


def _is_piece(slot: Slot) -> bool:
    return isinstance(slot.channel, tuple) and slot.channel[0] == _PIECE


def _text(data: str) -> str | None:
    """The text of bytes in base64; None if it ends within a character, or is none."""
    try:
        return base64.b64decode(data, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
