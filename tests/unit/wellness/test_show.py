"""Measures over stretches of days: the numbers are computed, the doubts are told."""

from datetime import date, timedelta

from tests.unit.wellness.measured import every_day, series, talk_with

TODAY = date(2026, 11, 25)


def back(days: int) -> date:
    """The day so many days before today."""
    return TODAY - timedelta(days=days)


async def test_steps_are_summed_by_day_and_averaged_over_measured_days() -> None:
    """Two walks of one day are one day's steps; days without a watch do not count as zero."""
    walks = [*every_day(back(9), 4, 3000), *every_day(back(9), 4, 1000, at="18:00")]
    talk = await talk_with(series("steps", walks))
    await talk.say("combien de pas sur 10 jours")
    assert "**4\u202f000 pas** par jour mesuré" in talk.text()
    assert "Jours mesurés : 4 sur 10" in talk.text()


async def test_today_is_told_apart() -> None:
    """A day that is not over does not lower the average."""
    talk = await talk_with(series("steps", [*every_day(back(3), 3, 6000), (TODAY, "07:00", 5, 50)]))
    await talk.say("mes pas")
    assert "**6\u202f000 pas** par jour mesuré" in talk.text()
    assert "Aujourd'hui, pas encore fini : 50 pas" in talk.text()


async def test_two_devices_in_the_same_hour_count_once() -> None:
    """A telephone in the pocket and a watch on the wrist are never added up."""
    watch = series("steps", every_day(back(3), 3, 5000, minutes=50))
    phone = series("steps", every_day(back(3), 3, 4800, minutes=20), device="Phone", origin="P")
    talk = await talk_with(watch, phone)
    await talk.say("mes pas")
    assert "**5\u202f000 pas** par jour mesuré" in talk.text()
    assert "chaque heure ne compte qu'une fois" in talk.text()


async def test_two_devices_in_different_hours_complete_each_other() -> None:
    """What the telephone counted while the watch was charging belongs to the day."""
    watch = series("steps", every_day(back(3), 3, 5000))
    phone = series("steps", every_day(back(3), 3, 700, at="20:00"), device="Phone", origin="P")
    talk = await talk_with(watch, phone)
    await talk.say("mes pas")
    assert "**5\u202f700 pas** par jour mesuré" in talk.text()


async def test_a_change_of_device_is_told() -> None:
    """Before and after a new device, numbers do not compare: the day is named."""
    old = series("steps", every_day(back(20), 10, 5000), device="Old")
    new = series("steps", every_day(back(10), 10, 7000), device="New")
    talk = await talk_with(old, new)
    await talk.say("mes pas")
    assert "L'appareil a changé le 15 novembre 2026 : Old → New" in talk.text()


async def test_the_days_before_are_compared() -> None:
    """The window before is told with how many of its days were measured."""
    points = [*every_day(back(13), 7, 4000), *every_day(back(6), 6, 8000)]
    talk = await talk_with(series("steps", points))
    await talk.say("mes pas cette semaine")
    assert "**8\u202f000 pas**" in talk.text()
    assert "Les 7 jours d'avant : 4\u202f000 pas en moyenne (7 jours mesurés)" in talk.text()


async def test_nights_are_counted_by_the_day_they_end() -> None:
    """A night is one value, in hours, whatever midnight does to it."""
    light, deep = 3, 4
    points = [(back(3), "23:00", 120, light), (back(2), "01:00", 300, deep)]
    talk = await talk_with(series("sleep", points))
    await talk.say("mon sommeil")
    assert "**7 h 00** par nuit mesurée" in talk.text()


async def test_heart_rate_is_the_mean_of_the_days() -> None:
    """A level is averaged, with the lowest and the highest that were measured."""
    points = [(back(2), "10:00", 0, 60), (back(2), "11:00", 0, 80), (back(1), "10:00", 0, 90)]
    talk = await talk_with(series("heart-rate", points, unit="/min"))
    await talk.say("ma fréquence cardiaque")
    assert "**80 battements/min** ; de 60 à 90 battements/min" in talk.text()


async def test_time_in_range_counts_readings() -> None:
    """In range are 70 to 180 mg/dL, bounds included, told in the unit of the country."""
    values = [50, 69, 70, 120, 180, 181, 260, 100, 100, 100]
    points = [(back(1), f"{10 + n}:00", 0, float(v)) for n, v in enumerate(values)]
    talk = await talk_with(series("glucose", points, unit="mg/dL"))
    await talk.say("temps dans la cible")
    assert "Entre 0,70 et 1,80 g/L : **60,0 %** des mesures du capteur" in talk.text()
    assert "En dessous de 0,70 : 20,0 % (dont sous 0,54 : 10,0 %)" in talk.text()
    assert "Au-dessus de 1,80 : 20,0 % (dont plus de 2,50 : 10,0 %)" in talk.text()
    assert "Le capteur a mesuré 1 % des heures" in talk.text()


async def test_time_in_range_of_a_sensor_in_mmol() -> None:
    """The limits are converted into the sensor's own unit, not its readings rounded."""
    points = [(back(1), f"{10 + n}:00", 0, v) for n, v in enumerate([3.8, 3.9, 9.9, 10.0])]
    talk = await talk_with(series("glucose", points, unit="mmol/L"), language="en")
    await talk.say("time in range")
    assert "**50.0%** of the sensor's readings" in talk.text()


async def test_nothing_measured_lately_names_the_last_day() -> None:
    """An empty window is no zero: it says when the last measurement was."""
    talk = await talk_with(series("steps", every_day(back(200), 5, 5000)))
    await talk.say("mes pas")
    assert "La dernière mesure date du 13 mai 2026" in talk.text()
    await talk.press("Depuis le début")
    assert "**5\u202f000 pas**" in talk.text()


async def test_a_picture_comes_with_the_numbers() -> None:
    """The trend is a PNG with words for those who cannot see it."""
    talk = await talk_with(series("steps", every_day(back(9), 9, 5000)))
    (message,) = await talk.say("courbe de mes pas")
    (picture,) = message.files
    assert b"\x89PNG" == picture.content[:4]
    assert "Courbe : Pas" == picture.description


async def test_an_unknown_measure_is_answered_with_what_is_known() -> None:
    """No guess: the measures that can be shown are listed."""
    talk = await talk_with()
    await talk.say("/mesure licornes")
    assert "Je ne sais pas montrer cela" in talk.text()


async def test_the_overview_lists_what_there_is() -> None:
    """Only what was measured is offered."""
    talk = await talk_with(series("steps", every_day(back(9), 9, 5000)))
    await talk.say("mes mesures")
    assert "Pas : 9 jours mesurés" in talk.text()
    assert ["Pas"] == [c.label for m in talk.last for c in m.choices]
