"""Migrations of the tables, by Alembic. :data:`HEAD` is the revision this version works with.

Alembic is imported only when there is something to migrate: a folder that is up to date opens
without it.
"""

from sqlalchemy import Connection, text

from bot.errors import ConfigurationError
from storage.statement import Statement, Transaction

HEAD = "0005"

_MIGRATING = 7_262_743
"""The advisory lock that lets one process at a time migrate a PostgreSQL database."""

_TABLE_SQLITE = Statement("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
_TABLE_POSTGRESQL = Statement("SELECT to_regclass('alembic_version')")
_REVISION = Statement("SELECT version_num FROM alembic_version")


def revision(transaction: Transaction) -> str | None:
    """The revision of this database, None for an empty one; raises ConfigurationError if newer."""
    table = _TABLE_POSTGRESQL if transaction.postgresql else _TABLE_SQLITE
    if transaction.value(table) is None:
        return None
    found = transaction.value(_REVISION)
    if found is not None and found > HEAD:
        raise ConfigurationError(
            "These data were written by a newer version of Carnet: update Carnet, or restore the"
            " backup that was made before the update."
        )
    return None if found is None else str(found)


def bring_up_to_date(connection: Connection, target: str = HEAD) -> None:
    """Run what is missing up to a revision, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": _MIGRATING})
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
