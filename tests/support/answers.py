"""Scripted answers of the fake recipient: echoes, and every way in which a recipient fails."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Protocol

from aiohttp import web

from tests.support import plain, responses, shapes
from tests.support.heard import Heard
from tests.support.shapes import Call, Said, Style

JSON = "application/json"
SSE = "text/event-stream; charset=utf-8"


class Answer(Protocol):
    """How the fake recipient answers one request."""

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Write the answer."""
        ...


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Says what it was told last, in the shape that the request asks for.

    Attributes:
        say: makes the answer's text of the text heard.
        calls: whether tools that the request offers are called (all of them, in parallel).
        delta: characters per piece of a stream; 1 splits pairs of surrogates, too.
        writes: sizes in bytes of the pieces written to the socket, in turn; none: event by event.
        crlf: whether lines of server-sent events end with CR LF.
        ascii: whether JSON escapes everything beyond ASCII.
        gzip: whether the body is compressed.
        gap_s: pause in seconds between two writes.
        headers: more response headers.
    """

    say: Callable[[str], str] = _unchanged
    calls: bool = True
    delta: int = 4
    writes: tuple[int, ...] = ()
    crlf: bool = False
    ascii: bool = False
    gzip: bool = False
    gap_s: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer whole or as stream."""
        if heard.counts:
            return await self._send(request, [b'{"totalTokens": 7}'], JSON)
        style = Style(delta=self.delta, ascii=self.ascii)
        if heard.call in plain.PATHS:
            kind, parts = plain.answer(heard.call, heard.json, self.say, style, crlf=self.crlf)
            return await self._send(request, parts, kind)
        said = self.said(heard)
        if heard.call == responses.COUNT_PATH:
            return await self._send(request, [responses.COUNT], JSON)
        if heard.call == responses.PATH:
            parts = responses.answer(heard.json, said, style, crlf=self.crlf)
            return await self._send(request, parts, JSON if heard.framing == "whole" else SSE)
        if heard.framing == "whole":
            make = shapes.openai_whole if heard.wire == "openai" else shapes.google_whole
            return await self._send(request, [shapes.dump(make(said), style)], JSON)
        kind = JSON if heard.framing == "json_array" else SSE
        return await self._send(request, frames(heard, said, style, crlf=self.crlf), kind)

    def said(self, heard: Heard) -> Said:
        """What is said, in no dialect yet."""
        text = self.say(heard.last_text)
        call = self.calls and heard.tools and not heard.after_tool
        quoted = {"text": text, "quoted": f'"{text}" \\ \u20ac\n\U0001f600', "count": 2**60}
        return Said(
            text="" if call else text,
            calls=tuple(Call(name, quoted) for name in heard.tools) if call else (),
            choices=heard.choices,
            logprobs=bool(heard.json.get("logprobs") or heard.json.get("top_logprobs")),
            usage_chunk=bool((heard.json.get("stream_options") or {}).get("include_usage")),
        )

    async def _send(
        self, request: web.Request, parts: list[bytes], kind: str
    ) -> web.StreamResponse:
        response = _response(kind, self.headers)
        if self.gzip:
            response.headers["Content-Encoding"] = "gzip"
        await response.prepare(request)
        async for data in self._paced(parts):
            await response.write(data)
        await response.write_eof()
        return response

    async def _paced(self, parts: list[bytes]) -> AsyncIterator[bytes]:
        compressor = zlib.compressobj(wbits=31) if self.gzip else None
        for part in recut(parts, self.writes):
            if compressor is None:
                yield part
            else:
                yield compressor.compress(part) + compressor.flush(zlib.Z_SYNC_FLUSH)
            await asyncio.sleep(self.gap_s)
        if compressor is not None:
            yield compressor.flush()


def frames(heard: Heard, said: Said, style: Style, *, crlf: bool = False) -> list[bytes]:
    """The answer's frames in the dialect and framing of the request."""
    if heard.call == responses.PATH:
        return responses.answer(heard.json, said, style, crlf=crlf)
    make = shapes.openai_events if heard.wire == "openai" else shapes.google_events
    events = (shapes.dump(event, style) for event in make(said, style))
    if heard.framing == "json_array":
        return shapes.json_array(events)
    return shapes.sse(events, crlf=crlf, done=heard.wire == "openai")


