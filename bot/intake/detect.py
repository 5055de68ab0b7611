"""Which format a file is, by its content, and reading it.

A new format adds its reader here by one import and one entry. The first that recognises the bytes
reads them.
"""

from bot.intake import archive
from bot.intake.apple import READER as APPLE
from bot.intake.calendar_file import READER as ICS
from bot.intake.cards import CARDS
from bot.intake.cda import CDA
from bot.intake.confirmation import READER as CONFIRMATION
from bot.intake.fhir import FHIR, FHIR_XML
from bot.intake.fit import READER as FIT
from bot.intake.glucose import READER as GLUCOSE
from bot.intake.gpx import READER as GPX
from bot.intake.health_connect import READER as HEALTH_CONNECT
from bot.intake.lab.reader import READER as LAB_PDF
from bot.intake.photo import PHOTO, SCAN
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.wearables import CSV, JSON


def read(source: Source) -> Reading:
    """What a file says.

    A format nobody recognises gives a reading of format ``unknown`` without facts. Raises
    :class:`~bot.intake.reading.Unreadable` when the file is empty or cannot be read at all.
    """
    if not source.content:
        raise Unreadable("unreadable-empty")
    for reader in READERS:
        if reader.recognise(source):
            return reader.read(source)
    return Reading(format="unknown", title=source.name)


READERS: tuple[Reader, ...] = (
    *CARDS,
    FHIR,
    FHIR_XML,
    CDA,
    APPLE,
    HEALTH_CONNECT,
    FIT,
    GPX,
    ICS,
    GLUCOSE,
    JSON,
    CSV,
    SCAN,
    LAB_PDF,
    PHOTO,
    CONFIRMATION,
    archive.reader(read),
)
"""In the order in which they are asked; any zip comes last, after those that know their own."""
