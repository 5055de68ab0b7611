"""FHIR: megabytes of bundle read in a second, from bytes to facts.

Bundles are made here in the shape that synthetic patients have (encounters, results with codes
and ranges, medication orders, bills of several kilobytes), pretty-printed as they are published.
Processor time is taken: one thread does all of it, and other processes disturb it less.
"""

import json
import random
import time
from typing import Any

from bench.figure import Figure
from bot.intake.fhir import FHIR
from bot.intake.reading import Source

_MEGABYTES = 20
_ROUNDS = 3
_TARGET = 20
_LOINC = "http://loinc.org"
_SNOMED = "http://snomed.info/sct"
_RESULTS = (
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 13.1),
    ("2339-0", "Glucose [Mass/volume] in Blood", "mg/dL", 92.4),
    ("38483-4", "Creatinine [Mass/volume] in Blood", "mg/dL", 0.9),
    ("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "mg/dL", 181.2),
)


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(32):08x}-{chance.getrandbits(48):012x}"


def _coded(system: str, code: str, text: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _observation(chance: random.Random, patient: str, visit: str, day: str) -> dict[str, Any]:
    code, name, unit, value = chance.choice(_RESULTS)
    kind = "http://terminology.hl7.org/CodeSystem/observation-category"
    return {
        "resourceType": "Observation",
        "id": _id(chance),
        "status": "final",
        "category": [{"coding": [{"system": kind, "code": "laboratory", "display": "laboratory"}]}],
        "code": _coded(_LOINC, code, name),
        "subject": {"reference": patient},
        "encounter": {"reference": visit},
        "effectiveDateTime": f"{day}T09:12:05+02:00",
        "issued": f"{day}T09:12:05.123+02:00",
        "valueQuantity": {
            "value": round(value * chance.uniform(0.8, 1.2), 4),
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
        "referenceRange": [
            {"low": {"value": value * 0.9, "unit": unit}, "high": {"value": value, "unit": unit}}
        ],
    }


def _bill(chance: random.Random, patient: str, visit: str, day: str) -> dict[str, Any]:
    items = [
        {
            "sequence": number,
            "productOrService": _coded(_SNOMED, "162673000", "General examination of patient"),
            "servicedPeriod": {"start": f"{day}T09:00:00+02:00", "end": f"{day}T09:15:00+02:00"},
            "encounter": [{"reference": visit}],
            "adjudication": [
                {
                    "category": _coded("https://example.org/adjudication", f"a{step}", "Amount"),
                    "amount": {"value": round(chance.uniform(1, 300), 2), "currency": "USD"},
                }
                for step in range(4)
            ],
        }
        for number in range(1, 5)
    ]
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": _id(chance),
        "status": "active",
        "type": _coded("http://terminology.hl7.org/CodeSystem/claim-type", "professional", "Bill"),
        "use": "claim",
        "patient": {"reference": patient},
        "billablePeriod": {"start": f"{day}T09:00:00+02:00", "end": f"{day}T09:15:00+02:00"},
        "created": f"{day}T09:15:00+02:00",
        "outcome": "complete",
        "item": items,
        "total": [{"amount": {"value": 129.16, "currency": "USD"}}],
    }


def bundle(megabytes: int, seed: int = 1) -> bytes:
    """One bundle of about this size."""
    chance = random.Random(seed)
    patient = f"urn:uuid:{_id(chance)}"
    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": patient[9:],
            "gender": "female",
            "birthDate": "1970-02-03",
        }
    ]
    visits = megabytes * 1_000_000 // 29_000
    for number in range(visits):
        day = f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        visit = f"urn:uuid:{_id(chance)}"
        resources.append(
            {
                "resourceType": "Encounter",
                "id": visit[9:],
                "status": "finished",
                "class": {"code": "AMB"},
                "type": [_coded(_SNOMED, "162673000", "General examination of patient")],
                "subject": {"reference": patient},
                "period": {"start": f"{day}T09:00:00+02:00", "end": f"{day}T09:15:00+02:00"},
            }
        )
        results = [_observation(chance, patient, visit, day) for _ in range(10)]
        resources += results
        resources.append(
            {
                "resourceType": "DiagnosticReport",
                "id": _id(chance),
                "status": "final",
                "code": _coded(_LOINC, "51990-0", "Basic Metabolic Panel"),
                "subject": {"reference": patient},
                "effectiveDateTime": f"{day}T09:12:05+02:00",
                "result": [{"reference": f"urn:uuid:{result['id']}"} for result in results],
            }
        )
        resources.append(
            {
                "resourceType": "MedicationRequest",
                "id": _id(chance),
                "status": "stopped",
                "intent": "order",
                "medicationCodeableConcept": _coded(
                    "http://www.nlm.nih.gov/research/umls/rxnorm", "314076", "Lisinopril 10 MG"
                ),
                "subject": {"reference": patient},
                "authoredOn": f"{day}T09:12:05+02:00",
                "requester": {"display": "Dr. Example"},
                "dosageInstruction": [{"text": "Once a day", "asNeededBoolean": False}],
            }
        )
        resources.append(_bill(chance, patient, visit, day))
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    whole = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    return json.dumps(whole, indent=2).encode()


def measure() -> list[Figure]:
    """Megabytes a second, the best of some rounds; a floor that only parses the JSON."""
    content = bundle(_MEGABYTES)
    size = len(content) / 1e6
    read, parsed, facts = [], [], 0
    for _ in range(_ROUNDS):
        begun = time.process_time()
        reading = FHIR.read(Source(content, language="en"))
        read.append(time.process_time() - begun)
        facts = len(reading.facts)
        begun = time.process_time()
        json.loads(content, parse_float=str, parse_int=str)
        parsed.append(time.process_time() - begun)
    best, floor = min(read), min(parsed)
    return [
        Figure("bundle", size, "MB"),
        Figure("facts in it", facts, ""),
        Figure("FHIR read", size / best, "MB/s", _TARGET, best / floor, at_least=True),
        Figure("floor: the JSON parsed and nothing read", size / floor, "MB/s"),
    ]
