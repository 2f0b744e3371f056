"""Reply bytes to restored bytes, as they come: pure, bytes in and bytes out.

Frames come from a codec, restorers from `redaction`; this file only marries them.
Nothing waits here: what a restorer cannot decide yet stays in the restorer, and only until the
next frame of its channel, or the end of the channel, decides it.
"""

from collections.abc import Callable, Hashable
from typing import Protocol, runtime_checkable

from providers.codec import Frame, FrameReader, Slot
from redaction.restore import Restorer

RestorerFactory = Callable[[Slot], Restorer]


@runtime_checkable
class OpenEnded(Protocol):
    """A reader of streams whose events need not tell that they end."""

    def ending(self) -> Frame:
        """A frame without bytes that ends what is open."""


def restore_whole(frame: Frame, make: RestorerFactory) -> bytes:
    """Restore an answer that came as one body."""
    texts = []
    for slot in frame.slots:
        restorer = make(slot)
        texts.append(restorer.feed(slot.text) + restorer.flush())
    return frame.render(texts)


class StreamRestoring:
    """Restores one streamed answer, channel by channel.

    Args:
        reader: cuts it into frames.
        make: makes the restorer of a channel.
        overhear: whether frames are set aside as they came, for `overheard`.
    """

    def __init__(
        self, reader: FrameReader, make: RestorerFactory, *, overhear: bool = False
    ) -> None:
        self._heard: list[bytes] | None = [] if overhear else None
        self._reader = reader
        self._make = make
        self._open: dict[Hashable, Restorer] = {}
        self.ended = False
        """Whether the recipient ended the stream as its dialect demands."""

    def feed(self, data: bytes) -> bytes:
        """Take bytes of the reply, give all that can be given of the restored reply."""
        frames = self._reader.feed(data)
        if self._heard is not None:
            self._heard += [frame.raw for frame in frames]
        if len(frames) == 1:
            return self._frame(frames[0])
        return b"".join([self._frame(frame) for frame in frames])

    def overheard(self) -> list[bytes]:
        """Frames since the last call, as they came."""
        heard, self._heard = self._heard, None if self._heard is None else []
        return heard or []

    def end(self) -> bool:
        """Tell that the reply is over: whether it ended properly.

        What a broken stream leaves held back is dropped: it may be half a pseudonym.
        """
        self.ended = self._reader.end()
        return self.ended

    def rest(self) -> bytes:
        """What is held back at the proper end of a stream that has no sign of its end."""
        reader = self._reader
        return self._frame(reader.ending()) if isinstance(reader, OpenEnded) else b""

    def _frame(self, frame: Frame) -> bytes:
        before = b""
        if self._open and (frame.closes or frame.terminal):
            channels = tuple(self._open) if frame.terminal else frame.closes
            before = b"".join([self._close(frame, channel) for channel in channels])
        return before + frame.render([self._slot(slot) for slot in frame.slots])

    def _slot(self, slot: Slot) -> str:
        restorer = self._open.get(slot.channel)
        if restorer is None:
            restorer = self._open[slot.channel] = self._make(slot)
        text = restorer.feed(slot.text)
        if slot.closes:
            text += restorer.flush()
            del self._open[slot.channel]
        return text

    def _close(self, frame: Frame, channel: Hashable) -> bytes:
        restorer = self._open.pop(channel, None)
        held = restorer.flush() if restorer else ""
        return frame.before(channel, held) if held else b""
