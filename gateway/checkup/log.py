"""The databases: do they open, are they whole, does the log stand where its checkpoints say?"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from disclosure.checkpoint import Verifier
from gateway.books import open_keystore, signer_of
from gateway.checkup.finding import Finding, error, info, ok
from gateway.config.config import Config
from storage.connection import open_reader, quick_check
from storage.notary import exported_notes
from storage.ports import BooksDamaged, LedgerUnavailable
from storage.recovery import check_against

_RESTORE = "stop the gateway and bring the file back from its backup; keep the broken one"
_VERIFY = "run `privacy-gateway disclosures verify`, which says where"
_CLOCK_TOLERANCE = 5_000_000
"""Microseconds that a record may lie ahead of the clock."""


def check_log(config: Config) -> Iterator[Finding]:
    """All of it; what is missing was told of by `places`."""
    files = (config.storage.path, config.keys.store)
    if not all(path.is_file() for path in files):
        return
    whole = [_structure(path) for path in files]
    yield from whole
    if all(finding.level == "ok" for finding in whole):
        yield from _checkpoints(config)
        yield _clock(config.storage.path)


def _structure(path: Path) -> Finding:
    check = "database"
    try:
        with closing(open_reader(path)) as connection:
            quick_check(connection)
    except BooksDamaged:
        return error(check, f"{path} is corrupt (quick_check)", _RESTORE)
    except sqlite3.Error as failed:
        return error(
            check, f"{path} cannot be opened ({failed.sqlite_errorname})",
            "run as its owner; if it is busy for long, see who holds it",
        )  # fmt: skip
    return ok(check, f"{path} opens and is whole (quick_check)")


def _checkpoints(config: Config) -> Iterator[Finding]:
    check = "key store"
    try:
        keystore = open_keystore(config)
    except (BooksDamaged, LedgerUnavailable) as failed:
        yield error(check, str(failed), "bring back the key store and the root key that belong "
                    "together")  # fmt: skip
        return
    with closing(keystore):
        verifier = signer_of(config, keystore).verifier
    yield ok(check, f"{config.keys.store} opens under the root key")
    yield _newest(config, verifier)


def _newest(config: Config, verifier: Verifier) -> Finding:
    check, copies = "disclosure log", config.storage.checkpoints
    try:
        with closing(open_reader(config.storage.path)) as connection:
            rows = connection.execute("SELECT note FROM checkpoint").fetchall()
            notes = [*exported_notes(copies), *(str(row[0]) for row in rows)]
            check_against(connection, notes, verifier, copies)
            size = connection.execute("SELECT coalesce(sum(size), 0) FROM shard").fetchone()[0]
    except BooksDamaged as damaged:
        return error(check, str(damaged), _VERIFY)
    except (sqlite3.Error, ValueError, TypeError):
        return error(check, "the state of its trees cannot be read", _VERIFY)
    if not notes:
        return info(
            check, f"{size} leaves, no checkpoint yet", "the gateway signs one at its start"
        )
    return ok(check, f"{size} leaves; it stands where its newest checkpoints say")


def _clock(path: Path) -> Finding:
    """The log knows times that have been: a clock that stands before them is wrong."""
    check, now = "clock", time.time_ns() // 1000
    try:
        with closing(open_reader(path)) as connection:
            newest = connection.execute("SELECT coalesce(max(t_utc), 0) FROM leaf").fetchone()[0]
    except sqlite3.Error:
        return error(check, "the newest record cannot be read", _VERIFY)
    ahead = (newest - now) // 1_000_000 if isinstance(newest, int) else 0
    if ahead * 1_000_000 > _CLOCK_TOLERANCE:
        return error(
            check, f"the newest record lies {ahead} s in the future: the clock was set back",
            "set the clock by NTP; records keep their order, their times are doubtful",
        )  # fmt: skip
    return ok(check, "the clock stands behind no record")
