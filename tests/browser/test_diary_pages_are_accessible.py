"""The diary's pages: no barriers by day or lamp, valid HTML, nothing sticks out at 320 px."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from browser.conftest import no_errors
from browser_support import DESKTOP, OpenContext
from markup import assert_sound_page
from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.diary.models import Source
from moodtracker.diary.services import entry_delete, entry_record_by_hand, entry_record_photo
from moodtracker.emotions import Emotion

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

OWN = (
    "diary:home",
    "diary:new",
    "diary:new_camera",
    "diary:new_hand",
    "diary:deleted",
    "diary:tags",
    "diary:find",
)


@pytest.fixture
def diary(hana: User, astronaut: Path) -> list[str]:
    """Paths of 하나's pages, with an entry from a photo, one by hand and a deleted one."""
    now = timezone.now()
    hana.photo_policy = PhotoPolicy.KEEP
    hana.save()
    by_photo = entry_record_photo(
        user=hana,
        photo=astronaut.read_bytes(),
        source=Source.PHOTO,
        now=now,
    )
    by_hand = entry_record_by_hand(user=hana, mood=Emotion.SAD, now=now, note="비가 왔다.")
    gone = entry_record_by_hand(user=hana, mood=Emotion.UNREST, now=now)
    entry_delete(owner=hana, entry_id=gone.id, now=now)
    return [
        *(reverse(name) for name in OWN),
        reverse("diary:entry", args=[by_photo.id]),
        reverse("diary:entry", args=[by_photo.id]) + "?heat=happy",
        reverse("diary:entry", args=[by_hand.id]),
        reverse("diary:entry_edit", args=[by_hand.id]),
        reverse("diary:day", args=[by_hand.local_date]),
    ]


def check(page: Page, url: str) -> list[str]:
    """What is wrong with one page, in sentences."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    wrong = [
        f"{url}: axe {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in Axe().run(page).response["violations"]
    ]
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        wrong.append(f"{url}: {wide} px wide on a screen of 320")
    width, height = DESKTOP
    page.set_viewport_size({"width": width, "height": height})
    return wrong


@pytest.mark.parametrize(("theme", "language"), [("light", "ko"), ("dark", "en")])
def test_no_page_has_a_barrier(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: Callable[[BrowserContext, User], None],
    hana: User,
    diary: list[str],
    theme: str,
    language: str,
) -> None:
    User.objects.filter(pk=hana.pk).update(language=language)
    context = open_context(color_scheme=theme, locale="ko-KR")
    sign_in(context, hana)
    page = context.new_page()
    errors = no_errors(page)
    wrong = [finding for path in diary for finding in check(page, live_server.url + path)]
    assert wrong == []
    assert errors == []


def test_every_page_is_valid_html(hana_client: Client, diary: list[str]) -> None:
    for path in diary:
        assert_sound_page(hana_client.get(path))
