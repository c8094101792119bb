"""A Daylio CSV from the file to the calendar in a real Chromium, without a barrier on the way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from import_files import GENERATION_4
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from browser_support import PHONE, OpenContext, chromium, open_context, playwright_loop, sign_in
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def barriers(page: Page) -> list[str]:
    found = [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} px wide"] if wide > PHONE[0] else [])


def test_a_daylio_file_moves_in(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: Callable[[BrowserContext, User], None],
    hana: User,
    tmp_path: Path,
) -> None:
    file = tmp_path / "daylio_export.csv"
    file.write_text(GENERATION_4 + "2026-02-30,x,x,10:00,good,,,,\n", "utf-8-sig")
    context = open_context(size=PHONE, locale="ko-KR")
    sign_in(context, hana)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/in/")
    assert barriers(page) == []
    page.set_input_files("#files", file)
    assert page.locator("[data-names]").inner_text() == "daylio_export.csv"
    page.get_by_role("button", name="살펴보기").click()
    page.get_by_role("heading", name="새 기록 2개를 찾았어요").wait_for()
    assert barriers(page) == []
    page.get_by_text("들이지 못하는 줄 1개").click()
    assert page.get_by_role("cell", name="날짜를 읽을 수 없어요").is_visible()
    page.get_by_label("Sparkly 1").select_option("happy")
    page.get_by_role("button", name="들이기", exact=True).click()
    page.get_by_role("heading", name="기록 2개를 들였어요").wait_for()
    assert barriers(page) == []
    page.get_by_role("link", name="달력 열기").click()
    page.wait_for_url("**/calendar/**")
    assert Entry.objects.filter(owner=hana, local_date__year=2026, local_date__month=7).count() == 2
    assert errors == []
