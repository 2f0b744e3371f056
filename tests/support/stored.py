"""What OpenAI keeps between calls, in tests: responses, conversations, stored completions.

It really stores what it was sent, under ids of its own, and says it again: asked to `recall`, a
model repeats all that it was ever told in the conversation that the call goes on with. So a test
hears where a pseudonym was not put back, and where what others said would come to light.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from aiohttp import web

from tests.support import responses, shapes
from tests.support.answers import SSE, Echo
from tests.support.heard import Heard
from tests.support.shapes import Said, Style

Item = dict[str, Any]

_PATH = re.compile(
    r"/v1/(?P<kind>responses|conversations|chat/completions)"
    r"(?:/(?P<id>[^/]+)(?:/(?P<part>[a-z_]+)(?:/(?P<item>[^/]+))?)?)?"
)
_RECALL = "recall"
_FAKE = re.compile(r'"(resp|msg|rs|fc|ctc|call|chatcmpl)([_-])fake(\d*)"')
_COUNTED = "input_tokens"


@dataclass
class Kept:
    """A response, a conversation or a completion.

    Attributes:
        body: what is told of it.
        items: what was said, with ids: input items, or messages.
        asked: the request that made it.
        frames: the events of a response.
        before: all that was told when it was made.
    """

    body: dict[str, Any]
    items: list[Item] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    frames: list[Item] = field(default_factory=list)
    before: str = ""


@dataclass
class Stored:
    """See the module, and `tests.support.keeping.Keeper`.

    Attributes:
        kept: all of it, by id.
        echo: says what there is nothing to recall.
    """

    wire: Literal["openai", "google"] = "openai"
    kept: dict[str, Kept] = field(default_factory=dict)
    echo: Echo = field(default_factory=Echo)
    _made: int = 0

    def serves(self, method: str, path: str) -> bool:
        """Whether a call is one of these."""
        match = _PATH.fullmatch(path)
        return bool(method and match and match["id"] != _COUNTED)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Make, tell, change or end one."""
        match = _PATH.fullmatch(heard.path)
        assert match is not None
        if heard.path == "/v1/responses/compact":
            return self._json(self._compact(heard.json))
        if match["id"] is None:
            return await self._collection(match["kind"], heard, request)
        found = self.kept.get(match["id"])
        if found is None:
            return _missing(match["id"])
        if match["part"] is not None:
            return self._part(found, match, heard)
        if "stream=true" in heard.query:
            return self._replay(found, heard)
        return self._json(self._one(match["id"], found, heard))

    def _one(self, ident: str, found: Kept, heard: Heard) -> dict[str, Any]:
        """Tell, change or delete one."""
        if heard.method == "DELETE":
            del self.kept[ident]
            kind = found.body["object"]
            kind = kind if kind == "response" else f"{kind}.deleted"
            return {"id": ident, "object": kind, "deleted": True}
        if heard.method == "POST":
            found.body |= heard.json
        return found.body

    # --- collections ------------------------------------------------------------

    async def _collection(
        self, kind: str, heard: Heard, request: web.Request
    ) -> web.StreamResponse:
        if kind == "conversations":
            return self._json(self._conversation(heard.json))
        if heard.method == "GET":
            return self._json(self._completions(heard.query))
        if kind == "responses":
            return self._response(heard)
        return await self._completion(heard, request)

    def _conversation(self, asked: dict[str, Any]) -> dict[str, Any]:
        body = {
            "id": self._id("conv_"),
            "object": "conversation",
            "created_at": shapes.CREATED,
            "metadata": asked.get("metadata") or {},
        }
        self.kept[body["id"]] = Kept(body, self._items(asked.get("items")))
        return body

    def _completions(self, query: str) -> dict[str, Any]:
        asked = dict(parse_qsl(query))
        found = [kept.body for kept in self.kept.values() if _matches(kept, asked)]
        return _page(found, asked)

    # --- responses ----------------------------------------------------------------

    def _response(self, heard: Heard) -> web.StreamResponse:
        asked = heard.json
        conversation = _conversation_of(asked)
        for ident in (conversation, asked.get("previous_response_id")):
            if ident is not None and ident not in self.kept:
                return _missing(ident)
        before = self._history(asked)
        input_items = self._items(_input(asked))
        said = self._said(heard, before)
        status = "queued" if asked.get("background") else "completed"
        events = list(self._events(asked, said))
        final = events[-1]["response"]
        if conversation is not None:
            final["conversation"] = {"id": conversation}
            self.kept[conversation].items += [*input_items, *final["output"]]
        told = before + json.dumps([input_items, final["output"]], ensure_ascii=False)
        if asked.get("store") is not False:
            self.kept[final["id"]] = Kept(final, input_items, asked, events, told)
        if asked.get("stream"):
            return self._stream(events)
        return self._json(final | ({"status": status, "output": []} if status == "queued" else {}))

    def _events(self, asked: dict[str, Any], said: Said) -> Iterator[Item]:
        """The events of a response; all of them speak of the same ids."""
        self._made += 1
        text = json.dumps(list(responses.events(asked, said, Style(delta=self.echo.delta))))
        yield from json.loads(_FAKE.sub(rf'"\g<1>\g<2>{self._made:024}\g<3>"', text))

    def _history(self, asked: dict[str, Any]) -> str:
        """All that was told before in what the call goes on with."""
        conversation, previous = _conversation_of(asked), asked.get("previous_response_id")
        told = self.kept[previous].before if previous else ""
        if conversation:
            told += json.dumps(self.kept[conversation].items, ensure_ascii=False)
        return told

    def _said(self, heard: Heard, before: str) -> Said:
        said = self.echo.said(heard)
        if _RECALL in heard.last_text.lower():
            words = re.findall(r"\b[A-Z][A-Z_]*_[a-z0-9_]+\b|[\w.]+@[\w.]+", before)
            return Said(text=f"I was told: {' '.join(words)}.")
        return said

    def _replay(self, found: Kept, heard: Heard) -> web.Response:
        start = dict(parse_qsl(heard.query)).get("starting_after", "-1")
        return self._stream(e for e in found.frames if e["sequence_number"] > int(start))

    def _compact(self, asked: dict[str, Any]) -> dict[str, Any]:
        items = self._items(_input(asked))
        users = [item for item in items if item.get("role") == "user"]
        sealed = {"type": "compaction", "id": self._id("cmp_"), "encrypted_content": "gA" * 40}
        usage = {"input_tokens": 7, "output_tokens": 7, "total_tokens": 14,
                 "input_tokens_details": {"cached_tokens": 0},
                 "output_tokens_details": {"reasoning_tokens": 0}}  # fmt: skip
        return {
            "id": self._id("resp_"),
            "object": "response.compaction",
            "created_at": shapes.CREATED,
            "output": [*users, sealed],
            "usage": usage,
        }

    # --- completions --------------------------------------------------------------

    async def _completion(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        asked = heard.json
        if not asked.get("store"):
            return await self.echo.give(heard, request)
        self._made += 1
        ident = f"chatcmpl-{self._made:024}"
        said = self.echo.said(heard)
        extra = {key: asked.get(key) for key in ("metadata", "response_format", "tools")}
        body = shapes.openai_whole(said) | extra | {"id": ident, "model": asked["model"]}
        messages = [
            {"id": f"{ident}-{at}", "name": None, "content_parts": None, **message}
            for at, message in enumerate(asked["messages"])
        ]
        self.kept[ident] = Kept(body, messages, asked)
        if asked.get("stream"):
            chunks = shapes.openai_events(said, Style(delta=self.echo.delta))
            frames = [shapes.dump(chunk | {"id": ident}, Style()) for chunk in chunks]
            return _sse(b"".join(shapes.sse(iter(frames), crlf=False, done=True)))
        return self._json(body)

    # --- parts ----------------------------------------------------------------------

    def _part(self, found: Kept, match: re.Match[str], heard: Heard) -> web.Response:
        part, ident = match["part"], match["item"]
        if part == "cancel":
            found.body["status"] = "cancelled"
            return self._json(found.body)
        if ident is not None:
            item = next((item for item in found.items if item["id"] == ident), None)
            if item is None:
                return _missing(ident)
            if heard.method == "DELETE":
                found.items.remove(item)
                return self._json(found.body)
            return self._json(item)
        if heard.method == "POST":
            added = self._items(heard.json["items"])
            found.items += added
            return self._json(_listed(added))
        return self._json(_page(found.items, dict(parse_qsl(heard.query))))

    def _items(self, given: Any) -> list[Item]:
        """Items as they are told again: messages with parts, all of them with ids."""
        return [self._item(item) for item in given or ()]

    def _item(self, item: Item) -> Item:
        content = item.get("content")
        kind = "output_text" if item.get("role") == "assistant" else "input_text"
        if isinstance(content, str):
            item = item | {"content": [{"type": kind, "text": content}]}
        told = {"type": "message", "status": "completed"} if "role" in item else {}
        return {"id": self._id("msg_"), **told, **item}

    def _id(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}{self._made:024}"

    def _stream(self, events: Any) -> web.Response:
        return _sse(b"".join(responses.framed(events, Style())))

    @staticmethod
    def _json(body: dict[str, Any]) -> web.Response:
        return web.Response(
            body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json"
        )


def _sse(body: bytes) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": SSE})


def _matches(kept: Kept, asked: dict[str, str]) -> bool:
    """Whether a stored completion is what a list asks for."""
    if kept.body["object"] != "chat.completion":
        return False
    wanted = {key[9:-1]: value for key, value in asked.items() if key.startswith("metadata[")}
    there = kept.body.get("metadata") or {}
    same = all(there.get(key) == value for key, value in wanted.items())
    return same and asked.get("model") in (None, kept.body["model"])


def _conversation_of(asked: dict[str, Any]) -> str | None:
    named = asked.get("conversation")
    return named["id"] if isinstance(named, dict) else named


def _input(asked: dict[str, Any]) -> list[Item]:
    given = asked.get("input") or []
    return [{"role": "user", "content": given}] if isinstance(given, str) else given


def _page(found: list[Item], asked: dict[str, str]) -> dict[str, Any]:
    """A page of a list, the oldest first unless asked for otherwise."""
    found = sorted(found, key=found.index, reverse=asked.get("order") == "desc")
    ids = [item["id"] for item in found]
    start = ids.index(asked["after"]) + 1 if asked.get("after") in ids else 0
    end = start + int(asked.get("limit", 20))
    return _listed(found[start:end]) | {"has_more": end < len(found)}


def _listed(found: list[Item]) -> dict[str, Any]:
    ids = [item["id"] for item in found]
    ends = {"first_id": ids[0], "last_id": ids[-1]} if ids else {"first_id": "", "last_id": ""}
    return {"object": "list", "data": found, **ends, "has_more": False}


def _missing(ident: str) -> web.Response:
    error = {"message": f"{ident} not found", "type": "invalid_request_error", "code": None}
    return web.json_response({"error": error}, status=404)
