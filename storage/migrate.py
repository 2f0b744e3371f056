"""Brings a database to the newest version of its schema, in-process, without files on disk."""

import sqlite3
from typing import Literal

from storage.ports import BooksDamaged

HEADS = {"ledger": "0001", "keys": "0001"}
"""The newest version of each database; a test holds it against the migrations."""

Database = Literal["ledger", "keys"]


def migrate(connection: sqlite3.Connection, database: Database) -> None:
    """Run the migrations that the database lacks, in one transaction.

    Raises:
        BooksDamaged: if a newer release of this software wrote it.
    """
    stored = version(connection)
    if stored == HEADS[database]:
        return
    if stored > HEADS[database]:
        raise BooksDamaged("a newer release wrote this database; use that release or a later one")
    from storage.upgrading import upgrade  # noqa: PLC0415  (50 MiB that a gateway seldom needs)

    upgrade(connection, database, lambda: version(connection) == HEADS[database])


def version(connection: sqlite3.Connection) -> str:
    """The version of the schema; "" of an empty database."""
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    if table.fetchone() is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
