"""The year: counted like the calendar, whatever the database does it by, at a bounded cost."""

import re
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tracker_writing import a_long_diary, at_wall, entry, write

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.core.time import local_date
from moodtracker.diary.models import Entry
from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.tracker.dates import Month
from moodtracker.tracker.selectors import month_sheet
from moodtracker.tracker.year import level_of, year_sheet

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = NOW.date()
HAPPY, SAD, ANGER, UNREST = Emotion.HAPPY, Emotion.SAD, Emotion.ANGER, Emotion.UNREST
ZONES = ["Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Europe/London"]


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past two on Sunday, 22 November 2026, in Seoul."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            # Few days, so that ties are met; February to March of a leap year, and clock changes.
            st.one_of(st.integers(0, 60 * 96), st.just(40)).map(lambda q: q * 900),
            st.sampled_from(ORDER),
            st.one_of(st.none(), st.sampled_from(ORDER)),
            st.sampled_from(ZONES),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_the_year_agrees_with_the_calendar_and_with_counting_slowly(
    hana: User, written: list[tuple[int, Emotion, Emotion | None, str, bool]]
) -> None:
    begin = datetime(2028, 2, 1, tzinfo=UTC)
    Entry.objects.all().delete()
    write(
        *(
            entry(hana, begin + timedelta(seconds=s), read, own=own, zone=zone, deleted=gone)
            for s, read, own, zone, gone in written
        )
    )
    today = date(2028, 12, 31)
    sheet = year_sheet(owner=hana, year=2028, today=today)
    drawers: dict[date, list[float]] = {}
    for s, read, own, zone, gone in written:
        if gone:
            continue
        word = FACTS[own].valence if own else None
        expected = sum((0.6 if mood is read else 0.08) * FACTS[mood].valence for mood in ORDER)
        day = local_date(begin + timedelta(seconds=s), zone)
        drawers.setdefault(day, []).append(expected if word is None else word)
    assert set(sheet.days) == set(drawers)
    for day, values in drawers.items():
        assert sheet.days[day].entry_count == len(values)
        assert sheet.days[day].valence == pytest.approx(sum(values) / len(values))
    mains: Counter[Emotion] = Counter()
    for number in range(1, 13):
        month = month_sheet(owner=hana, month=Month(2028, number), today=today)
        for day in (day for week in month.weeks for day in week if day):
            found = sheet.days.get(day.date)
            assert (found.main if found else None) == day.main
        assert dict(month.tally) == dict(zip(ORDER, sheet.months[number - 1].days, strict=True))
        mains.update(dict(month.tally))
    assert dict(sheet.tally) == {mood: mains[mood] for mood in ORDER}
    assert sum(days for _, days in sheet.levels) == len(sheet.days)


@pytest.mark.parametrize(
    ("valence", "level"),
    [(-1, 1), (-0.45, 1), (-0.44, 2), (-0.15, 2), (0, 3), (0.15, 3), (0.2, 4), (0.46, 5), (1, 5)],
)
def test_levels(valence: float, level: int) -> None:
    assert level_of(valence) == level


def test_years_are_turned_where_there_is_something(hana: User) -> None:
    write(entry(hana, at_wall(date(2025, 12, 31)), SAD))
    assert year_sheet(owner=hana, year=2026, today=TODAY).previous == 2025
    assert year_sheet(owner=hana, year=2025, today=TODAY).previous is None
    assert year_sheet(owner=hana, year=2025, today=TODAY).next == 2026
    assert year_sheet(owner=hana, year=2026, today=TODAY).next is None
    assert year_sheet(owner=hana, year=2026, today=date(2026, 12, 31)).next == 2027


@pytest.mark.parametrize(
    ("back", "current", "longest"),
    [((0, 1, 2), 3, 3), ((1, 2), 2, 2), ((2, 3), 0, 2), ((0, 2, 3, 4), 1, 3), ((), 0, 0)],
)
def test_days_in_a_row(hana: User, back: tuple[int, ...], current: int, longest: int) -> None:
    write(*(entry(hana, at_wall(TODAY - timedelta(days=n)), SAD) for n in back))
    streak = year_sheet(owner=hana, year=2026, today=TODAY).streak
    assert (streak.current, streak.longest) == (current, longest)


