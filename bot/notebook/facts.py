"""The facts a notebook holds, named after the FHIR R4 resources they correspond to.

Every fact is a frozen pydantic model with an id, a provenance and a few fields in plain words.
Codes are optional: most of what people tell has none. Dates are partial ISO 8601 strings
("2019", "2019-03", "2019-03-12") because that is how people know them; moments are aware
datetimes. Numbers are :class:`decimal.Decimal` so that a value is kept exactly as printed.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.messages import Value
from bot.notebook.base import Code as Code
from bot.notebook.base import Fact as Fact
from bot.notebook.base import PartialDate as PartialDate
from bot.notebook.base import Provenance as Provenance
from bot.notebook.base import new_id as new_id
from bot.notebook.measurements import MeasurementPlan as MeasurementPlan
from bot.notebook.measurements import MeasurementSeries as MeasurementSeries
from bot.notebook.measurements import SeriesPart as SeriesPart


class Patient(Fact):
    """Who the notebook is about. One per notebook."""

    kind: Literal["Patient"] = "Patient"
    sex: Literal["female", "male"] | None = None
    born: PartialDate | None = None
    pregnant_until: PartialDate | None = None
    name: str | None = None


class Condition(Fact):
    """A health problem, present or past."""

    kind: Literal["Condition"] = "Condition"
    text: str
    codes: tuple[Code, ...] = ()
    onset: PartialDate | None = None
    status: Literal["active", "resolved", "unknown"] = "active"


class MedicationStatement(Fact):
    """A medicine the person says they take, as they or their prescription say it."""

    kind: Literal["MedicationStatement"] = "MedicationStatement"
    text: str
    codes: tuple[Code, ...] = ()
    dosage: str | None = None
    reason: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: Literal["active", "stopped", "unknown"] = "active"


class AllergyIntolerance(Fact):
    """An allergy or intolerance, or the statement that there is none known."""

    kind: Literal["AllergyIntolerance"] = "AllergyIntolerance"
    text: str
    codes: tuple[Code, ...] = ()
    reaction: str | None = None
    criticality: Literal["low", "high", "unknown"] = "unknown"


class Observation(Fact):
    """One result or measurement, as printed: nothing is converted before it is kept.

    ``value`` is a number, ``value_text`` a result in words; ``comparator`` is "<" or ">" when the
    report gives a bound. ``unit`` is the unit as printed and ``ucum`` its UCUM code when that is
    certain. ``low`` and ``high`` are the report's own range, ``flag`` what the report printed.
    ``doubt`` names what a person should check before believing it (an id of
    :mod:`bot.wording`), ``also_read`` what another reading of the same picture says instead.
    ``restates`` is the id of the row that this one gives in another unit.
    """

    kind: Literal["Observation"] = "Observation"
    text: str
    codes: tuple[Code, ...] = ()
    analyte: str | None = None
    value: Decimal | None = None
    value_text: str | None = None
    comparator: Literal["<", "<=", ">", ">="] | None = None
    unit: str | None = None
    ucum: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    range_text: str | None = None
    flag: Literal["H", "L", "HH", "LL", "A", "N"] | None = None
    effective: str | None = None
    report: str | None = None
    section: str | None = None
    category: Literal["laboratory", "vital-signs", "activity", "survey", "other"] = "laboratory"
    device: str | None = None
    restates: str | None = None
    doubt: str | None = None
    also_read: str | None = None


class DiagnosticReport(Fact):
    """A laboratory report: the paper that results belong to."""

    kind: Literal["DiagnosticReport"] = "DiagnosticReport"
    text: str
    issuer: str | None = None
    effective: str | None = None
    document: str | None = None


class DocumentReference(Fact):
    """A file the person gave; its bytes are sealed beside it under the same id."""

    kind: Literal["DocumentReference"] = "DocumentReference"
    text: str
    media_type: str = "application/octet-stream"
    size: int = 0
    effective: str | None = None
    author: str | None = None


class Immunization(Fact):
    """A vaccination."""

    kind: Literal["Immunization"] = "Immunization"
    text: str
    codes: tuple[Code, ...] = ()
    date: PartialDate | None = None
    lot: str | None = None
    dose: str | None = None


class Procedure(Fact):
    """An operation or another procedure."""

    kind: Literal["Procedure"] = "Procedure"
    text: str
    codes: tuple[Code, ...] = ()
    date: PartialDate | None = None


class FamilyMemberHistory(Fact):
    """A health problem of a relative."""

    kind: Literal["FamilyMemberHistory"] = "FamilyMemberHistory"
    relation: str
    text: str


class CareTeamMember(Fact):
    """A professional who looks after the person."""

    kind: Literal["CareTeamMember"] = "CareTeamMember"
    text: str
    speciality: str | None = None
    phone: str | None = None
    place: str | None = None


class Coverage(Fact):
    """An insurance contract."""

    kind: Literal["Coverage"] = "Coverage"
    text: str
    insurer: str | None = None
    reference: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


class Appointment(Fact):
    """A visit: local wall time and zone are what the person was told and what is kept.

    ``subject`` is whose visit it is, as the person says it ("ma fille"), when it is not their own.
    """

    kind: Literal["Appointment"] = "Appointment"
    text: str
    start: datetime = Field(description="naive local wall time")
    zone: str
    place: str | None = None
    reason: str | None = None
    all_day: bool = False
    status: Literal["booked", "fulfilled", "cancelled"] = "booked"
    subject: str | None = None
    series: str | None = None


class Question(Fact):
    """Something the person wants to say or ask at a visit."""

    kind: Literal["Question"] = "Question"
    text: str
    appointment: str | None = None


class Debrief(Fact):
    """What the person retained of a visit, in their own words (teach-back)."""

    kind: Literal["Debrief"] = "Debrief"
    appointment: str | None = None
    text: str


TimeOfDay = Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")]


class Repetition(Value):
    """Times of day that come back: daily, on weekdays (Monday = 0) or on days of the month."""

    times: tuple[TimeOfDay, ...]
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()


class Task(Fact):
    """Something to do: by a date, perhaps at a time of day ("20:00"), or again and again."""

    kind: Literal["Task"] = "Task"
    text: str
    due: PartialDate | None = None
    at: TimeOfDay | None = None
    repeat: Repetition | None = None
    appointment: str | None = None
    zone: str | None = None
    status: Literal["open", "done"] = "open"


class LifeEvent(Fact):
    """Something that happened in the person's life and that they chose to carry in."""

    kind: Literal["LifeEvent"] = "LifeEvent"
    text: str
    date: PartialDate | None = None


