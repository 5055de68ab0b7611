"""An open alarm holds until help was got or it is clearly over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.safety import Episode, Level, Verdict, follow, reminder_line, triage
from bot.safety.episode import helped

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
OPEN = Episode(Level.EMERGENCY, ("heart",), NOW)


def said(text: str, episode: Episode | None, minutes: int = 1) -> tuple[Verdict, Episode | None]:
    """What holds after `text`, some minutes later."""
    recent = episode.recent if episode else ()
    verdict = triage(text, language="fr", country="FR", recent=recent, today=NOW.date())
    return follow(episode, text, verdict, language="fr", now=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "text",
    [
        "ma femme dit que j'exagère",
        "ça va mieux, oublie",
        "c'est sûrement le stress",
        "je vais appeler le 15 plus tard",
        "should I call 911?",
        "je n'ai pas appelé le 15",
        "quelle heure est-il ?",
    ],
)
def test_level_holds(text: str) -> None:
    """Playing it down, changing the subject or promising to call changes nothing."""
    verdict, episode = said(text, OPEN)
    assert Level.EMERGENCY is verdict.level
    assert episode is not None
    assert Level.EMERGENCY is episode.level
    assert ("heart",) == episode.flags


@pytest.mark.parametrize(
    "text",
    [
        "j'ai appelé le 15",
        "les pompiers sont là",
        "I called 911",
        "we are at the hospital",
        "paramedics are here",
        "c'était une fausse alerte",
    ],
)
def test_help_closes(text: str) -> None:
    """Saying that help was got closes the alarm."""
    verdict, episode = said(text, OPEN)
    assert Level.NONE is verdict.level
    assert episode is None or Level.NONE is episode.level
    assert helped(text)


def test_new_graver_sign_raises() -> None:
    """A graver sign raises an open crisis, and both topics stay."""
    crisis = Episode(Level.CRISIS, ("suicide",), NOW)
    verdict, episode = said("j'ai avalé toute la boîte de comprimés", crisis)
    assert Level.EMERGENCY is verdict.level
    assert "suicide" in verdict.flags
    assert episode is not None
    assert Level.EMERGENCY is episode.level


def test_alarm_lapses_after_two_days() -> None:
    """Two days without a new sign end an emergency's reminder; one does not."""
    verdict, _ = said("bonjour", OPEN, minutes=60 * 47)
    assert Level.EMERGENCY is verdict.level
    verdict, _ = said("bonjour", OPEN, minutes=60 * 49)
    assert Level.NONE is verdict.level


def test_same_day_alarm_lapses_after_a_day() -> None:
    """A same-day alarm is spoken of for a day, and no longer."""
    urgent = Episode(Level.URGENT, ("wound",), NOW)
    verdict, _ = said("bonjour", urgent, minutes=60 * 24)
    assert Level.URGENT is verdict.level
    verdict, _ = said("bonjour", urgent, minutes=60 * 24 + 1)
    assert Level.NONE is verdict.level


def test_split_sign_over_turns() -> None:
    """Short messages are kept, so that a sign split over turns is found."""
    _, episode = said("I have chest", None)
    verdict, episode = said("pain", episode)
    assert Level.EMERGENCY is verdict.level
    assert episode is not None
    assert Level.EMERGENCY is episode.level


def test_episode_survives_json() -> None:
    """An episode written and read again is the same."""
    episode = Episode(Level.CRISIS, ("suicide", "young"), NOW, ("a", "b"))
    assert episode == Episode.from_dict(episode.to_dict())
    with pytest.raises(ValueError, match="no such level"):
        Episode.from_dict({**episode.to_dict(), "level": "calm"})


def test_reminder_keeps_the_call_in_view() -> None:
    """Every following answer of an open alarm carries the number; a closed one carries nothing."""
    assert "[15](tel:15)" in reminder_line(OPEN, language="fr", country="FR")
    assert "112" in reminder_line(OPEN, language="en", country=None)
    crisis = Episode(Level.CRISIS, ("suicide",), NOW)
    assert "3114" in reminder_line(crisis, language="fr", country="FR")
    assert "findahelpline.com" in reminder_line(crisis, language="en", country=None)
    assert "" == reminder_line(Episode(Level.NONE, (), NOW), language="fr", country="FR")
