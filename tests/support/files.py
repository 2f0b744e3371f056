"""A recipient's files and batches, in tests: it stores what it is sent, and runs batches."""

import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from multipart import MultipartSegment, PushMultipartParser, parse_options_header

from tests.support.heard import Heard

_PATH = re.compile(r"/v1/(files|batches)(?:/([^/]+))?(?:/(content|cancel))?")


@dataclass
class Field:
    """A part of a form, as it arrived."""

    name: str
    filename: str | None
    media: str | None
    content: bytes


def parts_of(heard: Heard) -> list[Field]:
    """The parts of a form that was heard, read with nothing of ours."""
    _, options = parse_options_header(heard.header("Content-Type") or "")
    parts: list[Field] = []
    with PushMultipartParser(options["boundary"], strict=True) as parser:
        for event in parser.parse(heard.body):
            if isinstance(event, MultipartSegment):
                parts.append(Field(event.name, event.filename, event.content_type, b""))
            elif event is not None:
                parts[-1].content += bytes(event)
    return parts


def said(body: dict[str, Any]) -> str:
    """All that a request says, in one line."""
    return json.dumps(body.get("messages") or body.get("input") or body.get("prompt"))


def answered(line: dict[str, Any], text: str) -> dict[str, Any]:
    """The result of a line: the answer repeats what was said."""
    shapes: dict[str, Callable[[], dict[str, Any]]] = {
        "/v1/chat/completions": lambda: {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "gpt-test",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": text},
                    "finish_reason": "stop",
                }
            ],
        },
        "/v1/responses": lambda: {
            "id": "resp_1",
            "object": "response",
            "output": [
                {
                    "id": "msg_1",
                    "type": "message",
                    "role": "assistant",
                    "status": "completed",
                    "content": [{"type": "output_text", "text": text, "annotations": []}],
                }
            ],
        },
        "/v1/embeddings": lambda: {
            "object": "list",
            "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}],
            "model": "gpt-test",
        },
        "/v1/completions": lambda: {
            "id": "cmpl-1",
            "object": "text_completion",
            "choices": [{"index": 0, "text": text, "finish_reason": "stop"}],
        },
        "/v1/moderations": lambda: {"id": "modr-1", "model": "m", "results": [{"flagged": False}]},
    }
    body = shapes[line["url"]]()
    return {
        "id": "batch_req_1",
        "custom_id": line["custom_id"],
        "response": {"status_code": 200, "request_id": "req_1", "body": body},
        "error": None,
    }


def failed(line: dict[str, Any]) -> dict[str, Any]:
    """A line that went wrong; the error repeats what was said."""
    error = {"message": f"cannot: {said(line['body'])}", "type": "invalid", "code": "bad"}
    return {
        "id": "batch_req_2",
        "custom_id": line["custom_id"],
        "response": {"status_code": 400, "request_id": "req_2", "body": {"error": error}},
        "error": None,
    }


@dataclass
class Files:
    """Files and batches, as OpenAI keeps them.

    Attributes:
        kept: what it was sent, by id: what is told of it, and its content.
        batches: by id.
        fails: whether a line of a batch goes wrong.
        refuses: it takes no file, and quotes what it was sent.
    """

    wire: Literal["openai", "google"] = "openai"
    kept: dict[str, tuple[dict[str, Any], bytes]] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    fails: Callable[[dict[str, Any]], bool] = field(default=lambda _: False)
    refuses: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def serves(self, method: str, path: str) -> bool:
        return bool(method and _PATH.fullmatch(path))

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        match = _PATH.fullmatch(heard.path)
        assert match is not None
        collection, ident, verb = match.groups()
        if collection == "batches":
            return self._batch(heard, ident, verb)
        if ident is None:
            return self._list(self.kept_now) if heard.method == "GET" else self._create(heard)
        if ident not in self.kept:
            return _none()
        if heard.method == "DELETE":
            del self.kept[ident]
            return _json({"id": ident, "object": "file", "deleted": True})
        told, content = self.kept[ident]
        if verb == "content":
            return web.Response(body=content, content_type="application/octet-stream")
        return _json(told)

    @property
    def kept_now(self) -> list[dict[str, Any]]:
        return [told for told, _ in self.kept.values()]

    def add(self, filename: str, purpose: str, content: bytes) -> dict[str, Any]:
        ident = f"file-{next(self._numbers):020d}"
        told = {
            "id": ident,
            "object": "file",
            "bytes": len(content),
            "created_at": 1,
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
        }
        self.kept[ident] = (told, content)
        return told

    def _create(self, heard: Heard) -> web.Response:
        parts = {part.name: part for part in parts_of(heard)}
        file, purpose = parts["file"], parts["purpose"].content.decode()
        if self.refuses:
            message = f"bad line: {file.content.decode()}"
            return _json({"error": {"message": message, "type": "invalid", "code": None}}, 400)
        return _json(self.add(file.filename or "", purpose, file.content))

    def _batch(self, heard: Heard, ident: str | None, verb: str | None) -> web.Response:
        if ident is None and heard.method == "GET":
            return self._list(list(self.batches.values()))
        if ident is None:
            return _json(self._run(heard.json))
        batch = self.batches.get(ident)
        if batch is None:
            return _none()
        return _json(batch | ({"status": "cancelling"} if verb == "cancel" else {}))

    def _run(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Run it at once; results come in another order."""
        source = self.kept[asked["input_file_id"]][1]
        lines = [json.loads(line) for line in source.splitlines() if line.strip()]
        random.Random(4).shuffle(lines)  # noqa: S311 - an order that is the same in each run
        good = [answered(line, said(line["body"])) for line in lines if not self.fails(line)]
        bad = [failed(line) for line in lines if self.fails(line)]
        batch = {
            "id": f"batch_{next(self._numbers)}",
            "object": "batch",
            "endpoint": asked["endpoint"],
            "input_file_id": asked["input_file_id"],
            "completion_window": asked["completion_window"],
            "metadata": asked.get("metadata"),
            "status": "completed",
            "created_at": 1,
            "errors": None,
            "output_file_id": None,
            "error_file_id": None,
        }
        shown = dict(batch, status="validating")
        for name, results in (("output_file_id", good), ("error_file_id", bad)):
            if results:
                content = "".join(json.dumps(one) + "\n" for one in results).encode()
                batch[name] = self.add("results.jsonl", "batch_output", content)["id"]
        self.batches[str(batch["id"])] = batch
        return shown

    def _list(self, items: list[dict[str, Any]]) -> web.Response:
        return _json({"object": "list", "data": items, "has_more": False})


def _none() -> web.Response:
    return _json({"error": {"message": "none", "type": "not_found", "code": None}}, 404)


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/json"
    )
