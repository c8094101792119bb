"""Zones, daylight saving, edits: a traveller's Tuesday stays Tuesday."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from diary_photos import NOW
from diary_writing import read_entry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from moodtracker.accounts.models import User
from moodtracker.diary import selectors, services
from moodtracker.diary.errors import FutureError
from moodtracker.diary.models import Entry
from moodtracker.diary.services import WallTime
from moodtracker.diary.wall_clock import NoSuchWallTimeError, instant_on_wall, on_wall
from moodtracker.emotions import Emotion

ZONES = [
    "Asia/Seoul",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Europe/Dublin",
    "UTC",
]


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Pacific/Kiritimati", date(2026, 11, 23)),
        ("Asia/Seoul", date(2026, 11, 22)),
        ("Pacific/Pago_Pago", date(2026, 11, 22)),
        ("America/New_York", date(2026, 11, 22)),
    ],
)
def test_the_date_is_that_on_the_persons_wall(hana: User, zone: str, local: date) -> None:
    hana.zone = zone
    hana.save()
    entry = services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW)
    assert (entry.local_date, entry.zone) == (local, zone)


def test_moving_on_does_not_move_the_past(
    hana: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    hana.zone = "Pacific/Kiritimati"
    hana.save()
    entry = services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW)
    hana.zone = "Asia/Seoul"
    hana.save()
    assert Entry.objects.get().local_date == date(2026, 11, 23)
    assert selectors.entries_of_day(owner=hana, day=date(2026, 11, 23)) == [entry]
    page = hana_client.get(reverse("diary:entry", args=[entry.id])).content.decode()
    assert "오전 2:30" in page
    assert "Pacific/Kiritimati" in page


def test_today_turns_at_midnight_of_the_persons_zone(
    hana: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for instant, day in (
        (datetime(2026, 12, 31, 14, 59, tzinfo=UTC), "2026-12-31"),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "2027-01-01"),
    ):
        monkeypatch.setattr(timezone, "now", lambda instant=instant: instant)
        page = hana_client.get(reverse("diary:home")).content.decode()
        assert f'<time datetime="{day}">' in page


def test_an_edit_speaks_the_entrys_own_zone(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW, zone="Europe/Dublin")
    entry.save()
    address = reverse("diary:entry_edit", args=[entry.id])
    page = hana_client.get(address).content.decode()
    assert 'value="12:30"' in page
    assert "Europe/Dublin" in page
    hana_client.post(address, {"day": "2026-11-21", "clock": "23:45", "note": "공항"})
    entry.refresh_from_db()
    assert entry.recorded_at == datetime(2026, 11, 21, 23, 45, tzinfo=UTC)
    assert entry.local_date == date(2026, 11, 21)
    assert (entry.zone, entry.note) == ("Europe/Dublin", "공항")


def test_an_untouched_minute_keeps_its_second_and_its_side_of_the_repeated_hour(
    hana: User,
) -> None:
    """01:30 comes twice on 1 November in New York; an edit of the note moves neither."""
    for hour in (5, 6):
        instant = datetime(2026, 11, 1, hour, 30, 17, tzinfo=UTC)
        entry = read_entry(hana, instant, zone="America/New_York")
        entry.save()
        wall = WallTime(date(2026, 11, 1), time(1, 30))
        after = services.entry_edit(owner=hana, entry_id=entry.id, at=wall, note="그대로", now=NOW)
        assert after.recorded_at == instant
        assert after.local_date == date(2026, 11, 1)


def test_an_edit_into_the_future_changes_nothing(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW - timedelta(days=2))
    entry.save()
    tomorrow = WallTime((NOW + timedelta(days=1)).date(), time(8, 0))
    with pytest.raises(FutureError):
        services.entry_edit(owner=hana, entry_id=entry.id, at=tomorrow, note="x", now=NOW)
    answer = hana_client.post(
        reverse("diary:entry_edit", args=[entry.id]),
        {"day": "2999-01-01", "clock": "08:00", "note": "x"},
    )
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert (entry.recorded_at, entry.note) == (NOW - timedelta(days=2), "")


@given(days=st.integers(0, 24_000), second=st.integers(0, 86_399), zone=st.sampled_from(ZONES))
def test_wall_times_come_back_to_their_minute(days: int, second: int, zone: str) -> None:
    instant = datetime(1971, 1, 1, tzinfo=UTC) + timedelta(days=days, seconds=second)
    wall = on_wall(instant, zone=zone)
    back = instant_on_wall(wall.date(), wall.time(), zone=zone)
    assert on_wall(back, zone=zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
    # In a repeated hour the first of the two is meant.
    assert timedelta(0) <= instant - back <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30)),
        ("Europe/Dublin", date(2026, 3, 29), time(1, 15)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10)),
        ("Pacific/Apia", date(2011, 12, 30), time(12, 0)),
    ],
)
def test_times_that_never_were_are_named(zone: str, day: date, clock: time) -> None:
    with pytest.raises(NoSuchWallTimeError, match=zone):
        instant_on_wall(day, clock, zone=zone)


def test_leap_day_and_month_end(hana: User) -> None:
    for day in (date(2024, 2, 29), date(2026, 2, 28), date(2026, 10, 31)):
        at = WallTime(day, time(23, 59))
        entry = services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, at=at)
        assert entry.local_date == day
        assert [e.id for e in selectors.entries_of_day(owner=hana, day=day)] == [entry.id]
