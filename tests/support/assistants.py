"""Assistants, threads and vector stores of OpenAI, in tests: they are really kept."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from tests.support.heard import Heard

_MADE = 1_760_000_000


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json"
    )


def _page(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": items, "first_id": "a", "last_id": "b", "has_more": False}


@dataclass
class Threads:
    """Assistants and threads; a run says what was said last in its thread, or calls its function.

    Attributes:
        assistants: by id.
        threads: id -> its messages, oldest first.
        delta: characters per piece of a stream.
        writes: bytes per piece on the wire; 0: event by event.
    """

    wire: Literal["openai", "google"] = "openai"
    assistants: dict[str, dict[str, Any]] = field(default_factory=dict)
    threads: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    delta: int = 3
    writes: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about assistants or threads."""
        return bool(method) and path.startswith(("/v1/assistants", "/v1/threads"))

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer it."""
        parts = heard.path.split("/")[2:]
        if parts[0] == "assistants":
            return _json(self._assistant(heard, parts[1:]))
        if parts == ["threads"]:
            return _json(self._thread(heard.json))
        if parts == ["threads", "runs"]:
            thread = self._thread(heard.json["thread"])
            return await self._run(thread["id"], heard, request)
        _, thread_id, *rest = parts
        return await self._within(thread_id, rest, heard, request)

    async def _within(
        self, thread: str, rest: list[str], heard: Heard, request: web.Request
    ) -> web.StreamResponse:
        """Answer a call about a thread."""
        match rest:
            case ["runs"]:
                return await self._run(thread, heard, request)
            case ["runs", run, "submit_tool_outputs"]:
                told = heard.json["tool_outputs"][0]["output"]
                return await self._finish(thread, run, f"It says {told}", heard, request)
        return _json(self._about(thread, rest, heard))

    def _about(self, thread: str, rest: list[str], heard: Heard) -> dict[str, Any]:
        match rest:
            case []:
                return {"id": thread, "object": "thread", "created_at": _MADE}
            case ["messages"] if heard.method == "POST":
                return self._say(thread, heard.json["role"], heard.json["content"])
            case ["messages"]:
                return _page(self.threads[thread][::-1])
            case ["runs", run, "steps"]:
                return _page([self._step(self.runs[run], "completed")])
        _, run = rest
        return self.runs[run]

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):06d}fake"

    def _assistant(self, heard: Heard, rest: list[str]) -> dict[str, Any]:
        if rest and heard.method == "DELETE":
            del self.assistants[rest[0]]
            return {"id": rest[0], "object": "assistant.deleted", "deleted": True}
        if not rest and heard.method == "GET":
            return _page(list(self.assistants.values()))
        ident = rest[0] if rest else self._id("asst")
        kept = self.assistants.setdefault(
            ident, {"id": ident, "object": "assistant", "created_at": _MADE, "tools": []}
        )
        kept.update(heard.json if heard.method == "POST" else {})
        return kept

    def _thread(self, body: dict[str, Any]) -> dict[str, Any]:
        ident = self._id("thread")
        self.threads[ident] = []
        for message in body.get("messages", []):
            self._say(ident, message["role"], message["content"])
        return {
            "id": ident, "object": "thread", "created_at": _MADE,
            "metadata": body.get("metadata", {}), "tool_resources": None,
        }  # fmt: skip

    def _say(self, thread: str, role: str, content: Any) -> dict[str, Any]:
        text = content if isinstance(content, str) else "".join(part["text"] for part in content)
        message = self._message(self._id("msg"), thread, role, text)
        self.threads[thread].append(message)
        return message

    def _message(
        self, ident: str, thread: str, role: str, text: str, *, status: str = "completed"
    ) -> dict[str, Any]:
        marks = [{"type": "file_citation", "text": "said", "start_index": len(text) - 4,
                  "end_index": len(text), "file_citation": {"file_id": "file-1"}}]  # fmt: skip
        parts = [{"type": "text", "text": {"value": text, "annotations": marks}}] if text else []
        return {
            "id": ident, "object": "thread.message", "created_at": _MADE, "thread_id": thread,
            "status": status, "role": role, "content": parts, "assistant_id": None,
            "run_id": None, "attachments": [], "metadata": {},
        }  # fmt: skip

    def _step(self, run: dict[str, Any], status: str) -> dict[str, Any]:
        called = run["required_action"]["submit_tool_outputs"]["tool_calls"]
        return {
            "id": "step_" + run["id"], "object": "thread.run.step", "created_at": _MADE,
            "run_id": run["id"], "assistant_id": run["assistant_id"], "status": status,
            "thread_id": run["thread_id"], "type": "tool_calls",
            "step_details": {"type": "tool_calls", "tool_calls": called},
        }  # fmt: skip

    async def _run(self, thread: str, heard: Heard, request: web.Request) -> web.StreamResponse:
        ident = self._id("run")
        last = self.threads[thread][-1]["content"][0]["text"]["value"]
        assistant = self.assistants[heard.json["assistant_id"]]
        tools = heard.json.get("tools") or assistant.get("tools") or []
        run = self.runs[ident] = {
            "id": ident, "object": "thread.run", "created_at": _MADE, "thread_id": thread,
            "assistant_id": heard.json["assistant_id"], "status": "queued",
            "required_action": None, "model": "gpt-test", "tools": tools, "metadata": {},
            "instructions": assistant.get("instructions") or "", "parallel_tool_calls": True,
        }  # fmt: skip
        if not tools:
            text = f"{last} {run['instructions']} said"
            return await self._finish(thread, ident, text, heard, request)
        return await self._call(run, tools[0]["function"]["name"], last, heard, request)

    async def _call(
        self, run: dict[str, Any], tool: str, last: str, heard: Heard, request: web.Request
    ) -> web.StreamResponse:
        arguments = json.dumps({"text": last}, ensure_ascii=False)
        function = {"name": tool, "arguments": arguments}
        calls = [{"id": "call_1", "type": "function", "function": function}]
        run["status"] = "requires_action"
        run["required_action"] = {
            "type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls},
        }  # fmt: skip
        if not heard.json.get("stream"):
            return _json(run)
        return await self._stream(request, [
            ("thread.run.created", run | {"status": "queued", "required_action": None}),
            *self._call_deltas(run, tool, arguments),
            ("thread.run.requires_action", run),
        ])  # fmt: skip

    def _call_deltas(
        self, run: dict[str, Any], tool: str, arguments: str
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        said = [{"name": tool, "arguments": ""}] + [
            {"arguments": piece} for piece in self._cut(arguments)
        ]
        for function in said:
            calls = [{"index": 0, "id": "call_1", "type": "function", "function": function}]
            details = {"type": "tool_calls", "tool_calls": calls}
            yield "thread.run.step.delta", {
                "id": "step_" + run["id"], "object": "thread.run.step.delta",
                "delta": {"step_details": details},
            }  # fmt: skip

    async def _finish(
        self, thread: str, run: str, text: str, heard: Heard, request: web.Request
    ) -> web.StreamResponse:
        self.runs[run] |= {"status": "completed"}
        message = self._say(thread, "assistant", text)
        if not heard.json.get("stream"):
            return _json(self.runs[run])
        begun = {"id": thread, "object": "thread", "created_at": _MADE}
        queued = self.runs[run] | {"status": "queued"}
        empty = self._message(message["id"], thread, "assistant", "", status="in_progress")
        deltas = [("thread.message.delta", self._delta(message["id"], piece))
                  for piece in self._cut(text)]  # fmt: skip
        return await self._stream(request, [
            ("thread.created", begun), ("thread.run.created", queued),
            ("thread.message.created", empty), *deltas,
            ("thread.message.completed", message), ("thread.run.completed", self.runs[run]),
        ])  # fmt: skip

    def _cut(self, text: str) -> list[str]:
        return [text[at : at + self.delta] for at in range(0, len(text), self.delta)]

    @staticmethod
    def _delta(ident: str, piece: str) -> dict[str, Any]:
        part = {"index": 0, "type": "text", "text": {"value": piece, "annotations": []}}
        return {"id": ident, "object": "thread.message.delta", "delta": {"content": [part]}}

    async def _stream(
        self, request: web.Request, events: list[tuple[str, dict[str, Any]]]
    ) -> web.StreamResponse:
        body = "".join(
            f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            for name, data in events
        )
        raw = (body + "event: done\ndata: [DONE]\n\n").encode()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        step = self.writes or len(raw)
        for at in range(0, len(raw), step):
            await response.write(raw[at : at + step])
            await asyncio.sleep(0)
        await response.write_eof()
        return response


@dataclass
class VectorStores:
    """Vector stores; a search finds stores' names and attributes of files that hold a query."""

    wire: Literal["openai", "google"] = "openai"
    stores: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about vector stores."""
        return bool(method) and path.startswith("/v1/vector_stores")

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer it."""
        del request
        parts = heard.path.split("/")[3:]
        return _json(self._stores(heard) if not parts else self._about(parts[0], parts[1:], heard))

    def _stores(self, heard: Heard) -> dict[str, Any]:
        made = heard.method == "POST"
        return self._make(heard.json) if made else _page(list(self.stores.values()))

    def _about(self, store: str, rest: list[str], heard: Heard) -> dict[str, Any]:
        match rest:
            case [] if heard.method == "DELETE":
                del self.stores[store]
                return {"id": store, "object": "vector_store.deleted", "deleted": True}
            case []:
                self.stores[store] |= heard.json
                return self.stores[store]
            case ["search"]:
                return self._search(store, heard.json)
        if heard.method == "GET":
            return _page([self._file(store, one) for one in self.files[store]])
        self.files[store].append(heard.json)
        return self._file(store, heard.json)

    def _make(self, body: dict[str, Any]) -> dict[str, Any]:
        ident = f"vs_{next(self._numbers):06d}fake"
        self.files[ident] = []
        self.stores[ident] = {
            "id": ident, "object": "vector_store", "created_at": _MADE, "status": "completed",
            **body,
        }  # fmt: skip
        return self.stores[ident]

    @staticmethod
    def _file(store: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": body["file_id"], "object": "vector_store.file", "created_at": _MADE,
            "vector_store_id": store, "status": "completed", "usage_bytes": 1,
            "attributes": body.get("attributes"),
        }  # fmt: skip

    def _search(self, store: str, body: dict[str, Any]) -> dict[str, Any]:
        sought = body["query"]
        text = f"{self.stores[store]['name']}"
        found = [{"type": "text", "text": text}] if sought in text else []
        hit = {"file_id": "file-1", "filename": "crm.txt", "score": 0.9, "attributes": {},
               "content": found}  # fmt: skip
        return {
            "object": "vector_store.search_results.page", "search_query": [sought],
            "data": [hit] if found else [], "has_more": False, "next_page": None,
        }  # fmt: skip
