"""The rows of a file of requests: each line is a session of its own, all under one key.

A file has hundreds of thousands of lines, so they share a key of the file's, many are written in
one transaction, and a line takes one row of the table for all that no person's key seals, and one
for each person in it. The name of a line is that of its file and its own (16 bytes each), so that
a file's lines stand together.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storage.ports import KeyStore
from vault.sealing import NONCE_LENGTH, SealBroken, SealedPlace, seal, unseal, value_key
from vault.secret import Key
from vault.session import Row

LINE_NAME = 16
"""Bytes of the name of a file, and of that of a line in it."""
_INSERT = "INSERT INTO session VALUES (?, ?, ?, ?, ?)"
_LOAD = (
    "SELECT ordinal, person, sealed FROM session WHERE scope = ? AND expires > ? ORDER BY ordinal"
)
_FORGET = "DELETE FROM session WHERE scope BETWEEN ? AND ?"

PersonRows = tuple[bytes, Sequence[Row]]
"""Keyed index of a person, b"" where no value identifies one, and the rows that tell of them."""


@dataclass(frozen=True, slots=True)
class LinesSave:
    """Ask for the rows of new lines to be kept.

    Attributes:
        file: name of the file, 16 bytes.
        lines: name of each line, 16 bytes, and its rows by person.
        expires: microseconds since 1970-01-01 UTC.
    """

    file: bytes
    lines: Sequence[tuple[bytes, Sequence[PersonRows]]] = field(repr=False)
    expires: int

    def refs(self) -> list[str]:
        """References of the keys that sealing it needs."""
        persons = {person.hex() for _, rows in self.lines for person, _ in rows if person}
        return [file_ref(self.file), *sorted(persons)]


@dataclass(frozen=True, slots=True)
class LinesForget:
    """Ask for all lines of a file to be forgotten.

    Attributes:
        file: its name.
    """

    file: bytes

    def refs(self) -> list[str]:
        """No keys are needed."""
        return []


LinesJob = LinesSave | LinesForget


def file_ref(file: bytes) -> str:
    """The reference of a file's own key."""
    return f"ses_{file.hex()}"


def by_person(rows: Iterable[tuple[bytes, Row]]) -> tuple[PersonRows, ...]:
    """Rows with the index of their person, gathered by person."""
    gathered: dict[bytes, list[Row]] = {}
    for person, row in rows:
        gathered.setdefault(person, []).append(row)
    return tuple(gathered.items())


def change_lines(
    connection: sqlite3.Connection, job: LinesJob, keys: Mapping[str, Key], tenant: str
) -> None:
    """Do what was asked, within the transaction that is open."""
    if isinstance(job, LinesForget):
        connection.execute(_FORGET, (job.file, job.file + b"\xff" * LINE_NAME))
        return
    connection.executemany(_INSERT, _sealed(job, keys, tenant))


def _sealed(
    job: LinesSave, keys: Mapping[str, Key], tenant: str
) -> Iterator[tuple[bytes, int, bytes | None, int, bytes]]:
    own = file_ref(job.file)
    for line, parts in job.lines:
        for ordinal, (person, rows) in enumerate(parts):
            pair = (keys[own], keys[person.hex() if person else own])
            sealed = seal_part(pair, tenant, own, _place(line, ordinal), rows)
            yield job.file + line, ordinal, person or None, job.expires, sealed


def _place(line: bytes, ordinal: int) -> str:
    return f"{line.hex()}.{ordinal}"


def seal_part(
    pair: tuple[Key, Key], tenant: str, own: str, place: str, rows: Sequence[Row]
) -> bytes:
    """Seal the rows of one person in one line, under the keys of the file and of the person."""
    told = [[row.entity_type, row.identity, row.pseudonym, row.value] for row in rows]
    aad = SealedPlace(tenant, own, 0, place).aad
    key = value_key(*pair, own, place)
    return seal(key, os.urandom(NONCE_LENGTH), json.dumps(told).encode(), aad)


def unseal_part(
    keys: KeyStore, file: bytes, place: str, person: bytes | None, sealed: bytes
) -> tuple[Row, ...]:
    """Open the rows of one person in one line; none if a key is destroyed."""
    own = file_ref(file)
    file_key = keys.find(own)
    person_key = keys.find(person.hex()) if person else file_key
    if file_key is None or person_key is None:
        return ()
    key = value_key(file_key, person_key, own, place)
    try:
        plain = unseal(key, sealed, SealedPlace(keys.tenant, own, 0, place).aad)
    except SealBroken:
        return ()
    return tuple(Row(*told) for told in json.loads(plain))


def load_lines(
    connection: sqlite3.Connection, keys: KeyStore, file: bytes, lines: Sequence[bytes], now: int
) -> dict[bytes, tuple[Row, ...]]:
    """The rows of some lines of a file; a line that is not known has none."""
    loaded = {}
    for line in lines:
        rows: list[Row] = []
        for ordinal, person, sealed in connection.execute(_LOAD, (file + line, now)):
            rows += unseal_part(keys, file, _place(line, ordinal), person, sealed)
        loaded[line] = tuple(rows)
    return loaded
