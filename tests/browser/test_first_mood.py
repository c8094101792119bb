"""From signing up to a mood in the calendar, as a newcomer goes, on a phone and on a desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from browser.conftest import no_errors
from browser_support import DESKTOP, PHONE, OpenContext

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def sign_up(page: Page, live_server: LiveServer, email: str) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name=re.compile("시작|가입")).first.click()
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호", exact=False).first.fill("종이 위의 파란 물고기 27")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url("**/diary/**")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_newcomer_reaches_a_mood_in_the_calendar(
    live_server: LiveServer, open_context: OpenContext, astronaut: Path, size: tuple[int, int]
) -> None:
    context = open_context(size=size, locale="ko-KR", timezone_id="Asia/Seoul")
    page = context.new_page()
    errors = no_errors(page)
    sign_up(page, live_server, "first@example.kr")

    # Give a photo; say once what becomes of it.
    page.goto(f"{live_server.url}/diary/new/")
    page.set_input_files("#photo", str(astronaut))
    page.locator("input[name=policy][value=keep]").check(force=True)
    page.get_by_role("button", name="표정 읽기").click()
    page.wait_for_url(re.compile(r"/diary/entries/[0-9a-f-]{36}/"))
    entry = page.url

    # Six labelled probabilities that sum to a hundred, and a heat map that can be switched.
    main = page.locator("main")
    for name in ("분노", "당황", "기쁨", "중립", "슬픔", "불안"):
        expect(main.get_by_text(name).first).to_be_visible()
    shown = main.locator("ul.bars .number").all_inner_texts()
    assert len(shown) == 6
    assert sum(float(text.strip("<>%")) for text in shown) == pytest.approx(100, abs=0.7)
    heat = page.locator("image.heat")
    with page.expect_response(re.compile(r"/heat/happy\.png")) as answer:
        page.locator(".heat-choice", has_text="기쁨").click()
    assert answer.value.headers["content-type"] == "image/png"
    assert heat.get_attribute("href")
    page.locator(".heat-choice", has_text="끄기").click()
    expect(heat).not_to_have_attribute("href", re.compile("."))
    # Her smile is read as one.
    expect(main.locator("h1, h2").filter(has_text="기쁨").first).to_be_visible()

    # Correct it: one tap sets the own word.
    page.locator("button[name=mood][value=sad]").first.click()
    expect(page.get_by_text("내가 고른 기분").first).to_be_visible()

    # The calendar shows the own word and leads back to the entry.
    page.goto(f"{live_server.url}/calendar/")
    day = page.locator("td").filter(has_text="슬픔").first
    expect(day).to_be_visible()
    day.get_by_role("link").first.click()
    page.locator(f"a[href*='{entry.split('/')[-2]}']").first.click()
    expect(page).to_have_url(re.compile(re.escape(entry.split("/diary/")[1])))
    assert errors == []


def test_two_taps_record_a_mood_without_a_photo(
    live_server: LiveServer, open_context: OpenContext
) -> None:
    page = open_context(size=PHONE, locale="ko-KR").new_page()
    sign_up(page, live_server, "hand@example.kr")
    page.goto(f"{live_server.url}/diary/new/hand/")
    page.locator("label, button").filter(has_text="기쁨").first.click()
    page.get_by_role("button", name="일기에 찍기").click()
    page.wait_for_url(re.compile(r"/diary/entries/[0-9a-f-]{36}/"))
    expect(page.locator("main").get_by_text("기쁨").first).to_be_visible()


def test_deleting_can_be_undone(live_server: LiveServer, open_context: OpenContext) -> None:
    page = open_context(size=PHONE, locale="ko-KR").new_page()
    sign_up(page, live_server, "undo@example.kr")
    page.goto(f"{live_server.url}/diary/new/hand/")
    page.locator("label, button").filter(has_text="불안").first.click()
    page.get_by_role("button", name="일기에 찍기").click()
    page.wait_for_url(re.compile(r"/diary/entries/[0-9a-f-]{36}/"))
    entry = page.url.split("?")[0]
    page.locator("form[action*='delete'] button").first.click()
    page.get_by_role("button", name="되돌리기").click()
    page.goto(entry)
    expect(page.locator("main").get_by_text("불안").first).to_be_visible()
