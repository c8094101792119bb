"""From what a clock on the wall said to the instant, and back."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchWallTimeError(ValueError):
    """The clock jumped over this time: it never stood on a wall in this zone."""


def instant_on_wall(day: date, clock: time, *, zone: str) -> datetime:
    """The UTC instant at which a clock in `zone` showed this date and time.

    A time that came twice (the hour that autumn repeats) means the first of the two. Raises
    NoSuchWallTimeError for one that never came (the hour that spring skips, or one beyond the
    calendar's last day).
    """
    local = datetime.combine(day, clock.replace(fold=0, tzinfo=None), tzinfo=ZoneInfo(zone))
    try:
        instant = local.astimezone(UTC)
    except OverflowError:
        raise NoSuchWallTimeError(f"An instant lies within the calendar; got {local}.") from None
    back = instant.astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchWallTimeError(
            f"A wall time exists in its zone; got {local:%Y-%m-%d %H:%M} in {zone}, "
            "which the clocks jumped over."
        )
    return instant


def on_wall(instant: datetime, *, zone: str) -> datetime:
    """What a clock in `zone` showed at an instant."""
    return instant.astimezone(ZoneInfo(zone))


def same_wall_minute(instant: datetime, day: date, clock: time, *, zone: str) -> bool:
    """Whether the wall clock in `zone` showed this date, hour and minute at an instant."""
    wall = on_wall(instant, zone=zone)
    return (wall.date(), wall.hour, wall.minute) == (day, clock.hour, clock.minute)
