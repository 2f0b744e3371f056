"""The rows of explicit sessions: each sealed under the session's key and the key of its person."""

import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from privacy.entities import ENTITY_TYPES
from storage.lines import LinesForget, LinesSave, change_lines
from storage.ports import KeyStore
from vault.sealing import NONCE_LENGTH, SealBroken, SealedPlace, seal, unseal, value_key
from vault.secret import Key
from vault.session import Row

_LOAD = (
    "SELECT ordinal, person, sealed FROM session WHERE scope = ? AND expires > ? ORDER BY ordinal"
)
_NEXT = "SELECT coalesce(max(ordinal) + 1, 0) FROM session WHERE scope = ?"
_INSERT = "INSERT INTO session VALUES (?, ?, ?, ?, ?)"
_PROLONG = "UPDATE session SET expires = ? WHERE scope = ?"
_FORGET = "DELETE FROM session WHERE scope = ?"
_EXPIRE = "DELETE FROM session WHERE expires <= ?"


@dataclass(frozen=True, slots=True)
class SessionSave:
    """Ask for rows to be added to a session.

    Attributes:
        scope: the session.
        rows: each with the keyed index of its person; b"" where no value identifies one.
        expires: microseconds since 1970-01-01 UTC.
    """

    scope: bytes
    rows: tuple[tuple[bytes, Row], ...] = field(repr=False)
    expires: int

    def refs(self) -> list[str]:
        """References of the keys that sealing it needs."""
        persons = {person.hex() for person, _ in self.rows if person}
        return [session_ref(self.scope), *sorted(persons)]


@dataclass(frozen=True, slots=True)
class SessionForget:
    """Ask for a session to be forgotten.

    Attributes:
        scope: the session.
    """

    scope: bytes

    def refs(self) -> list[str]:
        """No keys are needed."""
        return []


def session_ref(scope: bytes) -> str:
    """The reference of a session's own key."""
    return f"ses_{scope.hex()}"


def is_indexed(entity_type: str) -> bool:
    """Whether a value of this type identifies one person."""
    kind = ENTITY_TYPES.get(entity_type)
    return kind is not None and kind.indexed


SessionJob = SessionSave | SessionForget | LinesSave | LinesForget


def change_session(
    connection: sqlite3.Connection, job: SessionJob, keys: Mapping[str, Key], tenant: str
) -> None:
    """Do what was asked, within the transaction that is open."""
    if isinstance(job, SessionForget):
        connection.execute(_FORGET, (job.scope,))
    elif isinstance(job, LinesSave | LinesForget):
        change_lines(connection, job, keys, tenant)
    else:
        save_session(connection, job, keys, tenant)


def save_session(
    connection: sqlite3.Connection, job: SessionSave, keys: Mapping[str, Key], tenant: str
) -> None:
    """Add rows to a session, within the transaction that is open."""
    first = connection.execute(_NEXT, (job.scope,)).fetchone()[0]
    own = session_ref(job.scope)
    rows = []
    for ordinal, (person, row) in enumerate(job.rows, start=first):
        pair = (keys[own], keys[person.hex() if person else own])
        sealed = seal_row(pair, tenant, own, ordinal, row)
        rows.append((job.scope, ordinal, person or None, job.expires, sealed))
    connection.executemany(_INSERT, rows)
    connection.execute(_PROLONG, (job.expires, job.scope))


def seal_row(pair: tuple[Key, Key], tenant: str, own: str, ordinal: int, row: Row) -> bytes:
    """Seal one row under the keys of its session and of its person."""
    plain = json.dumps([row.entity_type, row.identity, row.pseudonym, row.value]).encode()
    aad = SealedPlace(tenant, own, ordinal, "row").aad
    return seal(value_key(*pair, own, str(ordinal)), os.urandom(NONCE_LENGTH), plain, aad)


def unseal_row(
    keys: KeyStore, scope: bytes, ordinal: int, person: bytes | None, sealed: bytes
) -> Row | None:
    """Open one row; None if either key is destroyed."""
    own = session_ref(scope)
    session_key = keys.find(own)
    person_key = keys.find(person.hex()) if person else session_key
    if session_key is None or person_key is None:
        return None
    key = value_key(session_key, person_key, own, str(ordinal))
    try:
        plain = unseal(key, sealed, SealedPlace(keys.tenant, own, ordinal, "row").aad)
    except SealBroken:
        return None
    return Row(*json.loads(plain))


def load_session(
    connection: sqlite3.Connection, keys: KeyStore, scope: bytes, now: int
) -> tuple[Row, ...]:
    """The rows of a session that can be opened, in order of appearance."""
    stored = connection.execute(_LOAD, (scope, now)).fetchall()
    opened = [unseal_row(keys, scope, *row) for row in stored]
    return tuple(row for row in opened if row is not None)


def expire_sessions(connection: sqlite3.Connection, now: int) -> None:
    """Delete the rows of sessions that ended."""
    connection.execute(_EXPIRE, (now,))
