"""Every text of an answer: pieces that are one text together, and texts that stand alone.

Independent of the gateway's codecs on purpose: written from the SDKs' event types, and generic,
so that a field that a codec forgets is not forgotten here, too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.replay.wire import Event, Json

Path = tuple[str | int, ...]

PROTOCOL = re.compile(
    r"(^|_)(id|ids|object|type|role|status|model|created|updated|event|etag|state|verb|code|param)$"
    r"|Id$|Time$|[Ss]ignature$|encrypted_content|obfuscation|b64_json|fingerprint|mime_?[Tt]ype"
    r"|modelVersion|finish_?[Rr]eason|service_tier|logprobs|tokens?$|tokenIds|embedding|purpose"
    r"|mimeType|probability|category|truncation|tool_choice|[uU]ri$|[uU]rl$|created_at|@type",
)
"""Keys whose strings are words of the protocol, opaque bytes, addresses, or token probabilities."""
_IDENTITY = ("item_id", "output_index", "content_index", "summary_index", "index", "id")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One string of an answer.

    Attributes:
        event: number of the event that it stands in.
        path: where in the event.
        channel: pieces of one channel are one text; None: it stands alone.
        text: the string.
    """

    event: int
    path: Path
    channel: tuple[Any, ...] | None
    text: str

    @property
    def place(self) -> str:
        """Its path, without positions in lists."""
        return ".".join("[]" if isinstance(step, int) else step for step in self.path)


def leaves(events: list[Event], *, streamed: bool) -> list[Leaf]:
    """Every string of the events that is no protocol word."""
    found = []
    for number, event in enumerate(events):
        for path, text in _strings(event.value, ()):
            if not any(isinstance(step, str) and PROTOCOL.search(step) for step in path):
                channel = _channel(event, path) if streamed else None
                found.append(Leaf(number, path, channel, text))
    return found


def _strings(value: Json, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _strings(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _strings(child, (*path, index))


def _channel(event: Event, path: Path) -> tuple[Any, ...] | None:
    value = event.value
    if not isinstance(value, dict) or not _is_piece(value, path):
        return None
    names = [value.get(name) for name in _IDENTITY if name != "id" or "choices" not in value]
    kind = value.get("type") or value.get("event_type") or value.get("object") or ""
    return (kind, *names, *_steps(value, path))


def _is_piece(value: dict[str, Any], path: Path) -> bool:
    if "delta" in path:
        return path[-1] != "name"
    if "choices" in value:  # legacy completions
        return path[-1] == "text"
    if "candidates" in value:
        return path[-1] in ("text", "stringValue")
    return "outputs" in value and "stringVal" in path  # streamed predictions


def _steps(value: Json, path: Path) -> Iterator[Any]:
    """The path, in which an item of a list goes by its own index and by what it is."""
    for step in path:
        inner = value[step]
        if isinstance(step, int) and isinstance(inner, dict):
            yield inner.get("index", 0)
            yield inner.get("thought")
        else:
            yield step if isinstance(step, str) else 0
        value = inner


def replaced(events: list[Event], texts: dict[tuple[int, Path], str]) -> list[Event]:
    """The events with other strings."""

    def rebuilt(value: Json, number: int, path: Path) -> Json:
        if isinstance(value, str):
            return texts.get((number, path), value)
        if isinstance(value, dict):
            return {key: rebuilt(child, number, (*path, key)) for key, child in value.items()}
        if isinstance(value, list):
            return [rebuilt(child, number, (*path, at)) for at, child in enumerate(value)]
        return value

    return [Event(event.name, rebuilt(event.value, at, ())) for at, event in enumerate(events)]


def joined(found: list[Leaf]) -> dict[tuple[Any, ...], str]:
    """Channel to its whole text."""
    whole: dict[tuple[Any, ...], str] = {}
    for leaf in found:
        if leaf.channel is not None:
            whole[leaf.channel] = whole.get(leaf.channel, "") + leaf.text
    return whole


Change = Callable[[str], str]


def changed(events: list[Event], change: Change, cut: Callable[[str, int], list[str]],
            *, streamed: bool) -> list[Event]:  # fmt: skip
    """The events with every text changed: joined, changed, and cut into as many pieces again."""
    found = leaves(events, streamed=streamed)
    whole = joined(found)
    pieces = {
        channel: iter(cut(change(text), _count(found, channel))) for channel, text in whole.items()
    }
    texts: dict[tuple[int, Path], str] = {}
    for leaf in found:
        if leaf.channel is None:
            texts[leaf.event, leaf.path] = change(leaf.text)
        elif leaf.text:
            texts[leaf.event, leaf.path] = next(pieces[leaf.channel])
    return replaced(events, texts)


def _count(found: list[Leaf], channel: tuple[Any, ...]) -> int:
    return sum(1 for leaf in found if leaf.channel == channel and leaf.text)
