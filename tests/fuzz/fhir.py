"""Fuzz the FHIR readers: ``python -m tests.fuzz.fhir --seconds 60``."""

from bot.intake.fhir import FHIR, FHIR_XML
from tests.fuzz.mutate import main, of_bytes, of_json, of_xml, seeds

READERS = (FHIR, FHIR, FHIR, FHIR_XML)

if __name__ == "__main__":
    main(
        READERS,
        seeds("fhir/*.json", "fhir/*.ndjson", "fhir/*.xml", "smart-health-cards/*fhir.json"),
        (of_json, of_json, of_json, of_bytes, of_xml),
    )
