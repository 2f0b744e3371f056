"""Runs the migrations of the keys database on the connection that it is handed."""

from alembic import context

from storage.schema import keys

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=keys,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
