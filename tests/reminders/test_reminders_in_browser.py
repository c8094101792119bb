"""Reminders in a real Chromium: switching a device on, what stands in the way, and what the worker
makes of a push message.

No push service can be reached from here: the subscription is made up (with a real key), and the
message is handed to the worker by the browser's own debugger, where a push service would. A
press on the notification itself cannot be made from outside; its handler is called in the worker.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from push_service import Browser, b64
from pytest_django.live_server_helper import LiveServer

from browser_support import PHONE, OpenContext
from moodtracker.accounts.models import User
from moodtracker.reminders.models import PushDevice, Reminder

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
ON = "이 기기에서 알림 켜기"
# A registration as browsers give it, with one subscription; `made` holds the key it was made for.
STAGED = """
(browser) => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  let made = sessionStorage.getItem("made");
  const subscription = () => ({
    endpoint: browser.endpoint,
    options: { applicationServerKey: bytes(made).buffer },
    getKey: (name) => bytes(browser[name]).buffer,
    unsubscribe: async () => { made = null; sessionStorage.removeItem("made"); },
  });
  const encode = (data) => btoa(String.fromCharCode(...data))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const pushManager = {
    getSubscription: async () => made && subscription(),
    subscribe: async ({ applicationServerKey }) => {
      made = encode(applicationServerKey);
      sessionStorage.setItem("made", made);
      return subscription();
    },
  };
  navigator.serviceWorker.getRegistration = async () => ({ pushManager });
}
"""

SignIn = Callable[[BrowserContext, User], None]


def test_a_device_is_switched_on_by_a_press_and_told_when_it_is_not(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(size=PHONE)
    sign_in(context, hana)
    page = context.new_page()
    asked = count_questions(page)
    page.goto(f"{live_server.url}/reminders/new/")
    page.get_by_label("시각").fill("21:30")
    page.get_by_label("토", exact=True).uncheck()
    page.get_by_role("button", name="저장").click()
    assert Reminder.objects.get().weekdays == frozenset({0, 1, 2, 3, 4, 6})
    expect(page.get_by_text("켜 둔 기기가 아직 없어요")).to_be_visible()
    page.reload()  # without the words of the last press
    for place in ("/reminders/", "/reminders/new/", "/reminders/"):
        page.goto(live_server.url + place)
        violations = Axe().run(page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []
    assert asked() == 0, "nothing is asked before a press"
    # Without the permission Chromium, here, answers “denied” by itself.
    page.get_by_role("button", name=ON).click()
    expect(page.locator("[data-push-words]")).to_contain_text("막아 두었어요")
    assert (asked(), PushDevice.objects.count()) == (1, 0)

    context.grant_permissions(["notifications"], origin=live_server.url)
    one = Browser()
    staged = {"endpoint": one.endpoint, "p256dh": one.p256dh, "auth": b64(one.auth)}
    page.add_init_script(f"({STAGED})({staged})")
    page.reload()
    assert asked() == 1
    page.get_by_role("button", name=ON).click()
    expect(page.get_by_text("이 기기에서 알림을 받고 있어요.")).to_be_visible()
    expect(page.get_by_role("button", name=ON)).to_be_hidden()
    assert PushDevice.objects.get().name.startswith("Chrome")
    # A subscription that was made for another key of the service is made anew.
    page.evaluate("sessionStorage.setItem('made', 'B' + 'A'.repeat(86))")
    page.reload()
    page.get_by_role("button", name=ON).click()
    expect(page.get_by_text("이 기기에서 알림을 받고 있어요.")).to_be_visible()
    assert PushDevice.objects.count() == 1
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def count_questions(page: Page) -> Callable[[], int]:
    """How often the page asked for the permission, whichever page it was."""
    page.add_init_script(
        "const ask = Notification.requestPermission.bind(Notification);"
        "Notification.requestPermission = () => {"
        " sessionStorage.setItem('asked', 1 + Number(sessionStorage.getItem('asked')));"
        " return ask(); };"
    )
    return lambda: int(page.evaluate("Number(sessionStorage.getItem('asked'))"))


def test_without_a_worker_and_without_a_script_there_is_a_sentence(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(permissions=["notifications"])
    sign_in(context, hana)
    page = context.new_page()
    page.add_init_script("navigator.serviceWorker.getRegistration = async () => undefined")
    page.goto(f"{live_server.url}/reminders/")
    page.get_by_role("button", name=ON).click()
    expect(page.get_by_text("아직 준비하지 못했어요")).to_be_visible()
    plain = open_context(java_script_enabled=False)
    sign_in(plain, hana)
    page = plain.new_page()
    page.goto(f"{live_server.url}/reminders/")
    # Chromium shows no <noscript> where the debugger has switched scripts off.
    assert "자바스크립트가 필요해요" in page.content()
    expect(page.get_by_role("button", name=ON)).to_be_hidden()


def test_an_iphone_is_asked_to_put_the_site_on_its_home_screen(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)")
    sign_in(context, hana)
    page = context.new_page()
    page.goto(f"{live_server.url}/reminders/")
    expect(page.get_by_text("홈 화면에 더해 주세요")).to_be_visible()
    expect(page.get_by_role("button", name=ON)).to_be_hidden()


def test_the_worker_shows_a_message_once_and_opens_the_diary(
    live_server: LiveServer, open_context: OpenContext, sign_in: SignIn, hana: User
) -> None:
    context = open_context(permissions=["notifications"], service_workers="allow")
    sign_in(context, hana)
    page = context.new_page()
    page.goto(f"{live_server.url}/reminders/")
    page.evaluate("""async () => {
      const worker = await navigator.serviceWorker.register("/static/reminders/push-worker.js");
      while (worker.active?.state !== "activated") await new Promise((go) => setTimeout(go, 20));
    }""")
    deliver = pusher(context, page, live_server.url)
    message = '{"key": "turn-1", "title": "무드 트래커", "body": "한 번 찍어 둘까요?", "url": "%s"}'
    deliver(message % "/diary/?quick")
    assert shown(page, 1) == [("무드 트래커", "한 번 찍어 둘까요?", "turn-1", "/diary/?quick")]
    deliver((message % "https://evil.example/").replace("turn-1", "turn-2"))
    assert {data for *_, data in shown(page, 2)} == {"/diary/?quick", "/"}
    page.evaluate(
        "async () => { for (const one of await (await navigator.serviceWorker.getRegistration("
        "'/static/reminders/')).getNotifications()) one.close(); }"
    )
    deliver(message % "/diary/?quick")
    deliver("not JSON")
    deliver(message.replace("turn-1", "turn-3") % "/diary/?quick")
    assert [tag for _, _, tag, _ in shown(page, 1)] == ["turn-3"], "what was shown stays away"

    worker = next(one for one in context.service_workers if "push-worker" in one.url)
    opened = worker.evaluate("""async () => {
      const opened = [];
      self.clients.openWindow = async (url) => { opened.push(url); };
      const [one] = await self.registration.getNotifications();
      const event = new NotificationEvent("notificationclick", { notification: one });
      const done = [];
      event.waitUntil = (promise) => done.push(promise);
      self.dispatchEvent(event);
      await Promise.all(done);
      return opened;
    }""")
    assert opened == [f"{live_server.url}/diary/?quick"]
    shown(page, 0)


def pusher(context: BrowserContext, page: Page, origin: str) -> Callable[[str], None]:
    """Hands messages to the worker of this page as a push service would."""
    session = context.new_cdp_session(page)
    found: list[str] = []

    def remember(event: dict[str, Any]) -> None:
        found.extend(
            one["registrationId"]
            for one in event["registrations"]
            if one["scopeURL"].endswith("/static/reminders/")
        )

    session.on("ServiceWorker.workerRegistrationUpdated", remember)
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)

    def deliver(data: str) -> None:
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": found[-1], "data": data},
        )

    return deliver


def shown(page: Page, count: int) -> list[tuple[str, ...]]:
    """The notifications on the screen, once there are so many."""
    found: Any = page.evaluate(
        """async (count) => {
          const worker = await navigator.serviceWorker.getRegistration("/static/reminders/");
          const end = Date.now() + 8000;
          let found = [];
          do {
            found = await worker.getNotifications();
            await new Promise((go) => setTimeout(go, 50));
          } while (found.length !== count && Date.now() < end);
          return found.map((one) => [
            one.title, one.body, one.tag, one.data.url.replace(location.origin, "") || "/"]);
        }""",
        count,
    )
    assert len(found) == count
    return [tuple(one) for one in found]
