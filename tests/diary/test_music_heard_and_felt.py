"""A piece that played stands once on its entry, and one says how one felt after it."""

import re

import pytest
from diary_photos import NOW
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.errors import UnknownWorkError
from moodtracker.diary.models import Entry, Heard, Shift
from moodtracker.emotions import Emotion
from moodtracker.music.selectors import catalogue

WORK, OTHER = catalogue().works[0], catalogue().works[1]


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def entry(hana: User) -> Entry:
    return services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW)


def place(name: str, entry: Entry) -> str:
    return reverse(f"diary:{name}", args=[entry.id])


def test_a_piece_stands_once_and_keeps_its_answer(hana: User, entry: Entry) -> None:
    services.music_heard(owner=hana, entry_id=entry.id, work=WORK.id, now=NOW)
    services.music_felt(owner=hana, entry_id=entry.id, work=WORK.id, shift=Shift.LIGHTER)
    again = services.music_heard(owner=hana, entry_id=entry.id, work=WORK.id, now=NOW)
    assert Heard.objects.get() == again
    assert again.shift == Shift.LIGHTER
    services.music_felt(owner=hana, entry_id=entry.id, work=WORK.id, shift=None)
    assert Heard.objects.get().shift is None


def test_unknown_pieces_and_other_peoples_entries_are_refused(
    hana: User, stranger: User, entry: Entry
) -> None:
    with pytest.raises(UnknownWorkError):
        services.music_heard(owner=hana, entry_id=entry.id, work="no-such-work", now=NOW)
    with pytest.raises(UnknownWorkError):
        services.music_felt(owner=hana, entry_id=entry.id, work=WORK.id, shift=Shift.SAME)
    with pytest.raises(Entry.DoesNotExist):
        services.music_heard(owner=stranger, entry_id=entry.id, work=WORK.id, now=NOW)
    services.entry_delete(owner=hana, entry_id=entry.id, now=NOW)
    with pytest.raises(Entry.DoesNotExist):
        services.music_heard(owner=hana, entry_id=entry.id, work=WORK.id, now=NOW)
    assert not Heard.objects.exists()


def test_the_page_asks_and_takes_the_answer_without_scripts(
    entry: Entry, hana_client: Client
) -> None:
    page = hana_client.get(place("entry", entry)).content.decode()
    offered = re.search(r'name="work" value="([^"]+)"', page)
    shown = re.search(r'data-music="title">([^<]+)<', page)
    assert offered
    assert shown
    assert catalogue().by_id[offered[1]].title_ko in shown[1].replace("&#x27;", "'")
    assert "듣고 나니 어때요?" not in page
    answer = hana_client.post(place("entry_heard", entry), {"work": offered[1]})
    assert answer.headers["Location"].endswith("#heard")
    page = hana_client.get(place("entry", entry)).content.decode()
    assert "듣고 나니 어때요?" in page
    assert page.count('name="shift"') == 5
    hana_client.post(place("entry_felt", entry), {"work": offered[1], "shift": "-1"})
    assert Heard.objects.get().shift == Shift.HEAVIER
    page = assert_sound_page(hana_client.get(place("entry", entry)))
    pressed = [
        e for e in page.iter() if e.get("name") == "shift" and e.get("aria-pressed") == "true"
    ]
    assert [each.get("value") for each in pressed] == ["-1"]


def test_the_script_gets_the_part_alone(entry: Entry, hana_client: Client) -> None:
    answer = hana_client.post(
        place("entry_heard", entry), {"work": OTHER.id}, headers={"X-Part": "heard"}
    )
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert "듣고 나니 어때요?" in part
    assert "csrfmiddlewaretoken" in part


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("entry_heard", {}),
        ("entry_heard", {"work": "no-such-work"}),
        ("entry_felt", {"work": WORK.id, "shift": "1"}),
        ("entry_felt", {"work": WORK.id, "shift": "7"}),
        ("entry_intensity", {"intensity": "6"}),
        ("entry_tags", {"tags": "made up"}),
        ("entry_tags", {"new_name": "가" * 41}),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    entry: Entry, hana_client: Client, name: str, sent: dict[str, str]
) -> None:
    page = assert_sound_page(hana_client.post(place(name, entry), sent), status=422)
    assert [each for each in page.iter() if each.get("role") == "alert"]
    assert not Heard.objects.exists()


def test_a_piece_the_catalogue_has_no_more_is_said_so(entry: Entry, hana_client: Client) -> None:
    Heard.objects.create(entry=entry, work="a-piece-of-once", at=NOW)
    assert "이제 목록에 없는 곡" in hana_client.get(place("entry", entry)).content.decode()
    day = reverse("diary:day", args=[entry.local_date])
    assert "이제 목록에 없는 곡" in hana_client.get(day).content.decode()
