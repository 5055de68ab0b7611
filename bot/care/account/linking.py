"""Linking: one person, one notebook, on several platforms.

The conversation that holds the notebook issues a code; it is typed into the other platform's
direct conversation; both confirm. The code has 128 bits, works once and for ten minutes, and is
kept as a digest only. Names and e-mail addresses never link anything.

Whether a code was right is told to nobody but the conversation that issued it.
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import JsonValue

from bot.actions import Asked, Context, HealthContext, NotHeard, Option, action
from bot.asked import Words
from bot.care.account.begin import consented
from bot.care.account.places import is_at, label, nudge_place, same_identity, without
from bot.errors import Explainable
from bot.messages import Address, ConversationKind, Sensitivity
from bot.turn import Account, Call, Link, LinkClaim, LinkCode, Place
from bot.wording.folding import fold

LIFE = timedelta(minutes=10)
BYTES = 16
ATTEMPTS = 6
"""Codes asked for and tried by one person within :data:`WINDOW`."""
WINDOW = timedelta(hours=1)

_GROUP = 5
_CODE = re.compile(r"(?:[A-Z2-7]{5}-){5}[A-Z2-7]")
_LOOKALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})


def code_in(text: str) -> str | None:
    """The code, when a message is a code as it was shown and nothing else."""
    found = text.strip().strip("`*").upper()
    return found.replace("-", "") if _CODE.fullmatch(found) else None


@dataclass(frozen=True, slots=True)
class LinkingCode(Asked):
    """A code, in any case, with or without its hyphens."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The code as it was issued; raises NotHeard for what cannot be one."""
        plain = re.sub(r"[\s`*-]", "", text).upper().translate(_LOOKALIKES)
        if not re.fullmatch(r"[A-Z2-7]{26}", plain):
            raise NotHeard("link-not-a-code")
        return plain


@dataclass(frozen=True, slots=True)
class PlaceOf(Asked):
    """One of the person's places, by its number."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """One button for each place."""
        return tuple(
            Option(str(n), _named(place, n, context))
            for n, place in enumerate(context.account.places, 1)
        )

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The number of the place that was named."""
        said = fold(text).strip(" .!")
        for number, place in enumerate(context.account.places, 1):
            if said in {str(number), fold(_named(place, number, context)), fold(label(place))}:
                return str(number)
        raise NotHeard("not-heard-choice")


@action("account-link", tool=False)
async def link(context: HealthContext, code: Annotated[str | None, LinkingCode()] = None) -> None:
    """Issue a code that links another platform, or take one that was issued there."""
    if code is None and not consented(context):
        raise Explainable("link-not-a-code")
    _attempted(context)
    if code is None:
        _issue(context)
        return
    _require_private(context)
    if await context.notebook.facts():
        raise Explainable("link-own-notebook")
    reply = context.draft.say(
        context.say("link-take"),
        kind="confirm",
        sensitivity=Sensitivity.NONE,
        choices=[
            (
                context.say("link-take-yes"),
                Call(action="account-link-take", arguments={"code": code}),
            ),
            (context.say("confirm-no"), Call(action="account-cancel")),
        ],
    )
    reply.remembered = False


