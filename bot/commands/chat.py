"""``carnet chat``: a conversation in the terminal."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.terminal.channel import TerminalChannel
from adapters.terminal.chat import Chat, interactive, piped
from adapters.terminal.clock import SimulatedClock, SystemClock
from adapters.terminal.screen import JsonScreen, RichScreen
from bot.commands import wiring
from bot.dates import zone_for
from bot.errors import ConfigurationError
from bot.schedule.worker import Worker
from bot.settings import Settings
from bot.wording import known


def clock_of(given: str | None, country: str | None) -> SimulatedClock | SystemClock:
    """The clock: ``2026-12-01T09:00`` is local time of the country."""
    if given is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(given)
    except ValueError:
        raise ConfigurationError("--clock takes a moment such as 2026-12-01T09:00.") from None
    return SimulatedClock(start if start.tzinfo else start.replace(tzinfo=zone_for(country)))


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
    clock = clock_of(clock_at, country)
    live = sys.stdin.isatty() and not as_json
    storage = wiring.storage(settings, folder, make=True)
    try:
        screen: JsonScreen | RichScreen
        if as_json:
            screen = JsonScreen(sys.stdout, _local(clock, country))
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


def _local(clock: SimulatedClock | SystemClock, country: str | None):  # type: ignore[no-untyped-def]
    zone = zone_for(country) if country else UTC
    return lambda: clock.now().astimezone(zone)
