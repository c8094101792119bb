"""A year of days. Counted by the database per date and mood: never a row per entry in Python."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet, Sum

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.dates import FIRST_YEAR, Month
from moodtracker.tracker.selectors import latest_month

LAST_YEAR = 9998
LEVEL_BOUNDS = (-0.45, -0.15, 0.15, 0.45)
"""Mean valence up to which a day is of level 1, 2, 3, 4; above the last it is of level 5."""


@dataclass(frozen=True, slots=True)
class YearDay:
    """A recorded day. `main` is the mood of most entries, of equals the one felt last;
    `level` is 1 (heavy) … 5 (light) by the mean valence of its entries.
    """

    date: date
    main: Emotion
    entry_count: int
    valence: float
    level: int


@dataclass(frozen=True, slots=True)
class MonthTally:
    """A month with the number of days on which each emotion was the main one, as `ORDER`."""

    month: Month
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with an entry: up to today or yesterday, and the longest of the year."""

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class YearSheet:
    """A year. `days` has recorded days only; tallies count days, by main mood and by level."""

    year: int
    today: date
    days: dict[date, YearDay]
    months: tuple[MonthTally, ...]
    tally: tuple[tuple[Emotion, int], ...]
    levels: tuple[tuple[int, int], ...]
    entry_count: int
    streak: Streak
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class _Share:
    """What one mood has of a day."""

    date: date
    mood: Emotion
    count: int
    valence_sum: float


def level_of(valence: float) -> int:
    """1 (heavy) … 5 (light) for a mean valence."""
    return 1 + sum(valence > bound for bound in LEVEL_BOUNDS)


def latest_year(*, today: date) -> int:
    """The last year that can hold an entry; see `latest_month`."""
    return latest_month(today=today).year


def year_sheet(*, owner: User, year: int, today: date) -> YearSheet:
    """The owner's year. Three queries: shares of days from the charts' index, the order of moods
    on days where two have as many entries, and whether there is anything before.
    """
    kept = Entry.objects.filter(owner=owner, deleted_at=None)
    of_year = kept.filter(local_date__gte=date(year, 1, 1), local_date__lte=date(year, 12, 31))
    days = {day.date: day for day in _days(of_year)}
    return YearSheet(
        year=year,
        today=today,
        days=days,
        months=tuple(_month_tally(Month(year, month), days) for month in range(1, 13)),
        tally=_tally(days.values()),
        levels=tuple((n, sum(day.level == n for day in days.values())) for n in range(1, 6)),
        entry_count=sum(day.entry_count for day in days.values()),
        streak=_streak(days, today=today),
        previous=year - 1 if _anything_before(kept, year) else None,
        next=year + 1 if year < min(latest_year(today=today), LAST_YEAR) else None,
    )


def _days(entries: QuerySet[Entry]) -> Iterator[YearDay]:
    shares: dict[date, list[_Share]] = {}
    rows = (
        entries.values("local_date", "mood")
        .annotate(count=Count("*"), total=Sum("valence"))
        .order_by()
        .values_list("local_date", "mood", "count", "total")
    )
    for day, mood, count, total in rows:
        shares.setdefault(day, []).append(_Share(day, Emotion(mood), count, total))
    tied = [day for day, parts in shares.items() if _leaders(parts) > 1]
    felt = _last_felt(entries, tied)
    for day, parts in sorted(shares.items()):
        count = sum(part.count for part in parts)
        valence = sum(part.valence_sum for part in parts) / count
        main = max(parts, key=lambda part: (part.count, *_felt_key(felt, part))).mood
        yield YearDay(day, main, count, valence, level_of(valence))


def _leaders(parts: list[_Share]) -> int:
    most = max(part.count for part in parts)
    return sum(part.count == most for part in parts)


def _last_felt(entries: QuerySet[Entry], days: list[date]) -> dict[tuple[date, str], datetime]:
    """The instant at which each mood was felt last. Reads the rows of these days alone."""
    if not days:
        return {}
    rows = (
        entries.filter(local_date__in=days)
        .values("local_date", "mood")
        .annotate(last=Max("recorded_at"))
        .order_by()
        .values_list("local_date", "mood", "last")
    )
    return {(day, mood): last for day, mood, last in rows}


def _felt_key(felt: dict[tuple[date, str], datetime], part: _Share) -> tuple[float, int]:
    """Of one instant, `ORDER` decides, as in the calendar."""
    last = felt.get((part.date, part.mood))
    return (last.timestamp() if last else 0.0, ORDER.index(part.mood))


def _month_tally(month: Month, days: dict[date, YearDay]) -> MonthTally:
    count = Counter(day.main for day in days.values() if day.date.month == month.month)
    return MonthTally(month, tuple(count[emotion] for emotion in ORDER))


def _tally(days: Iterable[YearDay]) -> tuple[tuple[Emotion, int], ...]:
    count = Counter(day.main for day in days)
    return tuple((emotion, count[emotion]) for emotion in ORDER)


def _streak(days: Iterable[date], *, today: date) -> Streak:
    """A day that is not over yet breaks nothing: today may still be without an entry."""
    longest = run = current = 0
    before: date | None = None
    for day in sorted(days):
        run = run + 1 if before and day - before == timedelta(days=1) else 1
        longest, before = max(longest, run), day
        if day in {today, today - timedelta(days=1)}:
            current = run
    return Streak(current, longest)


def _anything_before(kept: QuerySet[Entry], year: int) -> bool:
    return year > FIRST_YEAR and kept.filter(local_date__lt=date(year, 1, 1)).exists()
