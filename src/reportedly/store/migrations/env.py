"""Alembic's entry: runs in the caller's connection and transaction, with no ini file and no logging."""

from alembic import context

from reportedly.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Alembic takes SQLite's DDL for untransactional because pysqlite used to commit before it; ours does not.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
