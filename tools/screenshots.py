"""Pictures of every page: phone and desktop, light and dark, Korean and English.

    python tools/screenshots.py            all of them, into out/screenshots/
    python tools/screenshots.py --readme   the one the README shows, into docs/images/
    python tools/screenshots.py --only entry,calendar --themes light --sizes phone --languages ko
    python tools/screenshots.py --data DIR  keeps the diaries there, and finds them there again

Starts the service on a new data folder, lets `moodtracker demo` fill diaries, puts a photo of the
astronaut beside them (scikit-image's, a NASA photograph in the public domain), and goes through
the pages of strangers, of 하나, of 민수, whose diary is empty, and of 순자, who has everything
large. tools/screenshot_table.py says which pages; some are taken as the printer gets them too.
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from screenshot_table import EVERYBODY, Shot

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"phone": (360, 780), "desktop": (1440, 900)}
PASSWORD = "종이 위의 파란 물고기 27"
EMAILS = {"hana": "hana@example.kr", "minsu": "minsu@example.kr", "elder": "soonja@example.kr"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
MOODTRACKER = [sys.executable, "-c", "from moodtracker.cli import main; main()"]
README = ("heat", "year", "trends")


@contextmanager
def service(folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A running service with its diaries; answers its address and those of its pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "MOODTRACKER_DATA": folder}
    env["MOODTRACKER_PUBLIC_URL"] = url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([*MOODTRACKER, "serve", "--port", str(port)], env=env)
    try:
        _wait(port)
        kept = Path(folder, "addresses.json")
        if not kept.exists():
            kept.write_text(_fill(env), "utf-8")
        yield url, json.loads(kept.read_text("utf-8"))
    finally:
        server.terminate()
        server.wait(20)


def _fill(env: dict[str, str]) -> str:
    def command(*line: str) -> str:
        return subprocess.run(
            [*MOODTRACKER, *line], env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    for person, years in (("hana", "2"), ("elder", "0.3")):
        command("demo", "--years", years, "--email", EMAILS[person], "--password", PASSWORD)
    made = "from moodtracker.accounts.models import User; User.objects.create_user({!r}, {!r})"
    command("manage", "shell", "-c", made.format(EMAILS["minsu"], PASSWORD))
    seed = f"import runpy; runpy.run_path({str(ROOT / 'tools/screenshot_seed.py')!r})"
    return command("manage", "shell", "-c", seed).strip().splitlines()[-1]


def _wait(port: int) -> None:
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The service was not healthy within 240 s.")


def _log_in(page: Page, url: str, email: str, language: str) -> None:
    """Sets the language too: a person's is theirs, not the browser's."""
    page.goto(f"{url}/accounts/login/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/diary/**")
    page.goto(f"{url}/settings/profile/")
    page.locator("[name=language]").first.select_option(language)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def _take(
    browser: Browser, url: str, pages: dict[str, str], wanted: argparse.Namespace, out: Path
) -> None:
    looks = [(s, t, w) for w in wanted.languages for t in wanted.themes for s in wanted.sizes]
    for size, theme, language in looks:
        folder = out / f"{size}-{theme}-{language}"
        folder.mkdir(parents=True, exist_ok=True)
        for person, shots in EVERYBODY.items():
            mine = [shot for shot in shots if not wanted.only or shot.name in wanted.only]
            if not mine:
                continue
            with browser.new_context(
                viewport=dict(zip(("width", "height"), SIZES[size], strict=True)),  # type: ignore[arg-type]
                color_scheme=theme,
                locale={"ko": "ko-KR", "en": "en-US"}[language],
                reduced_motion="reduce",
            ) as context:
                page = context.new_page()
                if person in EMAILS:
                    _log_in(page, url, EMAILS[person], language)
                for shot in mine:
                    page.goto(url + pages[shot.route] + shot.query)
                    _shoot(page, SIZES[size], folder / f"{shot.name}.png")
                    if shot.paper and theme == "light" and size == "desktop":
                        _print(page, shot, out / f"paper-{language}")


def _shoot(page: Page, size: tuple[int, int], target: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    # As tall as the page, so that the bar at the bottom lies at its end, not across it.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size[0], "height": tall})
    page.screenshot(path=target, full_page=True)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    print(target)


def _print(page: Page, shot: Shot, folder: Path) -> None:
    """The sheets of paper, and a picture of each where poppler is there to draw it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{shot.name}.pdf"
    page.pdf(path=target, prefer_css_page_size=True, print_background=False)
    draw = shutil.which("pdftoppm")
    if draw:
        sheets = [draw, "-r", "60", "-png", str(target), str(target.with_suffix(""))]
        subprocess.run(sheets, check=True)
    print(target)


def _readme(out: Path) -> None:
    """One picture: the result, the year and the trends on a phone, beside each other."""
    shots = [Image.open(out / f"phone-light-ko/{name}.png") for name in README]
    height = min(1500, *(shot.height for shot in shots))
    picture = Image.new("RGB", (sum(shot.width + 24 for shot in shots) - 24, height), "white")
    left = 0
    for shot in shots:
        picture.paste(shot.crop((0, 0, shot.width, height)), (left, 0))
        left += shot.width + 24
    target = ROOT / "docs/images/pages.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, quality=86, method=6)
    print(target, f"{target.stat().st_size / 1000:.0f} kB")


def _comma(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--only", type=_comma, default=[])
    parser.add_argument("--themes", type=_comma, default=["light", "dark"])
    parser.add_argument("--sizes", type=_comma, default=list(SIZES))
    parser.add_argument("--languages", type=_comma, default=["ko", "en"])
    parser.add_argument("--data", default="")
    wanted = parser.parse_args()
    if wanted.readme:
        wanted.only, wanted.themes = list(README), ["light"]
        wanted.sizes, wanted.languages = ["phone"], ["ko"]
    out = ROOT / "out/screenshots"
    new = nullcontext(wanted.data) if wanted.data else tempfile.TemporaryDirectory()
    with new as folder, service(folder) as (url, pages), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        _take(browser, url, pages, wanted, out)
        browser.close()
    if wanted.readme:
        _readme(out)


if __name__ == "__main__":
    main()
