"""Twenty years of days: fewer points, the same figures; tables that show what was written."""

from datetime import date, timedelta
from statistics import fmean

import numpy as np
import pytest

from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.templatetags.trends_tags import table_rows
from moodtracker.tracker.trends.stats import Days, valence_curve

FIRST = date(2006, 1, 1)


def every_other_day(count: int) -> Days:
    dates = tuple(FIRST + timedelta(days=2 * n) for n in range(count))
    valence = np.random.default_rng(7).uniform(-1, 1, count)
    return Days(dates, np.ones((count, 6), np.int64), valence)


@pytest.mark.parametrize(("days", "step"), [(400, 1), (401, 7), (2200, 7), (2201, 28), (7305, 28)])
def test_a_point_stands_for_more_days_the_longer_the_period(days: int, step: int) -> None:
    found = every_other_day(days // 2)
    period = Period(Kind.FREE, FIRST, FIRST + timedelta(days=days - 1))
    curve = valence_curve(found, period)
    assert curve.step == step
    assert len(curve.points) == -(-days // step) <= 400
    assert curve.points[-1].day == period.last
    daily = dict(zip(found.dates, found.valence, strict=True))
    for point in (curve.points[0], curve.points[len(curve.points) // 2], curve.points[-1]):
        felt = [value for day, value in daily.items() if point.first <= day <= point.day]
        assert point.value == (pytest.approx(fmean(felt)) if felt else None)


def test_days_within_a_period_are_those_that_a_slow_look_finds() -> None:
    found = every_other_day(40)
    for start in range(-3, 84):
        for length in (1, 2, 7, 200):
            first = FIRST + timedelta(days=start)
            period = Period(Kind.FREE, first, first + timedelta(days=length - 1))
            slow = tuple(day for day in found.dates if period.first <= day <= period.last)
            part = found.within(period)
            assert part.dates == slow
            assert len(part.valence) == len(part.counts) == len(slow)


def test_cells_of_a_table_are_escaped() -> None:
    rows = table_rows([("<1%", "a & b", "'x'")])
    assert rows == (
        '<tr><th scope="row">&lt;1%</th><td>a &amp; b</td><td>&#x27;x&#x27;</td></tr>\n'
    )
