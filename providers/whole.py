"""Answers that are nothing but text or a file: one frame, before which nothing can stand."""

from collections.abc import Sequence

from providers.codec import Channel


class WholeFrame:
    """What such frames share; see `providers.codec.Frame`."""

    __slots__ = ()
    closes: Sequence[Channel] = ()
    terminal = False
    error = False

    def before(self, channel: Channel, text: str) -> bytes:
        """Nothing.

        Raises:
            ValueError: nothing can stand before a whole answer.
        """
        raise ValueError(f"nothing stands before a whole answer: {channel!r}, {len(text)}")
