"""Settings, spaces, help, undo and deletion."""

from typing import Annotated

from bot.actions import Context, HealthContext, action
from bot.asked import BirthYear, Country, OneOf, Words
from bot.care.account.begin import LANGUAGE, what_a_model_gets
from bot.care.account.topics import bind
from bot.dates import zone_for
from bot.errors import Explainable
from bot.messages import Sensitivity, Space
from bot.turn import Account, Call
from bot.wording.lines import line


def _set(context: Context, **values: object) -> Account:
    context.account = context.draft.account = context.account.model_copy(update=values)
    return context.account


@action("account-help", tool=False)
async def help_(context: Context) -> None:
    """List what can be done here, from the declarations of the actions."""
    lines = [context.say("help-intro", space=context.say(f"space.{context.space}")), ""]
    room = ""
    for act in context.actions.in_space(context.space):
        command = act.command(context.language)
        if not act.listed or command is None:
            continue
        if act.room != room:
            room = act.room
            lines += ["", f"**{context.say(f'room.{room}')}**", ""]
        lines.append(f"- `/{command.split()[0]}` {act.title(context.language)}")
    lines += ["", context.say(f"help-outro-{context.space}")]
    context.draft.say("\n".join(lines), sensitivity=Sensitivity.NONE)


def _go(context: Context, space: Space) -> None:
    if context.incoming is None:
        _set(context, space=space)
    else:
        context.account = context.draft.account = bind(context.account, context.incoming, space)


@action("account-health", tool=False)
async def health(context: Context) -> None:
    """Go to the health space, or make this topic it."""
    _go(context, Space.HEALTH)
    context.draft.say(context.say("space-now-health"), sensitivity=Sensitivity.NONE)


@action("account-everyday", tool=False)
async def everyday(context: Context) -> None:
    """Go to the everyday space, or make this topic it."""
    _go(context, Space.EVERYDAY)
    text = context.say("space-now-everyday")
    if context.agent_name is None:
        text += " " + context.say("space-everyday-no-model")
    context.draft.say(text, sensitivity=Sensitivity.NONE)


@action("account-language", writes=True)
async def language(context: Context, language: Annotated[str, LANGUAGE]) -> None:
    """Change the language Carnet speaks."""
    _set(context, language=language)
    context.draft.say(context.say("language-set"), sensitivity=Sensitivity.NONE)


@action("account-country", writes=True)
async def country(context: Context, country: Annotated[str, Country()]) -> None:
    """Change the country: it decides emergency numbers, and the clock when none was set."""
    zone = context.account.zone
    if zone is None or zone == str(zone_for(context.account.country)):
        zone = str(zone_for(country))
    _set(context, country=country, zone=zone)
    from babel import Locale

    # CLDR has a name even for the code of those who would rather not say.
    name = "" if country == "ZZ" else Locale.parse(context.language).territories.get(country, "")
    context.draft.say(
        context.say("country-set", country=str(name) or context.say("country-unknown")),
        sensitivity=Sensitivity.PERSONAL,
    )


@action("account-born", writes=True)
async def born(context: Context, born: Annotated[int, BirthYear()]) -> None:
    """Change the birth year."""
    _set(context, born=born)
    context.draft.say(context.say("born-set", year=str(born)), sensitivity=Sensitivity.PERSONAL)


@action("account-dates", writes=True)
async def date_order(
    context: Context, order: Annotated[str, OneOf("date-order", ("day", "month"))]
) -> None:
    """Choose what comes first when the person writes a date in figures: the day or the month."""
    _set(context, date_order=order)
    context.draft.say(context.say(f"date-order-kept.{order}"), sensitivity=Sensitivity.PERSONAL)


@action("account-zone", writes=True)
async def zone(context: Context, zone: Annotated[str, Words(60)]) -> None:
    """Change the time zone of nudges, as an IANA name such as Europe/Paris."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        found = ZoneInfo(zone.strip().replace(" ", "_"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Explainable("zone-unknown") from error
    _set(context, zone=str(found))
    context.draft.say(
        context.say(
            "zone-set", zone=str(found), time=context.now.astimezone(found).strftime("%H:%M")
        ),
        sensitivity=Sensitivity.PERSONAL,
    )


@action("account-nudges", writes=True)
async def nudges(context: Context, wanted: Annotated[str, OneOf("nudges", ("on", "off"))]) -> None:
    """Turn all nudges on or off."""
    _set(context, nudges=wanted == "on")
    context.draft.say(context.say(f"nudges-set.{wanted}"), sensitivity=Sensitivity.NONE)


@action("account-privacy", tool=False)
async def privacy(context: Context) -> None:
    """Say where everything is and who can read it."""
    model = what_a_model_gets(context)
    consent = context.account.consent
    day = consent.at.strftime("%Y-%m-%d") if consent else "–"
    context.draft.say(context.say("privacy", model=model, date=day), sensitivity=Sensitivity.NONE)


@action("account-cancel", tool=False)
async def cancel(context: Context) -> None:
    """Leave the question that is open; nothing is changed."""
    context.draft.form = None
    context.draft.say(context.say("cancelled"), sensitivity=Sensitivity.NONE)


@action("account-undo", writes=True, tool=False)
async def undo(context: HealthContext, change: Annotated[str | None, Words(40)] = None) -> None:
    """Take back the last change to the notebook, or the one whose button was pressed."""
    # What takes a change back is newer than it, so the first few sets mostly tell all of it.
    for limit in (5, 40, 200):
        recent = await context.notebook.change_sets(limit)
        undone = {s.undoes for s in recent if s.undoes}
        standing = [s for s in recent if not s.undoes and s.id not in undone]
        chosen = [s for s in standing if change in (None, s.id)][:1]
        if chosen or change in undone or len(recent) < limit:
            break
    if not chosen:
        raise Explainable("undone-already" if change in undone else "nothing-to-undo")
    later = standing[: standing.index(chosen[0])]
    touched = {c.fact.id for s in later for c in s.changes}
    if any(c.fact.id in touched for c in chosen[0].changes):
        raise Explainable("undo-later-first")
    inverse = chosen[0].inverse(context.now)
    context.draft.changes.extend(inverse.changes)
    context.draft.undoes = chosen[0].id
    lines = []
    for back in inverse.changes[:12]:
        mark = "undo-back" if back.after is not None else "undo-gone"
        lines.append("- " + context.say(mark, line=line(back.fact, context.language)))
    if len(inverse.changes) > 12:
        lines.append("- " + context.say("and-more", count=len(inverse.changes) - 12))
    context.draft.say(context.say("undone") + "\n\n" + "\n".join(lines))


@action("account-delete", writes=True, confirm=True, tool=False)
async def delete(context: HealthContext) -> None:
    """Destroy everything: notebook, histories, account, and the keys that open them."""
    context.draft.erase = "everything"
    context.draft.say(context.say("deleted"), sensitivity=Sensitivity.NONE)


UNDO = Call(action="account-undo")
"""The call behind an "Undo" button."""
