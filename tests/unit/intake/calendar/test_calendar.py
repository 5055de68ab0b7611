"""Calendars: one appointment, series, cancellations, zones, and rules that would never end."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.calendar_file import READER
from bot.intake.calendar_zones import named_zone
from bot.intake.reading import Reading, Source, Unreadable
from bot.notebook.facts import Appointment

ROOT = Path(__file__).parents[4]
RDV = (ROOT / "tests" / "fixtures" / "wellness" / "rdv.ics").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples" / "ics"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
CUSTOM_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


def read(content: bytes | str, country: str | None = "FR") -> Reading:
    """The reading of a calendar, in French."""
    body = content.encode() if isinstance(content, str) else content
    return READER.read(Source(body, language="fr", country=country, received_at=NOW))


def event(lines: str, before: str = "") -> str:
    """A calendar with one event."""
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{before}BEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Kiné\r\n"
        f"{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def starts(reading: Reading) -> list[tuple[str, str]]:
    """(wall time, zone) of every appointment."""
    return [
        (fact.start.isoformat(), fact.zone)
        for fact in reading.facts
        if isinstance(fact, Appointment)
    ]


def test_one_appointment_is_read_whole() -> None:
    """Wall time, IANA zone for a Windows name, place, folded and escaped text."""
    appointment = next(f for f in read(RDV).facts if isinstance(f, Appointment))

    assert (
        "Dr Exemple, dermatologue",
        datetime(2026, 11, 30, 14, 30),  # noqa: DTZ001
        "Europe/Paris",
        "12 rue de la Paix, 75002 Paris",
        "Apporter l’ordonnance et la carte Vitale",
        "booked",
        None,
    ) == (
        appointment.text,
        appointment.start,
        appointment.zone,
        appointment.place,
        appointment.reason,
        appointment.status,
        appointment.series,
    )


def test_a_series_a_cancellation_and_a_task() -> None:
    """Three weeks less one exception, an all-day visit called off, a thing to do."""
    reading = read(RDV)
    found = [f for f in reading.facts if isinstance(f, Appointment)]

    assert ["2026-10-20T09:00:00", "2026-11-03T09:00:00"] == [
        f.start.isoformat() for f in found if f.series == "kine@exemple"
    ]
    assert [("Contrôle annuel", True)] == [
        (f.text, f.all_day) for f in found if f.status == "cancelled"
    ]
    assert [("Prendre rendez-vous au laboratoire", "2026-12-10")] == [
        (f.text, f.due) for f in reading.facts if f.kind == "Task"
    ]
    assert ("intake-appointments-cancelled|count=1",) == reading.warnings


def test_a_message_that_cancels() -> None:
    """METHOD:CANCEL calls off what is in the file; without a date it is said."""
    cancelled = read(event("DTSTART:20261201T090000Z", "METHOD:CANCEL\r\n"))
    bare = read(event("STATUS:CANCELLED", "METHOD:CANCEL\r\n"))

    assert [("cancelled", "2026-12-01T10:00:00")] == [
        (f.status, f.start.isoformat()) for f in cancelled.facts if isinstance(f, Appointment)
    ]
    assert ((), ("intake-cancel-without-date",)) == (bare.facts, bare.warnings)


def test_one_moved_occurrence() -> None:
    """An exception replaces its day in the series."""
    reading = read(
        event(
            "DTSTART;TZID=Europe/Paris:20261201T090000\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:u1\r\nRECURRENCE-ID;TZID=Europe/Paris:20261202T090000\r\n"
            "DTSTART;TZID=Europe/Paris:20261202T150000\r\nSUMMARY:Kiné (déplacé)"
        )
    )

    assert ["2026-12-01T09:00:00", "2026-12-02T15:00:00", "2026-12-03T09:00:00"] == [
        start for start, _zone in starts(reading)
    ]


def test_an_endless_series_is_given_for_a_while() -> None:
    """From a month ago on, at most 120, and told."""
    reading = read(event("DTSTART;TZID=Europe/Paris:20160104T090000\r\nRRULE:FREQ=DAILY"))

    assert (120, "2026-10-25T09:00:00") == (len(reading.facts), starts(reading)[0][0])
    assert ("intake-series-cut|count=1",) == reading.warnings


@pytest.mark.parametrize("when", [datetime(1, 1, 1), datetime.max.replace(tzinfo=UTC)])  # noqa: DTZ001
def test_a_source_need_not_know_when_it_came(when: datetime) -> None:
    """The series is then given from its own beginning."""
    content = event("DTSTART:20261201T090000\r\nRRULE:FREQ=DAILY").encode()
    found = starts(READER.read(Source(content, country="FR", received_at=when)))

    assert (120, "2026-12-01T09:00:00") == (len(found), found[0][0])


@pytest.mark.parametrize(
    "lines",
    [
        "RRULE:FREQ=YEARLY;COUNT=5",
        "RRULE:FREQ=YEARLY;UNTIL=20350101T000000Z",
        "RDATE:20350101T090000",
    ],
)
def test_what_lies_after_the_cut_is_told(lines: str) -> None:
    """A finite series that goes on for years is not given whole, and says so."""
    reading = read(event(f"DTSTART:20261201T090000\r\n{lines}"))

    assert ("intake-series-cut|count=1",) == reading.warnings


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=YEARLY;BYHOUR="
        + ",".join(map(str, range(24)))
        + ";BYMINUTE="
        + ",".join(map(str, range(60))),
        "FREQ=DAILY;BYSETPOS=400",
    ],
)
def test_rules_without_end_or_sense_keep_their_first_day(rule: str) -> None:
    """They are not expanded at all; the rule is listed and the reading partial."""
    reading = read(event(f"DTSTART;TZID=Europe/Paris:20260105T090000\r\nRRULE:{rule}"))

    assert (True, 1) == (reading.partial, len(reading.facts))
    assert any(line.startswith("RRULE:") for line in reading.not_understood)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Romance Standard Time", "Europe/Paris"),
        ("/freeassociation.sourceforge.net/Europe/Brussels", "Europe/Brussels"),
        ("custom_America/New_York", "America/New_York"),
        ("(UTC+01:00) Bruxelles, Copenhague", "Europe/Brussels"),
        ("GMT+0200", "Etc/GMT-2"),
        ("UTC+2", "Etc/GMT-2"),
        ("Atlantis/Capital", None),
        ("../../etc/passwd", None),
    ],
)
def test_zone_names(written: str, zone: str | None) -> None:
    """IANA, Windows, paths, cities; what is unknown stays unknown."""
    assert zone == named_zone(written)


def test_a_zone_of_the_files_own_is_matched_by_its_offsets() -> None:
    """Outlook's "Customized Time Zone" with Paris's rules is Paris."""
    reading = read(event("DTSTART;TZID=Customized Time Zone:20260701T090000", CUSTOM_ZONE))

    assert [("2026-07-01T09:00:00", "Europe/Paris")] == starts(reading)


def test_one_file_cannot_change_the_hours_of_the_next() -> None:
    """Two files define the same name differently: each keeps its own hours."""
    read(event("DTSTART;TZID=Customized Time Zone:20260701T090000", CUSTOM_ZONE))
    other = CUSTOM_ZONE.replace("+0200", "-0400").replace("+0100", "-0500")
    reading = read(event("DTSTART;TZID=Customized Time Zone:20260701T090000", other))

    assert [("2026-07-01T09:00:00", "Etc/GMT+4")] != starts(reading)
    assert "Europe/Paris" not in {zone for _start, zone in starts(reading)}


def test_a_hostile_zone_is_dropped() -> None:
    """A zone that changes every second is no zone."""
    reading = read(
        event(
            "DTSTART;TZID=Foo:20261201T090000",
            CUSTOM_ZONE.replace("Customized Time Zone", "Foo").replace("YEARLY", "SECONDLY"),
        )
    )

    assert (True, [("2026-12-01T09:00:00", "Europe/Paris")]) == (reading.partial, starts(reading))
    assert "intake-zone-unknown" in reading.warnings


def test_times_without_a_zone_say_so() -> None:
    """Nobody knows the person's zone: the guess is a warning."""
    reading = read(event("DTSTART:20261201T090000"), country=None)

    assert ("intake-zone-assumed|zone=UTC",) == reading.warnings


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("DTSTART;;VALUE=DATE-TIME:20261201T093000", 1),
        ("DTSTART:20261201T090000Z\r\n%%%\r\nDESCRIPTION:x", 1),
        ("DTSTART:20261201T090000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=XX", 1),
        ("DTSTART:20261201T090000Z\r\nDESCRIPTION:Bonjour\r\nà bientôt", 1),
        ("DTSTART:00010101T000000Z\r\nRRULE:FREQ=YEARLY", 0),
        ("DTSTART:99991231T235959Z\r\nRRULE:FREQ=YEARLY", 0),
    ],
)
def test_broken_lines_make_the_reading_partial(lines: str, count: int) -> None:
    """The appointment is kept where its date can be read."""
    reading = read(event(lines))

    assert (True, count) == (reading.partial, len(reading.facts))


