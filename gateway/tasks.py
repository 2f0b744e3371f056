"""Owned tasks: each is named, counted, awaited at the end, and never lost to the collector.

This is the one place that may call `asyncio.create_task`.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from gateway.logs import log

Result = TypeVar("Result")


class Tasks:
    """The background tasks of one gateway."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def spawn(self, work: Coroutine[Any, Any, Result], name: str) -> asyncio.Task[Result]:
        """Start work that outlives its caller's cancellation."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - the owner itself
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log("task_failed", logging.ERROR, failed=error, detail=task.get_name())

    async def finish(self, seconds: float) -> int:
        """Wait for what is running, then cancel the rest.

        Returns:
            How many had to be cancelled.
        """
        end = time.monotonic() + seconds
        while self._running and (left := end - time.monotonic()) > 0:
            await asyncio.wait(set(self._running), timeout=left)  # these may begin others
        late = set(self._running)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)