def test_other_people_and_other_years_are_not_in_it(hana: User, minsu: User) -> None:
    write(
        entry(hana, at_wall(date(2025, 12, 31), 23, 59), SAD),
        entry(hana, at_wall(date(2026, 1, 1), 0), HAPPY),
        entry(minsu, at_wall(TODAY), ANGER),
    )
    assert set(year_sheet(owner=hana, year=2026, today=TODAY).days) == {date(2026, 1, 1)}


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize("by", ["", "?by=valence", "?by=nonsense"])
def test_the_page_has_a_link_a_shape_and_words_for_every_day(
    hana: User, hana_client: Client, by: str
) -> None:
    write(
        entry(hana, at_wall(date(2026, 3, 5), 9), SAD, own=SAD),
        entry(hana, at_wall(date(2026, 3, 5), 10), SAD, own=SAD),
    )
    answer = hana_client.get(reverse("tracker:year", args=[2026]) + by)
    assert_sound_page(answer)
    text = answer.content.decode()
    name = "많이 무거워요" if by == "?by=valence" else "슬픔"
    glyph = "moon-1" if by == "?by=valence" else "stamp-sad"
    cell = text[text.index(f'href="{reverse("diary:day", args=[date(2026, 3, 5)])}"') :][:200]
    assert f'aria-label="3월 5일, {name}, 기록 2개"' in cell
    assert f'href="#{glyph}"' in cell
    assert f'id="{glyph}"' in text
    assert text.count('class="px') - 6 + ("valence" in by) == 365
    assert text.count('aria-current="date"') == 1
    # The day of grace, and no further.
    assert reverse("diary:day", args=[date(2026, 11, 23)]) in text
    assert reverse("diary:day", args=[date(2026, 11, 24)]) not in text
    assert "<caption" in text


@pytest.mark.usefixtures("present")
def test_days_in_a_row_are_told_only_to_who_asked(hana: User, hana_client: Client) -> None:
    write(*(entry(hana, at_wall(TODAY - timedelta(days=n)), SAD) for n in range(3)))
    address = reverse("tracker:year", args=[2026])
    assert "이어 쓴" not in hana_client.get(address).content.decode()
    hana.streaks = True
    hana.save()
    assert "가장 길게 이어 쓴 것은 3일이에요" in hana_client.get(address).content.decode()


@pytest.mark.usefixtures("present")
def test_an_empty_year_says_so_and_an_english_one_speaks_english(
    hana: User, hana_client: Client
) -> None:
    address = reverse("tracker:year", args=[2025])
    assert "아직 기록이 없어요" in hana_client.get(address).content.decode()
    hana.language = "en"
    hana.save()
    write(entry(hana, at_wall(date(2025, 3, 5)), SAD))
    text = hana_client.get(address).content.decode()
    main = text[text.index("<main") : text.index("</main>")].replace(">마음</p>", "")
    assert re.findall(r"[가-힣]+", main) == []
    assert "1 entry on 1 day" in main


@pytest.mark.usefixtures("present")
def test_a_long_diary_costs_what_a_short_one_does(hana: User, hana_client: Client) -> None:
    """Queries are bounded; the time is the benchmark's, here is only a wide bound."""
    address = reverse("tracker:year", args=[2026])

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            assert hana_client.get(address).status_code == 200
        return [query["sql"] for query in caught]

    a_long_diary(hana, last=TODAY, count=20)
    few = len(queries())
    a_long_diary(hana, last=TODAY - timedelta(days=4), count=4_000, a_day=14)
    began = time.perf_counter()
    many = queries()
    assert time.perf_counter() - began < 3
    assert len(many) == few <= 5
    first = next(sql for sql in many if "SUM(" in sql)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + first)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "INDEX diary_entry_charts" in plan


@pytest.mark.usefixtures("present")
def test_the_year_is_saved_as_svg_with_its_letters_and_as_png(
    hana: User, hana_client: Client
) -> None:
    write(entry(hana, at_wall(TODAY), SAD), entry(hana, at_wall(date(2026, 2, 3)), HAPPY))
    svg = hana_client.get(reverse("tracker:year_svg", args=[2026]))
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg["Content-Disposition"] == 'attachment; filename="mood-2026-mood.svg"'
    drawing = svg.content.decode()
    assert drawing.count("data:font/woff2;base64,") >= 4
    assert "11월 22일, 슬픔" in drawing
    assert len(svg.content) < 1_500_000
    png = hana_client.get(reverse("tracker:year_png", args=[2026]) + "?by=valence")
    assert png["Content-Disposition"] == 'attachment; filename="mood-2026-valence.png"'
    picture = Image.open(BytesIO(png.content))
    assert picture.size == (2220, 1350)
