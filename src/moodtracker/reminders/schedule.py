"""When a reminder is due: arithmetic of wall clocks, weekdays, zones and quiet hours.

A reminder belongs to a local date and a time on the wall, and is due at the first instant at
which a clock in the zone shows that time or a later one:

- a time that spring skips is due at the first minute after the gap;
- a time that autumn repeats is due once, at the first of the two;
- a date that the zone never had (30 December 2011 in Apia) has no reminder.

Nothing here knows a database, a person or the present moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
# With one weekday chosen the next is at most a week away; a skipped date may cost another.
_HORIZON_DAYS = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """A time on the wall, to the minute, and the weekdays it holds for (0 is Monday)."""

    clock: time
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.days <= EVERY_DAY:
            raise ValueError(f"Weekdays are 0 (Monday) to 6; got {sorted(self.days)}.")
        if self.clock.second or self.clock.microsecond or self.clock.tzinfo:
            raise ValueError(f"A reminder's time is a bare hour and minute; got {self.clock!r}.")


@dataclass(frozen=True, slots=True)
class Due:
    """One turn of a plan: the UTC instant, and the local date and wall time it stands for.

    Date and time are what the plan says, also where the clocks jumped over them: together they
    name the turn, whatever the zone does.
    """

    instant: datetime
    day: date
    clock: time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From a time on the wall up to, not including, another; across midnight when it is earlier."""

    start: time
    end: time

    def cover(self, clock: time) -> bool:
        """Whether a clock that shows this is inside."""
        clock = clock.replace(tzinfo=None, fold=0)
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def first_instant(day: date, clock: time, *, zone: str) -> datetime:
    """The first UTC instant at which a clock in `zone` shows this time of this date, or, where it
    jumps over that, the first whole minute after the jump.
    """
    info = ZoneInfo(zone)
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=info)
    instant = local.astimezone(UTC)
    shown = instant.astimezone(info).replace(tzinfo=None)
    if shown == local.replace(tzinfo=None):
        return instant
    # Inside a gap, fold 0 reads the time by the offset before the jump and fold 1 by the one
    # after it (PEP 495): the jump lies between the two.
    before, after = local.replace(fold=1).astimezone(UTC), instant
    offset = after.astimezone(info).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(info).utcoffset() == offset:
            after = middle
        else:
            before = middle
    jump = after.replace(microsecond=0)
    seconds = jump.astimezone(info).second
    return jump + timedelta(seconds=60 - seconds) if seconds else jump


def date_exists(day: date, *, zone: str) -> bool:
    """Whether clocks in `zone` ever showed this date."""
    start = first_instant(day, time(0), zone=zone)
    return start.astimezone(ZoneInfo(zone)).date() == day


def dues_between(plan: Plan, *, zone: str, after: datetime, until: datetime) -> Iterator[Due]:
    """Every turn with `after` < instant ≤ `until`, in order. Raises ValueError for naive ones."""
    if after.tzinfo is None or until.tzinfo is None:
        raise ValueError(f"Instants carry their zone; got {after!r} and {until!r}.")
    if not plan.days or until <= after:
        return
    info = ZoneInfo(zone)
    day = after.astimezone(info).date() - _DAY
    last = until.astimezone(info).date() + _DAY
    while day <= last:
        due = _due_on(plan, day, zone=zone)
        if due is not None and after < due.instant <= until:
            yield due
        day += _DAY


def next_due(plan: Plan, *, zone: str, after: datetime) -> Due | None:
    """The first turn after an instant; None for a plan without weekdays."""
    until = after + timedelta(days=_HORIZON_DAYS)
    return next(dues_between(plan, zone=zone, after=after, until=until), None)


def wall_time(instant: datetime, *, zone: str) -> time:
    """What a clock in `zone` shows at an instant, to the minute."""
    return instant.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)


def _due_on(plan: Plan, day: date, *, zone: str) -> Due | None:
    if day.weekday() not in plan.days or not date_exists(day, zone=zone):
        return None
    return Due(first_instant(day, plan.clock, zone=zone), day, plan.clock)
