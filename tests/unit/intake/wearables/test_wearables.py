"""Wearables: tables by their headers, JSON by its keys; numbers and dates by evidence."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.wearables import CSV, JSON
from bot.intake.wearables.figures import Figures, figures_of
from bot.intake.wearables.table import clean, decode, open_table, separator_of

ROOT = Path(__file__).parents[4]
FIXTURES = ROOT / "tests" / "fixtures" / "wellness"
SAMPLES = ROOT.parent / "shared" / "samples" / "fitbit"


def read(content: bytes | str, name: str = "", country: str | None = "FR") -> Reading:
    """The reading of a table or of JSON, in English."""
    body = content.encode() if isinstance(content, str) else content
    source = Source(body, name=name, language="en", country=country)
    reader = JSON if body.lstrip()[:1] in (b"{", b"[") else CSV
    assert reader.recognise(source)
    return reader.read(source)


def facts(reading: Reading) -> list[tuple[str, Decimal | None, str | None, str | None]]:
    """(text, value, unit, moment) of every observation."""
    return [
        (f.text, f.value, f.unit, f.effective) for f in reading.facts if f.kind == "Observation"
    ]


def points(reading: Reading) -> dict[tuple[str, str, str], list[Decimal]]:
    """The values of every series."""
    return {
        (s.measure, s.label, s.unit): [v for day in s.days() for v in day.values()]
        for s in reading.series
    }


def test_samsung_has_a_first_line_of_its_own_and_utc_times() -> None:
    """The second line is the header, a row ends in a comma, the offset stands beside."""
    reading = read((FIXTURES / "samsung-weight.csv").read_bytes())

    assert [
        ("Weight", Decimal("67.54"), "kg", "2026-09-21T07:13:52.268+02:00"),
        ("Weight", Decimal("67.2"), "kg", "2026-09-22T07:13:52.268+02:00"),
        ("Body fat", Decimal("23.1"), "%", "2026-09-21T07:13:52.268+02:00"),
    ] == facts(reading)
    assert ((), "Samsung Health") == (reading.not_understood, reading.title)


def test_samsung_steps_count_the_combined_row_only() -> None:
    """Phone and watch have rows of their own beside the combined one."""
    reading = read(
        "com.samsung.shealth.step_daily_trend,3,6\ncount,day_time,source_type\n"
        "8123,1784160000000,-2\n7000,1784160000000,5\n1200,1784160000000,7\n"
    )

    assert {("steps", "", "1"): [Decimal(8123)]} == points(reading)
    assert "row of one device (the combined row counts) × 2" in reading.not_understood


def test_withings_in_french() -> None:
    """Semicolons, decimal commas, French headers, a comment."""
    reading = read((FIXTURES / "withings-fr.csv").read_bytes())

    assert ("Weight", Decimal("75.5"), "kg", "2026-01-15T10:30:00") in facts(reading)
    assert ("Bone mass", Decimal("3.1"), "kg", "2026-01-14T10:30:00") in facts(reading)
    assert ["au réveil"] == [f.text for f in reading.facts if f.kind == "JournalEntry"]


def test_omron_dates_in_words_and_empty_marks() -> None:
    """ "Oct 12 2026" with its time in the next column; a dash is nothing."""
    reading = read((FIXTURES / "omron.csv").read_bytes())

    assert {
        ("Systolic blood pressure", Decimal(114), "mmHg", "2026-10-12T08:12:00"),
        ("Diastolic blood pressure", Decimal(74), "mmHg", "2026-10-12T08:12:00"),
        ("Heart rate", Decimal(47), "/min", "2026-10-12T08:12:00"),
    } <= set(facts(reading))
    assert ["felt dizzy"] == [f.text for f in reading.facts if f.kind == "JournalEntry"]


def test_a_pair_in_one_cell_is_two_measurements() -> None:
    """A home-made table with "Tension" and 128/82."""
    reading = read("Date;Tension;Pouls\n13/03/2026;128/82;64\n")

    assert [
        ("Systolic blood pressure", Decimal(128), "mmHg", "2026-03-13"),
        ("Diastolic blood pressure", Decimal(82), "mmHg", "2026-03-13"),
        ("Heart rate", Decimal(64), "/min", "2026-03-13"),
    ] == facts(reading)


def test_several_tables_in_one_file() -> None:
    """Fitbit's export is one table after the other; a unit that nobody names is marked."""
    reading = read(
        "Body\nDate,Weight,BMI\n02/13/2026,153.2,22.1\n\n"
        'Activities\nDate,Calories Burned,Steps\n02/13/2026,"2,345","10,234"\n'
    )
    weight = next(f for f in reading.facts if f.kind == "Observation" and f.text == "Weight")

    assert (Decimal("153.2"), None, "doubt-unit") == (weight.value, weight.unit, weight.doubt)
    assert {
        ("energy", "", "kcal"): [Decimal(2345)],
        ("steps", "", "1"): [Decimal(10234)],
    } == points(reading)


