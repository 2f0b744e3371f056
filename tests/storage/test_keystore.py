import sqlite3
from typing import Any

import pytest

from storage.keystore import SPARES, SqliteKeyStore
from storage.ports import BooksDamaged, LedgerUnavailable
from tests.storage.conftest import Files
from vault.secret import Key


def test_keys_are_durable_once_flushed_and_not_before(files: Files) -> None:
    store = files.key_store()
    kept = store.ensure(["dsc_kept", "ab" * 32])
    store.flush()
    store.ensure(["dsc_lost"])
    assert store.find("dsc_lost") is not None
    store.drop_pending()
    assert store.find("dsc_lost") is None
    store.close()
    again = files.key_store()
    assert {ref: again.find(ref) for ref in kept} == kept
    assert again.find("dsc_lost") is None


def test_a_key_that_is_there_is_not_made_anew(files: Files) -> None:
    one, two = files.key_store(), files.key_store()
    first = one.ensure(["ab", "cd"])
    one.flush()
    assert two.ensure(["ab", "ef"])["ab"] == first["ab"]
    two.flush()
    assert one.ensure(["ef", "cd"])["cd"] == first["cd"]


def test_a_record_s_key_that_was_made_before_is_found_again(files: Files) -> None:
    """Its name alone says "new"; the table knows better."""
    one = files.key_store()
    first = one.ensure(["dsc_1"])
    one.flush()
    one._cache.clear()
    assert one.ensure(["dsc_1", "dsc_2"])["dsc_1"] == first["dsc_1"]


def test_a_key_that_another_process_destroyed_is_forgotten(files: Files) -> None:
    one = files.key_store()
    one.ensure(["ab"])
    one.flush()
    assert one.find("ab") is not None
    other = sqlite3.connect(files.keys)
    other.execute("DELETE FROM dek")
    other.commit()
    other.close()
    assert one.find("ab") is None


def test_a_wrapped_key_does_not_open_elsewhere(files: Files) -> None:
    store = files.key_store()
    store.ensure(["ab", "cd"])
    store.flush()
    store.close()
    connection = sqlite3.connect(files.keys)
    connection.execute("UPDATE dek SET wrapped = (SELECT wrapped FROM dek WHERE ref = 'ab')")
    connection.commit()
    connection.close()
    again = files.key_store()
    assert again.find("ab") is not None
    assert again.find("cd") is None


def test_masters_outlive_the_process_and_differ(files: Files) -> None:
    one, two = files.key_store(), files.key_store()
    assert one.master("index") == two.master("index")
    assert one.master("index") != one.master("sign")


@pytest.mark.parametrize("ask", ["open", "master"])
def test_another_root_key_opens_nothing(files: Files, ask: str) -> None:
    files.key_store().master("index")
    with pytest.raises(BooksDamaged, match="root key"):
        SqliteKeyStore(files.keys, Key(b"x" * 32), "tenant").master("index")


def test_another_tenant_opens_no_key(files: Files) -> None:
    store = files.key_store()
    store.ensure(["ab"])
    store.flush()
    other = SqliteKeyStore(files.keys, Key(b"r" * 32), "other")
    assert other.find("ab") is None
    other.close()


def test_no_key_stands_in_the_file(files: Files) -> None:
    store = files.key_store()
    keys = [*store.ensure(["ab", "dsc_1"]).values(), store.master("index")]
    store.flush()
    store.close()
    raw = files.keys.read_bytes()
    assert [key.material in raw for key in keys] == [False] * 3


def test_a_locked_key_store_is_unavailable(files: Files, monkeypatch: Any) -> None:
    monkeypatch.setattr("storage.connection.BUSY_SECONDS", 0.1)
    store = files.key_store()
    thief = sqlite3.connect(files.keys, isolation_level=None)
    thief.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerUnavailable, match="busy"):
        store.ensure(["ab"])
    thief.close()
    assert set(store.ensure(["ab"])) == {"ab"}


def test_spare_keys_are_made_many_at_a_time_and_given_once(files: Files) -> None:
    store = files.key_store()
    first = store.spare()
    store.flush()
    written = store._connection.total_changes
    refs = [first, *(store.spare() for _ in range(SPARES - 1))]
    assert store._connection.total_changes == written
    refs.append(store.spare())
    assert store._connection.total_changes == written + SPARES
    assert len(set(refs)) == SPARES + 1


def test_a_spare_key_is_durable_once_flushed_and_forgotten_if_not(files: Files) -> None:
    store = files.key_store()
    kept = store.spare()
    store.flush()
    key = store.find(kept)
    given = {kept, *(store.spare() for _ in range(SPARES - 1))}
    lost = store.spare()
    store.drop_pending()
    again = store.spare()
    store.flush()
    store.close()
    other = files.key_store()
    assert (other.find(kept), other.find(lost)) == (key, None)
    assert other.find(again) is not None
    assert again not in given | {lost}


def test_a_spare_key_that_another_process_destroyed_is_not_made_up(files: Files) -> None:
    store, other = files.key_store(), files.key_store()
    ref = store.spare()
    store.flush()
    assert store.find(ref) is not None
    other._connection.execute("DELETE FROM dek WHERE ref = ?", (ref,))
    assert store.find(ref) is None
