"""Reads the log in a database, for reviewers and verification; also while others write it.

Columns are read as they are stored, without conversion: a row that somebody tampered with must
reach the verification, not break the reading.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    create_engine,
    func,
    select,
    tuple_,
    type_coerce,
    union,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from disclosure.kinds import Kind
from disclosure.leaves import Leaf, SideRow
from disclosure.merkle import CompactRange
from storage import schema
from storage.connection import Fatal, open_reader, translated
from storage.notary import exported_notes
from storage.ports import (
    BooksDamaged,
    Filters,
    KeyStore,
    LedgerUnavailable,
    Listed,
    Snapshot,
    Unsealed,
)
from storage.scribe import Scribe
from storage.unsealing import unseal_rows

T = TypeVar("T")
Rows = Select[*tuple[Any, ...]]
_HOUR = 3_600_000_000

_LEAF: list[ColumnElement[Any]] = [
    type_coerce(column, NullType).label(column.name) for column in schema.leaf.columns
]
_SIDE_ROW: list[ColumnElement[Any]] = [
    type_coerce(column, NullType).label(column.name) for column in schema.side.columns
]
_LEAVES = select(*_LEAF).order_by(schema.leaf.c.shard, schema.leaf.c.seq)
_SIDES = select(*_SIDE_ROW).order_by(schema.side.c.shard, schema.side.c.seq)
_BROKEN_RANGE = CompactRange(-1)


class SqlBooks:
    """See `storage.ports.Books`.

    Args:
        path: of the database; it must exist.
        keys: where data keys are kept.
        checkpoints: folder with copies of checkpoints.
    """

    def __init__(self, path: Path, *, keys: KeyStore, checkpoints: Path) -> None:
        self._keys = keys
        self._folder = checkpoints
        self._engine = create_engine("sqlite://", creator=lambda: _connect(path))
        self._scribe = Scribe(keys)

    def close(self) -> None:
        """Close what is open."""
        self._engine.dispose()

    def subject_index(self, subject: str) -> bytes:
        """See `Books.subject_index`."""
        return self._scribe.subject_index(subject)

    def value_index(self, entity_type: str, value: str) -> bytes:
        """See `Books.value_index`."""
        return self._scribe.index(entity_type, value)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """See `Books.snapshot`."""
        # Copies outside are read first: one that is signed meanwhile must not look like a cut.
        outside = exported_notes(self._folder)
        with self._reading() as connection:
            inside = connection.execute(select(schema.checkpoint.c.note)).scalars().all()
            yield Snapshot(
                [*outside, *(str(note) for note in inside)],
                _ranges(connection),
                (_leaf(row) for row in connection.execute(_LEAVES)),
                (_side(row) for row in connection.execute(_SIDES)),
            )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    yield connection
                finally:
                    connection.exec_driver_sql("ROLLBACK")
        except DBAPIError as error:
            raise _read_error(error.orig) from None
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _read_error(error) from None

    def _query(self, read: Callable[[Connection], T]) -> T:
        with self._reading() as connection:
            return read(connection)

    def hashes(self, shard: str) -> Sequence[bytes]:
        """See `Books.hashes`."""
        leaf = schema.leaf.c
        query = select(leaf.leaf_hash).where(leaf.shard == shard).order_by(leaf.seq)
        return self._query(lambda connection: connection.execute(query).scalars().all())

    def notes(self) -> Sequence[str]:
        """See `Books.notes`."""
        with self.snapshot() as snapshot:
            return snapshot.notes

    def find(self, ident: str) -> Sequence[Leaf]:
        """See `Books.find`."""
        end = ident + "\x7f"
        query = select(*_LEAF).where(schema.leaf.c.id.between(ident, end))
        query = query.order_by(schema.leaf.c.t_utc, schema.leaf.c.seq).limit(1000)
        leaves = self._leaves(query)
        return leaves if len({leaf.id for leaf in leaves}) == 1 else []

    def attempts(self, opening: Leaf) -> Sequence[Leaf]:
        """See `Books.attempts`."""
        leaf = schema.leaf.c
        query = select(*_LEAF).where(
            leaf.kind == Kind.OPEN.value,
            leaf.t_utc.between(opening.t_utc - _HOUR, opening.t_utc + _HOUR),
            _fact("$.request") == opening.facts().get("request", ""),
        )
        return self._leaves(query.order_by(leaf.t_utc, leaf.seq))

    def list(self, filters: Filters, limit: int, after: str = "") -> Sequence[Listed]:
        """See `Books.list`."""
        firsts = self._leaves(_listing(filters, limit, after))
        closes = select(*_LEAF).where(
            schema.leaf.c.kind == Kind.CLOSE.value, schema.leaf.c.id.in_([f.id for f in firsts])
        )
        closed = {leaf.id: leaf for leaf in self._leaves(closes)} if firsts else {}
        return [Listed(leaf, closed.get(leaf.id)) for leaf in firsts]

    def _leaves(self, query: Rows) -> Sequence[Leaf]:
        return self._query(lambda connection: [_leaf(row) for row in connection.execute(query)])

    def unseal(self, leaf: Leaf) -> Sequence[Unsealed]:
        """See `Books.unseal`."""
        side = schema.side.c
        query = select(*_SIDE_ROW).where(side.shard == leaf.shard, side.seq == leaf.seq)
        rows = self._query(lambda connection: [_side(row) for row in connection.execute(query)])
        return unseal_rows(self._keys, leaf, rows)


def _connect(path: Path) -> sqlite3.Connection:
    connection = open_reader(path)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    return connection


def _read_error(error: object) -> Exception:
    if not isinstance(error, sqlite3.Error):
        return BooksDamaged("the database cannot be read")
    meaning = translated(error)
    if isinstance(meaning, Fatal):
        return BooksDamaged("the database file is corrupt")
    return LedgerUnavailable(meaning.reason)


def _fact(path: str) -> Any:  # noqa: ANN401 - SQLAlchemy types functions so
    return func.json_extract(schema.leaf.c.body, path)


def _listing(filters: Filters, limit: int, after: str) -> Rows:
    leaf = schema.leaf.c
    kinds = [Kind.OPEN.value, *([Kind.REFUSE.value] if filters.refusals else [])]
    query = select(*_LEAF).where(leaf.kind.in_(kinds))
    if filters.since:
        query = query.where(leaf.t_utc >= filters.since)
    if filters.until:
        query = query.where(leaf.t_utc < filters.until)
    for path, wanted in (
        ("$.application", filters.application),
        ("$.purpose", filters.purpose),
        ("$.request", filters.request),
    ):
        if wanted:
            query = query.where(_fact(path) == wanted)
    if filters.recipient:
        named = func.coalesce(_fact("$.recipient.id"), _fact("$.recipient"))
        query = query.where(named == filters.recipient)
    if filters.subject:
        query = query.where(_among(_SIDE_OF_SUBJECT, filters.subject))
    if filters.person:
        query = query.where(_among(_SIDE_OF_PERSON, filters.person))
    if after:
        moment = select(leaf.t_utc).where(leaf.id == after).order_by(leaf.seq).limit(1)
        last = moment.scalar_subquery()
        query = query.where((leaf.t_utc < last) | and_(leaf.t_utc == last, leaf.id < after))
    return query.order_by(leaf.t_utc.desc(), leaf.id.desc()).limit(limit)


_SIDE = schema.side.c
_SIDE_OF_SUBJECT = select(_SIDE.shard, _SIDE.seq).where(_SIDE.subject == bindparam("who"))
_SIDE_OF_PERSON = union(
    _SIDE_OF_SUBJECT, select(_SIDE.shard, _SIDE.seq).where(_SIDE.person == bindparam("who"))
)
"""Places of records about a person: two indexes are read, and nothing else."""


def _among(places: Any, who: bytes) -> Any:  # noqa: ANN401 - SQLAlchemy types conditions so
    return tuple_(schema.leaf.c.shard, schema.leaf.c.seq).in_(places.params(who=who))


def _ranges(connection: Connection) -> dict[str, CompactRange]:
    query = select(*(type_coerce(c, NullType) for c in schema.shard.columns))
    return {str(row[0]): _range(row[1], row[2]) for row in connection.execute(query)}


def _range(size: object, peaks: object) -> CompactRange:
    try:
        return CompactRange.from_bytes(size, peaks)  # type: ignore[arg-type]  # may be tampered with
    except (ValueError, TypeError, AttributeError):
        return _BROKEN_RANGE


def _leaf(row: Any) -> Leaf:  # noqa: ANN401 - a row may hold anything: somebody may have tampered
    return Leaf(str(row[0]), *row[1:])


def _side(row: Any) -> SideRow:  # noqa: ANN401 - likewise
    shard, seq, name, ordinal, subject, person, until, sealed = row
    return SideRow(str(shard), seq, name, ordinal, subject or b"", person or b"", until, sealed)
