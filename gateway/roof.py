"""What all exchanges share, and what a reload replaces.

`Roof` lives as long as the process: ledger, keys, metrics, tasks. A `Snapshot` belongs to one
configuration: an exchange keeps the one that it began with, and a reload builds a new one.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.records import Closing
from gateway.authentication import Authentication
from gateway.config.config import Config
from gateway.inspection import Inspector
from gateway.keys import Keys
from gateway.logs import log
from gateway.metrics import Metrics
from gateway.state import States
from gateway.tasks import Tasks
from gateway.upstream import Upstream
from storage.ports import Ledger, LedgerUnavailable, NotOpen, SessionStore

SESSION_SECONDS = 24 * 3600
"""An explicit session that is not used for so long is forgotten, and its values with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What one configuration makes; each is only equal to itself."""

    config: Config
    authentication: Authentication
    inspector: Inspector
    upstreams: Mapping[str, Upstream]

    async def close(self) -> None:
        """Close what it holds open."""
        self.inspector.close()
        for upstream in self.upstreams.values():
            await upstream.close()


class Roof:
    """What all exchanges of a process share."""

    def __init__(
        self,
        snapshot: Snapshot,
        ledger: Ledger,
        sessions: SessionStore,
        keys: Keys,
        version: str,
    ) -> None:
        self.snapshot = snapshot
        self.ledger = ledger
        self.sessions = sessions
        self.keys = keys
        self.states = States(sessions, keys.pseudonym)
        self.version = version
        self.metrics = Metrics()
        self.tasks = Tasks()
        self.draining = False
        self.in_flight = 0
        self.idle = asyncio.Event()
        self.idle.set()
        self._users: Counter[Snapshot] = Counter()
        self._cache_seen: dict[str, int] = {}
        self._failures_seen: Counter[tuple[str, str]] = Counter()
        self.metrics.build.info({"version": version})

    def enter(self) -> Snapshot:
        """An exchange begins, with the configuration of this moment."""
        self.in_flight += 1
        self._users[self.snapshot] += 1
        self.idle.clear()
        return self.snapshot

    def leave(self, snapshot: Snapshot) -> None:
        """An exchange has ended that began with this configuration."""
        self.in_flight -= 1
        self._users[snapshot] -= 1
        if not self._users[snapshot]:
            del self._users[snapshot]
            if snapshot is not self.snapshot:
                self.tasks.spawn(snapshot.close(), "retire")
        if not self.in_flight:
            self.idle.set()

    def replace(self, snapshot: Snapshot) -> None:
        """Serve another configuration; the old one is closed when its last exchange has ended."""
        self.gauge()  # what the old one counted is not lost with it
        old, self.snapshot = self.snapshot, snapshot
        self._failures_seen = Counter(snapshot.inspector.failures)
        if old not in self._users:
            self.tasks.spawn(old.close(), "retire")

    def problem(self) -> str:
        """Why no requests should be sent here; "" if they should."""
        if self.draining:
            return "draining"
        if self.ledger.fatal is not None:
            return "ledger"
        if not self.snapshot.inspector.ready:
            return "detector"
        return ""

    def gauge(self) -> None:
        """Read what is not counted as it happens."""
        metrics, cache = self.metrics, self.snapshot.inspector.cache
        metrics.in_flight.set(self.in_flight)
        metrics.ledger_depth.set(self.ledger.depth)
        metrics.cache_entries.set(len(cache))
        for result, seen in (("hit", cache.hits), ("miss", cache.misses)):
            counter = metrics.detection_cache.labels(result)
            counter.inc(max(0, seen - self._cache_seen.get(result, 0)))
            self._cache_seen[result] = seen
        failures = self.snapshot.inspector.failures
        for failed, count in failures.items():
            new = count - self._failures_seen[failed]
            metrics.recognizer_failures.labels(*failed).inc(max(0, new))
        self._failures_seen = Counter(failures)

    async def close(self, record: Closing) -> None:
        """Write how a disclosure ended; what cannot be written stays open, and so disclosed."""
        began = time.perf_counter()
        try:
            await self.ledger.append(record)
        except NotOpen:
            return  # its opening was abandoned before it was written
        except LedgerUnavailable as unavailable:
            log("close_not_written", disclosure_id=record.id, detail=unavailable.reason)
            return
        self.metrics.ledger_append.labels("close").observe(time.perf_counter() - began)
