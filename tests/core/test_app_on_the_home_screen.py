"""The manifest, the service worker and the offline page: sound, and the same for everybody."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve, reverse
from PIL import Image

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.core import device

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name", "shortcut"),
    [("ko", "무드 트래커", "도장 찍기"), ("en", "Mood Tracker", "Stamp a mood")],
)
def test_the_manifest_speaks_the_language_of_the_page(
    client: Client, language: str, name: str, shortcut: str
) -> None:
    answer = client.get(reverse("core:manifest"), {"lang": language})
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["lang"]) == (name, language)
    assert (told["scope"], told["display"]) == ("/", "standalone")
    assert told["start_url"].partition("?")[0] == reverse("diary:home")
    assert told["shortcuts"][0]["name"] == shortcut
    assert len(told["shortcuts"]) == 3
    for entry in told["shortcuts"]:
        resolve(entry["url"].partition("?")[0])


def test_the_manifest_names_pictures_of_the_size_it_says(client: Client) -> None:
    icons = client.get(reverse("core:manifest")).json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in icons:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        assert path
        with Image.open(path) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_pages_tell_of_manifest_worker_and_touch_icon(client: Client, hana_client: Client) -> None:
    for visitor, address in ((client, "core:welcome"), (hana_client, "diary:home")):
        page = visitor.get(reverse(address)).content.decode()
        assert f'<link rel="manifest" href="{reverse("core:manifest")}?lang=ko">' in page
        assert f'data-worker="{reverse("core:service_worker")}"' in page
        assert 'rel="apple-touch-icon"' in page


def test_the_worker_is_asked_for_anew_and_holds_for_the_whole_site(client: Client) -> None:
    answer = client.get(reverse("core:service_worker"))
    assert reverse("core:service_worker") == "/sw.js"
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "'self'" in answer["Content-Security-Policy"]
    assert not answer.cookies


def shell(source: str) -> dict[str, object]:
    found = re.search(r"^self\.SHELL = (\{.*\});$", source, re.MULTILINE)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_worker_keeps_the_shell_and_no_page_of_the_diary(client: Client) -> None:
    told = shell(client.get(reverse("core:service_worker")).content.decode())
    kept = told["keep"]
    assert isinstance(kept, list)
    assert len(kept) == len(device.SHELL), "every file of the shell is there"
    assert all(url.startswith(settings.STATIC_URL) for url in kept)
    assert told["offline"] == {"ko": "/offline/?lang=ko", "en": "/offline/?lang=en"}


def test_a_change_of_the_offline_page_is_a_new_version() -> None:
    pages = {"ko": "하나", "en": "one"}
    first = shell(device.worker_source(offline_pages=pages))["version"]
    assert shell(device.worker_source(offline_pages=pages))["version"] == first
    other = device.worker_source(offline_pages={**pages, "en": "two"})
    assert shell(other)["version"] != first


def test_reminders_have_their_place_in_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert device.WORKER_PARTS[-1] == "reminders/push-worker.js"
    monkeypatch.setattr(device.finders, "find", lambda name: f"/somewhere/{name}")
    source = device.worker_source(offline_pages={"ko": "", "en": ""})
    assert source.rstrip().endswith('"/static/reminders/push-worker.js");')


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_offline_page_has_nothing_of_anybody(
    client: Client, hana: User, hana_client: Client, language: str
) -> None:
    address = reverse("core:offline")
    seen = hana_client.get(address, {"lang": language})
    tree = assert_sound_page(seen)
    assert tree.get("lang") == language
    text = seen.content.decode()
    assert text == client.get(address, {"lang": language}).content.decode()
    for private in (hana.email, "하나", "csrfmiddlewaretoken", "data-person"):
        assert private not in text
    assert not seen.cookies


def test_a_key_on_the_device_is_one_persons(hana: User, stranger: User) -> None:
    def key(person: User) -> str:
        return device.device_key(person_id=person.pk, joined=person.date_joined)

    assert re.fullmatch("[0-9a-f]{32}", key(hana))
    assert key(hana) == key(User.objects.get(pk=hana.pk))
    assert key(hana) != key(stranger)
    joined = hana.date_joined.replace(year=2000)
    assert device.device_key(person_id=hana.pk, joined=joined) != key(hana)
