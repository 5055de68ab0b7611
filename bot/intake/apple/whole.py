"""The elements of an Apple Health export that are not records: person, workouts, summaries."""

from collections import Counter
from collections.abc import Mapping

from bot.intake.apple.columns import exact
from bot.intake.apple.types import ucum, words
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, parse_moment
from bot.notebook.facts import Patient

_ME = "HKCharacteristicTypeIdentifier"
_SEX = {"HKBiologicalSexFemale": "female", "HKBiologicalSexMale": "male"}
_BLOOD = {
    "APositive": "A+",
    "ANegative": "A-",
    "BPositive": "B+",
    "BNegative": "B-",
    "ABPositive": "AB+",
    "ABNegative": "AB-",
    "OPositive": "O+",
    "ONegative": "O-",
}
_WORKOUT_PARTS = {
    "totalDistance": "workout-distance",
    "totalEnergyBurned": "workout-energy",
}
_STATISTICS = {
    "HKQuantityTypeIdentifierActiveEnergyBurned": "workout-energy",
    "HKQuantityTypeIdentifierDistanceWalkingRunning": "workout-distance",
    "HKQuantityTypeIdentifierDistanceCycling": "workout-distance",
    "HKQuantityTypeIdentifierDistanceSwimming": "workout-distance",
}
_SUMMARY = (
    ("activeEnergyBurned", "day-active-energy", "kcal"),
    ("appleExerciseTime", "day-exercise", "min"),
    ("appleStandHours", "day-stand-hours", "1"),
)
_SILENT = frozenset({"HealthData", "FileReference"})
_DAY_MS = 86_400_000


class Whole:
    """Keeps what surrounds the records."""

    def __init__(self, gather: Gather) -> None:
        self.gather = gather
        self.seen: Counter[str] = Counter()
        self.exported: str | None = None
        self.locale = ""
        self._workout: tuple[Moment, int, str, str] | None = None

    def see(self, tag: str, attributes: Mapping[str, str]) -> None:
        """One element that is not a Record."""
        self.seen[tag if len(tag) <= 60 and len(self.seen) < 500 else "?"] += 1
        if tag == "Workout":
            self._begin_workout(attributes)
        elif tag == "WorkoutStatistics":
            self._statistics(attributes)
        elif tag == "ActivitySummary":
            self._summary(attributes)
        elif tag == "ExportDate":
            moment = parse_moment(attributes.get("value"))
            self.exported = moment.iso() if moment else None
        elif tag == "Me":
            self._me(attributes)
        elif tag == "HealthData":
            self.locale = attributes.get("locale", "")[:20]

    def finish(self, *, metadata: int, clinical_files: int, route_files: int) -> None:
        """Say what was counted and not kept; called once, after the last element."""
        understood = _SILENT | {
            "ExportDate",
            "Me",
            "Workout",
            "WorkoutStatistics",
            "ActivitySummary",
            "Correlation",
            "WorkoutRoute",
            "ClinicalRecord",
        }
        for tag, count in sorted(self.seen.items()):
            if tag not in understood:
                self.gather.loose(tag, count)
        if metadata:
            self.gather.loose("MetadataEntry", metadata)
        if routes := max(self.seen["WorkoutRoute"], route_files):
            self.gather.loose("WorkoutRoute", routes)
            self.gather.warn("intake-routes-counted", count=routes)
        missing = self.seen["ClinicalRecord"] - clinical_files
        if missing > 0:
            self.gather.loose("ClinicalRecord", missing)

    def _me(self, attributes: Mapping[str, str]) -> None:
        born = parse_moment(attributes.get(_ME + "DateOfBirth"))
        sex = _SEX.get(attributes.get(_ME + "BiologicalSex", ""))
        if born or sex:
            self.gather.facts.append(
                Patient(
                    provenance=self.gather.provenance("Me"),
                    sex=sex,  # type: ignore[arg-type]
                    born=born.iso()[:10] if born else None,
                )
            )
        blood = _BLOOD.get(attributes.get(_ME + "BloodType", "").removeprefix("HKBloodType"))
        if blood:
            text = "Groupe sanguin" if self.gather.source.language == "fr" else "Blood type"
            self.gather.observe(text, value_text=blood, loinc="882-1", category="other", place="Me")
        for name, value in attributes.items():
            short = name.removeprefix(_ME)
            if short not in ("DateOfBirth", "BiologicalSex", "BloodType") and not (
                value.endswith("NotSet") or value in ("None", "")
            ):
                self.gather.loose(f"{short[:60]}: {value[:60]}")

    def _begin_workout(self, attributes: Mapping[str, str]) -> None:
        begin = parse_moment(attributes.get("startDate"))
        end = parse_moment(attributes.get("endDate"))
        kind = attributes.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
        if begin is None or end is None or not 0 <= end.utc_ms - begin.utc_ms <= 40 * _DAY_MS:
            self._workout = None
            self.gather.loose("Workout without dates")
            return
        length = end.utc_ms - begin.utc_ms
        label = words(kind[:60]).replace(" ", "-") or "other"
        source = " ".join(attributes.get("sourceName", "").split())[:80]
        self._workout = (begin, length, label, source)
        duration = exact(attributes.get("duration", ""))
        unit = ucum(attributes.get("durationUnit", "min"))
        if duration is not None and unit is not None:
            self._part("workout", float(duration), unit)
        else:
            self._part("workout", length / 60_000, "min")
        for name, measure in _WORKOUT_PARTS.items():
            value = exact(attributes.get(name, ""))
            unit = ucum(attributes.get(name + "Unit", ""))
            if value and unit:
                self._part(measure, float(value), unit)

    def _statistics(self, attributes: Mapping[str, str]) -> None:
        measure = _STATISTICS.get(attributes.get("type", ""))
        value = exact(attributes.get("sum", ""))
        unit = ucum(attributes.get("unit", ""))
        if measure and value and unit and self._workout:
            self._part(measure, float(value), unit)
        else:
            self.gather.loose(f"WorkoutStatistics {attributes.get('type', '')[:60]}")

    def _part(self, measure: str, value: float, unit: str) -> None:
        if self._workout is None:
            return
        begin, length, label, source = self._workout
        key = (measure, unit, source, "", label)
        self.gather.builder.add_point(key, begin.utc_ms, length, begin.offset, value)

    def _summary(self, attributes: Mapping[str, str]) -> None:
        """The day's rings: one point a day, from midnight, without an offset."""
        day = parse_moment(attributes.get("dateComponents"))
        if day is None:
            self.gather.loose("ActivitySummary without a date")
            return
        units = {"activeEnergyBurned": attributes.get("activeEnergyBurnedUnit", "kcal")}
        for name, measure, unit in _SUMMARY:
            value = exact(attributes.get(name, ""))
            code = ucum(units[name]) if name in units else unit
            if value is not None and code:
                key = (measure, code, "Apple", "", "")
                self.gather.builder.add_point(key, day.utc_ms, _DAY_MS, None, float(value))
