"""What calendar and strip show. Only the rows of the days asked for are read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from moodtracker.accounts.models import User
from moodtracker.diary.selectors import EntryGlance, entries_between
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.dates import Month, a_month_before

STAMPS = 3


@dataclass(frozen=True, slots=True)
class DayMoods:
    """A local date with its entries, earliest first.

    `moods` are the day's different moods, the main one first; see `moods_by_weight`.
    """

    date: date
    entries: tuple[EntryGlance, ...]
    moods: tuple[Emotion, ...]

    @property
    def main(self) -> Emotion | None:
        """The day's main mood; None for a day without entries."""
        return self.moods[0] if self.moods else None

    @property
    def stamps(self) -> tuple[Emotion, ...]:
        """The moods that have room in a cell of the calendar."""
        return self.moods[:STAMPS]

    @property
    def more(self) -> int:
        """How many entries stand behind the stamps: "+n"."""
        return len(self.entries) - len(self.stamps)


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month of the calendar. `tally` has each emotion and on how many days it was the main one,
    in the order of `emotions.ORDER`.
    """

    month: Month
    today: date
    weeks: tuple[tuple[DayMoods | None, ...], ...]
    tally: tuple[tuple[Emotion, int], ...]
    entry_count: int
    previous: Month | None
    next: Month | None


@dataclass(frozen=True, slots=True)
class Strip:
    """Today, yesterday, and the day a month ago."""

    today: DayMoods
    yesterday: DayMoods
    month_ago: DayMoods


def moods_by_weight(moods: Sequence[Emotion]) -> tuple[Emotion, ...]:
    """The different moods of a day, the main one first.

    `moods` has one mood for each entry, earliest first: the person's own word where there is one,
    the most probable emotion otherwise. Every entry counts the same. The mood of most entries is
    the main one; of several with as many, the one felt last.
    """
    count = Counter(moods)
    last_felt = {mood: place for place, mood in enumerate(moods)}
    return tuple(sorted(count, key=lambda mood: (count[mood], last_felt[mood]), reverse=True))


def latest_month(*, today: date) -> Month:
    """The last month that can hold an entry.

    A day of grace: who flew home over the date line has entries dated tomorrow.
    """
    return Month.of(today + timedelta(days=1))


def month_sheet(*, owner: User, month: Month, today: date) -> MonthSheet:
    """The owner's moods of a month. One query, which reads that month's rows alone."""
    entries = entries_between(owner=owner, first=month.first, last=month.last)
    days = _by_date(entries)
    mains = Counter(moods.main for moods in days.values())
    following = month.next
    return MonthSheet(
        month=month,
        today=today,
        weeks=tuple(
            tuple(None if day is None else days.get(day) or _empty(day) for day in week)
            for week in month.weeks
        ),
        tally=tuple((emotion, mains[emotion]) for emotion in ORDER),
        entry_count=len(entries),
        previous=month.previous,
        next=following if following and following <= latest_month(today=today) else None,
    )


def strip(*, owner: User, today: date) -> Strip:
    """The owner's moods of today, yesterday and a month ago. Two queries."""
    yesterday, month_ago = today - timedelta(days=1), a_month_before(today)
    days = _by_date(
        [
            *entries_between(owner=owner, first=month_ago, last=month_ago),
            *entries_between(owner=owner, first=yesterday, last=today),
        ]
    )
    return Strip(*(days.get(day) or _empty(day) for day in (today, yesterday, month_ago)))


def _by_date(entries: Iterable[EntryGlance]) -> dict[date, DayMoods]:
    return {day: _day(day, tuple(group)) for day, group in groupby(entries, key=lambda e: e.date)}


def _day(day: date, entries: tuple[EntryGlance, ...]) -> DayMoods:
    return DayMoods(day, entries, moods_by_weight([entry.mood for entry in entries]))


def _empty(day: date) -> DayMoods:
    return DayMoods(day, (), ())
