"""Whose table it is: signatures of the exports that need more than their headers say."""

import re
from dataclasses import dataclass, field

from bot.intake.wearables.columns import Column
from bot.intake.wearables.table import normal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A vendor's table.

    ``utc`` says that its times are UTC with the offset beside them, ``order`` how it always writes
    dates, ``columns`` overrides what a header says, ``stages`` turns codes of a column into sleep
    stages, ``only`` keeps the rows whose column has that value (a combined source), ``units`` are
    those of measures whose header names none.
    """

    vendor: str
    utc: bool = False
    order: str = ""
    columns: dict[str, Column] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    only: tuple[str, str] | None = None
    ignored: frozenset[str] = frozenset()
    units: dict[str, str] = field(default_factory=dict)


_SAMSUNG_NOISE = frozenset(
    [
        "datauuid",
        "deviceuuid",
        "pkg_name",
        "create_time",
        "update_time",
        "create_sh_ver",
        "modify_sh_ver",
        "custom",
        "client_data_id",
        "client_data_ver",
        "binning_data",
        "source_pkg_name",
        "tag_id",
        "live_data",
        "comment",
        "extra_data",
        "additional",
        "has_relevance",
    ]
)
_SAMSUNG = {
    "start_time": Column("date"),
    "day_time": Column("date"),
    "end_time": Column("end"),
    "time_offset": Column("zone"),
    "heart_rate": Column("heart-rate", "/min"),
    "pulse": Column("heart-rate", "/min"),
    "weight": Column("weight", "kg"),
    "height": Column("height", "cm"),
    "body_fat": Column("body-fat", "%"),
    "skeletal_muscle_mass": Column("muscle-mass", "kg"),
    "muscle_mass": Column("muscle-mass", "kg"),
    "fat_free_mass": Column("lean-mass", "kg"),
    "body_fat_mass": Column("fat-mass", "kg"),
    "total_body_water": Column("body-water", "kg"),
    "basal_metabolic_rate": Column("basal-metabolism", "kcal/d"),
    "count": Column("steps", "1"),
    "step_count": Column("steps", "1"),
    "distance": Column("distance", "m"),
    "floor": Column("floors", "1"),
    "systolic": Column("systolic", "mm[Hg]"),
    "diastolic": Column("diastolic", "mm[Hg]"),
    "mean": Column("mean-pressure", "mm[Hg]"),
    "spo2": Column("oxygen-saturation", "%"),
    "glucose": Column("glucose", "mmol/L"),
    "temperature": Column("temperature", "Cel"),
    "calorie": Column("energy", "kcal"),
    "amount": Column("water", "mL"),
    "stage": Column("stage"),
    "score": Column("stress", "1"),
}
_SAMSUNG_STAGES = {"40001": 1, "40002": 3, "40003": 4, "40004": 5}
_SAMSUNG_LINE = re.compile(r"^com\.samsung\.s?health\.[a-z_.]+$")
_OURA = frozenset({"sleep score", "readiness score", "average resting heart rate"})
_NAMED = (
    ("_hr", Column("heart-rate", "/min")),
    ("heart", Column("heart-rate", "/min")),
    ("steps", Column("steps", "1")),
    ("distance", Column("distance", "m")),
    ("calories_earned", Column("active-energy", "kcal")),
    ("calories_passive", Column("resting-energy", "kcal")),
    ("elevation", Column("altitude", "m")),
    ("spo2", Column("oxygen-saturation", "%")),
)
_MFP = re.compile(r"polyunsaturated|exercise calories|reps per set")
_FITBIT_TAKEOUT = frozenset({"beats per minute", "nremhr", "average value", "sleep log entry id"})
_FITBIT_TITLES = frozenset({"body", "foods", "activities", "sleep"})


def named(name: str) -> Column | None:
    """What a column called just "value" holds, by the name of the file (Withings)."""
    lower = name.lower()
    return next((column for part, column in _NAMED if part in lower), None)


def samsung_type(row: list[str]) -> str | None:
    """The data type on the first line of a Samsung table (its second line is the header)."""
    if row and _SAMSUNG_LINE.match(row[0]) and len([cell for cell in row if cell]) <= 4:
        return row[0]
    return None


def samsung(data_type: str, header: list[str]) -> Sheet:
    """The sheet of a Samsung table."""
    columns = {}
    for cell in header:
        bare = cell.rpartition(".")[2]
        column = _SAMSUNG.get(bare)
        if column is not None:
            columns[cell] = column
    last = data_type.rpartition(".")[2]
    if last == "stress":
        columns = {cell: c for cell, c in columns.items() if c.role != "heart-rate"}
    elif "score" in header:
        columns.pop("score", None)
    if last == "sleep":
        # The session itself: its stages are in a table of their own.
        for cell in list(columns):
            if columns[cell].role not in ("date", "end", "zone"):
                del columns[cell]
        columns["\x00sleep"] = Column("sleep-session")
    if last == "exercise":
        columns["\x00workout"] = Column("workout-session")
        columns = {
            cell: Column("workout-distance", "m") if column.role == "distance" else column
            for cell, column in columns.items()
            if column.role not in ("steps", "heart-rate")
        }
    only = ("source_type", "-2") if "source_type" in header and "count" in header else None
    return Sheet(
        vendor="Samsung Health",
        utc=True,
        order="dmy",
        columns=columns,
        stages=_SAMSUNG_STAGES,
        only=only,
        ignored=_SAMSUNG_NOISE,
    )


def sheet_of(header: list[str], before: list[list[str]]) -> Sheet:
    """The vendor a header gives away; an unnamed sheet otherwise."""
    names = {normal(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", cell)) for cell in header}
    joined = " ".join(sorted(names))
    if len(names & _OURA) >= 1:
        return Sheet("Oura", units={"sleep-duration": "s", "distance": "m"})
    if _MFP.search(joined) or {"meal", "calories"} <= names:
        return Sheet("MyFitnessPal")
    if names & {"truread", "irregular heartbeat detected", "body movement"}:
        return Sheet("Omron")
    if any("omron" in " ".join(row).lower() for row in before):
        return Sheet("Omron")
    if (
        names & {"bone mass", "masse osseuse", "knochenmasse"}
        or {
            "light",
            "deep",
            "rem",
            "wake up",
        }
        <= names
    ):
        return Sheet("Withings")
    titles = {normal(row[0]) for row in before if len([cell for cell in row if cell]) == 1}
    if names & _FITBIT_TAKEOUT or titles & _FITBIT_TITLES:
        return Sheet("Fitbit")
    return Sheet("")
