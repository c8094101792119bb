"""The arithmetic of trends: pure, no Django.

One rule runs through all of it: **each day counts the same**. Entries of one day share that day
(a day with one happy and three sad entries is a quarter happy), so that an eager day does not
outweigh a quiet one; days without entries are left out, and every figure carries how many days
it stands on. A mood is the person's own word where there is one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.periods import DAY, Period, buckets
from moodtracker.tracker.trends.intervals import Interval, mean_interval, wilson

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROLLING = {7: 3, 28: 7}
"""Days of a rolling window, and how many of them must have an entry for a mean to be shown."""
CELL_DAYS = 3
"""Days that a cell of the rhythm needs before it is coloured."""
SHORT = 92
"""Up to so many days the rolling window is a week, beyond it is four."""
WEEKLY = 400
"""Beyond so many days a point of the curve is a week: nobody can see a thousand days apart."""
FOUR_WEEKLY = 2200
"""Beyond so many, some six years, a point is four weeks."""
SHIFTS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class Days:
    """Days with entries, in order. `counts` is int64 [days, 6], how many entries of a day have
    each mood in the order of `emotions.ORDER`; `valence` float64 [days], the mean of its entries.
    """

    dates: tuple[date, ...]
    counts: Ints
    valence: Floats

    @classmethod
    def none(cls) -> "Days":
        """A diary without entries."""
        return cls((), np.zeros((0, len(ORDER)), np.int64), np.zeros(0))

    def within(self, period: Period) -> "Days":
        """Those of a period."""
        part = slice(bisect_left(self.dates, period.first), bisect_right(self.dates, period.last))
        return Days(self.dates[part], self.counts[part], self.valence[part])

    @property
    def shares(self) -> Floats:
        """float64 [days, 6]: how much of each day a mood has; rows sum to one."""
        shares: Floats = self.counts / self.counts.sum(axis=1, keepdims=True)
        return shares

    @property
    def mains(self) -> tuple[tuple[Emotion, ...], ...]:
        """The mood that most entries of a day have; several when they have as many."""
        most = self.counts.max(axis=1, initial=0)
        return tuple(
            tuple(mood for mood, count in zip(ORDER, row, strict=True) if count == top)
            for row, top in zip(self.counts, most, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a period's days have entries, and how many entries they have."""

    days: int
    recorded: int
    entries: int


@dataclass(frozen=True, slots=True)
class ShareBucket:
    """The six shares, in 0…1, over the days of a piece of the period that have entries.

    `shares` is None where none has.
    """

    piece: Period
    recorded: int
    shares: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Shares:
    """How the moods share the days of a period; `overall` is None without entries."""

    period: Period
    coverage: Coverage
    overall: tuple[float, ...] | None
    buckets: tuple[ShareBucket, ...]

    @property
    def leader(self) -> tuple[Emotion, float] | None:
        """The mood with the largest share; the first in order of several."""
        if self.overall is None:
            return None
        place = int(np.argmax(np.round(self.overall, 9)))
        return ORDER[place], self.overall[place]


@dataclass(frozen=True, slots=True)
class ValencePoint:
    """The mean valence of `first`…`day`, and mean and spread of the window that ends with `day`.

    `value` is None without entries, `mood` also where the point has several days; `mean`, `low`
    and `high` are None where the window has too few days. `low` and `high` lie one standard
    deviation of the daily values from the mean.
    """

    first: date
    day: date
    value: float | None
    mood: Emotion | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ValenceCurve:
    """The valence of a period, by day, week or four weeks; a gap in the diary is a gap here.

    `step` are the days of a point, the last one may have fewer. `mean` is that of the recorded
    days of the period.
    """

    period: Period
    coverage: Coverage
    window: int
    needed: int
    step: int
    mean: float | None
    points: tuple[ValencePoint, ...]


@dataclass(frozen=True, slots=True)
class RhythmCell:
    """Hours `hour`…`hour + span − 1` of a weekday (0 is Sunday).

    `days` have an entry there; `valence` is the mean of those days' means, None without one.
    """

    weekday: int
    hour: int
    days: int
    valence: float | None

    @property
    def enough(self) -> bool:
        """Whether it stands on enough days to be read."""
        return self.days >= CELL_DAYS


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Hour of day × weekday, every cell there, by weekday and hour."""

    period: Period
    coverage: Coverage
    span: int
    cells: tuple[RhythmCell, ...]

    @property
    def readable(self) -> tuple[RhythmCell, ...]:
        """The cells with enough days."""
        return tuple(cell for cell in self.cells if cell.enough)


@dataclass(frozen=True, slots=True)
class AfterMusic:
    """How one felt after music: answers of −2 (much heavier) … 2 (much lighter), in that order.

    `change` is the mean over days of each day's mean answer, with its 95 % interval (Student's
    t); None with fewer than two days, where no interval can be told.
    """

    period: Period
    answers: tuple[int, ...]
    days: int
    change: Interval | None

    @property
    def total(self) -> int:
        """All answers."""
        return sum(self.answers)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Entries that the model has read and the person has named too.

    `confusion[own][model]` counts them, both in the order of `emotions.ORDER`; `rate` is the
    share in which both said the same, with Wilson's 95 % interval; None without any. `unnamed`
    entries were read and left as they were: what the person thinks of those is not known.
    """

    period: Period
    confusion: tuple[tuple[int, ...], ...]
    unnamed: int
    rate: Interval | None

    @property
    def named(self) -> int:
        """How many entries have both words."""
        return sum(map(sum, self.confusion))

    @property
    def agreed(self) -> int:
        """In how many they are the same."""
        return sum(row[place] for place, row in enumerate(self.confusion))


