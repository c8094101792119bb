"""What calendar and strip hold: whose, of which day, which mood first, at what cost."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tracker_writing import a_long_diary, at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date
from moodtracker.diary.selectors import EntryGlance
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker import selectors
from moodtracker.tracker.dates import Month, a_month_before
from moodtracker.tracker.selectors import DayMoods, month_sheet, moods_by_weight, strip

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
    assert [glance.mood for glance in day.entries] == felt


def test_the_persons_own_word_wins(hana: User) -> None:
    write(entry(hana, at_wall(TODAY), SAD, own=HAPPY))
    assert day_of(hana, TODAY).main is HAPPY
    assert strip(owner=hana, today=TODAY).today.main is HAPPY


def test_the_strip_holds_today_yesterday_and_a_month_ago(hana: User) -> None:
    write(
        entry(hana, at_wall(TODAY, 9), HAPPY),
        entry(hana, at_wall(TODAY - timedelta(days=1), 23, 59), SAD),
        entry(hana, at_wall(TODAY - timedelta(days=2)), ANGER),
        entry(hana, at_wall(date(2026, 10, 22)), UNREST),
        entry(hana, at_wall(date(2026, 10, 23)), ANGER),
    )
    found = strip(owner=hana, today=TODAY)
    assert [found.today.main, found.yesterday.main, found.month_ago.main] == [HAPPY, SAD, UNREST]
    assert found.month_ago.date == date(2026, 10, 22)


def test_the_strip_of_the_31st_looks_at_the_last_day_of_a_shorter_month(hana: User) -> None:
    write(
        entry(hana, at_wall(date(2027, 2, 28)), SAD),
        entry(hana, at_wall(date(2027, 3, 30)), HAPPY),
    )
    found = strip(owner=hana, today=date(2027, 3, 31))
    assert found.month_ago.date == date(2027, 2, 28)
    assert found.month_ago.main is SAD
    assert found.yesterday.main is HAPPY
    assert found.today.main is None


def test_an_empty_strip_has_days_without_moods(hana: User) -> None:
    found = strip(owner=hana, today=TODAY)
    for day in (found.today, found.yesterday, found.month_ago):
        assert (day.main, day.entries, day.stamps, day.more) == (None, (), (), 0)


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
    assert strip(owner=stranger, today=TODAY).today.entries == ()


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


@pytest.mark.parametrize("count", [20, 20_000])
def test_a_month_and_a_strip_cost_the_same_for_a_long_diary(hana: User, count: int) -> None:
    a_long_diary(hana, last=TODAY, count=count)
    rows: Counter[str] = Counter()
    real = selectors.entries_between

    def counted(**kwargs: Any) -> list[EntryGlance]:
        found = real(**kwargs)
        rows["read"] += len(found)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selectors, "entries_between", counted)
        with CaptureQueriesContext(connection) as queries:
            month_sheet(owner=hana, month=NOVEMBER, today=TODAY)
        assert len(queries) == 1
        assert rows["read"] == min(count, 22 * 5)
        rows.clear()
        with CaptureQueriesContext(connection) as queries:
            strip(owner=hana, today=TODAY)
        assert len(queries) == 2
        assert rows["read"] == min(count, 15 if count > 200 else 10)


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
    """Months and strip without the database, against a drawer a day."""
    instants = [(datetime.fromtimestamp(second, UTC), mood, zone) for second, mood, zone in written]
    drawers: dict[date, list[tuple[datetime, Emotion]]] = {}
    glances = []
    for number, (instant, mood, zone) in enumerate(instants):
        day = instant.astimezone(ZoneInfo(zone)).date()
        assert day == local_date(instant, zone)
        drawers.setdefault(day, []).append((instant, mood))
        glances.append(EntryGlance(number, day, instant, zone, mood, False, "photo", None))  # type: ignore[arg-type]

    def between(*, owner: User, first: date, last: date) -> list[EntryGlance]:
        inside = [glance for glance in glances if first <= glance.date <= last]
        return sorted(inside, key=lambda glance: (glance.date, glance.instant, glance.id))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selectors, "entries_between", between)
        nobody = User(email="nobody@example.kr")
        sheet = month_sheet(owner=nobody, month=Month.of(today), today=today)
        three = strip(owner=nobody, today=today)
    shown = [day for week in sheet.weeks for day in week if day]
    for day in (*shown, three.today, three.yesterday, three.month_ago):
        drawer = sorted(drawers.get(day.date, []), key=lambda item: item[0])
        assert Counter(e.mood for e in day.entries) == Counter(mood for _, mood in drawer)
        assert (day.main is None) == (not drawer)
        assert len(day.stamps) + day.more == len(drawer)
    assert three.yesterday.date == today - timedelta(days=1)
    assert three.month_ago.date == a_month_before(today)
