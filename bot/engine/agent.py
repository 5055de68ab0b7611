"""The agent: answers with a language model, within bounds, and falls back honestly.

The loop is ours: at most :data:`ROUNDS` calls to the model, one deadline for all of them, a
silence limit so that a model that is down costs no more than :data:`SILENCE` seconds. Tools are
the same actions a person has; those that write are only *proposed*, the person confirms. Whatever
the model says passes the answer check before it is sent, drafts included; one retry with the
reason, then a safe sentence of our own.
"""

import asyncio
from collections.abc import Awaitable, Collection, Sequence

from pydantic import JsonValue

from bot import safety
from bot.actions import Action, Context, HealthContext
from bot.draft import Draft
from bot.engine import calls
from bot.engine.answer_check import (
    Problem,
    complete,
    safe_template,
)
from bot.engine.bounds import bounds_of
from bot.engine.conversation import OnText
from bot.engine.prompt import conversation, health_system
from bot.engine.second_reader import SecondReader
from bot.errors import CarnetError, Permanent, Transient
from bot.ports import (
    LanguageModel,
    ModelAnswer,
    ModelMessage,
    ModelRequest,
    ToolCall,
    ToolResult,
    ToolSpec,
)
from bot.turn import Call, Dialogue

ROUNDS = 6
DEADLINE = 60.0
SILENCE = 18.0
TOOL_LIMIT = 10.0


