"""Alembic's entry: migrates the ledger behind the connection that govsim hands over."""

from alembic import context
from sqlalchemy import create_engine

from govsim.ledger.tables import metadata


def run(connection) -> None:  # type: ignore[no-untyped-def]
    """Run the migrations on a connection, in one transaction."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # `alembic -x ledger=sqlite:///weekend.db history` and friends, in a checkout
    with create_engine(context.get_x_argument(as_dictionary=True).get("ledger", "sqlite://")).connect() as own:
        run(own)
