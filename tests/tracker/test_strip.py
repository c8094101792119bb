"""The strip: which days, whose, with which song, at what cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tracker_writing import a_long_diary, at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.diary.models import Heard
from moodtracker.emotions import Emotion
from moodtracker.music.selectors import catalogue, pieces_for
from moodtracker.tracker.strip import EARLIER_YEARS, strip

TODAY = date(2026, 11, 22)
HAPPY, SAD, ANGER, UNREST = Emotion.HAPPY, Emotion.SAD, Emotion.ANGER, Emotion.UNREST


def test_it_holds_five_days(hana: User) -> None:
    write(
        entry(hana, at_wall(TODAY, 9), HAPPY),
        entry(hana, at_wall(TODAY - timedelta(days=1), 23, 59), SAD),
        entry(hana, at_wall(TODAY - timedelta(days=2)), ANGER),
        entry(hana, at_wall(TODAY - timedelta(days=7)), UNREST),
        entry(hana, at_wall(date(2026, 10, 22)), UNREST),
        entry(hana, at_wall(date(2025, 11, 22)), HAPPY),
    )
    found = strip(owner=hana, today=TODAY)
    five = (found.today, found.yesterday, found.week_ago, found.month_ago, found.year_ago)
    assert [day.moods.main for day in five] == [HAPPY, SAD, UNREST, UNREST, HAPPY]
    assert found.month_ago.date == date(2026, 10, 22)
    assert found.earlier == ()


@pytest.mark.parametrize(
    ("today", "month_ago", "year_ago"),
    [
        (date(2027, 3, 31), date(2027, 2, 28), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2028, 1, 29), date(2027, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29), date(2027, 3, 31)),
    ],
)
def test_month_ends_and_leap_days(hana: User, today: date, month_ago: date, year_ago: date) -> None:
    write(entry(hana, at_wall(month_ago), SAD), entry(hana, at_wall(year_ago), HAPPY))
    found = strip(owner=hana, today=today)
    assert (found.month_ago.date, found.month_ago.moods.main) == (month_ago, SAD)
    assert (found.year_ago.date, found.year_ago.moods.main) == (year_ago, HAPPY)


def test_a_leap_day_looks_back_at_leap_days_where_there_are_any(hana: User) -> None:
    days = [date(2026, 2, 28), date(2024, 2, 29), date(2024, 2, 28), date(2020, 2, 29)]
    write(*(entry(hana, at_wall(day), HAPPY) for day in days))
    found = strip(owner=hana, today=date(2028, 2, 29))
    assert [day.moods.date for day in found.earlier] == [days[0], days[1], days[3]]
    assert [day.years for day in found.earlier] == [2, 4, 8]


def test_at_most_five_earlier_years_the_latest_first(hana: User) -> None:
    write(*(entry(hana, at_wall(date(y, 11, 22)), SAD, note=f"{y}") for y in range(2010, 2026)))
    found = strip(owner=hana, today=TODAY)
    assert len(found.earlier) == EARLIER_YEARS
    assert [day.line for day in found.earlier] == ["2024", "2023", "2022", "2021", "2020"]


def test_an_empty_strip_has_days_without_moods_lines_or_songs(hana: User) -> None:
    found = strip(owner=hana, today=TODAY)
    for day in (found.today, found.yesterday, found.week_ago, found.month_ago, found.year_ago):
        assert (day.moods.main, day.moods.entries, day.line, day.song) == (None, (), "", None)


def test_the_line_is_the_first_one_of_the_days_first_note(hana: User) -> None:
    write(
        entry(hana, at_wall(TODAY, 8), HAPPY),
        entry(hana, at_wall(TODAY, 9), HAPPY, note="  \n 첫 줄\n둘째 줄"),
        entry(hana, at_wall(TODAY, 10), HAPPY, note="나중"),
    )
    assert strip(owner=hana, today=TODAY).today.line == "첫 줄"


def test_the_song_is_what_was_heard_last_that_day(hana: User) -> None:
    first, second, third = (work.id for work in catalogue().works[:3])
    morning, evening = write(
        entry(hana, at_wall(TODAY, 8), SAD), entry(hana, at_wall(TODAY, 20), SAD)
    )
    at = at_wall(TODAY, 21)
    Heard.objects.create(entry=evening, work=first, at=at)
    Heard.objects.create(entry=morning, work=second, at=at + timedelta(hours=1))
    Heard.objects.create(entry=morning, work=third, at=at - timedelta(hours=1))
    song = strip(owner=hana, today=TODAY).today.song
    assert song is not None
    assert (song.work.id, song.heard) == (second, True)


def test_a_song_that_left_the_catalogue_gives_way(hana: User) -> None:
    (only,) = write(entry(hana, at_wall(TODAY), SAD))
    Heard.objects.create(entry=only, work="no-such-work", at=at_wall(TODAY))
    song = strip(owner=hana, today=TODAY).today.song
    assert song is not None
    assert not song.heard


def test_unheard_the_song_is_the_entry_pages_first_piece(hana: User) -> None:
    """Of the last entry with the day's main mood, by its own word where there is one."""
    *_, last = write(
        entry(hana, at_wall(TODAY, 8), HAPPY),
        entry(hana, at_wall(TODAY, 9), ANGER, own=SAD),
        entry(hana, at_wall(TODAY, 10), HAPPY, own=SAD),
    )
    song = strip(owner=hana, today=TODAY).today.song
    expected = pieces_for(probabilities=last.probabilities, own_word=SAD, seed=str(last.id))
    assert song is not None
    assert (song.work, song.heard) == (expected[0].work, False)


def test_nothing_of_other_people_and_nothing_deleted_is_seen(
    hana: User, minsu: User, stranger: User
) -> None:
    write(
        entry(hana, at_wall(TODAY), HAPPY),
        entry(hana, at_wall(TODAY), SAD, deleted=True, note="지운 글"),
        entry(hana, at_wall(date(2024, 11, 22)), SAD, deleted=True),
        entry(minsu, at_wall(TODAY), ANGER),
    )
    found = strip(owner=hana, today=TODAY)
    assert [each.mood for each in found.today.moods.entries] == [HAPPY]
    assert (found.today.line, found.earlier) == ("", ())
    assert strip(owner=stranger, today=TODAY).today.moods.entries == ()


def test_a_traveller_keeps_the_dates_and_hours_on_the_walls(hana: User) -> None:
    """23:30 in Seoul is Monday's; an hour later it is still Monday morning in New York."""
    instant = datetime(2026, 11, 16, 14, 30, tzinfo=UTC)
    write(
        entry(hana, instant, HAPPY, zone="Asia/Seoul"),
        entry(hana, instant + timedelta(hours=1), SAD, zone="America/New_York"),
    )
    day = strip(owner=hana, today=date(2026, 11, 16)).today.moods
    assert [(each.hour, each.mood) for each in day.entries] == [(23, HAPPY), (10, SAD)]


def test_a_long_diary_costs_two_queries(hana: User) -> None:
    a_long_diary(hana, last=TODAY, count=4_000)
    with CaptureQueriesContext(connection) as queries:
        strip(owner=hana, today=TODAY)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "USING INDEX diary_entry" in plan
    assert "local_date=" in plan
