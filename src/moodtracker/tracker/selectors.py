"""What a month of the calendar shows. Only the rows of the days asked for are read."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.dates import Month

STAMPS = 3


@dataclass(frozen=True, slots=True)
class DayEntry:
    """An entry as a cell of the calendar needs it. `date` and `hour` are the frozen local ones."""

    id: uuid.UUID
    date: date
    instant: datetime
    hour: int
    mood: Emotion
    has_note: bool
    has_photo: bool


@dataclass(frozen=True, slots=True)
class DayMoods:
    """A local date with its entries, earliest first.

    `moods` are the day's different moods, the main one first; see `moods_by_weight`.
    """

    date: date
    entries: tuple[DayEntry, ...]
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

    @property
    def has_note(self) -> bool:
        """Whether any entry of the day has words."""
        return any(entry.has_note for entry in self.entries)

    @property
    def has_photo(self) -> bool:
        """Whether any entry of the day keeps a photo."""
        return any(entry.has_photo for entry in self.entries)


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
    entries = _entries_between(owner=owner, first=month.first, last=month.last)
    days = days_by_date(entries)
    mains = Counter(moods.main for moods in days.values())
    following = month.next
    return MonthSheet(
        month=month,
        today=today,
        weeks=tuple(
            tuple(None if day is None else days.get(day) or empty_day(day) for day in week)
            for week in month.weeks
        ),
        tally=tuple((emotion, mains[emotion]) for emotion in ORDER),
        entry_count=len(entries),
        previous=month.previous,
        next=following if following and following <= latest_month(today=today) else None,
    )


def days_by_date(entries: Iterable[DayEntry]) -> dict[date, DayMoods]:
    """The days that have entries. Entries in any order; of one instant, `ORDER` decides."""
    ordered = sorted(entries, key=lambda e: (e.date, e.instant, ORDER.index(e.mood)))
    return {day: _day(day, tuple(group)) for day, group in groupby(ordered, key=lambda e: e.date)}


def empty_day(day: date) -> DayMoods:
    """A day without entries."""
    return DayMoods(day, (), ())


def _entries_between(*, owner: User, first: date, last: date) -> list[DayEntry]:
    rows = (
        Entry.objects.filter(
            owner=owner, deleted_at=None, local_date__gte=first, local_date__lte=last
        )
        .annotate(has_note=~Q(note=""))
        .order_by("local_date", "recorded_at", "id")
        .values_list(
            "id", "local_date", "recorded_at", "local_hour", "mood", "has_note", "photo__id"
        )
    )
    return [
        DayEntry(key, day, instant, hour, Emotion(mood), bool(noted), photo is not None)
        for key, day, instant, hour, mood, noted, photo in rows
    ]


def _day(day: date, entries: tuple[DayEntry, ...]) -> DayMoods:
    return DayMoods(day, entries, moods_by_weight([entry.mood for entry in entries]))
