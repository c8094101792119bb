"""Calendar and strip in a real Chromium: accessible, by keyboard, on narrow and wide screens."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from tracker_writing import entry, write

from moodtracker.accounts.models import User
from moodtracker.emotions import Emotion

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SIZES = {"phone": (360, 780), "desktop": (1440, 900)}


@pytest.fixture
def diary(hana: User) -> User:
    """하나, who has written for forty days, five times today."""
    now = timezone.now()
    moods = tuple(Emotion)
    write(*(entry(hana, now - timedelta(days=back), moods[back % 6]) for back in range(40)))
    write(*(entry(hana, now - timedelta(seconds=place), moods[place]) for place in range(4)))
    return hana


@pytest.fixture
def opened(
    live_server: LiveServer,
    diary: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
) -> Callable[..., Page]:
    def open_page(address: str, **options: Any) -> Page:
        context = open_context(**options)
        sign_in(context, diary)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    return open_page


@pytest.mark.parametrize(("width", "language"), [(320, "ko"), (360, "en"), (1440, "en")])
def test_nothing_is_cut_off_and_targets_are_large_enough(
    opened: Callable[..., Page], diary: User, width: int, language: str
) -> None:
    diary.language = language
    diary.save()
    page = opened(reverse("tracker:calendar"), size=(width, 800))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for link in page.locator("a.month-day, .month-turn").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    for cell in page.locator("a.month-day").all():
        assert cell.evaluate("el => el.scrollWidth <= el.clientWidth + 1")


@pytest.mark.parametrize(("width", "language"), [(320, "en"), (1440, "ko")])
def test_the_year_fits_and_is_walked_by_keyboard(
    opened: Callable[..., Page], diary: User, width: int, language: str
) -> None:
    """One day is in the order of the Tab key; arrows go where the eye goes."""
    diary.language = language
    diary.save()
    page = opened(reverse("tracker:year", args=[timezone.localdate().year]), size=(width, 800))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    days = page.locator(".year-days a.px")
    sizes = days.evaluate_all(
        "all => all.map(day => day.getBoundingClientRect()).map(b => Math.min(b.width, b.height))"
    )
    assert min(sizes) >= 24
    assert page.locator(".year-days a.px[tabindex='0']").count() == 1
    later, month = ("ArrowRight", "ArrowDown") if width > 800 else ("ArrowDown", "ArrowRight")
    days.first.focus()
    page.keyboard.press(later)
    expect(days.nth(1)).to_be_focused()
    page.keyboard.press(month)
    expect(days.nth(32)).to_be_focused()
    expect(days.nth(32)).to_have_attribute("tabindex", "0")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/diary/days/\d{4}-02-02/$"))


def test_each_day_has_its_stamp_its_shape_and_its_word(opened: Callable[..., Page]) -> None:
    page = opened(reverse("tracker:calendar"), size=SIZES["desktop"])
    today = page.locator("[aria-current=date]")
    assert today.locator("svg").count() == 3
    expect(today.locator(".month-more")).to_contain_text("+2")
    for day in page.locator("a.month-day").all():
        expect(day.locator(".mark-word").first).to_be_visible()
        expect(day.locator("svg").first).to_be_visible()


def test_a_month_is_turned_and_a_day_opened_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(reverse("tracker:calendar"))
    page.locator("a[rel=prev]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/calendar/\d{4}/\d{1,2}/$"))
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    page.locator("a.month-day[aria-current=date]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/diary/days/\d{4}-\d{2}-\d{2}/$"))
    assert page.locator("ol > li").count() >= 5
