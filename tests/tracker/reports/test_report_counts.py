"""What a report counts equals a slow count over the rows."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracker_writing import at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker import figures
from moodtracker.tracker.reports import selectors, wording
from moodtracker.tracker.reports.blocks import Shares
from moodtracker.tracker.reports.chapters import opening
from moodtracker.tracker.reports.options import Notes, Wanted
from moodtracker.tracker.selectors import moods_by_weight
from tracker.reports.conftest import OCTOBER, Tell

pytestmark = pytest.mark.django_db


def slow_days(owner: User) -> dict[date, list[Entry]]:
    days: dict[date, list[Entry]] = {}
    for one in Entry.objects.filter(owner=owner, deleted_at=None).order_by("recorded_at", "id"):
        if OCTOBER.first <= one.local_date <= OCTOBER.last:
            days.setdefault(one.local_date, []).append(one)
    return days


def test_days_have_the_moods_of_the_calendar(diary: User, stranger: User) -> None:
    write(entry(stranger, at_wall(date(2026, 10, 5)), Emotion.ANGER))
    write(entry(diary, at_wall(date(2026, 10, 6)), Emotion.ANGER, deleted=True))
    expected = slow_days(diary)
    found = selectors.days_found(owner=diary, period=OCTOBER)
    assert [day.date for day in found] == sorted(expected)
    for day in found:
        rows = expected[day.date]
        assert day.moods == moods_by_weight([one.emotion for one in rows])
        assert day.count == len(rows)
        assert day.valence == pytest.approx(sum(one.valence for one in rows) / len(rows))


def test_shares_and_counts_of_the_report_are_those_of_the_rows(diary: User, material: Tell) -> None:
    told, days = material(diary), slow_days(diary)
    rows = [one for day in days.values() for one in day]
    assert told.trends.coverage.recorded == len(days)
    assert told.trends.coverage.entries == len(rows)
    assert told.ways.read == len(rows)
    assert told.ways.named == sum(bool(one.own_mood) for one in rows)
    assert told.trends.shares.overall == pytest.approx(
        [
            sum(sum(one.emotion is mood for one in day) / len(day) for day in days.values())
            / len(days)
            for mood in ORDER
        ]
    )
    assert [one.text for one in told.notes] == [one.note for one in rows if one.note]


def test_the_share_of_the_period_before_is_that_of_its_rows(diary: User, material: Tell) -> None:
    """Not a count of days that several moods lead, whose sum is more than the days there were."""
    before: dict[date, list[Emotion]] = {}
    for one in Entry.objects.filter(owner=diary, local_date__month=9):
        before.setdefault(one.local_date, []).append(one.emotion)
    expected = [
        sum(day.count(mood) / len(day) for day in before.values()) / len(before) for mood in ORDER
    ]
    found = opening.shares(material(diary)).blocks[0]
    assert isinstance(found, Shares)
    assert [row.before for row in found.rows] == [wording.percent(share) for share in expected]


def test_months_tell_how_many_days_they_have(diary: User) -> None:
    found = selectors.months_written(owner=diary)
    assert [month.first for month in found] == [date(2026, 10, 1), date(2026, 9, 1)]
    assert found[0].days == len(slow_days(diary))


def test_notes_are_those_that_were_asked_for(diary: User) -> None:
    days = selectors.days_found(owner=diary, period=OCTOBER)
    none = Wanted(OCTOBER, "ko", notes=Notes.NONE)
    assert selectors.notes_found(owner=diary, wanted=none, days=days) == ((), 0)
    some = Wanted(OCTOBER, "ko", notes=Notes.STANDOUT, tags=False)
    notes, more = selectors.notes_found(owner=diary, wanted=some, days=days)
    heavy, bright = selectors.standout_days(days)
    assert {one.day for one in notes} == {day.date for day in heavy + bright}
    assert more == 0
    assert all(one.tags == () for one in notes)
    every = Wanted(OCTOBER, "ko")
    notes, _ = selectors.notes_found(owner=diary, wanted=every, days=days)
    assert {one.tags for one in notes} == {(), ("🚶 산책",)}
    assert notes[0].clock == "08:00"


def test_too_many_notes_are_cut_and_counted(diary: User, monkeypatch: pytest.MonkeyPatch) -> None:
    days = selectors.days_found(owner=diary, period=OCTOBER)
    wanted = Wanted(OCTOBER, "ko")
    every, _ = selectors.notes_found(owner=diary, wanted=wanted, days=days)
    monkeypatch.setattr(selectors, "MOST_NOTES", 5)
    notes, more = selectors.notes_found(owner=diary, wanted=wanted, days=days)
    assert notes == every[:5]
    assert more == len(every) - 5
    monkeypatch.setattr(selectors, "MOST_LETTERS", 14)
    notes, more = selectors.notes_found(owner=diary, wanted=wanted, days=days)
    assert sum(len(one.text) for one in notes) <= 14
    assert len(notes) + more == len(every)


def test_photos_are_spread_evenly(hana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "MOST_PHOTOS", 4)
    written = write(*(entry(hana, at_wall(date(2026, 10, 1 + n))) for n in range(12)))
    EntryPhoto.objects.bulk_create(
        EntryPhoto(
            entry=one, name=uuid.uuid4().hex, byte_size=1, sha256="", width=9, height=9,
            face_x=4, face_y=4, face_side=5, face_tilt=0,
        )
        for one in written
    )  # fmt: skip
    found, count = selectors.photos_found(owner=hana, period=OCTOBER)
    assert count == 12
    assert [one.day.day for one in found] == [1, 4, 7, 10]


@given(st.sets(st.integers(1, 31)))
def test_the_longest_gap_is_the_longest_and_the_first(recorded: set[int]) -> None:
    days = tuple(
        selectors.DayFound(date(2026, 10, day), (Emotion.SAD,), 1, 0.0) for day in sorted(recorded)
    )
    found = wording.longest_gap(days, OCTOBER.first, OCTOBER.last)
    best: tuple[date, date] | None = None
    for first in range(1, 32):
        for last in range(first, 32):
            free = not recorded & set(range(first, last + 1))
            if free and (best is None or last - first > (best[1] - best[0]).days):
                best = date(2026, 10, first), date(2026, 10, last)
    assert found == best


@given(st.lists(st.floats(-1, 1), max_size=30))
def test_no_day_stands_out_on_both_sides(values: list[float]) -> None:
    days = [
        selectors.DayFound(date(2026, 10, 1) + timedelta(days=place), (Emotion.SAD,), 1, value)
        for place, value in enumerate(values)
    ]
    heavy, bright = selectors.standout_days(days)
    assert not {day.date for day in heavy} & {day.date for day in bright}
    assert all(day.valence < 0 for day in heavy)
    assert all(day.valence > 0 for day in bright)
    if heavy:
        assert heavy[0].valence == min(values)
    if bright:
        assert bright[0].valence == max(values)


@pytest.mark.parametrize(
    ("value", "text"), [(0.123, "+0.12"), (-0.05, "−0.05"), (0.001, "0.00"), (-0.001, "0.00")]
)
def test_feelings_have_a_sign(value: float, text: str) -> None:
    assert figures.signed(value, 2) == text
