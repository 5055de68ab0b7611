"""What a calendar says beyond its appointments: quoted, counted or handed over as a document."""

import base64

import pytest

from tests.unit.intake.calendar.test_calendar import event, read


def test_what_an_appointment_has_no_place_for_is_quoted() -> None:
    """Its end, remarks, people and links are listed in words; technical ones are counted."""
    listed = read(
        event(
            "DTSTART:20270301T090000\r\nDTEND:20270301T093000\r\nCOMMENT:Venir à jeun\r\n"
            "ATTENDEE;CN=Mme Sureau:mailto:x@example.org\r\nURL:https://example.org/r\r\nX-A:1"
        )
    ).not_understood
    assert (
        "COMMENT: Venir à jeun",
        "ATTENDEE: Mme Sureau",
        "URL: https://example.org/r",
        "Kiné: DTEND 20270301T093000",
        "X-A",
    ) == listed


@pytest.mark.parametrize(
    ("others", "expected"),
    [(0, ("Cure: DTEND 20270310",)), (60, ("DTEND × 61", "Cure: DTEND 2027-03-10"))],
)
def test_the_end_of_a_stay_is_told_once(others: int, expected: tuple[str, ...]) -> None:
    """Of many events, only the ends of those that last for days are told one by one."""
    stay = "SUMMARY:Cure\r\nDTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270310\r\n"
    short = "DTSTART:20270301T090000\r\nDTEND:20270301T093000\r\n"
    events = [stay, *[f"SUMMARY:Kiné\r\n{short}"] * others]
    body = "".join(f"BEGIN:VEVENT\r\n{each}END:VEVENT\r\n" for each in events)
    reading = read(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n")
    assert expected == reading.not_understood


def test_file_inside_an_event_is_a_document() -> None:
    """A convocation attached in base64 comes out whole, under its own name."""
    (found,) = read(
        event(
            "DTSTART:20270301T090000\r\n"
            "ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=application/pdf;"
            "X-FILENAME=convocation.pdf:JVBERi0xLjQ="
        )
    ).documents
    assert ("convocation.pdf", "application/pdf", b"%PDF-1.4") == (
        found.title,
        found.media_type,
        found.content,
    )


@pytest.mark.parametrize("fold", ["", "\r\n "])
def test_a_large_file_inside_an_event_comes_out_whole(fold: str) -> None:
    """A file of usual size is a hundred times longer than a line of text may be."""
    content = bytes(range(256)) * 4_000
    coded = base64.b64encode(content).decode()
    folded = fold.join(coded[at : at + 70] for at in range(0, len(coded), 70))
    reading = read(event(f"DTSTART:20270301T090000\r\nATTACH;ENCODING=BASE64:{folded}"))
    assert ([content], False) == ([x.content for x in reading.documents], reading.partial)


def test_a_text_that_is_cut_is_said_to_be() -> None:
    """A description beyond all measure makes the reading partial."""
    for fold in ("", "\r\n "):
        words = fold.join(["mot " * 100] * 400)
        assert read(event(f"DTSTART:20270301T090000\r\nDESCRIPTION:{words}")).partial


def test_long_description_is_listed_whole() -> None:
    """What is longer than an appointment holds is not lost."""
    words = " ".join(f"mot{number}" for number in range(600))
    reading = read(event(f"DTSTART:20270301T090000\r\nDESCRIPTION:{words} fin"))
    assert f"DESCRIPTION: {words} fin" == " ".join(reading.not_understood)


def test_other_components_are_told_in_their_words() -> None:
    """A journal is no appointment: it is listed with what it says."""
    reading = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VJOURNAL\r\nSUMMARY:Compte rendu\r\nDTSTART:20270301\r\n"
        "DESCRIPTION:Tension stable\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n"
    )
    assert ("VJOURNAL: Compte rendu; DTSTART 20270301; DESCRIPTION Tension stable",) == (
        reading.not_understood
    )


def test_task_keeps_its_hour_and_lists_the_rest() -> None:
    """A task due at a wall time has that time; its remarks are listed."""
    reading = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Prise de sang\r\nDUE:20270301T083000\r\n"
        "DESCRIPTION:Au laboratoire\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    (task,) = reading.facts
    assert ("2027-03-01", "08:30", ("Prise de sang: DESCRIPTION Au laboratoire",)) == (
        task.due,  # type: ignore[union-attr]
        task.at,  # type: ignore[union-attr]
        reading.not_understood,
    )


def test_what_a_task_or_a_part_of_a_part_adds_is_listed() -> None:
    """People and alarms of a task count like an appointment's; parts are told to the last."""
    reading = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Prise de sang\r\nDUE:20270301T083000\r\n"
        "ATTENDEE;CN=Mme Sureau:mailto:x@example.org\r\nX-A:1\r\n"
        "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VTODO\r\n"
        "BEGIN:VAVAILABILITY\r\nBEGIN:AVAILABLE\r\nBEGIN:X-PART\r\nSUMMARY:Matin\r\nX-B:1\r\n"
        "END:X-PART\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY\r\nEND:VCALENDAR\r\n"
    )
    assert (
        "ATTENDEE: Mme Sureau",
        "VAVAILABILITY",
        "AVAILABLE",
        "X-PART: Matin",
        "X-A",
        "VALARM",
        "X-B",
    ) == reading.not_understood
