"""GPX tracks: duration, distance and heart rate of an outing; positions are not kept.

Points stream by and only a few numbers of each stay. No entity is ever expanded, and a cut file
is read as far as it goes. Distance and climb are computed from the positions, with gpxpy.
"""

import io
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import lxml.etree as etree
from gpxpy import geo

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, parse_moment

FORMAT = "gpx"
_HEAD = 4096
_SECONDS = 12.0
_MAX_TRACKS = 200
_MAX_POINTS = 3_000_000
_ROOT = re.compile(rb"<(?:\w+:)?gpx[\s>/]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[+-]?\d{1,15}(\.\d{1,20})?\s*")
_EXTENSIONS = {
    "hr": ("heart-rate", "/min"),
    "heartrate": ("heart-rate", "/min"),
    "cad": ("cadence", "/min"),
    "cadence": ("cadence", "/min"),
    "power": ("power", "W"),
    "powerinwatts": ("power", "W"),
}
_TAGS = tuple(
    f"{{*}}{name}" for name in ("gpx", "trk", "trkseg", "trkpt", "wpt", "rte", "metadata")
)
_MONTH_MS = 30 * 86_400_000


def recognise(source: Source) -> bool:
    """Whether the content has a ``gpx`` root."""
    head = _ascii(source.content[:_HEAD]).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head[:1] == b"<" and _ROOT.search(head) is not None


def _ascii(head: bytes) -> bytes:
    """UTF-16 without its zero bytes, anything else as it is."""
    return head.replace(b"\x00", b"") if b"\x00" in head[:8] else head


def read(source: Source) -> Reading:
    """Read the tracks; raises Unreadable when there is no GPX in the content."""
    content = source.content.lstrip(b" \t\r\n\x00")
    if not content:
        raise Unreadable("unreadable-empty")
    if _ROOT.search(_ascii(content[:_HEAD])) is None:
        raise Unreadable("unreadable-unknown")
    gather = Gather(source)
    outing = _Outing(gather)
    deadline = time.thread_time() + _SECONDS
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=_TAGS,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            outing.see(event, element)
            if outing.points % 1000 == 999 and time.thread_time() > deadline:
                gather.partial = True
                gather.warn("intake-took-too-long")
                break
    except etree.XMLSyntaxError:
        gather.partial = True
    if any(entry.level >= etree.ErrorLevels.ERROR for entry in events.error_log):
        gather.partial = True
        gather.warn("intake-damaged-parts")
    outing.finish()
    if not outing.seen and gather.partial:
        raise Unreadable("unreadable-damaged")
    return gather.reading(FORMAT, outing.title[:120] or "GPX", outing.created)


@dataclass(slots=True)
class _Track:
    """What stays of one track: sums, and the ends of its time."""

    name: str = ""
    sport: str = ""
    metres: float = 0.0
    climbs: list[list[float | None]] = field(default_factory=lambda: [[]])
    beats: list[float] = field(default_factory=list)
    first: Moment | None = None
    last: int = 0
    timed: int = 0
    untimed: int = 0
    zulu: bool = True
    before: tuple[float, float] | None = None


