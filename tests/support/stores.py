"""Stores of every kind, and records to put into them."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from disclosure.checkpoint import Signer
from disclosure.kinds import Outcome, record_id
from disclosure.records import Closing, Mention, Opening, RecipientFacts
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from storage.keystore import SqliteKeyStore
from storage.memory import MemoryKeyStore, MemoryLedger
from storage.ports import Books, KeyStore
from storage.sqlite import SqliteLedger
from storage.writer import LedgerOptions
from vault.secret import Key

PAYLOAD = b'{"text":"Write to EMAIL_a7k2, then PERSON_b2c3, then EMAIL_a7k2 again, or NHS_9d8e"}'
SHA256 = hashlib.sha256(PAYLOAD).digest()
MENTIONS = (
    Mention("EMAIL_ADDRESS", "Ines.Moreau@example.org", "EMAIL_a7k2", "/text", 23),
    Mention("PERSON", "Ines Moreau", "PERSON_b2c3", "/text", 11),
    Mention("EMAIL_ADDRESS", "ines.moreau@example.org", "EMAIL_a7k2", "/text", 23),
    Mention("UK_NHS", "943 476 5919", "NHS_9d8e", "/text", 12),
)
LATER = 4_000_000_000_000_000


def spans() -> tuple[tuple[int, int, int], ...]:
    found, start = [], 0
    for number, mention in enumerate(MENTIONS):
        start = PAYLOAD.index(mention.pseudonym.encode(), start)
        found.append((start, start + len(mention.pseudonym), number))
        start += 1
    return tuple(found)


def opening(**changes: Any) -> Opening:
    whole = Opening(
        id=record_id("dsc", 1_700_000_000_000, os.urandom(14)),
        request_id=record_id("req", 1_700_000_000_000, os.urandom(14)),
        application="bot",
        actor="key-1",
        controller="Müller & Söhne GmbH",
        purpose="support",
        legal_basis="contract",
        recipient=RecipientFacts(id="openai", legal_name="OpenAI Ireland Ltd", region="eu"),
        model="gpt-4o",
        operation="chat.completions",
        instructions={"store": False},
        entities=(("EMAIL_ADDRESS", "pseudonymise", 2),),
        mentions=MENTIONS,
        payload=PAYLOAD,
        payload_spans=spans(),
        payload_sha256=SHA256,
        payload_size=len(PAYLOAD),
        policy="default",
        t_utc=1_700_000_000_000_000,
        retention_until=LATER,
        payload_until=LATER,
    )
    return replace(whole, **changes)


def closing(ident: str, **changes: Any) -> Closing:
    whole = Closing(
        id=ident,
        outcome=Outcome.OK,
        http_status=200,
        response_sha256=SHA256,
        restored={"PERSON": 1},
        recipient_request_id="req-of-theirs",
    )
    return replace(whole, **changes)


@dataclass
class Store:
    ledger: Any
    books: Books
    keys: KeyStore
    signer: Signer

    @property
    def enquiries(self) -> Enquiries:
        return Enquiries(self.books, self.signer.verifier)


@asynccontextmanager
async def memory(_folder: Path) -> AsyncIterator[Store]:
    keys = MemoryKeyStore()
    signer = Signer("test", keys.master("sign").material)
    ledger = MemoryLedger(keys, signer)
    await ledger.start()
    yield Store(ledger, ledger, keys, signer)
    await ledger.stop()


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Store]:
    keys = SqliteKeyStore(folder / "keys" / "keys.db", Key(b"r" * 32), "tenant")
    signer = Signer("test", keys.master("sign").material)
    ledger = SqliteLedger(
        folder / "ledger.db",
        keys=keys,
        signer=signer,
        deployment="test",
        checkpoints=folder / "checkpoints",
        options=LedgerOptions(min_free=0),
    )
    await ledger.start()
    books = SqlBooks(folder / "ledger.db", keys=keys, checkpoints=folder / "checkpoints")
    yield Store(ledger, books, keys, signer)
    await ledger.stop()
    books.close()
    keys.close()


STORES = {"memory": memory, "sqlite": sqlite}


def forget(keys: KeyStore, ref: str) -> None:
    """Destroy a data key as an erasure will."""
    assert keys.find(ref) is not None
    if isinstance(keys, MemoryKeyStore):
        del keys._keys[ref]
    else:
        assert isinstance(keys, SqliteKeyStore)
        keys._connection.execute("DELETE FROM dek WHERE ref = ?", (ref,))
        keys._cache.clear()
    assert keys.find(ref) is None
