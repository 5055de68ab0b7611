"""The statements of the mailboxes: the same text on SQLite and PostgreSQL.

Only a lease differs, by ``FOR UPDATE SKIP LOCKED``, which SQLite, with its one writer, neither
has nor needs.
"""

# ruff: noqa: S608 - put together from our own constants only

from storage import jobs
from storage.statement import Statement

_FIRST_OF_RANK = (
    "(SELECT person FROM mailbox WHERE rank = {rank} AND due_at <= :now AND lease_until <= :now"
    " ORDER BY due_at LIMIT 1{locking})"
)
# One index range for each rank: the time this takes does not grow with what is not due yet.
_LEASE = (
    "UPDATE mailbox SET token = :token, lease_until = :until WHERE person = COALESCE("
    + ", ".join(_FIRST_OF_RANK.replace("{rank}", str(rank)) for rank in jobs.RANKS)
    + ") RETURNING person"
)
NEXT_JOB = Statement(
    "SELECT job.id, job.kind, job.due_at, job.attempts, job.key_id, job.sealed,"
    " mailbox.stops FROM mailbox"
    " JOIN job ON job.person = mailbox.person"
    " WHERE mailbox.person = :person AND mailbox.token = :token AND mailbox.paused_until <= :now"
    " AND job.due_at <= :now"
    f" ORDER BY job.rank, CASE WHEN job.rank = {jobs.RANK_REMINDER} THEN job.due_at ELSE 0 END,"
    " job.seq LIMIT 1"
)
STOPS = Statement("SELECT stops FROM mailbox WHERE person = :person")
TOKEN = Statement("SELECT token FROM mailbox WHERE person = :person")
FENCE = Statement(
    "UPDATE mailbox SET lease_until = lease_until WHERE person = :person AND token = :token"
    " RETURNING closing"
)
RENEW = Statement(
    "UPDATE mailbox SET lease_until = :until WHERE person = :person AND token = :token"
)
RELEASE = Statement(
    "UPDATE mailbox SET token = NULL, lease_until = 0 WHERE person = :person AND token = :token"
)
FREE_ALL = Statement("UPDATE mailbox SET token = NULL, lease_until = 0 WHERE token IS NOT NULL")
UNPAUSE_ALL = Statement(
    "UPDATE mailbox SET paused_until = 0, due_at = (SELECT job.due_at FROM job"
    " WHERE job.person = mailbox.person ORDER BY job.rank, job.due_at LIMIT 1)"
    " WHERE paused_until > 0 AND EXISTS (SELECT 1 FROM job WHERE job.person = mailbox.person)"
)
REMOVE_JOB = Statement("DELETE FROM job WHERE person = :person AND id = :id")
COUNT_ATTEMPT = Statement(
    "UPDATE job SET attempts = attempts + 1 WHERE person = :person AND id = :id"
)
BURY = Statement(
    "INSERT INTO dead_letter (id, person, kind, attempts, buried_at, key_id, sealed)"
    " SELECT id, person, kind, attempts, :now, key_id, sealed FROM job"
    " WHERE person = :person AND id = :id"
)
SEAL_AGAIN = Statement("UPDATE dead_letter SET key_id = :key_id, sealed = :sealed WHERE id = :id")
REMOVE_MAILBOX = Statement("DELETE FROM mailbox WHERE person = :person")
EARLIEST = Statement(
    "SELECT "
    + ", ".join(
        f"(SELECT due_at FROM mailbox WHERE rank = {rank} AND token IS NULL"
        " ORDER BY due_at LIMIT 1)"
        for rank in jobs.RANKS
    )
)
# The partial index on leases holds few rows; lease_until > 0 adds nothing but leads SQLite to it.
EARLIEST_LEASED = Statement(
    f"SELECT MIN(CASE WHEN rank > {jobs.RANK_REMINDER} THEN NULL"
    " WHEN lease_until > due_at THEN lease_until ELSE due_at END) FROM mailbox"
    " WHERE token IS NOT NULL AND lease_until > 0"
)
DOOMED = Statement("SELECT owner FROM doomed")
NOT_DOOMED = Statement("DELETE FROM doomed WHERE owner = :owner")


def lease(*, locking: bool) -> Statement:
    """The lease; ``locking`` for a database where several may lease at the same time."""
    return Statement(_LEASE.replace("{locking}", " FOR UPDATE SKIP LOCKED" if locking else ""))
