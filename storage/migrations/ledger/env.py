"""Runs the migrations of the ledger database on the connection that it is handed."""

from alembic import context

from storage.schema import ledger

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ledger,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
