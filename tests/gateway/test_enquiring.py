"""Reading the whole log tells how far it has come."""

import asyncio
from pathlib import Path

import pytest

from disclosure.verify import Verdict
from gateway.config.config import Config
from gateway.config.load import load
from gateway.enquiring import enquiring
from gateway.initialise import create_books, initialise
from storage.ports import BooksDamaged

SHIPPED = Path(__file__).parents[2] / "config.toml"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(SHIPPED.read_text("utf-8"), "utf-8")
    config = load(file, {})
    assert isinstance(config, Config)
    return config


def test_progress_and_verdict(config: Config) -> None:
    initialise(config)
    asyncio.run(create_books(config))
    told: list[tuple[int, int]] = []
    with enquiring(config, told=lambda count, total: told.append((count, total))) as reading:
        report = asyncio.run(reading.enquiries.verify())
    assert report.verdict is Verdict.OK
    assert told == [(1, 2), (2, 2)]


def test_nothing_is_begun_where_nothing_is(config: Config) -> None:
    initialise(config)
    with pytest.raises(BooksDamaged, match="privacy-gateway init"), enquiring(config):
        pass
    assert not config.storage.path.exists()
    assert not config.keys.store.exists()
