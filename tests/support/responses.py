"""How a recipient answers `POST /responses`: the response as a whole, and its events."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.support.shapes import CREATED, MODEL, Said, Style, dump, pieces

PATH = "/v1/responses"
COUNT_PATH = "/v1/responses/input_tokens"
PATHS = frozenset({PATH, COUNT_PATH})
COUNT = b'{"object": "response.input_tokens", "input_tokens": 7}'
SEALED = "gAAAAABfakeSealedReasoning=="
"""What stands for OpenAI's `encrypted_content`."""
_ECHOED = (
    "instructions", "metadata", "tools", "tool_choice", "text", "user", "safety_identifier",
    "prompt_cache_key", "prompt", "store", "reasoning",
)  # fmt: skip

Event = dict[str, Any]


def last_item(body: dict[str, Any]) -> dict[str, Any]:
    """The last item of a request's input."""
    asked = body.get("input")
    if isinstance(asked, list):
        last: dict[str, Any] = asked[-1]
        return last
    return {"role": "user", "content": asked or ""}


def last_text(body: dict[str, Any]) -> str:
    """All text of the last item."""
    item = last_item(body)
    said = item.get("content", item.get("output", ""))
    if isinstance(said, str):
        return said
    return "".join(str(part.get("text") or "") for part in said or [])


def tools(body: dict[str, Any]) -> tuple[str, ...]:
    """Names of the functions and custom tools that are offered."""
    listed = body.get("tools") or []
    return tuple(tool["name"] for tool in listed if tool["type"] in ("function", "custom"))


def after_tool(body: dict[str, Any]) -> bool:
    """Whether the last item is a tool's result."""
    return str(last_item(body).get("type", "")).endswith("_output")


def whole(body: dict[str, Any], said: Said) -> dict[str, Any]:
    """The response."""
    return _response(body, "completed", _items(body, said))


def answer(body: dict[str, Any], said: Said, style: Style, *, crlf: bool) -> list[bytes]:
    """The frames of the answer: one body, or events."""
    if not body.get("stream"):
        return [dump(whole(body, said), style)]
    return framed(events(body, said, style), style, crlf=crlf)


def framed(listed: Iterable[Event], style: Style, *, crlf: bool = False) -> list[bytes]:
    """Events as OpenAI frames them: each says its type in a line of its own; no `[DONE]`."""
    end = b"\r\n" if crlf else b"\n"
    return [
        b"event: " + event["type"].encode() + end + b"data: " + dump(event, style) + end + end
        for event in listed
    ]


def events(body: dict[str, Any], said: Said, style: Style) -> Iterator[Event]:
    """The events of a stream, numbered."""
    for number, event in enumerate(_events(body, said, style)):
        yield event | {"sequence_number": number}


def _events(body: dict[str, Any], said: Said, style: Style) -> Iterator[Event]:
    for kind in ("created", "in_progress"):
        yield {"type": f"response.{kind}", "response": _response(body, "in_progress", [])}
    items = _items(body, said)
    for at, item in enumerate(items):
        place = {"item_id": item["id"], "output_index": at}
        yield {"type": "response.output_item.added", "output_index": at, "item": _empty(item)}
        match item["type"]:
            case "message":
                yield from _message(item, place, style)
            case "reasoning":
                yield from _reasoning(item, place, style)
            case "function_call":
                yield from _deltas("function_call_arguments", item["arguments"], place, style)
                done = {"name": item["name"], "arguments": item["arguments"]}
                yield {"type": "response.function_call_arguments.done", **place, **done}
            case "custom_tool_call":
                yield from _deltas("custom_tool_call_input", item["input"], place, style)
                yield {"type": "response.custom_tool_call_input.done", **place,
                       "input": item["input"]}  # fmt: skip
        yield {"type": "response.output_item.done", "output_index": at, "item": item}
    yield {"type": "response.completed", "response": _response(body, "completed", items)}


