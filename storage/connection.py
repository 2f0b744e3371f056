"""How SQLite is opened, and what its errors mean.

WAL with synchronous=FULL: a commit that returned survives power loss. secure_delete overwrites what
is deleted. trusted_schema and cell_size_check distrust a file that somebody else may have written.
"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from storage.ports import BooksDamaged, LedgerUnavailable

BUSY_SECONDS = 2.0
"""How long a locked file is waited for (SECURITY 7)."""

EXIT_IO = 74
"""sysexits EX_IOERR: the disk failed; fsync is not tried again."""
EXIT_REPLACED = 75
"""sysexits EX_TEMPFAIL: the file was removed or replaced under us."""

_PRIVATE = 0o600
_PRIMARY = 0xFF
_REASONS = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_NOMEM: "out_of_memory",
}
_FATAL = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


class Fatal(LedgerUnavailable):
    """The process must end.

    Attributes:
        exit_code: with which.
    """

    def __init__(self, reason: str, exit_code: int) -> None:
        super().__init__(reason)
        self.exit_code = exit_code


def translated(error: sqlite3.Error) -> LedgerUnavailable:
    """What a driver's error means in our words; its text is dropped."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return Fatal("file_replaced", EXIT_REPLACED)
    if code & _PRIMARY in _FATAL:
        return Fatal("io_error", EXIT_IO)
    return LedgerUnavailable(_REASONS.get(code & _PRIMARY, "database_error"))


def open_writer(path: Path) -> sqlite3.Connection:
    """Open a database for writing, made if it is not there, readable by its owner alone.

    Raises:
        BooksDamaged: if the file system refuses the settings that durability needs.
        sqlite3.Error: if it cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, _PRIVATE))
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    full = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, full) != ("wal", 2):
        raise BooksDamaged("the database does not take WAL with synchronous=FULL")
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a database that exists for reading."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def quick_check(connection: sqlite3.Connection) -> None:
    """Check a database's structure.

    Raises:
        BooksDamaged: if it is broken.
    """
    try:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError:
        raise BooksDamaged("the database file is corrupt") from None
    if verdict != "ok":
        raise BooksDamaged("the database file is corrupt")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file a path led to when it was opened.

    Attributes:
        path: the path.
        device: of its file system.
        inode: of the file.
    """

    path: Path
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Identity":
        """The file that the path leads to now."""
        status = path.stat()
        return cls(path, status.st_dev, status.st_ino)

    def check(self) -> None:
        """Check that the path still leads there.

        Raises:
            Fatal: if it does not.
        """
        try:
            status = os.stat(self.path)  # noqa: PTH116 - Path.stat costs twice, once a commit
        except OSError:
            raise Fatal("file_replaced", EXIT_REPLACED) from None
        if (status.st_dev, status.st_ino) != (self.device, self.inode):
            raise Fatal("file_replaced", EXIT_REPLACED)
