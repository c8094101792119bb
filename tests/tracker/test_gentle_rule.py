"""The gentle rule against a slow reference, and against made-up people whose truth is known."""

import random
import statistics
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.emotions import FACTS, ORDER
from moodtracker.tracker import gentle
from moodtracker.tracker.gentle import DayValence, measure, sign_on, signs

START = date(2026, 1, 1)


def days_of(values: Sequence[float | None], *, first: date = START) -> list[DayValence]:
    """One value a day from `first`; None for a day without entries."""
    return [
        DayValence(first + timedelta(days=place), value)
        for place, value in enumerate(values)
        if value is not None
    ]


def slow_signs(days: list[DayValence], since: date) -> list[date]:
    """The rule as docs/gentle.md tells it, day of the calendar by day, everything counted anew."""
    valence = {day.date: day.valence for day in days}
    found: list[date] = []
    open_to_a_sign = True
    for at in sorted(valence):
        recorded = [day for day in sorted(valence) if day <= at]
        if at < since or len(recorded) < 7:
            continue
        run = recorded[-7:]
        if run[-1] >= run[0] + timedelta(days=21):
            continue
        usual = sorted(
            valence[day] for day in recorded if run[0] - timedelta(days=90) <= day < run[0]
        )
        if len(usual) < 21:
            line, needed = -0.45, 7
        else:
            middle = statistics.median(usual)
            away = statistics.median([abs(value - middle) for value in usual])
            spread = 1.4826 * away
            spread = max(spread, 0.1)
            line, needed = middle - 1.5 * spread, 5
            line = min(line, -0.3)
            line = max(line, -0.65)
        heavy = [day for day in run if valence[day] <= line]
        if len(heavy) <= 2:
            open_to_a_sign = True
        long_ago = all(at - day >= timedelta(days=21) for day in found)
        if open_to_a_sign and long_ago and len(heavy) >= needed and at in heavy:
            found.append(at)
            open_to_a_sign = False
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.sampled_from([-0.875, -0.7, -0.65, -0.5, -0.45, -0.3, -0.2, 0.0, 0.4, 0.8]),
            st.floats(-1, 1),
        ),
        min_size=7,
        max_size=110,
    ),
    st.integers(0, 40),
    st.integers(0, 30),
)
def test_signs_by_the_slow_reference(values: list[float | None], quiet: int, late: int) -> None:
    """With and without a calm stretch before, so that both measures are met."""
    days = days_of([0.2] * quiet + values)
    since = START + timedelta(days=late)
    assert signs(days, since=since) == slow_signs(days, since)


def test_a_heavy_week_after_quiet_months_is_seen_on_its_fifth_day() -> None:
    days = days_of([0.1] * 60 + [-0.7] * 7)
    assert signs(days) == [START + timedelta(days=64)]


def test_the_sentence_stands_three_days_and_is_silent_while_the_run_lasts() -> None:
    days = days_of([0.1] * 60 + [-0.7] * 40)
    first = START + timedelta(days=64)
    stands = [
        START + timedelta(days=at)
        for at in range(100)
        if sign_on(
            [d for d in days if d.date <= START + timedelta(days=at)],
            today=START + timedelta(days=at),
        )
    ]
    assert stands == [first, first + timedelta(days=1), first + timedelta(days=2)]


def test_a_second_run_is_seen_after_a_recovery_and_three_weeks() -> None:
    values = [0.1] * 60 + [-0.7] * 5 + [0.1] * 7 + [-0.7] * 20
    first, second = signs(days_of(values))
    assert first == START + timedelta(days=64)
    assert second == first + timedelta(days=gentle.COOLDOWN)


def test_without_a_recovery_there_is_no_second_sign() -> None:
    assert len(signs(days_of([0.1] * 60 + [-0.7, -0.7, -0.7, 0.1] * 15))) == 1


