"""Alembic migrations, run in-process when a database is opened; one folder for each database."""
