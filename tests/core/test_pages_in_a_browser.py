"""The pages around the diary in a real Chromium: fonts, keyboard, targets, lamp and tabs."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from actors import PASSWORD
from moodtracker.accounts.models import User

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

OpenContext = Callable[..., BrowserContext]


def test_korean_is_set_in_the_fonts_that_came_along(
    live_server: LiveServer, open_context: OpenContext
) -> None:
    context = open_context(locale="ko-KR")
    page = context.new_page()
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    devtools = context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    for selector, family in (("h1", "Gowun Batang"), (".lead", "Noto Sans KR")):
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        assert fonts
        assert all(font["isCustomFont"] for font in fonts), fonts
        assert all(font["familyName"].startswith(family) for font in fonts), fonts


def test_signing_up_by_keyboard_takes_the_browsers_zone(
    live_server: LiveServer, open_context: OpenContext
) -> None:
    page = open_context(locale="ko-KR", timezone_id="Europe/Paris").new_page()
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="본문으로 바로 가기")).to_be_focused()
    page.get_by_role("link", name="일기장 펼치기").press("Enter")
    page.get_by_label("이메일").fill("hana@example.kr")
    page.get_by_label("이름").fill("하나")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_label("비밀번호").press("Enter")
    page.wait_for_url(f"**{reverse('diary:home')}")
    hana = User.objects.get()
    assert (hana.email, hana.display_name, hana.zone) == ("hana@example.kr", "하나", "Europe/Paris")


def test_the_lamp_stays_lit(live_server: LiveServer, open_context: OpenContext) -> None:
    page = open_context(color_scheme="light", locale="ko-KR").new_page()
    page.goto(live_server.url)
    paper = "getComputedStyle(document.body).backgroundColor"
    day = page.evaluate(paper)
    page.get_by_role("button", name="등불").click()
    assert page.evaluate(paper) != day
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) != day
    expect(page.get_by_role("button", name="등불")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="기기대로").click()
    assert page.evaluate(paper) == day


@pytest.mark.parametrize("size", [(360, 780), (1440, 900)])
def test_targets_are_large_enough(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: Callable[[BrowserContext, User], None],
    hana: User,
    size: tuple[int, int],
) -> None:
    context = open_context(size=size, locale="ko-KR")
    sign_in(context, hana)
    page = context.new_page()
    page.goto(live_server.url + reverse("accounts:photo_policy"))
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select")]
            .filter(e => e.offsetParent !== null && !e.closest(".skip"))
            .map(e => [e.textContent.trim(), (e.closest("label") ?? e).getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_large_pages_fit_a_phone_with_targets_for_every_hand(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: Callable[[BrowserContext, User], None],
    hana: User,
    language: str,
    scheme: str,
) -> None:
    User.objects.filter(pk=hana.pk).update(large=True, language=language)
    context = open_context(size=(360, 780), color_scheme=scheme, locale="ko-KR")
    sign_in(context, hana)
    page = context.new_page()
    for address in (
        reverse("diary:home"),
        f"{reverse('diary:home')}?quick",
        reverse("diary:new_hand"),
        f"{reverse('accounts:tour')}?step=3",
        reverse("accounts:preferences"),
        reverse("tracker:calendar"),
    ):
        page.goto(live_server.url + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, .button, .tabs a, .choice, .check")]
                .filter((e) => e.offsetParent !== null && !e.closest(".skip"))
                .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
                .filter(([, box]) => box.height < 56)
                .map(([text, box]) => `${text} ${box.height}`)"""
        )
        assert small == [], address


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_tabs_fit_the_smallest_phone(
    live_server: LiveServer,
    open_context: OpenContext,
    sign_in: Callable[[BrowserContext, User], None],
    hana: User,
    language: str,
) -> None:
    User.objects.filter(pk=hana.pk).update(language=language)
    context = open_context(size=(320, 640))
    sign_in(context, hana)
    page = context.new_page()
    page.goto(live_server.url + reverse("accounts:settings"))
    spilt = page.evaluate(
        """() => {
            const list = document.querySelector(".tabs ul");
            while (list.children.length < 5) list.append(list.children[1].cloneNode(true));
            return [...list.querySelectorAll("a")]
                .filter((tab) => tab.scrollWidth > tab.clientWidth)
                .map((tab) => tab.textContent);
        }"""
    )
    assert spilt == []
