"""Migrations of the tables, by Alembic. :data:`HEAD` is the revision this version works with.

Alembic is imported only when there is something to migrate: a folder that is up to date opens
without it.
"""

from sqlalchemy import Connection, inspect, text

from bot.errors import ConfigurationError

HEAD = "0001"

_REVISION = text("SELECT version_num FROM alembic_version")


def revision(connection: Connection) -> str | None:
    """The revision of this database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(_REVISION).scalar()
    return None if found is None else str(found)


def bring_up_to_date(connection: Connection) -> None:
    """Run what is missing, in the caller's transaction; raises ConfigurationError when newer."""
    present = revision(connection)
    if present == HEAD:
        return
    if present is not None and present > HEAD:
        raise ConfigurationError(
            "These data were written by a newer version of Carnet: update Carnet, or restore the"
            " backup that was made before the update."
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
