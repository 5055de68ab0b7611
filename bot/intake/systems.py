"""Names of code systems: one name per system, whether a source gives an OID or an address.

FHIR names systems by address, CDA by OID, and FHIR files sometimes wrap the OID (``urn:oid:…``).
The same code has to look the same from both. Drug identifiers of the French public database have
no agreed address: their usual short names are kept ("CIS", "CIP13", "UCD").

Sources: HL7 Terminology (THO) list of external code systems; ANS "Nomenclature des objets de
santé" (OIDs under 1.2.250.1); OID registry of HL7.
"""

import tomllib
from functools import cache
from importlib.resources import files

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CVX = "http://hl7.org/fhir/sid/cvx"
ATC = "http://www.whocc.no/atc"

_BY_OID = {
    "2.16.840.1.113883.6.1": LOINC,
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.8": UCUM,
    "2.16.840.1.113883.12.292": CVX,
    "2.16.840.1.113883.6.59": CVX,
    "2.16.840.1.113883.6.73": ATC,
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.347": "http://id.who.int/icd/release/11/mms",
    "2.16.840.1.113883.6.139": "http://hl7.org/fhir/sid/icpc-2",
    "2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "2.16.840.1.113883.6.101": "http://nucc.org/provider-taxonomy",
    "1.2.250.1.213.2.3.1": "CIS",
    "1.2.250.1.213.2.3.2": "CIP13",
    "1.2.250.1.213.2.3.3": "UCD",
    "1.2.250.1.213.2.61": "UCD",
    "1.2.250.1.215.300.1": "CCAM",
    "0.4.0.127.0.16.1.1.2.1": "http://standardterms.edqm.eu",
}
_OTHER_NAMES = {
    "https://loinc.org": LOINC,
    "http://snomed.info/sct/": SNOMED,
    "http://www.whocc.no/atc/": ATC,
    "https://www.whocc.no/atc_ddd_index/": ATC,
}


def of_oid(oid: str) -> str:
    """The system's address or short name; an unknown OID keeps its number as ``urn:oid:…``."""
    if not oid:
        return ""
    return _BY_OID.get(oid) or (f"urn:oid:{oid}" if oid[0].isdigit() else oid)


@cache
def _vaccines() -> dict[str, dict[str, str]]:
    text = files("bot.intake").joinpath("vaccines.toml").read_text("utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)["cvx"]
    return found


def shown(system: str, code: str, language: str) -> str:
    """A code that comes without words, in words: a known vaccine's name, or system and code."""
    if system == CVX and code in _vaccines():
        names = _vaccines()[code]
        return names.get(language) or names["en"]
    return f"{short(system)} {code}".strip()


def short(system: str) -> str:
    """A short name for a system, to show a code that comes without words."""
    known = {LOINC: "LOINC", SNOMED: "SNOMED CT", CVX: "CVX", ATC: "ATC"}
    if system in known:
        return known[system]
    return "" if system.startswith("urn:") else system.rstrip("/").rsplit("/", 1)[-1].upper()[:30]


def of_address(address: str) -> str:
    """The system's usual address when the source wraps an OID or spells it another way."""
    if address.startswith("urn:oid:"):
        return of_oid(address[8:])
    return _OTHER_NAMES.get(address, address)
