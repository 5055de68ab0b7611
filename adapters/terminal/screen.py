"""How messages look: Markdown with numbered choices for people, one JSON line each for scripts."""

import json
import re
from datetime import tzinfo
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.messages import Outgoing, Space
from bot.ports import Clock


class JsonScreen:
    """One JSON line for each outgoing message, each at its local time.

    ``zone`` is where the person is as far as is known at the start; messages say it from then on.
    """

    def __init__(self, out: TextIO, clock: Clock, zone: tzinfo) -> None:
        self._out = out
        self._clock = clock
        self._zone = zone
        self._space = Space.HEALTH

    def show(self, outgoing: Outgoing, paths: list[Path]) -> None:
        """Write ``{"at", "text", "choices", "files", "kind", "space"}``; ``at`` is ISO 8601."""
        if outgoing.zone is not None:
            self._zone = ZoneInfo(outgoing.zone)
        self._space = outgoing.space
        choices = [{"n": n, "label": c.label} for n, c in enumerate(outgoing.choices, 1)]
        self._write(outgoing.text, choices, [str(p) for p in paths], outgoing.kind)

    def notice(self, text: str) -> None:
        """Local remarks (a wrong ``#7``) are messages like any other, in the space one is in."""
        self._write(text, [], [], "reply")

    def _write(
        self, text: str, choices: list[dict[str, object]], files: list[str], kind: str
    ) -> None:
        line = {
            "at": self._clock.now().astimezone(self._zone).isoformat(timespec="seconds"),
            "text": text,
            "choices": choices,
            "files": files,
            "kind": kind,
            "space": self._space.value,
        }
        self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._out.flush()


def _kept_lines(text: str) -> str:
    """Lines stay lines, as on a chat platform: Markdown alone would let them flow together."""
    return re.sub(r"(?<=\S)\n(?=\S)(?![-*>#])", "  \n", text)


class RichScreen:
    """Markdown in colour, for a person at a terminal (or plain, when it is piped)."""

    def __init__(self, *, live: bool) -> None:
        from rich.console import Console

        self.console = Console(highlight=False, soft_wrap=False, width=None if live else 100)
        self._live = live
        self._growing: object | None = None

    def draft(self, text: str) -> None:
        """Show the answer so far; an empty one shows a spinner."""
        from rich.live import Live
        from rich.markdown import Markdown
        from rich.spinner import Spinner

        if not self._live:
            return
        shown = Markdown(text) if text else Spinner("dots", style="cyan")
        if isinstance(self._growing, Live):
            self._growing.update(shown)
            return
        self._growing = Live(shown, console=self.console, transient=True, refresh_per_second=12)
        self._growing.start()

    def settle(self) -> None:
        """End the draft: the final message takes its place."""
        from rich.live import Live

        if isinstance(self._growing, Live):
            self._growing.stop()
        self._growing = None

    def show(self, outgoing: Outgoing, paths: list[Path]) -> None:
        """Print a message, its choices by number and where its files are."""
        from rich.markdown import Markdown
        from rich.padding import Padding

        self.settle()
        style = {"emergency": "bold red", "crisis": "bold magenta", "nudge": "yellow"}
        mark = {"emergency": "‼", "crisis": "♥", "nudge": "⏰"}.get(outgoing.kind, "●")
        self.console.print(f"\n[{style.get(outgoing.kind, 'cyan')}]{mark} Carnet[/]")
        self.console.print(Padding(Markdown(_kept_lines(outgoing.text)), (0, 0, 0, 2)))
        for number, choice in enumerate(outgoing.choices, 1):
            self.console.print(f"  [bold]#{number}[/] {choice.label}", markup=True)
        for path in paths:
            self.console.print(f"  → {path}", markup=False)

    def notice(self, text: str) -> None:
        """A remark of the terminal itself."""
        self.settle()
        self.console.print(f"  {text}", style="dim", markup=False)
