"""What SDKs hide of streams: signs of life, and ends that are none. By hand."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from tests.end_to_end import by_hand
from tests.end_to_end.by_hand import ARRAY, CHAT, SSE
from tests.end_to_end.conftest import KEY, PROMPT, House, house, read_config
from tests.support import clients
from tests.support.heard import Heard

# --- signs of life -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Silent:
    """Writes pieces of a stream, with pauses between them."""

    pieces: tuple[bytes, ...]
    pause: float = 0.25
    headers: dict[str, str] = field(default_factory=dict)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Write them."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"} | self.headers)
        if heard.framing == "json_array":
            response.headers["Content-Type"] = "application/json"
        await response.prepare(request)
        for piece in self.pieces:
            await asyncio.sleep(self.pause)
            await response.write(piece.replace(b"NADIA", _pseudonym(heard)))
        await asyncio.sleep(self.pause)
        await response.write_eof()
        return response


def _pseudonym(heard: Heard) -> bytes:
    text = heard.last_text
    return text[text.index("PERSON_") :].split(",")[0].split(" ")[0].encode()


@pytest.fixture
async def restless(tmp_path: Path) -> AsyncIterator[House]:
    """A house where a stream may be silent for a tenth of a second."""
    async with house(tmp_path) as running:
        text = (tmp_path / "config.toml").read_text()
        changed = text.replace("idle_seconds = 2", "idle_seconds = 2\nkeep_alive_seconds = 0.1")
        running.gateway.reload(read_config(tmp_path, changed))
        yield running
        await running.assert_nothing_escaped()


def _delta(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps(body | {"choices": [choice]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
COMMENT = b": keep-alive\n"


async def test_a_silent_stream_shows_signs_of_life(restless: House) -> None:
    whole = _delta("Hello ") + _delta("NADIA!")
    restless.recipient.script(Silent((whole[:40], whole[40:300], whole[300:], DONE)))
    answer = await by_hand.send(restless, CHAT, by_hand.chat_body(stream=True))
    assert answer.body.count(COMMENT) >= 4
    assert answer.body.startswith(COMMENT)
    events = answer.body.replace(COMMENT, b"").split(b"\n\n")
    assert all(event.startswith(b"data: ") for event in events if event)
    texts = [json.loads(event[6:]) for event in events if event and b"DONE" not in event]
    said = "".join(one["choices"][0]["delta"].get("content") or "" for one in texts)
    assert said == "Hello Nadia Okonkwo!"


async def test_an_event_that_drips_is_silence_too(restless: House) -> None:
    event = _delta("Hello")
    pieces = tuple(event[at : at + 20] for at in range(0, len(event), 20))
    restless.recipient.script(Silent((*pieces, DONE), pause=0.05))
    answer = await by_hand.send(restless, CHAT, by_hand.chat_body(stream=True))
    assert answer.body.count(COMMENT) >= 2
    assert answer.body.replace(COMMENT, b"") == event + DONE, "none of them inside the event"


@pytest.mark.parametrize("base", ["/openai/v1", "/google/v1beta/openai"], ids=["openai", "google"])
async def test_the_sdk_skips_signs_of_life(restless: House, base: str) -> None:
    restless.recipient.script(Silent((b"\xef\xbb\xbf" + _delta("Hello "), _delta("NADIA!"), DONE)))
    client = clients.openai_client(restless.gateway.data_url + base, KEY)
    stream = await client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
    )
    said = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    assert said == "Hello Nadia Okonkwo!"


async def test_what_openais_recipients_add_is_skipped(restless: House) -> None:
    first = b": hello\r\n\r\nid: 7\r\nretry: 5\r\n" + _delta("Hello ").replace(b"\n", b"\r\n")
    second = b": again\nevent: message\nid: 8\n" + _delta("NADIA!")
    restless.recipient.script(Silent((first, second, DONE)))
    stream = await restless.openai().chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
    )
    said = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    assert said == "Hello Nadia Okonkwo!"


@pytest.mark.parametrize("path", [SSE, ARRAY], ids=["events", "array"])
async def test_googles_streams_are_left_in_peace(restless: House, path: str) -> None:
    part = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hi NADIA"}]}}]}
    last = {"candidates": [{"index": 0, "content": {"parts": []}, "finishReason": "STOP"}]}
    one, two = json.dumps(part).encode(), json.dumps(last).encode()
    if path == SSE:
        noise = b"\xef\xbb\xbf: hello\n\nid: 1\nretry: 5\n"
        pieces = (noise + b"data: " + one + b"\n\n", b": again\n\n", b"data: " + two + b"\n\n")
    else:
        pieces = (b"[" + one, b",\r\n", two + b"]")
    restless.recipient.script(Silent(pieces))
    answer = await by_hand.send(restless, path, by_hand.gemini_body())
    assert b"keep-alive" not in answer.body
    if path == SSE:
        events = [event for event in answer.body.split(b"\n\n") if event]
        assert all(event.startswith(b"data: {") for event in events)
    else:
        assert len(json.loads(answer.body)) >= 2
    assert b"Nadia Okonkwo" in answer.body


# --- ends --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Torn:
    """Breaks off in the middle of a pseudonym: by a lost connection, or as if all was said."""

    clean: bool
    coding: str = ""

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Begin and break off."""
        name = _pseudonym(heard).decode()
        said = _said(heard, f"Hello {name[:-2]}")
        machine = zlib.compressobj(wbits=31) if self.coding else None
        if machine is not None:
            said = machine.compress(said) + machine.flush(zlib.Z_SYNC_FLUSH)
        kind = "application/json" if heard.framing == "json_array" else "text/event-stream"
        response = web.StreamResponse(headers={"Content-Type": kind})
        if self.coding:
            response.headers["Content-Encoding"] = self.coding
        await response.prepare(request)
        await response.write(said)
        await asyncio.sleep(0.1)
        if self.clean:
            await response.write_eof()
        elif request.transport is not None:
            request.transport.abort()
        return response


def _said(heard: Heard, text: str) -> bytes:
    if heard.wire == "openai":
        return _delta(text)
    body = {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}}]}
    raw = json.dumps(body).encode()
    return b"[" + raw if heard.framing == "json_array" else b"data: " + raw + b"\n\n"


@pytest.mark.parametrize("coding", ["", "gzip"], ids=["plain", "gzip"])
@pytest.mark.parametrize("clean", [False, True], ids=["lost", "incomplete"])
@pytest.mark.parametrize("path", [CHAT, SSE, ARRAY], ids=["openai", "events", "array"])
async def test_a_torn_stream_stays_torn(
    at_home: House, path: str, coding: str, *, clean: bool
) -> None:
    at_home.recipient.script(Torn(clean=clean, coding=coding))
    body = by_hand.chat_body(stream=True) if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.raw(at_home, by_hand.head(path, body, "Accept-Encoding: gzip"))
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Hello" in answer
    assert b"upstream_truncated" in answer.lower()
    assert b"[DONE]" not in answer
    assert not answer.endswith(b"0\r\n\r\n"), "the last chunk would say that all was said"
    assert b"PERSON_" not in answer, "half a pseudonym is nothing for a caller"
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "upstream_truncated"
