"""Long files are confirmed by groups that fit a phone screen, and line by line where wanted."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.care.documents.groups import chosen, flat, lines_of
from bot.errors import Explainable
from bot.intake.reading import Embedded, Reading, Source, Unreadable
from bot.notebook.facts import (
    Condition,
    DiagnosticReport,
    DocumentReference,
    Immunization,
    Kept,
    Observation,
    Patient,
    Proposal,
    Provenance,
)
from tests.fakes import Talk

READ = Provenance(source="document", recorded_at=datetime(2026, 11, 1, tzinfo=UTC), confirmed=False)


class Says:
    """A reader that says what it was told to, by the content of the file."""

    def __init__(self, **readings: Reading) -> None:
        self._readings = readings

    async def read(self, source: Source) -> Reading:
        """The reading prepared for this content."""
        name = source.content.decode()
        if name not in self._readings:
            raise Unreadable("unreadable-damaged")
        return self._readings[name]


def result(name: str, value: int, day: str, report: str | None = None) -> Observation:
    """A laboratory result."""
    return Observation(
        provenance=READ, text=name, value=Decimal(value), unit="mmol/L", ucum="mmol/L",
        effective=day, report=report,
    )  # fmt: skip


def long_file() -> Reading:
    """Two laboratory reports, ten conditions, five vaccinations."""
    report = DiagnosticReport(provenance=READ, text="Biochimie", issuer="Laboratoire des Lilas")
    facts: list[Kept] = [report]
    facts += [result(f"A{n}", n, "2024-03-12", report.id) for n in range(1, 8)]
    facts += [result(f"B{n}", n, "2023-05-02") for n in range(1, 4)]
    facts += [Condition(provenance=READ, text=f"Condition {n}") for n in range(1, 11)]
    facts += [Immunization(provenance=READ, text=f"V{n}", date="2020") for n in range(1, 6)]
    return Reading(format="test", title="Dossier", facts=tuple(facts))


async def reading(**readings: Reading) -> Talk:
    """A conversation whose files say this."""
    talk = Talk(files=Says(**readings))
    await talk.opened()
    return talk


async def names(talk: Talk) -> list[str]:
    """What is kept, without papers."""
    return [x.text for x in lines_of(await talk.notebook.facts()) if hasattr(x, "text")]


async def test_a_long_file_is_summed_up_in_groups() -> None:
    """One line per report and kind instead of one per result."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    assert "1\\. **7 résultats** · mardi 12 mars 2024 · Laboratoire des Lilas" in talk.text()
    assert "2\\. **3 résultats** · mardi 2 mai 2023" in talk.text()
    assert "3\\. **10** · Problèmes de santé" in talk.text()
    assert "4\\. **5** · Vaccins · 2020" in talk.text()
    assert len(talk.text()) < 900


async def test_groups_are_chosen_by_number() -> None:
    """Only what was named is kept."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Choisir")
    await talk.say("2 et 4")
    assert ["B1", "B2", "B3", "V1", "V2", "V3", "V4", "V5"] == await names(talk)


async def test_lines_of_a_group_are_shown_and_chosen() -> None:
    """Details on demand, then single lines of them."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Choisir")
    await talk.say("détail 3")
    assert "3.4\\. Condition 4" in talk.text()
    await talk.say("3.2-3.4, 1.1")
    assert ["A1", "Condition 2", "Condition 3", "Condition 4"] == sorted(await names(talk))


async def test_all_but_one_group() -> None:
    """It is shorter to say what is not wanted."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Choisir")
    await talk.say("tout sauf 3")
    assert 15 == len(await names(talk))


async def test_a_choice_that_names_nothing_asks_again() -> None:
    """Nothing is kept by mistake."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Choisir")
    await talk.say("99")
    assert "Donnez des numéros" in talk.text()
    assert [] == await names(talk)


async def test_a_line_is_corrected_before_it_is_kept() -> None:
    """What the paper says wins over what was read; still nothing is kept unasked."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Corriger")
    await talk.say("1.2")
    await talk.say("5,4 mmol/L")
    assert "→ **A2 5,4 mmol/L" in talk.text()
    assert [] == await names(talk)
    await talk.press("Garder")
    kept = {x.text: x.value for x in await talk.notebook.facts(Observation)}
    assert Decimal("5.4") == kept["A2"]


async def test_a_correction_within_the_choice() -> None:
    """The same, said in one line."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Choisir")
    await talk.say("3.1 = Asthme")
    await talk.press("Garder")
    assert "Asthme" in await names(talk)


async def test_keeping_all_can_be_undone() -> None:
    """As a whole, with the document's line."""
    talk = await reading(long=long_file())
    await talk.attach("f", b"long")
    await talk.press("Garder (25)")
    assert 25 == len(await names(talk))
    await talk.press("Annuler")
    assert [] == await talk.notebook.facts()


async def test_a_conflict_shows_both_values_with_their_source() -> None:
    """Side by side; neither overwrites the other."""
    one = Reading(format="t", title="Un", facts=(result("Potassium", 4, "2024-03-12"),))
    two = Reading(format="t", title="Deux", facts=(result("Potassium", 5, "2024-03-12"),))
    talk = await reading(one=one, two=two)
    await talk.attach("f", b"one")
    await talk.press("Garder")
    await talk.attach("g", b"two")
    expected = "**Potassium 4 mmol/L · mardi 12 mars 2024** dans le carnet (document)"
    assert expected in talk.text()
    assert "**Potassium 5 mmol/L · mardi 12 mars 2024** dans ce document" in talk.text()
    await talk.press("Garder")
    assert 2 == len(await talk.notebook.facts(Observation))


