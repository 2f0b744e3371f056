import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine

from storage import schema
from storage.connection import open_writer
from storage.migrate import HEADS, Database, migrate, version
from storage.ports import BooksDamaged
from storage.upgrading import configuration

DATABASES: list[Database] = ["ledger", "keys"]
METADATA: dict[str, MetaData] = {"ledger": schema.ledger, "keys": schema.keys}


@pytest.mark.parametrize("database", DATABASES)
def test_the_newest_version_is_the_one_that_is_named(database: Database) -> None:
    assert ScriptDirectory.from_config(configuration(database)).get_heads() == [HEADS[database]]


@pytest.mark.parametrize("database", DATABASES)
def test_migrations_make_what_the_schema_says(database: Database, tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "x.db")
    migrate(connection, database)
    migrate(connection, database)
    assert version(connection) == HEADS[database]
    connection.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as bound:
        context = MigrationContext.configure(bound)
        assert compare_metadata(context, METADATA[database]) == []
    direct = tmp_path / "y.db"
    other = create_engine(f"sqlite:///{direct}")
    METADATA[database].create_all(other)
    assert objects(tmp_path / "x.db") == objects(direct)
    engine.dispose()
    other.dispose()


def objects(path: Path) -> set[tuple[Any, ...]]:
    """Columns and indexes with their conditions, as SQLite itself tells them."""
    connection = sqlite3.connect(path)
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'alembic%'"
    ).fetchall()
    found: set[tuple[Any, ...]] = set()
    for (name,) in names:
        for row in connection.execute("SELECT * FROM pragma_table_info(?)", (name,)):
            found.add((name, *row[1:]))
        for row in connection.execute("SELECT * FROM pragma_index_list(?)", (name,)):
            found.add((name, *row[1:]))
    for row in connection.execute("SELECT name, wr FROM pragma_table_list").fetchall():
        found.add(row)
    connection.close()
    return {row for row in found if "alembic_version" not in row}


@pytest.mark.parametrize("database", DATABASES)
def test_a_database_of_a_newer_release_is_refused(database: Database, tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "x.db")
    migrate(connection, database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BooksDamaged, match="newer release"):
        migrate(connection, database)
    connection.close()


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    connection = open_writer(tmp_path / "x.db")

    def fail(*_: object) -> None:
        connection.execute("CREATE TABLE half (done)")
        raise RuntimeError

    monkeypatch.setattr("storage.upgrading.command.upgrade", fail)
    with pytest.raises(RuntimeError):
        migrate(connection, "ledger")
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()


def test_a_database_of_this_release_is_opened_without_what_migrations_need(
    tmp_path: Path,
) -> None:
    """SQLAlchemy and Alembic take 50 MiB; a gateway that starts again has no use for them."""
    connection = open_writer(tmp_path / "x.db")
    migrate(connection, "ledger")
    connection.close()
    program = (
        "import pathlib, sys, storage.connection, storage.migrate, storage.keystore\n"
        "import storage.sqlite\n"
        "opened = storage.connection.open_writer(pathlib.Path(sys.argv[1]))\n"
        "storage.migrate.migrate(opened, 'ledger')\n"
        "print(sorted({'alembic', 'sqlalchemy'} & set(sys.modules)))\n"
    )
    told = subprocess.run(  # noqa: S603 - our own program, in an interpreter that has imported nothing
        [sys.executable, "-c", program, str(tmp_path / "x.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "[]\n"
