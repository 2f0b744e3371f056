r"""Server-sent events, cut incrementally (https://html.spec.whatwg.org/multipage/server-sent-events).

Bytes arrive in any pieces; events leave as soon as their empty line is there. Each keeps its raw
bytes, comments and line ends included, so that the pieces in order are the stream as it came.
A line feed that arrives after the `\r` that ended an event leaves at once, an event without data.
"""

import re

from providers.codec import EVENT_LIMIT, FrameTooLargeError

COMMENT = b": keep-alive\n"
"""A line that says that the stream lives (section 9.2.7 of the same), and belongs to the event that
follows: openai-python 3.54 takes an empty line after an event with an `id` for another event."""

_END = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))")
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\n|\r|$)")
_BOM = b"\xef\xbb\xbf"
_SPACE = 0x20


class Event:
    """One event.

    Attributes:
        raw: its bytes, framing included.
        data: its data, lines joined by line feeds; empty for comments and empty lines.
        start: where the data stands in `raw`; -1 where it is spread over several lines.
    """

    __slots__ = ("data", "raw", "start")

    def __init__(self, raw: bytes, data: bytes, start: int) -> None:
        self.raw = raw
        self.data = data
        self.start = start

    def with_data(self, data: bytes) -> bytes:
        """The event with other data; its other lines and its line ends stay."""
        if self.start >= 0:
            return self.raw[: self.start] + data + self.raw[self.start + len(self.data) :]
        kept = [
            line + end
            for line, end in _lines(self.raw.removeprefix(_BOM))
            if not _is_data(line) and line
        ]
        body = b"".join(b"data: " + line + b"\n" for line in data.split(b"\n"))
        return b"".join(kept) + body + b"\n"


class EventReader:
    """Cuts a stream into events.

    Args:
        limit: the most bytes that one event may have.
    """

    __slots__ = ("_begun", "_buffer", "_halved", "_limit", "_scanned")

    def __init__(self, limit: int = EVENT_LIMIT) -> None:
        self._buffer = b""
        self._scanned = 0
        self._limit = limit
        self._begun = False
        self._halved = False

    @property
    def rest(self) -> bytes:
        """Bytes of an event that is not complete."""
        return self._buffer

    def feed(self, data: bytes) -> list[Event]:
        """Take bytes and return the events that they complete.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
        """
        if self._halved and data:
            return self._after_half(data)
        buffer = self._buffer + data if self._buffer else data
        events, done, scan = [], 0, self._scanned
        carriage = b"\r" in buffer
        while True:
            end = _end(buffer, scan, carriage=carriage)
            if end < 0:
                break
            self._check(end - done)
            events.append(self._event(buffer[done:end]))
            done = scan = end
        self._buffer = buffer[done:]
        if done == len(buffer) > 0:
            self._halved = buffer.endswith(b"\r")
        self._check(len(self._buffer))
        self._scanned = max(0, len(self._buffer) - 1)  # an empty line may have begun
        return events

    def _after_half(self, data: bytes) -> list[Event]:
        """Go on where the last event ended with a carriage return."""
        self._halved = False
        if data.startswith(b"\n"):
            return [Event(b"\n", b"", -1), *self.feed(data[1:])]
        return self.feed(data)

    def _check(self, length: int) -> None:
        if length > self._limit:
            raise FrameTooLargeError

    def _event(self, raw: bytes) -> Event:
        if self._begun and raw.startswith(b"data:") and raw.find(b"\n") == len(raw) - 2:
            start = 6 if raw[5] == _SPACE else 5  # one blank after the colon is not data
            if b"\r" not in raw:
                return Event(raw, raw[start:-2], start)
        first, self._begun = not self._begun, True
        return _parsed(raw, len(_BOM) if first and raw.startswith(_BOM) else 0)


def _end(buffer: bytes, start: int, *, carriage: bool) -> int:
    """One past the next empty line, -1 if there is none yet."""
    if not carriage:
        found = buffer.find(b"\n\n", start)
        return found + 2 if found >= 0 else -1
    match = _END.search(buffer, start)
    return match.end() if match else -1


def _lines(raw: bytes) -> list[tuple[bytes, bytes]]:
    return [(match.group(1), match.group(2)) for match in _LINE.finditer(raw)]


def _is_data(line: bytes) -> bool:
    return line.startswith(b"data:") or line == b"data"


def _parsed(raw: bytes, offset: int) -> Event:
    """Read an event of any shape, beginning at an offset (after a byte order mark)."""
    found: list[tuple[int, bytes]] = []
    for match in _LINE.finditer(raw, offset):
        line = match.group(1)
        if _is_data(line):
            skipped = 6 if line[5:6] == b" " else min(5, len(line))
            found.append((match.start() + skipped, line[skipped:]))
    if len(found) == 1:
        return Event(raw, found[0][1], found[0][0])
    return Event(raw, b"\n".join(data for _, data in found), -1)
