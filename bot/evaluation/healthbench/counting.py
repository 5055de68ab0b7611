"""Counting what a model was asked and what it cost."""

from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from bot.errors import Permanent, Transient
from bot.ports import LanguageModel, ModelAnswer, ModelRequest

MILLION = 1_000_000


class Usage(BaseModel):
    """Calls and tokens. ``input`` counts all that went in, ``cached`` the part from the cache."""

    calls: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            input=self.input + other.input,
            cached=self.cached + other.cached,
            output=self.output + other.output,
        )

    def cost(self, *, input: float, output: float, cached: float | None) -> float:
        """The cost, from prices for a million tokens."""
        fresh = self.input - self.cached
        read = input if cached is None else cached
        return (fresh * input + self.cached * read + self.output * output) / MILLION


class Counted:
    """A language model that counts. ``failed`` is the last failure of a free answer, if any."""

    def __init__(self, model: LanguageModel) -> None:
        self.name = model.name
        self.usage = Usage()
        self.failed: Transient | Permanent | None = None
        self._model = model

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """The model's own answer."""
        try:
            answer = await self._model.answer(request, deadline=deadline, on_text=on_text)
        except (Transient, Permanent) as error:
            if request.schema_ is None:
                self.failed = error
            raise
        self.usage += Usage(
            calls=1,
            input=answer.input_tokens,
            cached=answer.cached_tokens,
            output=answer.output_tokens,
        )
        return answer
