"""The pages of the reports: sound, kind, closed to strangers, bounded, in both languages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tracker_writing import a_long_diary

from markup import assert_sound_page
from moodtracker.accounts.models import User
from tracker.reports.conftest import TODAY

pytestmark = pytest.mark.django_db

MONTH = "/reports/2026/10/"
ADDRESSES = ("/reports/", MONTH, "/reports/2026/", "/reports/2026-10-03/2026-11-12/")


def words(text: str) -> str:
    """The text of a page as one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") :]).split())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_sound_in_both_languages(
    diary: User, hana_client: Client, address: str, language: str
) -> None:
    diary.language = language
    diary.save()
    answer = hana_client.get(address)
    assert_sound_page(answer)
    if language == "en":
        text = answer.content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        said = re.sub(r"<script.*?</script>|아침|산책|하나|한국어", "", main, flags=re.DOTALL)
        assert re.findall(r"[가-힣]+", words(said)) == []


def test_a_month_is_told_with_everything_in_it(diary: User, hana_client: Client) -> None:
    said = words(hana_client.get(MONTH).content.decode())
    for one in ("2026년 10월", "진단이 아니에요", "한눈에", "달력", "요일과 시간", "함께한 것"):
        assert one in said
    assert "31일 중 28일에 기록이 있어요. 기록은 모두 37개예요." in said
    assert "아침 13" in said
    assert "🚶 산책" in said
    assert "10월 5일 월요일" in said


def test_what_is_not_wanted_is_left_out(diary: User, hana_client: Client) -> None:
    bare = words(
        hana_client.get(MONTH, {"chosen": "on", "notes": "none", "language": "ko"}).content.decode()
    )
    assert "아침 13" not in bare
    assert "🚶 산책" not in bare
    assert "이름 하나" not in bare
    assert "이름 하나" in words(hana_client.get(MONTH).content.decode())


def test_a_report_can_speak_another_language_than_the_page(
    diary: User, hana_client: Client
) -> None:
    answer = hana_client.get(MONTH, {"chosen": "on", "notes": "none", "language": "en"})
    assert_sound_page(answer)
    text = answer.content.decode()
    article = text[text.index('<article class="report-paper" lang="en"') : text.index("</article>")]
    assert "October 2026" in text
    assert (
        re.findall(r"[가-힣]+", re.sub(r"<script.*?</script>", "", article, flags=re.DOTALL)) == []
    )
    assert "PDF로 받기" in text


def test_an_empty_period_gets_a_kind_sentence(diary: User, hana_client: Client) -> None:
    answer = hana_client.get("/reports/2026/3/")
    assert_sound_page(answer)
    said = words(answer.content.decode())
    assert "이 기간에는 기록이 없어요" in said
    assert "PDF로 받기" not in said


def test_an_empty_diary_is_told_how_to_begin(stranger_client: Client) -> None:
    answer = stranger_client.get("/reports/")
    assert_sound_page(answer)
    assert "아직 적은 것이 없어요" in words(answer.content.decode())


def test_a_stranger_sees_nothing_of_hana(diary: User, stranger_client: Client) -> None:
    for address in ADDRESSES:
        said = words(stranger_client.get(address).content.decode())
        assert "아침" not in said
        assert "산책" not in said
    sent = {"first": "2026-10-01", "last": "2026-10-31", "chosen": "on", "notes": "all"}
    answer = stranger_client.post("/reports/pdf/", sent | {"language": "ko"})
    assert answer.status_code == 302
    assert answer["Location"] == MONTH


@pytest.mark.parametrize(
    "address",
    [
        "/reports/2026/13/",
        "/reports/2026/12/",
        "/reports/2027/",
        "/reports/1969/",
        "/reports/99999999/1/",
        "/reports/2026-10-03/2026-10-02/",
        "/reports/2020-01-01/2026-10-02/",
    ],
)
def test_what_cannot_be_told_of_is_not_found(hana_client: Client, address: str) -> None:
    assert hana_client.get(address).status_code == 404


def test_two_dates_lead_to_their_report(diary: User, hana_client: Client) -> None:
    def sent(first: str, last: str) -> str:
        answer = hana_client.get("/reports/", {"first": first, "last": last})
        if answer.status_code == 302:
            return answer["Location"]
        assert_sound_page(answer)
        return words(answer.content.decode())

    assert sent("2026-10-01", "2026-10-31") == MONTH
    assert sent("2025-01-01", "2025-12-31") == "/reports/2025/"
    assert sent("2026-10-03", "2026-10-31") == "/reports/2026-10-03/2026-10-31/"
    assert "첫날은 끝날보다 앞" in sent("2026-10-03", "2026-10-01")
    assert "3년까지" in sent("2020-10-03", "2026-10-01")
    assert "2026-11-22처럼" in sent("morgen", "2026-10-01")


def test_pages_cost_the_same_for_a_long_diary(hana: User, hana_client: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hana_client.get(address).status_code == 200
        return len(caught)

    places = (reverse("tracker:reports"), "/reports/2026/11/", "/reports/2026/")
    a_long_diary(hana, last=TODAY, count=40)
    few = {place: queries(place) for place in places}
    a_long_diary(hana, last=TODAY - timedelta(days=8), count=20_000)
    assert {place: queries(place) for place in places} == few
    assert max(few.values()) <= 18


def test_nothing_is_written_by_looking(diary: User, hana_client: Client) -> None:
    for address in ADDRESSES:
        assert hana_client.post(address).status_code == 405
    assert hana_client.get("/reports/pdf/").status_code == 405
