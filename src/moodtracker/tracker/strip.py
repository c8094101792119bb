"""The strip: today, yesterday, a week, a month and a year ago, each with its song; and the same
date of earlier years. Two queries, whatever the length of the diary.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Substr

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, Heard
from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.music.recommend import Work
from moodtracker.music.selectors import catalogue, pieces_for
from moodtracker.tracker.dates import FIRST_YEAR, a_month_before, a_year_before, years_before
from moodtracker.tracker.selectors import DayEntry, DayMoods, days_by_date, empty_day

EARLIER_YEARS = 5
"""How many earlier years of the date are shown."""
YEARS_BACK = 30
"""How far back they are looked for."""
LINE = 160
"""Characters of a note that are read for its first line."""


@dataclass(frozen=True, slots=True)
class Song:
    """A work of the catalogue; `heard` is False for one that the day's mood suggests."""

    work: Work
    heard: bool


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day with the first line of its first note, empty without one, and its song."""

    moods: DayMoods
    line: str
    song: Song | None

    @property
    def date(self) -> date:
        """The local date."""
        return self.moods.date


@dataclass(frozen=True, slots=True)
class EarlierDay:
    """The date of today `years` years ago, with the first line of its first note."""

    years: int
    moods: DayMoods
    line: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Five days, empty ones included; and the earlier years that have entries, latest first.

    A year ago is one of the five, so `earlier` begins two years ago.
    """

    today: StripDay
    yesterday: StripDay
    week_ago: StripDay
    month_ago: StripDay
    year_ago: StripDay
    earlier: tuple[EarlierDay, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry with what is beside its moods."""

    entry: DayEntry
    note: str
    own: Emotion | None
    probabilities: tuple[float, ...] | None


def strip(*, owner: User, today: date) -> Strip:
    """The owner's strip of a day in their zone. Two queries."""
    yesterday, week_ago = today - timedelta(days=1), today - timedelta(days=7)
    month_ago, year_ago = a_month_before(today), a_year_before(today)
    named = (today, yesterday, week_ago, month_ago, year_ago)
    before = {
        years_before(today, years): years
        for years in range(2, YEARS_BACK + 1)
        if today.year - years >= FIRST_YEAR
    }
    rows = _rows(owner, {*named, *before})
    days = days_by_date(row.entry for row in rows)
    by_day: dict[date, list[_Row]] = {}
    for row in rows:
        by_day.setdefault(row.entry.date, []).append(row)
    heard = _heard([row.entry.id for day in named for row in by_day.get(day, ())])

    def named_day(day: date) -> StripDay:
        written = by_day.get(day, ())
        song = _song(days.get(day), written, heard)
        return StripDay(days.get(day) or empty_day(day), _first_line(written), song)

    earlier = tuple(
        EarlierDay(years, days[day], _first_line(by_day[day]))
        for day, years in before.items()
        if day in days
    )
    return Strip(
        today=named_day(today),
        yesterday=named_day(yesterday),
        week_ago=named_day(week_ago),
        month_ago=named_day(month_ago),
        year_ago=named_day(year_ago),
        earlier=earlier[:EARLIER_YEARS],
    )


def _rows(owner: User, dates: Iterable[date]) -> list[_Row]:
    found = (
        Entry.objects.filter(owner=owner, deleted_at=None, local_date__in=sorted(dates))
        .annotate(has_note=~Q(note=""), beginning=Substr("note", 1, LINE))
        .order_by("local_date", "recorded_at", "id")
        .values_list(
            "id",
            "local_date",
            "recorded_at",
            "local_hour",
            "mood",
            "has_note",
            "beginning",
            "own_mood",
            *CLASS_NAMES,
        )
    )
    return [
        _Row(
            DayEntry(key, day, instant, hour, Emotion(mood), bool(noted), has_photo=False),
            note,
            Emotion(own) if own else None,
            None if values[0] is None else tuple(values),
        )
        for key, day, instant, hour, mood, noted, note, own, *values in found
    ]


def _heard(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Heard]:
    """The piece heard last for each entry that has one."""
    return {item.entry_id: item for item in Heard.objects.filter(entry__in=ids).order_by("at")}


def _first_line(rows: Sequence[_Row]) -> str:
    for row in rows:
        if row.note.strip():
            return row.note.strip().splitlines()[0]
    return ""


def _song(
    day: DayMoods | None, rows: Sequence[_Row], heard: Mapping[uuid.UUID, Heard]
) -> Song | None:
    """What was heard last that day; else what is chosen for its main mood's last entry."""
    if day is None:
        return None
    played = sorted(
        (heard[row.entry.id] for row in rows if row.entry.id in heard), key=lambda item: item.at
    )
    for item in reversed(played):
        if work := catalogue().by_id.get(item.work):
            return Song(work, heard=True)
    leading = next(row for row in reversed(rows) if row.entry.mood is day.main)
    best = pieces_for(
        probabilities=leading.probabilities,
        own_word=leading.own,
        seed=str(leading.entry.id),
        count=1,
    )
    return Song(best[0].work, heard=False)
