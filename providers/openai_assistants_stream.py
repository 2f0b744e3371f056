"""Streamed runs, cut into frames.

A delta carries pieces of a message's contents or of a step's tool calls, each with the index of
what it goes on with. The event that ends a message or a step repeats all of it and is restored as
a whole; what was held back until then is sent as one more delta before it.

Source: openai-python 3.54, `openai/types/beta/assistant_stream_event.py`,
`threads/message_delta_event.py`, `threads/runs/run_step_delta_event.py`.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

from providers.codec import EVENT_LIMIT, Channel, Frame, Slot
from providers.json_text import Json, quote
from providers.offsets import Shift
from providers.openai_responses_answer import Found, Reading, closed_slot, edits, read
from providers.openai_stream import BareFrame
from providers.sse import Event, EventReader

_DONE = b"[DONE]"
_DELTAS = frozenset({"thread.message.delta", "thread.run.step.delta"})
_OBJECTS = {"thread.message": "thread.message.delta", "thread.run.step": "thread.run.step.delta"}
_IN_WORK = frozenset({"in_progress", "queued"})
_ANSWER = ("text", "value")

Path = tuple[str | int, ...]


class Where(NamedTuple):
    """A channel: which message or step, and where in it.

    Attributes:
        id: of the message or step.
        path: keys, and indices as the recipient counts them.
    """

    id: str
    path: Path


class Open:
    """What is known of a channel that may go on.

    Attributes:
        kind: the object that its deltas are.
        words: JSON path -> the protocol's words beside it, which an extra delta repeats.
        came: its text as it came.
        left: its text as it left.
    """

    __slots__ = ("came", "kind", "left", "words")

    def __init__(self, kind: str, words: Mapping[Path, str]) -> None:
        self.kind = kind
        self.words = words
        self.came: list[str] = []
        self.left: list[str] = []

    def shift(self) -> Shift:
        """How positions in the text moved."""
        return Shift("".join(self.came), "".join(self.left))


class RunFrame:
    """An event that was parsed.

    Attributes:
        raw: its bytes.
        slots: its texts.
        closes: channels that end before it.
        error: it reports an error.
    """

    __slots__ = ("_event", "_open", "_reading", "closes", "error", "raw", "slots")
    terminal = False

    def __init__(
        self,
        event: Event,
        reading: Reading,
        slots: Sequence[Slot],
        closes: Sequence[Channel],
        channels: dict[Channel, Open],
    ) -> None:
        tree = reading.document.tree
        self.raw = event.raw
        self.slots = slots
        self.closes = closes
        self.error = isinstance(tree, dict) and ("error" in tree or "object" not in tree)
        self._event = event
        self._reading = reading
        self._open = channels

    def render(self, texts: Sequence[str]) -> bytes:
        """The event with new texts."""
        for slot, new in zip(self.slots, texts, strict=True):
            if not slot.closes:
                self._open[slot.channel].came.append(slot.text)
                self._open[slot.channel].left.append(new)
        changes = edits(self._reading, texts, drop=False, outside=self._outside())
        if not changes:
            return self.raw
        return self._event.with_data(self._reading.document.splice(changes))

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel.

        Raises:
            TypeError: the channel is none that goes on.
        """
        if not isinstance(channel, Where):
            raise TypeError("only what goes on can have one more delta")
        known = self._open[channel]
        known.left.append(text)
        source = _nested(channel.path, quote(text), known.words)
        head = f"event: {known.kind}\n" if self.raw.startswith(b"event:") else ""
        body = f'{{"id":{quote(channel.id)},"object":{quote(known.kind)},"delta":{source}}}'
        return f"{head}data: {body}\n\n".encode()

    def _outside(self) -> Shift | None:
        """How positions moved in the text that a delta's citations count in."""
        if not self._reading.offsets:
            return None
        going_on = [slot.channel for slot in self.slots if not slot.closes]
        of_text = [c for c in going_on if isinstance(c, Where) and c.path[-2:] == _ANSWER]
        tree = self._reading.document.tree
        ident = tree.get("id") if isinstance(tree, dict) else None
        known = of_text or [
            c for c in self._open if isinstance(c, Where) and c.id == ident
            and c.path[-2:] == _ANSWER
        ]  # fmt: skip
        return self._open[known[-1]].shift() if known else None


