"""HL7 CDA R2: French documents (CR-BIO, VSM, VAC, prescriptions, IPS-FR, level 1) and C-CDA.

One walker reads them all: the same templates (HL7, IHE PCC, IHE PaLM) stand under the French,
American and European profiles. Nothing is validated; a part that cannot be read is listed.
"""

from bot.intake.cda import header
from bot.intake.cda.media import set_aside, sweep, unstructured
from bot.intake.cda.record import CdaRecord, Context
from bot.intake.cda.sections import section
from bot.intake.cda.values import flat
from bot.intake.gathering import CONTENT_ERRORS, Gathering
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.xmltree import MAX_BYTES, Element, head, parse
from bot.notebook.facts import DiagnosticReport

_LABORATORY = {"11502-2"}


def recognise(source: Source) -> bool:
    """Whether the content is XML with a ClinicalDocument near its start."""
    start = head(source.content)
    if not start.startswith(b"<"):
        return False
    if b"ClinicalDocument" in start:
        return True
    return b"<" in start and b"ClinicalDocument" in source.content[:200_000].replace(b"\x00", b"")


def read(source: Source) -> Reading:
    """Everything that a CDA document says; raises :class:`Unreadable`."""
    if len(source.content) > MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    content, aside = set_aside(source.content)
    root, cut = parse(content)
    document = root if root.tag == "ClinicalDocument" else root.find(".//ClinicalDocument")
    if document is None:
        raise Unreadable("unreadable-unknown")
    basket = Gathering(source)
    basket.partial = cut
    if cut:
        basket.warn("warning-cut-off")
    try:
        reading = _read(document, basket, aside)
    except CONTENT_ERRORS as error:
        raise Unreadable("unreadable-damaged") from error
    if cut and not (reading.facts or reading.documents or reading.not_understood):
        raise Unreadable("unreadable-damaged")
    return reading


def _read(document: Element, basket: Gathering, aside: dict[bytes, bytes]) -> Reading:
    record = CdaRecord(document, basket, aside)
    title = flat(document.find("title"), 200) or record.coded(document.find("code")).text
    for part in (header.patient, header.professionals, header.encounter):
        try:
            part(record)
        except CONTENT_ERRORS:
            basket.warn("warning-part-unreadable")
    context = Context(title=title, issuer=header.issuer(record))
    if record.kind in _LABORATORY:
        report = basket.keep(
            DiagnosticReport,
            record.place(document),
            text=title or "CR-BIO",
            issuer=context.issuer,
            effective=record.date,
        )
        context = context.inside(report=report.id if report else None, category="laboratory")
    for component in document.findall("component"):
        for body in component.findall("structuredBody"):
            for found in body.findall("component/section"):
                section(record, found, context)
        for body in component.findall("nonXMLBody"):
            unstructured(record, body, title or "document")
    sweep(record, title or "document")
    return basket.reading(
        "cda", title=title, date=record.date, author=header.author(record) or None
    )


CDA = Reader(
    format="cda",
    recognise=recognise,
    read=read,
    declares="HL7 CDA R2: French CR-BIO, VSM, VAC, prescriptions, IPS-FR and level 1; C-CDA R2.1",
)