def _message(item: Event, place: Event, style: Style) -> Iterator[Event]:
    (part,) = item["content"]
    place = place | {"content_index": 0}
    empty = part | {"text": "", "annotations": [], "logprobs": []}
    yield {"type": "response.content_part.added", **place, "part": empty}
    for event in _deltas("output_text", part["text"], place, style):
        yield event | {"logprobs": _logprobs(event["delta"]) if part["logprobs"] else []}
    for at, annotation in enumerate(part["annotations"]):
        yield {"type": "response.output_text.annotation.added", **place, "annotation_index": at,
               "annotation": annotation}  # fmt: skip
    yield {"type": "response.output_text.done", **place, "text": part["text"],
           "logprobs": part["logprobs"]}  # fmt: skip
    yield {"type": "response.content_part.done", **place, "part": part}


def _reasoning(item: Event, place: Event, style: Style) -> Iterator[Event]:
    (part,) = item["summary"]
    place = place | {"summary_index": 0}
    yield {"type": "response.reasoning_summary_part.added", **place, "part": part | {"text": ""}}
    yield from _deltas("reasoning_summary_text", part["text"], place, style)
    yield {"type": "response.reasoning_summary_text.done", **place, "text": part["text"]}
    yield {"type": "response.reasoning_summary_part.done", **place, "part": part}


def _deltas(kind: str, text: str, place: Event, style: Style) -> Iterator[Event]:
    for at, piece in enumerate(pieces(text, style.delta)):
        padding = {"obfuscation": "x" * (at % 5)}
        yield {"type": f"response.{kind}.delta", **place, "delta": piece, **padding}


def _empty(item: Event) -> Event:
    """An item as it is announced: with nothing in it yet."""
    bare = {"content": [], "summary": [], "arguments": "", "input": ""}
    return item | {key: value for key, value in bare.items() if key in item}


def _items(body: dict[str, Any], said: Said) -> list[Event]:
    items: list[Event] = []
    if body.get("reasoning"):
        summary = [{"type": "summary_text", "text": f"Asked: {said.text or 'to call'}"}]
        items.append({"type": "reasoning", "id": "rs_fake0", "summary": summary,
                      "encrypted_content": SEALED})  # fmt: skip
    if said.text:
        part = {"type": "output_text", "text": said.text, "annotations": _citations(body, said),
                "logprobs": _logprobs(said.text) if said.logprobs else []}  # fmt: skip
        items.append({"type": "message", "id": "msg_fake0", "status": "completed",
                      "role": "assistant", "content": [part]})  # fmt: skip
    kinds = {tool.get("name"): tool["type"] for tool in body.get("tools") or []}
    for at, call in enumerate(said.calls):
        named = {"call_id": f"call_fake{at}", "name": call.name, "status": "completed"}
        if kinds[call.name] == "custom":
            made = {"type": "custom_tool_call", "id": f"ctc_fake{at}",
                    "input": str(call.arguments["text"])}  # fmt: skip
        else:
            made = {"type": "function_call", "id": f"fc_fake{at}",
                    "arguments": json.dumps(call.arguments)}  # fmt: skip
        items.append(made | named)
    return items


def _citations(body: dict[str, Any], said: Said) -> list[Event]:
    """One citation of the last word, where the request lets the web be searched."""
    if not any(tool["type"] == "web_search" for tool in body.get("tools") or []):
        return []
    start = said.text.rfind(" ") + 1
    return [{"type": "url_citation", "start_index": start, "end_index": len(said.text),
             "title": said.text, "url": "https://example.test/"}]  # fmt: skip


def _logprobs(text: str) -> list[Event]:
    return [{"token": piece, "logprob": -0.25, "bytes": [], "top_logprobs": []}
            for piece in pieces(text, 4)]  # fmt: skip


def _response(body: dict[str, Any], status: str, items: list[Event]) -> dict[str, Any]:
    echoed = {key: body[key] for key in _ECHOED if key in body}
    usage = {"input_tokens": 7, "output_tokens": 7, "total_tokens": 14,
             "input_tokens_details": {"cached_tokens": 0},
             "output_tokens_details": {"reasoning_tokens": 0}}  # fmt: skip
    plain = {
        "id": "resp_fake0001", "object": "response", "created_at": CREATED, "status": status,
        "error": None, "incomplete_details": None, "instructions": None, "metadata": {},
        "model": MODEL, "parallel_tool_calls": True, "temperature": 1.0, "tool_choice": "auto",
        "tools": [], "top_p": 1.0,
    }  # fmt: skip
    return {**plain, **echoed, "output": items, "usage": usage if items else None}
