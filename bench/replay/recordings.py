"""Recordings of real clients: requests byte for byte as far as they were kept, with an answer."""

import base64
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SAME_ID = re.compile(r"(?<=[/-])mock1\b")
_OWN_HEADERS = frozenset(
    {"host", "content-length", "connection", "authorization", "x-goog-api-key", "accept-encoding"}
)
"""Headers that the replaying client sets itself."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One request of a real client, and a plausible answer.

    Attributes:
        name: of its file, without `.json`.
        scenario: what the client did; a scenario has one or more requests, in order.
        index: position in the scenario, from 1.
        client: the client and its version.
        note: what the recorder noted.
        request: as recorded.
        response: status, headers, body as text; None for websockets.
    """

    name: str
    scenario: str
    index: int
    client: str
    note: str
    request: dict[str, Any]
    response: dict[str, Any] | None

    @property
    def method(self) -> str:
        method: str = self.request["method"]
        return method

    @property
    def wire(self) -> str:
        return "openai" if self.name.startswith("openai") else "google"

    @property
    def target(self) -> str:
        """Path and query at the gateway; a prefix in the recorded base URL is its mount's.

        With `base_url_resource_scope=COLLECTION`, google-genai leaves the version to the base URL.
        """
        path: str = self.request["path"].removeprefix("/gemini")
        if path.startswith("/gw/vertex/"):
            path = path.replace("/gw/vertex", "/v1beta1", 1)
        query = self.request["query"]
        mount = "/openai" if self.wire == "openai" else "/google"
        return mount + path + (f"?{query}" if query else "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self.request["headers"]
            if name.lower() not in _OWN_HEADERS
        ]

    @property
    def credential(self) -> str:
        """The header in which the client sent its key, "" for none."""
        sent = {name.lower() for name, _ in self.request["headers"]}
        return next((name for name in ("authorization", "x-goog-api-key") if name in sent), "")

    @property
    def body(self) -> bytes:
        body = self.request["body"]
        if body["kind"] == "json":
            return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":")).encode()
        if body["kind"] == "text":
            return str(body["text"]).encode()
        return _multipart(body["parts"], self._boundary) if body["kind"] == "multipart" else b""

    @property
    def _boundary(self) -> str:
        kind = next(v for k, v in self.request["headers"] if k.lower() == "content-type")
        boundary: str = kind.partition("boundary=")[2]
        return boundary


def _own(scenario: str) -> int:
    return zlib.crc32(scenario.encode()) % 10**8


def _multipart(parts: list[dict[str, Any]], boundary: str) -> bytes:
    out = bytearray()
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part["headers"].items())
        content = part["text"].encode() if "text" in part else base64.b64decode(part["base64"])
        out += f"--{boundary}\r\n{head}\r\n".encode() + content + b"\r\n"
    return bytes(out) + f"--{boundary}--\r\n".encode()


def load(directory: Path) -> list[Recording]:
    """All recordings of a directory, scenario by scenario, in order of their requests.

    A scenario that failed at the recorder has a file without an index beside its numbered ones.
    Some ids of the recorder's stand-in are the same in all scenarios; here each has its own.
    """
    found = []
    for file in sorted(directory.glob("*.json")):
        raw = json.loads(file.read_text("utf-8"))
        raw = json.loads(_SAME_ID.sub(f"mock{_own(raw['scenario'])}", json.dumps(raw)))
        client = f"{raw['client']} {raw['client_version']}"
        found.append(
            Recording(
                file.stem, raw["scenario"], raw["index"], client, raw["note"],
                raw["request"], raw["response"],
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.scenario, one.index, one.name))
