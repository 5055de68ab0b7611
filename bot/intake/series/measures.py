"""The measures that series and wellness observations know.

Each has a short code, a unit (UCUM), how a day is summed up, its LOINC code where there is one
that surely fits, and its name in both languages. LOINC codes are those of the HL7 vital-signs
profile, of the Physical Activity guide and of the LOINC consumer device panels.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sum", "sample", "stage"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``kind``: a day's points add up, are samples of a level, or are stages."""

    code: str
    kind: Kind
    unit: str
    fr: str
    en: str
    loinc: str | None = None
    clinical: bool = False

    def name(self, language: str) -> str:
        """Its name in French or English."""
        return self.fr if language == "fr" else self.en


_TABLE = (
    Measure("steps", "sum", "1", "Pas", "Steps", "55423-8"),
    Measure("distance", "sum", "m", "Distance", "Distance", "55430-3"),
    Measure("floors", "sum", "1", "Étages montés", "Floors climbed"),
    Measure("active-energy", "sum", "kcal", "Énergie dépensée en activité", "Active energy"),
    Measure("resting-energy", "sum", "kcal", "Énergie au repos", "Resting energy"),
    Measure("energy", "sum", "kcal", "Énergie dépensée", "Energy burned", "41981-2"),
    Measure("exercise", "sum", "min", "Temps d’exercice", "Exercise time", "55411-3"),
    Measure("stand", "sum", "min", "Temps debout", "Stand time"),
    Measure("stand-hours", "sum", "1", "Heures debout", "Stand hours"),
    Measure("workout", "sum", "min", "Séance de sport", "Workout"),
    Measure("workout-distance", "sum", "m", "Distance de la séance", "Workout distance"),
    Measure("workout-energy", "sum", "kcal", "Énergie de la séance", "Workout energy"),
    Measure("day-active-energy", "sum", "kcal", "Énergie du jour (bilan)", "Day’s active energy"),
    Measure("day-exercise", "sum", "min", "Exercice du jour (bilan)", "Day’s exercise"),
    Measure("day-stand-hours", "sum", "1", "Heures debout (bilan)", "Day’s stand hours"),
    Measure("cycling-distance", "sum", "m", "Distance à vélo", "Cycling distance"),
    Measure("swimming-distance", "sum", "m", "Distance à la nage", "Swimming distance"),
    Measure("wheelchair-distance", "sum", "m", "Distance en fauteuil", "Wheelchair distance"),
    Measure("swimming-strokes", "sum", "1", "Mouvements de nage", "Swimming strokes"),
    Measure("wheelchair-pushes", "sum", "1", "Poussées de fauteuil", "Wheelchair pushes"),
    Measure("falls", "sum", "1", "Chutes", "Falls"),
    Measure("daylight", "sum", "min", "Temps à la lumière du jour", "Time in daylight"),
    Measure("mindfulness", "sum", "min", "Pleine conscience", "Mindfulness"),
    Measure("water", "sum", "mL", "Eau bue", "Water"),
    Measure("nutrient", "sum", "g", "Alimentation", "Nutrition"),
    Measure("insulin", "sum", "[iU]", "Insuline", "Insulin"),
    Measure("carbohydrates", "sum", "g", "Glucides", "Carbohydrates"),
    Measure("heart-rate", "sample", "/min", "Fréquence cardiaque", "Heart rate", "8867-4"),
    Measure(
        "resting-heart-rate",
        "sample",
        "/min",
        "Fréquence cardiaque au repos",
        "Resting heart rate",
        "40443-4",
    ),
    Measure(
        "walking-heart-rate",
        "sample",
        "/min",
        "Fréquence cardiaque à la marche",
        "Walking heart rate",
    ),
    Measure("heart-rate-recovery", "sample", "/min", "Récupération cardiaque", "Cardio recovery"),
    Measure("hrv-sdnn", "sample", "ms", "Variabilité cardiaque (SDNN)", "HRV (SDNN)", "80404-7"),
    Measure("hrv-rmssd", "sample", "ms", "Variabilité cardiaque (RMSSD)", "HRV (RMSSD)"),
    Measure("oxygen-saturation", "sample", "%", "Saturation en oxygène", "SpO₂", "59408-5"),
    Measure(
        "respiratory-rate", "sample", "/min", "Fréquence respiratoire", "Respiratory rate", "9279-1"
    ),
    Measure("glucose", "sample", "mg/dL", "Glucose", "Glucose"),
    Measure("wrist-temperature", "sample", "Cel", "Température du poignet", "Wrist temperature"),
    Measure("temperature-deviation", "sample", "Cel", "Écart de température", "Temperature change"),
    Measure("noise", "sample", "dB[SPL]", "Niveau sonore", "Noise level"),
    Measure("headphones", "sample", "dB[SPL]", "Niveau des écouteurs", "Headphone level"),
    Measure("walking-speed", "sample", "km/h", "Vitesse de marche", "Walking speed"),
    Measure("step-length", "sample", "cm", "Longueur du pas", "Step length"),
    Measure("walking-asymmetry", "sample", "%", "Asymétrie de la marche", "Walking asymmetry"),
    Measure("double-support", "sample", "%", "Double appui", "Double support"),
    Measure("walking-steadiness", "sample", "%", "Stabilité de la marche", "Walking steadiness"),
    Measure("stair-speed-up", "sample", "m/s", "Vitesse en montée", "Stair speed: up"),
    Measure("stair-speed-down", "sample", "m/s", "Vitesse en descente", "Stair speed: down"),
    Measure("six-minute-walk", "sample", "m", "Marche de six minutes", "Six-minute walk"),
    Measure("speed", "sample", "m/s", "Vitesse", "Speed"),
    Measure("cadence", "sample", "/min", "Cadence", "Cadence"),
    Measure("power", "sample", "W", "Puissance", "Power"),
    Measure("altitude", "sample", "m", "Altitude", "Altitude"),
    Measure("stress", "sample", "1", "Stress (appareil)", "Stress (device)"),
    Measure("score", "sample", "1", "Score de l’appareil", "Device score"),
    Measure("physical-effort", "sample", "1", "Effort physique", "Physical effort"),
    Measure("electrodermal", "sample", "uS", "Activité électrodermale", "Electrodermal activity"),
    Measure("blood-ketone", "sample", "mmol/L", "Corps cétoniques", "Ketone"),
    Measure("sleep-duration", "sum", "min", "Durée de sommeil", "Sleep duration"),
    Measure("intense-minutes", "sum", "min", "Minutes intenses", "Intense minutes"),
    Measure("sleep", "stage", "1", "Sommeil", "Sleep"),
    Measure("event", "stage", "1", "Événements", "Events"),
    Measure("weight", "sample", "kg", "Poids", "Weight", "29463-7", clinical=True),
    Measure("height", "sample", "cm", "Taille", "Height", "8302-2", clinical=True),
    Measure("bmi", "sample", "kg/m2", "IMC", "BMI", "39156-5", clinical=True),
    Measure("body-fat", "sample", "%", "Masse grasse", "Body fat", "41982-0", clinical=True),
    Measure("lean-mass", "sample", "kg", "Masse maigre", "Lean mass", clinical=True),
    Measure("muscle-mass", "sample", "kg", "Masse musculaire", "Muscle mass", clinical=True),
    Measure("bone-mass", "sample", "kg", "Masse osseuse", "Bone mass", clinical=True),
    Measure("body-water", "sample", "%", "Eau corporelle", "Body water", clinical=True),
    Measure("fat-mass", "sample", "kg", "Masse grasse", "Fat mass", clinical=True),
    Measure("visceral-fat", "sample", "1", "Graisse viscérale", "Visceral fat", clinical=True),
    Measure(
        "visceral-fat-mass", "sample", "kg", "Graisse viscérale", "Visceral fat", clinical=True
    ),
    Measure("waist", "sample", "cm", "Tour de taille", "Waist", clinical=True),
    Measure("basal-metabolism", "sample", "kcal/d", "Métabolisme de base", "Basal metabolic rate"),
    Measure(
        "systolic",
        "sample",
        "mm[Hg]",
        "Pression artérielle systolique",
        "Systolic blood pressure",
        "8480-6",
        clinical=True,
    ),
    Measure(
        "diastolic",
        "sample",
        "mm[Hg]",
        "Pression artérielle diastolique",
        "Diastolic blood pressure",
        "8462-4",
        clinical=True,
    ),
    Measure(
        "mean-pressure",
        "sample",
        "mm[Hg]",
        "Pression artérielle moyenne",
        "Mean blood pressure",
        "8478-0",
        clinical=True,
    ),
    Measure(
        "temperature",
        "sample",
        "Cel",
        "Température corporelle",
        "Body temperature",
        "8310-5",
        clinical=True,
    ),
    Measure("vo2-max", "sample", "mL/kg/min", "VO₂ max", "VO₂ max", clinical=True),
    Measure("peak-flow", "sample", "L/min", "Débit de pointe", "Peak flow", clinical=True),
    Measure("fev1", "sample", "L", "VEMS", "FEV1", "20150-9", clinical=True),
    Measure("fvc", "sample", "L", "Capacité vitale forcée", "Forced vital capacity", clinical=True),
    Measure("blood-alcohol", "sample", "%", "Alcoolémie", "Blood alcohol", clinical=True),
    Measure("af-burden", "sample", "%", "Temps en fibrillation", "AFib history", clinical=True),
    Measure("pulse-wave", "sample", "m/s", "Vitesse d’onde de pouls", "Pulse wave velocity"),
    Measure("perfusion-index", "sample", "%", "Indice de perfusion", "Perfusion index"),
)

MEASURES = {measure.code: measure for measure in _TABLE}
"""All measures by code."""

SLEEP_STAGES = ("in-bed", "awake", "asleep", "light", "deep", "rem", "out-of-bed")
"""The stages a point of the measure "sleep" can have: its value is the place in this tuple."""

ASLEEP = frozenset({2, 3, 4, 5})
"""The stages that are sleep."""
