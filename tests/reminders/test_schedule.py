"""Reminders come at the wall time that was asked for, against a minute-by-minute reference."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.reminders.schedule import (
    EVERY_DAY,
    Due,
    Plan,
    QuietHours,
    date_exists,
    dues_between,
    first_instant,
    next_due,
)

MINUTE = timedelta(minutes=1)
# Hypothesis takes its bounds without a zone.
EARLIEST, LATEST = datetime(1990, 1, 1), datetime(2037, 12, 1)  # noqa: DTZ001
# A zone and a UTC date near which its clocks did something.
CHANGES = [
    ("Asia/Seoul", date(1988, 5, 7)),
    ("Asia/Seoul", date(1988, 10, 8)),
    ("Asia/Seoul", date(2026, 12, 31)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2024, 2, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
    ("Pacific/Kiritimati", date(2026, 1, 1)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Nuuk", date(2026, 3, 29)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("America/Caracas", date(2016, 5, 1)),
    ("Asia/Pyongyang", date(2018, 5, 4)),
]


def walls(zone: str, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Every minute between two instants, with what the wall shows."""
    info, instant = ZoneInfo(zone), first
    while instant <= last:
        yield instant, instant.astimezone(info).replace(tzinfo=None)
        instant += MINUTE


def reference(plan: Plan, zone: str, after: datetime, until: datetime) -> list[Due]:
    """Look at the wall every minute: a date that is ever seen has its turn at the first minute
    that shows the planned time of that date or anything later.
    """
    seen = list(walls(zone, after - timedelta(days=2), until + timedelta(days=2)))
    found = []
    for day in sorted({wall.date() for _, wall in seen[1:-1]}):
        wanted = datetime.combine(day, plan.clock)
        if day.weekday() not in plan.days or not seen[0][1] < wanted:
            continue
        instant = next((at for at, wall in seen if wall >= wanted), None)
        if instant is not None and after < instant <= until:
            found.append(Due(instant, day, plan.clock))
    return found


@settings(max_examples=40, deadline=None)
@given(
    change=st.sampled_from(CHANGES),
    hour=st.one_of(st.integers(0, 3), st.integers(0, 23)),
    minute=st.sampled_from([0, 1, 15, 29, 30, 31, 45, 59]),
    days=st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6))),
    shift=st.integers(-1500, 900),
    length=st.integers(0, 3000),
)
def test_turns_are_those_that_looking_every_minute_finds(
    change: tuple[str, date], hour: int, minute: int, days: frozenset[int], shift: int, length: int
) -> None:
    zone, day = change
    plan = Plan(time(hour, minute), days)
    after = datetime.combine(day, time(0), tzinfo=UTC) + shift * MINUTE
    until = after + length * MINUTE
    expected = reference(plan, zone, after, until)
    assert list(dues_between(plan, zone=zone, after=after, until=until)) == expected


@settings(max_examples=40, deadline=None)
@given(
    zone=st.sampled_from(sorted({zone for zone, _ in CHANGES} | {"UTC", "Asia/Tehran"})),
    start=st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    clock=st.times().map(lambda t: time(t.hour, t.minute)),
    cuts=st.lists(st.integers(0, 60 * 24 * 40), max_size=6),
)
def test_however_the_time_is_cut_every_turn_comes_exactly_once(
    zone: str, start: datetime, clock: time, cuts: list[int]
) -> None:
    """A worker that looks now and then finds what one that looks once would."""
    plan, end = Plan(clock), start + timedelta(days=40)
    whole = list(dues_between(plan, zone=zone, after=start, until=end))
    edges = [start, *(start + cut * MINUTE for cut in sorted(cuts)), end]
    parts = [
        due
        for after, until in itertools.pairwise(edges)
        for due in dues_between(plan, zone=zone, after=after, until=until)
    ]
    assert parts == whole
    assert len({due.day for due in whole}) == len(whole) >= 38


@settings(max_examples=40, deadline=None)
@given(
    after=st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    zone=st.sampled_from([zone for zone, _ in CHANGES]),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_next_turn_is_the_first_of_many(
    after: datetime, zone: str, days: frozenset[int]
) -> None:
    plan = Plan(time(2, 30), days)
    many = dues_between(plan, zone=zone, after=after, until=after + timedelta(days=30))
    assert next_due(plan, zone=zone, after=after) == next(many)


def test_a_skipped_time_comes_at_the_first_minute_after() -> None:
    assert first_instant(date(2026, 3, 8), time(2, 30), zone="America/New_York") == datetime(
        2026, 3, 8, 7, 0, tzinfo=UTC
    )
    # Half an hour is skipped on Lord Howe.
    assert first_instant(date(2026, 10, 4), time(2, 10), zone="Australia/Lord_Howe") == datetime(
        2026, 10, 3, 15, 30, tzinfo=UTC
    )


def test_a_repeated_time_comes_once_at_the_first() -> None:
    plan = Plan(time(1, 30))
    day = datetime(2026, 11, 1, tzinfo=UTC)
    dues = list(
        dues_between(plan, zone="America/New_York", after=day, until=day + timedelta(days=1))
    )
    assert [due.instant for due in dues] == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]


def test_a_date_that_never_was_has_no_reminder() -> None:
    assert not date_exists(date(2011, 12, 30), zone="Pacific/Apia")
    plan = Plan(time(21))
    after = datetime(2011, 12, 29, tzinfo=UTC)
    dues = dues_between(plan, zone="Pacific/Apia", after=after, until=after + timedelta(days=3))
    assert [due.day.day for due in dues] == [28, 29, 31]


def test_month_and_year_ends_and_leap_days_are_days_like_others() -> None:
    for last in (date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2026, 4, 30)):
        instant = first_instant(last, time(21), zone="Asia/Seoul")
        assert instant == datetime.combine(last, time(12), tzinfo=UTC)


def test_quiet_hours_may_cross_midnight_and_end_before_their_end() -> None:
    night = QuietHours(time(22), time(7))
    inside = [time(22), time(23, 59), time(0), time(6, 59)]
    assert all(night.cover(clock) for clock in inside)
    assert not any(night.cover(clock) for clock in (time(21, 59), time(7), time(12)))
    noon = QuietHours(time(12), time(13))
    assert (noon.cover(time(12)), noon.cover(time(13)), noon.cover(time(0))) == (True, False, False)


def test_what_makes_no_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="Weekdays are"):
        Plan(time(21), frozenset({7}))
    with pytest.raises(ValueError, match="bare hour and minute"):
        Plan(time(21, 0, 5))
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="carry their zone"):
        list(dues_between(Plan(time(21)), zone="UTC", after=naive, until=naive))
    assert next_due(Plan(time(21), frozenset()), zone="UTC", after=datetime.now(UTC)) is None
