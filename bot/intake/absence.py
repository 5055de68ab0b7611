"""Codes that say "none known" or "no information" where a health fact would stand.

The two are not the same: "no known allergy" is something a professional wrote down after asking,
"no information" is a blank. Sources: HL7 IPS CodeSystem absent-unknown-uv-ips (1.1 and 2.0),
SNOMED CT situation codes used by IPS, C-CDA and IHE PCC for the same statements.
"""

import re

NO_KNOWN_ALLERGY = {
    "no-known-allergies",
    "no-known-medication-allergies",
    "no-known-environmental-allergies",
    "no-known-food-allergies",
    "716186003",  # no known allergy
    "409137002",  # no known drug allergy
    "428607008",  # no known environmental allergy
    "429625007",  # no known food allergy
    "428197003",  # no known insect allergy
    "716184000",  # no known latex allergy
    "160244002",  # no known allergies (retired code)
}
NONE_KNOWN = {
    "no-known-problems",
    "no-known-medications",
    "no-known-immunizations",
    "no-known-procedures",
    "no-known-devices",
    "160245001",  # no current problems or disability
    "787481004",  # no known medications
    "182849000",  # no drug therapy prescribed
    "182904002",  # drug treatment unknown
}
NO_INFORMATION = {
    "no-allergy-info",
    "no-medication-info",
    "no-problem-info",
    "no-immunization-info",
    "no-procedure-info",
    "no-device-info",
    "no-pregnancy-info",
    "1631000175102",  # patient not asked
}
ABSENCES = NONE_KNOWN | NO_INFORMATION
NO_VACCINE = {"998"}
"""CVX "no vaccine administered" (CDC, IIS code sets)."""

_IN_WORDS = re.compile(
    r"""(?:
        (?:no|none|not|nothing|without|nil)\b.*\b
        (?:known|information|info|documented|documentation|recorded|reported|available|on\ file
        |active|current|medications?|problems?|procedures?|immuni[sz]ations?|performed|given|administered)
      | .*\b(?:not\ documented|not\ recorded|not\ on\ file|information\ not\ available)
      | (?:aucune?|pas\ d['’e]|sans|absence\ d['’e]|néant)\b.*\b
        (?:connue?s?|information|renseignée?s?|traitements?|médicaments?|antécédents?|vaccins?
        |vaccinations?|pathologies?|problèmes?|allergies?)(?:\ \w+){0,3}
      | none | nil | n/?a | unknown | aucune? | néant | inconnue?s? | non\ renseignée?s?
    )\s*\.?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_ALLERGY = re.compile(
    r"""(?:no\ known\ .*allerg\w* | nkd?a
    | (?:aucune\ |pas\ d['’])allergie(?:\ connue)?)\s*\.?\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def says_absent(text: str) -> bool:
    """Whether the words only say that there is nothing, or nothing known, to say."""
    return len(text) < 120 and _IN_WORDS.match(text.strip()) is not None


def says_no_allergy(text: str) -> bool:
    """Whether the words state that no allergy is known."""
    return len(text) < 120 and _NO_ALLERGY.match(text.strip()) is not None
