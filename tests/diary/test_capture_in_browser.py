"""Upload with preview, and the camera with Chromium's fake device, on a phone and a desktop."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from browser_support import (
    ARGUMENTS,
    DESKTOP,
    PHONE,
    OpenContext,
    chromium,
    chromium_path,
    open_context,
    playwright_loop,
    sign_in,
)
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SignIn = Callable[[BrowserContext, User], None]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, portrait: bytes) -> Path:
    """What the fake camera sees: the portrait, again and again (Motion JPEG)."""
    path = tmp_path_factory.mktemp("film") / "portrait.mjpeg"
    path.write_bytes(portrait * 30)
    return path


@pytest.fixture(scope="module")
def camera_chromium(
    chromium: Browser, playwright_loop: Playwright, film: Path
) -> Iterator[Browser]:
    """A Chromium whose camera shows the film. (It asks for the other one to fail or skip alike.)"""
    browser = playwright_loop.chromium.launch(
        executable_path=chromium_path(),
        args=[
            *ARGUMENTS,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture
def camera_page(
    camera_chromium: Browser, live_server: LiveServer, keeper: User, sign_in: SignIn
) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(*, permissions: list[str]) -> Page:
        width, height = PHONE
        context = camera_chromium.new_context(
            viewport={"width": width, "height": height}, permissions=permissions
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        sign_in(context, keeper)
        page = context.new_page()
        page.goto(f"{live_server.url}/diary/new/camera/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def no_accessibility_problem(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_chosen_photo_is_shown_before_it_is_sent(
    open_context: OpenContext,
    sign_in: SignIn,
    live_server: LiveServer,
    keeper: User,
    film: Path,
    portrait: bytes,
) -> None:
    context = open_context(size=PHONE)
    sign_in(context, keeper)
    page = context.new_page()
    page.goto(f"{live_server.url}/diary/new/")
    preview = page.locator("[data-preview]")
    expect(preview).to_be_hidden()
    photo = {"name": "나.jpg", "mimeType": "image/jpeg", "buffer": portrait}
    page.set_input_files("#photo", files=[photo])
    expect(preview).to_be_visible()
    expect(preview).to_have_js_property("naturalWidth", 512)
    page.set_input_files(
        "#photo", files=[{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}]
    )
    expect(preview).to_be_hidden()
    expect(page.locator("[data-file-trouble]")).to_have_text("사진 파일을 골라 주세요.")
    page.set_input_files("#photo", files=[photo])
    # While it is read, the button says so and the page is marked busy.
    page.evaluate(
        """document.querySelector('form[data-capture]').addEventListener('submit', () => {
             sessionStorage.busy = document.querySelector('[data-send]').textContent;
             sessionStorage.said = document.querySelector('[data-status]').textContent;
           })"""
    )
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/diary/entries/"))
    assert page.evaluate("sessionStorage.busy") == "표정을 읽고 있어요…"
    assert page.evaluate("sessionStorage.said") == "표정을 읽고 있어요…"
    expect(page.locator("progress.bar")).to_have_count(6)
    expect(page.locator("[data-heat]")).to_be_hidden()
    page.get_by_role("link", name="슬픔", exact=True).click()
    expect(page.locator("[data-heat]")).to_be_visible()
    assert "heat=sad" in page.url
    page.get_by_role("button", name="슬픔").click()
    expect(page.locator("h1")).to_have_text("슬픔")
    assert Entry.objects.get().own_mood == "sad"


def test_the_camera_counts_down_and_its_picture_becomes_an_entry(
    camera_page: Callable[..., Page],
) -> None:
    page = camera_page(permissions=["camera"])
    send = page.get_by_role("button", name="표정 읽기")
    expect(send).to_be_hidden()
    page.get_by_role("button", name="카메라 켜기").click()
    expect(page.locator("[data-video]")).to_have_js_property("videoWidth", 512)
    page.get_by_role("button", name="3초 뒤에 찍기").click()
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.locator("[data-count-said]")).to_have_text("3")
    expect(page.locator("[data-count]")).to_have_text("1")
    expect(page.locator("[data-shot]")).to_be_visible()
    expect(send).to_be_focused()
    page.get_by_role("button", name="다시 찍기").click()
    expect(page.locator("[data-shot]")).to_be_hidden()
    page.get_by_role("button", name="3초 뒤에 찍기").click()
    expect(send).to_be_visible()
    no_accessibility_problem(page)
    send.click()
    page.wait_for_url(re.compile(r"/diary/entries/"))
    entry = Entry.objects.get()
    assert entry.source == "camera"
    assert EntryPhoto.objects.filter(entry=entry).exists()


def test_a_refused_camera_says_what_to_do(camera_page: Callable[..., Page]) -> None:
    page = camera_page(permissions=[])
    page.get_by_role("button", name="카메라 켜기").click()
    trouble = page.locator("[data-camera-trouble]")
    expect(trouble).to_contain_text("카메라를 쓰도록 허락하지 않았어요")
    upload = page.locator(".camera").get_by_role("link", name="사진 올리기")
    upload.click()
    page.wait_for_url(re.compile(r"/diary/new/$"))


def test_a_machine_without_a_camera_says_so(
    open_context: OpenContext, sign_in: SignIn, live_server: LiveServer, keeper: User
) -> None:
    context = open_context(size=DESKTOP, permissions=["camera"])
    sign_in(context, keeper)
    page = context.new_page()
    page.goto(f"{live_server.url}/diary/new/camera/")
    page.get_by_role("button", name="카메라 켜기").click()
    expect(page.locator("[data-camera-trouble]")).to_contain_text("카메라를 찾지 못했어요")


def test_upload_and_hand_work_without_scripts(
    open_context: OpenContext,
    sign_in: SignIn,
    live_server: LiveServer,
    keeper: User,
    portrait: bytes,
) -> None:
    context = open_context(size=PHONE, java_script_enabled=False)
    sign_in(context, keeper)
    page = context.new_page()
    photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": portrait}
    for place in ("/diary/new/", "/diary/new/camera/"):
        page.goto(live_server.url + place)
        page.set_input_files("#photo", files=[photo])
        page.click("[data-send]")
        page.wait_for_url(re.compile(r"/diary/entries/"))
    page.goto(f"{live_server.url}/diary/new/hand/")
    page.get_by_role("radio", name="불안").check(force=True)
    page.get_by_role("button", name="일기에 찍기").click()
    page.wait_for_url(re.compile(r"/diary/entries/"))
    assert sorted(Entry.objects.values_list("source", flat=True)) == ["camera", "hand", "photo"]
