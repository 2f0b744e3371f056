"""A relay that passes everything on: a recorder of real clients, and gateways that do not hold."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

_HOP = frozenset({"host", "content-length", "transfer-encoding", "connection"})


@dataclass(slots=True)
class Relay:
    """Listens on loopback and hands on to a target.

    Attributes:
        target: base URL of who answers.
        change: what is done to a request's body on its way.
        prefixes: mounts that are taken from paths, as the gateway does.
        heard: requests and answers, in the form of recordings.
    """

    target: str
    change: Callable[[bytes], bytes] = bytes
    prefixes: tuple[str, ...] = ()
    heard: list[dict[str, Any]] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        assert self._runner is not None
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        path = request.rel_url.raw_path
        for prefix in self.prefixes:
            path = path.removeprefix(prefix)
        query = request.rel_url.raw_query_string
        body = await request.read()
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method, f"{self.target}{path}?{query}", data=self.change(body) or None,
                headers=headers | {"Accept-Encoding": "identity"},
            ) as reply,
        ):  # fmt: skip
            answer = await reply.read()
            told = {"Content-Type": reply.headers["Content-Type"]}
            self._keep(request, body, {"status": reply.status, "headers": told,
                                       "body": answer.decode()})  # fmt: skip
            return web.Response(status=reply.status, body=answer, headers=told)

    def _keep(self, request: web.Request, body: bytes, response: dict[str, Any]) -> None:
        kept = {"kind": "json", "json": json.loads(body)} if body else {"kind": "empty"}
        asked = {
            "method": request.method,
            "path": request.rel_url.raw_path,
            "query": request.rel_url.raw_query_string,
            "headers": [list(pair) for pair in request.headers.items()],
            "body": kept,
        }
        self.heard.append({"request": asked, "response": response})

    def save(self, directory: Path, scenario: str) -> None:
        """Write what was heard as the recordings of one scenario, and forget it."""
        for at, one in enumerate(self.heard, 1):
            head = {"scenario": scenario, "index": at, "of": len(self.heard), "client": "test",
                    "client_version": "1", "note": ""}  # fmt: skip
            (directory / f"{scenario}.{at}.json").write_text(json.dumps(head | one))
        self.heard.clear()
