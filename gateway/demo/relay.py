"""Stands before a real language model's server and remembers, so that the demonstration can show.

Bytes pass as they are, in both directions; what was said is read from the stream beside them.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from gateway.demo.loopback import listening
from gateway.demo.memory import Exchange, Memory

_BODY_MAX = 32 * 1024 * 1024
_ANSWER_SECONDS = 300


@asynccontextmanager
async def relaying(target: str, memory: Memory, port: int = 0) -> AsyncIterator[str]:
    """Relay to a server while the block lasts.

    Args:
        target: URL of the server, without `/v1`.
        memory: what passes is remembered there.
        port: where to listen on loopback; 0 takes a free one.

    Yields:
        The relay's URL, without `/v1`.

    Raises:
        PortTaken: another program listens there.
    """
    limit = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=limit) as session:

        async def relay(request: web.Request) -> web.StreamResponse:
            return await _relay(session, target, memory, request)

        app = web.Application(client_max_size=_BODY_MAX)
        app.router.add_route("*", "/v1/{path:.+}", relay)
        async with listening(app, port) as url:
            yield url


async def _relay(
    session: aiohttp.ClientSession, target: str, memory: Memory, request: web.Request
) -> web.StreamResponse:
    body = await request.read()
    exchange = memory.hear(request.path_qs, body)
    kind = {"Content-Type": request.headers.get("Content-Type", "application/json")}
    url = target + request.path_qs
    async with session.request(request.method, url, data=body, headers=kind) as reply:
        answer = {"Content-Type": reply.headers.get("Content-Type", "application/json")}
        response = web.StreamResponse(status=reply.status, headers=answer)
        await response.prepare(request)
        line = b""
        async for data in reply.content.iter_any():
            *lines, line = (line + data).split(b"\n")
            exchange.said.extend(text for one in lines for text in _said(one))
            await response.write(data)
        _whole(exchange, line)
        await response.write_eof()
    return response


def _said(line: bytes) -> Iterator[str]:
    """The text that one line of a stream of server-sent events adds."""
    if not line.startswith(b"data: {"):
        return
    for choice in json.loads(line[6:]).get("choices", ()):
        text = choice.get("delta", {}).get("content")
        if text:
            yield text


def _whole(exchange: Exchange, body: bytes) -> None:
    """The text of an answer that was no stream."""
    if not exchange.said and body.startswith(b"{"):
        for choice in json.loads(body).get("choices", ()):
            exchange.said.append(choice.get("message", {}).get("content") or "")
