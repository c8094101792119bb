"""What trends read from the diary: the database groups and adds, no entry comes out as a row.

Days are found by the index `diary_entry_charts`; the rest of the arithmetic, on at most a row a
day, is `stats` and `together`. Grouping what is grouped already (hours of a week, tags of
days) is beyond the ORM, so those are the few statements of SQL, the same for SQLite and
PostgreSQL but for the weekday.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Avg, Count, Q

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, Heard
from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.music.selectors import catalogue
from moodtracker.tracker.periods import Period
from moodtracker.tracker.trends import stats
from moodtracker.tracker.trends.compare import compare
from moodtracker.tracker.trends.intervals import Moments
from moodtracker.tracker.trends.together import Sighting, Together, What, together

MOST_ROWS = 80
"""Tags and pieces that are looked at together, those of most days first."""
_WINDOW = timedelta(days=27)

# SQLite's strftime and PostgreSQL's extract both count from Sunday, 0.
_RHYTHM_SQLITE = """
SELECT CAST(strftime('%%w', local_date) AS INTEGER) AS weekday, slot, COUNT(*), AVG(felt)
FROM (
    SELECT local_date, local_hour / %s AS slot, AVG(valence) AS felt
    FROM diary_entry
    WHERE owner_id = %s AND deleted_at IS NULL AND local_date BETWEEN %s AND %s
    GROUP BY local_date, slot
) AS hours
GROUP BY weekday, slot
"""
_RHYTHM_POSTGRES = _RHYTHM_SQLITE.replace(
    "CAST(strftime('%%w', local_date) AS INTEGER)", "CAST(EXTRACT(DOW FROM local_date) AS INTEGER)"
)
_TAGS = """
WITH felt AS (
    SELECT local_date, AVG(valence) AS value FROM diary_entry
    WHERE owner_id = %s AND deleted_at IS NULL AND local_date BETWEEN %s AND %s
    GROUP BY local_date
), tagged AS (
    SELECT DISTINCT diary_entrytag.tag_id, diary_entry.local_date
    FROM diary_entry JOIN diary_entrytag ON diary_entrytag.entry_id = diary_entry.id
    WHERE owner_id = %s AND deleted_at IS NULL AND local_date BETWEEN %s AND %s
)
SELECT diary_tag."group", CAST(tag_id AS VARCHAR(40)), diary_tag.name, diary_tag.emoji,
    COUNT(*) AS days, SUM(value), SUM(value * value)
FROM tagged JOIN felt ON felt.local_date = tagged.local_date JOIN diary_tag ON diary_tag.id = tag_id
GROUP BY tag_id, diary_tag."group", diary_tag.name, diary_tag.emoji
ORDER BY days DESC, diary_tag.name LIMIT %s
"""
# Any music, as the piece '', is one more row of the same shape.
_PIECES = """
WITH felt AS (
    SELECT local_date, AVG(valence) AS value FROM diary_entry
    WHERE owner_id = %s AND deleted_at IS NULL AND local_date BETWEEN %s AND %s
    GROUP BY local_date
), listened AS (
    SELECT DISTINCT diary_heard.work, diary_entry.local_date
    FROM diary_entry JOIN diary_heard ON diary_heard.entry_id = diary_entry.id
    WHERE owner_id = %s AND deleted_at IS NULL AND local_date BETWEEN %s AND %s
), either AS (
    SELECT work, local_date FROM listened UNION SELECT '', local_date FROM listened
)
SELECT work, COUNT(*) AS days, SUM(value), SUM(value * value)
FROM either JOIN felt ON felt.local_date = either.local_date
GROUP BY work ORDER BY days DESC, work LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Trends:
    """Everything that the page of a period shows, and a report draws."""

    period: Period
    coverage: stats.Coverage
    shares: stats.Shares
    valence: stats.ValenceCurve
    rhythm: stats.Rhythm
    after_music: stats.AfterMusic
    agreement: stats.Agreement
    comparison: stats.Comparison | None


def days_written(*, owner: User) -> tuple[date, date] | None:
    """The first and the last local date with an entry; None for an empty diary."""
    # Each end of the index by itself: asked together, the whole of it is read.
    dates = _kept(owner).values_list("local_date", flat=True)
    first = dates.order_by("local_date").first()
    return None if first is None else (first, dates.order_by("-local_date")[0])


