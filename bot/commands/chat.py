"""``carnet chat``: a conversation in the terminal."""

import asyncio
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.terminal.channel import NAME, TerminalChannel
from adapters.terminal.chat import Chat, interactive, piped
from adapters.terminal.clock import SimulatedClock, SystemClock
from adapters.terminal.screen import JsonScreen, RichScreen
from bot.commands import wiring
from bot.dates import zone_for
from bot.errors import ConfigurationError
from bot.schedule.worker import Worker
from bot.settings import Settings
from bot.wording import known
from storage.opening import Storage


def clock_of(given: str | None, zone: tzinfo) -> SimulatedClock | SystemClock:
    """The clock: ``2026-12-01T09:00`` is local time where the person is."""
    if given is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(given)
    except ValueError:
        raise ConfigurationError("--clock takes a moment such as 2026-12-01T09:00.") from None
    return SimulatedClock(start if start.tzinfo else start.replace(tzinfo=zone))


async def zone_of(storage: Storage, who: str, country: str | None) -> tzinfo:
    """Where the person is: their own zone, the country given, else the machine's."""
    account = await storage.account_of(NAME, "", who)
    if account is not None and account.zone is not None:
        return ZoneInfo(account.zone)
    if country is not None:
        return zone_for(country)
    here = datetime.now().astimezone().tzinfo
    return here or UTC


def run(
    settings: Settings,
    folder: Path,
    who: str,
    *,
    language: str | None,
    country: str | None,
    born: str | None,
    accept: bool,
    clock_at: str | None,
    as_json: bool,
) -> None:
    """Open everything, talk, close everything."""
    live = sys.stdin.isatty() and not as_json
    storage = wiring.storage(settings, folder, make=True)
    try:
        zone = asyncio.run(zone_of(storage, who, country))
        clock = clock_of(clock_at, zone)
        screen: JsonScreen | RichScreen
        if as_json:
            screen = JsonScreen(sys.stdout, clock, zone)
            channel = TerminalChannel(settings.terminal.files, screen.show)
        else:
            screen = RichScreen(live=live)
            channel = TerminalChannel(
                settings.terminal.files, screen.show, screen.draft if live else None
            )
        engine = wiring.engine(settings)
        worker = Worker(
            storage.mailboxes, storage.notebooks, engine, {channel.name: channel}, clock
        )
        fields = {"language": language, "country": country, "born": born}
        given = {k: v for k, v in fields.items() if v is not None}
        if accept:
            given["agree"] = "yes"
        locale = language or wiring.locale()
        chat = Chat(
            who=who,
            channel=channel,
            screen=screen,
            mailboxes=storage.mailboxes,
            worker=worker,
            clock=clock,
            language=known(language or (locale or settings.language)[:2]),
            fields=given,
            locale=locale,
        )
        asyncio.run(interactive(chat) if live else piped(chat))
    finally:
        storage.close()