class JournalEntry(Fact):
    """A note in the person's own words: a symptom, how the day went."""

    kind: Literal["JournalEntry"] = "JournalEntry"
    text: str
    effective: str | None = None


class Lifestyle(Fact):
    """A habit that matters for health: tobacco, alcohol, activity, food."""

    kind: Literal["Lifestyle"] = "Lifestyle"
    text: str


class Goal(Fact):
    """Something the person wants to reach."""

    kind: Literal["Goal"] = "Goal"
    text: str
    target: Decimal | None = None
    unit: str | None = None
    measure: str | None = None


Kept = (
    Patient
    | Condition
    | MedicationStatement
    | AllergyIntolerance
    | Observation
    | DiagnosticReport
    | DocumentReference
    | Immunization
    | Procedure
    | FamilyMemberHistory
    | CareTeamMember
    | Coverage
    | Appointment
    | Question
    | Debrief
    | Task
    | LifeEvent
    | JournalEntry
    | Lifestyle
    | Goal
    | MeasurementSeries
    | MeasurementPlan
)
"""The facts that can stand in a notebook for good."""


class Proposal(Fact):
    """What a file says, waiting for the person's word before any of it is kept.

    ``format`` is the file's, as its reader names it.
    """

    kind: Literal["Proposal"] = "Proposal"
    title: str
    format: str = ""
    facts: tuple[Annotated[Kept, Field(discriminator="kind")], ...]
    document: str | None = None
    warnings: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()


AnyFact = Annotated[Kept | Proposal, Field(discriminator="kind")]
"""Any fact, told apart by its ``kind``."""
