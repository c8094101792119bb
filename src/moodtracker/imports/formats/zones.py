"""From a wall time to the instant and the zone it is kept under.

A wall time alone is placed in the person's zone. One that carries an offset from UTC keeps its
wall: in the person's zone where that had this offset then, else in a zone that has it. A
traveller's Tuesday stays Tuesday.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from moodtracker.imports.formats.types import Moment, Reason

# Zones with offsets that are no whole hours, and no summer time.
_ODD = {
    timedelta(hours=3, minutes=30): "Asia/Tehran",
    timedelta(hours=4, minutes=30): "Asia/Kabul",
    timedelta(hours=5, minutes=30): "Asia/Kolkata",
    timedelta(hours=5, minutes=45): "Asia/Kathmandu",
    timedelta(hours=6, minutes=30): "Asia/Yangon",
    timedelta(hours=9, minutes=30): "Australia/Darwin",
    timedelta(hours=-9, minutes=-30): "Pacific/Marquesas",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An instant, its zone, and what has to be told."""

    instant: datetime
    zone: str
    notice: Reason | None = None


def placed(moment: Moment, zone: str) -> Placed:
    """Where a moment lies. A wall time that the clock skipped moves on by as much as was skipped;
    of one that came twice, the first is meant. Both are told.
    """
    if moment.offset is not None:
        return _by_offset(moment.wall, moment.offset, zone)
    here = ZoneInfo(zone)
    first = moment.wall.replace(tzinfo=here, fold=0)
    second = moment.wall.replace(tzinfo=here, fold=1)
    instant = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return Placed(instant, zone)
    if instant.astimezone(here).replace(tzinfo=None) != moment.wall:
        return Placed(instant, zone, Reason.CLOCK_SKIPPED)
    return Placed(instant, zone, Reason.CLOCK_TWICE)


def _by_offset(wall: datetime, offset: timedelta, zone: str) -> Placed:
    instant = (wall - offset).replace(tzinfo=UTC)
    for name in (zone, *_with_offset(offset)):
        if instant.astimezone(ZoneInfo(name)).replace(tzinfo=None) == wall:
            return Placed(instant, name)
    return Placed(instant, zone)


def _with_offset(offset: timedelta) -> tuple[str, ...]:
    if offset in _ODD:
        return (_ODD[offset],)
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest or not -12 <= hours <= 14:
        return ()
    # The signs of Etc zones are turned round (POSIX).
    return ("UTC",) if hours == 0 else (f"Etc/GMT{-hours:+d}",)
