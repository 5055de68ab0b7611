"""``carnet invite`` and ``carnet people``: the doors, for the operator. No health data, ever."""

import asyncio
import json
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands import wiring
from bot.engine.entrance import CODE_LENGTH, CODE_LETTERS
from bot.errors import CarnetError, ConfigurationError
from bot.messages import Outgoing, Sensitivity, Space
from bot.settings import Settings
from bot.wording import say
from storage.doors import Guest
from storage.opening import Storage


def invite(settings: Settings, folder: Path, count: int) -> None:
    """Make invitation codes and print them, one a line; they are kept nowhere."""
    codes = [_code() for _ in range(count)]
    storage = wiring.storage(settings, folder, make=True, worker=False)
    try:
        asyncio.run(storage.doors.invite([c.replace("-", "") for c in codes], datetime.now(UTC)))
    finally:
        storage.close()
    name = asyncio.run(_bot_name(settings))
    for code in codes:
        click.echo(f"{code}  https://t.me/{name}?start={code}" if name else code)
    click.echo("Each works once: the person opens the link, or writes the code.", err=True)


def show(settings: Settings, folder: Path) -> None:
    """Print everybody by pseudonym with counts, and the waiting list."""
    storage = wiring.storage(settings, folder, worker=False)
    try:
        asyncio.run(_show(storage))
    finally:
        storage.close()


def admit(settings: Settings, folder: Path, people: tuple[str, ...], first: int) -> None:
    """Let people in from the waiting list: those named, or those who have waited longest."""
    storage = wiring.storage(settings, folder, worker=False)
    try:
        asyncio.run(_admit(storage, people, first))
    finally:
        storage.close()


def feedback(settings: Settings, folder: Path) -> None:
    """Print the feedback that people agreed to give."""
    storage = wiring.storage(settings, folder, worker=False)
    try:
        kept = asyncio.run(storage.feedback.all())
    finally:
        storage.close()
    for one in kept:
        line = {"day": f"{one.day:%Y-%m-%d}", **one.feedback.model_dump(exclude_none=True)}
        click.echo(json.dumps(line, ensure_ascii=False))


async def _bot_name(settings: Settings) -> str | None:
    """The Telegram bot's user name, for links; None without Telegram, or when it is not there."""
    if settings.telegram.token.read() is None:
        return None
    from adapters.telegram.opening import TelegramBot

    bot = TelegramBot(settings.telegram)
    try:
        await bot.identify()
        return bot.user_name
    except CarnetError:
        return None
    finally:
        await bot.close()


async def _show(storage: Storage) -> None:
    counts = await storage.counts()
    made, used = await storage.doors.invitations()
    guests = {g.person: g for g in await storage.doors.everybody()}
    waiting = [g for g in guests.values() if g.state == "waiting"]
    click.echo(f"people: {counts.people}   waiting: {len(waiting)}")
    click.echo(f"invitations: {made} made, {used} used")
    for person in await storage.people():
        guest = guests.get(person.person)
        state = f"{guest.state} since {guest.since:%Y-%m-%d %H:%M}" if guest else "-"
        click.echo(
            f"{person.person}  {state}  jobs {person.waiting}  dead letters {person.dead_letters}"
        )


async def _admit(storage: Storage, people: tuple[str, ...], first: int) -> None:
    waiting = [g for g in await storage.doors.everybody() if g.state == "waiting"]
    chosen = [g for g in waiting if g.person.startswith(people)] if people else waiting[:first]
    if not chosen:
        raise ConfigurationError("Nobody by that name is on the waiting list.")
    for guest in chosen:
        await storage.doors.admit(guest.person, await _news(storage, guest), datetime.now(UTC))
        click.echo(f"{guest.person}  let in")


async def _news(storage: Storage, guest: Guest) -> Outgoing | None:
    """What to tell somebody who is let in, where they can be told."""
    account = (await storage.notebooks.person(guest.person)).account
    if account.home is None:
        return None
    return Outgoing(
        key=f"door:{guest.person}:{guest.since.timestamp():.0f}",
        address=account.home,
        space=Space.EVERYDAY,
        sensitivity=Sensitivity.NONE,
        text=say(account.language, "door-open"),
        preview=say(account.language, "preview-reply"),
    )


def _code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[n : n + 4] for n in range(0, CODE_LENGTH, 4))
