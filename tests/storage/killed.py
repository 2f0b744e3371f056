"""A process that opens disclosures and "sends" each once it is recorded, until it is killed.

What it sends it writes to standard output, unbuffered: the recipient's memory. Started by
`test_kill.py`; `late` sends first and records afterwards, as no gateway may.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.storage.conftest import Files, make_closing, make_opening


async def main(folder: Path, order: str) -> None:
    ledger = Files(folder).open()
    await ledger.start()

    async def client() -> None:
        while True:
            record = make_opening()
            if order == "late":
                os.write(1, f"{record.id}\n".encode())
            await ledger.append(record)
            if order == "durable":
                os.write(1, f"{record.id}\n".encode())
            await ledger.append(make_closing(record.id))

    await asyncio.gather(*(client() for _ in range(4)))


asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
