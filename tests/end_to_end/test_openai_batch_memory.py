"""A file of requests in a process of its own: its memory does not grow, a kill loses nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import KEY, config_text
from tests.support import clients
from tests.support.files import Files
from tests.support.processes import GatewayProcess
from tests.support.recipient import FakeRecipient

WITHOUT_NAMES = 'names = "off"'
WARM, LARGE = 2_500_000, 9_000_000
"""Bytes of a file that fills all caches and pools, and of one that must not need more."""
GROWTH_KIB = 5 * 1024
FILLER = "Where is my parcel? It should have come last week. " * 200


@pytest.fixture
async def files(tmp_path: Path) -> AsyncIterator[tuple[Files, GatewayProcess]]:
    keeper = Files()
    async with FakeRecipient() as recipient:
        recipient.keepers.append(keeper)
        text = config_text(recipient.url, policy=WITHOUT_NAMES, stores=True, patience=20)
        (tmp_path / "config.toml").write_text(text)
        process = GatewayProcess(tmp_path)
        await asyncio.to_thread(process.initialise)
        await asyncio.to_thread(process.start)
        try:
            yield keeper, process
        finally:
            process.stop()


def requests(size: int) -> bytes:
    lines: list[str] = []
    while sum(map(len, lines[-1:])) * len(lines) < size:
        number = len(lines)
        text = f"I am nadia{number}@posteo.example. {FILLER}"
        body = {"model": "gpt-test", "messages": [{"role": "user", "content": text}]}
        row = {"custom_id": f"c{number}", "method": "POST", "url": "/v1/chat/completions"}
        lines.append(json.dumps(row | {"body": body}) + "\n")
    return "".join(lines).encode()


def peak_kib(pid: int) -> int:
    """The most memory that a process has held (proc(5), VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


async def there_and_back(client: Any, content: bytes) -> int:
    made = await client.files.create(file=("r.jsonl", content), purpose="batch")
    batch = await client.batches.create(
        input_file_id=made.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    batch = await client.batches.retrieve(batch.id)
    found = (await client.files.content(batch.output_file_id)).content
    assert b"USERID_" not in found
    assert b"EMAIL_" not in found
    return int(found.count(b"\n"))


async def test_memory_does_not_grow_with_a_file(files: tuple[Files, GatewayProcess]) -> None:
    keeper, process = files
    client = clients.openai_client(f"{process.url}/openai/v1", KEY, timeout=300)
    await there_and_back(client, requests(WARM))
    before = peak_kib(process.pid)
    content = requests(LARGE)
    assert await there_and_back(client, content) == content.count(b"\n")
    assert peak_kib(process.pid) - before < GROWTH_KIB
    assert not any(b"@posteo.example" in kept for _, kept in keeper.kept.values())


async def test_a_kill_between_upload_and_download_loses_nothing(
    files: tuple[Files, GatewayProcess],
) -> None:
    _, process = files
    client = clients.openai_client(f"{process.url}/openai/v1", KEY)
    content = requests(20_000)
    made = await client.files.create(file=("r.jsonl", content), purpose="batch")
    batch = await client.batches.create(
        input_file_id=made.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    process.kill()
    await asyncio.to_thread(process.start)
    client = clients.openai_client(f"{process.url}/openai/v1", KEY)
    batch = await client.batches.retrieve(batch.id)
    found = (await client.files.content(batch.output_file_id)).text.splitlines()
    numbers = {json.loads(one)["custom_id"] for one in found}
    assert numbers == {f"c{number}" for number in range(content.count(b"\n"))}
    assert "nadia0@posteo.example" in "".join(found)
