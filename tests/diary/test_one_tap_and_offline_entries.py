"""A mood in one tap; and what was written offline comes once, to the one who wrote it."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from diary_photos import NOW
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.core.device import device_key
from moodtracker.diary import selectors, services
from moodtracker.diary.errors import ClockError, FutureError, ZoneError
from moodtracker.diary.models import Entry, TagGroup
from moodtracker.emotions import CLASS_NAMES, Emotion

KEY = uuid.UUID("6f1d6a0e-6a4e-4d0f-9d58-0d8b4d4c7f11")


def key_of(person: User) -> str:
    return device_key(person_id=person.pk, joined=person.date_joined)


def waited(person: User, **changed: object) -> dict[str, object]:
    """An entry as a device sends it."""
    at = (timezone.now() - timedelta(hours=3)).isoformat().replace("+00:00", "Z")
    fields = {
        "person": key_of(person),
        "key": str(KEY),
        "mood": "sad",
        "note": "버스에서",
        "at": at,
    }
    return {**fields, "zone": "Asia/Seoul", **changed}


def send(client: Client, entry: dict[str, object]) -> HttpResponseBase:
    return client.post(reverse("diary:sync"), json.dumps(entry), content_type="application/json")


def record(person: User, *, at: datetime = NOW, zone: str = "UTC", now: datetime = NOW) -> Entry:
    return services.entry_record_offline(
        user=person, mood=Emotion.SAD, at=at, zone=zone, capture_key=KEY, now=now
    )


# --- One tap --------------------------------------------------------------------------------


def test_todays_page_has_the_six_stamps_and_one_press_saves(
    hana: User, hana_client: Client
) -> None:
    page = hana_client.get(f"{reverse('diary:home')}?quick")
    assert_sound_page(page)
    text = page.content.decode()
    assert f'action="{reverse("diary:quick")}"' in text
    assert [f'name="mood" value="{name}"' in text for name in CLASS_NAMES] == [True] * 6
    answer = hana_client.post(reverse("diary:quick"), {"key": str(KEY), "mood": "unrest"})
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("diary:entry", args=[entry.id])
    assert (entry.owner, entry.mood, entry.source) == (hana, "unrest", "hand")
    shown = hana_client.get(answer["Location"]).content.decode()
    assert "불안 도장을 찍었어요." in shown
    assert f'action="{reverse("diary:entry_delete", args=[entry.id])}"' in shown


def test_a_press_can_be_taken_back_and_a_second_press_of_it_makes_nothing_new(
    hana_client: Client,
) -> None:
    fields = {"key": str(KEY), "mood": "happy"}
    hana_client.post(reverse("diary:quick"), fields)
    hana_client.post(reverse("diary:quick"), fields)
    entry = Entry.objects.get()
    hana_client.post(reverse("diary:entry_delete", args=[entry.id]))
    hana_client.get(reverse("diary:home"))
    again = hana_client.post(reverse("diary:quick"), fields, follow=True)
    assert reverse("diary:entry_restore", args=[entry.id]) in again.content.decode()
    assert Entry.objects.get().deleted_at is not None


@pytest.mark.parametrize("fields", [{"mood": "hurt", "key": str(KEY)}, {"mood": "sad"}])
def test_a_press_of_nothing_is_told(hana_client: Client, fields: dict[str, str]) -> None:
    answer = hana_client.post(reverse("diary:quick"), fields, follow=True)
    assert "flash-error" in answer.content.decode()
    assert not Entry.objects.exists()


def test_large_pages_have_one_button_first(hana: User, hana_client: Client) -> None:
    User.objects.filter(pk=hana.pk).update(large=True)
    page = hana_client.get(reverse("diary:home"))
    assert_sound_page(page)
    assert "button-huge" in page.content.decode()
    assert reverse("diary:quick") not in page.content.decode()
    assert reverse("diary:quick") in hana_client.get("/diary/?quick").content.decode()


# --- Later, and once ------------------------------------------------------------------------


def test_a_device_learns_who_is_logged_in_and_gets_a_fresh_token(
    hana: User, hana_client: Client
) -> None:
    answer = hana_client.get(reverse("diary:sync"))
    assert answer.json()["person"] == key_of(hana)
    assert len(answer.json()["token"]) == 64
    assert "no-store" in answer["Cache-Control"]


def test_an_entry_comes_with_its_own_instant_and_zone(hana: User, hana_client: Client) -> None:
    at = timezone.now().replace(microsecond=0) - timedelta(days=2)
    answer = send(hana_client, waited(hana, at=at.isoformat(), zone="America/New_York"))
    assert answer.status_code == 200
    entry = Entry.objects.get()
    assert (entry.recorded_at, entry.zone, entry.note) == (at, "America/New_York", "버스에서")
    assert entry.capture_key == KEY


def test_the_date_is_that_of_the_wall_it_was_felt_by(hana: User) -> None:
    at = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
    entry = record(hana, at=at, zone="America/New_York")
    assert (entry.local_date, entry.local_hour) == (date(2026, 11, 20), 22)


def test_the_same_key_is_the_same_entry_also_by_the_form_and_after_deletion(
    hana: User, hana_client: Client
) -> None:
    first = send(hana_client, waited(hana))
    second = send(hana_client, waited(hana, mood="happy"))
    assert first.content == second.content
    hana_client.post(reverse("diary:quick"), {"key": str(KEY), "mood": "anger"})
    entry = Entry.objects.get()
    assert entry.mood == "sad"
    services.entry_delete(owner=hana, entry_id=entry.id, now=timezone.now())
    assert send(hana_client, waited(hana)).status_code == 200
    assert Entry.objects.count() == 1


def test_an_entry_taken_long_ago_is_recognised_whatever_its_age(hana: User) -> None:
    assert record(hana).pk == record(hana, now=NOW + timedelta(days=900)).pk


def test_the_same_key_of_two_people_is_two_entries(
    hana: User, stranger: User, hana_client: Client, stranger_client: Client
) -> None:
    send(hana_client, waited(hana))
    send(stranger_client, waited(stranger))
    assert {entry.owner for entry in Entry.objects.all()} == {hana, stranger}


def test_two_senders_at_the_same_time_make_one_entry(
    hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look before either has written: the database lets one through."""
    look = selectors.entry_of_capture
    others: list[uuid.UUID | None] = []

    def look_before_the_other_writes(*, owner: User, capture_key: uuid.UUID) -> Entry | None:
        seen = look(owner=owner, capture_key=capture_key)
        if not others:
            others.append(None)
            others[0] = record(hana).pk
        return seen

    monkeypatch.setattr(selectors, "entry_of_capture", look_before_the_other_writes)
    mine = record(hana)
    assert [mine.pk] == others == [Entry.objects.get().pk]


