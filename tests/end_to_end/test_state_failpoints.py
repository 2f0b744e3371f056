"""What the recipient keeps is kept here first: else the caller does not hear of it.

Guarantee G4 on the way back: whatever fails after the send, no answer leaves whose pseudonyms could
not be put back later, and what the recipient made meanwhile is nobody's.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from gateway.state import States
from storage.ports import LedgerUnavailable
from tests.end_to_end.conftest import KEY, PROMPT, House, house
from tests.support.stored import Stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

ERRORS = (
    LedgerUnavailable("busy"),
    RuntimeError(PROMPT),
    ValueError(PROMPT),
    KeyError(PROMPT),
    MemoryError(PROMPT),
)
RESPONSES = "/openai/v1/responses"
MAKING: dict[str, tuple[str, dict[str, Any]]] = {
    "response": (RESPONSES, {"model": "gpt-test", "input": PROMPT}),
    "stream": (RESPONSES, {"model": "gpt-test", "input": PROMPT, "stream": True}),
    "background": (RESPONSES, {"model": "gpt-test", "input": PROMPT, "background": True}),
    "conversation": ("/openai/v1/conversations", {"metadata": {"customer": PROMPT}}),
    "completion": (
        "/openai/v1/chat/completions",
        {"model": "gpt-test", "store": True, "messages": [{"role": "user", "content": PROMPT}]},
    ),
    "streamed completion": (
        "/openai/v1/chat/completions",
        {
            "model": "gpt-test",
            "store": True,
            "stream": True,
            "messages": [{"role": "user", "content": PROMPT}],
        },
    ),
}


_ITEMS = {"items": [{"type": "message", "role": "user", "content": PROMPT}]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keeping(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with house(tmp_path_factory.mktemp("house"), stores=True) as running:
        running.recipient.keepers.append(Stored())
        yield running
        await running.assert_nothing_escaped()


def _kept(house: House) -> dict[str, Any]:
    keeper = house.recipient.keepers[0]
    assert isinstance(keeper, Stored)
    return keeper.kept


async def _call(
    house: House, path: str, body: dict[str, Any] | None = None, method: str = "POST"
) -> tuple[int, bytes]:
    """Status and what came, of an answer that may break off."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    async with aiohttp.ClientSession() as session:
        url = house.gateway.data_url + path
        async with session.request(method, url, data=sent, headers=headers) as response:
            came = b""
            try:
                async for piece in response.content.iter_any():
                    came += piece
            except aiohttp.ClientError:
                return 0, came
            return response.status, came


def _failing(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception, *, before: bool) -> None:
    real = getattr(States, name)

    async def failing(*args: Any, **named: Any) -> Any:
        if not before:
            await real(*args, **named)
        raise error

    monkeypatch.setattr(States, name, failing)


@pytest.mark.parametrize("made", MAKING)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_what_cannot_be_kept_is_not_told(
    keeping: House, monkeypatch: pytest.MonkeyPatch, made: str, error: Exception, *, before: bool
) -> None:
    known = set(_kept(keeping))
    path, body = MAKING[made]
    _failing(monkeypatch, "keep", error, before=before)
    status, came = await _call(keeping, path, body)
    new = set(_kept(keeping)) - known
    assert len(new) == 1, "the recipient made it"
    assert not any(ident.encode() in came for ident in new)
    if body.get("stream"):
        assert status == 0, "a stream that breaks has no proper end"
    else:
        unavailable = isinstance(error, LedgerUnavailable)
        assert status == (503 if unavailable else 500)
        expected = "state_not_kept" if unavailable else "internal_error"
        assert json.loads(came)["error"]["code"] == expected
    assert b"Okonkwo" not in came


async def test_a_stream_that_cannot_be_kept_says_so(
    keeping: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, "keep", LedgerUnavailable("busy"), before=True)
    status, came = await _call(keeping, *MAKING["stream"])
    assert (status, came.count(b"data:")) == (0, 1)
    assert b"state_not_kept" in came


async def test_items_that_cannot_be_found_are_not_told(
    keeping: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The response is kept; an item that nobody could refer to later is not told."""
    _failing(monkeypatch, "join", LedgerUnavailable("busy"), before=True)
    status, came = await _call(keeping, *MAKING["stream"])
    assert status == 0
    assert b"output_item.added" not in came
    assert b"state_not_kept" in came
    status, came = await _call(keeping, *MAKING["response"])
    assert (status, json.loads(came)["error"]["code"]) == (503, "state_not_kept")


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_what_cannot_be_added_is_not_sent(
    keeping: House, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    _, came = await _call(keeping, "/openai/v1/conversations", {})
    ident = json.loads(came)["id"]
    heard = len(keeping.recipient.heard)
    _failing(monkeypatch, "grow", error, before=True)
    for path, body in (
        (RESPONSES, {"model": "gpt-test", "input": PROMPT, "conversation": ident}),
        (f"/openai/v1/conversations/{ident}/items", _ITEMS),
    ):
        status, came = await _call(keeping, path, body)
        assert status >= 500
        assert b"Okonkwo" not in came
    assert len(keeping.recipient.heard) == heard


async def test_what_cannot_be_forgotten_is_deleted_again(
    keeping: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recipient has nothing left to delete, which is as good as having deleted it."""
    _, came = await _call(keeping, *MAKING["response"])
    path = f"{RESPONSES}/{json.loads(came)['id']}"
    with monkeypatch.context() as patch:
        _failing(patch, "forget", LedgerUnavailable("busy"), before=True)
        status, came = await _call(keeping, path, None, "DELETE")
        assert (status, json.loads(came)["error"]["code"]) == (503, "state_not_forgotten")
    status, came = await _call(keeping, path, None, "DELETE")
    assert status == 404
    assert json.loads(came)["error"]["code"] != "state_unknown", "the recipient said so"
    heard = len(keeping.recipient.heard)
    status, came = await _call(keeping, path, None, "DELETE")
    assert (status, json.loads(came)["error"]["code"]) == (404, "state_unknown")
    assert len(keeping.recipient.heard) == heard


async def test_what_cannot_be_read_is_not_sent(
    keeping: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, came = await _call(keeping, *MAKING["response"])
    heard = len(keeping.recipient.heard)
    _failing(monkeypatch, "load", LedgerUnavailable("busy"), before=True)
    status, came = await _call(keeping, f"{RESPONSES}/{json.loads(came)['id']}", None, "GET")
    assert (status, json.loads(came)["error"]["code"]) == (503, "ledger_unavailable")
    assert len(keeping.recipient.heard) == heard
