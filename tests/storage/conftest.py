"""A log in files, for tests that must reach beneath the port."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from disclosure.checkpoint import Signer
from disclosure.kinds import Outcome, record_id
from disclosure.records import Closing, Mention, Opening, RecipientFacts
from storage.keystore import SqliteKeyStore
from storage.sqlite import SqliteLedger
from storage.writer import LedgerOptions
from vault.secret import Key

ROOT = Key(b"r" * 32)
PAYLOAD = b'{"text":"Write to EMAIL_a7k2"}'
START = PAYLOAD.index(b"EMAIL")


class Files:
    """Where everything lies, and how to open it."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / "data" / "ledger.db"
        self.keys = folder / "keys" / "keys.db"
        self.checkpoints = folder / "checkpoints"
        self._key_stores: list[SqliteKeyStore] = []

    def key_store(self) -> SqliteKeyStore:
        store = SqliteKeyStore(self.keys, ROOT, "tenant")
        self._key_stores.append(store)
        return store

    def open(self, **options: Any) -> SqliteLedger:
        keys = self.key_store()
        on_fatal = options.pop("on_fatal", None)
        clock = options.pop("clock", None)
        return SqliteLedger(
            self.ledger,
            keys=keys,
            signer=signer(keys),
            deployment="test",
            checkpoints=self.checkpoints,
            options=LedgerOptions(**{"min_free": 0, **options}),
            on_fatal=on_fatal,
            clock=clock,
        )

    def close(self) -> None:
        for store in self._key_stores:
            store.close()


def signer(keys: SqliteKeyStore) -> Signer:
    return Signer("test", keys.master("sign").material)


@pytest.fixture
def files(tmp_path: Path) -> Any:
    made = Files(tmp_path)
    yield made
    made.close()


def make_opening(**changes: Any) -> Opening:
    whole = Opening(
        id=record_id("dsc", 1_700_000_000_000, os.urandom(14)),
        request_id="req_1",
        application="bot",
        actor="key-1",
        controller="Example Ltd",
        purpose="support",
        legal_basis="contract",
        recipient=RecipientFacts(id="openai", legal_name="OpenAI Ireland Ltd"),
        operation="chat.completions",
        mentions=(Mention("EMAIL_ADDRESS", "ines@example.org", "EMAIL_a7k2", "/text", 16),),
        payload=PAYLOAD,
        payload_spans=((START, START + 10, 0),),
        payload_sha256=hashlib.sha256(PAYLOAD).digest(),
        payload_size=len(PAYLOAD),
        policy="default",
        t_utc=1_700_000_000_000_000,
        retention_until=4_000_000_000_000_000,
        payload_until=4_000_000_000_000_000,
    )
    return replace(whole, **changes)


def make_closing(ident: str) -> Closing:
    return Closing(id=ident, outcome=Outcome.OK, http_status=200, response_sha256=b"s" * 32)


@pytest.fixture
def opening() -> Callable[..., Opening]:
    return make_opening


@pytest.fixture
def closing() -> Callable[[str], Closing]:
    return make_closing
