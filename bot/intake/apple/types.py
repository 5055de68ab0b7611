"""Apple Health's record types, categories and units, and what they are called here."""

import re

QUANTITY = "HKQuantityTypeIdentifier"
CATEGORY = "HKCategoryTypeIdentifier"

MEASURE_OF = {
    "StepCount": "steps",
    "DistanceWalkingRunning": "distance",
    "DistanceCycling": "cycling-distance",
    "DistanceSwimming": "swimming-distance",
    "DistanceWheelchair": "wheelchair-distance",
    "SwimmingStrokeCount": "swimming-strokes",
    "PushCount": "wheelchair-pushes",
    "FlightsClimbed": "floors",
    "ActiveEnergyBurned": "active-energy",
    "BasalEnergyBurned": "resting-energy",
    "AppleExerciseTime": "exercise",
    "AppleMoveTime": "exercise",
    "AppleStandTime": "stand",
    "TimeInDaylight": "daylight",
    "NumberOfTimesFallen": "falls",
    "HeartRate": "heart-rate",
    "RestingHeartRate": "resting-heart-rate",
    "WalkingHeartRateAverage": "walking-heart-rate",
    "HeartRateRecoveryOneMinute": "heart-rate-recovery",
    "HeartRateVariabilitySDNN": "hrv-sdnn",
    "OxygenSaturation": "oxygen-saturation",
    "RespiratoryRate": "respiratory-rate",
    "BloodGlucose": "glucose",
    "InsulinDelivery": "insulin",
    "AppleSleepingWristTemperature": "wrist-temperature",
    "EnvironmentalAudioExposure": "noise",
    "HeadphoneAudioExposure": "headphones",
    "WalkingSpeed": "walking-speed",
    "WalkingStepLength": "step-length",
    "WalkingAsymmetryPercentage": "walking-asymmetry",
    "WalkingDoubleSupportPercentage": "double-support",
    "AppleWalkingSteadiness": "walking-steadiness",
    "StairAscentSpeed": "stair-speed-up",
    "StairDescentSpeed": "stair-speed-down",
    "SixMinuteWalkTestDistance": "six-minute-walk",
    "RunningSpeed": "speed",
    "CyclingSpeed": "speed",
    "RunningPower": "power",
    "CyclingPower": "power",
    "CyclingCadence": "cadence",
    "PhysicalEffort": "physical-effort",
    "ElectrodermalActivity": "electrodermal",
    "PeripheralPerfusionIndex": "perfusion-index",
    "DietaryWater": "water",
    "BodyMass": "weight",
    "Height": "height",
    "BodyMassIndex": "bmi",
    "BodyFatPercentage": "body-fat",
    "LeanBodyMass": "lean-mass",
    "WaistCircumference": "waist",
    "BloodPressureSystolic": "systolic",
    "BloodPressureDiastolic": "diastolic",
    "BodyTemperature": "temperature",
    "BasalBodyTemperature": "temperature",
    "VO2Max": "vo2-max",
    "PeakExpiratoryFlowRate": "peak-flow",
    "ForcedExpiratoryVolume1": "fev1",
    "ForcedVitalCapacity": "fvc",
    "BloodAlcoholContent": "blood-alcohol",
    "AtrialFibrillationBurden": "af-burden",
}
"""Quantity types by the end of their name. ``Dietary…`` types are nutrients."""

LABELLED = {
    "RunningSpeed": "running",
    "CyclingSpeed": "cycling",
    "RunningPower": "running",
    "CyclingPower": "cycling",
    "BasalBodyTemperature": "basal",
    "AppleMoveTime": "move",
}
"""Types that share a measure with another one and must not be mixed with it."""

STAGE_OF = {
    "InBed": 0,
    "Awake": 1,
    "Asleep": 2,
    "AsleepUnspecified": 2,
    "AsleepCore": 3,
    "AsleepDeep": 4,
    "AsleepREM": 5,
}
"""Values of SleepAnalysis, as places in ``SLEEP_STAGES``; old exports write the bare number."""

NUMBERED_STAGE = {"0": 0, "1": 2, "2": 1, "3": 3, "4": 4, "5": 5}

UCUM_OF = {
    "count": "1",
    "count/min": "/min",
    "count/s": "/s",
    "%": "%",
    "kg": "kg",
    "g": "g",
    "mg": "mg",
    "mcg": "ug",
    "lb": "[lb_av]",
    "oz": "[oz_av]",
    "st": "[stone_av]",
    "m": "m",
    "cm": "cm",
    "km": "km",
    "in": "[in_i]",
    "ft": "[ft_i]",
    "yd": "[yd_i]",
    "mi": "[mi_i]",
    "kcal": "kcal",
    "Cal": "kcal",
    "cal": "cal",
    "kJ": "kJ",
    "J": "J",
    "s": "s",
    "ms": "ms",
    "min": "min",
    "hr": "h",
    "degC": "Cel",
    "degF": "[degF]",
    "K": "K",
    "mmHg": "mm[Hg]",
    "kPa": "kPa",
    "mg/dL": "mg/dL",
    "mmol/L": "mmol/L",
    "L": "L",
    "mL": "mL",
    "dL": "dL",
    "cL": "cL",
    "L/min": "L/min",
    "fl_oz_us": "[foz_us]",
    "fl_oz_imp": "[foz_br]",
    "cup_us": "[cup_us]",
    "IU": "[iU]",
    "dBASPL": "dB[SPL]",
    "km/hr": "km/h",
    "mi/hr": "[mi_i]/h",
    "m/s": "m/s",
    "ft/s": "[ft_i]/s",
    "W": "W",
    "mL/min·kg": "mL/kg/min",
    "mL/kg·min": "mL/kg/min",
    "kcal/hr·kg": "kcal/h/kg",
    "kcal/kg·hr": "kcal/h/kg",
    "mcS": "uS",
    "appleEffortScore": "1",
}
"""Apple's unit strings and their UCUM codes."""

_MOLAR_MASS = re.compile(r"<[^<>]*>")
_POINTER = re.compile(r"^\s*<*HKDevice[^>]*>*,?\s*")
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def ucum(unit: str) -> str | None:
    """The UCUM code of one of Apple's units (``mmol<180.15…>/L`` is mmol/L), if it is known."""
    return UCUM_OF.get(_MOLAR_MASS.sub("", unit).strip())


def printed_unit(unit: str) -> str:
    """The unit as a person reads it: without the molar mass, nothing for a bare count."""
    plain = _MOLAR_MASS.sub("", unit).strip()
    return "" if plain == "count" else plain


def device_name(written: str) -> str:
    """The lasting part of a device: name and hardware, without the pointer and the software."""
    parts = {
        part.split(":", 1)[0].strip(): part.split(":", 1)[1].strip()
        for part in re.split(r", (?=[a-zA-Z ]+:)", _POINTER.sub("", written).rstrip("> "))
        if ":" in part
    }
    name, hardware = parts.get("name", ""), parts.get("hardware", "")
    return f"{name} {hardware}".strip()[:80]


def measure_of(record_type: str) -> tuple[str, str] | None:
    """The measure and label of a quantity type, if it is known."""
    name = record_type.removeprefix(QUANTITY)
    if name in MEASURE_OF:
        return MEASURE_OF[name], LABELLED.get(name, "")
    if name.startswith("Dietary") and record_type.startswith(QUANTITY):
        return "nutrient", words(name.removeprefix("Dietary")).replace(" ", "-")
    return None


def words(name: str) -> str:
    """``IrregularHeartRhythmEvent`` as "irregular heart rhythm event"."""
    return _WORDS.sub(" ", name).lower()
