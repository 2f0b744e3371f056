"""Brings a database to the newest version of its schema, in-process, without files on disk."""

import sqlite3
from importlib.resources import files
from typing import Literal

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from storage.ports import BooksDamaged

HEADS = {"ledger": "0001", "keys": "0001"}
"""The newest version of each database; a test holds it against the migrations."""

Database = Literal["ledger", "keys"]


def configuration(database: Database) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    folder = files("storage") / "migrations" / database
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


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
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    config = configuration(database)
    with engine.connect() as bound:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) != HEADS[database]:  # another process may have been faster
                config.attributes["connection"] = bound
                command.upgrade(config, "head")
        except BaseException:
            connection.rollback()
            raise
        bound.commit()
        connection.commit()


def version(connection: sqlite3.Connection) -> str:
    """The version of the schema; "" of an empty database."""
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    if table.fetchone() is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