def test_nutrition_by_meal() -> None:
    """MyFitnessPal: calories eaten are no calories burned."""
    reading = read(
        "Date,Meal,Calories,Fat (g),Saturated Fat,Polyunsaturated Fat,Sodium (mg),Protein (g)\n"
        '2026-01-01,Breakfast,"1,250.5",10.5,2,1,300,20\n'
    )

    assert {
        ("nutrient", "energy", "kcal"): [Decimal("1250.5")],
        ("nutrient", "fat", "g"): [Decimal("10.5")],
        ("nutrient", "saturated-fat", "g"): [Decimal(2)],
        ("nutrient", "polyunsaturated-fat", "g"): [Decimal(1)],
        ("nutrient", "sodium", "mg"): [Decimal(300)],
        ("nutrient", "protein", "g"): [Decimal(20)],
    } == points(reading)


def test_oura_durations_are_seconds() -> None:
    """Its headers name no unit; the vendor's sheet does."""
    reading = read("date,Sleep Score,Total Sleep Duration,Average HRV\n2026-01-01,82,27000,45\n")

    assert {
        ("sleep-duration", "asleep", "s"): [Decimal(27000)],
        ("score", "sleep", "1"): [Decimal(82)],
        ("hrv-rmssd", "", "ms"): [Decimal(45)],
    } == points(reading)


def test_unknown_columns_are_listed() -> None:
    """Nothing disappears: a column nobody knows is named with its count."""
    reading = read("Date,Weight (kg),Moon phase\n2026-01-01,70,full\n2026-01-02,70.1,full\n")

    assert ("Moon phase × 2",) == reading.not_understood


@pytest.mark.parametrize("name", ["resting_heart_rate-2026-03-01.json", "renamed.json"])
def test_fitbit_resting_heart_rate_is_known_by_its_shape(name: str) -> None:
    """Month first and two-digit years, as Fitbit always writes."""
    reading = read(
        '[{"dateTime": "03/01/26 00:00:00", "value": {"date": "03/01/26",'
        ' "value": 54.01231098175049, "error": 6.7}}]',
        name,
    )

    assert {("resting-heart-rate", "", "/min"): [Decimal("54.01231098175049")]} == points(reading)
    assert "2026-03-01" == reading.series[0].first_day


def test_fitbit_values_are_named_by_the_file() -> None:
    """The content of steps and calories looks alike: without a name nothing is guessed."""
    content = '[{"dateTime": "03/02/26 00:00:05", "value": "12"}]'

    assert {("steps", "", "1"): [Decimal(12)]} == points(read(content, "steps-2026-03-02.json"))
    assert ({}, ("value",)) == (points(read(content)), read(content).not_understood)


def test_fitbit_nights_have_stages() -> None:
    """Twenty minutes light, ten deep, one awake."""
    sleep = next(
        s for s in read((FIXTURES / "fitbit-sleep.json").read_bytes()).series
        if s.measure == "sleep"
    )  # fmt: skip

    assert [(3, 1200), (4, 600), (1, 60)] == [
        (int(p.value), int(p.duration.total_seconds())) for d in sleep.days() for p in d.points()
    ]


def test_withings_numbers_have_their_own_decimal_point() -> None:
    """72345 with unit -3 is 72.345 kg; an unknown type is listed."""
    reading = read((FIXTURES / "withings.json").read_bytes())

    assert ("Weight", Decimal("72.345"), "kg") in [found[:3] for found in facts(reading)]
    assert ("type 999",) == reading.not_understood


def test_a_cut_list_keeps_its_complete_records() -> None:
    """The second record stops early: the first is kept and the reading partial."""
    reading = read('[{"date": "2026-01-01", "weight": 70.5}, {"date": "2026-01-02", "wei')

    assert (True, [Decimal("70.5")]) == (reading.partial, [found[1] for found in facts(reading)])


@pytest.mark.parametrize(
    ("cell", "comma", "expected"),
    [
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1.234,5", True, "1234.5"),
        ("1 234,5", True, "1234.5"),
        ("1,234.5", True, "1234.5"),
        ("12’345", True, "12345"),
        ("-0,5", True, "-0.5"),
        ("1e3", True, "1E+3"),
    ],
)
def test_numbers_as_people_write_them(cell: str, comma: bool, expected: str) -> None:
    """Commas, points, spaces and apostrophes."""
    assert Decimal(expected) == Figures(comma_is_decimal=comma).number(cell)


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+A1", "12/13", "", "--", "1.2.3", "0x10"])
def test_formulas_are_no_numbers(cell: str) -> None:
    """A cell that calculates gives nothing."""
    assert Figures().number(cell) is None


