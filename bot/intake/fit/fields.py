"""Tables: which FIT field is which measure, in which unit (FIT profile 21)."""

from datetime import UTC, datetime
from decimal import Decimal

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)

RECORD = {
    "heart_rate": ("heart-rate", "/min"),
    "cadence": ("cadence", "/min"),
    "power": ("power", "W"),
    "enhanced_speed": ("speed", "m/s"),
    "speed": ("speed", "m/s"),
    "enhanced_altitude": ("altitude", "m"),
    "altitude": ("altitude", "m"),
    "enhanced_respiration_rate": ("respiratory-rate", "/min"),
    "respiration_rate": ("respiratory-rate", "/min"),
}
"""Fields of ``record``; of two for one measure the first counts (they are the same value)."""

SESSION = {
    "total_timer_time": ("Durée de la séance", "Workout duration", "s", "workout"),
    "total_distance": ("Distance de la séance", "Workout distance", "m", "workout-distance"),
    "total_calories": ("Énergie de la séance", "Workout energy", "kcal", "workout-energy"),
    "avg_heart_rate": (
        "Fréquence cardiaque moyenne de la séance",
        "Average heart rate of the workout",
        "/min",
        "heart-rate-average",
    ),
    "max_heart_rate": (
        "Fréquence cardiaque maximale de la séance",
        "Maximum heart rate of the workout",
        "/min",
        "heart-rate-maximum",
    ),
    "min_heart_rate": (
        "Fréquence cardiaque minimale de la séance",
        "Minimum heart rate of the workout",
        "/min",
        "heart-rate-minimum",
    ),
    "total_ascent": ("Dénivelé positif", "Total ascent", "m", "ascent"),
    "total_descent": ("Dénivelé négatif", "Total descent", "m", "descent"),
}

WEIGHT = {
    "weight": ("weight", "kg"),
    "percent_fat": ("body-fat", "%"),
    "percent_hydration": ("body-water", "%"),
    "visceral_fat_mass": ("visceral-fat-mass", "kg"),
    "bone_mass": ("bone-mass", "kg"),
    "muscle_mass": ("muscle-mass", "kg"),
    "basal_met": ("basal-metabolism", "kcal/d"),
    "visceral_fat_rating": ("visceral-fat", "1"),
    "bmi": ("bmi", "kg/m2"),
}

BLOOD_PRESSURE = {
    "systolic_pressure": ("systolic", "mm[Hg]"),
    "diastolic_pressure": ("diastolic", "mm[Hg]"),
    "mean_arterial_pressure": ("mean-pressure", "mm[Hg]"),
    "heart_rate": ("heart-rate", "/min"),
}

FIELDS = {
    "monitoring_hr_data": ("resting_heart_rate", "resting-heart-rate", "/min"),
    "stress_level": ("stress_level_value", "stress", "1"),
    "spo2_data": ("reading_spo2", "oxygen-saturation", "%"),
    "respiration_rate": ("respiration_rate", "respiratory-rate", "/min"),
    "max_met_data": ("vo2_max", "vo2-max", "mL/kg/min"),
    "hrv_value": ("value", "hrv-rmssd", "ms"),
}
"""Messages with one value: (field, measure, unit)."""

SLEEP = {"awake": 1, "light": 3, "deep": 4, "rem": 5}

PLACING = frozenset(
    (
        *("timestamp", "local_timestamp", "timestamp_16", "message_index", "first_lap_index"),
        *("event", "event_type", "event_group", "trigger", "num_laps"),
        *("start_position_lat", "start_position_long", "end_position_lat", "end_position_long"),
        *("nec_lat", "nec_long", "swc_lat", "swc_long"),
    )
)
"""Fields that place a message in its file or on the map."""

UNDERSTOOD = frozenset(
    {
        "file_id",
        "file_creator",
        "activity",
        "event",
        "device_info",
        "developer_data_id",
        "field_description",
        "monitoring_info",
        "sport",
        "gps_metadata",
    }
)
"""Messages that carry no measurement."""


def decimal(value: object) -> Decimal | None:
    """A field as the decimal it was written as; ``None`` when it is no plain number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) < 1e12:
        return None
    return Decimal(repr(round(value, 4))) + 0


def unpack_12_bits(packed: tuple[object, ...]) -> list[int]:
    """Numbers of twelve bits, low bits first, two in every three bytes."""
    plain = [byte if isinstance(byte, int) else 0 for byte in packed]
    found = []
    for place in range(0, len(plain) - 2, 3):
        a, b, c = plain[place : place + 3]
        found.append(a | (b & 0x0F) << 8)
        found.append(b >> 4 | c << 4)
    return found
