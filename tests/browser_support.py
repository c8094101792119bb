"""A real Chromium for tests marked `browser`, and the pages they look at.

Import the fixtures by name into a folder's conftest.py: `from browser_support import chromium,
open_context, playwright_loop, sign_in`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from moodtracker.accounts.models import User

# Playwright's sync loop runs in this thread, which Django takes for an async context.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

REQUIRED = "MOODTRACKER_REQUIRE_BROWSER"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (360, 780)
DESKTOP = (1440, 900)

OpenContext = Callable[..., BrowserContext]


def chromium_path() -> str | None:
    """The Chromium of the system; None leaves the search to Playwright's own."""
    named = os.environ.get("MOODTRACKER_CHROMIUM")
    for candidate in (named, "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(candidate) if candidate else None
        if found:
            return found
    return None


# One of each a worker, in however many folders the fixtures are imported.
_playwrights: list[Playwright] = []
_browsers: list[Browser] = []


@pytest.fixture(scope="session")
def playwright_loop(request: pytest.FixtureRequest) -> Playwright:
    """Playwright, for tests that launch a Chromium with arguments of their own."""
    if not _playwrights:
        playwright = sync_playwright().start()
        request.config.add_cleanup(playwright.stop)
        _playwrights.append(playwright)
    return _playwrights[0]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest, playwright_loop: Playwright) -> Browser:
    """A running Chromium. Missing, it fails where MOODTRACKER_REQUIRE_BROWSER=1 is set and skips,
    visibly, elsewhere.
    """
    if not _browsers:
        path = chromium_path()
        if path is None and not Path(playwright_loop.chromium.executable_path).exists():
            _no_chromium()
        browser = playwright_loop.chromium.launch(executable_path=path, args=ARGUMENTS)
        request.config.add_cleanup(browser.close)
        _browsers.append(browser)
    return _browsers[0]


def _no_chromium() -> NoReturn:
    message = (
        "Browser tests need a Chromium (on the PATH, or named by MOODTRACKER_CHROMIUM); "
        "none was found."
    )
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def open_context(chromium: Browser) -> Iterator[OpenContext]:
    """Opens fresh contexts (`size` in CSS pixels, any Playwright option) and closes them.

    The service worker stays out, which saves every context the fetching of the shell; tests of
    the worker ask for it by `service_workers="allow"`.
    """
    opened: list[BrowserContext] = []

    def open_one(*, size: tuple[int, int] = DESKTOP, **options: Any) -> BrowserContext:
        width, height = size
        wanted = {"service_workers": "block", **options}
        context = chromium.new_context(viewport={"width": width, "height": height}, **wanted)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[BrowserContext, User], None]:
    """Gives a context the session of a person, without the log-in page."""

    def give_session(context: BrowserContext, person: User) -> None:
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return give_session
