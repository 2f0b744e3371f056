from pathlib import Path

import pytest

from gateway.offline.sealed_map import MapUnusable, key_of, load, one_way, save, session_of
from vault.secret import Key

KEY = Key(bytes(range(32)))


def test_a_map_opens_with_its_key_and_in_its_order(tmp_path: Path) -> None:
    session = session_of(KEY)
    made = [session.mint("PERSON", name) for name in ("Ann Lee", "ann lee", "Zoë \ud800")]
    save(tmp_path / "m", KEY, session.rows())
    again = session_of(KEY, load(tmp_path / "m", KEY))
    assert [again.mint("PERSON", name) for name in ("Ann Lee", "ann lee", "Zoë \ud800")] == made
    assert again.new_rows() == ()


def test_one_way_sessions_share_nothing() -> None:
    assert one_way().mint("PERSON", "Ann Lee") != one_way().mint("PERSON", "Ann Lee")


@pytest.mark.parametrize(("cut", "end"), [(1, "\n\n"), (3, "\n"), (1, "0f\n")])
def test_a_changed_map_does_not_open(tmp_path: Path, cut: int, end: str) -> None:
    path = tmp_path / "m"
    save(path, KEY, session_of(KEY).rows())
    path.write_text(path.read_text()[:-cut] + end)
    with pytest.raises(MapUnusable):
        load(path, KEY)


@pytest.mark.parametrize("text", ["", "privacy-gateway file map 2\n00\n", "é"])
def test_what_is_no_map(tmp_path: Path, text: str) -> None:
    (tmp_path / "m").write_text(text, "utf-8")
    with pytest.raises(MapUnusable, match="is no map"):
        load(tmp_path / "m", KEY)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "k"
    made = key_of(path, make=True)
    assert key_of(path, make=True) == made
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("short")
    with pytest.raises(MapUnusable, match="holds no key"):
        key_of(path, make=False)
    with pytest.raises(MapUnusable, match="no such key"):
        key_of(tmp_path / "none", make=False)
