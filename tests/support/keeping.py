"""What a recipient keeps between calls, in tests: it really stores what it was sent."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from aiohttp import web

from tests.support.heard import Heard


class Keeper(Protocol):
    """Answers calls around something that is kept.

    Attributes:
        wire: the dialect of those calls.
    """

    wire: Literal["openai", "google"]

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is one of its own."""
        ...

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer it."""
        ...


_RESOURCE = re.compile(
    r"/v1(?:beta1?)?(?P<place>/projects/[^/]+/locations/[^/]+)?/(?P<collection>[a-zA-Z]+)"
    r"(?:/(?P<id>[^/:]+))?(?::(?P<verb>\w+))?"
)


@dataclass
class Caches:
    """Google's cached contents.

    Attributes:
        kept: what it was sent, by the name that it gave.
    """

    wire: Literal["openai", "google"] = "google"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(5_555_555_555_554_444))

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about cached contents."""
        match = _RESOURCE.fullmatch(path)
        return bool(method and match and match["collection"] == "cachedContents")

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Make, find, list, change or delete one."""
        del request
        match = _RESOURCE.fullmatch(heard.path)
        assert match is not None
        if match["id"] is None:
            if heard.method == "GET":
                return _json({"cachedContents": [_shown(*one) for one in self.kept.items()]})
            place = "projects/4711/locations/us-central1/" if match["place"] else ""
            name = f"{place}cachedContents/{next(self._numbers)}"
            self.kept[name] = heard.json
            return _json(_shown(name, heard.json))
        found = next((name for name in self.kept if name.endswith(f"/{match['id']}")), None)
        if found is None:
            return _json({"error": {"code": 404, "message": "none", "status": "NOT_FOUND"}}, 404)
        if heard.method == "DELETE":
            del self.kept[found]
            return _json({})
        self.kept[found] |= heard.json
        return _json(_shown(found, self.kept[found]))


def _shown(name: str, kept: dict[str, Any]) -> dict[str, Any]:
    """What is told of a cache: not its contents."""
    told = {key: kept[key] for key in ("displayName", "model") if key in kept}  # ttl is for input
    times = dict.fromkeys(("createTime", "updateTime", "expireTime"), "2026-11-22T10:00:00Z")
    return {"name": name, **told, **times, "usageMetadata": {"totalTokenCount": 99}}


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/json"
    )


@dataclass
class Batches:
    """Google's batches: of Gemini with their requests inside, of Vertex AI with buckets.

    A batch is done when it is asked for; each of its requests was answered with its own text.

    Attributes:
        kept: what it was sent, by the name that it gave.
    """

    wire: Literal["openai", "google"] = "google"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(5_105_105_105_105_100))

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about batches."""
        match = _RESOURCE.fullmatch(path)
        if match is None:
            return False
        made = method == "POST" and (match["verb"] or "").endswith(
            ("batchGenerateContent", "asyncBatchEmbedContent")
        )
        return made or match["collection"] in ("batches", "batchPredictionJobs")

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Make, find, list, cancel or delete one."""
        del request
        match = _RESOURCE.fullmatch(heard.path)
        assert match is not None
        vertex = match["collection"] == "batchPredictionJobs"
        if match["id"] is None or match["collection"] == "models":
            if heard.method == "GET":
                found = [_batch(*one) for one in self.kept.items()]
                return _json({"batchPredictionJobs" if vertex else "operations": found})
            place = "projects/4711/locations/us-central1/batchPredictionJobs" if vertex else ""
            name = f"{place or 'batches'}/{next(self._numbers)}"
            self.kept[name] = heard.json
            return _json(_batch(name, heard.json))
        name = next((name for name in self.kept if name.endswith(f"/{match['id']}")), "")
        if not name:
            return _json({"error": {"code": 404, "message": "none", "status": "NOT_FOUND"}}, 404)
        if match["verb"] == "cancel":
            return _json({})
        if heard.method == "DELETE":
            del self.kept[name]
            return _json({})
        return _json(_batch(name, self.kept[name], done=True))


def _batch(name: str, kept: dict[str, Any], *, done: bool = False) -> dict[str, Any]:
    """A batch as it is told: an operation of Gemini, or a job of Vertex AI."""
    if "batch" not in kept:
        state = "JOB_STATE_SUCCEEDED" if done else "JOB_STATE_PENDING"
        return {"name": name, "state": state, "createTime": "2026-11-22T10:00:00Z", **kept}
    batch = kept["batch"]
    told = {"displayName": batch.get("displayName"), "model": "models/gemini-test", "name": name}
    told["state"] = "BATCH_STATE_SUCCEEDED" if done else "BATCH_STATE_PENDING"
    if not done:
        return {"name": name, "metadata": told}
    if "fileName" in batch["inputConfig"]:
        told["output"] = {"responsesFile": "files/answers1"}
        return {"name": name, "metadata": told, "done": True, "response": told["output"]}
    requests = batch["inputConfig"]["requests"]["requests"]
    embeds = any("content" in one["request"] for one in requests)
    key = "inlinedEmbedContentResponses" if embeds else "inlinedResponses"
    output = {key: {"inlinedResponses": [_answered(one, embeds=embeds) for one in requests]}}
    told["output"] = output
    return {"name": name, "metadata": told, "done": True, "response": output}


def _answered(one: dict[str, Any], *, embeds: bool) -> dict[str, Any]:
    told = {"metadata": one["metadata"]} if "metadata" in one else {}
    if embeds:
        return told | {"response": {"embedding": {"values": [0.25, 0.5]}}}
    parts = one["request"]["contents"][-1]["parts"]
    content = {"role": "model", "parts": parts}
    candidate = {"content": content, "finishReason": "STOP", "index": 0}
    return told | {"response": {"candidates": [candidate], "modelVersion": "gemini-test"}}


@dataclass
class Files:
    """Google's files, by the resumable protocol.

    Attributes:
        kept: their descriptions, by name.
        contents: what they hold, by name.
        begun: descriptions of uploads whose content is to come.
        refuses: status with which the beginning of an upload is answered; 0: it is taken.
    """

    wire: Literal["openai", "google"] = "google"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is about files."""
        match = _RESOURCE.fullmatch(path)
        return path.startswith("/upload/") or bool(
            method and match and match["collection"] == "files"
        )

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Take, find, list or delete one."""
        if heard.path.startswith("/upload/"):
            return self._uploaded(heard, request)
        name = heard.path[heard.path.index("files") :]
        if name == "files":
            return _json({"files": list(self.kept.values())})
        if name.endswith(":download"):
            return web.Response(body=self.contents[name.removesuffix(":download")])
        if name not in self.kept:
            return _json({"error": {"code": 404, "message": "none", "status": "NOT_FOUND"}}, 404)
        if heard.method == "DELETE":
            del self.kept[name]
            return _json({})
        return _json(self.kept[name])

    def _uploaded(self, heard: Heard, request: web.Request) -> web.Response:
        command = heard.header("X-Goog-Upload-Command")
        if command == "start":
            if self.refuses:
                told = {"code": self.refuses, "message": "no", "status": "X"}
                return _json({"error": told}, self.refuses)
            ident = f"session{next(self._numbers)}"
            said = heard.json["file"]
            self.begun[ident] = {
                "displayName": said.get("displayName", said.get("display_name")),
                "sizeBytes": heard.header("X-Goog-Upload-Header-Content-Length"),
                "mimeType": heard.header("X-Goog-Upload-Header-Content-Type"),
            }
            headers = {
                "X-Goog-Upload-URL": f"https://elsewhere.example/upload/at/{ident}?upload_id=x",
                "X-Goog-Upload-Status": "active",
            }
            return web.json_response({}, headers=headers)
        assert command == "upload, finalize"
        begun = self.begun.pop(request.path.rpartition("/")[2])
        assert int(begun["sizeBytes"]) == len(heard.body)
        name = f"files/file{next(self._numbers)}"
        uri = f"https://generativelanguage.googleapis.com/v1beta/{name}"
        self.kept[name] = begun | {"name": name, "uri": uri, "state": "ACTIVE"}
        self.contents[name] = heard.body
        headers = {"X-Goog-Upload-Status": "final"}
        return web.json_response({"file": self.kept[name]}, headers=headers)
