"""A recipient for end-to-end tests: real HTTP on loopback, remembers all that it heard.

async with FakeRecipient(ledger_entries=count) as recipient:
    recipient.script(Status(429), Echo(writes=(1,)))   # then the default answer again
    ...
    assert_absent(PLANTED, recipient.memory)

A request to a path that no official SDK would use here fails the test when the block ends.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from tests.support import plain, responses
from tests.support.answers import Answer, Echo
from tests.support.heard import Heard
from tests.support.keeping import Keeper

BODY_MAX = 64 * 1024 * 1024

_MODEL = r"(?:projects/[^/]+/locations/[^/]+/)?(?:publishers/google/)?(?:tuned)?[mM]odels"
_GOOGLE = re.compile(
    rf"/(?:v1|v1beta|v1beta1)/(?:{_MODEL}/[^/]+:(?:generateContent|streamGenerateContent|countTokens)"
    r"|projects/[^/]+/locations/[^/]+/endpoints/[^/]+:(?:generateContent|streamGenerateContent"
    r"|countTokens))"
)
_GOOGLE_MODELS = re.compile(rf"/(?:v1|v1beta|v1beta1)/{_MODEL}(?:/[^/:]+)?")
_OPENAI_MODELS = re.compile(r"/v1/models(?:/.+)?")


class FakeRecipient:
    """Hears, remembers, answers as scripted.

    Attributes:
        heard: every expected request, in order.
        unexpected: requests to other paths: `METHOD path`.
        answer: the answer given when nothing is scripted.
        keepers: who answers calls around what it keeps; asked before anybody else.
    """

    def __init__(
        self, *, answer: Answer | None = None, ledger_entries: Callable[[], int] | None = None
    ) -> None:
        self.heard: list[Heard] = []
        self.unexpected: list[str] = []
        self.answer: Answer = answer or Echo()
        self.keepers: list[Keeper] = []
        self._ledger_entries = ledger_entries
        self._script: deque[Answer] = deque()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Its root, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def openai_url(self) -> str:
        """The base URL of OpenAI's API."""
        return f"{self.url}/v1"

    @property
    def last(self) -> Heard:
        """The request heard last."""
        return self.heard[-1]

    @property
    def memory(self) -> bytes:
        """All that it was ever told, as one haystack."""
        return b"\n\n".join(one.everything for one in self.heard)

    def script(self, *answers: Answer) -> None:
        """Answer the next requests so, one each."""
        self._script.extend(answers)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=BODY_MAX)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        address: tuple[str, int] = self._runner.addresses[0]
        self._port = address[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()
        if error is None:
            assert not self.unexpected, f"unexpected requests: {self.unexpected}"

    async def stop(self) -> None:
        """Go off the air, as a recipient that is down; what was heard stays."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        for keeper in self.keepers:
            if keeper.serves(request.method, request.rel_url.raw_path):
                self.heard.append(await self._hear(keeper.wire, request))
                return await keeper.give(self.last, request)
        google_key = "x-goog-api-key" in request.headers
        wire = self._wire(request.method, request.rel_url.raw_path, google_key=google_key)
        if wire is None:
            self.unexpected.append(f"{request.method} {request.rel_url.raw_path}")
            return web.Response(status=404, text="unexpected")
        heard = await self._hear(wire, request)
        self.heard.append(heard)
        if request.method == "GET":
            return web.json_response(_models(wire, heard.path))
        answer = self._script.popleft() if self._script else self.answer
        return await answer.give(heard, request)

    async def _hear(self, wire: Literal["openai", "google"], request: web.Request) -> Heard:
        entries = self._ledger_entries() if self._ledger_entries else None
        body = await request.read()
        return Heard(
            wire=wire,
            method=request.method,
            path=request.rel_url.raw_path,
            query=request.rel_url.raw_query_string,
            headers=tuple(request.headers.items()),
            body=body,
            ledger_entries=entries,
            json=_parsed(body) if body else {},
        )

    @staticmethod
    def _wire(method: str, path: str, *, google_key: bool) -> Literal["openai", "google"] | None:
        if method == "POST":
            call = plain.call(path)
            if call == "/v1/chat/completions" or call in plain.PATHS | responses.PATHS:
                return "openai"
            return "google" if _GOOGLE.fullmatch(path) else None
        if method != "GET":
            return None
        if _OPENAI_MODELS.fullmatch(plain.call(path)) and not google_key:
            return "openai"
        return "google" if _GOOGLE_MODELS.fullmatch(path) else None


def _parsed(body: bytes) -> dict[str, Any]:
    """The body's JSON; empty for files and forms."""
    try:
        parsed: dict[str, Any] = json.loads(body)
    except ValueError:
        return {}
    return parsed


def _models(wire: str, path: str) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    names: Sequence[str] = ("fake-recipient",) if name == "models" else (name,)
    if wire == "openai":
        rows: list[dict[str, Any]] = [
            {"id": one, "object": "model", "created": 0, "owned_by": "test"} for one in names
        ]
        return {"object": "list", "data": rows} if name == "models" else rows[0]
    rows = [{"name": f"models/{one}", "displayName": "Fake recipient"} for one in names]
    return {"models": rows} if name == "models" else rows[0]