def test_a_newcomer_hears_it_only_when_every_day_of_the_run_is_heavy() -> None:
    assert signs(days_of([-0.7] * 6)) == []
    assert signs(days_of([-0.7] * 7)) == [START + timedelta(days=6)]
    assert signs(days_of([-0.7] * 6 + [-0.2])) == []


def test_days_far_apart_make_no_run() -> None:
    assert signs(days_of(([-0.7] + [None] * 3) * 12)) == []


@pytest.mark.parametrize(
    ("baseline", "threshold"),
    [
        ([0.0] * 30, -0.3),  # usual less 1.5 of the smallest spread, but never above the bound
        ([0.8] * 30, -0.3),
        ([-0.4] * 30, -0.55),
        ([-0.7] * 30, -0.65),
        ([0.8, -0.7] * 15, -0.65),
    ],
)
def test_where_heavy_begins(baseline: list[float], threshold: float) -> None:
    assert measure(baseline).threshold == pytest.approx(threshold)


def test_the_baseline_is_what_lay_before_the_run() -> None:
    """A run that was counted into what is usual would hide itself."""
    usual = [-0.1] * 18 + [-0.2] * 5
    assert signs(days_of(usual + [-0.5] * 5)) == [START + timedelta(days=27)]
    # Two of the run's days are usual ones, so 21 days say what is usual, and one less is too few.
    assert signs(days_of(usual[1:] + [-0.5] * 5)) == []


def test_what_is_older_or_later_is_not_looked_at() -> None:
    days = days_of([0.1] * 60 + [-0.7] * 7)
    today = START + timedelta(days=64)
    assert sign_on(days, today=today) == today
    far = [DayValence(START - timedelta(days=n), -1.0) for n in range(400, 120, -1)]
    assert sign_on([*far, *days], today=today) == today
    assert sign_on(days, today=START + timedelta(days=59)) is None


# Shares of the six moods in the order of `ORDER`: anger, embarrassment, joy, neutral, sadness,
# anxiety. A recorded day is the mean of one to three own words; four days of five are recorded.
PEOPLE = {
    "even": (0.06, 0.06, 0.36, 0.36, 0.09, 0.07),
    "bright": (0.03, 0.05, 0.62, 0.22, 0.05, 0.03),
    "swinging": (1 / 6,) * 6,
    "low": (0.12, 0.08, 0.10, 0.20, 0.32, 0.18),
}
HEAVY_SPELL = (0.10, 0.02, 0.03, 0.05, 0.60, 0.20)
LIVES = 12
YEAR, SPELL = 365, 21


def a_day(dice: random.Random, shares: tuple[float, ...]) -> float:
    words = dice.choices(ORDER, shares, k=dice.randint(1, 3))
    return statistics.fmean(FACTS[word].valence for word in words)


def a_life(dice: random.Random, shares: tuple[float, ...], days: int) -> list[float | None]:
    return [a_day(dice, shares) if dice.random() < 0.8 else None for _ in range(days)]


@pytest.mark.parametrize(
    ("person", "alarms_a_year", "seen_of_ten"),
    [("even", 0.2, 7), ("bright", 0.2, 9), ("swinging", 0.5, 2), ("low", 1.5, 2)],
)
def test_false_alarms_are_rare_and_heavy_spells_are_seen(
    person: str, alarms_a_year: float, seen_of_ten: int
) -> None:
    """docs/gentle.md has the figures of a larger run; these bounds leave room for chance."""
    dice = random.Random(7)
    shares = PEOPLE[person]
    settled = START + timedelta(days=120)
    alarms = seen = 0
    for _ in range(LIVES):
        usual = days_of(a_life(dice, shares, 120 + YEAR))
        alarms += len(signs(usual, since=settled))
        spell = a_life(dice, shares, 120) + a_life(dice, HEAVY_SPELL, SPELL)
        seen += bool(signs(days_of(spell), since=settled))
    assert alarms / LIVES <= alarms_a_year
    assert seen / LIVES >= seen_of_ten / 10
