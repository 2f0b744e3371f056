"""The writer thread: takes what waits, writes it in one transaction, wakes the event loop once.

It lingers only when several wait already: a lone request should not wait for company.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from storage.connection import Fatal, translated
from storage.journal import Job, Journal, Result
from storage.notary import Notary
from storage.ports import LedgerUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOptions:
    """How the log is written.

    Attributes:
        queue: records that may wait; more are refused at once.
        batch: records of one transaction at most.
        linger: seconds to wait for more when several wait already.
        min_free: bytes of disk below which no new disclosure is opened.
        checkpoint_seconds: longest time between two checkpoints.
        checkpoint_records: most records between two checkpoints.
    """

    queue: int = 4096
    batch: int = 256
    linger: float = 0.0005
    min_free: int = 512 * 1024 * 1024
    checkpoint_seconds: float = 60.0
    checkpoint_records: int = 1000


Waiting = tuple[Job, "asyncio.Future[Result]"]


class Writer:
    """The one thread that writes a shard.

    Args:
        journal: what it writes.
        notary: signs checkpoints of it.
        connection: the journal's.
        options: how it is written.
        on_fatal: called once in the event loop with the exit code when the process must end.
    """

    def __init__(
        self,
        journal: Journal,
        notary: Notary,
        connection: sqlite3.Connection,
        options: LedgerOptions,
        on_fatal: Callable[[int], None] | None,
    ) -> None:
        self._journal = journal
        self._notary = notary
        self._connection = connection
        self._options = options
        self._on_fatal = on_fatal
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self.fatal: int | None = None
        self.last_commit_seconds = 0.0

    @property
    def depth(self) -> int:
        """Records that wait."""
        return self._queue.qsize()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    async def ask(self, job: Job) -> Result:
        """Have a job done.

        Raises:
            LedgerUnavailable: if it is not done, or not known to be.
            StaleState: see `Ledger.append`.
            NotOpen: likewise.
        """
        if self.fatal is not None or self._queue.qsize() >= self._options.queue:
            raise LedgerUnavailable("queue_full" if self.fatal is None else "stopped")
        future: asyncio.Future[Result] = self._loop.create_future()
        self._queue.put((job, future))
        return await future

    def finish(self) -> None:
        """Write what waits, and end. Blocks."""
        self._queue.put(None)
        self._thread.join()

    # --- in the thread --------------------------------------------------------

    def _run(self) -> None:
        going = True
        while going:
            waiting, going = self._gather()
            if waiting:
                self._write(waiting)
            if self._notary.seconds_left(self._journal.tree) == 0.0:
                self.sign()
        self._refuse_rest()

    def _gather(self) -> tuple[list[Waiting], bool]:
        try:
            first = self._queue.get(timeout=self._notary.seconds_left(self._journal.tree))
        except queue.Empty:
            return [], True
        if first is None:
            return [], False
        waiting = [first]
        going = self._drain(waiting)
        if going and 1 < len(waiting) < self._options.batch and self._options.linger:
            time.sleep(self._options.linger)
            going = self._drain(waiting)
        return waiting, going

    def _drain(self, waiting: list[Waiting]) -> bool:
        """Take what waits; False if the end was among it."""
        try:
            while len(waiting) < self._options.batch:
                item = self._queue.get_nowait()
                if item is None:
                    return False
                waiting.append(item)
        except queue.Empty:
            pass
        return True

    def _write(self, waiting: Sequence[Waiting]) -> None:
        began = time.perf_counter()
        results: Sequence[Result]
        if self.fatal is None:
            results = self._written([job for job, _ in waiting])
            self._notice_fatal(results)
        else:
            results = [LedgerUnavailable("stopped")] * len(waiting)
        self.last_commit_seconds = time.perf_counter() - began
        self._tell([future for _, future in waiting], results)

    def _written(self, jobs: Sequence[Job]) -> Sequence[Result]:
        """What became of the jobs; whatever happens, each of those who wait hears of it."""
        try:
            return self._journal.write(jobs)
        except Exception:  # noqa: BLE001 - a thread that ends would let everybody wait for ever
            return [Fatal("internal", 74)] * len(jobs)

    def _notice_fatal(self, results: Sequence[Result]) -> None:
        for result in results:
            if isinstance(result, Fatal):
                self._fail(result)
                return

    def _fail(self, error: Fatal) -> None:
        if self.fatal is not None:
            return
        self.fatal = error.exit_code
        if self._on_fatal is not None:
            self._call(self._on_fatal, error.exit_code)

    def _tell(self, futures: Sequence["asyncio.Future[Result]"], results: Sequence[Result]) -> None:
        self._call(_resolve, futures, results)

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # the event loop has ended: nobody waits any more
            self._loop.call_soon_threadsafe(function, *arguments)

    def sign(self) -> None:
        """Sign a checkpoint if the tree has grown."""
        try:
            self._notary.sign(self._connection, self._journal.tree)
        except sqlite3.Error as error:
            failure = translated(error)
            if isinstance(failure, Fatal):
                self._fail(failure)
        except Exception:  # noqa: BLE001 - likewise
            self._fail(Fatal("internal", 74))

    def _refuse_rest(self) -> None:
        rest: list[Waiting] = []
        self._drain(rest)
        self._tell([future for _, future in rest], [LedgerUnavailable("stopped")] * len(rest))


def _resolve(futures: Sequence["asyncio.Future[Result]"], results: Sequence[Result]) -> None:
    for future, result in zip(futures, results, strict=True):
        if future.done():
            continue  # its caller was cancelled; the record stands all the same
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
