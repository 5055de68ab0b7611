"""How often somebody asked to stop, for the worker that is busy with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count to the mailbox."""
    op.add_column(
        "mailbox", sa.Column("stops", sa.BigInteger(), nullable=False, server_default="0")
    )
