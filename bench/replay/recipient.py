"""A recipient that remembers all that it heard, and answers what it is told to."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

_OWN = frozenset({"content-type", "content-length", "transfer-encoding", "date", "server"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it arrived."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def everything(self) -> bytes:
        lines = [f"{self.method} {self.path}?{self.query}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + self.body


@dataclass(frozen=True, slots=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Recipient:
    """Listens on loopback.

    Attributes:
        answer: makes the answer to a request.
        heard: what was heard since it was emptied.
        chance: where answers are cut for the socket; None: not at all.
    """

    answer: Callable[[Heard], Said]
    heard: list[Heard] = field(default_factory=list)
    chance: random.Random | None = None
    _runner: web.AppRunner | None = None
    _port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**28)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        url = request.rel_url
        heard = Heard(
            request.method, url.raw_path, url.raw_query_string,
            tuple(request.headers.items()), await request.read(),
        )  # fmt: skip
        self.heard.append(heard)
        said = self.answer(heard)
        response = web.StreamResponse(status=said.status)
        for name, value in said.headers.items():
            if name.lower() not in _OWN or name.lower() == "content-type":
                response.headers[name] = value
        await response.prepare(request)
        for piece in self._cut(said.body):
            await response.write(piece)
            await asyncio.sleep(0)
        await response.write_eof()
        return response

    def _cut(self, body: bytes) -> list[bytes]:
        if self.chance is None or not body:
            return [body]
        cuts = sorted(self.chance.randint(0, len(body)) for _ in range(min(60, len(body))))
        return [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True) if a < b]
