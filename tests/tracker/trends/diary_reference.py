"""The aggregates of trends once more, slowly, from their definitions, over plain rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, stdev

from moodtracker.emotions import FACTS, ORDER, Emotion


@dataclass(frozen=True)
class Row:
    """What one entry is for trends."""

    day: date
    hour: int
    read: Emotion | None
    own: Emotion | None
    deleted: bool = False
    tags: frozenset[str] = frozenset()
    shift: int | None = None

    @property
    def mood(self) -> Emotion:
        mood = self.own or self.read
        assert mood is not None
        return mood

    @property
    def valence(self) -> float:
        """The own word's; else the expectation over 0.6 for what was read and 0.08 for the rest."""
        if self.own:
            return FACTS[self.own].valence
        return sum(FACTS[mood].valence * (0.6 if mood == self.read else 0.08) for mood in ORDER)


def by_day(rows: Iterable[Row], first: date, last: date) -> dict[date, list[Row]]:
    found: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.deleted and first <= row.day <= last:
            found[row.day].append(row)
    return dict(sorted(found.items()))


def shares(rows: Iterable[Row], first: date, last: date) -> tuple[float, ...] | None:
    days = by_day(rows, first, last)
    if not days:
        return None
    return tuple(
        fmean(sum(row.mood == mood for row in day) / len(day) for day in days.values())
        for mood in ORDER
    )


def daily(rows: Iterable[Row], first: date, last: date) -> dict[date, float]:
    return {
        day: fmean(row.valence for row in found) for day, found in by_day(rows, first, last).items()
    }


def window(rows: Iterable[Row], day: date, length: int, needed: int) -> tuple[float, float] | None:
    """Mean and deviation of the daily values of the days that end with this one."""
    values = list(daily(rows, day - timedelta(days=length - 1), day).values())
    return (fmean(values), stdev(values)) if len(values) >= needed else None


def rhythm(
    rows: Iterable[Row], first: date, last: date, span: int
) -> dict[tuple[int, int], tuple[int, float]]:
    cells: dict[tuple[int, int], dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for day, found in by_day(rows, first, last).items():
        for row in found:
            cells[day.isoweekday() % 7, row.hour // span * span][day].append(row.valence)
    return {
        place: (len(days), fmean(fmean(values) for values in days.values()))
        for place, days in cells.items()
    }


def front_days(rows: Iterable[Row], first: date, last: date, mood: Emotion) -> int:
    """Days on which no mood has more entries than this one."""
    count = 0
    for found in by_day(rows, first, last).values():
        mine = sum(row.mood == mood for row in found)
        count += mine > 0 and all(mine >= sum(r.mood == m for r in found) for m in ORDER)
    return count
