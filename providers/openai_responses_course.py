"""What is known of the channels of a streamed response, and one more delta for one of them."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from providers.codec import Channel, Slot
from providers.json_text import Json, quote
from providers.offsets import Shift

TEXT = "response.output_text"
"""The kind of channel whose characters citations count."""


Address = tuple[object, ...]
"""Output item, and which of its contents: where in a response an event belongs."""


class Where(NamedTuple):
    """A channel.

    Attributes:
        kind: type of its events, without `.delta` and `.done`.
        place: where in the response it belongs.
        path: where in the delta its text stands; empty where the delta is the text.
    """

    kind: str
    place: Address
    path: tuple[str | int, ...]


class Course:
    """What is known of one channel.

    Attributes:
        event: its first event.
        came: its texts as they came, where positions count in them.
        left: its texts as they left.
    """

    __slots__ = ("_moved", "came", "event", "left")

    def __init__(self, event: dict[str, Json]) -> None:
        self.event = event
        self.came: list[str] = []
        self.left: list[str] = []
        self._moved: tuple[int, Shift | None] = (0, None)

    def shift(self) -> Shift | None:
        """How positions moved; None where nothing did."""
        if self._moved[0] != len(self.came):  # many marks may follow one text
            came, left = "".join(self.came), "".join(self.left)
            self._moved = (len(self.came), None if came == left else Shift(came, left))
        return self._moved[1]


def note(courses: Mapping[Channel, Course], slot: Slot, text: str) -> None:
    """Note what came of a channel and what leaves, where positions count in it."""
    channel = slot.channel
    if isinstance(channel, Where) and channel.kind == TEXT:
        course = courses[channel]
        course.came.append(slot.text)
        course.left.append(text)


def extra(
    courses: Mapping[Channel, Course], channel: Channel, text: str, after: int, like: bytes
) -> bytes:
    """One more delta of a channel.

    Args:
        courses: the channels of the stream.
        channel: the one that it belongs to.
        text: its text.
        after: sequence number of the event before it.
        like: an event of the stream: whether events say their type in a line of their own.
    """
    if not isinstance(channel, Where):
        raise TypeError("only what goes on can have one more delta")
    event = courses[channel].event
    note(courses, Slot(channel, ""), text)
    written = []
    for key, value in event.items():
        if key == "obfuscation":
            continue
        if key == "delta":
            source = quote(text)
            for step in reversed(channel.path):
                source = f"{{{quote(str(step))}:{source}}}"
        elif key == "sequence_number":
            source = str(after)
        else:
            source = "[]" if key == "logprobs" else orjson.dumps(value).decode()
        written.append(f"{quote(key)}:{source}")
    line = f"event: {event['type']}\n" if like.startswith(b"event:") else ""
    return f"{line}data: {{{','.join(written)}}}\n\n".encode()
