"""From a draft to a turn: messages get their address, buttons their memory, facts their nudges."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.actions import Context
from bot.care import reminders_of
from bot.draft import Reply
from bot.messages import Address, Choice, IncomingKind, Outgoing, Space
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import Proposal, new_id
from bot.turn import AuditLine, Call, Dialogue, Offer, Reminder, Said, Turn

HISTORY_LINES = 24
HISTORY_LENGTH = 12_000
OFFERS = 80
OFFER_LIFE = timedelta(days=3)
PRIORITY: dict[str, int] = {
    "emergency": 0,
    "crisis": 0,
    "reply": 1,
    "confirm": 1,
    "page": 1,
    "nudge": 2,
}


def finish(
    context: Context,
    dialogue: Dialogue,
    *,
    address: Address,
    action: str,
    said: str | None,
    others: dict[Space, Dialogue] | None = None,
) -> Turn:
    """Make the draft a turn. ``dialogue`` is the one of the space the turn took place in.

    ``said`` is what the person said, for the history; ``others`` are other spaces' dialogues that
    changed too.
    """
    draft, turn_id, now = context.draft, new_id(), context.now.astimezone(UTC)
    changes = _changes(context, action)
    messages: list[Outgoing] = []
    offers = [o for o in dialogue.offers if o.expires_at > now]
    for number, reply in enumerate(r for r in draft.replies if r.shown):
        choices: list[Choice] = []
        together = reply.exclusive or reply.kind == "confirm"
        for label, call in reply.choices:
            offer_id = secrets.token_urlsafe(9)
            offer = Offer(
                id=offer_id,
                group=f"{turn_id}:{number}" if together else offer_id,
                label=label,
                call=_undoing(call, changes),
                expires_at=now + OFFER_LIFE,
                message=f"{turn_id}:{number}",
            )
            offers.append(offer)
            choices.append(Choice(id=offer.id, label=label))
        choices += [Choice(id=f"url{i}", label=t, url=u) for i, (t, u) in enumerate(reply.links)]
        choices += [Choice(id=fixed, label=label) for label, fixed in reply.fixed]
        messages.append(_message(reply, tuple(choices), f"{turn_id}:{number}", address, context))
    return Turn(
        id=turn_id,
        replies=tuple(messages),
        account=draft.account,
        dialogues={
            **(others or {}),
            context.space: dialogue.model_copy(
                update={
                    "history": ()
                    if draft.forget_history
                    else _history(dialogue, draft.replies, said, now, _message_id(context)),
                    "form": draft.form,
                    "offers": tuple(offers[-OFFERS:]),
                }
            ),
        },
        changes=changes,
        documents=tuple(draft.documents),
        drop_documents=tuple(draft.dropped),
        replan=_replan(changes, context),
        audit=_audit(context, action, changes),
        erase=draft.erase,
        link=draft.link,
        unlink=draft.unlink,
        issue=draft.issue,
        claim=draft.claim,
        invitation=draft.invitation,
        waits=draft.waits,
        feedback=draft.feedback,
    )


def _undoing(call: Call, changes: tuple[ChangeSet, ...]) -> Call:
    """An "Undo" button takes back what its own message did, not whatever came last."""
    lasting = [c for c in changes if c.kept]
    if call.action != "account-undo" or not lasting:
        return call
    return call.model_copy(update={"arguments": {"change": lasting[-1].id}})


def _message(
    reply: Reply, choices: tuple[Choice, ...], key: str, address: Address, context: Context
) -> Outgoing:
    preview: Literal["preview-nudge", "preview-reply", "preview-emergency"] = "preview-reply"
    if reply.kind == "nudge":
        preview = "preview-nudge"
    elif reply.kind in {"emergency", "crisis"}:
        preview = "preview-emergency"
    return Outgoing(
        key=key,
        address=reply.address or address,
        kind=reply.kind,
        space=context.space,
        sensitivity=reply.sensitivity,
        text=reply.text,
        preview=context.say(preview),
        choices=choices,
        files=tuple(reply.files),
        priority=PRIORITY[reply.kind],
        zone=context.account.zone,
        protect=reply.protect,
        recipient=reply.alone,
    )


def _message_id(context: Context) -> str | None:
    """The platform's id of the message that is answered; a press is about another message."""
    incoming = context.incoming
    return None if incoming is None or incoming.kind is IncomingKind.CHOICE else incoming.about


def _history(
    dialogue: Dialogue, replies: list[Reply], said: str | None, now: datetime, message: str | None
) -> tuple[Said, ...]:
    lines = list(dialogue.history)
    if said:
        lines.append(Said(who="person", text=said[:4000], at=now, message=message))
    lines += [Said(who="carnet", text=r.text[:4000], at=now) for r in replies if r.remembered]
    lines = lines[-HISTORY_LINES:]
    while lines and sum(len(x.text) for x in lines) > HISTORY_LENGTH:
        lines.pop(0)
    return tuple(lines)


def _changes(context: Context, action: str) -> tuple[ChangeSet, ...]:
    """What is remembered for undo, and apart from it what files propose."""
    passing = tuple(c for c in context.draft.changes if isinstance(c.fact, Proposal))
    lasting = tuple(c for c in context.draft.changes if not isinstance(c.fact, Proposal))
    at = context.now.astimezone(UTC)
    sets = []
    if passing:
        sets.append(ChangeSet(at=at, action=action, changes=passing, kept=False))
    if lasting:
        undoes = context.draft.undoes
        sets.append(ChangeSet(at=at, action=action, changes=lasting, undoes=undoes))
    return tuple(sets)


def _replan(changes: tuple[ChangeSet, ...], context: Context) -> dict[str, tuple[Reminder, ...]]:
    """The nudges of every fact that changed, computed anew from what it is now."""
    plan: dict[str, tuple[Reminder, ...]] = {}
    for change_set in changes:
        for change in change_set.changes:
            fact = change.after
            reminders = reminders_of(fact, context.now) if fact is not None else ()
            # Most facts never had a nudge: leave their (absent) jobs alone.
            if reminders or change.before is not None:
                plan[change.fact.id] = reminders
    return plan


def _audit(context: Context, action: str, changes: tuple[ChangeSet, ...]) -> tuple[AuditLine, ...]:
    if not (changes or context.draft.account or context.draft.erase):
        return ()
    return (AuditLine(at=context.now.astimezone(UTC), what=action, door=context.door),)
