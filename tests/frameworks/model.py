"""A recipient that plays a model with one tool, and a trap for who goes past the gateway."""

import asyncio
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.support.answers import Echo
from tests.support.heard import Heard
from tests.support.shapes import Call, Said

TOOL = "lookup_customer"
PSEUDONYM = re.compile(r"\b[A-Z]+_[0-9a-z]{4,}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Echo):
    """Calls the tool with the e-mail address that it was shown, then quotes the tool's result."""

    def said(self, heard: Heard) -> Said:
        """The call, or the answer."""
        names = PSEUDONYM.findall(heard.last_text)
        if heard.after_tool:
            return Said(text=f"I found {', '.join(names)}. The order is A-77812. 😀")
        [email] = [name for name in names if name.startswith("EMAIL_")]
        return Said(calls=(Call(TOOL, {"email": email}),))


@dataclass(slots=True)
class Trap:
    """A proxy that connects nobody and remembers who was asked for.

    Attributes:
        asked: first lines of what was sent to it, such as `CONNECT api.openai.com:443 HTTP/1.1`.
    """

    asked: list[str] = field(default_factory=list)
    _server: asyncio.Server | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What makes a client use it for all but loopback."""
        assert self._server is not None
        url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        direct = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
        return direct | dict.fromkeys((*names, *(name.lower() for name in names)), url)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._refuse, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        self.asked.append(line.decode("latin-1").strip())
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        writer.close()
