"""Minutes are no measurement, and a real one beside a clock time still counts."""

from datetime import date

import pytest

from bot.safety import Level, triage

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("J'ai rendez-vous chez le Dr Martin jeudi 17 à 9h15, 12 rue des Lilas", "fr"),
        ("RDV dentiste le 3 à 8h18, 11 avenue Foch", "fr"),
        ("dentist on the 3rd at 9:19, 12 Mill Lane", "en"),
    ],
)
def test_an_address_after_a_time_is_no_pressure(text: str, language: str) -> None:
    """A time followed by a house number raises nothing."""
    verdict = triage(text, language=language, country="FR", today=TODAY)
    assert Level.NONE == verdict.level, verdict.evidence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("à 9h15 ma tension est à 19/12 et je vois flou", "fr"),
        ("ce matin à 9h15 19/12 et je vois flou", "fr"),
        ("at 9:15 my blood pressure was 190/120 and my vision is blurred", "en"),
    ],
)
def test_a_pressure_beside_a_time_still_counts(text: str, language: str) -> None:
    """The measurement itself is read, with the sign that makes it an emergency."""
    verdict = triage(text, language=language, country="FR", today=TODAY)
    assert Level.EMERGENCY == verdict.level


@pytest.mark.parametrize(
    "text",
    [
        "Blood pressure diary: Mon 128/78, Wed 124/76, all sat down with my feet flat",
        "Carnet du 25 : glycémie à jeun 1,08, après déjeuner 1,42",
    ],
)
def test_a_number_beside_another_word_is_no_measure_of_it(text: str) -> None:
    """Sat is a verb too, and the number before a name may be a day."""
    assert Level.NONE == triage(text, language="en", country="GB", today=TODAY).level


@pytest.mark.parametrize("text", ["sat 84 on room air", "her sats are 82", "saturation à 85 %"])
def test_a_low_saturation_still_counts(text: str) -> None:
    """With its number right beside it."""
    assert Level.NONE < triage(text, language="en", country="GB", today=TODAY).level


@pytest.mark.parametrize("text", ["docteur Benali 18/12 16h", "dentist 20/11 at 4", "rdv 18/12"])
def test_a_day_and_a_month_are_no_pressure(text: str) -> None:
    """Unless somebody says that they have it, or names the pressure."""
    assert Level.NONE == triage(text, language="fr", country="FR", today=TODAY).level


@pytest.mark.parametrize("text", ["je suis à 19/12", "ma tension 18/12", "20/13"])
def test_a_pressure_said_short_still_counts(text: str) -> None:
    """Eighteen over twelve is very high."""
    assert Level.NONE < triage(text, language="fr", country="FR", today=TODAY).level
