"""Insurance contracts of a CDA document: the policies of its payers section."""

from bot.intake.cda.record import CdaRecord
from bot.intake.cda.values import day_of, flat
from bot.intake.xmltree import Element
from bot.notebook.facts import Coverage


def coverage(record: CdaRecord, act: Element) -> None:
    """An insurance policy of the payers section."""
    kind = record.coded(act.find("code")).text
    insurer = reference = None
    for performer in act.findall("performer/assignedEntity"):
        name = flat(performer.find("representedOrganization/name"), 200)
        insurer = insurer or name or None
    start = end = None
    for role in act.findall("participant/participantRole"):
        ident = role.find("id")
        if ident is not None and ident.get("extension"):
            reference = reference or ident.get("extension")
        time = role.getparent().find("time")
        if time is not None and start is None:
            low, high = time.find("low"), time.find("high")
            start = day_of(low.get("value")) if low is not None else None
            end = day_of(high.get("value")) if high is not None else None
    text = insurer or kind or record.text(act)
    if not text:
        record.basket.loose("Coverage: ?")
        return
    record.basket.keep(
        Coverage,
        record.place(act),
        text=kind or text,
        insurer=insurer,
        reference=reference,
        start=start,
        end=end,
    )
