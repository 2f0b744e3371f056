"""What a demo recipient was sent: kept in memory, a few requests only, for showing."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

REQUESTS_MAX = 64


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as the recipient saw it, and what it said.

    Attributes:
        path: with the query.
        body: as it came.
        said: pieces of the answer's text, filled while it is written.
        called: tool calls of the answer, as `name(arguments)`.
    """

    path: str
    body: bytes
    said: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    @property
    def json(self) -> dict[str, Any]:
        """The body's JSON; empty if it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


class Memory:
    """The last requests of one recipient."""

    def __init__(self, size: int = REQUESTS_MAX) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=size)

    def hear(self, path: str, body: bytes) -> Exchange:
        """Remember a request; its answer is added by whoever gives it."""
        exchange = Exchange(path, body)
        self._exchanges.append(exchange)
        return exchange

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All that is remembered, oldest first."""
        return tuple(self._exchanges)

    @property
    def last(self) -> Exchange | None:
        """The request heard last."""
        return self._exchanges[-1] if self._exchanges else None
