"""The calendar's pages: valid, closed to strangers, bounded, in both languages."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from tracker_writing import a_long_diary, at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.diary.models import Heard
from moodtracker.emotions import Emotion
from moodtracker.music.selectors import catalogue

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past two on Sunday, 22 November 2026, in Seoul."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def month_address(year: int, month: int) -> str:
    return reverse("tracker:month", args=[year, month])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def words(page_text: str) -> str:
    """The text of a page as one line, with what pictures are called."""
    page_text = re.sub(r'<svg[^>]*aria-label="([^"]*)"[^>]*>', r" \1 ", page_text)
    return " ".join(re.sub(r"<[^>]+>", " ", page_text).split())


def strip_for(user: Any) -> str:
    template = Template("{% load tracker_tags %}{% mood_strip %}")
    return template.render(Context({"user": user}))


def test_the_calendar_opens_on_the_present_month_with_stamps_and_words(
    hana: User, hana_client: Client
) -> None:
    written = write(
        entry(hana, at_wall(TODAY, 9), Emotion.HAPPY),
        *(entry(hana, at_wall(date(2026, 11, 3), 8 + n), Emotion.SAD) for n in range(4)),
        entry(hana, at_wall(date(2026, 11, 3), 20), Emotion.UNREST),
    )
    text = page(hana_client, reverse("tracker:calendar"))
    assert "<caption" in text
    assert text.count('scope="col"') == 7
    assert text.count('aria-current="date"') == 1
    for day in {each.local_date for each in written}:
        assert f'href="{reverse("diary:day", args=[day])}"' in text
    third = words(text[text.index('datetime="2026-11-03"') : text.index('datetime="2026-11-04"')])
    assert "슬픔" in third
    assert "불안" in third
    assert "+3" in third
    assert "기록 5개" in third


def test_weeks_begin_on_sunday(hana_client: Client) -> None:
    text = page(hana_client, month_address(2026, 11))
    head = text[text.index("<thead>") : text.index("</thead>")]
    assert words(head).split() == ["일", "월", "화", "수", "목", "금", "토"]
    first_week = text[text.index("<tbody>") :].split("</tr>")[0]
    assert 'datetime="2026-11-01"' in first_week
    assert 'datetime="2026-11-07"' in first_week
    assert 'datetime="2026-11-08"' not in first_week


def test_months_can_be_turned_but_not_into_the_future(hana_client: Client) -> None:
    now = page(hana_client, reverse("tracker:calendar"))
    assert f'href="{month_address(2026, 10)}"' in now
    assert 'rel="next"' not in now
    before = page(hana_client, month_address(2026, 10))
    assert f'href="{month_address(2026, 11)}"' in before
    assert hana_client.get(month_address(2026, 12)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/2026/13/",
        "/calendar/2026/0/",
        "/calendar/1969/12/",
        "/calendar/9999/1/",
        "/calendar/99999999999999999999/1/",
        "/calendar/2026/2/30/",
        "/calendar/0/1/1/",
        "/calendar/1969/",
        "/calendar/2027/",
        "/calendar/9999/pixels.png",
    ],
)
def test_dates_that_do_not_exist_are_not_found(hana_client: Client, address: str) -> None:
    assert hana_client.get(address).status_code == 404


def test_a_day_sends_to_its_page_in_the_diary(hana_client: Client) -> None:
    answer = hana_client.get("/calendar/2026/11/3/")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("diary:day", args=[date(2026, 11, 3)])


def test_the_present_day_is_that_of_the_persons_zone(hana: User, hana_client: Client) -> None:
    """At 14:30 in Seoul on the 22nd it is the 21st, 18:30, on Pago Pago."""
    hana.zone = "Pacific/Pago_Pago"
    hana.save()
    text = page(hana_client, reverse("tracker:calendar"))
    after = text[text.index('aria-current="date"') :]
    found = re.search(r'datetime="([\d-]+)"', after)
    assert found
    assert found[1] == "2026-11-21"


def test_a_month_without_entries_says_so(hana_client: Client) -> None:
    assert "이 달에는 기록이 없어요" in page(hana_client, month_address(2026, 9))


def test_a_stranger_sees_nothing_of_another_persons_month(
    hana: User, stranger: User, stranger_client: Client, client: Client
) -> None:
    written = write(entry(hana, at_wall(TODAY), Emotion.ANGER, note="비밀"))
    text = page(stranger_client, reverse("tracker:calendar"))
    assert str(written[0].id) not in text
    assert "이 달에는 기록이 없어요" in text
    assert strip_for(stranger).count("기록이 없어요") == 5
    for address in ("/calendar/", "/calendar/2026/11/", "/calendar/2026/11/22/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


def test_nothing_is_written_by_calendar_pages(hana_client: Client) -> None:
    for address in ("/calendar/", "/calendar/2026/11/", "/calendar/2026/11/22/"):
        assert hana_client.post(address).status_code == 405


def test_the_strip_shows_five_days_each_with_its_mood_hours_line_and_song(hana: User) -> None:
    (first, *_) = write(
        entry(hana, at_wall(TODAY, 9), Emotion.SAD, note="창밖에 비.\n둘째 줄"),
        entry(hana, at_wall(TODAY, 21), Emotion.SAD),
        entry(hana, at_wall(TODAY - timedelta(days=1)), Emotion.HAPPY, own=Emotion.ANGER),
        entry(hana, at_wall(date(2025, 11, 22)), Emotion.UNREST),
    )
    work = catalogue().works[1]
    Heard.objects.create(entry=first, work=work.id, at=NOW)
    text = strip_for(hana)
    said = words(text)
    labels = ["오늘 11월 22일", "어제 11월 21일", "일주일 전 11월 15일", "한 달 전 10월 22일"]
    places = [said.index(label) for label in [*labels, "일 년 전 2025년 11월 22일"]]
    assert places == sorted(places)
    today = said[places[0] : places[1]]
    assert "9시 슬픔, 21시 슬픔" in today
    assert "창밖에 비." in today
    assert "둘째 줄" not in today
    assert f"들은 곡 {escape(work.title_ko)}" in today
    yesterday = said[places[1] : places[2]]
    assert "분노" in yesterday
    assert "기쁨" not in yesterday
    assert "어울리는 곡" in yesterday
    assert said.count("기록이 없어요") == 2
    for day in (TODAY, TODAY - timedelta(days=7), date(2025, 11, 22)):
        assert f'href="{reverse("diary:day", args=[day])}"' in text
    assert "이맘때" not in said


def test_earlier_years_of_the_date_stand_under_the_strip(hana: User) -> None:
    write(*(entry(hana, at_wall(date(year, 11, 22)), Emotion.HAPPY) for year in range(2016, 2026)))
    said = words(strip_for(hana))
    assert "이맘때" in said
    assert [years for years in range(1, 12) if f"{years}년 전" in said] == [2, 3, 4, 5, 6]


def test_the_strip_shows_nothing_when_nobody_is_signed_in() -> None:
    assert strip_for(AnonymousUser()).strip() == ""


def test_the_pages_cost_the_same_for_a_long_diary(hana: User, hana_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(hana_client, reverse("tracker:calendar"))
        return len(caught)

    a_long_diary(hana, last=TODAY, count=20)
    few = queries()
    a_long_diary(hana, last=TODAY - timedelta(days=4), count=4_000)
    assert queries() == few <= 4


def test_an_english_calendar_speaks_english(hana: User, hana_client: Client) -> None:
    hana.language = "en"
    hana.save()
    write(entry(hana, at_wall(TODAY), Emotion.SAD))
    text = page(hana_client, reverse("tracker:calendar"))
    head = text[text.index("<thead>") : text.index("</thead>")]
    assert words(head).split() == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert "November 2026, the mood of each day" in text
    assert "1 day<" in text
    assert "sadness" in text
    hangul = re.findall(r"[가-힣]+", words(text[text.index("<main") : text.index("</main>")]))
    assert hangul == []
