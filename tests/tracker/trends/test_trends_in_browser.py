"""Trends in a real Chromium, under the real policy: charts are drawn, follow the light, fit."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from tracker_writing import entry, write

from browser.looks import Listener
from moodtracker.accounts.models import User
from moodtracker.diary.models import Heard
from moodtracker.emotions import ORDER
from moodtracker.tracker.trends.sections import TREND_CHARTS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
DRAWN = "[...document.querySelectorAll('[data-chart]')].every(place => place.dataset.drawn)"


@pytest.fixture
def diary(hana: User) -> User:
    """하나, who wrote twice a day for forty days, named most of it, and heard music."""
    now = timezone.now()
    written = write(
        *(
            entry(hana, now - timedelta(days=n // 2, minutes=n), ORDER[n % 5], own=ORDER[n % 6])
            for n in range(80)
        )
    )
    Heard.objects.bulk_create(Heard(entry=one, work="a", at=now, shift=1) for one in written[:9])
    return hana


def test_charts_are_drawn_under_the_policy_and_fit_a_phone(
    live_server: LiveServer,
    diary: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    context = open_context(size=(320, 720), color_scheme="light", reduced_motion="reduce")
    sign_in(context, diary)
    page = context.new_page()
    heard = Listener(page)
    answer = page.goto(live_server.url + reverse("tracker:trends") + "?period=all")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page.wait_for_function(DRAWN, timeout=30_000)
    assert heard.take() == []
    drawn = page.locator("[data-chart] svg")
    assert drawn.count() == len(TREND_CHARTS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for chart in drawn.all():
        box = chart.bounding_box()
        assert box is not None
        assert 200 < box["width"] <= 320
    assert "기쁨" in (page.locator("#shares-chart svg").text_content() or "")
    words_are_those_of_the_page(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    column = page.locator("#shares-chart .mark-rect path").first
    by_day = column.evaluate("column => getComputedStyle(column).fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(column).not_to_have_css("fill", by_day, timeout=30_000)
    assert heard.take() == []


def words_are_those_of_the_page(page: Page) -> None:
    """Letters come from the page's own Korean font, so none of them is a box."""
    families = page.evaluate(
        "[...document.querySelectorAll('[data-chart] svg text')]"
        ".map(e => getComputedStyle(e).fontFamily)"
    )
    assert families
    assert all("Noto Sans KR Variable" in family for family in families)
    assert page.evaluate("document.fonts.check('12px \"Noto Sans KR Variable\"', '기쁨')")
