"""A gateway on loopback, a recipient that remembers, the assertion that ends each test."""

import asyncio
import hashlib
import io
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import aiohttp
import pytest

from gateway.app import Gateway, serving
from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems
from gateway.initialise import initialise
from gateway.logs import configure
from tests.support import clients
from tests.support.detection import COMPILED
from tests.support.planted import assert_absent
from tests.support.recipient import FakeRecipient

KEY = "gw_testkey1_" + "A1b2C3d4E5" * 4 + "xyz"
OTHER_KEY = "gw_testkey2_" + "Z9y8X7w6V5" * 4 + "abc"
PLANTED = (
    "Nadia Okonkwo",
    "nadia.okonkwo@posteo.example",
    "4111 1111 1111 1111",
    "+1 202 555 0142",
    "DE89 3704 0044 0532 0130 00",
)
PROMPT = (
    "I am Nadia Okonkwo, my e-mail is nadia.okonkwo@posteo.example, my card is "
    "4111 1111 1111 1111, my phone is +1 202 555 0142 and my IBAN is DE89 3704 0044 0532 0130 00."
)


def config_text(
    recipient_url: str,
    extra: str = "",
    policy: str = "",
    patience: int = 1,
    *,
    stores: bool = False,
    instructions: str = "",
    google: str = "",
) -> str:
    """A configuration.

    Args:
        recipient_url: where all recipients are.
        extra: more tables.
        policy: the first policy's settings.
        patience: seconds to connect.
        stores: the recipient of OpenAI's wire may keep what comes of a call.
        instructions: of that recipient.
        google: more settings of the recipient of Google's wire.
    """
    instructions = instructions or ("" if stores else "store = false")
    return dedent(f"""
        [deployment]
        controller = "Test Company"
        [server]
        host = "127.0.0.1"
        port = 0
        [server.limits]
        max_body_bytes = 200_000
        connect_seconds = {patience}
        first_byte_seconds = {2 * patience}
        idle_seconds = 2
        drain_seconds = 2
        body_seconds = 2
        [admin]
        host = "127.0.0.1"
        port = 0
        [storage]
        free_space_mib = 1
        [detection]
        compiled = "{COMPILED}"
        [recipients.openai]
        legal_name = "Recipient One"
        country = "US"
        region = "us"
        wire = "openai"
        base_url = "{recipient_url}"
        credential = "none"
        [recipients.openai.instructions]
        {instructions}
        [recipients.google]
        legal_name = "Recipient Two"
        wire = "google"
        base_url = "{recipient_url}"
        credential = "none"
        {google}
        [purposes.support]
        description = "Answering customers"
        legal_basis = "contract"
        [purposes.newsletter]
        description = "Advertising"
        legal_basis = "consent"
        advertising = true
        [applications.bot]
        purposes = ["support", "newsletter"]
        recipients = ["openai", "google"]
        keys = ["{_hash(KEY)}"]
        [applications.other]
        purposes = ["support"]
        recipients = ["openai"]
        models = ["gpt-*"]
        keys = ["{_hash(OTHER_KEY)}"]
        policy = "second"
        [policies.default]
        {policy or 'names = "require"'}
        [policies.second]
        profile = "strict"
        names = "off"
        {extra}
    """)


def _hash(key: str) -> str:
    return f"sha256:{key.split('_')[1]}:{hashlib.sha256(key.encode()).hexdigest()}"


def read_config(directory: Path, text: str) -> Config:
    file = directory / "config.toml"
    file.write_text(text)
    loaded = load(file, {})
    assert not isinstance(loaded, Problems), str(loaded)
    return loaded


@dataclass
class House:
    """A running gateway with its recipient, and everything in which a value could have escaped."""

    gateway: Gateway
    recipient: FakeRecipient
    directory: Path
    log: io.StringIO
    seen: list[bytes] = field(default_factory=list)

    @property
    def openai_url(self) -> str:
        return f"{self.gateway.data_url}/openai/v1"

    @property
    def google_url(self) -> str:
        return f"{self.gateway.data_url}/google"

    def openai(self, key: str = KEY, **options: Any) -> Any:
        return clients.openai_client(self.openai_url, key, **options)

    def gemini(self, key: str = KEY, **options: Any) -> Any:
        return clients.gemini_client(self.google_url, key, **options)

    def vertex(self, **options: Any) -> Any:
        return clients.vertex_client(self.google_url, KEY, **options)

    def leaves(self, kind: str = "") -> list[dict[str, Any]]:
        """Leaves of the log as they stand on disk, read with nothing of ours."""
        file = self.gateway.roof.snapshot.config.storage.path
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute("SELECT * FROM leaf ORDER BY shard, seq").fetchall()
        leaves = [dict(row) | {"body": json.loads(row["body"])} for row in rows]
        return [leaf for leaf in leaves if not kind or leaf["kind"] == kind]

    def opened(self) -> int:
        """How many disclosures are on record."""
        file = self.gateway.roof.snapshot.config.storage.path
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            found: int = connection.execute(
                "SELECT count(*) FROM leaf WHERE kind = 'open'"
            ).fetchone()[0]
        return found

    async def closed(self, count: int = 1) -> list[dict[str, Any]]:
        """The close leaves, once there are so many."""
        for _ in range(200):
            found = self.leaves("close")
            if len(found) >= count:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"{count} closed entries expected, {len(found)} found")

    async def metrics(self) -> str:
        url = f"{self.gateway.admin_url}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await response.text()

    async def post(
        self, path: str, body: bytes, key: str | None = KEY, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """A request by hand, for what no SDK would send."""
        sent = {"Content-Type": "application/json"} | headers
        if key:
            sent["Authorization"] = f"Bearer {key}"
        async with aiohttp.ClientSession() as session:
            url = self.gateway.data_url + path
            async with session.post(url, data=body, headers=sent) as response:
                answer = await response.read()
                if response.status >= 400:
                    self.seen.append(answer)
                return response.status, dict(response.headers), answer

    async def assert_nothing_escaped(self, values: tuple[str, ...] = PLANTED) -> None:
        """No planted value at the recipient, in logs, metrics, errors or files on disk."""
        metrics = (await self.metrics()).encode()
        files = [file.read_bytes() for file in self.directory.rglob("*") if file.is_file()]
        assert_absent(
            values, self.recipient.memory, self.log.getvalue().encode(), metrics, *self.seen, *files
        )


@asynccontextmanager
async def house(
    directory: Path, extra: str = "", policy: str = "", patience: int = 1, **more: Any
) -> AsyncIterator[House]:
    """Start everything, end everything; each request was recorded before it was heard."""
    log = io.StringIO()
    configure("debug", log)
    running: list[House] = []
    async with FakeRecipient(
        ledger_entries=lambda: running[0].opened() if running else -1
    ) as recipient:
        config = read_config(directory, config_text(recipient.url, extra, policy, patience, **more))
        initialise(config)
        async with serving(config) as gateway:
            running.append(House(gateway, recipient, directory, log))
            yield running[0]
    heard = [one.ledger_entries for one in recipient.heard]
    assert all(entries is not None and entries >= 1 for entries in heard), "heard before recorded"


@pytest.fixture
async def at_home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        yield running
        await running.assert_nothing_escaped()


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
