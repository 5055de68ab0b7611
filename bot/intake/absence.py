"""Codes that say "none known" or "no information" where a health fact would stand.

The two are not the same: "no known allergy" is something a professional wrote down after asking,
"no information" is a blank. Sources: HL7 IPS CodeSystem absent-unknown-uv-ips (1.1 and 2.0),
SNOMED CT situation codes used by IPS, C-CDA and IHE PCC for the same statements.
"""

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
