"""The kind sentence of today: when it stands, what it offers, and that it can be silenced."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tracker_writing import at_wall, entry, write

from markup import assert_sound_page
from moodtracker.accounts.models import HelpLines, User
from moodtracker.diary.models import Entry
from moodtracker.emotions import Emotion
from moodtracker.tracker.gentle import REST
from moodtracker.tracker.gentle_card import days_of_valence, gentle_card
from moodtracker.tracker.models import GentleRest
from moodtracker.tracker.services import gentle_put_away

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = NOW.date()
KIND = "요즘 마음이 조금 무거웠나 봐요"


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past two on Sunday, 22 November 2026, in Seoul."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def by_hand(owner: User, day: date, mood: Emotion, *, deleted: bool = False) -> Entry:
    return entry(owner, at_wall(day), mood, own=mood, deleted=deleted)


@pytest.fixture
def heavy(hana: User) -> User:
    """하나 after two quiet months and five heavy days, the fifth of them today."""
    write(
        *(by_hand(hana, TODAY - timedelta(days=back), Emotion.NEUTRALITY) for back in range(5, 60)),
        *(by_hand(hana, TODAY - timedelta(days=back), Emotion.SAD) for back in range(5)),
    )
    return hana


def home(client: Client) -> str:
    answer = client.get(reverse("diary:home"))
    assert_sound_page(answer)
    return answer.content.decode()


def test_it_stands_on_todays_page_with_music_and_numbers(heavy: User, hana_client: Client) -> None:
    text = home(hana_client)
    assert KIND in text
    assert f'href="{reverse("music:for_mood", args=["neutrality"])}"' in text
    assert 'href="tel:109"' in text
    assert 'href="tel:1577-0199"' in text
    assert "진단이 아니에요" in text


def test_quiet_days_have_none(hana: User, hana_client: Client) -> None:
    write(*(by_hand(hana, TODAY - timedelta(days=n), Emotion.NEUTRALITY) for n in range(60)))
    assert KIND not in home(hana_client)


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (HelpLines.ADULT, ["109", "1577-0199"]),
        (HelpLines.YOUNG, ["109", "1388"]),
        (HelpLines.NONE, []),
    ],
)
def test_the_numbers_follow_the_setting(heavy: User, lines: HelpLines, numbers: list[str]) -> None:
    heavy.help_lines = lines
    card = gentle_card(owner=heavy, today=TODAY)
    assert card is not None
    assert [line.number for line in card.lines] == numbers


def test_switched_off_it_asks_nothing(heavy: User, hana_client: Client) -> None:
    heavy.gentle = False
    heavy.save()
    with CaptureQueriesContext(connection) as queries:
        assert gentle_card(owner=heavy, today=TODAY) is None
    assert len(queries) == 0
    assert KIND not in home(hana_client)


def test_put_away_it_rests_a_month(heavy: User, hana_client: Client) -> None:
    address = reverse("tracker:gentle_put_away")
    assert hana_client.get(address).status_code == 405
    assert hana_client.post(address).headers["Location"] == reverse("diary:home")
    after = home(hana_client)
    assert KIND not in after
    assert "한 달 동안은" in after
    hana_client.post(address)
    rest = GentleRest.objects.get(owner=heavy)
    assert rest.until == TODAY + timedelta(days=REST)


def test_after_the_rest_a_new_run_is_spoken_of(heavy: User) -> None:
    GentleRest.objects.create(owner=heavy, until=TODAY, put_away_at=NOW)
    assert gentle_card(owner=heavy, today=TODAY) is None
    GentleRest.objects.update(until=TODAY - timedelta(days=1))
    assert gentle_card(owner=heavy, today=TODAY) is not None


def test_the_rest_is_counted_on_the_persons_calendar(heavy: User) -> None:
    """At 14:30 in Seoul on the 22nd it is the 21st on Pago Pago."""
    heavy.zone = "Pacific/Pago_Pago"
    assert gentle_put_away(user=heavy, now=NOW).until == date(2026, 11, 21) + timedelta(days=REST)


def test_another_persons_days_and_rest_say_nothing(heavy: User, stranger: User) -> None:
    gentle_put_away(user=stranger, now=NOW)
    assert gentle_card(owner=heavy, today=TODAY) is not None
    assert gentle_card(owner=stranger, today=TODAY) is None
    assert days_of_valence(owner=stranger, today=TODAY) == []


def test_a_deleted_day_and_one_to_come_count_for_nothing(heavy: User) -> None:
    write(
        by_hand(heavy, TODAY + timedelta(days=1), Emotion.SAD),
        by_hand(heavy, TODAY - timedelta(days=400), Emotion.SAD),
    )
    days = days_of_valence(owner=heavy, today=TODAY)
    assert [day.date for day in days][-1] == TODAY
    assert len(days) == 60
    Entry.objects.filter(local_date=TODAY - timedelta(days=2)).update(deleted_at=NOW)
    assert gentle_card(owner=heavy, today=TODAY) is None


def test_a_day_is_the_mean_of_its_entries(hana: User) -> None:
    write(
        by_hand(hana, TODAY, Emotion.SAD),
        by_hand(hana, TODAY, Emotion.HAPPY),
        by_hand(hana, TODAY, Emotion.HAPPY, deleted=True),
    )
    (day,) = days_of_valence(owner=hana, today=TODAY)
    assert day.valence == pytest.approx((-0.7 + 0.8) / 2)


def test_it_costs_two_queries_at_most_and_reads_the_charts_index(heavy: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        gentle_card(owner=heavy, today=TODAY)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "INDEX diary_entry_charts" in plan


def test_a_person_who_leaves_takes_the_rest_along(heavy: User) -> None:
    gentle_put_away(user=heavy, now=NOW)
    heavy.delete()
    assert not GentleRest.objects.exists()
