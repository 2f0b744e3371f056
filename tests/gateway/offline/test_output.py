from pathlib import Path

import pytest

from gateway.offline.output import FileExists, check_new, new_file


def test_a_file_appears_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with new_file(path) as file:
        file.write("half")
        assert path.read_text() == ""
        file.write(" and half")
    assert path.read_text() == "half and half"
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


def _fail(path: Path, *, force: bool = False) -> None:
    with new_file(path, force=force) as file:
        file.write("half")
        raise RuntimeError


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        _fail(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("old")
    with pytest.raises(RuntimeError):
        _fail(path, force=True)
    assert [(one, one.read_text()) for one in tmp_path.iterdir()] == [(path, "old")]


def test_another_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("old")
    with pytest.raises(FileExists, match="--force"), new_file(path):
        pass
    assert path.read_text() == "old"
    with new_file(path, force=True) as file:
        file.write("new")
    assert path.read_text() == "new"


def test_the_place_is_seen_beforehand(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_new(tmp_path / "nowhere" / "new", force=False)
    check_new(tmp_path / "new", force=False)
    assert list(tmp_path.iterdir()) == []
