"""Playing rows, grading answers, and keeping what is done so that a run can go on."""

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.care.account.begin import NOTICE_VERSION
from bot.engine import gate
from bot.engine.answer_check import spoken_language
from bot.engine.engine import Engine
from bot.errors import ConfigurationError, Permanent, Transient
from bot.evaluation.healthbench.counting import Counted, Usage
from bot.evaluation.healthbench.grading import LONGEST_REST, TRIES, Grader, Rest
from bot.evaluation.healthbench.rows import Row
from bot.evaluation.healthbench.scoring import Judged
from bot.evaluation.memory import HOME, START, Memory
from bot.messages import IncomingKind, Space
from bot.safety import Person as Known
from bot.turn import Account, Consent, Dialogue, Said

ADULT = 1980


class Done(BaseModel):
    """One line of the state: an example that was played and graded."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    prompt_id: str
    model: str
    grader: str
    response: str
    met: tuple[bool, ...]
    explanations: tuple[str, ...]
    answering: Usage
    grading: Usage
    seconds: float


class State:
    """The state file: one JSON line per example that is done, written to the disk at once."""

    def __init__(self, path: Path, *, model: str, grader: str) -> None:
        self.path = path
        self.model = model
        self.grader = grader

    def read(self) -> dict[str, Done]:
        """What is done already. A last line that was cut by a crash is cut off the file."""
        if not self.path.exists():
            return {}
        content = self.path.read_bytes()
        whole, _, cut = content.rpartition(b"\n")
        done: dict[str, Done] = {}
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                one = Done.model_validate_json(line)
            except ValidationError:
                raise ConfigurationError(f"Line {number} of the state cannot be read.") from None
            if (one.model, one.grader) != (self.model, self.grader):
                raise ConfigurationError("The state is of another model or grader.")
            done[one.prompt_id] = one
        if cut:
            with self.path.open("r+b") as file:
                file.truncate(len(content) - len(cut))
        return done

    def add(self, done: Done) -> None:
        """Append a line; it is on the disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(done.model_dump(mode="json"), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


class Run:
    """One run over some rows. ``lost`` names the examples that failed after every try."""

    def __init__(
        self,
        engine: Engine,
        model: Counted | None,
        grader: Grader,
        graded_by: Counted,
        state: State,
        *,
        country: str | None = None,
        rest: Rest = asyncio.sleep,
    ) -> None:
        self._engine = engine
        self._model = model
        self._grader = grader
        self._graded_by = graded_by
        self._state = state
        self._country = country
        self._rest = rest
        self.done: dict[str, Done] = state.read()
        self.lost: list[str] = []

    async def go(self, rows: Sequence[Row], progress: Callable[[], None] = lambda: None) -> None:
        """Play and grade what is not done yet; raises Permanent when nothing can be asked."""
        for row in rows:
            if row.prompt_id not in self.done:
                try:
                    done = await self._one(row)
                except (Transient, ExceptionGroup) as error:
                    if not _passing(error):
                        raise
                    self.lost.append(row.prompt_id)
                else:
                    self._state.add(done)
                    self.done[row.prompt_id] = done
            progress()

    def judged(self, rows: Sequence[Row]) -> list[Judged]:
        """Those of the rows that are done, with their grades."""
        return [Judged(r, self.done[r.prompt_id].met) for r in rows if r.prompt_id in self.done]

    def usage(self) -> tuple[Usage, Usage]:
        """What answering and what grading took, over all that is done."""
        answering = sum((d.answering for d in self.done.values()), Usage())
        return answering, sum((d.grading for d in self.done.values()), Usage())

    async def _one(self, row: Row) -> Done:
        began = monotonic()
        self._graded_by.usage = Usage()
        if self._model is not None:
            self._model.usage = Usage()
        response = await self._response(row)
        grades = await self._grader.grade(row.prompt, response, row.rubrics)
        return Done(
            prompt_id=row.prompt_id,
            model=self._state.model,
            grader=self._state.grader,
            response=response,
            met=tuple(grade.criteria_met for grade in grades),
            explanations=tuple(grade.explanation for grade in grades),
            answering=self._model.usage if self._model else Usage(),
            grading=self._graded_by.usage,
            seconds=round(monotonic() - began, 3),
        )

    async def _response(self, row: Row) -> str:
        """Carnet's answer; asked again when the model failed, for an apology is no answer."""
        failure: Transient | None = None
        for attempt in range(TRIES):
            if failure is not None:
                await self._rest(min(failure.retry_after or 2.0**attempt, LONGEST_REST))
            if self._model is not None:
                self._model.failed = None
            person = await seeded(self._engine, row, self._country)
            said = await person.take(IncomingKind.TEXT, text=row.prompt[-1].content)
            failed = self._model.failed if self._model is not None else None
            if failed is None:
                return "\n\n".join(message.text for message in said)
            if isinstance(failed, Permanent):
                raise failed
            failure = failed
        assert failure is not None  # noqa: S101 - there is at least one try
        raise failure


async def seeded(engine: Engine, row: Row, country: str | None) -> Memory:
    """A person with an empty notebook for whom the row's earlier messages have been said.

    The gate hears the earlier messages too: an alarm opened by one of them is still open.
    """
    language = spoken_language(row.prompt[-1].content)
    account = Account(
        person="p",
        notebook="n",
        language=language,
        country=country,
        born=ADULT,
        consent=Consent(version=NOTICE_VERSION, language=language, at=START),
        home=HOME,
    )
    history: list[Said] = []
    episode, own = Dialogue(), gate.Gate()
    for message in row.prompt[:-1]:
        if message.role == "user":
            alarm = await own.judge(message.content, account, Known(born=ADULT), episode, START)
            episode = Dialogue(episode=alarm.episode.to_dict() if alarm.episode else None)
        if message.role != "system":
            who = "person" if message.role == "user" else "carnet"
            history.append(Said(who=who, text=message.content, at=START))  # type: ignore[arg-type]
    dialogue = episode.model_copy(update={"history": tuple(history)})
    return Memory(engine, account=account, dialogues={Space.HEALTH: dialogue})


def _passing(error: BaseException) -> bool:
    """Whether everything that failed may pass by itself."""
    if isinstance(error, BaseExceptionGroup):
        return all(_passing(inner) for inner in error.exceptions)
    return isinstance(error, Transient)
