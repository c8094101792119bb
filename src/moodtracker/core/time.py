"""Instants, zones and local dates."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

DEFAULT_ZONE = "Asia/Seoul"


def local_date(instant: datetime, zone: str) -> date:
    """The calendar date of an aware instant in an IANA zone. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"An instant carries its zone; got the naive {instant.isoformat()}.")
    return instant.astimezone(ZoneInfo(zone)).date()


def local_hour(instant: datetime, zone: str) -> int:
    """The hour, 0…23, on the wall in an IANA zone. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError(f"An instant carries its zone; got the naive {instant.isoformat()}.")
    return instant.astimezone(ZoneInfo(zone)).hour


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The IANA zones people can choose, in order; the odd legacy names are left out."""
    kept = (
        name
        for name in available_timezones()
        if ("/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/")))
        or name == "UTC"
    )
    return tuple(sorted(kept))


def is_zone(name: str) -> bool:
    """Whether this is an IANA zone that this machine knows."""
    if not name or len(name) > 64:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
