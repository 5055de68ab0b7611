"""The contexts that actions get: the everyday one has nothing in it that could read a notebook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.actions import Actions, Context, Fetch, HealthContext
from bot.dates import zone_for
from bot.draft import Draft
from bot.engine.conversation import OnText
from bot.errors import Explainable
from bot.intake.reading import FileReader
from bot.intake.vision import VisionReader
from bot.messages import FileReference, Incoming, Space
from bot.notebook.facts import LifeEvent
from bot.ports import Notebook
from bot.turn import Account


class DraftInbox:
    """Lets life events into the notebook. Write-only by construction: it has nothing to read."""

    def __init__(self, draft: Draft) -> None:
        self._put = draft.put

    def put(self, event: LifeEvent) -> None:
        """Add the event when the turn is committed."""
        self._put(event)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a turn gets from outside: the present, the channel's files, a place for drafts.

    ``progress`` takes the share of a file that was read so far.
    """

    now: datetime
    fetch: Fetch
    on_text: OnText | None = None
    progress: Callable[[float], None] | None = None


@dataclass(frozen=True, slots=True)
class Contexts:
    """Makes contexts from what stays the same from turn to turn."""

    actions: Actions
    files: FileReader
    agent_name: str | None
    vision: VisionReader | None = None

    def of(
        self,
        account: Account,
        space: Space,
        notebook: Notebook,
        incoming: Incoming | None,
        around: Surroundings,
    ) -> Context:
        """The context of a turn in that space."""
        draft = Draft()
        if space is Space.EVERYDAY:
            context = self.bare(account, space, draft, around.now)
            context.incoming = incoming
            return context
        return HealthContext(
            account=account,
            now=_local(account, around.now),
            draft=draft,
            door="command",
            space=space,
            incoming=incoming,
            inbox=DraftInbox(draft),
            actions=self.actions,
            agent_name=self.agent_name,
            reads_photos=self.vision is not None,
            level="none",
            history=(),
            notebook=notebook,
            files=self.files,
            fetch=around.fetch,
            progress=around.progress,
            vision=self.vision,
        )

    def bare(self, account: Account, space: Space, draft: Draft, now: datetime) -> Context:
        """A context without a notebook."""
        return Context(
            account=account,
            now=_local(account, now),
            draft=draft,
            door="command",
            space=space,
            incoming=None,
            inbox=DraftInbox(draft),
            actions=self.actions,
            agent_name=self.agent_name,
            reads_photos=self.vision is not None,
            level="none",
            history=(),
        )


async def no_files(reference: FileReference, *, limit: int) -> bytes:
    """A fetch for turns that have no channel: nothing can be got."""
    raise Explainable("file-gone")


def _local(account: Account, now: datetime) -> datetime:
    zone = ZoneInfo(account.zone) if account.zone else zone_for(account.country)
    return now.astimezone(UTC).astimezone(zone)
