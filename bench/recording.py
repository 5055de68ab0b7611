"""What a turn asks of the database, recorded so that a floor can do the same work again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from storage.database import Database, Durability, Work
from storage.statement import Row, Statement, Transaction, Values

T = TypeVar("T")


@dataclass(slots=True)
class Step:
    """One transaction: its statements with their values; ``durability`` is None for a read."""

    durability: Durability | None
    statements: list[tuple[str, Values]] = field(default_factory=list)


class _Recorder(Transaction):
    """Runs statements and writes them down."""

    __slots__ = ("_step",)

    def __init__(self, inner: Transaction, step: Step) -> None:
        super().__init__(inner._cursor, postgresql=inner.postgresql)
        self._step = step

    def run(self, statement: Statement, values: Values = {}) -> int:  # noqa: B006 - only read
        self._step.statements.append((statement.sqlite, dict(values)))
        return super().run(statement, values)

    def first(self, statement: Statement, values: Values = {}) -> Row | None:  # noqa: B006
        self._step.statements.append((statement.sqlite, dict(values)))
        return super().first(statement, values)

    def rows(self, statement: Statement, values: Values = {}) -> Sequence[Row]:  # noqa: B006
        self._step.statements.append((statement.sqlite, dict(values)))
        return super().rows(statement, values)


class RecordingDatabase(Database):
    """A database that records each transaction it commits."""

    def __init__(self, inner: Database) -> None:
        super().__init__(inner._engine)
        self._steps: list[Step] = []

    def take(self) -> list[Step]:
        """What was recorded since the last time."""
        steps, self._steps = self._steps, []
        return steps

    async def write(
        self, work: Work[T], durability: Durability = "FULL", *, long: bool = False
    ) -> T:
        done = await super().write(work, durability, long=long)
        self._steps[-1].durability = durability
        return done

    def _at_once(self, work: Work[T], begin: str) -> T:
        step = Step(None)
        done = super()._at_once(lambda transaction: work(_Recorder(transaction, step)), begin)
        self._steps.append(step)
        return done

    def _transact(self, work: Work[T], begin: str, durability: Durability | None = None) -> T:
        step = Step(durability)
        done = super()._transact(
            lambda transaction: work(_Recorder(transaction, step)), begin, durability
        )
        self._steps.append(step)
        return done
