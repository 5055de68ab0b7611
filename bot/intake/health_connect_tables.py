"""Health Connect's tables: which column of which table is which measure, in which unit.

The layout has no public description; these are the names and units seen in real exports: mass in
grams, energy in (small) calories, length in metres, volume in litres, glucose in mmol/L.
"""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["instant", "interval", "samples"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One value column. ``shift`` moves the decimal point; ``child`` holds the samples."""

    table: str
    shape: Shape
    column: str
    measure: str
    unit: str
    shift: int = 0
    child: str = ""
    single: bool = False


KEPT = (
    Kept("steps_record_table", "interval", "count", "steps", "1"),
    Kept("distance_record_table", "interval", "distance", "distance", "m"),
    Kept("floors_climbed_record_table", "interval", "floors", "floors", "1"),
    Kept("wheelchair_pushes_record_table", "interval", "count", "wheelchair-pushes", "1"),
    Kept("total_calories_burned_record_table", "interval", "energy", "energy", "kcal", -3),
    Kept("active_calories_burned_record_table", "interval", "energy", "active-energy", "kcal", -3),
    Kept("hydration_record_table", "interval", "volume", "water", "L"),
    Kept(
        "heart_rate_record_table",
        "samples",
        "beats_per_minute",
        "heart-rate",
        "/min",
        child="heart_rate_record_series_table",
    ),
    Kept("SpeedRecordTable", "samples", "speed", "speed", "m/s", child="speed_record_table"),
    Kept("PowerRecordTable", "samples", "power", "power", "W", child="power_record_table"),
    Kept(
        "StepsCadenceRecordTable",
        "samples",
        "rate",
        "cadence",
        "/min",
        child="steps_cadence_record_table",
    ),
    Kept(
        "CyclingPedalingCadenceRecordTable",
        "samples",
        "revolutions_per_minute",
        "cadence",
        "/min",
        child="cycling_pedaling_cadence_record_table",
    ),
    Kept(
        "resting_heart_rate_record_table",
        "instant",
        "beats_per_minute",
        "resting-heart-rate",
        "/min",
    ),
    Kept(
        "heart_rate_variability_rmssd_record_table",
        "instant",
        "heart_rate_variability_millis",
        "hrv-rmssd",
        "ms",
    ),
    Kept("oxygen_saturation_record_table", "instant", "percentage", "oxygen-saturation", "%"),
    Kept("respiratory_rate_record_table", "instant", "rate", "respiratory-rate", "/min"),
    Kept(
        "basal_metabolic_rate_record_table",
        "instant",
        "basal_metabolic_rate",
        "basal-metabolism",
        "W",
    ),
    Kept("weight_record_table", "instant", "weight", "weight", "kg", -3, single=True),
    Kept("height_record_table", "instant", "height", "height", "m", single=True),
    Kept("body_fat_record_table", "instant", "percentage", "body-fat", "%", single=True),
    Kept("lean_body_mass_record_table", "instant", "mass", "lean-mass", "kg", -3, single=True),
    Kept("bone_mass_record_table", "instant", "mass", "bone-mass", "kg", -3, single=True),
    Kept(
        "body_water_mass_record_table",
        "instant",
        "body_water_mass",
        "body-water",
        "kg",
        -3,
        single=True,
    ),
    Kept(
        "body_temperature_record_table",
        "instant",
        "temperature",
        "temperature",
        "Cel",
        single=True,
    ),
    Kept(
        "blood_pressure_record_table",
        "instant",
        "systolic",
        "systolic",
        "mm[Hg]",
        single=True,
    ),
    Kept(
        "blood_pressure_record_table",
        "instant",
        "diastolic",
        "diastolic",
        "mm[Hg]",
        single=True,
    ),
    Kept("blood_glucose_record_table", "instant", "level", "glucose", "mmol/L", single=True),
    Kept(
        "vo2_max_record_table",
        "instant",
        "vo2_milliliters_per_minute_kilogram",
        "vo2-max",
        "mL/kg/min",
        single=True,
    ),
)

STAGE_OF = {1: 1, 2: 2, 3: 6, 4: 3, 5: 4, 6: 5, 7: 1}
"""Health Connect's sleep stages as places in ``SLEEP_STAGES``."""

COMMON = frozenset(
    [
        "row_id",
        "uuid",
        "last_modified_time",
        "client_record_id",
        "client_record_version",
        "device_info_id",
        "app_info_id",
        "recording_method",
        "dedupe_hash",
        "time",
        "zone_offset",
        "local_date",
        "start_time",
        "start_zone_offset",
        "end_time",
        "end_zone_offset",
        "local_date_time",
        "local_date_time_start_time",
        "local_date_time_end_time",
        "device_data_provider_id",
        "parent_key",
        "epoch_millis",
    ]
)

SLEEP_TABLE = "sleep_session_record_table"
STAGES_TABLE = "sleep_stages_table"
EXERCISE_TABLE = "exercise_session_record_table"
NUTRITION_TABLE = "nutrition_record_table"
MEDICAL_TABLE = "medical_resource_table"
APPS_TABLE = "application_info_table"
DEVICES_TABLE = "device_info_table"

INTERNAL = frozenset(
    [
        "android_metadata",
        "sqlite_sequence",
        "sqlite_stat1",
        "activity_date_table",
        "change_logs_table",
        "change_log_request_table",
        "read_access_logs_table",
        "access_logs_table",
        "preference_table",
        "application_info_table",
        "device_info_table",
        "health_data_category_priority_table",
        "device_data_sources_table",
        "device_data_provider_metadata_table",
        "migration_entity_table",
        "backup_change_token_table",
        "cloud_backup_table",
        "export_import_settings_table",
        "medical_data_source_table",
        "medical_resource_indices_table",
    ]
)
"""Tables of Health Connect's own housekeeping."""

SIGNATURES = frozenset(
    {"steps_record_table", "heart_rate_record_table", "weight_record_table", SLEEP_TABLE}
)
"""A database with a table of this name and the table of applications is an export."""
