"""Ten-line doubles of the ports: memory instead of disk, a script instead of a model."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.engine import Engine
from bot.evaluation.memory import START, Memory, MemoryNotebook
from bot.intake.detect import read as read_file
from bot.intake.reading import FileReader, Reading, Source
from bot.messages import Outgoing
from bot.notebook.facts import Fact
from bot.ports import ModelAnswer, ModelRequest

__all__ = ["START", "MemoryNotebook", "Talk"]


class NoNotebook(MemoryNotebook):
    """A notebook that must not be read."""

    async def facts(self, *kinds: type[Fact]) -> list[Fact]:
        """Always empty."""
        return []


class DirectReader:
    """Reads files in this process."""

    async def read(self, source: Source) -> Reading:
        """What the file says."""
        return read_file(source)


class ScriptedModel:
    """Answers from a list, repeating the last answer, and records each request."""

    name = "scripted"

    def __init__(self, *answers: ModelAnswer | Exception) -> None:
        self._answers = list(answers) or [ModelAnswer(text="D'accord.")]
        self.requests: list[ModelRequest] = []

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """The next answer of the script."""
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if on_text is not None:
            await on_text(answer.text)
        return answer


class Talk(Memory):
    """One person's conversation with a whole engine, everything in memory."""

    def __init__(
        self,
        *,
        language: str = "fr",
        country: str = "FR",
        born: str = "1980",
        now: datetime = START,
        model: ScriptedModel | None = None,
        notebook: MemoryNotebook | None = None,
        files: FileReader | None = None,
    ) -> None:
        engine = Engine(
            all_actions(),
            all_nudges(),
            files or DirectReader(),
            Agent(model) if model else None,
            model.name if model else None,
        )
        super().__init__(
            engine, notebook or MemoryNotebook(), language=language, country=country, born=born
        )
        self.now = now


def texts(messages: Sequence[Outgoing]) -> str:
    """The messages' texts together."""
    return "\n".join(m.text for m in messages)