def test_excel_text_cells_are_unwrapped() -> None:
    """``="120"`` is how some exports write 120; a formula stays what it is."""
    assert ["120", "=1+1"] == [clean('="120"'), clean("=1+1")]


@pytest.mark.parametrize(
    ("dates", "country", "language", "expected"),
    [
        (["13/01/2026"], None, "en", ("dmy", False)),
        (["01/13/2026"], "FR", "fr", ("mdy", False)),
        (["01/02/2026"], "US", "en", ("mdy", False)),
        (["01/02/2026"], None, "fr", ("dmy", False)),
        (["01/02/2026"], None, "en", ("dmy", True)),
        (["01/02/2026 10:00 PM"], None, "en", ("mdy", True)),
        (["01/02/2026 08:00", "01/03/2026 08:00"], None, "en", ("dmy", True)),
        (["01/02/2026 23:55", "01/03/2026 00:10"], "FR", "en", ("mdy", False)),
        (["05/05/2026"], None, "en", ("dmy", False)),
    ],
)
def test_the_order_of_day_and_month(
    dates: list[str], country: str | None, language: str, expected: tuple[str, bool]
) -> None:
    """Proof in the file, then the country, then the file's language; else a doubt."""
    found = figures_of(dates, [], country=country, language=language)

    assert expected == (found.order, found.doubtful)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12 mars 2026 à 10h30", "2026-03-12T10:30:00"),
        ("Mar 12, 2026 10:30:00 PM", "2026-03-12T22:30:00"),
        ("16 août 2026", "2026-08-16"),
        ("01.02.26 10:30", "2026-02-01T10:30:00"),
        ("2026-03-12T10:30:00+01:00", "2026-03-12T10:30:00+01:00"),
    ],
)
def test_dates_as_people_write_them(cell: str, expected: str) -> None:
    """Names of months in four languages, two-digit years, offsets."""
    moment = Figures().moment(cell)
    assert moment is not None

    assert expected == moment.iso()


def test_tables_are_decoded_and_split() -> None:
    """A cut UTF-8 character, an old code page, a pipe as separator."""
    assert ("Poids é", False) == decode("Poids é".encode("cp1252"))
    assert ("éab", True) == decode("éabé".encode()[:-1])
    assert "|" == separator_of("a|b|c\n1|2|3\n")
    assert [["a", "b"], ["1", "2"]] == list(open_table(b"a;b\r\n\r\n1;2\r\n").rows())


@pytest.mark.parametrize(
    ("reader", "content", "reason"),
    [
        (CSV, b" ", "unreadable-empty"),
        (CSV, b"Date,Description,Amount\n2026-01-01,x,12\n", "unreadable-unknown"),
        (JSON, b"[" * 100_000, "unreadable-damaged"),
        (JSON, b"[1, 2, 3]", "unreadable-unknown"),
        (JSON, b"{}", "unreadable-unknown"),
    ],
)
def test_other_files_are_refused(reader: Reader, content: bytes, reason: str) -> None:
    """A bank statement, deep nesting, numbers without names."""
    source = Source(content)
    assert not reader.recognise(source)
    with pytest.raises(Unreadable) as caught:
        reader.read(source)

    assert reason == caught.value.message_id


@given(
    st.sampled_from(
        [
            path.read_bytes()
            for path in sorted(FIXTURES.iterdir())
            if path.suffix in (".csv", ".json")
        ]
    ),
    st.integers(0, 400),
    st.binary(min_size=1, max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_damaged_files_are_read_or_refused(content: bytes, place: int, noise: bytes) -> None:
    """Nothing but Unreadable is ever raised."""
    source = Source(content[:place] + noise + content[place + len(noise) :])
    for reader in (CSV, JSON):
        reader.recognise(source)
        try:
            outcome = reader.read(source).format
        except Unreadable as error:
            outcome = error.message_id
        assert outcome.startswith(("wearable-", "unreadable-"))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the project")
def test_the_shared_fitbit_files_are_exact() -> None:
    """Two days each, to the last digit."""
    reading = read((SAMPLES / "resting_heart_rate-2024-03-01.json").read_bytes())

    assert {
        ("resting-heart-rate", "", "/min"): [
            Decimal("54.01231098175049"),
            Decimal("55.069952964782715"),
        ]
    } == points(reading)
