"""Valid HTML, both languages, no inline styles or scripts, one heading, named controls."""

import re
import uuid
from typing import Any

import pytest
from diary_photos import NOW, send_photo
from diary_writing import read_entry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.models import Entry, PendingPhoto, Shift, TagGroup
from moodtracker.emotions import ORDER, Emotion
from moodtracker.music.selectors import catalogue


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def places(keeper: User, hana_client: Client, portrait: bytes, two_faces: bytes) -> dict[str, str]:
    """Every page of the diary, with something on it."""
    send_photo(hana_client, portrait, note="여러 줄\n메모")
    kept = Entry.objects.get()
    Entry.objects.update(ambiguous=True, advice=["dark", "too_small", "of a later reader"])
    hand = services.entry_record_by_hand(user=keeper, mood=Emotion.SAD, now=NOW)
    tag = services.tag_get_or_create(owner=keeper, group=TagGroup.BODY, name="Rest", emoji="🌙")
    services.entry_tags_set(owner=keeper, entry_id=hand.id, tags=[tag.id], now=NOW)
    services.entry_intensity_set(owner=keeper, entry_id=hand.id, intensity=4, now=NOW)
    work = catalogue().works[0].id
    services.music_heard(owner=keeper, entry_id=hand.id, work=work, now=NOW)
    services.music_felt(owner=keeper, entry_id=hand.id, work=work, shift=Shift.LIGHTER)
    bare = read_entry(keeper, NOW, own_mood="anger", zone="Europe/Dublin")
    bare.save()
    gone = read_entry(keeper, NOW)
    gone.save()
    services.entry_delete(owner=keeper, entry_id=gone.id, now=NOW)
    send_photo(hana_client, two_faces)
    of = {
        "entry with a photo": ("entry", kept.id),
        "entry by hand": ("entry", hand.id),
        "entry without its photo": ("entry", bare.id),
        "edit": ("entry_edit", kept.id),
        "faces": ("faces", PendingPhoto.objects.get().id),
        "day": ("day", NOW.date()),
        "tag": ("tag", tag.id),
    }
    plain = ("home", "new", "new_camera", "new_hand", "deleted", "tags", "find")
    return {
        **{title: reverse(f"diary:{name}", args=[key]) for title, (name, key) in of.items()},
        **{name: reverse(f"diary:{name}") for name in plain},
        "heat": reverse("diary:entry", args=[kept.id]) + "?heat=sad",
        "narrow find": reverse("diary:find") + f"?q=rest&mood=sad&tag={tag.id}&first=2026-01-01",
        "empty day": reverse("diary:day", args=[NOW.date().replace(year=2020)]),
    }


def test_every_page_is_sound_in_korean_and_english(
    places: dict[str, str], keeper: User, hana_client: Client
) -> None:
    for language in ("ko", "en"):
        keeper.language = language
        keeper.save()
        for title, place in places.items():
            tree = assert_sound_page(hana_client.get(place))
            assert tree.get("lang") == language, title


def test_english_pages_speak_english(
    places: dict[str, str], keeper: User, hana_client: Client
) -> None:
    keeper.language = "en"
    keeper.save()
    for title, place in places.items():
        page = hana_client.get(place).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        main = re.sub(r"<textarea.*?</textarea>", "", main, flags=re.DOTALL)
        main = main.replace("여러 줄\n메모", "").replace("여러 줄", "")  # on lists, its first line
        korean = re.findall(r"[가-힣][가-힣 ]*", main.split('class="music-player"')[0])
        assert korean == [], (title, korean)


def test_the_result_shows_six_bars_with_numbers(
    places: dict[str, str], hana_client: Client
) -> None:
    page = hana_client.get(places["entry with a photo"]).content.decode()
    bars = re.findall(r'<progress class="bar mood-(\w+)" max="100" value="([\d.]+)"', page)
    assert [name for name, _ in bars] == [emotion.value for emotion in ORDER]
    assert sum(float(value) for _, value in bars) == pytest.approx(100, abs=0.4)
    assert page.count('class="bar-top"') == 1
    assert "여러 감정이 섞여 있어요" in page
    assert "사진이 어두워요" in page
    assert "얼굴이 작게 나왔어요" in page
    assert "of a later reader" not in page


def test_the_heat_map_is_chosen_by_a_link(places: dict[str, str], hana_client: Client) -> None:
    off = hana_client.get(places["entry with a photo"]).content.decode()
    assert not re.search(r"<image[^>]*data-heat[^>]*href", off)
    on = hana_client.get(places["heat"]).content.decode()
    assert re.search(r'<image[^>]*data-heat[^>]*href="[^"]*/heat/sad\.png"', on)


def test_the_music_follows_the_own_word(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW, Emotion.HAPPY)
    entry.save()
    place = reverse("diary:entry", args=[entry.id])
    before = hana_client.get(place).content.decode()
    services.entry_correct(owner=hana, entry_id=entry.id, mood=Emotion.SAD, now=NOW)
    after = hana_client.get(place).content.decode()
    reason: Any = re.compile(r'data-music="reason">([^<]*)<')
    assert "기쁨" in reason.search(before)[1]
    assert "슬픔" in reason.search(after)[1]


def test_the_first_page_welcomes_and_an_old_day_stays_quiet(hana_client: Client) -> None:
    assert "첫 도장을 찍어 볼까요?" in hana_client.get(reverse("diary:home")).content.decode()
    hana_client.post(reverse("diary:new_hand"), {"key": str(uuid.uuid4()), "mood": "sad"})
    page = hana_client.get(reverse("diary:home")).content.decode()
    assert "슬픔" in page
    assert "첫 장이" not in page
    old = hana_client.get(reverse("diary:day", args=[NOW.date().replace(year=2020)]))
    assert "이날은 적은 것이 없어요" in old.content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01", "20261122"])
def test_a_date_that_is_none_is_not_found(hana_client: Client, day: str) -> None:
    assert hana_client.get(f"/diary/days/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_pages(hana_client: Client, day: str) -> None:
    assert hana_client.get(f"/diary/days/{day}/").status_code == 200
