"""The first tables of the ledger database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _leaf()
    _side()
    _shard()
    _checkpoint()
    _subject()
    _objection()
    _consent()
    _session()
    _append_only()


def _leaf() -> None:
    op.create_table(
        "leaf",
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("t_utc", sa.BigInteger(), nullable=False),
        sa.Column("mono_ns", sa.BigInteger(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "seq"),
    )
    op.create_index("leaf_id", "leaf", ["id"])
    op.create_index("leaf_kind_time", "leaf", ["kind", "t_utc"])


def _side() -> None:
    op.create_table(
        "side",
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "seq", "field", "ordinal"),
    )
    op.create_index("side_person", "side", ["person"], sqlite_where=sa.text("person IS NOT NULL"))
    op.create_index(
        "side_subject", "side", ["subject"], sqlite_where=sa.text("subject IS NOT NULL")
    )
    op.create_index("side_until", "side", ["until"])


def _shard() -> None:
    op.create_table(
        "shard",
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shard"),
    )


def _checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "size"),
    )


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("child", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )


def _objection() -> None:
    op.create_table(
        "objection",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "purpose"),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("version", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("t_utc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
        sqlite_autoincrement=True,
    )
    op.create_index("consent_subject", "consent", ["subject", "purpose", "version"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ordinal"),
    )
    op.create_index("session_expires", "session", ["expires"])
    op.create_index(
        "session_person", "session", ["person"], sqlite_where=sa.text("person IS NOT NULL")
    )


def _append_only() -> None:
    """Against honest mistakes; against others there are hashes and checkpoints."""
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL: the role has no UPDATE and DELETE on these tables
    for table in ("leaf", "checkpoint"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
            )


def downgrade() -> None:
    """Not offered: the log is append-only.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError("the log is append-only and its tables are not taken down")
