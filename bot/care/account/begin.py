"""The first conversation: language, an honest notice and consent, country, birth year."""

import re
from typing import Annotated

from pydantic import JsonValue

from bot.actions import Ask, Context, NotHeard, Option, action
from bot.asked import BirthYear, Country, OneOf
from bot.dates import zone_for
from bot.messages import Sensitivity
from bot.turn import Consent
from bot.wording.folding import fold

NOTICE_VERSION = "2026-11-25"
"""Changes when the notice's meaning changes: everybody is then asked again."""


class Language(OneOf):
    """The one question asked in both languages at once."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """Each language in its own words."""
        return (Option("fr", "Français"), Option("en", "English"))

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The language named in a sentence, or the one that the first word is in."""
        try:
            return await OneOf.hear(self, text, context)
        except NotHeard:
            words = set(re.findall(r"\w+", fold(text)))  # codes are words too: "en français"
            meant = [v for v in self.values if {w for w in words if len(w) > 2} & self.names(v)]
            meant = meant or [v for v in self.values if words & _GREETINGS[v]]
            if len(meant) == 1:
                return meant[0]
            raise NotHeard("not-heard-language") from None


_GREETINGS = {
    "fr": frozenset({"bonjour", "bonsoir", "salut", "coucou", "je", "oui", "merci"}),
    "en": frozenset({"hello", "hi", "hey", "i", "yes", "please", "thanks"}),
}
"""Words with which people begin in a language before they have chosen it."""


class Agreement(OneOf):
    """The answer to the notice: nothing is kept before it, and the question says so."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """ "yes" or "no", also at the beginning of a short sentence ("oui j'accepte, merci")."""
        try:
            return await OneOf.hear(self, text, context)
        except NotHeard:
            first, *rest = re.findall(r"\w+", fold(text)) or [""]
            if first in {"oui", "yes"} and len(rest) < 9 and not _HOLDING_BACK & set(rest):
                return "yes"
            raise NotHeard("not-heard-consent") from None


_HOLDING_BACK = frozenset(
    {"mais", "but", "pas", "not", "non", "no", "si", "if", "quand", "when", "avant", "before"}
)

LANGUAGE = Language("language", ("fr", "en"))


def consented(context: Context) -> bool:
    """Whether the present notice was read and agreed to."""
    consent = context.account.consent
    return consent is not None and consent.version == NOTICE_VERSION


def what_a_model_gets(context: Context) -> str:
    """What leaves for the language model, in a sentence or two of the notice."""
    if not context.agent_name:
        return context.say("notice-no-model")
    told = context.say("notice-model", model=context.agent_name)
    return f"{told} {context.say('notice-photos')}" if context.reads_photos else told


def majority(country: str | None) -> int:
    """The age from which a person consents alone: 15 in France, 18 elsewhere.

    Source: French Data Protection Act art. 45 (15 years) and, for want of a table that has been
    checked country by country, the age of majority elsewhere.
    """
    return 15 if country == "FR" else 18


@action("account-begin", writes=True, tool=False, listed=False)
async def begin(
    context: Context,
    language: Annotated[str, LANGUAGE],
    agree: Annotated[str | None, Agreement("agree", ("yes", "no"))] = None,
    country: Annotated[str | None, Country()] = None,
    born: Annotated[int | None, BirthYear()] = None,
) -> None:
    """Greet the person, show the notice, and ask for what Carnet must know."""
    account = context.account.model_copy(update={"language": language})
    context.account = context.draft.account = account
    if not consented(context):
        if agree is None:
            notice = context.say("notice", model=what_a_model_gets(context))
            if context.incoming is not None and context.incoming.address.tenant:
                notice += "\n\n" + context.say("notice-workplace")
            raise Ask("agree", because=notice)
        if agree == "no":
            context.draft.say(context.say("notice-refused"), sensitivity=Sensitivity.NONE)
            return
        account = account.model_copy(
            update={
                "consent": Consent(version=NOTICE_VERSION, language=language, at=context.now),
                "joined_at": account.joined_at or context.now,
            }
        )
        context.account = context.draft.account = account
    country = country or account.country
    if country is None:
        raise Ask("country")
    zone = account.zone or str(zone_for(country))
    account = account.model_copy(update={"country": country, "zone": zone})
    context.account = context.draft.account = account
    born = born or account.born
    if born is None:
        raise Ask("born")
    account = account.model_copy(update={"born": born})
    context.account = context.draft.account = account
    if too_young(context):
        context.draft.say(context.say("account-minor", age=majority(country)))
        return
    context.draft.say(context.say("account-welcome"), sensitivity=Sensitivity.NONE)


def too_young(context: Context) -> bool:
    """Whether the person is too young to keep a notebook alone."""
    account = context.account
    if account.born is None:
        return False
    return context.now.year - account.born < majority(account.country)
