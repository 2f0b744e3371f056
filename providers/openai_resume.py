"""Streams that go on: a kept response whose first events the caller has seen already.

A pseudonym may be cut where the caller's first stream broke off, and an event may have left with
less text than it came with. So the recipient is asked for all events from the first one; they are
restored like the first time, which gives the same events, and those already seen are left out.
"""

from collections.abc import Sequence

import orjson

from providers.codec import Channel, Frame, FrameReader, Slot
from providers.openai_state import data_of


class Seen:
    """A frame that the caller has seen.

    Attributes:
        raw: its bytes, as they came.
        slots: its texts.
        closes: channels that end before it.
        terminal: the stream ends with it.
        error: it reports an error.
    """

    __slots__ = ("_frame", "closes", "error", "raw", "slots", "terminal")

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.raw: bytes = frame.raw
        self.slots: Sequence[Slot] = frame.slots
        self.closes: Sequence[Channel] = frame.closes
        self.terminal: bool = frame.terminal
        self.error: bool = frame.error

    def render(self, texts: Sequence[str]) -> bytes:
        """Nothing; the frame learns what became of its texts."""
        self._frame.render(texts)
        return b""

    def before(self, channel: Channel, text: str) -> bytes:
        """Nothing."""
        self._frame.before(channel, text)
        return b""


class ResumedStream:
    """A stream without its first events.

    Args:
        reader: cuts the whole stream into frames.
        after: number of the last event to leave out.
    """

    def __init__(self, reader: FrameReader, after: int) -> None:
        self._reader = reader
        self._after = after
        self._passed = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete; errors as those of the reader."""
        frames = self._reader.feed(data)
        return frames if self._passed else [self._judged(frame) for frame in frames]

    def end(self) -> bool:
        """Whether the stream ended properly."""
        return self._reader.end()

    def _judged(self, frame: Frame) -> Frame:
        self._passed = self._passed or frame.error or _number(frame.raw) > self._after
        return frame if self._passed else Seen(frame)


def _number(raw: bytes) -> int:
    """The number of an event; -1 if it has none."""
    try:
        event = orjson.loads(data_of(raw))
    except orjson.JSONDecodeError:
        return -1
    number = event.get("sequence_number") if isinstance(event, dict) else None
    return number if type(number) is int else -1
