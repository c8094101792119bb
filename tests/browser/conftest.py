"""Journeys of a person through the whole site, in a real Chromium."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page
from skimage import data

from browser_support import chromium, open_context, playwright_loop, sign_in

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]


@pytest.fixture(scope="session")
def astronaut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eileen Collins, photographed by NASA: in the public domain, smiling."""
    path = tmp_path_factory.mktemp("photos") / "astronaut.jpg"
    Image.fromarray(data.astronaut()).save(path, "JPEG", quality=92)
    return path


@pytest.fixture(scope="session")
def camera_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film for Chromium's fake camera: Motion JPEG, the astronaut before a wall."""
    wall = Image.new("RGB", (640, 480), (150, 146, 138))
    wall.paste(Image.fromarray(data.astronaut()).crop((0, 0, 512, 480)), (64, 0))
    frame = BytesIO()
    wall.save(frame, "JPEG", quality=92)
    path = tmp_path_factory.mktemp("film") / "camera.mjpeg"
    path.write_bytes(frame.getvalue() * 10)
    return path


def no_errors(page: Page) -> list[str]:
    """A list that fills with the page's script errors and refused loads."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    return found