class _Outing:
    """Receives the elements of the file as they begin and end."""

    def __init__(self, gather: Gather) -> None:
        self._gather = gather
        self._track: _Track | None = None
        self._tracks = 0
        self._routes = 0
        self._counts: Counter[str] = Counter()
        self._creator = ""
        self.title = ""
        self.created: str | None = None
        self.points = 0
        self.seen = 0

    def see(self, event: str, element: Any) -> None:
        """One element; points are dropped from memory as soon as they are read."""
        if not isinstance(element.tag, str):
            return
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "gpx":
                self._creator = " ".join(element.get("creator", "").split())[:60]
            elif name == "trk":
                self._track = _Track()
            elif name == "trkseg" and self._track is not None:
                self._track.before = None
                self._track.climbs.append([])
            return
        if name == "trkpt":
            self.points += 1
            self.seen += 1
            self._point(element)
            _forget(element)
        elif name in ("wpt", "rte"):
            self.seen += 1
            self._counts["waypoint" if name == "wpt" else "route"] += 1
            _forget(element)
        elif name == "trk" and self._track is not None:
            self._track.name = _text(element, "name")[:60]
            self._track.sport = _text(element, "type")[:60]
            self.title = self.title or self._track.name
            self._close()
        elif name in ("metadata", "gpx"):
            self.title = _text(element, "name") or self.title
            if moment := parse_moment(_text(element, "time")):
                self.created = moment.iso()

    def _point(self, element: Any) -> None:
        """Add one point to its track."""
        track = self._track
        if track is None:
            track = self._track = _Track()
        latitude, longitude = _float(element.get("lat")), _float(element.get("lon"))
        if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 360:
            self._gather.partial = True
            self._counts["trkpt without a position"] += 1
            return
        if track.before is not None:
            track.metres += geo.haversine_distance(*track.before, latitude, longitude)
        track.before = (latitude, longitude)
        moment: Moment | None = None
        inner: list[Any] = []
        for child in element:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "time":
                moment = parse_moment(child.text)
            elif name == "ele" and (height := _float(child.text)) is not None:
                if len(track.climbs[-1]) < _MAX_POINTS:
                    track.climbs[-1].append(height)
            elif name == "extensions":
                inner.append(child)
        if moment is None:
            track.untimed += 1
            return
        track.timed += 1
        track.zulu = track.zulu and moment.offset == 0
        if track.first is None or moment.utc_ms < track.first.utc_ms:
            track.first = moment
        track.last = max(track.last, moment.utc_ms)
        for extension in inner:
            self._extensions(extension, moment, track)

    def _extensions(self, extension: Any, moment: Moment, track: _Track) -> None:
        for element in extension.iter():
            if not isinstance(element.tag, str) or len(element):
                continue
            name = element.tag.rpartition("}")[2]
            known = _EXTENSIONS.get(name.lower())
            value = _float(element.text)
            if known is None or value is None:
                self._counts[name[:60]] += 1
                continue
            measure, unit = known
            if measure == "heart-rate" and 0 < value < 400:
                track.beats.append(value)
            self._gather.builder.add_point(
                (measure, unit, self._creator, "", ""), moment.utc_ms, 0, moment.offset, value
            )

    def finish(self) -> None:
        """The last track of a cut file, and what was counted."""
        if self._track is not None:
            self._close()
        for name, count in self._counts.items():
            self._gather.loose(name, count)
        if self._routes:
            self._gather.warn("intake-routes-counted", count=self._routes)

    def _close(self) -> None:
        """Turn a finished track into facts and a workout."""
        track, self._track = self._track, None
        gather = self._gather
        if track is None:
            return
        self._tracks += 1
        if track.untimed:
            gather.loose("track point without a time", track.untimed)
        if track.first is None or track.timed < 2 or self._tracks > _MAX_TRACKS:
            if track.timed:
                gather.loose("position", track.timed)
            return
        if track.zulu:
            gather.warn("intake-times-in-utc")
        seconds = Decimal(track.last - track.first.utc_ms) / 1000
        metres = Decimal(repr(round(track.metres, 1)))
        for text, value, unit in _summary(track, seconds, metres, gather.source.language):
            gather.observe(
                text,
                value=value,
                unit=unit,
                ucum=unit,
                effective=track.first.iso(),
                device=self._creator or None,
                category="activity",
                section=track.sport or track.name or None,
                place=f"trk {self._tracks}",
            )
        length = min(track.last - track.first.utc_ms, _MONTH_MS)
        label = track.sport or track.name or "outing"
        for measure, number, unit in (
            ("workout", seconds / 60, "min"),
            ("workout-distance", metres, "m"),
        ):
            gather.builder.add_point(
                (measure, unit, self._creator, "", label),
                track.first.utc_ms,
                length,
                track.first.offset,
                float(number),
            )
        gather.loose("position", track.timed)
        self._routes += 1


def _summary(
    track: _Track, seconds: Decimal, metres: Decimal, language: str
) -> list[tuple[str, Decimal, str]]:
    """(name, value, unit) of what is told of an outing."""
    french = language == "fr"
    found = [
        ("Durée de la sortie" if french else "Duration of the outing", seconds, "s"),
        (
            "Distance (calculée des positions)" if french else "Distance (from positions)",
            metres,
            "m",
        ),
    ]
    heights = [part for part in track.climbs if part]
    if heights:
        climb = sum(float(geo.calculate_uphill_downhill(part)[0]) for part in heights)
        name = "Dénivelé positif (calculé)" if french else "Climb (computed)"
        found.append((name, Decimal(repr(round(climb, 1))), "m"))
    if track.beats:
        mean = Decimal(repr(sum(track.beats))) / len(track.beats)
        name = "Fréquence cardiaque moyenne" if french else "Average heart rate"
        found.append((name, mean.quantize(Decimal("0.1")), "/min"))
        name = "Fréquence cardiaque maximale" if french else "Maximum heart rate"
        found.append((name, Decimal(int(max(track.beats))), "/min"))
    return found


def _text(element: Any, name: str) -> str:
    """The text of a child."""
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())


def _float(text: str | None) -> float | None:
    return float(text) if text is not None and _NUMBER.fullmatch(text) else None


def _forget(element: Any) -> None:
    """Free an element and those before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "GPX tracks: duration, distance and climb computed, heart rate, cadence, power. Sure. "
        "Positions, routes and waypoints are counted, not kept."
    ),
)
