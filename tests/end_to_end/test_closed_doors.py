"""What is refused on purpose is refused with advice, and nothing of it is sent."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import openai
import pytest
from google.genai import errors, types

from tests.end_to_end.conftest import KEY, PROMPT, House

SOCKETS = {
    "realtime": "/openai/v1/realtime?model=gpt-realtime",
    "responses": "/openai/v1/responses",
    "live": "/openai/v1/live",
    "translations": "/v1/realtime/translations",
    "gemini": "/google/ws/google.ai.generativelanguage.v1.GenerativeService.BidiGenerateContent",
    "vertex": "/google/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent",
    "nothing": "/anything",
}


@pytest.mark.parametrize("path", SOCKETS.values(), ids=SOCKETS)
async def test_websockets_are_refused(at_home: House, path: str) -> None:
    url = at_home.gateway.data_url.replace("http", "ws") + path
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(url, headers=headers)
        assert refused.value.status == 403
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"} | headers
        async with session.get(at_home.gateway.data_url + path, headers=upgrade) as response:
            error = json.loads(await response.read())["error"]
    assert "Websockets" in error["message"]
    reason = error["details"][0]["reason"].lower() if "details" in error else error["code"]
    assert reason == "websocket_refused"
    assert not at_home.recipient.heard


async def test_the_sdks_websockets_are_refused(at_home: House) -> None:
    client = at_home.openai(websocket_base_url=at_home.openai_url.replace("http", "ws"))
    with pytest.raises(Exception, match="403"):
        async with client.realtime.connect(model="gpt-realtime"):
            pass
    assert not at_home.recipient.heard


Call = Callable[[Any], Awaitable[object]]
FOR_GOOD: dict[str, Call] = {
    "secrets": lambda c: c.realtime.client_secrets.create(session={"type": "realtime"}),
    "chatkit": lambda c: c.beta.chatkit.sessions.create(user="u", workflow={"id": "w"}),
    "call": lambda c: c.realtime.calls.hangup("call_1"),
    "tuning": lambda c: c.fine_tuning.jobs.create(model="m", training_file="file-1"),
    "evals": lambda c: c.evals.list(),
    "videos": lambda c: c.videos.create(prompt=PROMPT),
    "containers": lambda c: c.containers.create(name=PROMPT),
    "skills": lambda c: c.skills.list(),
}


@pytest.mark.parametrize("call", FOR_GOOD.values(), ids=FOR_GOOD)
async def test_openais_closed_doors(at_home: House, call: Call) -> None:
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await call(at_home.openai(max_retries=2))
    assert refused.value.code == "endpoint_refused"
    assert len(refused.value.message) > 60
    assert not at_home.recipient.heard


async def test_googles_closed_doors(at_home: House) -> None:
    client = at_home.gemini(version="v1alpha")
    with pytest.raises(errors.ClientError) as refused:
        await client.aio.auth_tokens.create(config=types.CreateAuthTokenConfig(uses=1))
    assert refused.value.code == 403
    assert "past the gateway" in str(refused.value)
    assert not at_home.recipient.heard


PREFLIGHT = {
    "Origin": "https://shop.example",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@pytest.mark.parametrize("path", ["/openai/v1/chat/completions", "/google/v1beta/models/m:x", "/"])
async def test_browsers_may_not_call(at_home: House, path: str) -> None:
    url = at_home.gateway.data_url + path
    async with (
        aiohttp.ClientSession() as session,
        session.options(url, headers=PREFLIGHT) as response,
    ):
        answer = await response.read()
        assert response.status == 403
        assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert b"Browsers may not call" in answer
    assert b"cors_refused" in answer.lower()


async def test_other_upgrades_are_ignored(at_home: House) -> None:
    """Clients that offer HTTP/2 over plain TCP take an answer in HTTP/1.1 (RFC 9110, 7.8)."""
    host, port = at_home.gateway.data_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"GET /openai/v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + KEY.encode()
        + b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n"
    )  # fmt: skip
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    writer.close()
    assert head.startswith(b"HTTP/1.1 200")
    assert b"x-privacy-disclosure" in head
