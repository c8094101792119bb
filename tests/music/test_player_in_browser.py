"""The player in a real Chromium; YouTube and Wikimedia are answered by stand-ins that speak
their protocols, since the tests reach no other host.
"""

import io
import json
import struct
import wave
from collections.abc import Callable
from math import pi, sin
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from moodtracker.accounts.models import User
from moodtracker.music import selectors
from moodtracker.music.recommend import Catalogue, Work
from moodtracker.music.selectors import catalogue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

YOUTUBE = "https://www.youtube-nocookie.com/"
COMMONS = "https://upload.wikimedia.org/"

# What the embedded player does, as far as a page can see it: it waits for "listening", answers
# onReady, takes commands, tells states and errors. `data-does` chooses the fate of this video.
FRAME = """<!doctype html><title>video</title><p>video</p><script>
const does = %s;
const origin = new URL(location.href).searchParams.get("origin");
const tell = (event, info) => parent.postMessage(
  JSON.stringify({event, info, id: 1, channel: "widget"}), origin);
const listened = new Set();
let greeted = false;
addEventListener("message", ({data, origin: from}) => {
  if (from !== origin) return;
  const message = JSON.parse(data);
  if (message.event === "listening" && !greeted && does !== "silence") {
    greeted = true;
    tell("initialDelivery", {playerState: -1});
    tell("onReady", null);
  }
  if (message.event !== "command") return;
  if (message.func === "addEventListener") listened.add(message.args[0]);
  if (message.func === "playVideo") {
    if (does === "refuse") return;
    if (does !== "play") { if (listened.has("onError")) tell("onError", does); return; }
    tell("infoDelivery", {playerState: 1, currentTime: 0});
    if (listened.has("onStateChange")) tell("onStateChange", 1);
  }
  if (message.func === "pauseVideo" && listened.has("onStateChange")) tell("onStateChange", 2);
});
</script>"""


def small_wav() -> bytes:
    """Two seconds of a quiet 440 Hz tone."""
    rate, buffer = 8000, io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        samples = (int(3000 * sin(2 * pi * 440 * i / rate)) for i in range(2 * rate))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return buffer.getvalue()


class World:
    """Other hosts: what each video does (in order of asking), what Commons answers."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.videos: list[str | int] = []
        self.commons = "wav"
        self.asked: list[str] = []
        self.referrers: list[str | None] = []
        self.violations: list[str] = []
        self.offer: Callable[[Catalogue], None] = lambda _: None
        page.on("console", self._note)
        page.context.route("**/*", self._answer)

    def _note(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.violations.append(message.text)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            route.continue_()
            return
        self.asked.append(url)
        if url.startswith(YOUTUBE):
            self.referrers.append(route.request.headers.get("referer"))
            does = self.videos.pop(0) if self.videos else "silence"
            route.fulfill(content_type="text/html", body=FRAME % json.dumps(does))
        elif url.startswith(COMMONS) and self.commons == "wav":
            route.fulfill(content_type="audio/wav", body=small_wav())
        elif url.startswith(COMMONS):
            route.fulfill(status=404, body="gone")
        else:
            route.abort()


@pytest.fixture
def world(
    live_server: LiveServer,
    hana: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    context = open_context(locale="ko-KR")
    sign_in(context, hana)
    world = World(context.new_page(), live_server.url)
    world.offer = lambda works: monkeypatch.setattr(selectors, "catalogue", lambda: works)
    return world


def open_player(world: World, *, kinds: tuple[str, ...], timeout_ms: int = 8000) -> Any:
    """Opens 하나's page on a piece with exactly these kinds of sources; returns the section."""
    wanted, other = work_with(kinds), catalogue().by_id["saint-saens-swan"]
    world.offer(Catalogue((wanted, other), {wanted.id: wanted, other.id: other}))
    world.page.goto(world.home + reverse("music:for_mood", args=[wanted.emotions[0]]))
    section = world.page.locator("[data-music-player]")
    expect(section).to_have_attribute("data-state", "idle")
    if current(world, section)["id"] != wanted.id:
        section.get_by_role("button", name="다른 곡").click()
    assert [source["kind"] for source in current(world, section)["sources"]] == [*kinds]
    section.evaluate("(el, ms) => { el.dataset.timeoutMs = ms }", timeout_ms)
    return section