def recut(parts: Iterable[bytes], sizes: tuple[int, ...]) -> Iterator[bytes]:
    """The same bytes in pieces of these sizes, in turn."""
    if not sizes:
        yield from parts
        return
    body, at = b"".join(parts), 0
    for size in cycle(sizes):
        if at >= len(body):
            return
        yield body[at : at + size]
        at += size


def _response(kind: str, headers: dict[str, str], status: int = 200) -> web.StreamResponse:
    standard = {"Content-Type": kind, "x-request-id": "req_fake_0001"}
    return web.StreamResponse(status=status, headers=standard | headers)


# --- faults ---


@dataclass(frozen=True, slots=True)
class Status:
    """Answers with an error status; its body is an error in the dialect unless one is given."""

    status: int
    body: bytes | None = None
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer with it."""
        del request
        body = self.body
        if body is None:
            body = error_body(heard, self.status, f"The recipient says {self.status}.")
        return web.Response(
            status=self.status, body=body, headers={"Content-Type": self.kind} | self.headers
        )


def html() -> Status:
    """A page of some proxy in between."""
    return Status(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")


def malformed() -> Status:
    """A status of 200 over half a JSON text."""
    return Status(200, b'{"choices": [{"index": 0, "message": {"role": "assis')


def redirect(location: str) -> Status:
    """A redirect, which must not be followed with personal data."""
    return Status(307, b"", headers={"Location": location})


@dataclass(frozen=True, slots=True)
class EchoError:
    """An error whose message quotes what was sent, as some recipients do."""

    status: int = 400

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer with it."""
        del request
        message = f"Could not parse: {heard.last_text}"
        body = error_body(heard, self.status, message)
        return web.Response(status=self.status, body=body, headers={"Content-Type": JSON})


@dataclass(frozen=True, slots=True)
class Drop:
    """Closes the connection without an answer."""

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Close it."""
        del heard
        assert request.transport is not None
        request.transport.abort()
        return web.StreamResponse()


@dataclass(frozen=True, slots=True)
class Hang:
    """Says nothing more, after so many frames of a stream; before the first byte when 0.

    `begun` is set when it hangs, and `gone` when the caller goes away.
    """

    after: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Hang until the caller goes away."""
        try:
            if self.after:
                await _begin(heard, request, self.after)
            self.begun.set()
            await asyncio.Event().wait()
        finally:
            self.gone.set()
        raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True)
class CutStream:
    """Ends a stream after so many frames: by a lost connection, or cleanly but incomplete.

    Attributes:
        after: frames written before.
        clean: whether the HTTP body ends properly, so that only the dialect shows the loss.
        tail: bytes written last, e.g. half an event.
    """

    after: int = 3
    clean: bool = False
    tail: bytes = b""

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Begin, then cut."""
        response = await _begin(heard, request, self.after)
        if self.tail:
            await response.write(self.tail)
        if self.clean:
            await response.write_eof()
        elif request.transport is not None:
            await asyncio.sleep(0.05)
            request.transport.abort()
        return response


def error_event(after: int = 3) -> CutStream:
    """An error event of OpenAI's dialect inside a stream of status 200."""
    body = json.dumps({"error": {"message": "overloaded", "type": "server_error", "code": None}})
    return CutStream(after, clean=True, tail=f"data: {body}\n\n".encode())


def garbage_event(after: int = 3) -> CutStream:
    """An event whose data is no JSON."""
    return CutStream(after, clean=True, tail=b'data: {"choices": [{"delta"\n\n')


def huge_event(size: int, after: int = 1) -> CutStream:
    """One event of so many bytes, never ended."""
    return CutStream(after, clean=True, tail=b'data: {"choices": "' + b"a" * size)


async def _begin(heard: Heard, request: web.Request, count: int) -> web.StreamResponse:
    said = Echo(calls=False).said(heard)
    kind = JSON if heard.framing == "json_array" else SSE
    response = _response(kind, {})
    await response.prepare(request)
    for frame in frames(heard, said, Style())[:count]:
        await response.write(frame)
    return response


def error_body(heard: Heard, status: int, message: str) -> bytes:
    """An error in the request's dialect; a list of one in Google's streams that are arrays."""
    if heard.wire == "openai":
        error: Any = {"message": message, "type": "fake_error", "param": None, "code": "fake"}
        return json.dumps({"error": error}).encode()
    error = {"error": {"code": status, "message": message, "status": "FAKE"}}
    return json.dumps([error] if heard.framing == "json_array" else error).encode()
