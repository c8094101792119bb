"""What a report reads from the diary beside `trends`: days, notes, photos, how entries came in.

Each is one statement whatever the diary's length, and what comes out as rows is bounded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Avg, Count, Max, Q, QuerySet

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Source
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.periods import Period
from moodtracker.tracker.reports.options import Notes, Wanted
from moodtracker.vision.crop import Square

MOST_NOTES = 2000
"""Notes of one report; a year of five notes a day has 1,825."""
MOST_LETTERS = 400_000
"""Letters of all notes together: some 200 pages."""
MOST_PHOTOS = 48
STANDOUT_DAYS = 5
"""Days on either side that stand out."""

# Days first, which stand in the order of the index: grouped by month alone, all entries would be
# sorted, and Django has SQLite call Python for the month of each.
_MONTHS_SQLITE = """
SELECT CAST(strftime('%%Y%%m', local_date) AS INTEGER) AS month, COUNT(*), CAST(SUM(n) AS INTEGER)
FROM (
    SELECT local_date, COUNT(*) AS n FROM diary_entry
    WHERE owner_id = %s AND deleted_at IS NULL GROUP BY local_date
) AS days
GROUP BY month ORDER BY month DESC
"""
_MONTHS_POSTGRES = _MONTHS_SQLITE.replace(
    "CAST(strftime('%%Y%%m', local_date) AS INTEGER)",
    "CAST(to_char(local_date, 'YYYYMM') AS INTEGER)",
)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A local date with entries: its moods, the main one first, as `moods_by_weight` has them."""

    date: date
    moods: tuple[Emotion, ...]
    count: int
    valence: float


@dataclass(frozen=True, slots=True)
class MonthFound:
    """A month by its first day, with how many days and entries it has."""

    first: date
    days: int
    entries: int

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year


@dataclass(frozen=True, slots=True)
class NoteFound:
    """An entry with its words. `tags` are "🏃 name", in the order of the person's own list."""

    day: date
    clock: str
    mood: Emotion
    own: bool
    text: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhotoFound:
    """A kept photo: the name of its sealed file and the square of the face in it."""

    name: str
    day: date
    clock: str
    mood: Emotion
    square: Square


@dataclass(frozen=True, slots=True)
class Ways:
    """How the entries of a period came in. `named` were read by the model and named by the
    person too; `intensity` is the mean of the `strengths` entries that have one.
    """

    read: int
    by_hand: int
    imported: int
    named: int
    strengths: int
    intensity: float | None


def days_found(*, owner: User, period: Period) -> tuple[DayFound, ...]:
    """Every day with entries, in order; at most six rows a day leave the database."""
    rows = (
        _within(owner, period)
        .values("local_date", "mood")
        .annotate(n=Count("pk"), last=Max("recorded_at"), felt=Avg("valence"))
        .order_by("local_date")
        .values_list("local_date", "mood", "n", "last", "felt")
    )
    grouped: dict[date, list[tuple[int, datetime, Emotion, float]]] = {}
    for day, mood, n, last, felt in rows:
        grouped.setdefault(day, []).append((n, last, Emotion(mood), felt))
    return tuple(_day(day, found) for day, found in grouped.items())


def has_days(*, owner: User, period: Period) -> bool:
    """Whether a period has any entry."""
    return _within(owner, period).exists()