def days(*, owner: User, first: date, last: date) -> stats.Days:
    """The days with entries, grouped by the database: a row a day, in the order of the index."""
    rows = list(
        _within(owner, first, last)
        .values("local_date")
        .annotate(
            felt=Avg("valence"),
            **{f"n_{name}": Count("mood", filter=Q(mood=name)) for name in CLASS_NAMES},
        )
        .order_by("local_date")
        .values_list("local_date", "felt", *(f"n_{name}" for name in CLASS_NAMES))
    )
    if not rows:
        return stats.Days.none()
    dates, felt, *counts = zip(*rows, strict=True)
    return stats.Days(dates, np.array(counts, np.int64).T, np.array(felt, np.float64))


def trends(*, owner: User, period: Period, today: date) -> Trends:
    """All of a period. Five statements whatever the diary's length."""
    pair = period.compared(today)
    reach = min(pair[1].first, period.first - _WINDOW) if pair else period.first
    found = days(owner=owner, first=reach, last=period.last)
    seen = period.until(today)
    inside = found.within(period)
    if inside.dates and inside.dates[-1] > seen.last:
        seen = period.until(inside.dates[-1])
    counted = stats.coverage(found, seen)
    return Trends(
        period=period,
        coverage=counted,
        shares=stats.shares(found, seen),
        valence=stats.valence_curve(found, seen),
        rhythm=_rhythm(owner, seen, counted),
        after_music=_after_music(owner, seen),
        agreement=_agreement(owner, seen),
        comparison=compare(found, period, today=today),
    )


def companions(*, owner: User, period: Period, today: date) -> Together:
    """Tags and music against mood. Three statements."""
    seen = period.until(today)
    found = days(owner=owner, first=period.first, last=period.last)
    if found.dates:
        seen = period.until(max(found.dates[-1], seen.last))
    sightings = [*_tags(owner, seen), *_pieces(owner, seen)]
    return together(sightings, found, seen, stats.coverage(found, seen))


def _kept(owner: User) -> Any:  # noqa: ANN401 - a queryset, narrowed by its caller
    return Entry.objects.filter(owner=owner, deleted_at=None).order_by()


def _within(owner: User, first: date, last: date) -> Any:  # noqa: ANN401
    return _kept(owner).filter(local_date__gte=first, local_date__lte=last)


def _rhythm(owner: User, period: Period, counted: stats.Coverage) -> stats.Rhythm:
    span = stats.rhythm_span(period)
    sql = _RHYTHM_POSTGRES if connection.vendor == "postgresql" else _RHYTHM_SQLITE
    rows = _fetch(sql, [span, *_bounds(owner, period)])
    found = [(weekday, slot * span, n, felt) for weekday, slot, n, felt in rows]
    return stats.rhythm(found, period, counted, span=span)


def _after_music(owner: User, period: Period) -> stats.AfterMusic:
    rows: Any = (
        Heard.objects.filter(
            entry__owner=owner,
            entry__deleted_at=None,
            entry__local_date__gte=period.first,
            entry__local_date__lte=period.last,
            shift__isnull=False,
        )
        .order_by()
        .values("entry__local_date", "shift")
        .annotate(n=Count("pk"))
        .values_list("entry__local_date", "shift", "n")
    )
    return stats.after_music(list(rows), period)


def _agreement(owner: User, period: Period) -> stats.Agreement:
    rows = list(
        _within(owner, period.first, period.last)
        .exclude(model_mood="")
        .values("own_mood", "model_mood")
        .annotate(n=Count("pk"))
        .values_list("own_mood", "model_mood", "n")
    )
    named = [(Emotion(own), Emotion(model), n) for own, model, n in rows if own]
    return stats.agreement(named, period, unnamed=sum(n for own, _, n in rows if not own))


def _tags(owner: User, period: Period) -> list[Sighting]:
    bounds = _bounds(owner, period)
    return [
        Sighting(What(group), key, name, emoji, Moments(n, total, squares))
        for group, key, name, emoji, n, total, squares in _fetch(
            _TAGS, [*bounds, *bounds, MOST_ROWS]
        )
    ]


def _pieces(owner: User, period: Period) -> list[Sighting]:
    bounds = _bounds(owner, period)
    return [
        Sighting(What.PIECE if work else What.ANY_MUSIC, work, work, "", Moments(n, total, squares))
        for work, n, total, squares in _fetch(_PIECES, [*bounds, *bounds, MOST_ROWS])
    ]


def piece_title(work: str, language: str) -> str:
    """Composer and title of a work of the catalogue; its id when the catalogue has it no more."""
    known = catalogue().by_id.get(work)
    if known is None:
        return work
    if language.startswith("ko"):
        return f"{known.composer_ko}, {known.title_ko}"
    return f"{known.composer}, {known.title}"


def _bounds(owner: User, period: Period) -> list[Any]:
    adapt = connection.ops.adapt_datefield_value
    return [owner.pk, adapt(period.first), adapt(period.last)]


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
