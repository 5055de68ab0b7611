"""A language model whose calls are counted and timed; what is asked and answered passes through."""

import time
from collections.abc import Awaitable, Callable

from adapters.web.measures import PrometheusMeasures
from bot.errors import Permanent, Transient
from bot.ports import LanguageModel, ModelAnswer, ModelRequest


class MeasuredModel:
    """Wraps a :class:`bot.ports.LanguageModel`."""

    def __init__(self, model: LanguageModel, measures: PrometheusMeasures) -> None:
        self._model = model
        self._measures = measures
        self.name = model.name

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """What the model answers; its outcome is "answered", "transient", "permanent" or "cut"."""
        started, outcome = time.perf_counter(), "cut"
        try:
            with self._measures.elsewhere():
                answer = await self._model.answer(request, deadline=deadline, on_text=on_text)
            outcome = "answered"
            return answer
        except Transient:
            outcome = "transient"
            raise
        except Permanent:
            outcome = "permanent"
            raise
        finally:
            self._measures.asked_model(outcome, time.perf_counter() - started)
