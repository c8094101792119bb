"""When to say something kind: a run of heavy days, measured against the person's own.

Pure arithmetic on daily valence; nothing here knows of pages or databases. docs/gentle.md says the
rule in words and what was measured; tests/tracker/test_gentle_rule.py holds it to a slow reference
and to made-up people.

The rule keeps no state. It is played over the last `MEMORY` days each time, so that reading a page
writes nothing, and a corrected or deleted entry changes what was said of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

RUN = 7
"""Recorded days that are looked at together."""
HEAVY = 5
"""Heavy days among them that make a run."""
RECOVERED = 2
"""Heavy days among them at most, before a new run can be seen."""
RUN_SPAN = 21
"""Days on the calendar that the recorded ones may spread over."""

BASELINE = 90
"""Days on the calendar before the run that say what is usual."""
ENOUGH = 21
"""Recorded days that a baseline needs."""
SPREADS = 1.5
"""How many spreads below usual a heavy day lies."""
SMALLEST_SPREAD = 0.1
"""A person who always says the same is not taken to be exact."""
BOUND = -0.3
"""No day above this is heavy, however bright the others are."""
LOW = -0.65
"""Every day down here is heavy, however far a person's days swing."""
NEWCOMER = -0.45
"""Where heavy begins for a person without a baseline: then all days of the run have to be."""

SHOWN = 3
"""Days, the first included, on which the sentence stands."""
COOLDOWN = 21
"""Days from one sign to the next at least."""
REST = 30
"""Days without any after the person has put one away."""
MEMORY = 60
"""Days over which the rule is played."""

DAYS_NEEDED = MEMORY + RUN_SPAN + BASELINE
"""Days on the calendar that `sign_on` looks at."""

MAD_TO_SPREAD = 1.4826
"""Median absolute deviation to the standard deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class DayValence:
    """The mean valence, -1…1, of the entries of a local date."""

    date: date
    valence: float


@dataclass(frozen=True, slots=True)
class Measure:
    """Where heavy begins, and how many heavy days of `RUN` make a run."""

    threshold: float
    needed: int


def measure(baseline: Sequence[float]) -> Measure:
    """What is heavy for a person with these days before the run."""
    if len(baseline) < ENOUGH:
        return Measure(NEWCOMER, RUN)
    usual = median(baseline)
    spread = max(MAD_TO_SPREAD * median(abs(value - usual) for value in baseline), SMALLEST_SPREAD)
    return Measure(max(min(usual - SPREADS * spread, BOUND), LOW), HEAVY)


def signs(days: Sequence[DayValence], *, since: date = date.min) -> list[date]:
    """The dates from `since` on at which a run was seen. `days` are recorded days, in order."""
    found: list[date] = []
    armed = True
    for last in range(RUN - 1, len(days)):
        run = days[last - RUN + 1 : last + 1]
        at = run[-1].date
        if at < since or (at - run[0].date).days >= RUN_SPAN:
            continue
        limit = measure(_before(days[: last - RUN + 1], run[0].date))
        heavy = [day.valence <= limit.threshold for day in run]
        if sum(heavy) <= RECOVERED:
            armed = True
        rested = not found or (at - found[-1]).days >= COOLDOWN
        if armed and rested and sum(heavy) >= limit.needed and heavy[-1]:
            found.append(at)
            armed = False
    return found


def sign_on(days: Sequence[DayValence], *, today: date) -> date | None:
    """The first date of the sign that stands today, or None.

    `days` are recorded days in order; those older than `DAYS_NEEDED` or after today are ignored.
    """
    oldest = today - timedelta(days=DAYS_NEEDED - 1)
    known = [day for day in days if oldest <= day.date <= today]
    found = signs(known, since=today - timedelta(days=MEMORY - 1))
    return found[-1] if found and (today - found[-1]).days < SHOWN else None


def _before(days: Sequence[DayValence], first: date) -> list[float]:
    oldest = first - timedelta(days=BASELINE)
    return [day.valence for day in days if day.date >= oldest]
