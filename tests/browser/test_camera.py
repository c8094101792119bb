"""The camera page, through Chromium's fake camera with a film of a real face."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect
from pytest_django.live_server_helper import LiveServer

from browser.test_first_mood import sign_up
from browser_support import ARGUMENTS, PHONE, chromium_path

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


def test_a_picture_is_taken_retaken_and_read(
    live_server: LiveServer, chromium: object, playwright_loop: Playwright, camera_film: Path
) -> None:
    browser = playwright_loop.chromium.launch(
        executable_path=chromium_path(),
        args=[
            *ARGUMENTS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera_film}",
        ],
    )
    try:
        width, height = PHONE
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="ko-KR", permissions=["camera"]
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        sign_up(page, live_server, "camera@example.kr")
        page.goto(f"{live_server.url}/diary/new/camera/")
        page.locator("[data-start]").click()
        page.locator("[data-shoot]").click()
        expect(page.locator("[data-shot]")).to_be_visible()
        page.locator("[data-retake]").click()
        expect(page.locator("[data-shot]")).to_be_hidden()
        page.locator("[data-shoot]").click()
        expect(page.locator("[data-shot]")).to_be_visible()
        page.locator("input[name=policy][value=discard]").check(force=True)
        page.locator("[data-send]").click()
        page.wait_for_url(re.compile(r"/diary/entries/[0-9a-f-]{36}/"))
        expect(page.locator("main").get_by_text("기쁨").first).to_be_visible()
    finally:
        browser.close()


def test_without_a_camera_the_page_says_so_and_offers_the_upload(
    live_server: LiveServer, open_context: object
) -> None:
    page = open_context(size=PHONE, locale="ko-KR").new_page()  # type: ignore[operator]
    sign_up(page, live_server, "nocamera@example.kr")
    page.goto(f"{live_server.url}/diary/new/camera/")
    page.locator("[data-start]").click()
    expect(page.locator("[data-camera-trouble]")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="사진 올리기").first).to_be_visible()
