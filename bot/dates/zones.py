"""Wall time and zones: from a person's clock to UTC and back, on daylight-saving days too.

A reminder keeps the wall time its person chose and the zone it was chosen in; the instant is
derived each time. Two days a year that is not one to one, and the rules are those of RFC 5545
(3.3.5) and PEP 495:

- a wall time that the clocks skip is moved forward by the length of the gap (02:30 → 03:30);
- a wall time that comes twice is the first of the two, unless the naive value carries `fold=1`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EVENING_HOUR = 19
"""The hour (wall time) of what is sent the evening before."""

# Countries with several zones: that of the seat of government or, where CLDR's `primaryZones`
# names one, that one. Countries with a single zone come from CLDR through Babel.
_MAIN_ZONE = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_for(country: str | None, *, hint: str | None = None) -> ZoneInfo:
    """Return the zone of a person: `hint` if it is an IANA name, else their country's main zone.

    `country` is an ISO 3166-1 alpha-2 code in either case. `hint` is what a platform or the
    person says ("Europe/Paris"), or a city that has a zone in that country ("Vancouver").
    Where nothing is known: UTC.
    """
    if hint and "/" in hint and (named := _zone(hint.strip())):
        return named
    code = (country or "").strip().upper()
    zones = _zones_in(code)
    if hint:
        city = hint.strip().casefold().replace(" ", "_")
        for name in zones:
            if name.rpartition("/")[2].casefold() == city and (found := _zone(name)):
                return found
    main = _MAIN_ZONE.get(code) or (zones[0] if len(zones) == 1 else "")
    return (_zone(main) if main else None) or ZoneInfo("UTC")


@cache
def _zones_in(code: str) -> tuple[str, ...]:
    from babel.core import get_global

    return tuple(get_global("territory_zones").get(code, ())) if len(code) == 2 else ()


def local(now_utc: datetime, zone: tzinfo) -> datetime:
    """Return an aware instant as the wall time of `zone` (aware)."""
    return now_utc.astimezone(zone)


def exists(local_wall: datetime, zone: tzinfo) -> bool:
    """Return whether the clocks of `zone` ever show this naive wall time."""
    back = local_wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == local_wall.replace(fold=0)


def resolve(local_wall: datetime, zone: tzinfo) -> datetime:
    """Return the UTC instant at which the clocks of `zone` show this naive wall time.

    A skipped time is moved forward by the gap; a doubled one is its first occurrence (its second
    with `fold=1`). An aware value is refused with ValueError: its zone would be ignored.
    """
    if local_wall.tzinfo is not None:
        raise ValueError("wall time must be naive")
    if not exists(local_wall, zone):
        # fold=0 in a gap counts with the offset before it, which is the move forward meant here.
        local_wall = local_wall.replace(fold=0)
    return local_wall.replace(tzinfo=zone).astimezone(UTC)


def evening_before(appointment_local: datetime, zone: tzinfo) -> datetime:
    """Return 19:00 (naive wall time) of the day before an appointment's naive wall time.

    The day before is that of the calendar: for an appointment at 00:30 it is 19:00 of the
    evening that leads to it, five and a half hours earlier.
    """
    day = appointment_local.date() - timedelta(days=1)
    evening = datetime.combine(day, time(EVENING_HOUR))
    return evening if exists(evening, zone) else _wall(resolve(evening, zone), zone)


def hour_before(appointment_local: datetime, zone: tzinfo) -> datetime:
    """Return the naive wall time one real hour before an appointment's naive wall time.

    Sixty minutes really pass: 03:30 on the morning clocks go forward gives 01:30. When the
    result is the second of two equal wall times it carries `fold=1`, which `resolve` honours;
    a store that loses the fold sends the nudge an hour early, never late.
    """
    return _wall(resolve(appointment_local, zone) - timedelta(hours=1), zone)


def _wall(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
