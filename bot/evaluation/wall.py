"""The non-interference test: the same everyday dialogues with different notebooks, byte by byte.

A dialogue is generated once, from a seed, and played three times: with no notebook, with notebook
A and with notebook B. Now and then the person changes to the health space and back: what is asked
of a model there may differ, what is asked in the everyday space afterwards may not.
"""

import random
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from bot.engine.engine import Engine
from bot.evaluation.memory import GROUP, START, Memory, MemoryNotebook
from bot.evaluation.wall_sayings import CHANGES, EVERYDAY, HEALTH, TAILS, TO_EVERYDAY, TO_HEALTH
from bot.notebook import facts as f
from bot.ports import ModelAnswer, ModelRequest

Drain = Callable[[], list[bytes]]
"""Gives the requests recorded since it was last called, and forgets them."""

SHOWN = 60
"""Bytes shown on either side of a first difference."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person does; ``words`` is what is said, or the label of a pressed button."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a notebook changed what a model was sent."""

    dialogue: int
    notebook: str
    step: int
    without: str
    with_it: str


@dataclass(slots=True)
class WallReport:
    """How much was compared, and every difference."""

    dialogues: int = 0
    requests: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether something was compared and nothing differed."""
        return self.requests > 0 and not self.differences


class RecordingModel:
    """Sends nothing anywhere: keeps each request, and answers by the request's bytes alone."""

    name = "recording"

    def __init__(self) -> None:
        self.requests: list[bytes] = []

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """An answer that depends on nothing but the request."""
        body = request.model_dump_json().encode()
        self.requests.append(body)
        text = stand_in(body, request.schema_ is not None)
        if on_text is not None:
            await on_text(text)
        return ModelAnswer(text=text)

    def drain(self) -> list[bytes]:
        """The requests since the last call."""
        kept, self.requests = self.requests, []
        return kept


def stand_in(body: bytes, structured: bool) -> str:
    """What is answered in a model's place: the same to the same bytes, varied to others.

    One in eight structured answers raises the alarm, so that what follows from it is compared too.
    """
    drawn = zlib.crc32(body)
    if structured:
        level = "emergency" if drawn % 8 == 0 else "none"
        return f'{{"level": "{level}", "topic": "other", "words": ""}}'
    return f"OK {drawn % 1000}."


def notebook_a() -> MemoryNotebook:
    """A pregnant woman on an anticoagulant, with results."""
    told = f.Provenance(recorded_at=START)
    due = (START + timedelta(days=60)).strftime("%Y-%m-%d")
    return MemoryNotebook.holding(
        f.Patient(sex="female", pregnant_until=due, provenance=told),
        f.Condition(text="Diabète", provenance=told),
        f.MedicationStatement(text="Warfarine", dosage="5 mg", provenance=told),
        f.AllergyIntolerance(text="Pénicilline", provenance=told),
        f.Observation(text="Potassium", value=Decimal("5.9"), unit="mmol/L", provenance=told),
    )


def notebook_b() -> MemoryNotebook:
    """A man with asthma and an appointment."""
    told = f.Provenance(recorded_at=START)
    return MemoryNotebook.holding(
        f.Patient(sex="male", provenance=told),
        f.Condition(text="Asthme", provenance=told),
        f.Appointment(
            text="Pneumologue",
            start=(START + timedelta(days=3)).replace(tzinfo=None),
            zone="Europe/Paris",
            provenance=told,
        ),
    )


NOTEBOOKS: dict[str, Callable[[], MemoryNotebook]] = {"A": notebook_a, "B": notebook_b}


async def compare(
    engine: Engine,
    drain: Drain,
    dialogues: int,
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> WallReport:
    """Play ``dialogues`` generated dialogues with each notebook and compare what was sent."""
    report = WallReport()
    for seed in range(dialogues):
        language = ("fr", "en")[seed % 2]
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        steps: list[Step] = []
        bare = await _play(engine, drain, MemoryNotebook(), language, steps, chance)
        for name, notebook in NOTEBOOKS.items():
            other = await _play(engine, drain, notebook(), language, steps)
            report.differences += _differences(seed, name, bare, other)
        report.dialogues += 1
        report.requests += sum(len(sent) for sent in bare)
        progress(seed + 1)
    return report


async def _play(
    engine: Engine,
    drain: Drain,
    notebook: MemoryNotebook,
    language: str,
    steps: list[Step],
    chance: random.Random | None = None,
) -> list[list[bytes]]:
    """The requests of each everyday step; with ``chance`` the steps are made up and added."""
    person = Memory(engine, notebook, language=language, country="FR")
    await person.opened()
    await person.say(TO_EVERYDAY[language])
    drain()
    sent: list[list[bytes]] = []
    if chance is not None:
        for _ in range(chance.randint(2, 7)):
            step = _next(person, language, chance)
            steps.append(step)
            sent.append(await _do(person, step, drain, language))
        return sent
    for step in steps:
        sent.append(await _do(person, step, drain, language))
    return sent


def _next(person: Memory, language: str, chance: random.Random) -> Step:
    labels = sorted({c.label for m in person.last for c in m.choices})
    labels = [x for x in labels if not any(word in x.lower() for word in CHANGES)]
    drawn = chance.random()
    if labels and drawn < 0.3:
        return Step("press", chance.choice(labels))
    if drawn > 0.85:
        return Step("health", chance.choice(HEALTH[language]))
    saying = chance.choice(EVERYDAY[language])
    if not saying.startswith("/") and chance.random() < 0.5:
        saying += chance.choice(TAILS[language])
    return Step("group" if drawn > 0.75 else "say", saying)


async def _do(person: Memory, step: Step, drain: Drain, language: str) -> list[bytes]:
    """Do one step; what was sent for it, or nothing for a step in the health space."""
    if step.what == "health":
        await person.say(TO_HEALTH[language])
        await person.say(step.words)
        await person.say(TO_EVERYDAY[language])
        drain()
        return []
    if step.what == "press":
        # A card may stand where the buttons were: there is nothing to press then.
        if any(c.label == step.words for m in person.last for c in m.choices):
            await person.press(step.words)
    elif step.what == "group":
        await person.say(step.words, GROUP)
    else:
        await person.say(step.words)
    return sorted(drain())  # asked at the same time, in no order


def _differences(
    dialogue: int, notebook: str, bare: Sequence[list[bytes]], other: Sequence[list[bytes]]
) -> list[Difference]:
    found: list[Difference] = []
    for number, (one, two) in enumerate(zip(bare, other, strict=True)):
        if one == two:
            continue
        a = b"\n".join(one)
        b = b"\n".join(two)
        place = next(
            (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
        )
        around = slice(max(0, place - SHOWN), place + SHOWN)
        found.append(
            Difference(
                dialogue,
                notebook,
                number + 1,
                a[around].decode("utf-8", "replace"),
                b[around].decode("utf-8", "replace"),
            )
        )
    return found
