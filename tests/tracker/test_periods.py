"""Periods against counting days one by one, over leap days, month ends and the ends of time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moodtracker.tracker.periods import (
    CALENDAR_KINDS,
    FIRST_DAY,
    LAST_DAY,
    Kind,
    Period,
    buckets,
    parse,
)

DAY = timedelta(days=1)
days = st.dates(date(1971, 1, 1), date(9997, 12, 31))
kinds = st.sampled_from(CALENDAR_KINDS)
spans = st.tuples(days, st.integers(0, 4000)).map(
    lambda pair: Period.free(pair[0], min(LAST_DAY, pair[0] + DAY * pair[1]))
)


def belongs(kind: Kind, one: date, other: date) -> bool:
    """Whether two days lie in the same piece of the calendar, by its definition."""
    if kind is Kind.WEEK:
        sunday = [day - DAY * ((day.weekday() + 1) % 7) for day in (one, other)]
        return sunday[0] == sunday[1]
    if kind is Kind.MONTH:
        return (one.year, one.month) == (other.year, other.month)
    if kind is Kind.QUARTER:
        return (one.year, (one.month - 1) // 3) == (other.year, (other.month - 1) // 3)
    return one.year == other.year


@settings(max_examples=50)
@given(kinds, days)
@example(Kind.MONTH, date(2024, 2, 29))
@example(Kind.QUARTER, date(2100, 2, 28))
@example(Kind.YEAR, date(2000, 12, 31))
@example(Kind.WEEK, date(2026, 11, 1))
def test_a_period_holds_all_days_that_belong_to_a_day_and_no_other(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    first = last = day
    while belongs(kind, first - DAY, day):
        first -= DAY
    while belongs(kind, last + DAY, day):
        last += DAY
    assert (period.first, period.last) == (first, last)
    assert period.days == (last - first).days + 1


@given(kinds, days)
@example(Kind.MONTH, date(2026, 3, 31))
def test_periods_stand_in_a_row(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    before, after = period.previous, period.next
    assert before is not None
    assert after is not None
    assert before.last + DAY == period.first
    assert period.last + DAY == after.first
    assert before.next == period == after.previous


@given(spans)
def test_free_dates_move_by_their_own_length(period: Period) -> None:
    before, after = period.previous, period.next
    assert before is not None
    assert after is not None
    assert before.last + DAY == period.first
    assert after.first == period.last + DAY
    if before.first > FIRST_DAY:
        assert before.days == period.days


@pytest.mark.parametrize("kind", CALENDAR_KINDS)
def test_the_row_has_ends(kind: Kind) -> None:
    first, last = Period.of(kind, FIRST_DAY), Period.of(kind, LAST_DAY)
    assert first.first == FIRST_DAY
    assert first.previous is None
    assert last.last == LAST_DAY
    assert last.next is None


def test_a_period_goes_forward_within_the_calendar() -> None:
    for first, last in ((date(2026, 2, 2), date(2026, 2, 1)), (date(1969, 1, 1), date(1970, 1, 1))):
        with pytest.raises(ValueError, match=r"goes forward within .*; got"):
            Period(Kind.FREE, first, last)
    with pytest.raises(ValueError, match="got all"):
        Period.of(Kind.ALL, FIRST_DAY)


@given(kinds, days, st.integers(0, 400))
@example(Kind.MONTH, date(2026, 3, 1), 30)  # 31 days of March against the 28 of February
def test_a_running_period_is_held_against_as_many_days(kind: Kind, day: date, later: int) -> None:
    period = Period.of(kind, day)
    today = min(LAST_DAY, period.first + DAY * later)
    pair = period.compared(today)
    assert pair is not None
    here, before = pair
    assert here.first == period.first
    assert here.last == min(period.last, today)
    assert before.last < here.first
    whole = period.previous
    assert whole is not None
    assert before.first == whole.first
    if today >= period.last:
        assert before == whole
    else:
        assert before.days == min(here.days, whole.days)


def test_nothing_comes_before_everything() -> None:
    period = Period(Kind.ALL, date(2024, 1, 1), date(2026, 1, 1))
    assert period.previous is None
    assert period.next is None
    assert period.compared(date(2026, 1, 1)) is None


@settings(max_examples=50)
@given(spans)
@example(Period.free(date(2024, 2, 29), date(2025, 3, 1)))
def test_pieces_are_the_period_in_a_row(period: Period) -> None:
    pieces = buckets(period)
    assert pieces[0].first == period.first
    assert pieces[-1].last == period.last
    for one, other in pairwise(pieces):
        assert one.last + DAY == other.first
    assert len(pieces) <= 80


TODAY = date(2026, 11, 22)


@settings(max_examples=50)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "period": st.one_of(st.sampled_from(list(Kind)), st.text(max_size=5)),
            "day": st.one_of(st.dates().map(str), st.text(max_size=11)),
            "from": st.one_of(st.dates().map(str), st.text(max_size=11)),
            "to": st.one_of(st.dates().map(str), st.text(max_size=11)),
        },
    )
)
@example({"period": "free", "from": "9999-12-31", "to": "0001-01-01"})
@example({"period": "week", "day": "1969-12-31"})
@example({"period": "month", "day": "2026-02-30"})
def test_any_address_gives_a_period_that_can_hold_entries(query: dict[str, str]) -> None:
    period = parse(query, today=TODAY, written=None)
    assert FIRST_DAY <= period.first <= TODAY + DAY
    if query.get("period") in set(Kind) and query["period"] != Kind.FREE:
        assert period.kind == query["period"]


@given(st.one_of(spans, st.builds(Period.of, kinds, days)))
def test_an_address_leads_back_to_its_period(period: Period) -> None:
    query = dict(pair.split("=") for pair in period.query.split("&"))
    assert parse(query, today=LAST_DAY - DAY, written=None) == period


def test_everything_reaches_from_the_first_entry_to_today() -> None:
    written = (date(2023, 5, 6), date(2026, 11, 1))
    assert parse({"period": "all"}, today=TODAY, written=written) == Period(
        Kind.ALL, date(2023, 5, 6), TODAY
    )
    assert parse({"period": "all"}, today=TODAY, written=None).days == 1


@pytest.mark.parametrize(
    ("period", "ko", "en", "slug"),
    [
        (Period.of(Kind.MONTH, TODAY), "2026년 11월", "November 2026", "2026-11"),
        (Period.of(Kind.QUARTER, TODAY), "2026년 4분기", "Q4 2026", "2026-q4"),
        (Period.of(Kind.YEAR, TODAY), "2026년", "2026", "2026"),
        (
            Period.of(Kind.WEEK, TODAY),
            "2026년 11월 22일 – 28일",
            "22 – 28 November 2026",
            "2026-11-22_2026-11-28",
        ),
        (
            Period.free(date(2026, 1, 3), date(2025, 12, 30)),
            "2025년 12월 30일 – 2026년 1월 3일",
            "30 December 2025 – 3 January 2026",
            "2025-12-30_2026-01-03",
        ),
        (
            Period.free(date(2026, 1, 30), date(2026, 2, 2)),
            "2026년 1월 30일 – 2월 2일",
            "30 January – 2 February 2026",
            "2026-01-30_2026-02-02",
        ),
        (
            Period.free(TODAY, TODAY),
            "2026년 11월 22일",
            "22 November 2026",
            "2026-11-22_2026-11-22",
        ),
        (Period(Kind.ALL, TODAY, TODAY), "모든 기록", "All entries", "all"),
    ],
)
def test_periods_have_names(period: Period, ko: str, en: str, slug: str) -> None:
    assert (period.label("ko"), period.label("en"), period.slug) == (ko, en, slug)