@dataclass(frozen=True, slots=True)
class MoodDays:
    """On how many days a mood was in front, on both sides of a comparison."""

    mood: Emotion
    here: int
    before: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period and the one before it, as far as both have come.

    A day counts for the mood that most of its entries have, for each of several with as many.
    `valence` is the mean daily valence here minus before, by Welch's interval; `shares_before`
    are the six shares before, None where no day has an entry.
    """

    here: Period
    before: Period
    here_coverage: Coverage
    before_coverage: Coverage
    moods: tuple[MoodDays, ...]
    valence: Interval | None = field(default=None)
    shares_before: tuple[float, ...] | None = None


def coverage(days: Days, period: Period) -> Coverage:
    """Of the days within a period."""
    inside = days.within(period)
    return Coverage(period.days, len(inside.dates), int(inside.counts.sum()))


def shares(days: Days, period: Period) -> Shares:
    """The mean of the daily shares, in all and piece by piece."""
    inside = days.within(period)
    pieces = tuple(
        ShareBucket(piece, len(part.dates), _mean_shares(part))
        for piece in buckets(period)
        for part in (inside.within(piece),)
    )
    return Shares(period, coverage(days, period), _mean_shares(inside), pieces)


def valence_curve(days: Days, period: Period) -> ValenceCurve:
    """The calendar days of the period, each with the rolling window that ends on it.

    `days` may reach back before the period: the first windows look there. In a period of more
    than `WEEKLY` days a point has seven of them, in one of more than `FOUR_WEEKLY` 28.
    """
    window = 7 if period.days <= SHORT else 28
    step = 1 if period.days <= WEEKLY else 7 if period.days <= FOUR_WEEKLY else 28
    start = period.first.toordinal() - (window - 1)
    filled = np.full(period.days + window - 1, np.nan)
    moods: dict[int, Emotion] = {}
    for day, value, main in zip(days.dates, days.valence, days.mains, strict=True):
        place = day.toordinal() - start
        if 0 <= place < len(filled):
            filled[place] = value
            moods[place - (window - 1)] = main[0]
    means, spreads = _rolling(filled, window, ROLLING[window])
    inside = filled[window - 1 :]
    points = []
    for begin in range(0, period.days, step):
        end = min(begin + step, period.days) - 1
        known = inside[begin : end + 1][~np.isnan(inside[begin : end + 1])]
        mean = _known(means[end])
        points.append(
            ValencePoint(
                first=period.first + DAY * begin,
                day=period.first + DAY * end,
                value=float(known.mean()) if len(known) else None,
                mood=moods.get(begin) if step == 1 else None,
                mean=mean,
                low=None if mean is None else max(-1.0, mean - float(spreads[end])),
                high=None if mean is None else min(1.0, mean + float(spreads[end])),
            )
        )
    felt = days.within(period).valence
    return ValenceCurve(
        period=period,
        coverage=coverage(days, period),
        window=window,
        needed=ROLLING[window],
        step=step,
        mean=float(felt.mean()) if len(felt) else None,
        points=tuple(points),
    )


def rhythm(
    found: Sequence[tuple[int, int, int, float]], period: Period, counted: Coverage, *, span: int
) -> Rhythm:
    """Every cell of the week from the rows (weekday, hour, days, mean valence) that have days."""
    known = {(weekday, hour): (n, value) for weekday, hour, n, value in found}
    cells = tuple(
        RhythmCell(weekday, hour, *known.get((weekday, hour), (0, None)))
        for weekday in range(7)
        for hour in range(0, 24, span)
    )
    return Rhythm(period, counted, span, cells)


def rhythm_span(period: Period) -> int:
    """Hours of a cell: three together in short periods, which have too few days for each hour."""
    return 1 if period.days > 183 else 3


def after_music(found: Sequence[tuple[date, int, int]], period: Period) -> AfterMusic:
    """From rows (local date, answer, how many such answers)."""
    answers = dict.fromkeys(SHIFTS, 0)
    by_day: dict[date, list[int]] = {}
    for day, answer, count in found:
        answers[answer] += count
        total = by_day.setdefault(day, [0, 0])
        total[0] += answer * count
        total[1] += count
    means = np.array([total / count for total, count in by_day.values()], dtype=np.float64)
    return AfterMusic(
        period, tuple(answers[shift] for shift in SHIFTS), len(by_day), mean_interval(means)
    )


def agreement(
    found: Sequence[tuple[Emotion, Emotion, int]], period: Period, *, unnamed: int
) -> Agreement:
    """From rows (own word, the model's word, entries)."""
    confusion = np.zeros((len(ORDER), len(ORDER)), np.int64)
    for own, model, count in found:
        confusion[ORDER.index(own), ORDER.index(model)] += count
    total = int(confusion.sum())
    rate = wilson(int(np.trace(confusion)), total) if total else None
    rows = tuple(tuple(int(count) for count in row) for row in confusion)
    return Agreement(period, rows, unnamed, rate)


def _mean_shares(days: Days) -> tuple[float, ...] | None:
    if not days.dates:
        return None
    return tuple(float(share) for share in days.shares.mean(axis=0))


def _rolling(filled: Floats, window: int, needed: int) -> tuple[Floats, Floats]:
    """Mean and sample deviation of each window's known values; NaN where too few are known."""
    windows = np.lib.stride_tricks.sliding_window_view(filled, window)
    known = ~np.isnan(windows)
    count = known.sum(axis=1)
    enough = count >= needed
    safe = np.maximum(count, 2)
    mean = np.where(known, windows, 0.0).sum(axis=1) / safe
    apart = np.where(known, windows - mean[:, None], 0.0)
    spread = np.sqrt((apart**2).sum(axis=1) / (safe - 1))
    return np.where(enough, mean, np.nan), np.where(enough, spread, np.nan)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
