"""A period held against the one before. Pure, no Django."""

from datetime import date

from moodtracker.emotions import ORDER
from moodtracker.tracker.periods import Period
from moodtracker.tracker.trends.intervals import Moments, welch
from moodtracker.tracker.trends.stats import Comparison, Days, MoodDays, coverage

NEEDED = {7: 3, 31: 7, 92: 14}
"""Days with entries that each side needs, by the length of the period up to which it holds."""
NEEDED_BEYOND = 30


def needed_days(period: Period) -> int:
    """Days with entries that a side of this length needs before it is compared."""
    return next((few for days, few in NEEDED.items() if period.days <= days), NEEDED_BEYOND)


def compare(days: Days, period: Period, *, today: date) -> Comparison | None:
    """The period so far against as much of the one before; None when there is none before."""
    pair = period.compared(today)
    if pair is None:
        return None
    here, before = (days.within(side) for side in pair)
    counts = [
        [sum(mood in mains for mains in side.mains) for mood in ORDER] for side in (here, before)
    ]
    apart = welch(Moments.of(here.valence), Moments.of(before.valence))
    return Comparison(
        *pair,
        coverage(days, pair[0]),
        coverage(days, pair[1]),
        tuple(MoodDays(mood, *both) for mood, *both in zip(ORDER, *counts, strict=True)),
        apart.interval if apart else None,
        tuple(before.shares.mean(axis=0).tolist()) if before.dates else None,
    )


def comparable(found: Comparison) -> bool:
    """Whether both sides have enough days to be told apart in words."""
    few = needed_days(found.here)
    return min(found.here_coverage.recorded, found.before_coverage.recorded) >= few
