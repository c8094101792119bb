"""Numbers, dates and JSON that nobody sends by accident: an answer, never a 500."""

import json
import uuid
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.core.device import device_key
from moodtracker.diary.models import Entry
from moodtracker.diary.services import entry_record_by_hand
from moodtracker.diary.wall_clock import NoSuchWallTimeError, instant_on_wall
from moodtracker.emotions import Emotion
from moodtracker.imports.choices import decoded
from moodtracker.imports.forms import chosen_from
from moodtracker.imports.summary import FoundMood, Summary

pytestmark = pytest.mark.django_db
# Python refuses to read a number of more than 4300 digits; C refuses one of more than 18.
DIGITS, LARGE = "9" * 5000, "9" * 20


@pytest.fixture
def entry(hana: User) -> Entry:
    return entry_record_by_hand(user=hana, mood=Emotion.HAPPY, now=timezone.now())


@pytest.mark.parametrize(
    "path",
    [
        f"/calendar/{LARGE}/1/",
        f"/calendar/{LARGE}/1/1/",
        f"/calendar/2024/1/{LARGE}/",
        f"/calendar/{LARGE}/",
        f"/reports/{LARGE}/",
        f"/reports/2024/{LARGE}/",
        "/reports/0001-01-01/0001-01-31/",
        "/reports/0001-01-01/0001-12-31/",
        "/reports/9999-12-01/9999-12-31/",
        "/reports/9999-01-01/9999-12-31/",
        "/trends/?period=month&day=0001-01-01",
        "/trends/?period=year&day=9999-12-31",
        f"/settings/tour/?step={DIGITS}",
        f"/diary/find/?q=%ed%a0%80&tag={DIGITS}&first=0001-01-01&last=9999-12-31",
        "/reminders/mail/stop/%ff:%00:x/",
        "/out/calendar/%ff%00.ics",
    ],
    ids=lambda path: path[:40],
)
def test_odd_addresses(hana_client: Client, entry: Entry, path: str) -> None:
    assert hana_client.get(path).status_code in {200, 302, 404}


def test_odd_numbers_in_forms(hana_client: Client, entry: Entry) -> None:
    fields = {"key": uuid.uuid4(), "mood": "happy", "intensity": DIGITS}
    assert hana_client.post(reverse("diary:new_hand"), fields).status_code == 422
    edit = reverse("diary:entry_edit", args=[entry.id])
    fields = {"day": "2024-01-01", "clock": "10:00", "mood": "happy", "intensity": DIGITS}
    assert hana_client.post(edit, fields).status_code == 422


def test_the_last_hour_of_the_calendar(hana: User, hana_client: Client) -> None:
    User.objects.filter(pk=hana.pk).update(zone="America/New_York")
    fields = {"key": uuid.uuid4(), "mood": "happy", "day": "9999-12-31", "clock": "23:59"}
    assert hana_client.post(reverse("diary:new_hand"), fields).status_code == 422
    with pytest.raises(NoSuchWallTimeError):
        instant_on_wall(date.max, time(23, 59), zone="America/New_York")


def test_odd_numbers_on_the_mapping_page() -> None:
    summary = Summary(moods=[FoundMood("rad", "rad", 1)])
    chosen = chosen_from({"mood-0": "happy", "level-0": DIGITS}, summary)
    assert chosen.moods == {"rad": "happy:"}
    found = decoded(f"happy:{DIGITS}")
    assert found
    assert found.intensity is None


def test_odd_json_from_a_device(hana: User, hana_client: Client) -> None:
    device = device_key(person_id=hana.pk, joined=hana.date_joined)
    good = {"person": device, "mood": "happy", "zone": "Asia/Seoul", "note": "밤"}

    def sent(body: str | bytes) -> int:
        url = reverse("diary:sync")
        return hana_client.post(url, body, content_type="application/json").status_code

    def entry(**fields: object) -> int:
        key, at = str(uuid.uuid4()), timezone.now().isoformat()
        return sent(json.dumps(good | {"key": key, "at": at} | fields))

    assert entry() == 200
    for body in ("[" * 100_000, '{"a":' * 50_000, "NaN", DIGITS, b"\xff\xfe", '{"person":1e999}'):
        assert sent(body) in {400, 409}
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", [1, 2], 1e308):
        assert entry(at=at) == 422
    for zone in ("\ud800", "../../etc/passwd", "Asia/Seoul\x00", "a/" * 20, ["x"]):
        assert entry(zone=zone) == 422
    assert entry(intensity=DIGITS) == 422
    assert entry(tags=["\ud800"]) == 422
    assert entry(note="반쪽 \ud83d", new_name="\ud800", new_group="doing") == 200
    assert Entry.objects.get(note__startswith="반쪽").note == "반쪽 \ufffd"
