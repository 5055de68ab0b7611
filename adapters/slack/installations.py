"""Which token speaks for which workspace: the configured one, or those that OAuth gave us."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from adapters.slack.api import SlackApi
from adapters.slack.faults import Fault, SlackFault
from adapters.slack.workspace import Workspace
from bot.errors import ConfigurationError, Transient
from bot.ports import Secrets

KIND = "slack"


@dataclass(frozen=True, slots=True, repr=False)
class Installation:
    """What we need to speak in one workspace. Its text form shows nothing."""

    token: str
    bot_user: str | None
    bot_id: str | None
    app: str | None = None

    def __repr__(self) -> str:
        return "Installation(…)"


class Installations(Protocol):
    """Finds installations."""

    several: bool

    async def find(self, workspace: Workspace) -> Installation | None:
        """The installation that covers this workspace."""
        ...

    async def remove(self, workspace: Workspace) -> None:
        """Forget the installation: the workspace removed the app."""
        ...

    async def renewed(self, workspace: Workspace, token: str) -> bool:
        """Whether there is another token than this one, which was refused."""
        ...


class OneWorkspace:
    """The workspace whose bot token is configured."""

    several = False

    def __init__(self, api: SlackApi, token: str) -> None:
        self._api = api
        self._token = token
        self._known: Installation | None = None

    async def find(self, workspace: Workspace) -> Installation | None:
        """The one there is."""
        return await self.identify()

    async def remove(self, workspace: Workspace) -> None:
        """The token is the operator's to take out; ask again who we are before using it."""
        self._known = None

    async def renewed(self, workspace: Workspace, token: str) -> bool:
        """There is one token only."""
        return False

    async def identify(self) -> Installation:
        """Who we are; raises ConfigurationError (wrong token) or Transient (nobody answers)."""
        if self._known is None:
            found = await identity(self._api, self._token)
            self._known = Installation(
                self._token, _id(found.get("user_id")), _id(found.get("bot_id"))
            )
        return self._known


class ManyWorkspaces:
    """The workspaces that installed Carnet by OAuth; what they gave us is kept sealed.

    An ingress process has no secrets: it takes in what comes and can speak nowhere, so that a
    page's button asks its questions in the conversation instead of in a form.
    """

    several = True

    def __init__(self, secrets: Secrets | None) -> None:
        self._secrets = secrets
        self._known: dict[Workspace, Installation] = {}

    async def find(self, workspace: Workspace) -> Installation | None:
        """The workspace's own installation, else its organisation's."""
        for place in _places(workspace):
            known = self._known.get(place)
            if known is None and self._secrets is not None:
                sealed = await self._secrets.find(KIND, _name(place))
                known = _read(sealed) if sealed is not None else None
            if known is not None:
                self._known[place] = known
                return known
        return None

    async def save(self, workspace: Workspace, installation: Installation) -> None:
        """Keep what a workspace gave us."""
        if self._secrets is None:
            raise ConfigurationError("An ingress process cannot install Carnet in a workspace.")
        plain = json.dumps(asdict(installation)).encode()
        await self._secrets.save(KIND, _name(workspace), plain)
        self._known[workspace] = installation

    async def remove(self, workspace: Workspace) -> None:
        """Forget it, on disk and in memory. An organisation's own outlives its workspaces."""
        for place in {workspace, Workspace(None, workspace.team or workspace.account)}:
            self._known.pop(place, None)
            if self._secrets is not None:
                await self._secrets.remove(KIND, _name(place))

    async def renewed(self, workspace: Workspace, token: str) -> bool:
        """Another process may have installed Carnet anew: look again at what is kept."""
        for place in _places(workspace):
            self._known.pop(place, None)
        found = await self.find(workspace)
        return found is not None and found.token != token


async def identity(api: SlackApi, token: str) -> Mapping[str, Any]:
    """Slack's word on who a bot token is; raises ConfigurationError or Transient."""
    try:
        return await api.call("auth.test", token)
    except SlackFault as fault:
        if fault.fault is Fault.TOKEN:
            raise ConfigurationError(
                f"Slack refuses the bot token ({fault.code}): copy the Bot User OAuth Token"
                " (xoxb-…) again into slack.bot_token, or check slack.base_url."
            ) from None
        if fault.fault in {Fault.UNKNOWN_METHOD, Fault.REFUSED}:
            raise ConfigurationError(
                f"What answers at slack.base_url does not speak as Slack does ({fault.code})."
            ) from None
        raise Transient("Slack does not answer", retry_after=fault.delay or None) from None


def _places(workspace: Workspace) -> list[Workspace]:
    places = [workspace]
    if workspace.enterprise is not None and workspace.team is not None:
        places += [Workspace(None, workspace.team), Workspace(workspace.enterprise, None)]
    return places


def _name(workspace: Workspace) -> str:
    return f"{workspace.enterprise or '-'}/{workspace.team or '-'}"


def _read(plain: bytes) -> Installation:
    return Installation(**json.loads(plain))


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
