"""G1 in small: kill -9 at any moment, and whatever was sent is recorded."""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from pathlib import Path

from disclosure.verify import Verdict
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from tests.storage.conftest import Files, signer

HOUSE = Path(__file__).parents[2]
KILLS = 20


async def killed(folder: Path, order: str, seconds: float) -> set[str]:
    """What a process sent before it was killed, some time after its first word."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HOUSE / "tests" / "storage" / "killed.py"),
        str(folder),
        order,
        stdout=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None
    first = await process.stdout.readline()
    await asyncio.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    return {line for line in (first + rest).decode().split("\n")[:-1] if line}


def recorded(files: Files) -> set[str]:
    connection = sqlite3.connect(files.ledger)
    rows = connection.execute("SELECT id FROM leaf WHERE kind = 'open'").fetchall()
    connection.close()
    return {row[0] for row in rows}


async def test_whatever_was_sent_is_recorded(files: Files, tmp_path: Path) -> None:
    dice = random.Random(11)  # noqa: S311 - moments of death, the same ones each time
    sent: set[str] = set()
    for _ in range(KILLS // 4):
        four = (killed(tmp_path, "durable", dice.uniform(0, 0.08)) for _ in range(4))
        sent = sent.union(*await asyncio.gather(*four))
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


async def test_the_test_above_can_fail(files: Files, tmp_path: Path) -> None:
    """A process that sends before it records is caught."""
    missing: set[str] = set()
    for _ in range(5):
        sent = await killed(tmp_path, "late", 0.02)
        missing |= sent - recorded(files)
        if missing:
            break
    assert missing
