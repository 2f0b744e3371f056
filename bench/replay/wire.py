"""Reading and writing answers, with nothing of the gateway's: what the gateway is held against.

Server-sent events are read by the openai SDK's own decoder, JSON arrays by the ordinary parser.
"""

import json
from dataclasses import dataclass
from typing import Any

from openai._streaming import SSEDecoder

DONE = "[DONE]"
Json = Any
"""A value of JSON, as the parser gives it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an answer; a whole answer is one event.

    Attributes:
        name: its `event:` field, "" for none.
        value: its JSON; the text itself where it is none.
    """

    name: str
    value: Json


def is_stream(content_type: str) -> bool:
    return content_type.startswith("text/event-stream")


def read(content_type: str, body: bytes) -> list[Event] | None:
    """The events of an answer; None if it is neither JSON nor a stream of it."""
    if is_stream(content_type):
        found = SSEDecoder().iter_bytes(iter([body]))
        return [Event(one.event or "", _json(one.data)) for one in found]
    try:
        value = json.loads(body)
    except ValueError:
        return _lines(body)
    if isinstance(value, list) and content_type.startswith("application/json"):
        return [Event("", item) for item in value]
    return [Event("", value)]


def _lines(body: bytes) -> list[Event] | None:
    try:
        return [Event("", json.loads(line)) for line in body.splitlines() if line.strip()] or None
    except ValueError:
        return None


def _json(text: str) -> Json:
    return text if text == DONE else json.loads(text)


def write(content_type: str, template: bytes, events: list[Event]) -> bytes:
    """The same events, written as the template is."""
    if is_stream(content_type):
        return b"".join(_sse(event) for event in events)
    if template.lstrip().startswith(b"["):
        return b"[" + b",\r\n".join(_dump(event.value) for event in events) + b"]"
    return b"\n".join(_dump(event.value) for event in events)


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _sse(event: Event) -> bytes:
    data = DONE if event.value == DONE else json.dumps(event.value)
    head = f"event: {event.name}\n" if event.name else ""
    return f"{head}data: {data}\n\n".encode()