def months_written(*, owner: User) -> tuple[MonthFound, ...]:
    """The months that have entries, the latest first."""
    sql = _MONTHS_POSTGRES if connection.vendor == "postgresql" else _MONTHS_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(sql, [owner.pk])
        rows = cursor.fetchall()
    return tuple(MonthFound(date(month // 100, month % 100, 1), days, n) for month, days, n in rows)


def ways(*, owner: User, period: Period) -> Ways:
    """Counts by source, and how many entries the person named."""
    read = ~Q(model_mood="")
    found = _within(owner, period).aggregate(
        read=Count("pk", filter=read),
        by_hand=Count("pk", filter=~read & ~Q(source=Source.IMPORT)),
        imported=Count("pk", filter=~read & Q(source=Source.IMPORT)),
        named=Count("pk", filter=read & ~Q(own_mood="")),
        strengths=Count("intensity"),
        intensity=Avg("intensity"),
    )
    return Ways(**found)


def standout_days(days: Iterable[DayFound]) -> tuple[tuple[DayFound, ...], tuple[DayFound, ...]]:
    """The heaviest and the brightest days, at most `STANDOUT_DAYS` of each and none in both."""
    ordered = sorted(days, key=lambda day: (day.valence, day.date))
    each = min(STANDOUT_DAYS, len(ordered) // 2)
    heavy = tuple(day for day in ordered[:each] if day.valence < 0)
    bright = tuple(day for day in reversed(ordered[len(ordered) - each :]) if day.valence > 0)
    return heavy, bright


def notes_found(
    *, owner: User, wanted: Wanted, days: Iterable[DayFound]
) -> tuple[tuple[NoteFound, ...], int]:
    """The notes that are asked for, earliest first, and how many more there are.

    Three statements at most: the notes, the tags beside them, and how many more there are.
    """
    if wanted.notes is Notes.NONE:
        return (), 0
    rows = _within(owner, wanted.period).exclude(note="")
    if wanted.notes is Notes.STANDOUT:
        heavy, bright = standout_days(days)
        rows = rows.filter(local_date__in=[day.date for day in heavy + bright])
    entries = list(
        rows.order_by("local_date", "recorded_at", "id").only(
            "id", "local_date", "recorded_at", "zone", "mood", "own_mood", "note"
        )[: MOST_NOTES + 1]
    )
    kept = _as_many_as_fit(entries)
    more = rows.count() - len(kept) if len(kept) < len(entries) else 0
    tags = _tags_of(kept) if wanted.tags else {}
    return tuple(_note(entry, tuple(tags.get(entry.pk, ()))) for entry in kept), more


def photos_found(*, owner: User, period: Period) -> tuple[tuple[PhotoFound, ...], int]:
    """At most `MOST_PHOTOS` photos, spread evenly over the period, and how many there are."""
    rows = (
        EntryPhoto.objects.filter(
            entry__owner=owner,
            entry__deleted_at=None,
            entry__local_date__gte=period.first,
            entry__local_date__lte=period.last,
        )
        .order_by("entry__local_date", "entry__recorded_at", "entry_id")
        .values_list("pk", flat=True)
    )
    keys = list(rows)
    step = max(1.0, len(keys) / MOST_PHOTOS)
    chosen = [keys[int(place * step)] for place in range(min(len(keys), MOST_PHOTOS))]
    found = (
        EntryPhoto.objects.filter(pk__in=chosen, entry__owner=owner)
        .select_related("entry")
        .defer("entry__heatmap", "entry__note")
        .order_by("entry__local_date", "entry__recorded_at", "entry_id")
    )
    return tuple(_photo(one) for one in found), len(keys)


def _within(owner: User, period: Period) -> QuerySet[Entry]:
    return Entry.objects.filter(
        owner=owner,
        deleted_at=None,
        local_date__gte=period.first,
        local_date__lte=period.last,
    ).order_by()


def _day(day: date, found: list[tuple[int, datetime, Emotion, float]]) -> DayFound:
    ordered = sorted(found, key=lambda one: (one[0], one[1], -ORDER.index(one[2])), reverse=True)
    count = sum(n for n, *_ in found)
    valence = sum(n * felt for n, _, _, felt in found) / count
    return DayFound(day, tuple(mood for _, _, mood, _ in ordered), count, valence)


def _as_many_as_fit(entries: list[Entry]) -> list[Entry]:
    letters = 0
    for place, entry in enumerate(entries[:MOST_NOTES]):
        letters += len(entry.note)
        if letters > MOST_LETTERS:
            return entries[:place]
    return entries[:MOST_NOTES]


def _tags_of(entries: list[Entry]) -> dict[object, list[str]]:
    if not entries:
        return {}
    first, last, owner = entries[0].local_date, entries[-1].local_date, entries[0].owner_id
    rows = (
        EntryTag.objects.filter(
            entry__owner_id=owner,
            entry__deleted_at=None,
            entry__local_date__gte=first,
            entry__local_date__lte=last,
        )
        .order_by("entry_id", "tag__group", "tag__position", "tag__name")
        .values_list("entry_id", "tag__emoji", "tag__name")
    )
    found: dict[object, list[str]] = {}
    for entry, emoji, name in rows:
        found.setdefault(entry, []).append(f"{emoji} {name}".strip())
    return found


def _clock(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def _note(entry: Entry, tags: tuple[str, ...]) -> NoteFound:
    clock = _clock(entry.recorded_at, entry.zone)
    return NoteFound(
        entry.local_date, clock, Emotion(entry.mood), bool(entry.own_mood), entry.note, tags
    )


def _photo(one: EntryPhoto) -> PhotoFound:
    entry = one.entry
    square = Square(one.face_x, one.face_y, one.face_side, one.face_tilt)
    clock = _clock(entry.recorded_at, entry.zone)
    return PhotoFound(one.name, entry.local_date, clock, Emotion(entry.mood), square)
