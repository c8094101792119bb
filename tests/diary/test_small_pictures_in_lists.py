"""Thumbnails: the face, small, for the owner alone, and nobody keeps them on the way."""

import io
from datetime import timedelta

import pytest
from diary_photos import NOW, send_photo
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.diary import services, thumbnails
from moodtracker.diary.models import Entry
from moodtracker.diary.photo_files import photo_path
from moodtracker.emotions import Emotion


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    thumbnails._cut.cache_clear()


@pytest.fixture
def entry(keeper: User, hana_client: Client, portrait: bytes) -> Entry:
    send_photo(hana_client, portrait)
    return Entry.objects.get()


def test_a_thumbnail_is_a_small_square_around_the_face(entry: Entry, hana_client: Client) -> None:
    answer = hana_client.get(reverse("diary:thumb", args=[entry.id]))
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    small = Image.open(io.BytesIO(answer.content)).convert("L")
    assert small.size == (thumbnails.SIDE, thumbnails.SIDE)
    # The whole photo, cut the slow way, looks the same.
    whole = hana_client.get(reverse("diary:photo", args=[entry.id])).content
    square = thumbnails._around_face(entry.photo)
    box = (square.left, square.top, square.left + square.side, square.top + square.side)
    slow = Image.open(io.BytesIO(whole)).convert("L").resize(small.size, box=box)
    pairs = zip(small.tobytes(), slow.tobytes(), strict=True)
    assert sum(abs(one - other) for one, other in pairs) / len(slow.tobytes()) < 6


def test_the_second_look_opens_no_file(entry: Entry, hana_client: Client) -> None:
    place = reverse("diary:thumb", args=[entry.id])
    first = hana_client.get(place).content
    photo_path(entry.photo.name).unlink()
    assert hana_client.get(place).content == first
    thumbnails._cut.cache_clear()
    assert hana_client.get(place).status_code == 404


def test_nothing_is_shown_once_the_photo_is_gone(
    entry: Entry, keeper: User, hana_client: Client, stranger_client: Client
) -> None:
    place = reverse("diary:thumb", args=[entry.id])
    assert hana_client.get(place).status_code == 200
    assert stranger_client.get(place).status_code == 404
    services.entry_photo_discard(owner=keeper, entry_id=entry.id)
    assert hana_client.get(place).status_code == 404


def test_lists_show_them_and_the_day_shows_how_the_mood_moved(
    entry: Entry, keeper: User, hana_client: Client
) -> None:
    place = reverse("diary:thumb", args=[entry.id])
    for name in ("home", "find"):
        assert place in hana_client.get(reverse(f"diary:{name}")).content.decode()
    day = reverse("diary:day", args=[entry.local_date])
    assert "mood-line" not in hana_client.get(day).content.decode()
    later = NOW + timedelta(minutes=1)
    services.entry_record_by_hand(user=keeper, mood=Emotion.SAD, now=later)
    assert "무거워지는 쪽으로" in hana_client.get(day).content.decode()
