"""Without a connection: a stamp is kept on the device, sent once when it can be, and only by the
one who pressed it. With a real service worker in a real Chromium.
"""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from browser_support import PHONE, OpenContext
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SignIn = Callable[[BrowserContext, User], None]
CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
WAITING = """() => new Promise((resolve) => {
    const asked = indexedDB.open("moodtracker");
    asked.onsuccess = () => {
        const all = asked.result.transaction("entries").objectStore("entries").getAll();
        all.onsuccess = () => { asked.result.close(); resolve(all.result); };
    };
})"""

KEPT = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const kept = await Promise.all(caches_.map((cache) => cache.keys()));
    return kept.flat().map(({ url }) => new URL(url).pathname);
}"""


def open_diary(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(CONTROLLED)
    return page


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_what_is_pressed_offline_comes_once(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(
        service_workers="allow", size=PHONE, locale="ko-KR", timezone_id="America/New_York"
    )
    sign_in(context, hana)
    home = live_server.url + reverse("diary:home")
    page = open_diary(context, home)

    # The connection drops while a page of the diary is open: the press is kept, the page stays.
    context.set_offline(True)
    page.get_by_role("button", name="슬픔").click()
    line = page.locator("[data-waiting-line]")
    expect(line).to_contain_text("아직 보내지 못한 기록 1개")
    page.get_by_role("button", name="기쁨").click()
    expect(line).to_contain_text("아직 보내지 못한 기록 2개")

    # Opened without a connection, the diary is the offline page, and writes there too.
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_have_text("연결이 끊겼어요")
    expect(page.locator("[data-waiting-list] > li")).to_have_count(2)
    page.get_by_label("메모").first.fill("지하철에서")
    page.get_by_role("button", name="불안").dblclick()
    expect(page.locator("[data-waiting-list] > li")).to_have_count(3)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kept = page.evaluate(WAITING)
    assert not Entry.objects.exists()

    context.set_offline(False)
    expect(page.locator("[data-offline-back]")).to_be_visible()
    expect(page.locator("[data-waiting-list] > li")).to_have_count(0)
    expect(page.locator("[data-waiting-empty]")).to_be_visible()
    entries = Entry.objects.order_by("recorded_at")
    assert [entry.mood for entry in entries] == ["sad", "happy", "unrest"]
    assert entries[2].note == "지하철에서"
    assert {(entry.zone, entry.owner_id) for entry in entries} == {("America/New_York", hana.pk)}

    # An answer that never arrived: the device sends again what the diary has already.
    page.evaluate("(all) => Promise.all(all.map((one) => moodQueue.put(one)))", kept)
    page.goto(home)
    expect(line).to_contain_text("기록 3개를 보냈어요")
    assert page.evaluate(WAITING) == []
    assert Entry.objects.count() == 3

    # The worker has kept the shell on the way, and no page of the diary.
    kept_paths = page.evaluate(KEPT)
    assert {path for path in kept_paths if not path.startswith("/static/")} == {"/offline/"}


def test_a_connection_that_only_seems_to_be_there(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    """The browser says it is online and the form fails: the worker takes it down."""
    context = open_context(service_workers="allow", size=PHONE, locale="ko-KR")
    sign_in(context, hana)
    page = open_diary(context, live_server.url + reverse("diary:new_hand"))
    page.get_by_role("radio", name="중립").check(force=True)
    page.locator("textarea[name=note]").fill("엘리베이터")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    context.set_offline(True)
    page.get_by_role("button", name="일기에 찍기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("연결이 끊겼어요")
    expect(page.locator("[data-waiting-list] > li")).to_contain_text(["엘리베이터"])
    context.set_offline(False)
    expect(page.locator("[data-waiting-list] > li")).to_have_count(0)
    assert (Entry.objects.get().mood, Entry.objects.get().note) == ("neutrality", "엘리베이터")
    page.goto(live_server.url + reverse("diary:new_hand"))
    expect(page.locator("textarea[name=note]")).to_have_value("")


def test_another_person_on_the_same_device_neither_sends_nor_sees_it(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: SignIn,
    hana: User,
    stranger: User,
) -> None:
    context = open_context(service_workers="allow", size=PHONE, locale="ko-KR")
    sign_in(context, hana)
    home, waiting = (live_server.url + reverse(f"diary:{name}") for name in ("home", "waiting"))
    page = open_diary(context, home)
    context.set_offline(True)
    page.get_by_role("button", name="슬픔").click()
    expect(page.locator("[data-waiting-line]")).to_contain_text("1개")

    # Her session ends: what waits is kept, and she is told.
    context.clear_cookies()
    context.set_offline(False)
    expect(page.locator("[data-waiting-line]")).to_contain_text("다시 로그인하면 보내요")

    sign_in(context, stranger)
    page.goto(waiting)
    expect(page.locator("[data-waiting-empty]")).to_be_visible()
    expect(page.locator("[data-waiting-line]")).to_be_hidden()
    assert not Entry.objects.exists()

    sign_in(context, hana)
    page.goto(waiting)
    expect(page.locator("[data-waiting-line]")).to_contain_text("기록 1개를 보냈어요")
    assert Entry.objects.get().owner == hana


def test_a_refused_entry_stays_with_its_reason_and_can_be_mended_or_dropped(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(
        service_workers="allow", size=(320, 640), locale="ko-KR", color_scheme="dark"
    )
    sign_in(context, hana)
    page = open_diary(context, live_server.url + reverse("diary:waiting"))
    page.evaluate(
        """async () => {
            const { person } = await moodQueue.who();
            for (const key of [crypto.randomUUID(), crypto.randomUUID()]) {
                await moodQueue.put({ key, person, mood: "sad", note: "", intensity: "", tags: [],
                    at: "2999-01-01T00:00:00Z", zone: "Asia/Seoul", trouble: "" });
            }
        }"""
    )
    page.reload()
    items = page.locator("[data-waiting-list] > li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("아직 오지 않은 시각이에요")
    expect(page.locator("[data-waiting-line]")).to_contain_text("받지 못한 기록이 2개")
    items.first.get_by_role("button", name="고치기").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    items.first.get_by_label("날짜와 시각").fill("2026-11-20T08:30")
    items.first.get_by_label("기분").select_option("happy")
    items.first.get_by_role("button", name="저장").click()
    expect(items).to_have_count(1)
    assert Entry.objects.get().mood == "happy"
    items.first.get_by_role("button", name="버리기").click()
    expect(items).to_have_count(0)
    assert Entry.objects.count() == 1


def test_a_draft_outlives_its_tab_until_it_is_saved_or_its_person_leaves(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User, stranger: User
) -> None:
    context = open_context(service_workers="allow", size=PHONE, locale="ko-KR")
    sign_in(context, hana)
    hand = live_server.url + reverse("diary:new_hand")
    page = open_diary(context, hand)
    note = page.locator("textarea[name=note]")
    note.fill("쓰다가 만 글")
    page.close()

    page = open_diary(context, hand)
    expect(note := page.locator("textarea[name=note]")).to_have_value("쓰다가 만 글")
    expect(page.get_by_text("쓰던 글이 남아 있어요.")).to_be_visible()
    assert_accessible(page)
    sign_in(context, stranger)
    page.goto(hand)
    expect(note).to_have_value("")

    sign_in(context, hana)
    page.goto(hand)
    page.get_by_role("radio", name="기쁨").check(force=True)
    page.get_by_role("button", name="일기에 찍기").click()
    page.wait_for_url(re.compile("/entries/"))
    page.goto(hand)
    expect(note).to_have_value("")

    note.fill("나갈 사람의 글")
    page.goto(live_server.url + reverse("accounts:settings"))
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url(re.compile(r"/$"))
    left = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
    assert left == []
