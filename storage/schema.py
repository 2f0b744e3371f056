"""The tables of the two databases, written once for every backend.

`ledger`: leaves, their erasable sides, trees, checkpoints, wishes of data subjects, sessions.
`keys`: the keys that erasure destroys; never in the same backup.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

ledger = MetaData()
keys = MetaData()

leaf = Table(
    "leaf",
    ledger,
    Column("shard", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("t_utc", BigInteger, nullable=False),
    Column("mono_ns", BigInteger, nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Index("leaf_id", "id"),
    Index("leaf_kind_time", "kind", "t_utc"),
)
"""Never changed, never erased; `leaf_hash` covers every other column."""

side = Table(
    "side",
    ledger,
    Column("shard", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("subject", LargeBinary),
    Column("person", LargeBinary),
    Column("until", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("side_subject", "subject", sqlite_where=text("subject IS NOT NULL")),
    Index("side_person", "person", sqlite_where=text("person IS NOT NULL")),
    Index("side_until", "until"),
)
"""Erasable; the leaf holds a hash over every column of each."""

shard = Table(
    "shard",
    ledger,
    Column("shard", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
"""State of each shard's tree, changed in the transaction that adds a leaf."""

checkpoint = Table(
    "checkpoint",
    ledger,
    Column("shard", Text, primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)
"""Signed notes; copies stand outside the database."""

subject = Table(
    "subject",
    ledger,
    Column("subject", LargeBinary, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("child", Boolean, nullable=False),
)
"""What holds for a data subject. `version` grows with every event, `generation` with erasure."""

objection = Table(
    "objection",
    ledger,
    Column("subject", LargeBinary, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
)
"""GDPR Art. 21, for one purpose or `*`."""

consent = Table(
    "consent",
    ledger,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("reference", Text, nullable=False),
    Column("subject", LargeBinary, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("notice", Text, nullable=False),
    Column("t_utc", BigInteger, nullable=False),
    Index("consent_subject", "subject", "purpose", "version"),
    sqlite_autoincrement=True,
)
"""Events of giving and withdrawing, only appended; the newest for a subject, purpose and recipient
(or `*`) holds."""

session = Table(
    "session",
    ledger,
    Column("scope", LargeBinary, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("person", LargeBinary),
    Column("expires", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("session_person", "person", sqlite_where=text("person IS NOT NULL")),
    Index("session_expires", "expires"),
)
"""The mapping back of explicit sessions, sealed; erasable."""

master = Table(
    "master",
    keys,
    Column("name", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
"""Keys that outlive epochs (index, pseudonym, sign, ...), wrapped under the root key."""

kek = Table(
    "kek",
    keys,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("since", BigInteger, nullable=False),
)
"""Keys of epochs, wrapped under the root key."""

dek = Table(
    "dek",
    keys,
    Column("ref", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Keys of persons, records and sessions, wrapped under the key of an epoch."""
