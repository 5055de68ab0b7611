"""GPX tracks with gpxpy: duration, distance and heart rate of an outing; positions are not kept.

The XML is mended and freed of its document type first, so that no entity is ever expanded and a
cut file is read as far as it goes. Distance and climb are computed from the positions.
"""

import re
from collections import Counter
from decimal import Decimal

import gpxpy
import gpxpy.gpx
import lxml.etree as etree

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, moment_of

FORMAT = "gpx"
_MAX_BYTES = 40_000_000
_HEAD = 4096
_MAX_TRACKS = 200
_ROOT = re.compile(rb"<(?:\w+:)?gpx[\s>/]", re.IGNORECASE)
_EXTENSIONS = {
    "hr": ("heart-rate", "/min"),
    "heartrate": ("heart-rate", "/min"),
    "cad": ("cadence", "/min"),
    "cadence": ("cadence", "/min"),
    "power": ("power", "W"),
    "powerinwatts": ("power", "W"),
}
_DAMAGED = (
    gpxpy.gpx.GPXException,
    etree.LxmlError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def recognise(source: Source) -> bool:
    """Whether the content has a ``gpx`` root."""
    head = _ascii(source.content[:_HEAD]).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head[:1] == b"<" and _ROOT.search(head) is not None


def read(source: Source) -> Reading:
    """Read the tracks; raises Unreadable when there is no GPX in the content."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    if len(source.content) > _MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    gather = Gather(source)
    try:
        gpx = gpxpy.parse(_mended(source.content, gather))
    except _DAMAGED:
        raise Unreadable("unreadable-damaged") from None
    for number, track in enumerate(gpx.tracks):
        if number >= _MAX_TRACKS:
            gather.loose("track", len(gpx.tracks) - number)
            break
        try:
            _track(track, number, gpx.creator or "", gather)
        except _DAMAGED:
            gather.partial = True
            gather.loose("track")
    for name, count in (("waypoint", len(gpx.waypoints)), ("route", len(gpx.routes))):
        if count:
            gather.loose(name, count)
    if not (gpx.tracks or gpx.waypoints or gpx.routes):
        raise Unreadable("unreadable-damaged" if gather.partial else "unreadable-empty")
    created = moment_of(gpx.time) if gpx.time else None
    title = " ".join((gpx.name or (gpx.tracks[0].name if gpx.tracks else "") or "GPX").split())
    return gather.reading(FORMAT, title[:120], created.iso() if created else None)


def _ascii(head: bytes) -> bytes:
    """UTF-16 without its zero bytes, anything else as it is."""
    return head.replace(b"\x00", b"") if b"\x00" in head[:8] else head


def _mended(content: bytes, gather: Gather) -> bytes:
    """Well-formed XML without a document type; raises Unreadable when nothing is left."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content.lstrip(b" \t\r\n\x00"), parser)
    except (etree.LxmlError, ValueError):
        raise Unreadable("unreadable-damaged") from None
    if root is None or etree.QName(root).localname.lower() != "gpx":
        raise Unreadable("unreadable-unknown")
    if any(entry.level >= etree.ErrorLevels.ERROR for entry in parser.error_log):
        gather.partial = True
        gather.warn("intake-damaged-parts")
    for element in root.iter(etree.Entity):
        element.getparent().remove(element)
    _drop_broken(root, gather)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _drop_broken(root: "etree._Element", gather: Gather) -> None:
    """Remove the points whose position is no number: the library would give up on all."""
    for element in list(root.iter("{*}trkpt", "{*}rtept", "{*}wpt")):
        try:
            latitude, longitude = float(element.get("lat", "")), float(element.get("lon", ""))
            good = abs(latitude) <= 90 and abs(longitude) <= 360
        except ValueError:
            good = False
        if not good:
            gather.partial = True
            gather.loose(f"{etree.QName(element).localname} without a position")
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for child in list(element):
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name in _PLAIN_NUMBERS and not _is_number(child.text):
                element.remove(child)


_PLAIN_NUMBERS = frozenset(
    [
        "ele",
        "speed",
        "course",
        "magvar",
        "geoidheight",
        "sat",
        "hdop",
        "vdop",
        "pdop",
        "ageofdgpsdata",
        "dgpsid",
    ]
)


def _is_number(text: str | None) -> bool:
    return text is not None and re.fullmatch(r"\s*[+-]?\d{1,15}(\.\d{1,15})?\s*", text) is not None


def _track(track: gpxpy.gpx.GPXTrack, number: int, creator: str, gather: Gather) -> None:
    """One outing: its summary as facts, its heart rate and cadence as series."""
    points = [point for segment in track.segments for point in segment.points]
    timed = [(point, moment_of(point.time)) for point in points if point.time is not None]
    moments = [(point, moment) for point, moment in timed if moment is not None]
    if len(moments) < 2:
        gather.loose("track point without a time" if not moments else "position", len(points))
        return
    if len(points) > len(moments):
        gather.loose("track point without a time", len(points) - len(moments))
    if all(moment.offset == 0 for _point, moment in moments):
        gather.warn("intake-times-in-utc")
    source = " ".join(creator.split())[:60]
    ignored: Counter[str] = Counter()
    beats: list[int] = []
    for point, moment in moments:
        _extensions(point, moment, source, gather, beats, ignored)
    for name, count in ignored.items():
        gather.loose(name, count)
    first = min((moment for _point, moment in moments), key=lambda moment: moment.utc_ms)
    last = max(moment.utc_ms for _point, moment in moments)
    seconds = Decimal(last - first.utc_ms) / 1000
    metres = Decimal(repr(round(track.length_2d(), 1)))
    climb = track.get_uphill_downhill() if any(p.elevation is not None for p in points) else None
    sport = " ".join((track.type or track.name or "").split())[:60]
    french = gather.source.language == "fr"
    found = [
        ("Durée de la sortie" if french else "Duration of the outing", seconds, "s"),
        (
            "Distance (calculée des positions)" if french else "Distance (from positions)",
            metres,
            "m",
        ),
    ]
    if climb is not None:
        found.append(
            (
                "Dénivelé positif (calculé)" if french else "Climb (computed)",
                Decimal(repr(round(climb.uphill, 1))),
                "m",
            )
        )
    if beats:
        name = "Fréquence cardiaque moyenne" if french else "Average heart rate"
        found.append((name, (Decimal(sum(beats)) / len(beats)).quantize(Decimal("0.1")), "/min"))
        name = "Fréquence cardiaque maximale" if french else "Maximum heart rate"
        found.append((name, Decimal(max(beats)), "/min"))
    for text, value, unit in found:
        gather.observe(
            text,
            value=value,
            unit=unit,
            ucum=unit,
            effective=first.iso(),
            device=source or None,
            category="activity",
            section=sport or None,
            place=f"trk {number + 1}",
        )
    length = min(last - first.utc_ms, 30 * 86_400_000)
    for measure, value, unit in (
        ("workout", seconds / 60, "min"),
        ("workout-distance", metres, "m"),
    ):
        key = (measure, unit, source, "", sport or "outing")
        gather.builder.add_point(key, first.utc_ms, length, first.offset, float(value))
    gather.loose("position", len(points))
    gather.warn("intake-routes-counted", count=number + 1)


def _extensions(
    point: gpxpy.gpx.GPXTrackPoint,
    moment: Moment,
    source: str,
    gather: Gather,
    beats: list[int],
    ignored: Counter[str],
) -> None:
    for extension in point.extensions:
        for element in extension.iter():
            if not isinstance(element.tag, str) or len(element):
                continue
            name = element.tag.rpartition("}")[2]
            known = _EXTENSIONS.get(name.lower())
            if known is None or not _is_number(element.text):
                ignored[name[:60]] += 1
                continue
            value = float(element.text or 0)
            measure, unit = known
            if measure == "heart-rate" and 0 < value < 400:
                beats.append(int(value))
            gather.builder.add_point(
                (measure, unit, source, "", ""), moment.utc_ms, 0, moment.offset, value
            )


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "GPX tracks: duration, distance and climb computed, heart rate, cadence, power. Sure. "
        "Positions, routes and waypoints are counted, not kept. Limit: 40 MB."
    ),
)