def _issue(context: HealthContext) -> None:
    key = secrets.token_bytes(BYTES)
    plain = base64.b32encode(key).decode().rstrip("=")
    context.draft.issue = LinkCode(
        digest=_digest(plain), expires_at=context.now.astimezone(UTC) + LIFE
    )
    shown = "-".join(plain[i : i + _GROUP] for i in range(0, len(plain), _GROUP))
    text = context.say("link-code", code=shown, minutes=int(LIFE.total_seconds() // 60))
    # A code is no part of a conversation that a model may read.
    context.draft.say(text, sensitivity=Sensitivity.PERSONAL).remembered = False


@action("account-link-take", writes=True, tool=False, listed=False)
async def take(context: HealthContext, code: Annotated[str, LinkingCode()]) -> None:
    """Claim a code: the conversation that issued it is asked."""
    _require_private(context)
    if await context.notebook.facts():
        raise Explainable("link-own-notebook")
    incoming = context.incoming
    if incoming is None:
        return
    address = incoming.address
    context.draft.claim = LinkClaim(
        digest=_digest(code),
        link=Link(channel=address.channel, account=address.account, sender=incoming.sender),
        address=address,
    )
    context.draft.say(context.say("link-asked"), sensitivity=Sensitivity.NONE)


def ask_owner(context: Context, claimed: Address, sender: str) -> None:
    """In the conversation that issued the code: who wants to be linked, and is it you?"""
    until = (context.now.astimezone(UTC) + LIFE).isoformat(timespec="seconds")
    place = Place(address=claimed, sender=sender)
    arguments: dict[str, JsonValue] = {"place": place.model_dump_json(), "until": until}
    text = context.say("link-accept", place=label(place))
    if claimed.tenant:
        text += "\n\n" + context.say("link-workplace")
    reply = context.draft.say(
        text,
        kind="confirm",
        sensitivity=Sensitivity.NONE,
        choices=[
            (
                context.say("link-accept-yes"),
                Call(action="account-link-accept", arguments=arguments),
            ),
            (context.say("link-accept-no"), Call(action="account-link-refuse")),
        ],
    )
    reply.remembered = False


@action("account-link-accept", writes=True, tool=False, listed=False)
async def accept(
    context: HealthContext,
    place: Annotated[str, Words(4000)],
    until: Annotated[str, Words(40)],
) -> None:
    """Link the place that claimed a code of this person's."""
    if context.now.astimezone(UTC) > datetime.fromisoformat(until):
        raise Explainable("link-late")
    new = Place.model_validate_json(place)
    address = new.address
    kept = tuple(p for p in context.account.places if not same_identity(p, address, new.sender))
    _set(context, context.account.model_copy(update={"places": (*kept, new)}))
    context.draft.link = Link(channel=address.channel, account=address.account, sender=new.sender)
    context.draft.say(context.say("link-done", place=label(new)), sensitivity=Sensitivity.NONE)
    there = context.draft.say(context.say("link-done-there"), sensitivity=Sensitivity.NONE)
    there.address = address


@action("account-link-refuse", tool=False, listed=False)
async def refuse(context: HealthContext) -> None:
    """Do not link; the code is used up."""
    context.draft.say(context.say("link-refused"), sensitivity=Sensitivity.NONE)


@action("account-unlink", writes=True, confirm=True, tool=False)
async def unlink(context: HealthContext, place: Annotated[str, PlaceOf()]) -> None:
    """Take a platform away: what is written there no longer reaches this notebook."""
    gone = _place(context, place)
    if len(context.account.places) < 2:
        raise Explainable("unlink-last")
    _set(context, without(context.account, gone.address))
    address = gone.address
    context.draft.unlink = Link(
        channel=address.channel, account=address.account, sender=gone.sender
    )
    context.draft.say(context.say("unlinked", place=label(gone)), sensitivity=Sensitivity.NONE)


@action("account-nudge-place", writes=True, tool=False)
async def choose_place(context: Context, place: Annotated[str, PlaceOf()]) -> None:
    """Choose the one platform that reminders go to."""
    chosen = _place(context, place)
    places = tuple(
        p.model_copy(update={"nudges": True}) if p is chosen else p for p in context.account.places
    )
    _set(context, context.account.model_copy(update={"home": chosen.address, "places": places}))
    context.draft.say(
        context.say("nudge-place-set", place=label(chosen)), sensitivity=Sensitivity.NONE
    )


@action("account-mute", writes=True, tool=False)
async def mute(context: Context, place: Annotated[str, PlaceOf()]) -> None:
    """Turn reminders off on one platform; they go to another one, if there is one."""
    muted = _place(context, place)
    places = tuple(
        p.model_copy(update={"nudges": False}) if p is muted else p for p in context.account.places
    )
    account = _set(context, context.account.model_copy(update={"places": places}))
    where = nudge_place(account)
    other = next((p for p in places if where is not None and is_at(p, where)), None)
    text = (
        context.say("muted-elsewhere", place=label(muted), other=label(other))
        if other is not None
        else context.say("muted", place=label(muted))
    )
    context.draft.say(text, sensitivity=Sensitivity.NONE)


def _set(context: Context, account: Account) -> Account:
    context.account = context.draft.account = account
    return account


def _place(context: Context, number: str) -> Place:
    places = context.account.places
    if not number.isdecimal() or not 1 <= int(number) <= len(places):
        raise Explainable("not-heard-choice")
    return places[int(number) - 1]


def _named(place: Place, number: int, context: Context) -> str:
    """A place's name, with its number where two are called alike."""
    alike = [p for p in context.account.places if label(p) == label(place)]
    return label(place) if len(alike) == 1 else f"{label(place)} ({number})"


def _require_private(context: Context) -> None:
    incoming = context.incoming
    if incoming is None or incoming.address.kind is not ConversationKind.DM:
        raise Explainable("public-hint")


def _attempted(context: Context) -> None:
    """Count an attempt; raises Explainable when there were too many."""
    now = context.now.astimezone(UTC)
    recent = tuple(at for at in context.account.link_attempts if at > now - WINDOW)
    if len(recent) >= ATTEMPTS:
        raise Explainable("link-too-often")
    _set(context, context.account.model_copy(update={"link_attempts": (*recent, now)}))


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