class AssistantStream:
    """Cuts the stream of a run into frames.

    Args:
        json_answer: not known of a run: its assistant decides.
        drop_logprobs: there are none.
        event_limit: bytes of one event.
    """

    __slots__ = ("_ended", "_events", "_json", "_names", "_open")

    def __init__(
        self,
        *,
        json_answer: bool = False,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> None:
        del drop_logprobs
        self._events = EventReader(event_limit)
        self._json = json_answer
        self._open: dict[Channel, Open] = {}
        self._names: dict[tuple[str, Json], str] = {}
        self._ended = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes and return the frames that they complete.

        Raises:
            FrameTooLargeError: an event is longer than the limit.
            MalformedAnswerError: an event cannot be read.
        """
        return [self._frame(event) for event in self._events.feed(data)]

    def end(self) -> bool:
        """Whether the stream, now over, ended properly."""
        return self._ended and not self._events.rest.strip()

    def _frame(self, event: Event) -> Frame:
        data = event.data.strip()
        if not data:
            return BareFrame(event.raw, head=None)
        if data == _DONE:
            self._ended = True
            return _LastFrame(event.raw, tuple(self._open), self._open)
        document = read(event.data)
        tree = document.tree if isinstance(document.tree, dict) else {}
        kind, ident = tree.get("object"), tree.get("id")
        kind = kind if isinstance(kind, str) else ""
        ident = ident if isinstance(ident, str) else ""
        self._learn_names(tree, ident)
        reading = Reading(document, json_answer=self._json)
        slots = tuple(self._slot(found, tree, kind, ident) for found in reading.texts)
        return RunFrame(event, reading, slots, self._over(tree, kind, ident), self._open)

    def _slot(self, found: Found, tree: dict[str, Json], kind: str, ident: str) -> Slot:
        if kind not in _DELTAS or found.path[0] != "delta" or "annotations" in found.path:
            return closed_slot(found, kind)
        path, words = _address(tree.get("delta"), found.path[1:])
        if path[-1:] == ("name",):
            return closed_slot(found, kind)
        channel = Where(ident, path)
        if channel not in self._open:
            self._open[channel] = Open(kind, words)
        return Slot(channel, found.text, found.container, self._tool(ident, path))

    def _tool(self, ident: str, path: Path) -> str | None:
        """The tool whose arguments stand at a path of a step."""
        if "tool_calls" not in path:
            return None
        return self._names.get((ident, path[path.index("tool_calls") + 1]), "")

    def _learn_names(self, tree: dict[str, Json], ident: str) -> None:
        for call in _calls(tree):
            function = call.get("function")
            name = function.get("name") if isinstance(function, dict) else call.get("type")
            if isinstance(name, str):
                self._names.setdefault((ident, call.get("index")), name)

    def _over(self, tree: dict[str, Json], kind: str, ident: str) -> tuple[Channel, ...]:
        """Channels of a message or step that an event repeats as a whole."""
        if kind not in _OBJECTS or tree.get("status") in _IN_WORK:
            return ()
        return tuple(c for c in self._open if isinstance(c, Where) and c.id == ident)


class _LastFrame(BareFrame):
    """The end of the stream, before which anything held back leaves."""

    __slots__ = ("_channels",)

    def __init__(
        self, raw: bytes, closes: Sequence[Channel], channels: dict[Channel, Open]
    ) -> None:
        super().__init__(raw, closes=closes, terminal=True, head=None)
        self._channels = channels

    def before(self, channel: Channel, text: str) -> bytes:
        """An extra event for a channel."""
        event = Event(b"event: thread\n", b"{}", -1)
        return RunFrame(
            event, Reading(read(b"{}"), json_answer=False), (), (), self._channels
        ).before(channel, text)


def _calls(tree: dict[str, Json]) -> list[dict[str, Json]]:
    """The tool calls of a step's delta."""
    value: Json = tree
    for key in ("delta", "step_details", "tool_calls"):
        value = value.get(key) if isinstance(value, dict) else None
    return [call for call in value if isinstance(call, dict)] if isinstance(value, list) else []


def _address(value: Json, steps: Path) -> tuple[Path, dict[Path, str]]:
    """A path with the recipient's own indices, and the words that stand along it."""
    path: list[str | int] = []
    words: dict[Path, str] = {}
    for step in steps:
        if isinstance(step, int) and isinstance(value, list):
            value = value[step]
            index = value.get("index") if isinstance(value, dict) else None
            path.append(index if type(index) is int else step)
        elif isinstance(value, dict):
            path.append(step)
            value = value[str(step)]
        if isinstance(value, dict) and isinstance(kind := value.get("type"), str):
            words[tuple(path)] = kind
    return tuple(path), words


def _nested(path: Path, source: str, words: Mapping[Path, str]) -> str:
    """JSON source that holds a value at a path, with the words that belong there."""
    for length in range(len(path), 0, -1):
        step = path[length - 1]
        kind = words.get(path[: length - 1])
        if isinstance(step, int):
            source = f'[{{"index":{step},{source[1:]}]' if source.startswith("{") else f"[{source}]"
        else:
            beside = f'"type":{orjson.dumps(kind).decode()},' if kind is not None else ""
            source = f"{{{beside}{quote(step)}:{source}}}"
    return source
