"""The first tables of the keys database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _master()
    _kek()
    _dek()


def _master() -> None:
    op.create_table(
        "master",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _kek() -> None:
    op.create_table(
        "kek",
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("epoch"),
    )


def _dek() -> None:
    op.create_table(
        "dek",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Not offered: the log is append-only.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError("the log is append-only and its tables are not taken down")
