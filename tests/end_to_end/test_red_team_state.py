"""What hostile recipients answer where the gateway keeps what they made."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
from aiohttp import web

from tests.end_to_end.conftest import KEY, PROMPT, House, house
from tests.support.heard import Heard

RESPONSES = "/openai/v1/responses"
DEEP = b'{"data":[{"id":"a","x":' + b"[" * 600 + b"]" * 600 + b"}]}"


@dataclass
class Hostile:
    """Answers anything with the same."""

    answer: bytes = b"{}"
    wire: Literal["openai", "google"] = "openai"

    def serves(self, method: str, path: str) -> bool:
        """Whatever is called."""
        return bool(method and path)

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """The same."""
        assert heard.path == request.path
        return web.Response(body=self.answer, content_type="application/json")


@pytest.fixture
async def hostile(tmp_path: Path) -> AsyncIterator[tuple[House, Hostile]]:
    async with house(tmp_path, stores=True) as at:
        keeper = Hostile()
        at.recipient.keepers.append(keeper)
        yield at, keeper
        await at.assert_nothing_escaped()


async def _list(at: House, path: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(at.gateway.data_url + path, headers=headers) as response,
    ):
        return response.status, await response.read()


@pytest.mark.parametrize("path", ["/openai/v1/files", "/openai/v1/batches"])
async def test_a_list_that_nobody_can_write(hostile: tuple[House, Hostile], path: str) -> None:
    at, keeper = hostile
    keeper.answer = DEEP
    status, body = await _list(at, path)
    assert (status, json.loads(body)["error"]["code"]) == (502, "upstream_malformed")


async def test_a_list_beside_the_list_is_left_out(hostile: tuple[House, Hostile]) -> None:
    """What others made does not come in by another name."""
    at, keeper = hostile
    listed = {"data": [{"id": "a"}], "more": [{"id": "b"}], "it": {"id": "c"}, "has_more": False}
    keeper.answer = json.dumps(listed).encode()
    assert await _list(at, "/openai/v1/files") == (200, b'{"has_more":false,"data":[]}')


async def test_a_response_of_many_items_is_kept_at_once(hostile: tuple[House, Hostile]) -> None:
    """One by one they would take a minute, each in a transaction of its own."""
    at, keeper = hostile
    items = [{"id": f"msg_{n}", "type": "message", "content": []} for n in range(3000)]
    keeper.answer = json.dumps({"object": "response", "id": "resp_1", "output": items}).encode()
    began = time.perf_counter()
    status, _, _ = await at.post(RESPONSES, json.dumps({"model": "m", "input": PROMPT}).encode())
    assert (status, time.perf_counter() - began < 10) == (200, True)
    for ident, expected in (("msg_0", 200), ("msg_2999", 200), ("msg_3000", 404)):
        asked = {"model": "m", "input": [{"type": "item_reference", "id": ident}]}
        status, _, _ = await at.post(RESPONSES, json.dumps(asked).encode())
        assert status == expected


@pytest.mark.parametrize("ident", [5, "", ["a"], None, "a\u0000b", "x" * 100_000])
async def test_odd_ids_are_nobodys(hostile: tuple[House, Hostile], ident: object) -> None:
    at, keeper = hostile
    keeper.answer = json.dumps({"object": "response", "id": ident, "output": [5, None]}).encode()
    body = json.dumps({"model": "m", "input": PROMPT}).encode()
    assert (await at.post(RESPONSES, body))[0] == 200
    asked = json.dumps({"model": "m", "input": "x", "previous_response_id": "y"}).encode()
    assert (await at.post(RESPONSES, asked))[0] == 404


async def test_what_is_named_often_is_sought_once(hostile: tuple[House, Hostile]) -> None:
    at, keeper = hostile
    keeper.answer = b'{"object":"response","id":"resp_1","output":[{"id":"msg_1"}]}'
    body = json.dumps({"model": "m", "input": PROMPT}).encode()
    assert (await at.post(RESPONSES, body))[0] == 200
    asked = {"model": "m", "input": [{"type": "item_reference", "id": "msg_1"}] * 3000}
    began = time.perf_counter()
    assert (await at.post(RESPONSES, json.dumps(asked).encode()))[0] == 200
    assert time.perf_counter() - began < 5
