"""Pictures of every page: phone and desktop, light and dark, Korean and English.

    python tools/screenshots.py            all of them, into out/screenshots/
    python tools/screenshots.py --readme   the ones the README shows, into docs/images/
    python tools/screenshots.py --only entry,calendar --themes light --sizes phone --languages ko

Starts the service on a new data folder, lets `moodtracker demo` fill two years, gives it one photo
of the astronaut (scikit-image's, a NASA photograph in the public domain), and goes through the
pages of strangers, of that person, and of one whose diary is empty.
"""

import argparse
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from skimage import data

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"phone": (360, 780), "desktop": (1440, 900)}
SIZES_BY_WIDTH = dict(SIZES.values())
EMAIL, PASSWORD = "hana@example.kr", "종이 위의 파란 물고기 27"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
STRANGER_PAGES = {"welcome": "/", "signup": "/accounts/signup/", "login": "/accounts/login/"}
OWN_PAGES = {
    "today": "/diary/",
    "new": "/diary/new/",
    "camera": "/diary/new/camera/",
    "hand": "/diary/new/hand/",
    "entry": "{entry}",
    "heat": "{entry}?heat=happy",
    "edit": "{entry}edit/",
    "deleted": "/diary/deleted/",
    "calendar": "/calendar/",
    "settings": "/settings/",
    "profile": "/settings/profile/",
    "photos": "/settings/photos/",
    "credits": "/music/credits/",
    "missing": "/nowhere/",
}
NEW_EMAIL = "minsu@example.kr"
NEW_PAGES = {"new-today": "/diary/", "new-calendar": "/calendar/", "new-hand": "/diary/new/hand/"}
SEED = """
from moodtracker.accounts.models import User
User.objects.create_user("{new}", {password!r}, display_name="민수")
User.objects.filter(email="{email}").update(photo_policy="keep")
"""


@contextmanager
def service() -> Iterator[str]:
    """A running service with 하나's diary; answers its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    moodtracker = [sys.executable, "-c", "from moodtracker.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "MOODTRACKER_DATA": folder}
        env["MOODTRACKER_PUBLIC_URL"] = url = f"http://127.0.0.1:{port}"
        server = subprocess.Popen([*moodtracker, "serve", "--port", str(port)], env=env)
        try:
            _wait(port)
            seed = SEED.format(email=EMAIL, new=NEW_EMAIL, password=PASSWORD)
            for line in (
                ["demo", "--years", "2", "--email", EMAIL, "--password", PASSWORD],
                ["manage", "shell", "-c", seed],
            ):
                subprocess.run(
                    [*moodtracker, *line], env=env, check=True, stdout=subprocess.DEVNULL
                )
            yield url
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The service was not healthy within 60 s.")


def _log_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/diary/**")


def _record(page: Page, url: str) -> str:
    """Upload the astronaut; answers the path of the result page."""
    picture = BytesIO()
    Image.fromarray(data.astronaut()).save(picture, "JPEG", quality=92)
    page.goto(f"{url}/diary/new/")
    file = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    page.set_input_files("#photo", files=[file])  # type: ignore[list-item]
    page.locator("[data-send]").click()
    page.wait_for_url("**/diary/entries/**")
    return page.url.removeprefix(url).partition("?")[0]


def _take(browser: Browser, url: str, wanted: argparse.Namespace, out: Path) -> None:
    states: list[Any] = []
    entry = ""
    for email in (EMAIL, NEW_EMAIL):
        with browser.new_context() as context:
            page = context.new_page()
            _log_in(page, url, email)
            entry = entry or _record(page, url)
            states.append(context.storage_state())
    people = ((None, STRANGER_PAGES), (states[0], OWN_PAGES), (states[1], NEW_PAGES))
    for language in wanted.languages:
        for theme in wanted.themes:
            for size in wanted.sizes:
                folder = out / f"{size}-{theme}-{language}"
                folder.mkdir(parents=True, exist_ok=True)
                for state, pages in people:
                    width, height = SIZES[size]
                    with browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=theme,
                        locale={"ko": "ko-KR", "en": "en-US"}[language],
                        storage_state=state,
                        reduced_motion="reduce",
                    ) as context:
                        page = context.new_page()
                        if state:
                            _speak(page, url, language)
                        _shoot(page, url, pages, folder, wanted.only, entry)


def _speak(page: Page, url: str, language: str) -> None:
    """A person's language is theirs, not the browser's: set it in the profile."""
    page.goto(f"{url}/settings/profile/")
    page.locator("[name=language]").first.select_option(language)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def _shoot(
    page: Page, url: str, pages: dict[str, str], folder: Path, only: set[str], entry: str
) -> None:
    for name, path in pages.items():
        if only and name not in only:
            continue
        page.goto(url + path.format(entry=entry))
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        # As tall as the page, so that the bar at the bottom lies at its end, not across it.
        width = page.viewport_size["width"]
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": tall})
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        page.set_viewport_size({"width": width, "height": SIZES_BY_WIDTH[width]})
        print(folder / f"{name}.png")


def _readme(out: Path) -> None:
    """One picture: the result and the calendar on a phone, beside each other."""
    shots = [Image.open(out / f"phone-light-ko/{name}.png") for name in ("heat", "calendar")]
    height = min(1500, *(shot.height for shot in shots))
    width = sum(shot.width for shot in shots) + 24
    picture = Image.new("RGB", (width, height), "white")
    left = 0
    for shot in shots:
        picture.paste(shot.crop((0, 0, shot.width, height)), (left, 0))
        left += shot.width + 24
    target = ROOT / "docs/images/pages.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, quality=88, method=6)
    print(target)


def _comma(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--only", type=_comma, default=[])
    parser.add_argument("--themes", type=_comma, default=["light", "dark"])
    parser.add_argument("--sizes", type=_comma, default=list(SIZES))
    parser.add_argument("--languages", type=_comma, default=["ko", "en"])
    wanted = parser.parse_args()
    if wanted.readme:
        wanted.only, wanted.themes = ["heat", "calendar"], ["light"]
        wanted.sizes, wanted.languages = ["phone"], ["ko"]
    wanted.only = set(wanted.only)
    out = ROOT / "out/screenshots"
    with service() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        _take(browser, url, wanted, out)
        browser.close()
    if wanted.readme:
        _readme(out)


if __name__ == "__main__":
    main()
