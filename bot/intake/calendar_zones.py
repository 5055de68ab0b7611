"""Names of time zones as calendars write them, and the IANA zone they mean."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.dates.zones import zone_for

_CITIES = {
    "bruxelles": "Europe/Brussels",
    "copenhague": "Europe/Copenhagen",
    "londres": "Europe/London",
    "lisbonne": "Europe/Lisbon",
    "genève": "Europe/Zurich",
    "geneve": "Europe/Zurich",
    "berne": "Europe/Zurich",
    "vienne": "Europe/Vienna",
    "montréal": "America/Toronto",
    "montreal": "America/Toronto",
    "alger": "Africa/Algiers",
    "la réunion": "Indian/Reunion",
    "réunion": "Indian/Reunion",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
}


@cache
def _city_zones() -> dict[str, str]:
    """City names of the IANA zones, without those of old or doubled areas."""
    cities: dict[str, str] = {}
    for name in sorted(available_timezones()):
        area, _, city = name.partition("/")
        if area in ("Europe", "America", "Africa", "Asia", "Australia", "Indian", "Pacific"):
            cities.setdefault(city.rpartition("/")[2].replace("_", " ").lower(), name)
    return cities | _CITIES


@cache
def known_zone(name: str) -> str | None:
    """The name itself when it is an IANA zone."""
    name = name.strip().strip("/")
    if not re.fullmatch(r"[A-Za-z0-9_+/-]{2,60}", name):
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def named_zone(name: str) -> str | None:
    """The IANA zone a written name means: IANA, Windows, a path that ends in one, or a city."""
    name = name.strip().strip('"').strip()
    if not name or len(name) > 200:
        return None
    if found := known_zone(name):
        return found
    if windows := WINDOWS_TO_OLSON.get(name):
        return known_zone(windows)
    for suffix in re.findall(r"(?=((?:[A-Za-z_]+/){1,2}[A-Za-z_-]+)$)", name):
        if found := known_zone(suffix):
            return found
    if match := re.fullmatch(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?00)?", name):
        hours = int(match.group(2))
        # POSIX counts west: Etc/GMT-2 is two hours east.
        return known_zone(f"Etc/GMT{'-' if match.group(1) == '+' else '+'}{hours}")
    words = f" {re.sub(r'[^a-zà-ÿ ]+', ' ', name.lower())} "
    for city, zone in _city_zones().items():
        if len(city) > 3 and f" {city} " in words:
            return zone
    return None


def like(zone: tzinfo, wall: datetime, preferred: str, candidates: Counter[str]) -> str | None:
    """An IANA zone with the same offset as a calendar's own zone, around a year of a moment."""
    moments = [wall + timedelta(days=91 * part) for part in range(-2, 3)]
    try:
        wanted = [moment.replace(tzinfo=zone).utcoffset() for moment in moments]
    except (ValueError, OverflowError, KeyError, TypeError):
        return None
    for name in [preferred, *[name for name, _count in candidates.most_common(5)], *_USUAL]:
        found = known_zone(name)
        if found and all(
            moment.replace(tzinfo=ZoneInfo(found)).utcoffset() == offset
            for moment, offset in zip(moments, wanted, strict=True)
        ):
            return found
    return None


_USUAL = (
    "Europe/Paris",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/Athens",
    "Indian/Reunion",
    "America/Martinique",
    "America/Cayenne",
    "Pacific/Noumea",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "UTC",
)


def home_zone(country: str | None, calendar_zone: str | None) -> tuple[str, bool]:
    """The zone for times without one: the calendar's, the country's; and whether it is a guess."""
    if calendar_zone and (found := named_zone(calendar_zone)):
        return found, False
    if country:
        return str(zone_for(country)), False
    return "UTC", True


def wall_in(moment: datetime, zone: str) -> datetime:
    """An aware moment as the naive wall time of a zone."""
    return moment.astimezone(ZoneInfo(zone) if zone != "UTC" else UTC).replace(tzinfo=None)
