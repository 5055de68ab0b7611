"""The tables. In clear stand random ids, when something is due, states, key ids and versions.

Everything that says something about a person is in a ``sealed`` column or behind a keyed digest.
Instants are whole seconds since 1970 UTC. The same tables serve SQLite and PostgreSQL;
:mod:`storage.migrations` makes them.
"""

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, SmallInteger, text
from sqlmodel import Field, SQLModel

# SQLite counts by itself only in a column that is INTEGER; PostgreSQL needs the long one.
_COUNTER = BigInteger().with_variant(Integer, "sqlite")


class Meta(SQLModel, table=True):
    """What belongs to the whole installation."""

    __tablename__ = "meta"
    name: str = Field(primary_key=True)
    value: bytes = Field(sa_type=LargeBinary)


class Identity(SQLModel, table=True):
    """The blind index of an identity on a platform, and whose it is."""

    __tablename__ = "identity"
    blind: bytes = Field(sa_type=LargeBinary, primary_key=True)
    person: str = Field(index=True)


class Seen(SQLModel, table=True):
    """The blind index of each event that was posted lately, and the day, in days since 1970."""

    __tablename__ = "seen"
    event: bytes = Field(sa_type=LargeBinary, primary_key=True)
    day: int = Field(index=True)


class Mailbox(SQLModel, table=True):
    """One person's queue: its most urgent rank, when that is due, and who holds it until when.

    ``closing`` marks somebody who was erased: the mailbox goes when its last message is sent.
    ``stops`` counts how often they asked to stop: when it grows, what runs for them is to end.
    """

    __tablename__ = "mailbox"
    __table_args__ = (
        Index("mailbox_due", "rank", "due_at"),
        Index(
            "mailbox_leased",
            "lease_until",
            sqlite_where=text("token IS NOT NULL"),
            postgresql_where=text("token IS NOT NULL"),
        ),
    )
    person: str = Field(primary_key=True)
    rank: int = Field(sa_type=SmallInteger)
    due_at: int = Field(sa_type=BigInteger)
    token: str | None = None
    lease_until: int = Field(sa_type=BigInteger)
    paused_until: int = Field(sa_type=BigInteger)
    closing: bool = False
    stops: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


class Job(SQLModel, table=True):
    """One thing to do. ``key_id`` 0 is the person's key, others the installation's.

    ``about`` is the random id of the fact a reminder is about, so that it can be planned anew.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("job_order", "person", "rank", "due_at", "seq"),
        Index("job_due", "due_at"),
    )
    seq: int = Field(sa_type=_COUNTER, primary_key=True)
    id: str
    person: str
    kind: str
    rank: int = Field(sa_type=SmallInteger)
    due_at: int = Field(sa_type=BigInteger)
    about: str | None = None
    attempts: int = Field(sa_type=SmallInteger)
    key_id: int
    sealed: bytes = Field(sa_type=LargeBinary)


class DeadLetter(SQLModel, table=True):
    """A job that could not be done, kept for the operator to count and the person to erase."""

    __tablename__ = "dead_letter"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    kind: str
    attempts: int = Field(sa_type=SmallInteger)
    buried_at: int = Field(sa_type=BigInteger)
    key_id: int
    sealed: bytes = Field(sa_type=LargeBinary)


class Record(SQLModel, table=True):
    """One page of a shelf (:mod:`storage.shelves`). ``owner`` is a person or a notebook."""

    __tablename__ = "record"
    owner: str = Field(primary_key=True)
    shelf: bytes = Field(sa_type=LargeBinary, primary_key=True)
    page: int = Field(primary_key=True)
    version: int
    sealed: bytes = Field(sa_type=LargeBinary)


class Document(SQLModel, table=True):
    """One part of the bytes of a document."""

    __tablename__ = "document"
    owner: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    part: int = Field(primary_key=True)
    parts: int
    sealed: bytes = Field(sa_type=LargeBinary)


class ChangeSetRow(SQLModel, table=True):
    """One change set of a notebook."""

    __tablename__ = "change_set"
    __table_args__ = (Index("change_set_owner", "owner", "seq"),)
    seq: int = Field(sa_type=_COUNTER, primary_key=True)
    owner: str
    id: str
    sealed: bytes = Field(sa_type=LargeBinary)


class AuditRow(SQLModel, table=True):
    """The audit lines of one turn."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_owner", "owner", "seq"),)
    seq: int = Field(sa_type=_COUNTER, primary_key=True)
    owner: str
    id: str
    sealed: bytes = Field(sa_type=LargeBinary)


class Doomed(SQLModel, table=True):
    """An owner whose rows are gone and whose key is to be destroyed."""

    __tablename__ = "doomed"
    owner: str = Field(primary_key=True)


class LinkCodeRow(SQLModel, table=True):
    """A linking code by the blind index of its digest, whose it is, and until when."""

    __tablename__ = "link_code"
    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    person: str = Field(index=True)
    expires_at: int = Field(sa_type=BigInteger)


class Invitation(SQLModel, table=True):
    """An invitation by the blind index of its code, and whether it was used."""

    __tablename__ = "invitation"
    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    made_at: int = Field(sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class GuestRow(SQLModel, table=True):
    """A person at the door: waiting, or admitted by the operator or an invitation."""

    __tablename__ = "guest"
    person: str = Field(primary_key=True)
    state: str
    since: int = Field(sa_type=BigInteger)


class FeedbackRow(SQLModel, table=True):
    """One piece of feedback, under its day; nothing says whose it was."""

    __tablename__ = "feedback"
    id: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger, index=True)
    key_id: int
    sealed: bytes = Field(sa_type=LargeBinary)


class Secret(SQLModel, table=True):
    """A secret of the installation; kind and name are pseudonyms under its own key."""

    __tablename__ = "secret"
    kind: bytes = Field(sa_type=LargeBinary, primary_key=True)
    name: bytes = Field(sa_type=LargeBinary, primary_key=True)
    sealed: bytes = Field(sa_type=LargeBinary)
