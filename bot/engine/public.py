"""In front of others: what belongs in private, and the hint that says so without telling anything.

The hint goes to the person alone where the platform can do that. It holds nothing about health, so
that it harms nobody where it cannot. Rather once too often: a hint costs a click, an answer about
somebody's health in a channel cannot be taken back.
"""

from bot import safety
from bot.actions import Context
from bot.care.account.begin import consented
from bot.draft import Reply
from bot.engine import guide
from bot.intake.typed import read_typed
from bot.knowledge.visits import life_event_patterns
from bot.knowledge.words import about_health
from bot.messages import PRIVATE, ConversationKind, Incoming, IncomingKind, Sensitivity
from bot.wording import LANGUAGES, known
from bot.wording.folding import fold


def alone(incoming: Incoming) -> bool:
    """Whether nobody else can read where this was said."""
    return incoming.address.kind is ConversationKind.DM and not incoming.address.shared


def is_private(context: Context, incoming: Incoming) -> bool:
    """Whether this is to be answered in private only: health, files, settings, the welcome."""
    text = incoming.text.strip()
    if not consented(context) or incoming.files or text.startswith("/"):
        return True
    if incoming.kind in {IncomingKind.VOICE, IncomingKind.CHOICE, IncomingKind.FORM}:
        return True
    understood, _ = guide.understand(text, context)
    if understood:
        return True  # our own actions are about the notebook or the account
    folded = fold(text)
    if any(about_health(folded, x) or life_event_patterns(x).search(folded) for x in LANGUAGES):
        return True
    return _says_results(text, context)


def hint(context: Context) -> None:
    """Say, to the person alone, that this is for a private conversation."""
    _alone(context.draft.say(context.say("public-hint"), sensitivity=Sensitivity.NONE), context)


def take_home(context: Context) -> None:
    """Send the gate's card to the person's own conversation.

    It may stem from the notebook: what happens here must be the same whether there is one or not.
    """
    home = context.account.home
    for card in context.draft.replies:
        card.address = home
    if home is None:
        context.draft.replies.clear()


def alarm(context: Context, verdict: safety.Verdict) -> None:
    """The number to call, in one line, here and first; the card went to the person's own place."""
    account = context.account
    cards = context.draft.replies[:]
    context.draft.replies.clear()
    line = safety.public_line(verdict, language=known(account.language), country=account.country)
    _alone(context.draft.say(line, kind="emergency", sensitivity=Sensitivity.NONE), context)
    context.draft.replies += cards


def _alone(reply: Reply, context: Context) -> None:
    reply.remembered = False
    reply.fixed.append((context.say("public-hint-button"), PRIVATE))
    if context.incoming is not None:
        reply.alone = context.incoming.sender


def _says_results(text: str, context: Context) -> bool:
    if not any(c.isdigit() for c in text):
        return False
    country = context.account.country
    reading = read_typed(text, received_at=context.now, language=context.language, country=country)
    return bool(reading.facts)
