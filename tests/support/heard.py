"""What a recipient heard: one request, kept byte for byte, and what can be read from it."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs

from tests.support import plain, responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A request as it arrived.

    Attributes:
        wire: the dialect that its path speaks.
        method: of HTTP.
        path: undecoded, without the query.
        query: undecoded.
        headers: as they came, in order.
        body: as it came.
        ledger_entries: how many entries the ledger held at that moment; None if nobody counts.
        json: the body's JSON; an empty object for requests without a body.
    """

    wire: Literal["openai", "google"]
    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    ledger_entries: int | None = None
    json: dict[str, Any] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def everything(self) -> bytes:
        """All that was told, for the closing assertion."""
        lines = [f"{self.method} {self.path}?{self.query}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\n".join(lines).encode() + b"\n\n" + self.body

    @property
    def call(self) -> str:
        """Its path, as OpenAI has it where it speaks that dialect."""
        return plain.call(self.path) if self.wire == "openai" else self.path

    @property
    def counts(self) -> bool:
        """Whether it asks for a count of tokens."""
        return self.path.endswith(":countTokens")

    @property
    def framing(self) -> Literal["whole", "sse", "json_array"]:
        """How the answer is to be framed."""
        if self.wire == "openai":
            return "sse" if self.json.get("stream") else "whole"
        if not self.path.endswith(":streamGenerateContent"):
            return "whole"
        return "sse" if parse_qs(self.query).get("alt") == ["sse"] else "json_array"

    @property
    def choices(self) -> int:
        """How many answers it asks for."""
        wanted = self.json.get("n") or self._setting("candidateCount") or 1
        return int(str(wanted))

    @property
    def tools(self) -> tuple[str, ...]:
        """Names of the tools that it offers."""
        listed = self.json.get("tools") or []
        if self.call in responses.PATHS:
            return responses.tools(self.json)
        if self.wire == "openai":
            return tuple(tool["function"]["name"] for tool in listed)
        return tuple(
            one["name"] for tool in listed for one in tool.get("functionDeclarations") or []
        )

    @property
    def after_tool(self) -> bool:
        """Whether its last message is a tool's result."""
        if self.call in responses.PATHS:
            return responses.after_tool(self.json)
        if self.wire == "openai":
            return self._last.get("role") == "tool"
        return any("functionResponse" in part for part in self._last.get("parts") or [])

    @property
    def last_text(self) -> str:
        """All text of its last message, or of a call without messages."""
        if self.call in plain.PATHS:
            return "\n".join(plain.texts(self.json))
        if self.call in responses.PATHS:
            return responses.last_text(self.json)
        content = self._last.get("content") if self.wire == "openai" else self._last.get("parts")
        if isinstance(content, str):
            return content
        return "".join(_text(part) for part in content or [])

    @property
    def _last(self) -> dict[str, Any]:
        listed = self.json.get("messages" if self.wire == "openai" else "contents") or [{}]
        last: dict[str, Any] = listed[-1]
        return last

    def _setting(self, name: str) -> object:
        return (self.json.get("generationConfig") or {}).get(name)


def _text(part: dict[str, Any]) -> str:
    if "functionResponse" in part:
        return json.dumps(part["functionResponse"].get("response"), ensure_ascii=False)
    return str(part.get("text") or "")
