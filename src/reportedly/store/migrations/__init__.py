"""The steps from each schema to the next, run by Alembic when an older ledger is opened."""
