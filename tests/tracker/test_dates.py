"""Months, weeks and "a month ago" against counting days one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moodtracker.core.time import local_date
from moodtracker.tracker.dates import Month, a_month_before, a_year_before, years_before

days = st.dates(date(1970, 2, 1), date(9998, 11, 30))


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length_by_rhyme(year: int, month: int) -> int:
    """Thirty days hath September, April, June and November …"""
    if month in {4, 6, 9, 11}:
        return 30
    if month == 2:
        return 29 if is_leap(year) else 28
    return 31


@given(days)
@example(date(2024, 2, 29))
@example(date(2100, 2, 28))
@example(date(2000, 12, 31))
def test_a_month_goes_from_its_first_to_its_last_day(day: date) -> None:
    month = Month.of(day)
    length = length_by_rhyme(day.year, day.month)
    assert month.first == date(day.year, day.month, 1)
    assert month.last == date(day.year, day.month, length)


@given(days)
@example(date(2026, 2, 1))  # four weeks exactly: a common February that begins on a Sunday
def test_weeks_hold_each_day_once_under_its_weekday_sunday_first(day: date) -> None:
    month = Month.of(day)
    weeks = month.weeks
    assert 4 <= len(weeks) <= 6
    found = []
    for week in weeks:
        assert len(week) == 7
        assert any(week)
        for column, each in enumerate(week):
            if each is not None:
                assert each.isoweekday() % 7 == column
                found.append(each)
    counted, walker = [], month.first
    while walker.month == month.month:
        counted.append(walker)
        walker += timedelta(days=1)
    assert found == counted


@given(days)
@example(date(2026, 1, 31))
@example(date(2026, 12, 1))
def test_months_stand_in_a_row(day: date) -> None:
    month = Month.of(day)
    before, after = month.previous, month.next
    assert before is not None
    assert after is not None
    assert before.next == month == after.previous
    assert before.last + timedelta(days=1) == month.first
    assert month.last + timedelta(days=1) == after.first
    assert before < month < after


def test_the_row_of_months_has_ends() -> None:
    assert Month(1970, 1).previous is None
    assert Month(9998, 12).next is None
    for wrong in ((1969, 12), (9999, 1), (2026, 0), (2026, 13), (-1, 5)):
        with pytest.raises(ValueError, match=r"1970-01…9998-12; got"):
            Month(*wrong)


@given(days)
@example(date(2026, 3, 31))
@example(date(2024, 3, 31))
@example(date(2026, 3, 29))
@example(date(2026, 1, 31))
@example(date(2026, 12, 31))
def test_a_month_before_by_walking_back(day: date) -> None:
    """The slow way: back to the month before, then on until the number is reached or passed."""
    walker = day
    while walker.month == day.month:
        walker -= timedelta(days=1)
    while walker.day > day.day:
        walker -= timedelta(days=1)
    assert a_month_before(day) == walker
    assert 28 <= (day - walker).days <= 31


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2024, 3, 31), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2026, 11, 30)),
        (date(2026, 1, 15), date(2025, 12, 15)),
        (date(2024, 2, 29), date(2024, 1, 29)),
    ],
)
def test_a_month_before_at_month_ends(day: date, before: date) -> None:
    assert a_month_before(day) == before


@given(st.dates(date(1971, 1, 1), date(9998, 12, 31)), st.integers(1, 30))
@example(date(2028, 2, 29), 1)
@example(date(2028, 2, 29), 4)
@example(date(2104, 2, 29), 4)  # 2100 has no 29 February
@example(date(2027, 2, 28), 3)
def test_years_before_by_walking_back(day: date, years: int) -> None:
    """The slow way: back through that many first days of a year, then on to the date."""
    walker, passed = day, 0
    while passed < years:
        walker = date(walker.year, 1, 1) - timedelta(days=1)
        passed += 1
    walker = walker.replace(month=1, day=1)
    while (walker.month, walker.day) < (day.month, day.day):
        if (walker + timedelta(days=1)).month > day.month:
            break
        walker += timedelta(days=1)
    assert years_before(day, years) == walker
    assert a_year_before(day) == years_before(day, 1)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2026, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
        (date(2028, 3, 1), date(2027, 3, 1)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_year_before_round_leap_days(day: date, before: date) -> None:
    assert a_year_before(day) == before


ZONES = (
    "Asia/Seoul",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
)


instants = st.integers(946_684_800, 2_114_380_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(instants, st.sampled_from(ZONES))
@example(datetime(2026, 3, 8, 7, 0, tzinfo=UTC), "America/New_York")  # 2 o'clock is jumped over
@example(datetime(2026, 11, 1, 5, 59, tzinfo=UTC), "America/New_York")  # 1 o'clock comes twice
@example(datetime(2018, 11, 4, 3, 0, tzinfo=UTC), "America/Sao_Paulo")  # midnight did not exist
def test_yesterday_is_a_calendar_day_away_whatever_the_clocks_do(
    instant: datetime, zone: str
) -> None:
    """Days of 23 and 25 hours: yesterday is found on the calendar, never by 24 hours."""
    today = local_date(instant, zone)
    walker = instant
    while local_date(walker, zone) == today:
        walker -= timedelta(minutes=15)
    assert local_date(walker, zone) == today - timedelta(days=1)
    assert today == instant.astimezone(ZoneInfo(zone)).date()
