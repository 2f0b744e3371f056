"""A log with something in it: two disclosures and a refusal, made by a real gateway."""

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PLANTED, House, house

MESSAGE = "Please write to nadia.okonkwo@posteo.example about card 4111 1111 1111 1111."
PLANTED_HERE = tuple(value for value in PLANTED if value in MESSAGE)


def request_body(text: str = MESSAGE) -> bytes:
    message = {"role": "user", "content": text}
    return json.dumps({"model": "gpt-4o", "messages": [message]}).encode()


async def use(home: House) -> None:
    """Two that are sent, one that is refused."""
    path = "/openai/v1/chat/completions"
    context = {"x-privacy-purpose": "support", "x-privacy-subject": "customer-17"}
    first, _, _ = await home.post(path, request_body(), **context)
    second, _, _ = await home.post(path, request_body("Nothing personal."), **context)
    refused, _, _ = await home.post(path, request_body(), **{"x-privacy-purpose": "resale"})
    assert (first, second, refused) == (200, 200, 403)
    await home.closed(2)


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("kept")
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    async def make() -> None:
        async with house(directory, policy='names = "off"') as home:
            await use(home)

    asyncio.run(make())
    root.handlers[:] = handlers
    root.setLevel(level)
    return directory


@pytest.fixture
def kept(_kept: Path, tmp_path: Path) -> Path:
    """The configuration of an installation of one's own that is stopped and has a log."""
    directory = tmp_path / "installation"
    shutil.copytree(_kept, directory)
    return directory / "config.toml"


@pytest.fixture
async def at_home_without_names(tmp_path: Path) -> AsyncIterator[House]:
    """A gateway that serves, without the name model: it takes seconds to load."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    async with house(tmp_path, policy='names = "off"') as home:
        yield home
    root.handlers[:] = handlers
    root.setLevel(level)
