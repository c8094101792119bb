"""The music room's pages in a real Chromium: accessible in both schemes, nothing cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from moodtracker.accounts.models import User

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def open_page(
    live_server: LiveServer,
    hana: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
) -> Callable[..., Page]:
    def open_one(address: str, **options: Any) -> Page:
        context = open_context(**options)
        sign_in(context, hana)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    return open_one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("address", ["/music/for/unrest/", "/music/credits/"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_page: Callable[..., Page], address: str, width: int, scheme: str
) -> None:
    page = open_page(address, size=(width, 800), color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_players_buttons_are_large_enough(open_page: Callable[..., Page]) -> None:
    page = open_page(reverse("music:for_mood", args=["unrest"]), size=(320, 800))
    for name in ("재생", "다른 곡"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