def test_an_event_that_is_never_closed_does_not_swallow_the_next() -> None:
    """A typing error in an END costs nothing but the word partial."""
    text = event("DTSTART:20261201T090000").replace("END:VEVENT", "END:VEVNET")
    reading = read(text.replace("END:VCALENDAR", event("DTSTART:20261202T090000")[30:]))

    assert (True, ["2026-12-01T09:00:00", "2026-12-02T09:00:00"]) == (
        reading.partial, [start for start, _zone in starts(reading)],
    )  # fmt: skip


def test_an_event_without_a_start_is_named() -> None:
    """Nothing disappears: its words are among the loose ends."""
    expected = ("VEVENT without a start: Kiné", "Kiné: LOCATION Lyon")
    assert expected == read(event("LOCATION:Lyon")).not_understood


def test_a_zip_with_a_calendar_in_it_is_no_calendar() -> None:
    """Members may be stored as they are: the text is there, the file is a zip all the same."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("rdv.ics", RDV)

    assert not READER.recognise(Source(stream.getvalue()))


def test_a_cut_file_keeps_its_events() -> None:
    """The end is missing: what is there is read."""
    reading = read(RDV[: RDV.index(b"UID:annule")])

    assert (True, 3) == (reading.partial, len(starts(reading)))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"  ", "unreadable-empty"), (b"hello", "unreadable-unknown")]
)
def test_what_is_no_calendar_is_refused(content: bytes, reason: str) -> None:
    """With the reason in one word."""
    with pytest.raises(Unreadable) as caught:
        read(content)

    assert reason == caught.value.message_id


@given(st.integers(0, len(RDV) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_damaged_calendars_are_read_or_refused(place: int, noise: bytes) -> None:
    """Nothing but Unreadable is ever raised."""
    try:
        outcome = read(RDV[:place] + noise + RDV[place + len(noise) :]).format
    except Unreadable as error:
        outcome = error.message_id

    assert outcome.startswith(("ics", "unreadable-"))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the project")
@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("timezoned.ics", 1, ("2012-02-13T10:00:00", "Europe/Vienna")),
        ("event_with_rrule.ics", 10, ("2025-01-01T11:00:00", "Europe/Paris")),
        ("america_new_york.ics", 1, ("2014-08-29T08:00:00", "America/New_York")),
        ("example.ics", 3, ("2022-01-01T00:00:00", "Etc/GMT")),
        ("calendar_with_different_events.ics", 2, ("2021-11-01T16:00:00", "Europe/Paris")),
        ("missing_timezones.ics", 5, ("2014-08-29T08:00:00", "America/New_York")),
        ("multiple_calendar_components.ics", 3, ("2003-12-25T00:00:00", "Europe/Paris")),
        ("broken_ical.ics", 1, ("2014-04-09T09:30:00", "Europe/Paris")),
        ("rfc_5545_RDATE_example.ics", 30, ("1997-07-14T12:30:00", "Europe/Paris")),
    ],
)
def test_shared_samples(name: str, count: int, first: tuple[str, str]) -> None:
    """Every event of the shared calendars, and when the first one is."""
    found = starts(read((SAMPLES / name).read_bytes()))

    assert (count, first) == (len(found), found[0])