def work_with(kinds: tuple[str, ...]) -> Work:
    """The first work of the catalogue with so many videos and audio files to play."""
    for work in catalogue().works:
        videos = sum(recording.playable for recording in work.recordings)
        if (videos, len(work.files)) == (kinds.count("youtube"), kinds.count("audio")):
            return work
    raise AssertionError(f"No work has the sources {kinds}.")


def pieces(world: World) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = world.page.evaluate(
        "JSON.parse(document.getElementById('music-player-pieces').textContent)"
    )
    return listed


def play(section: Any) -> None:
    section.get_by_role("button", name="재생").click()


def test_nothing_is_asked_of_other_hosts_and_nothing_sounds_before_a_press(world: World) -> None:
    section = open_player(world, kinds=("youtube",))
    section.get_by_role("button", name="다른 곡").click()
    world.page.wait_for_load_state("networkidle")
    assert world.asked == []
    assert section.locator("iframe, audio").count() == 0
    expect(section).to_have_attribute("data-state", "idle")


def test_a_press_plays_the_video_in_a_frame_of_enough_size(world: World) -> None:
    world.videos = ["play"]
    section = open_player(world, kinds=("youtube",))
    world.page.evaluate(
        "() => document.addEventListener('mood-music:playing', (e) => (window.told = e.detail))"
    )
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    # Whoever keeps a diary hears which piece it is.
    piece = pieces(world)[0]
    assert world.page.evaluate("window.told") == {"work": piece["id"], "title": piece["title"]}
    expect(section.get_by_role("status")).to_have_text("재생 중이에요")
    frame = section.locator("iframe")
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    address = frame.get_attribute("src") or ""
    assert address.startswith(f"{YOUTUBE}embed/")
    for part in ("enablejsapi=1", "playsinline=1", "rel=0", "origin=http%3A%2F%2F"):
        assert part in address
    assert world.referrers == [world.home + "/"]
    box = frame.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 200
    assert world.violations == []


def test_it_is_paused_and_played_again_by_keyboard(world: World) -> None:
    world.videos = ["play"]
    section = open_player(world, kinds=("youtube",))
    section.get_by_role("button", name="재생").focus()
    world.page.keyboard.press("Enter")
    expect(section).to_have_attribute("data-state", "playing")
    world.page.keyboard.press("Space")
    expect(section).to_have_attribute("data-state", "paused")
    expect(section.get_by_role("status")).to_have_text("멈췄어요")
    world.page.keyboard.press("Enter")
    expect(section).to_have_attribute("data-state", "playing")
    world.page.keyboard.press("Tab")
    expect(section.get_by_role("button", name="다른 곡")).to_be_focused()
    assert len(world.asked) == 1


@pytest.mark.parametrize("code", [2, 5, 100, 101, 150, 153])
def test_a_video_that_cannot_be_shown_gives_way_to_the_next(world: World, code: int) -> None:
    world.videos = [code, "play"]
    section = open_player(world, kinds=("youtube", "youtube"))
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    assert len(set(world.asked)) == 2
    assert section.locator("iframe").count() == 1


def test_a_silent_video_gives_way_after_the_timeout(world: World) -> None:
    world.videos = ["silence", "play"]
    section = open_player(world, kinds=("youtube", "youtube"), timeout_ms=400)
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    assert len(world.asked) == 2


