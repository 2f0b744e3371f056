"""What recipients write on the wire, for scripted answers: OpenAI's and Google's shapes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

CREATED = 1_767_225_600
MODEL = "fake-recipient"
SIGNATURE = "RmFrZSBzaWduYXR1cmUrLz09"
"""What stands for Google's opaque `thoughtSignature`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call: the tool's name and its arguments, an object of JSON."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a recipient says, before it is written in a dialect."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    choices: int = 1
    logprobs: bool = False
    usage_chunk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How it is written.

    Attributes:
        delta: characters per piece of text or of arguments; 1 splits surrogate pairs, too.
        ascii: whether JSON escapes everything beyond ASCII.
    """

    delta: int = 4
    ascii: bool = False


def dump(value: object, style: Style) -> bytes:
    """JSON as bytes; half a surrogate pair is always written as an escape."""
    text = json.dumps(value, ensure_ascii=style.ascii)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def pieces(text: str, size: int) -> list[str]:
    """The text in pieces of so many characters; of one UTF-16 unit each when the size is 1."""
    if size > 1:
        return [text[at : at + size] for at in range(0, len(text), size)]
    units = text.encode("utf-16-le", "surrogatepass")
    return [
        units[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(units), 2)
    ]


# --- OpenAI ---


def openai_whole(said: Said) -> dict[str, Any]:
    """A `chat.completion`."""
    choices = [
        {
            "index": index,
            "message": {
                "role": "assistant",
                "content": said.text or None,
                "refusal": None,
                **({"tool_calls": _calls(said, index)} if said.calls else {}),
            },
            "logprobs": _logprobs(said.text) if said.logprobs else None,
            "finish_reason": "tool_calls" if said.calls else "stop",
        }
        for index in range(said.choices)
    ]
    return _openai("chat.completion", choices) | {"usage": _openai_usage(said)}


def openai_events(said: Said, style: Style) -> Iterator[dict[str, Any]]:
    """The `chat.completion.chunk`s of a stream; choices and parallel calls interleave."""
    tracks = [list(_choice_deltas(said, index, style)) for index in range(said.choices)]
    for row in zip_longest(*tracks):
        for index, delta in enumerate(row):
            if delta is not None:
                yield _chunk(index, delta, None, logprobs=said.logprobs)
    for index in range(said.choices):
        yield _chunk(index, {}, "tool_calls" if said.calls else "stop")
    if said.usage_chunk:
        yield _openai("chat.completion.chunk", []) | {"usage": _openai_usage(said)}


def _choice_deltas(said: Said, index: int, style: Style) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": None if said.calls else ""}
    for piece in pieces(said.text, style.delta):
        yield {"content": piece}
    calls = _calls(said, index)
    for at, call in enumerate(calls):
        opening = {**call, "index": at, "function": {**call["function"], "arguments": ""}}
        yield {"tool_calls": [opening]}
    tracks = [pieces(call["function"]["arguments"], style.delta) for call in calls]
    for row in zip_longest(*tracks):
        for at, piece in enumerate(row):
            if piece is not None:
                yield {"tool_calls": [{"index": at, "function": {"arguments": piece}}]}


def _calls(said: Said, choice: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_{choice}_{at}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for at, call in enumerate(said.calls)
    ]


def _chunk(
    index: int, delta: dict[str, Any], finish: str | None, *, logprobs: bool = False
) -> dict[str, Any]:
    written = _logprobs(delta["content"]) if logprobs and delta.get("content") else None
    choice = {"index": index, "delta": delta, "logprobs": written, "finish_reason": finish}
    return _openai("chat.completion.chunk", [choice])


def _openai(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-fake0001",
        "object": kind,
        "created": CREATED,
        "model": MODEL,
        "system_fingerprint": "fp_fake",
        "choices": choices,
    }


def _openai_usage(said: Said) -> dict[str, int]:
    words = len(said.text.split())
    return {"prompt_tokens": 7, "completion_tokens": words, "total_tokens": 7 + words}


def _logprobs(text: str) -> dict[str, Any]:
    tokens = [
        {
            "token": piece,
            "logprob": -0.25,
            "bytes": list(piece.encode("utf-8", "surrogatepass")),
            "top_logprobs": [],
        }
        for piece in pieces(text, 4)
    ]
    return {"content": tokens, "refusal": None}


# --- Google ---


def google_whole(said: Said) -> dict[str, Any]:
    """A `GenerateContentResponse` that says everything."""
    parts: list[dict[str, Any]] = [{"text": said.text}] if said.text else []
    parts += [{"functionCall": {"name": call.name, "args": call.arguments}} for call in said.calls]
    parts[-1]["thoughtSignature"] = SIGNATURE
    candidates = [_candidate(index, parts, "STOP") for index in range(said.choices)]
    return _google(candidates) | {"usageMetadata": _google_usage(said)}


def google_events(said: Said, style: Style) -> Iterator[dict[str, Any]]:
    """The responses of a stream; the last has an empty text part with the signature."""
    for piece in pieces(said.text, style.delta):
        for index in range(said.choices):
            yield _google([_candidate(index, [{"text": piece}])])
    for index in range(said.choices):
        parts: list[dict[str, Any]] = [
            {"functionCall": {"name": call.name, "args": call.arguments}} for call in said.calls
        ]
        parts.append({"text": "", "thoughtSignature": SIGNATURE})
        yield _google([_candidate(index, parts, "STOP")]) | {"usageMetadata": _google_usage(said)}


def _candidate(
    index: int, parts: list[dict[str, Any]], finish: str | None = None
) -> dict[str, Any]:
    reason = {"finishReason": finish} if finish else {}
    return {"content": {"role": "model", "parts": parts}, "index": index, **reason}


def _google(candidates: list[dict[str, Any]]) -> dict[str, Any]:
    return {"candidates": candidates, "modelVersion": MODEL, "responseId": "fake-response"}


def _google_usage(said: Said) -> dict[str, int]:
    words = len(said.text.split())
    return {"promptTokenCount": 7, "candidatesTokenCount": words, "totalTokenCount": 7 + words}


# --- framing ---


def sse(events: Iterable[bytes], *, crlf: bool, done: bool) -> list[bytes]:
    """Each event as server-sent event; OpenAI's streams end with `[DONE]`."""
    end = b"\r\n\r\n" if crlf else b"\n\n"
    framed = [b"data: " + event + end for event in events]
    return [*framed, b"data: [DONE]" + end] if done else framed


def json_array(events: Iterable[bytes]) -> list[bytes]:
    """Each event as element of one array, written as Google writes it."""
    framed = [(b"," if at else b"[") + event + b"\r\n" for at, event in enumerate(events)]
    return [*framed, b"]"]
