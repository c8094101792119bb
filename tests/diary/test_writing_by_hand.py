"""A mood by hand has the same rank; the person's own word always wins."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from diary_photos import NOW
from diary_writing import read_entry
from django.test import Client
from django.urls import reverse

from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.errors import FutureError, WallTimeError
from moodtracker.diary.models import Entry
from moodtracker.diary.services import WallTime
from moodtracker.emotions import CLASS_NAMES, Emotion


def test_two_taps_make_an_entry(hana: User, hana_client: Client) -> None:
    page = hana_client.get(reverse("diary:new_hand")).content.decode()
    assert [f'value="{name}"' in page for name in CLASS_NAMES] == [True] * 6
    answer = hana_client.post(
        reverse("diary:new_hand"), {"key": str(uuid.uuid4()), "mood": "unrest"}
    )
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("diary:entry", args=[entry.id])
    assert (entry.mood, entry.own_mood, entry.model_mood) == ("unrest", "unrest", "")
    assert entry.probabilities is None
    shown = hana_client.get(answer["Location"]).content.decode()
    assert "불안" in shown
    assert "사진에서 읽은 여섯 감정" not in shown
    assert "data-heat-figure" not in shown


@pytest.mark.parametrize("mood", ["", "hurt", "HAPPY"])
def test_a_stamp_is_needed(hana_client: Client, mood: str) -> None:
    answer = hana_client.post(reverse("diary:new_hand"), {"key": str(uuid.uuid4()), "mood": mood})
    assert answer.status_code == 422
    assert "도장" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_double_press_is_one_entry(hana: User, hana_client: Client) -> None:
    fields = {"key": str(uuid.uuid4()), "mood": "sad"}
    first = hana_client.post(reverse("diary:new_hand"), fields)
    second = hana_client.post(reverse("diary:new_hand"), fields)
    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == 1


def test_a_form_sent_again_after_deletion_offers_the_way_back(
    hana: User, hana_client: Client
) -> None:
    fields = {"key": str(uuid.uuid4()), "mood": "sad"}
    hana_client.post(reverse("diary:new_hand"), fields)
    entry = Entry.objects.get()
    services.entry_delete(owner=hana, entry_id=entry.id, now=NOW)
    answer = hana_client.post(reverse("diary:new_hand"), fields, follow=True)
    assert answer.status_code == 200
    assert reverse("diary:entry_restore", args=[entry.id]) in answer.content.decode()
    assert Entry.objects.count() == 1


def test_another_day_can_be_written_down(hana: User, hana_client: Client) -> None:
    hana_client.post(
        reverse("diary:new_hand"),
        {"key": str(uuid.uuid4()), "mood": "happy", "day": "2026-03-01", "clock": "23:50"},
    )
    entry = Entry.objects.get()
    assert entry.local_date == date(2026, 3, 1)
    assert entry.recorded_at == datetime(2026, 3, 1, 14, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2999-01-01", "10:00", "아직 오지 않은 시각"),
        ("2026-02-30", "10:00", "날짜는 2026-11-22처럼"),
        ("2026-01-01", "25:00", "시각은 21:30처럼"),
        ("2026-01-01", "", "날짜와 시각을 함께"),
        ("0001-01-01", "00:00", "1900년부터"),
        ("9999-12-31", "23:59", "아직 오지 않은 시각"),
    ],
)
def test_days_that_cannot_be_are_explained(
    hana_client: Client, day: str, clock: str, sentence: str
) -> None:
    answer = hana_client.post(
        reverse("diary:new_hand"),
        {"key": str(uuid.uuid4()), "mood": "sad", "day": day, "clock": clock},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_hour_that_spring_skips_is_refused(hana: User) -> None:
    hana.zone = "America/New_York"
    hana.save()
    for clock, right in ((time(1, 59), True), (time(2, 30), False), (time(3, 0), True)):
        at = WallTime(date(2026, 3, 8), clock)
        if right:
            entry = services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, at=at)
            assert entry.local_date == at.day
        else:
            with pytest.raises(WallTimeError):
                services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, at=at)


def test_a_phone_clock_slightly_ahead_is_forgiven(hana: User) -> None:
    def at(minutes: int) -> WallTime:
        wall = NOW + timedelta(minutes=minutes)
        return WallTime(wall.date(), wall.time())

    services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, at=at(1))
    with pytest.raises(FutureError):
        services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, at=at(5))


def test_the_own_word_wins_and_the_readings_stay(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW, Emotion.HAPPY)
    entry.save()
    before = entry.probabilities
    answer = hana_client.post(reverse("diary:entry_mood", args=[entry.id]), {"mood": "sad"})
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.mood, entry.own_mood, entry.model_mood) == ("sad", "sad", "happy")
    assert entry.probabilities == before
    page = hana_client.get(reverse("diary:entry", args=[entry.id])).content.decode()
    assert "내가 고른 기분" in page
    assert "사진에서 읽은 여섯 감정" in page


def test_the_own_word_can_be_taken_back(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW, Emotion.HAPPY, own_mood="anger")
    entry.save()
    hana_client.post(reverse("diary:entry_mood", args=[entry.id]), {"mood": ""})
    assert Entry.objects.get().mood == "happy"


def test_an_entry_by_hand_cannot_be_left_without_a_mood(hana: User) -> None:
    entry = services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW)
    after = services.entry_correct(owner=hana, entry_id=entry.id, mood=None, now=NOW)
    assert after.mood == "sad"
    changed = services.entry_correct(owner=hana, entry_id=entry.id, mood=Emotion.UNREST, now=NOW)
    assert changed.mood == changed.emotion == "unrest"


def test_an_unknown_word_changes_nothing(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW)
    entry.save()
    answer = hana_client.post(reverse("diary:entry_mood", args=[entry.id]), {"mood": "hurt"})
    assert answer.status_code == 422
    assert Entry.objects.get().own_mood == ""


def test_a_note_is_kept_as_written_and_shown_escaped(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW)
    entry.save()
    note = "첫 줄\r\n<script>alert('x')</script>\n끝 🌧"
    hana_client.post(reverse("diary:entry_note", args=[entry.id]), {"note": note})
    assert Entry.objects.get().note == "첫 줄\n<script>alert('x')</script>\n끝 🌧"
    page = hana_client.get(reverse("diary:entry", args=[entry.id])).content.decode()
    assert "<script>alert" not in page
    assert "메모를 저장했어요." in page
    too_long = hana_client.post(reverse("diary:entry_note", args=[entry.id]), {"note": "가" * 4001})
    assert too_long.status_code == 422
    assert "4000자" in too_long.content.decode()
    assert Entry.objects.get().note.startswith("첫 줄")
