"""The ledger alone: records per second and CPU per record, by shape of record and by how many wait.

python bench/ledger.py [--folder DIR] [--records N]; on a real disk it is the disk that is measured,
on a tmpfs (/dev/shm) the CPU.
"""

import argparse
import asyncio
import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from disclosure.checkpoint import Signer
from disclosure.kinds import Outcome, record_id
from disclosure.records import Closing, Mention, Opening, RecipientFacts
from storage.keystore import SqliteKeyStore
from storage.sqlite import SqliteLedger
from storage.writer import LedgerOptions
from vault.secret import Key

RECIPIENT = RecipientFacts(
    id="openai",
    legal_name="OpenAI Ireland Ltd",
    agreement="DPA 2026-01",
    region="eu",
    country="IE",
    transfer="SCC 2021/914 module 2",
    endpoint="api.openai.com",
)
YEAR = 31_536_000_000_000


@dataclass(frozen=True)
class Shape:
    name: str
    people: int = 0
    payload: int = 0
    subject: str = ""


SHAPES = (
    Shape("bare: digest only, nobody named"),
    Shape("1 KB payload, a name and an e-mail", people=1, payload=1000),
    Shape("1 KB payload, a name and an e-mail, subject known", 1, 1000, "customer-1"),
    Shape("1 KB payload, two names and two e-mails", people=2, payload=1000),
    Shape("10 KB payload, four of each", people=4, payload=10_000),
)


def opening(shape: Shape, number: int) -> Opening:
    mentions: list[Mention] = []
    for person in range(shape.people):
        name, mail = f"PERSON_a{person}k2", f"EMAIL_b{person}c3"
        mentions.append(Mention("PERSON", f"Ines Moreau {person}", name, "/messages/0/content", 13))
        address = f"ines{number}.{person}@example.org"
        mentions.append(Mention("EMAIL_ADDRESS", address, mail, "/messages/0/content", 20))
    text = " ".join(mention.pseudonym for mention in mentions).encode()
    payload = text + b"x" * (shape.payload - len(text))
    spans = []
    for index, mention in enumerate(mentions):
        start = payload.index(mention.pseudonym.encode())
        spans.append((start, start + len(mention.pseudonym), index))
    now = time.time_ns() // 1000
    return Opening(
        id=record_id("dsc", now // 1000, os.urandom(14)),
        request_id=record_id("req", now // 1000, os.urandom(14)),
        application="support-bot",
        actor="key-1",
        controller="Example Ltd",
        subject=shape.subject,
        purpose="customer-support",
        legal_basis="contract",
        recipient=RECIPIENT,
        model="gpt-4o",
        operation="chat.completions",
        instructions={"store": False},
        recipient_until=now + YEAR,
        entities=(("EMAIL_ADDRESS", "pseudonymise", 1), ("PERSON", "pseudonymise", 1)),
        rules=("default",),
        detector="d" * 16,
        mentions=tuple(mentions),
        payload=payload if shape.payload else None,
        payload_spans=tuple(spans),
        payload_sha256=hashlib.sha256(payload).digest(),
        payload_size=len(payload),
        policy="default",
        config_hash="c" * 64,
        code_version="0.1.0",
        t_utc=now,
        retention_until=now + YEAR,
        payload_until=now + YEAR // 12,
    )


def closing(record: Opening) -> Closing:
    return Closing(
        id=record.id,
        outcome=Outcome.OK,
        http_status=200,
        bytes_up=1000,
        bytes_down=2000,
        duration_ms=700,
        response_sha256=b"s" * 32,
        restored={"PERSON": 1, "EMAIL_ADDRESS": 1},
        recipient_request_id="req-of-theirs",
    )


async def measure(
    ledger: SqliteLedger, records: Sequence[Opening | Closing], waiting: int
) -> tuple[float, float, float]:
    """Records per second; microseconds of user and of system CPU for each."""
    rest = iter(records)

    async def client() -> None:
        for record in rest:
            await ledger.append(record)

    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    await asyncio.gather(*(client() for _ in range(waiting)))
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    user = (after.ru_utime - before.ru_utime) / len(records) * 1e6
    system = (after.ru_stime - before.ru_stime) / len(records) * 1e6
    return len(records) / wall, user, system


async def main(folder: Path, count: int) -> None:
    keys = SqliteKeyStore(folder / "keys.db", Key(os.urandom(32)), "bench")
    ledger = SqliteLedger(
        folder / "ledger.db",
        keys=keys,
        signer=Signer("bench", keys.master("sign").material),
        deployment="bench",
        checkpoints=folder / "checkpoints",
        options=LedgerOptions(min_free=0),
    )
    await ledger.start()
    print(f"{'shape':52} {'kind':6} {'waiting':>7} {'records/s':>10} {'user µs':>8} {'sys µs':>8}")
    for shape in SHAPES:
        for waiting in (1, 32):
            records = [opening(shape, number) for number in range(count)]
            for kind, batch in (("open", records), ("close", [closing(r) for r in records])):
                rate, user, system = await measure(ledger, batch, waiting)
                print(
                    f"{shape.name:52} {kind:6} {waiting:7} {rate:10.0f} {user:8.0f} {system:8.0f}"
                )
    await ledger.stop()
    keys.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--records", type=int, default=2000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as made:
        asyncio.run(main(Path(made), arguments.records))