def inside(name: str, media_type: str = "application/pdf") -> Embedded:
    """A document inside another one; its bytes are its name."""
    return Embedded(title=name, media_type=media_type, content=name.encode(), where="body")


async def test_a_paper_inside_a_paper_is_read() -> None:
    """A record that is only a wrapper says what its document says."""
    wrapper = Reading(format="t", title="Enveloppe", documents=(inside("report"),))
    report = Reading(format="t", title="Analyse", facts=(result("Sodium", 140, "2024-03-12"),))
    talk = await reading(wrapper=wrapper, report=report)
    await talk.attach("f", b"wrapper")
    assert "Sodium" in talk.text()
    await talk.press("Garder")
    (fact,) = await talk.notebook.facts(Observation)
    assert b"report" == talk.notebook.documents[fact.provenance.document or ""]
    assert 2 == len(await talk.notebook.facts(DocumentReference))


async def test_an_unreadable_paper_inside_is_still_kept() -> None:
    """Nothing of a source is lost because a part of it cannot be read."""
    wrapper = Reading(format="t", title="Enveloppe", documents=(inside("broken"),))
    talk = await reading(wrapper=wrapper)
    await talk.attach("f", b"wrapper")
    assert "Un document est joint : broken" in talk.text()
    await talk.press("Garder le fichier")
    assert {b"wrapper", b"broken"} == set(talk.notebook.documents.values())


async def test_a_printed_form_is_not_doubled_and_can_be_read_later() -> None:
    """Beside entries the printed form is kept unread, with a button to read it."""
    entries = Reading(
        format="t", title="Bilan", facts=(result("Sodium", 140, "2024-03-12"),),
        documents=(inside("form"),),
    )  # fmt: skip
    form = Reading(format="t", title="Forme", facts=(result("Chlore", 101, "2024-03-12"),))
    talk = await reading(entries=entries, form=form)
    await talk.attach("f", b"entries")
    assert "Chlore" not in talk.text()
    await talk.press("Garder")
    await talk.press("Lire : form")
    assert "Chlore" in talk.text()
    await talk.press("Ne rien garder")
    assert b"form" in talk.notebook.documents.values()
    assert "reste dans votre carnet" in talk.text()


async def test_discarding_destroys_what_was_inside_too() -> None:
    """Neither the file nor its parts stay."""
    wrapper = Reading(format="t", title="Enveloppe", documents=(inside("broken"),))
    talk = await reading(wrapper=wrapper)
    await talk.attach("f", b"wrapper")
    await talk.press("Ne rien garder")
    assert {} == talk.notebook.documents
    assert [] == await talk.notebook.facts(Proposal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1-2", [1, 2]), ("2, 4", [2, 4]), ("1 à 3", [1, 2, 3]), ("sauf 1", [2, 3, 4]), ("0", [])],
)
def test_plain_numbers_choose_lines(text: str, expected: list[int]) -> None:
    """Short files are chosen by line numbers as ever."""
    facts = [Condition(provenance=READ, text=str(n)) for n in range(1, 5)]
    assert expected == [int(getattr(x, "text", "0")) for x in chosen(text, flat(facts))]


async def test_being_read_is_said_at_once() -> None:
    """While a file is read, a draft says so."""
    talk = await reading(long=long_file())
    talk.streaming = True
    await talk.attach("f", b"long")
    assert "Je lis votre fichier…" == talk.drafts[0]


def test_an_unreadable_file_is_explained() -> None:
    """What readers raise is told to the person."""
    assert issubclass(Unreadable, Explainable)


class Slow(Says):
    """A reader that gives up on every document called "slow", and counts how often."""

    tries = 0

    async def read(self, source: Source) -> Reading:
        """The prepared reading, or the reader's limit."""
        if source.content == b"slow":
            self.tries += 1
            raise Unreadable("unreadable-took-too-long")
        return await super().read(source)


async def test_one_slow_paper_inside_is_enough_waiting() -> None:
    """The others are kept unread, so that a message never waits for five limits."""
    wrapper = Reading(format="t", title="Enveloppe", documents=(inside("slow"),) * 3)
    files = Slow(wrapper=wrapper)
    talk = Talk(files=files)
    await talk.opened()
    await talk.attach("f", b"wrapper")
    assert 1 == files.tries
    assert 4 == len(talk.notebook.documents)


async def test_who_a_paper_is_about_is_no_line() -> None:
    """The same paper again: its results are counted as known, the person on it is not a line."""
    papers: list[Kept] = [
        Patient(provenance=READ, sex="female"),
        DiagnosticReport(provenance=READ, text="Biochimie"),
        result("Sodium", 140, "2024-03-12"),
    ]
    talk = await reading(x=Reading(format="test", title="Biochimie", facts=tuple(papers)))
    await talk.attach("x", b"x")
    await talk.press("Garder (1)")
    await talk.attach("x", b"x")
    assert "Une ligne était déjà dans le carnet" in talk.text()
