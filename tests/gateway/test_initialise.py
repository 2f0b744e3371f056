from pathlib import Path

import pytest

from gateway.config.config import Config
from gateway.config.load import load
from gateway.initialise import InitialisationFailed, create_books, initialise

SHIPPED = Path(__file__).parents[2] / "config.toml"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(SHIPPED.read_text("utf-8"), "utf-8")
    config = load(file, {})
    assert isinstance(config, Config)
    return config


def test_it_makes_private_places_and_a_root_key(config: Config) -> None:
    report = initialise(config)
    assert report.created
    root = config.keys.root
    assert len(root.read_bytes()) == 32
    assert root.stat().st_mode & 0o777 == 0o400
    assert root.parent.stat().st_mode & 0o777 == 0o700
    assert config.storage.checkpoints.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in root.parent.iterdir() if path.name.startswith("root")] == [
        "root.key"
    ]


def test_doing_it_again_changes_nothing(config: Config) -> None:
    initialise(config)
    before = config.keys.root.read_bytes()
    report = initialise(config)
    assert not report.created
    assert config.keys.root.read_bytes() == before


def test_two_deployments_have_two_keys(config: Config) -> None:
    initialise(config)
    first = config.keys.root.read_bytes()
    config.keys.root.unlink()
    config.keys.store.unlink(missing_ok=True)
    initialise(config)
    assert config.keys.root.read_bytes() != first


def test_a_lost_root_key_is_not_replaced(config: Config) -> None:
    initialise(config)
    config.keys.root.unlink()
    config.keys.store.write_bytes(b"sealed")
    with pytest.raises(InitialisationFailed, match="backup"):
        initialise(config)
    assert not config.keys.root.exists()


def test_a_draft_that_a_crash_left_behind_is_no_key(config: Config) -> None:
    config.keys.root.parent.mkdir()
    config.keys.root.with_name("root.key.new").write_bytes(b"half")
    initialise(config)
    assert len(config.keys.root.read_bytes()) == 32


def test_a_place_that_cannot_be_written_is_named(config: Config) -> None:
    config.keys.root.parent.write_text("a file where the directory should be")
    with pytest.raises(InitialisationFailed, match="data"):
        initialise(config)


async def test_the_books_are_created_once(config: Config) -> None:
    initialise(config)
    assert (await create_books(config)).created
    sizes = [path.stat().st_mtime_ns for path in (config.storage.path, config.keys.store)]
    assert not (await create_books(config)).created
    assert [path.stat().st_mtime_ns for path in (config.storage.path, config.keys.store)] == sizes
    assert config.storage.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lost", ["storage", "keys"])
async def test_half_of_the_books_is_not_made_anew(config: Config, lost: str) -> None:
    initialise(config)
    await create_books(config)
    path = config.storage.path if lost == "storage" else config.keys.store
    path.unlink()
    with pytest.raises(InitialisationFailed, match="backup"):
        await create_books(config)
    assert not path.exists()
