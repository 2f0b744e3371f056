"""A process that opens disclosures and "sends" each once it is recorded, until it is killed.

What it sends it appends to a file: the recipient's memory. Run by `test_kill.py`; the order `late`
sends first and records afterwards, as no gateway may.
"""

import asyncio
import os
from pathlib import Path

from tests.storage.conftest import Files, make_closing, make_opening


def run(folder: Path, order: str, memory: Path) -> None:
    """Work until killed."""
    asyncio.run(_work(folder, order, memory))


async def _work(folder: Path, order: str, memory: Path) -> None:
    ledger = Files(folder).open()
    await ledger.start()
    heard = os.open(memory, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    async def client() -> None:
        while True:
            record = make_opening()
            if order == "late":
                os.write(heard, f"{record.id}\n".encode())
            await ledger.append(record)
            if order == "durable":
                os.write(heard, f"{record.id}\n".encode())
            await ledger.append(make_closing(record.id))

    await asyncio.gather(*(client() for _ in range(4)))
