"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "identity",
        sa.Column("blind", sa.LargeBinary(), primary_key=True),
        sa.Column("person", sa.String(), nullable=False),
    )
    op.create_index("ix_identity_person", "identity", ["person"])
    op.create_table(
        "seen",
        sa.Column("event", sa.LargeBinary(), primary_key=True),
        sa.Column("day", sa.Integer(), nullable=False),
    )
    op.create_index("ix_seen_day", "seen", ["day"])
    op.create_table(
        "mailbox",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
    )
    op.create_index("mailbox_due", "mailbox", ["rank", "due_at"])
    op.create_index(
        "mailbox_leased",
        "mailbox",
        ["lease_until"],
        sqlite_where=sa.text("token IS NOT NULL"),
        postgresql_where=sa.text("token IS NOT NULL"),
    )
    op.create_table(
        "job",
        sa.Column("seq", _COUNTER, primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("job_order", "job", ["person", "rank", "due_at", "seq"])
    op.create_index("job_due", "job", ["due_at"])
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("buried_at", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_dead_letter_person", "dead_letter", ["person"])
    op.create_table(
        "record",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("shelf", sa.LargeBinary(), primary_key=True),
        sa.Column("page", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    for name in ("change_set", "audit"):
        op.create_table(
            name,
            sa.Column("seq", _COUNTER, primary_key=True),
            sa.Column("owner", sa.String(), nullable=False),
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
        )
        op.create_index(f"{name}_owner", name, ["owner", "seq"])
    op.create_table("doomed", sa.Column("owner", sa.String(), primary_key=True))
