"""What the database adds up equals the slow reference, whatever was written."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import diary_reference as reference
import numpy as np
import pytest
from diary_reference import Row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary.models import Entry, EntryTag, Heard, Tag
from moodtracker.emotions import CLASS_NAMES, ORDER, Emotion
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.trends import selectors
from moodtracker.tracker.trends.stats import CELL_DAYS, rhythm_span
from moodtracker.tracker.trends.together import ENOUGH, What

pytestmark = pytest.mark.django_db

TAGS = ("산책", "회사")
START = date(2026, 2, 20)
TODAY = date(2026, 4, 2)
rows = st.builds(
    Row,
    day=st.integers(0, 45).map(lambda n: START + timedelta(days=n)),
    hour=st.integers(0, 23),
    read=st.sampled_from(ORDER),
    own=st.one_of(st.none(), st.sampled_from(ORDER)),
    deleted=st.sampled_from([False, False, False, True]),
    tags=st.frozensets(st.sampled_from(TAGS)),
    shift=st.one_of(st.none(), st.integers(-2, 2)),
)
periods = st.sampled_from(
    [
        Period.of(Kind.MONTH, date(2026, 3, 5)),
        Period.of(Kind.WEEK, date(2026, 3, 1)),
        Period.of(Kind.QUARTER, date(2026, 3, 5)),
        Period.of(Kind.YEAR, date(2026, 3, 5)),
        Period.free(date(2026, 2, 28), date(2026, 3, 1)),
    ]
)


def written(owner: User, diary: list[Row]) -> None:
    """The rows as entries. Their dates are what was frozen, wherever the instant lies."""
    Entry.objects.filter(owner=owner).delete()
    tags = {
        name: Tag.objects.get_or_create(owner=owner, group="doing", name=name)[0] for name in TAGS
    }
    at = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("UTC"))
    entries = [
        Entry(
            owner=owner,
            recorded_at=at,
            zone="Europe/Berlin",
            local_date=row.day,
            local_hour=row.hour,
            source="photo",
            model_mood=row.read or "",
            own_mood=row.own or "",
            model_name="test",
            model_version="1",
            deleted_at=at if row.deleted else None,
            created_at=at,
            updated_at=at,
            **(dict.fromkeys(CLASS_NAMES, 0.08) | {str(row.read): 0.6}),
        )
        for row in diary
    ]
    Entry.objects.bulk_create(entries)
    pairs = list(zip(entries, diary, strict=True))
    EntryTag.objects.bulk_create(
        EntryTag(entry=entry, tag=tags[name]) for entry, row in pairs for name in row.tags
    )
    Heard.objects.bulk_create(
        Heard(entry=entry, work="a-work", at=at, shift=row.shift)
        for entry, row in pairs
        if row.shift is not None
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(rows, max_size=40), periods)
def test_trends_are_those_of_the_definition(hana: User, diary: list[Row], period: Period) -> None:
    written(hana, diary)
    found = selectors.trends(owner=hana, period=period, today=TODAY)
    seen = found.shares.period
    first, last = seen.first, seen.last
    days = reference.by_day(diary, first, last)
    assert found.coverage.recorded == len(days)
    assert found.coverage.entries == sum(map(len, days.values()))
    same(found.shares.overall, reference.shares(diary, first, last))
    for bucket in found.shares.buckets:
        same(bucket.shares, reference.shares(diary, bucket.piece.first, bucket.piece.last))
    known = reference.daily(diary, first, last)
    curve = found.valence
    for point in curve.points:
        same(point.value, known.get(point.day))
        wanted = reference.window(diary, point.day, curve.window, curve.needed)
        same(point.mean, wanted and wanted[0])
        if wanted:
            same(point.low, max(-1, wanted[0] - wanted[1]))
            same(point.high, min(1, wanted[0] + wanted[1]))
    cells = reference.rhythm(diary, first, last, rhythm_span(seen))
    for cell in found.rhythm.cells:
        n, value = cells.get((cell.weekday, cell.hour), (0, None))
        assert cell.days == n
        assert cell.enough == (n >= CELL_DAYS)
        same(cell.valence, value)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(rows, max_size=40), periods)
def test_words_music_and_comparison_are_those_of_the_definition(
    hana: User, diary: list[Row], period: Period
) -> None:
    written(hana, diary)
    found = selectors.trends(owner=hana, period=period, today=TODAY)
    days = reference.by_day(diary, found.shares.period.first, found.shares.period.last)
    kept = [row for day in days.values() for row in day]
    for own, counts in zip(ORDER, found.agreement.confusion, strict=True):
        for model, count in zip(ORDER, counts, strict=True):
            assert count == sum(row.own == own and row.read == model for row in kept)
    assert found.agreement.unnamed == sum(row.own is None for row in kept)
    answers = [row.shift for row in kept if row.shift is not None]
    assert found.after_music.answers == tuple(answers.count(n) for n in (-2, -1, 0, 1, 2))
    means = [
        np.mean([row.shift for row in day if row.shift is not None])
        for day in days.values()
        if any(row.shift is not None for row in day)
    ]
    assert found.after_music.days == len(means)
    if len(means) > 1:
        assert found.after_music.change is not None
        same(found.after_music.change.value, float(np.mean(means)))
    comparison = found.comparison
    assert comparison is not None
    for row in comparison.moods:
        for side, count in ((comparison.here, row.here), (comparison.before, row.before)):
            assert count == reference.front_days(diary, side.first, side.last, row.mood)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(rows, min_size=20, max_size=60))
def test_what_came_together_is_that_of_the_definition(hana: User, diary: list[Row]) -> None:
    written(hana, diary)
    period = Period.of(Kind.YEAR, TODAY)
    found = selectors.companions(owner=hana, period=period, today=TODAY)
    days = reference.by_day(diary, date(2026, 1, 1), date(2026, 12, 31))
    felt = reference.daily(diary, date(2026, 1, 1), date(2026, 12, 31))
    for row in (*found.shown, *found.waiting):
        have = {
            day
            for day, entries in days.items()
            if any(
                row.name in e.tags if row.what is What.DOING else e.shift is not None
                for e in entries
            )
        }
        yes = [felt[day] for day in have]
        no = [felt[day] for day in felt if day not in have]
        assert (row.days_with, row.days_without) == (len(yes), len(no))
        assert row.missing == max(0, ENOUGH - len(yes))
        if row.difference is None:
            assert min(len(yes), len(no)) < ENOUGH or np.std([*yes, *no]) < 1e-6
            continue
        wanted = scipy_stats.ttest_ind(yes, no, equal_var=False)
        same(row.difference.interval.value, float(np.mean(yes) - np.mean(no)))
        same(row.difference.p, float(wanted.pvalue), by=1e-4)
    rises = [row.difference.interval.value for row in found.shown if row.difference]
    assert rises == sorted(rises, reverse=True)


def has(entry: Row, what: What, name: str) -> bool:
    return name in entry.tags if what is What.DOING else entry.shift is not None


def same(found: object, wanted: object, by: float = 1e-6) -> None:
    if found is None or wanted is None:
        assert found is wanted
    else:
        assert found == pytest.approx(wanted, abs=by)


def test_a_day_is_the_one_on_the_wall_then_though_clocks_change(hana: User) -> None:
    """1:30 and 2:30 on the night that has no 2:30: both belong to the frozen date and hour."""
    for instant, zone in (
        (datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("UTC")), "Europe/Berlin"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("UTC")), "Europe/Berlin"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("UTC")), "Pacific/Pago_Pago"),
    ):
        Entry.objects.create(
            owner=hana,
            capture_key=uuid.uuid4(),
            recorded_at=instant,
            zone=zone,
            local_date=local_date(instant, zone),
            local_hour=local_hour(instant, zone),
            source="hand",
            own_mood=Emotion.HAPPY,
            created_at=instant,
            updated_at=instant,
        )
    found = selectors.days(owner=hana, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert found.dates == (date(2026, 3, 28), date(2026, 3, 29))
    assert found.counts.sum(axis=1).tolist() == [1, 2]


def test_a_strangers_trends_hold_nothing_of_hana(hana: User, stranger: User) -> None:
    written(hana, [Row(TODAY, 9, ORDER[0], None, tags=frozenset(TAGS), shift=2)])
    period = Period.of(Kind.MONTH, TODAY)
    found = selectors.trends(owner=stranger, period=period, today=TODAY)
    assert found.coverage.entries == found.agreement.unnamed == found.after_music.total == 0
    assert not any(cell.days for cell in found.rhythm.cells)
    assert not selectors.companions(owner=stranger, period=period, today=TODAY).waiting
    assert selectors.days_written(owner=stranger) is None
