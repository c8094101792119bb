"""On a phone: a mood with its size and tags by keyboard, then music that is noted as it plays."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from browser_support import PHONE, OpenContext, chromium, open_context, playwright_loop, sign_in
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, Heard, Shift, Tag

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]

SignIn = Callable[[BrowserContext, User], None]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

# What the player says when a piece plays; the player itself is tested with the music.
PLAYS = """
  const root = document.querySelector('[data-music-player]');
  const pieces = JSON.parse(document.getElementById(root.dataset.pieces).textContent);
  const detail = { work: pieces[0].id, title: pieces[0].title };
  root.dispatchEvent(new CustomEvent('mood-music:playing', { bubbles: true, detail }));
"""


def no_accessibility_problem(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_mood_with_tags_and_the_music_after_it(
    open_context: OpenContext, sign_in: SignIn, live_server: LiveServer, hana: User
) -> None:
    context = open_context(size=PHONE, locale="ko-KR")
    sign_in(context, hana)
    page = context.new_page()
    page.goto(f"{live_server.url}/diary/new/hand/")
    page.get_by_role("radio", name="기쁨").check(force=True)
    page.get_by_role("radio", name="크게", exact=True).check(force=True)
    page.get_by_role("checkbox", name="산책").focus()
    page.keyboard.press("Space")
    page.get_by_text("새 태그 만들기").click()
    page.get_by_role("button", name="🎨").click()
    page.get_by_label("이름").fill("도자기")
    no_accessibility_problem(page)
    page.get_by_role("button", name="일기에 찍기").click()
    page.wait_for_url(re.compile(r"/diary/entries/"))
    entry = Entry.objects.get()
    assert entry.intensity == 4
    assert {tag.name for tag in entry.tags.all()} == {"산책", "도자기"}
    assert Tag.objects.get(name="도자기").emoji == "🎨"

    expect(page.get_by_text("듣고 나니 어때요?")).to_have_count(0)
    page.evaluate(f"() => {{ {PLAYS} }}")
    expect(page.get_by_text("듣고 나니 어때요?")).to_be_visible()
    # The page stays, so that the music goes on, and the keyboard stays on the answer.
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="한결 가벼워졌어요").press("Enter")
    pressed = page.get_by_role("button", name="한결 가벼워졌어요", pressed=True)
    expect(pressed).to_be_focused()
    assert page.evaluate("window.stayed")
    assert Heard.objects.get().shift == Shift.MUCH_LIGHTER
    page.evaluate(f"() => {{ {PLAYS} }}")
    no_accessibility_problem(page)
    page.get_by_role("link", name="산책").click()
    expect(page.get_by_role("heading", name="기록 1개")).to_be_visible()
    no_accessibility_problem(page)
