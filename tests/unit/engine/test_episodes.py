"""An open alarm in the engine: how long it is spoken of, and what closes it."""

from datetime import timedelta

import pytest

from bot import safety
from bot.messages import Space
from tests.fakes import Talk

URGENT = {
    "fr": "J'ai de la fièvre et mal dans le bas du dos quand j'urine",
    "en": "I have a fever and burning when I pee with back pain",
}
EMERGENCY = {
    "fr": "J'ai une douleur dans la poitrine qui serre et je transpire",
    "en": "I have crushing chest pain and I am sweating",
}
CRISIS = {"fr": "J'ai envie de mourir", "en": "I want to die"}
HELPED = {"fr": "Les pompiers sont là", "en": "The ambulance is here now"}
DOWN = {"fr": "Ma femme dit que j'exagère", "en": "My wife says I exaggerate"}


def _level(talk: Talk) -> str:
    held = talk.dialogues[Space.HEALTH].episode
    return str(held["level"]) if held else "none"


def _in_view(talk: Talk) -> bool:
    lines = safety.numbers("FR").lines().values()
    return any(line.show in talk.text() for line in lines)


async def _after(said: str, language: str, *hours: int) -> list[tuple[str, bool]]:
    """Level, and whether the call is in view, after each stretch of hours and some words."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(said)
    seen = []
    for stretch in hours:
        talk.now += timedelta(hours=stretch)
        await talk.say(DOWN[language])
        seen.append((_level(talk), _in_view(talk)))
    return seen


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_an_urgent_alarm_follows_for_a_day(language: str) -> None:
    """Urgent: in view for 24 hours, then no longer."""
    seen = await _after(URGENT[language], language, 1, 22, 2)
    assert [("urgent", True), ("urgent", True), ("none", False)] == seen


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_an_emergency_follows_for_two_days(language: str) -> None:
    """Emergency: in view for 48 hours whatever is said against it, then no longer."""
    seen = await _after(EMERGENCY[language], language, 1, 23, 23, 2)
    assert [("emergency", True)] * 3 + [("none", False)] == seen


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_crisis_follows_for_three_days(language: str) -> None:
    """Crisis: in view for 72 hours, then no longer."""
    seen = await _after(CRISIS[language], language, 1, 47, 23, 2)
    assert [("crisis", True)] * 3 + [("none", False)] == seen


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_new_sign_begins_anew(language: str) -> None:
    """The hours count from the last sign, not the first."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(EMERGENCY[language])
    talk.now += timedelta(hours=40)
    await talk.say(EMERGENCY[language])
    talk.now += timedelta(hours=40)
    await talk.say(DOWN[language])
    assert ("emergency", True) == (_level(talk), _in_view(talk))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_help_that_was_got_closes_it(language: str) -> None:
    """When help is there, Carnet says that it stops repeating the call, and stops."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(EMERGENCY[language])
    await talk.say(HELPED[language])
    assert "none" == _level(talk)
    assert {"fr": "ne rappelle plus", "en": "no longer repeat"}[language] in talk.text()
    await talk.say(DOWN[language])
    assert not _in_view(talk)


async def test_messages_far_apart_are_not_one_sign() -> None:
    """A sign split over turns is read whole within the hour, not days later."""
    near, far = Talk(language="en"), Talk(language="en")
    for talk, hours in ((near, 0), (far, 30)):
        await talk.opened()
        await talk.say("I have chest")
        talk.now += timedelta(hours=hours)
        await talk.say("pain")
        await talk.say("since an hour")
    assert "emergency" == _level(near)
    assert "none" == _level(far)
