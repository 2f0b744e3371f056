"""Google's Interactions API, in tests: it really keeps what it was sent, and echoes it."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from tests.support.answers import recut
from tests.support.heard import Heard

_PATH = re.compile(r"/v1(?:beta1?)?(?:/projects/[^/]+/locations/[^/]+)?/interactions(?:/(.+))?")
SIGNATURE = "c2lnbmVkOiBQRVJTT05feHl6IC8r" * 3 + "Lw=="
WHEN = "2026-11-22T10:00:00Z"


def _said(items: Any) -> str:
    """All text of an input, in order."""
    if isinstance(items, str):
        return items
    if isinstance(items, list):
        return " ".join(filter(None, map(_said, items)))
    if not isinstance(items, dict):
        return ""
    result = items.get("result")
    if result is not None:
        return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
    return str(items["text"]) if "text" in items else _said(items.get("content"))


@dataclass
class Interactions:
    """The API.

    Attributes:
        kept: what it was sent and said, by id.
        say: makes the answer of the text heard.
        delta: characters of one delta.
        writes: sizes in bytes of the pieces written, in turn; none: event by event.
        cut: events of a stream that are sent before the connection breaks; 0 for all.
    """

    wire: Literal["openai", "google"] = "google"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    say: Callable[[str], str] = str
    delta: int = 4
    writes: tuple[int, ...] = ()
    cut: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about interactions."""
        return bool(method and _PATH.fullmatch(path))

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Make, show, cancel or delete one."""
        match = _PATH.fullmatch(heard.path)
        assert match is not None
        if match[1] is None:
            return await self._made(heard, request)
        ident = match[1].removesuffix("/cancel")
        kept = self.kept.get(ident)
        if kept is None:
            return _json({"error": {"code": 404, "message": "none", "status": "NOT_FOUND"}}, 404)
        if heard.method == "DELETE":
            del self.kept[ident]
            return _json({})
        if match[1].endswith("/cancel"):
            kept["status"] = "cancelled"
        if request.query.get("stream") == "true":
            return await self._streamed(request, kept)
        wanted = request.query.get("include_input") == "true"
        return _json({key: value for key, value in kept.items() if wanted or key != "input"})

    async def _made(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        asked = heard.json
        before = asked.get("previous_interaction_id")
        if before is not None and before not in self.kept:
            return _json({"error": {"code": 404, "message": "none", "status": "NOT_FOUND"}}, 404)
        ident = f"v1_interaction{next(self._numbers)}"
        steps = self._steps(asked)
        kept = {
            "id": ident, "object": "interaction", "model": asked.get("model"), "role": "model",
            "created": WHEN, "updated": WHEN, "usage": {"total_tokens": 5},
            "status": "requires_action" if steps[-1]["type"] == "function_call" else "completed",
            "steps": steps, "input": asked.get("input"),
            "system_instruction": asked.get("system_instruction"),
        }  # fmt: skip
        if asked.get("store") is not False:
            self.kept[ident] = kept
        if asked.get("stream"):
            return await self._streamed(request, kept)
        return _json({key: value for key, value in kept.items() if key != "input"})

    def _steps(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        text = self.say(_said(asked.get("input")))
        items = asked.get("input")
        answered = isinstance(items, list) and any(
            item.get("type") == "function_result" for item in items if isinstance(item, dict)
        )
        thought = {
            "type": "thought", "signature": SIGNATURE,
            "summary": [{"type": "text", "text": f"Thinking of {text}"}],
        }  # fmt: skip
        if asked.get("tools") and not answered:
            arguments = {"text": text, "quoted": f'"{text}" \\ \u20ac\n'}
            call = {"type": "function_call", "id": "fc1", "arguments": arguments}
            return [thought, call | {"name": asked["tools"][0]["name"]}]
        end = len(text.encode())
        cited = {"type": "url_citation", "url": "https://a.example/", "title": f"About {text}"}
        content = {
            "type": "text", "text": text,
            "annotations": [cited | {"start_index": 0, "end_index": end}],
        }  # fmt: skip
        return [thought, {"type": "model_output", "content": [content]}]

    async def _streamed(self, request: web.Request, kept: dict[str, Any]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        written = events(kept, self.delta)
        for piece in recut(written[: self.cut] if self.cut else written, self.writes):
            await response.write(piece)
        if self.cut and request.transport is not None:
            request.transport.abort()
        else:
            await response.write_eof()
        return response


def events(kept: dict[str, Any], size: int) -> list[bytes]:
    """An interaction in events."""
    shell = {
        key: value
        for key, value in kept.items()
        if key not in ("steps", "input", "system_instruction")
    }
    told: list[dict[str, Any]] = [
        {
            "event_type": "interaction.created",
            "interaction": shell | {"status": "in_progress"},
        }
    ]
    for index, step in enumerate(kept["steps"]):
        begun = {"type": step["type"]} | {key: step[key] for key in ("id", "name") if key in step}
        told.append({"event_type": "step.start", "index": index, "step": begun | _empty(step)})
        told += [
            {"event_type": "step.delta", "index": index, "delta": delta}
            for delta in _deltas(step, size)
        ]
        told.append({"event_type": "step.stop", "index": index})
    told.append({"event_type": "interaction.completed", "interaction": shell})
    numbered = (event | {"event_id": f"event-{at}"} for at, event in enumerate(told))
    written = [
        f"event: {event['event_type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
        for event in numbered
    ]
    return [*(text.encode() for text in written), b"data: [DONE]\n\n"]


def _empty(step: dict[str, Any]) -> dict[str, Any]:
    return {"arguments": {}} if step["type"] == "function_call" else {}


def _deltas(step: dict[str, Any], size: int) -> Iterator[dict[str, Any]]:
    if step["type"] == "thought":
        for piece in _pieces(step["summary"][0]["text"], size):
            yield {"type": "thought_summary", "content": {"type": "text", "text": piece}}
        yield {"type": "thought_signature", "signature": step["signature"]}
    elif step["type"] == "function_call":
        for piece in _pieces(json.dumps(step["arguments"], ensure_ascii=False), size):
            yield {"type": "arguments_delta", "arguments": piece}
    else:
        content = step["content"][0]
        for piece in _pieces(content["text"], size):
            yield {"type": "text", "text": piece}
        yield {"type": "text_annotation_delta", "annotations": content["annotations"]}


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/json"
    )
