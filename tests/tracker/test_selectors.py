"""What the month holds: whose, of which day, which mood first, at what cost."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tracker_writing import a_long_diary, at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date
from moodtracker.diary.models import EntryPhoto
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker import selectors
from moodtracker.tracker.dates import Month
from moodtracker.tracker.selectors import DayEntry, DayMoods, month_sheet, moods_by_weight

TODAY = date(2026, 11, 22)
NOVEMBER = Month(2026, 11)
HAPPY, SAD, ANGER, UNREST = Emotion.HAPPY, Emotion.SAD, Emotion.ANGER, Emotion.UNREST


def day_of(owner: User, day: date) -> DayMoods:
    sheet = month_sheet(owner=owner, month=Month.of(day), today=TODAY)
    return next(each for week in sheet.weeks for each in week if each and each.date == day)


@given(st.lists(st.sampled_from(ORDER), max_size=12))
def test_moods_of_a_day_by_counting_slowly(moods: list[Emotion]) -> None:
    """Most entries first; of equals, the one whose last entry is later."""
    expected = []
    left = list(dict.fromkeys(moods))
    while left:
        best = left[0]
        for mood in left[1:]:
            more = moods.count(mood) > moods.count(best)
            as_many = moods.count(mood) == moods.count(best)
            later = moods[::-1].index(mood) < moods[::-1].index(best)
            if more or (as_many and later):
                best = mood
        expected.append(best)
        left.remove(best)
    assert moods_by_weight(moods) == tuple(expected)


def test_a_day_knows_its_main_mood_its_stamps_and_how_many_stand_behind(hana: User) -> None:
    felt = [SAD, HAPPY, SAD, ANGER, UNREST, Emotion.NEUTRALITY]
    write(*(entry(hana, at_wall(TODAY, 8 + hour), mood) for hour, mood in enumerate(felt)))
    day = day_of(hana, TODAY)
    assert day.main is SAD
    assert day.stamps == (SAD, Emotion.NEUTRALITY, UNREST)
    assert day.more == 3
    assert [each.mood for each in day.entries] == felt


def test_the_persons_own_word_wins(hana: User) -> None:
    write(entry(hana, at_wall(TODAY), SAD, own=HAPPY))
    assert day_of(hana, TODAY).main is HAPPY


def test_a_traveller_keeps_the_dates_on_the_walls(hana: User) -> None:
    """23:30 on Monday in Seoul is Monday's, though it is Monday morning in New York."""
    instant = datetime(2026, 11, 16, 14, 30, tzinfo=UTC)
    write(
        entry(hana, instant, HAPPY, zone="Asia/Seoul"),
        entry(hana, instant + timedelta(hours=1), SAD, zone="America/New_York"),
        entry(hana, instant + timedelta(hours=1), ANGER, zone="Asia/Seoul"),
    )
    assert [g.mood for g in day_of(hana, date(2026, 11, 16)).entries] == [HAPPY, SAD]
    assert [g.mood for g in day_of(hana, date(2026, 11, 17)).entries] == [ANGER]


def test_nothing_of_other_people_and_nothing_deleted_is_seen(
    hana: User, minsu: User, stranger: User
) -> None:
    write(
        entry(hana, at_wall(TODAY), HAPPY),
        entry(hana, at_wall(TODAY), SAD, deleted=True),
        entry(minsu, at_wall(TODAY), ANGER),
    )
    assert [glance.mood for glance in day_of(hana, TODAY).entries] == [HAPPY]
    assert month_sheet(owner=stranger, month=NOVEMBER, today=TODAY).entry_count == 0


def test_the_tally_counts_days_by_their_main_mood(hana: User) -> None:
    write(
        entry(hana, at_wall(date(2026, 11, 1)), HAPPY),
        entry(hana, at_wall(date(2026, 11, 2), 9), HAPPY),
        entry(hana, at_wall(date(2026, 11, 2), 10), SAD),
        entry(hana, at_wall(date(2026, 11, 3)), HAPPY),
        entry(hana, at_wall(date(2026, 10, 31)), ANGER),
    )
    sheet = month_sheet(owner=hana, month=NOVEMBER, today=TODAY)
    assert dict(sheet.tally) == dict.fromkeys(ORDER, 0) | {HAPPY: 2, SAD: 1}
    assert tuple(emotion for emotion, _ in sheet.tally) == ORDER
    assert sheet.entry_count == 4


