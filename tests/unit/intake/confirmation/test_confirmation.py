"""Confirmations in plain text: when, with whom, where, why; moved and cancelled visits."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.confirmation import READER, says_appointment
from bot.intake.reading import Reading, Source, Unreadable
from bot.notebook.facts import Appointment

FIXTURE = Path(__file__).parents[3] / "fixtures" / "wellness" / "confirmation.txt"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def read(text: str, language: str = "fr", country: str | None = "FR") -> Reading:
    """The reading of a message that has just arrived."""
    return READER.read(Source(text.encode(), language=language, country=country, received_at=NOW))


def visits(reading: Reading) -> list[tuple[str, str, str]]:
    """(who, wall time, status) of every appointment."""
    return [
        (f.text, f.start.isoformat(timespec="minutes"), f.status)
        for f in reading.facts
        if isinstance(f, Appointment)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Votre RDV avec Dr Marie DUPONT est confirmé le lundi 30 novembre 2026 à 14h30.",
            ("Dr Marie DUPONT", "2026-11-30T14:30", "booked"),
        ),
        (
            "Rappel : vous avez rendez-vous demain à 10h15 avec le Dr Martin, cardiologue.",
            ("Dr Martin (cardiologue)", "2026-11-26T10:15", "booked"),
        ),
        (
            "Doctolib: RDV confirmé. Jeu 3 déc. 14:10 - Dr LEROY Sophie",
            ("Dr LEROY Sophie", "2026-12-03T14:10", "booked"),
        ),
        (
            "Votre rendez-vous du 03/12/2026 à 11:00 avec Dr Petit a été annulé.",
            ("Dr Petit", "2026-12-03T11:00", "cancelled"),
        ),
    ],
)
def test_french_messages(text: str, expected: tuple[str, str, str]) -> None:
    """One line of a text message is enough."""
    assert says_appointment(text)
    assert [expected] == visits(read(text))


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        (
            "Your appointment with Dr Sarah Smith is confirmed for 1 December 2026 at 3:30 pm.",
            "GB",
            ("Dr Sarah Smith", "2026-12-01T15:30", "booked"),
        ),
        (
            "Reminder: you have an appointment on Dec 5, 2026 at 9:00 AM with your dentist.",
            "US",
            ("Dentist", "2026-12-05T09:00", "booked"),
        ),
        (
            "Your appointment on 12/05/2026 at 9:00 AM has been cancelled.",
            "US",
            ("Appointment", "2026-12-05T09:00", "cancelled"),
        ),
    ],
)
def test_english_messages(text: str, country: str, expected: tuple[str, str, str]) -> None:
    """The country decides between day and month first."""
    assert [expected] == visits(read(text, "en", country))


def test_a_letter_with_fields() -> None:
    """Day and time on lines of their own; the last day to cancel is no appointment."""
    reading = READER.read(
        Source(FIXTURE.read_bytes(), language="fr", country="FR", received_at=NOW)
    )
    (visit,) = (fact for fact in reading.facts if isinstance(fact, Appointment))

    assert (
        "Dr Jeanne Exemple (dermatologue)",
        datetime(2026, 11, 30, 14, 30),  # noqa: DTZ001
        "Europe/Paris",
        "12 rue de la Paix, 75002 Paris",
        "Consultation de suivi",
        False,
    ) == (
        visit.text,
        visit.start,
        visit.zone,
        visit.place,
        visit.reason,
        visit.provenance.confirmed,
    )


def test_a_moved_visit_is_one_called_off_and_one_booked() -> None:
    """The old day no longer holds, the new one does."""
    reading = read("Votre rendez-vous du 03/12/2026 à 11:00 est déplacé au 10/12/2026 à 16h45.")

    assert [
        ("Rendez-vous", "2026-12-03T11:00", "cancelled"),
        ("Rendez-vous", "2026-12-10T16:45", "booked"),
    ] == visits(reading)


def test_a_list_of_visits() -> None:
    """Each line has its own day and doctor."""
    reading = read(
        "Vos prochains rendez-vous :\n- lundi 30 novembre 2026 à 9h : Dr Martin\n"
        "- mardi 8 décembre 2026 à 14h : Dr Petit, dentiste"
    )

    assert [
        ("Dr Martin", "2026-11-30T09:00", "booked"),
        ("Dr Petit (dentiste)", "2026-12-08T14:00", "booked"),
    ] == visits(reading)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Votre RDV est demain à 10h.", "intake-appointment-relative"),
        ("Votre RDV est confirmé le 30 novembre 2026.", "intake-appointment-time-missing"),
        ("Votre RDV du 31/02/2027 à 10h est confirmé.", "intake-appointment-date-unclear"),
    ],
)
def test_doubts_are_told(text: str, warning: str) -> None:
    """A relative day, a missing time, a day that does not exist."""
    assert warning in read(text).warnings


@pytest.mark.parametrize(
    "text",
    [
        "J'ai mal au ventre depuis 3 jours.",
        "Glycémie 1,26 g/L le 12 mars 2026",
        "What should I ask my doctor?",
        "",
    ],
)
def test_other_texts_are_no_confirmations(text: str) -> None:
    """Neither a complaint nor a result nor a question."""
    assert not READER.recognise(Source(text.encode()))


def test_a_message_need_not_know_when_it_came() -> None:
    """A whole date is enough."""
    text = "Votre RDV est confirmé le 30 novembre 2026 à 14h30.".encode()
    reading = READER.read(Source(text, language="fr", country="FR", received_at=datetime(1, 1, 1)))  # noqa: DTZ001

    assert [("Rendez-vous", "2026-11-30T14:30", "booked")] == visits(reading)


def test_an_empty_text_is_refused() -> None:
    """Nothing can be read from nothing."""
    with pytest.raises(Unreadable):
        read("   ")


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Whatever stands before and after a confirmation."""
    reading = read(f"{text} RDV confirmé le 30 novembre 2026 à 14h30 {text}")

    assert "confirmation" == reading.format


def test_part_of_a_record_is_no_message() -> None:
    """XML that speaks of a visit is left to the readers of records."""
    words = "Your appointment with Dr Grey is confirmed on 3 March 2027 at 10:30."
    assert [True, False, True] == [
        READER.recognise(Source(content.encode()))
        for content in (words, f"<section><text>{words}</text></section>", f"<html>{words}</html>")
    ]
