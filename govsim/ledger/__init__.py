"""The event store: an append-only log in SQLite through SQLAlchemy."""
