"""What only a browser shows: the password comes between, the download begins, axe finds nothing."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from export_writing import small_diary
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from actors import PASSWORD
from moodtracker.accounts.models import User
from moodtracker.exports.archive import open_archive

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def nothing_found(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_password_to_the_file_and_out(
    live_server: LiveServer,
    hana: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    small_diary(hana)
    context = open_context(size=(360, 780), color_scheme="dark")
    sign_in(context, hana)
    page = context.new_page()
    page.goto(f"{live_server.url}/out/")
    nothing_found(page)
    page.get_by_role("link", name="비밀번호 확인하고 내보내기").press("Enter")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/out/")
    nothing_found(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="전부 내려받기").press("Enter")
    expect(page.locator("#archive [data-status]")).to_contain_text("시작됐어요")
    expect(page.get_by_role("button", name="전부 내려받기")).to_be_enabled()
    with open_archive(io.BytesIO(Path(coming.value.path()).read_bytes())) as archive:
        assert len(list(archive.entries())) == 4
    page.goto(f"{live_server.url}/out/calendar/")
    page.get_by_role("button", name="주소 만들기").press("Enter")
    expect(page.get_by_label("달력 주소", exact=True)).to_have_value(
        re.compile(r"/out/calendar/[\w-]{43}\.ics$")
    )
    nothing_found(page)
    page.goto(f"{live_server.url}/settings/leaving/")
    nothing_found(page)
    page.get_by_label("확인", exact=True).fill("모두 지우기")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/**")
    nothing_found(page)
    assert not User.objects.filter(pk=hana.pk).exists()
