"""One part of the notebook ("what medicines am I on?"), and what the person says they do not have.

Lines keep the number they have in the whole notebook: "remove line 3" means the same from here.
"""

from typing import Annotated

from bot.actions import Context, HealthContext, Option, action
from bot.asked import OneOf, Words
from bot.care.profile.note import past
from bot.care.profile.show import numbered
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.folding import fold
from bot.wording.lines import line

PARTS: dict[str, tuple[type[f.Fact], ...]] = {
    "medicines": (f.MedicationStatement,),
    "allergies": (f.AllergyIntolerance,),
    "conditions": (f.Condition, f.Procedure),
    "vaccinations": (f.Immunization,),
    "questions": (f.Question,),
    "journal": (f.JournalEntry, f.LifeEvent),
    "documents": (f.DocumentReference, f.DiagnosticReport),
    "family": (f.FamilyMemberHistory,),
    "team": (f.CareTeamMember,),
}
SHOWN = 40
"""Lines of one part shown at once: two phone screens."""


class _Part(OneOf):
    """A part of the notebook, offered by its name."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """One button for each of the parts people ask for most."""
        return (await OneOf.options(self, context))[:6]


@action("profile-part")
async def part(context: HealthContext, part: Annotated[str, _Part("part", tuple(PARTS))]) -> str:
    """Show one part of the notebook: medicines, allergies, conditions, vaccinations and so on.

    part: which part.
    """
    wanted = PARTS[part]
    lines = [
        f"{number}\\. {line(fact, context.language)}  "
        for number, fact in enumerate(await numbered(context), 1)
        if isinstance(fact, wanted)
    ]
    title = context.say(f"part.{part}")
    all_button = (context.say("part-all-button"), Call(action="profile-show"))
    if not lines:
        context.draft.say(context.say("part-empty", part=title), choices=[all_button])
        return "Nothing is noted there."
    text = f"**{title}**\n\n" + "\n".join(lines[-SHOWN:])
    context.draft.say(text + "\n" + context.say("show-outro"), choices=[all_button])
    return "\n".join(lines[-SHOWN:])


@action("profile-denied", tool=False, listed=False)
async def denied(context: HealthContext, what: Annotated[str, Words(200)]) -> None:
    """Hear what the person says they do not have: what the notebook says otherwise is shown.

    what: the condition, allergy or medicine in the person's own words.
    """
    words = {w for w in fold(what).split() if len(w) > 2}
    kinds = (f.Condition, f.AllergyIntolerance, f.MedicationStatement)
    saying = [
        (number, fact)
        for number, fact in enumerate(await numbered(context), 1)
        if isinstance(fact, kinds)
        and not past(fact)
        and words
        and words <= set(fold(fact.text).split())
    ]
    if not saying:
        said = context.incoming.text if context.incoming else what
        keep = Call(action="profile-journal", arguments={"what": said[:4000]})
        context.draft.say(
            context.say("denied-nothing"), choices=[(context.say("note-it-button"), keep)]
        )
        return
    shown = "\n".join(f"- {line(fact, context.language)}" for _, fact in saying)
    context.draft.say(
        context.say("denied-noted") + "\n\n" + shown,
        choices=[
            (
                context.say("denied-remove", what=fact.text),
                Call(action="profile-remove", arguments={"number": fact.id}),
            )
            for _, fact in saying[:4]
        ],
    )
