"""G1 in small: kill -9 at any moment, and whatever was sent is recorded."""

import multiprocessing
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from disclosure.verify import Verdict
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from tests.storage import killed
from tests.storage.conftest import Files, signer

HOUSE = Path(__file__).parents[2]
KILLS = 20


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Fresh processes that have imported the house already."""
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.killed"])
    return context


def sent_until_killed(processes: Any, folder: Path, order: str, lives: list[float]) -> set[str]:
    """What processes sent before each was killed, so many seconds after its first word."""
    started = []
    for number, life in enumerate(lives):
        memory = folder / f"heard{number}"
        memory.unlink(missing_ok=True)
        process = processes.Process(target=killed.run, args=(folder, order, memory))
        process.start()
        started.append((process, memory, life))
    for process, memory, life in started:
        while not (memory.exists() and memory.stat().st_size) and process.is_alive():
            time.sleep(0.002)
        time.sleep(life)
        process.kill()
        process.join()
    return {line for _, memory, _ in started for line in heard(memory)}


def heard(memory: Path) -> list[str]:
    """The recipient's whole lines; a process that ended before its first word said nothing."""
    return memory.read_text().split("\n")[:-1] if memory.exists() else []


def recorded(files: Files) -> set[str]:
    connection = sqlite3.connect(files.ledger)
    rows = connection.execute("SELECT id FROM leaf WHERE kind = 'open'").fetchall()
    connection.close()
    return {row[0] for row in rows}


async def test_whatever_was_sent_is_recorded(files: Files, tmp_path: Path, processes: Any) -> None:
    dice = random.Random(11)  # noqa: S311 - moments of death, the same ones each time
    sent: set[str] = set()
    for _ in range(KILLS // 2):
        lives = [dice.uniform(0, 0.03) for _ in range(2)]
        sent |= sent_until_killed(processes, tmp_path, "durable", lives)
    assert len(sent) >= KILLS
    assert sent - recorded(files) == set()
    ledger = files.open()
    await ledger.start()
    await ledger.stop()
    keys = files.key_store()
    books = SqlBooks(files.ledger, keys=keys, checkpoints=files.checkpoints)
    report = await Enquiries(books, signer(keys).verifier).verify()
    books.close()
    assert (report.verdict, report.open) == (Verdict.OK, ())


def test_the_test_above_can_fail(files: Files, tmp_path: Path, processes: Any) -> None:
    """A process that sends before it records is caught."""
    missing: set[str] = set()
    for _ in range(10):
        missing |= sent_until_killed(processes, tmp_path, "late", [0.01]) - recorded(files)
        if missing:
            break
    assert missing