def test_two_silent_videos_are_enough_to_leave_youtube_for_commons(world: World) -> None:
    section = open_player(world, kinds=("youtube",) * 4 + ("audio",), timeout_ms=1500)
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    assert section.locator("audio").count() == 1
    asked = [address for address in world.asked if address.startswith(YOUTUBE)]
    assert len(asked) == 2
    assert any(address.startswith(COMMONS) for address in world.asked)
    expect(section.get_by_role("link", name="Wikimedia Commons")).to_be_visible()
    assert world.violations == []


def test_audio_is_paused_by_the_same_button_and_ends(world: World) -> None:
    section = open_player(world, kinds=("audio",))
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    section.get_by_role("button", name="일시 정지").click()
    expect(section).to_have_attribute("data-state", "paused")
    play(section)
    expect(section).to_have_attribute("data-state", "ended")
    expect(section.get_by_role("status")).to_have_text("곡이 끝났어요")


def test_when_every_source_is_gone_a_search_is_offered(world: World) -> None:
    world.commons = "gone"
    world.videos = [100] * 9
    section = open_player(world, kinds=("youtube", "youtube", "audio"))
    piece = current(world, section)
    play(section)
    expect(section).to_have_attribute("data-state", "gone")
    link = section.get_by_role("link", name="유튜브에서 찾아보기")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == piece["search"]
    expect(section.get_by_role("status")).to_contain_text("지금은 여기서 들을 수 없어요")
    assert section.locator("iframe, audio").count() == 0
    assert [len(source["urls"]) for source in piece["sources"]] == [0, 0, 2]
    assert len(set(world.asked)) == 4


def test_a_browser_that_wants_another_press_is_told_so(world: World) -> None:
    world.videos = ["refuse"]
    section = open_player(world, kinds=("youtube",), timeout_ms=400)
    play(section)
    expect(section.get_by_role("status")).to_contain_text("한 번 더 눌러 주세요")
    assert section.locator("iframe").count() == 1


def test_another_piece_ends_the_first_and_goes_on_only_when_music_was_on(world: World) -> None:
    world.videos = ["play"]
    section = open_player(world, kinds=("youtube",))
    play(section)
    expect(section).to_have_attribute("data-state", "playing")
    before = section.get_by_role("heading", level=3).inner_text()
    section.get_by_role("button", name="일시 정지").click()
    expect(section).to_have_attribute("data-state", "paused")
    section.get_by_role("button", name="다른 곡").click()
    expect(section).to_have_attribute("data-state", "idle")
    assert section.locator("iframe, audio").count() == 0
    title = current(world, section)["title"]
    assert title != before
    expect(section.get_by_role("status")).to_have_text(f"다른 곡을 골랐어요: {title}")


def test_messages_of_other_windows_are_not_believed(world: World) -> None:
    world.videos = ["silence"]
    section = open_player(world, kinds=("youtube",))
    play(section)
    world.page.evaluate(
        """() => {
          for (const info of [1, 2, 0]) {
            postMessage(JSON.stringify({event: "onStateChange", info}), "*");
            dispatchEvent(new MessageEvent("message", {
              origin: "https://www.youtube-nocookie.com",
              data: JSON.stringify({event: "onStateChange", info}),
            }));
          }
          postMessage(JSON.stringify({event: "onError", info: 100}), "*");
        }"""
    )
    world.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(section).to_have_attribute("data-state", "loading")
    assert len(world.asked) == 1


def test_without_javascript_a_search_stands_in_for_the_player(
    live_server: LiveServer,
    hana: User,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    context = open_context(java_script_enabled=False)
    sign_in(context, hana)
    page = context.new_page()
    page.goto(live_server.url + reverse("music:for_mood", args=["sad"]))
    expect(page.get_by_role("link", name="유튜브에서 찾아보기")).to_be_visible()
    assert page.get_by_role("button", name="재생").count() == 0


def current(world: World, section: Any) -> dict[str, Any]:
    title = section.get_by_role("heading", level=3).inner_text()
    return next(piece for piece in pieces(world) if piece["title"] == title)
