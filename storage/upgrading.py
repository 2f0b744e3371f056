"""Runs migrations; apart from `storage.migrate` because SQLAlchemy and Alembic take 50 MiB."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool


def configuration(database: str) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    folder = files("storage") / "migrations" / database
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def upgrade(connection: sqlite3.Connection, database: str, is_newest: Callable[[], bool]) -> None:
    """Run the migrations that the database lacks, in one transaction.

    Args:
        connection: to the database.
        database: which of the two it is.
        is_newest: asked within the transaction: another process may have been faster.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    config = configuration(database)
    with engine.connect() as bound:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not is_newest():
                config.attributes["connection"] = bound
                command.upgrade(config, "head")
        except BaseException:
            connection.rollback()
            raise
        bound.commit()
        connection.commit()
