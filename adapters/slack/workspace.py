"""Which workspace something came from. An organisation (Enterprise Grid) counts as one tenant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import NAME
from bot.messages import Address, ConversationKind

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where Carnet is installed: ids of the organisation (if any) and of the workspace (if known).

    People are identified within ``account``: the organisation where there is one, because a person
    has the same id in all of its workspaces; the workspace otherwise.
    """

    enterprise: str | None
    team: str | None

    @property
    def account(self) -> str:
        """The scope of user ids: organisation or workspace."""
        return self.enterprise or self.team or ""

    @property
    def tenant(self) -> str:
        """The workspace, or the organisation where an installation covers all of it."""
        return self.team or self.enterprise or ""

    @classmethod
    def of(cls, body: Body) -> "Workspace | None":
        """The workspace of any payload that Slack sends; None when it names none."""
        first = next(iter(_listed(body.get("authorizations"))), {})
        enterprise = (
            _id(body.get("enterprise_id"))
            or _id(body.get("context_enterprise_id"))
            or _id(first.get("enterprise_id"))
            or _id(_mapping(body.get("enterprise")).get("id"))
            or _id(_mapping(body.get("team")).get("enterprise_id"))
        )
        team = (
            _id(body.get("team_id"))
            or _id(body.get("context_team_id"))
            or _id(_mapping(body.get("team")).get("id"))
            or _id(_mapping(body.get("user")).get("team_id"))
            or _id(first.get("team_id"))
        )
        if enterprise is None and team is None:
            team = _id(_mapping(body.get("event")).get("team"))
        return cls(enterprise, team) if enterprise or team else None

    @classmethod
    def of_address(cls, address: Address) -> "Workspace":
        """The workspace that an address is in."""
        organisation = address.account if address.account != address.tenant else None
        if organisation is None and address.account.startswith("E"):
            return cls(address.account, None)
        return cls(organisation, address.tenant)

    def address(
        self,
        conversation: str,
        kind: ConversationKind,
        *,
        thread: str | None = None,
        shared: bool = False,
    ) -> Address:
        """An address in this workspace."""
        return Address(
            channel=NAME,
            account=self.account,
            tenant=self.tenant,
            conversation=conversation,
            kind=kind,
            thread=thread,
            shared=shared,
        )


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _mapping(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> list[Body]:
    return [x for x in value if isinstance(x, Mapping)] if isinstance(value, list) else []