class Unanswered(CarnetError):
    """The model gave nothing that can be sent; ``message_id`` words it for the person."""

    def __init__(self, message_id: str, **arguments: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.arguments = arguments


class Agent:
    """Answers with a model; a second reader, where there is one, reads the message beside it."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        deadline: float = DEADLINE,
        silence: float = SILENCE,
        second: SecondReader | None = None,
    ) -> None:
        self._model = model
        self._second = second
        self._deadline = deadline
        self._silence = silence

    async def converse(
        self,
        context: HealthContext,
        text: str,
        dialogue: Dialogue,
        summary: str,
        on_text: OnText | None,
    ) -> str:
        """Answer in the health space, using actions as tools; "" when an action said it all."""
        request = ModelRequest(
            system=(health_system(context), summary),
            messages=conversation(context, text, dialogue),
            tools=tuple(_spec(a) for a in context.actions if a.tool and a.listed),
        )
        return await self.answer(request, context, on_text, facts=(summary, text))

    async def answer(
        self,
        request: ModelRequest,
        context: Context,
        on_text: OnText | None,
        *,
        facts: Sequence[str],
    ) -> str:
        """The checked answer; raises :class:`Unanswered`, or Raised as soon as danger was read.

        While the second reader has neither answered nor let its deadline pass, no draft is shown.
        """
        said = context.incoming.text if context.incoming is not None else ""
        if self._second is None or not said:
            return await self._answered(request, context, on_text, facts)
        try:
            async with asyncio.TaskGroup() as both:
                reading = both.create_task(
                    self._second.judge(
                        said,
                        language=context.language,
                        country=context.account.country,
                        level=safety.Level.parse(context.level),
                    )
                )

                async def after_reading(text: str) -> None:
                    if on_text is not None and reading.done():
                        await on_text(text)

                answering = both.create_task(
                    self._kept(self._answered(request, context, after_reading, facts))
                )
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        answer = answering.result()
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    async def _kept(self, answer: Awaitable[str]) -> "str | Unanswered":
        """An answer or why there is none: the reading beside it goes on either way."""
        try:
            return await answer
        except Unanswered as problem:
            return problem

    async def _answered(
        self,
        request: ModelRequest,
        context: Context,
        on_text: OnText | None,
        facts: Sequence[str],
    ) -> str:
        try:
            async with asyncio.timeout(self._deadline):
                return await self._loop(request, context, on_text, list(facts))
        except (TimeoutError, Transient) as error:
            raise Unanswered("agent-down") from error
        except Permanent as error:
            raise Unanswered("agent-misconfigured") from error

    async def _loop(
        self, request: ModelRequest, context: Context, on_text: OnText | None, facts: list[str]
    ) -> str:
        retried = False
        for _ in range(ROUNDS):
            answer = await self._ask(request, context, on_text, facts)
            if answer.stop == "refusal":
                raise Unanswered("agent-refused")
            if answer.calls and answer.stop == "tool":
                results = [await self._tool(call, context) for call in answer.calls]
                facts += [r.text for r in results]
                request = _extended(request, answer, tuple(results))
                if context.draft.form is not None or _waits(context.draft):
                    # The person is being asked something: that is the answer of this turn.
                    return "" if bounds_of(context, facts).problems(answer.text) else answer.text
                continue
            problems = bounds_of(context, facts).problems(answer.text)
            if not problems and answer.text.strip():
                cut = "\n\n" + context.say("agent-cut") if answer.stop == "length" else ""
                return answer.text.strip() + cut
            if retried or not answer.text.strip():
                raise _instead(context, problems)
            retried = True
            request = _reproved(request, answer, problems)
        raise Unanswered("agent-down")

    async def _ask(
        self,
        request: ModelRequest,
        context: Context,
        on_text: OnText | None,
        facts: list[str],
    ) -> ModelAnswer:
        loop = asyncio.get_running_loop()
        bounds = bounds_of(context, facts)
        async with asyncio.timeout(self._silence) as silence:

            async def heard(text: str) -> None:
                silence.reschedule(loop.time() + self._silence)
                whole = complete(text)
                if on_text is not None and whole and bounds.shows(text):
                    await on_text(whole)

            return await self._model.answer(request, deadline=self._deadline, on_text=heard)

    async def _tool(self, call: ToolCall, context: Context) -> ToolResult:
        if call.name not in context.actions or not context.actions[call.name].tool:
            return ToolResult(id=call.id, text="There is no such tool.", error=True)
        action = context.actions[call.name]
        real, context.draft = context.draft, Draft()
        context.door = "tool"
        try:
            async with asyncio.timeout(TOOL_LIMIT):
                said = {k: _spoken(v) for k, v in call.arguments.items() if v is not None}
                heard, done = await calls.hear(action.name, said, context)
                result = None
                if done:
                    result = await calls.perform(Call(action=action.name, arguments=heard), context)
        except TimeoutError:
            return ToolResult(id=call.id, text="It took too long.", error=True)
        finally:
            trial, context.draft = context.draft, real
        shown = "\n\n".join(r.text for r in trial.replies)
        if action.writes or trial.form is not None:
            real.replies += trial.replies
            real.form = trial.form
        else:
            # What was only looked up goes to the model, which answers with it; pictures to both.
            real.replies += [r for r in trial.replies if r.files]
        return ToolResult(id=call.id, text=result or shown or "Nothing.")


def _instead(context: Context, problems: Sequence[Problem]) -> Unanswered:
    """Our own safe sentence in place of an answer that may not be said."""
    if not problems:
        return Unanswered("agent-down")
    emergency = safety.numbers(context.account.country).emergency
    return Unanswered(
        safe_template(context.level, problems), number=emergency.show if emergency else "none"
    )


def _spec(action: Action) -> ToolSpec:
    schema = action.model.model_json_schema()
    schema.pop("title", None)
    for parameter in schema.get("properties", {}).values():
        parameter.pop("title", None)
    return ToolSpec(name=action.name, description=action.description(), schema_=schema)


def _spoken(value: JsonValue) -> str:
    return value if isinstance(value, str) else str(value)


def _waits(draft: Draft) -> bool:
    return any(r.kind == "confirm" for r in draft.replies)


def _extended(
    request: ModelRequest, answer: ModelAnswer, results: tuple[ToolResult, ...]
) -> ModelRequest:
    asked = ModelMessage(role="assistant", text=answer.text, calls=answer.calls)
    told = ModelMessage(role="user", results=results)
    return request.model_copy(update={"messages": (*request.messages, asked, told)})


def _reproved(
    request: ModelRequest, answer: ModelAnswer, problems: Collection[Problem]
) -> ModelRequest:
    hints = " ".join(sorted({p.hint for p in problems}))
    messages = (
        *request.messages,
        ModelMessage(role="assistant", text=answer.text),
        ModelMessage(role="user", text=f"[Carnet's check] {hints} Answer again."),
    )
    return request.model_copy(update={"messages": messages})
