"""What the tests of reminders stand on: a key of the service, a push service of their own."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from push_service import PushService, make_certificate
from pytest_django import Settings

from browser_support import chromium, open_context, playwright_loop, sign_in

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]

# Friday, 21:00:30 in Seoul.
NOW = datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def service_key(settings: Settings) -> None:
    settings.MOODTRACKER_VAPID_KEY = base64.urlsafe_b64encode(b"\x01" * 32).decode().rstrip("=")
    settings.MOODTRACKER_CAN_MAIL = True
    settings.MOODTRACKER_PUBLIC_URL = "https://mood.example.kr"


@pytest.fixture(scope="session")
def certificate() -> tuple[bytes, bytes]:
    return make_certificate("push.example")


@pytest.fixture
def push_service(certificate: tuple[bytes, bytes]) -> Iterator[PushService]:
    """A push service on a local port, behind the public address 93.184.216.34."""
    with PushService(certificate) as service:
        yield service