def test_what_another_wrote_is_not_taken(
    hana: User, stranger: User, stranger_client: Client
) -> None:
    answer = send(stranger_client, waited(hana))
    assert answer.status_code == 409
    assert not Entry.objects.exists()


def test_a_session_that_ended_is_a_redirect_and_nothing_is_taken(
    client: Client, hana: User
) -> None:
    assert client.get(reverse("diary:sync")).status_code == 302
    assert send(client, waited(hana)).status_code == 302
    assert not Entry.objects.exists()


def test_without_a_token_nothing_is_taken(hana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hana)
    assert send(client, waited(hana)).status_code == 403
    token = client.get(reverse("diary:sync")).json()["token"]
    answer = client.post(
        reverse("diary:sync"),
        json.dumps(waited(hana)),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"at": "2999-01-01T00:00:00Z"}, "아직 오지 않은 시각"),
        ({"at": "1970-01-01T00:00:00Z"}, "기기의 시계"),
        ({"at": "2026-11-20T10:00:00"}, "언제의 기분인지"),
        ({"at": "0001-01-01T00:00:00+23:00"}, "언제의 기분인지"),
        ({"at": "어제"}, "언제의 기분인지"),
        ({"zone": "Mars/Olympus"}, "시간대"),
        ({"mood": "hurt"}, "도장 여섯 개"),
        ({"mood": None}, "도장을 하나"),
        ({"note": "가" * 4001}, "4000자"),
    ],
)
def test_a_refused_entry_is_told_why(
    hana: User, hana_client: Client, changed: dict[str, object], sentence: str
) -> None:
    answer = send(hana_client, waited(hana, **changed))
    assert answer.status_code == 422
    assert sentence in json.loads(answer.content)["trouble"]  # type: ignore[attr-defined]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff", b"{}"])
def test_nonsense_is_nobodys(hana_client: Client, body: bytes) -> None:
    answer = hana_client.post(reverse("diary:sync"), body, content_type="application/json")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("at", "zone", "error"),
    [
        (NOW + timedelta(minutes=5), "UTC", FutureError),
        (NOW - timedelta(days=367), "UTC", ClockError),
        (NOW, "../etc/passwd", ZoneError),
    ],
)
def test_the_service_holds_the_rules_too(
    hana: User, at: datetime, zone: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        record(hana, at=at, zone=zone)


def test_tags_and_intensity_come_along_and_tags_that_are_gone_stay_away(
    hana: User, stranger: User, hana_client: Client
) -> None:
    rain = services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="산책")
    anothers = services.tag_get_or_create(owner=stranger, group=TagGroup.DOING, name="남의 것")
    picked = [str(rain.id), str(anothers.id), str(uuid.uuid4())]
    answer = send(
        hana_client,
        waited(hana, tags=picked, intensity="4", new_name="버스", new_group="places"),
    )
    assert answer.status_code == 200
    entry = Entry.objects.get()
    assert entry.intensity == 4
    assert {tag.name for tag in entry.tags.all()} == {"산책", "버스"}


@pytest.mark.parametrize("tags", [["nonsense"], [7], "x"])
def test_made_up_tags_are_refused_and_told_apart(
    hana: User, hana_client: Client, tags: object
) -> None:
    answer = send(hana_client, waited(hana, tags=tags))
    assert answer.status_code == 422
    assert json.loads(answer.content)["tags"] is True  # type: ignore[attr-defined]


def test_the_page_of_what_waits_holds_no_entry(hana: User, hana_client: Client) -> None:
    services.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW, note="비밀")
    page = hana_client.get(reverse("diary:waiting"))
    assert_sound_page(page)
    assert "비밀" not in page.content.decode()
    assert f'data-person="{key_of(hana)}"' in page.content.decode()
