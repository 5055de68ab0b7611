"""What the notebook knows of a person, as the concepts that rules may ask for."""

from __future__ import annotations

import functools
from datetime import date

from bot.safety.reading import find
from bot.safety.sheets import read_sheet
from bot.safety.verdict import Person

KNOWN = (
    "anticoagulant",
    "immunosuppressed",
    "chemotherapy",
    "diabetic",
    "insulin",
    "adrenal",
    "asthmatic",
    "epileptic",
    "heart-disease",
    "steroid",
    "haemophilia",
    "transplant",
    "sickle-cell",
    "allergic",
    "no-spleen",
)


@functools.lru_cache(maxsize=4096)
def facts_of(person: Person, today: date) -> frozenset[str]:
    """The concepts that hold for this person that day; an unknown age or term is the worse one."""
    limit = read_sheet("measures")["limit"]
    found: set[str] = set()
    age = person.age(today.year)
    if age is not None:
        if age >= limit["old_years"]:
            found |= {"measure-age-old", "old"}
        if age < limit["child_years"]:
            found |= {"measure-age-child", "child"}
        if age < 1:
            found |= {"measure-age-baby", "baby"}
        # Only the year of birth is known: who may be under three months counts as such.
        if age < 1 or (age == 1 and today.month <= limit["infant_months"]):
            found.add("notebook-baby")
    if person.sex is not None:
        found.add(person.sex)
    if person.pregnant:
        found.add("pregnant")
        weeks = person.pregnancy_weeks
        if weeks is None or weeks >= limit["late_pregnancy_weeks"]:
            found |= {"pregnant-late", "measure-pregnant-late"}
        if weeks is not None and weeks < limit["late_pregnancy_weeks"]:
            found.add("pregnant-early")
    listed = " . ".join((*person.medications, *person.conditions))
    if listed:
        named = find(listed[:20000]).spans
        found.update(concept for concept in KNOWN if concept in named)
    return frozenset(found)