def test_months_are_turned_up_to_the_present_one(hana: User) -> None:
    def turns(month: Month, today: date = TODAY) -> tuple[Month | None, Month | None]:
        sheet = month_sheet(owner=hana, month=month, today=today)
        return sheet.previous, sheet.next

    assert turns(NOVEMBER) == (Month(2026, 10), None)
    assert turns(Month(2026, 10)) == (Month(2026, 9), NOVEMBER)
    # Who flew home over the date line has entries dated tomorrow, which may be next month's.
    assert turns(NOVEMBER, date(2026, 11, 30)) == (Month(2026, 10), Month(2026, 12))
    assert turns(Month(1970, 1)) == (None, Month(1970, 2))


@pytest.mark.parametrize("count", [20, 4_000])
def test_a_month_costs_the_same_for_a_long_diary(hana: User, count: int) -> None:
    a_long_diary(hana, last=TODAY, count=count)
    rows: Counter[str] = Counter()
    real = selectors._entries_between

    def counted(**kwargs: Any) -> list[DayEntry]:
        found = real(**kwargs)
        rows["read"] += len(found)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selectors, "_entries_between", counted)
        with CaptureQueriesContext(connection) as queries:
            month_sheet(owner=hana, month=NOVEMBER, today=TODAY)
    assert len(queries) == 1
    assert '"diary_entry"."note",' not in queries[0]["sql"]
    assert rows["read"] == min(count, 22 * 5)


def test_a_day_tells_of_notes_and_photos(hana: User) -> None:
    (plain, noted) = write(
        entry(hana, at_wall(TODAY), HAPPY),
        entry(hana, at_wall(TODAY - timedelta(days=1)), SAD, note="비가 왔다."),
    )
    EntryPhoto.objects.create(
        entry=plain,
        name="p",
        byte_size=1,
        sha256="",
        width=1,
        height=1,
        face_x=0,
        face_y=0,
        face_side=1,
        face_tilt=0,
    )
    today, yesterday = day_of(hana, TODAY), day_of(hana, noted.local_date)
    assert (today.has_note, today.has_photo) == (False, True)
    assert (yesterday.has_note, yesterday.has_photo) == (True, False)


def test_the_month_is_read_through_the_index(hana: User) -> None:
    a_long_diary(hana, last=TODAY, count=2000)
    with CaptureQueriesContext(connection) as queries:
        month_sheet(owner=hana, month=NOVEMBER, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "diary_entry_day" in plan
    assert "local_date>" in plan


@given(
    st.lists(
        st.tuples(
            st.integers(1_767_225_600, 1_798_761_600),  # 2026, in seconds
            st.sampled_from(ORDER),
            st.sampled_from(["Asia/Seoul", "America/New_York", "Pacific/Kiritimati"]),
        ),
        max_size=30,
    ),
    st.dates(date(2026, 2, 1), date(2026, 12, 31)),
)
def test_a_month_by_sorting_entries_into_drawers(
    written: list[tuple[int, Emotion, str]], today: date
) -> None:
    """A month without the database, against a drawer a day."""
    instants = [(datetime.fromtimestamp(second, UTC), mood, zone) for second, mood, zone in written]
    drawers: dict[date, list[tuple[datetime, Emotion]]] = {}
    entries = []
    for number, (instant, mood, zone) in enumerate(instants):
        day = instant.astimezone(ZoneInfo(zone)).date()
        assert day == local_date(instant, zone)
        drawers.setdefault(day, []).append((instant, mood))
        entries.append(DayEntry(UUID(int=number), day, instant, 0, mood, False, False))

    def between(*, owner: User, first: date, last: date) -> list[DayEntry]:
        return [entry for entry in entries if first <= entry.date <= last]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selectors, "_entries_between", between)
        nobody = User(email="nobody@example.kr")
        sheet = month_sheet(owner=nobody, month=Month.of(today), today=today)
    for day in (day for week in sheet.weeks for day in week if day):
        drawer = drawers.get(day.date, [])
        assert Counter(e.mood for e in day.entries) == Counter(mood for _, mood in drawer)
        assert (day.main is None) == (not drawer)
        assert len(day.stamps) + day.more == len(drawer)
