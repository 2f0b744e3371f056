"""What one step of the demonstration showed, seen from outside on both ends."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gateway.demo.memory import Exchange, Memory


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said: by whom, and the words."""

    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How a streamed answer arrived.

    Attributes:
        pieces: events with text or arguments.
        first_ms: until the first of them, from the client's side, in milliseconds.
        total_ms: until the end.
    """

    pieces: int
    first_ms: float
    total_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request and its answer, from four points of view.

    Attributes:
        title: what the step shows.
        wire: "openai" or "google".
        client_sent: the messages that are new in this request, as the client wrote them.
        provider_saw: the same messages as the recipient received them.
        provider_said: what the recipient answered.
        client_received: what the client's SDK made of the answer.
        disclosure: id of the entry in the disclosure log; "" if the answer named none.
        timing: how the answer arrived.
        resent: messages of earlier turns that the request repeated.
    """

    title: str
    wire: str
    client_sent: tuple[Line, ...]
    provider_saw: tuple[Line, ...]
    provider_said: tuple[Line, ...]
    client_received: tuple[Line, ...]
    disclosure: str
    timing: Timing
    resent: int = 0

    def row(self) -> dict[str, Any]:
        """The step as plain data, for `--json`."""
        return asdict(self)


def heard_by(memory: Memory, count: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What the recipient received last, its last `count` messages, and what it answered."""
    exchange = memory.last
    if exchange is None:
        return (), ()
    body = exchange.json
    if "contents" in body:
        saw = [line for content in body["contents"][-count:] for line in google_lines(content)]
    else:
        messages = body.get("messages") or []
        saw = [line for message in messages[-count:] for line in openai_lines(message)]
    return tuple(saw), tuple(_said(exchange))


def _said(exchange: Exchange) -> Iterable[Line]:
    text = "".join(exchange.said)
    if text:
        yield Line("assistant", text)
    for call in exchange.called:
        yield Line("tool call", call)


def openai_lines(message: Mapping[str, Any]) -> Iterable[Line]:
    """A message of OpenAI's dialect as lines."""
    content = message.get("content")
    role = "tool result" if message.get("role") == "tool" else str(message.get("role"))
    if isinstance(content, str) and content:
        yield Line(role, content)
    for part in content if isinstance(content, list) else ():
        yield Line(role, str(part.get("text", "")))
    for call in message.get("tool_calls") or ():
        yield Line("tool call", called(call["function"]["name"], call["function"]["arguments"]))


def google_lines(content: Mapping[str, Any]) -> Iterable[Line]:
    """A content of Google's dialect as lines."""
    role = "assistant" if content.get("role") == "model" else "user"
    for part in content.get("parts") or ():
        if part.get("text"):
            yield Line(role, part["text"])
        if "functionCall" in part:
            call = part["functionCall"]
            yield Line("tool call", called(call["name"], json.dumps(call.get("args"))))
        if "functionResponse" in part:
            yield Line("tool result", _readable(part["functionResponse"].get("response")))


def called(name: str, arguments: str) -> str:
    """A tool call in one line, its arguments without escapes."""
    try:
        return f"{name}({_readable(json.loads(arguments))})"
    except ValueError:
        return f"{name}({arguments})"


def _readable(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def new_lines(messages: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Messages of OpenAI's dialect as lines."""
    return tuple(line for message in messages for line in openai_lines(message))
