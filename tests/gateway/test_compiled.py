"""Compiled patterns: the same from the shelf as compiled anew, and never trusted when damaged."""

from pathlib import Path

import pytest

from gateway.compiled import Shelf, built_in_detector

TEXT = "Ann Lee, ann.lee@example.org, +1 202 555 0142, DE89 3704 0044 0532 0130 00, 203.0.113.7"


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("shelf")
    built_in_detector(directory)
    return directory


def test_a_second_start_loads_and_finds_the_same(
    shelved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = built_in_detector(None).detect(TEXT)
    assert len(fresh) >= 4

    def compiled_again(*_: object, **__: object) -> None:
        raise AssertionError("compiled although it was on the shelf")

    class Loaded:
        def __init__(self) -> None:
            compiled_again()

    monkeypatch.setattr("hyperscan.Database", Loaded)
    assert built_in_detector(shelved).detect(TEXT) == fresh


def test_damaged_files_are_made_anew(shelved: Path) -> None:
    for file in shelved.iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    assert Shelf(shelved).get(file.name) is None
    assert built_in_detector(shelved).detect(TEXT)
    assert Shelf(shelved).get(file.name) is not None


def test_a_directory_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    shelf = Shelf(blocked / "below")
    shelf.put("name", b"data")
    assert shelf.get("name") is None


def test_who_only_looks_keeps_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "compiled", writes=False)
    shelf.put("name", b"data")
    assert shelf.get("name") is None
    assert not (tmp_path / "compiled").exists()
