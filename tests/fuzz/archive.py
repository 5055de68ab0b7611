"""Fuzz the zip reader: ``python -m tests.fuzz.archive --seconds 60``."""

import io
import zipfile

from bot.intake import archive
from bot.intake.cda import CDA
from bot.intake.fhir import FHIR
from bot.intake.reading import Reading, Source
from tests.fuzz.mutate import main, of_bytes, seeds


def read_member(source: Source) -> Reading:
    """A member as CDA or FHIR, otherwise unknown."""
    for reader in (CDA, FHIR):
        if reader.recognise(source):
            return reader.read(source)
    return Reading(format="unknown", title=source.name)


READERS = (archive.reader(read_member),)


def zipped(contents: list[bytes]) -> bytes:
    """The contents as one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for index, content in enumerate(contents):
            made.writestr(f"{index}.xml", content)
    return packed.getvalue()


if __name__ == "__main__":
    files = [c for c in seeds("cda/*.xml", "fhir/*.json") if len(c) < 50_000]
    plain = zipped(files[:3])
    main(READERS, [plain, zipped([plain, b"x"])], (of_bytes,))
