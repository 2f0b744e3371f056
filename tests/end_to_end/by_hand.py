"""Requests by hand: what SDKs hide of the wire, over aiohttp and sockets."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.end_to_end.conftest import KEY, PROMPT, House

CHAT = "/openai/v1/chat/completions"
GEMINI = "/google/v1beta/models/gemini-test:generateContent"
SSE = "/google/v1beta/models/gemini-test:streamGenerateContent?alt=sse"
ARRAY = "/google/v1beta/models/gemini-test:streamGenerateContent"
LONG = f"{PROMPT} " + "And so on, and so forth. " * 60


def chat_body(text: str = PROMPT, **more: Any) -> bytes:
    """A chat completion's."""
    messages = [{"role": "user", "content": text}]
    return json.dumps({"model": "gpt-test", "messages": messages} | more).encode()


def gemini_body(text: str = PROMPT) -> bytes:
    """A generateContent's."""
    return json.dumps({"contents": [{"role": "user", "parts": [{"text": text}]}]}).encode()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes


async def send(at: House, path: str, body: bytes, method: str = "POST", **headers: str) -> Answered:
    """A request whose answer is not decoded."""
    sent = {
        "Authorization": f"Bearer {KEY}",
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
    }
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.request(method, at.gateway.data_url + path, data=body, headers=sent) as response,
    ):
        return Answered(response.status, dict(response.headers), await response.read())


async def raw(at: House, request: bytes, seconds: float = 5) -> bytes:
    """Everything that comes back until the connection ends."""
    host, port = at.gateway.data_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.read(), seconds)
    finally:
        writer.close()


def head(path: str, body: bytes, *lines: str, close: bool = True) -> bytes:
    """A whole request as it is written to a socket."""
    more = [f"Content-Length: {len(body)}", *(["Connection: close"] if close else []), *lines]
    written = [f"POST {path} HTTP/1.1", "Host: gateway", f"Authorization: Bearer {KEY}", *more]
    return "\r\n".join([*written, "", ""]).encode() + body
