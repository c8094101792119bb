"""A real Chromium, and Korean as the language each test begins with."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from browser_support import chromium, open_context, playwright_loop, sign_in

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    """A request leaves its language on the thread; no test sees that of the one before."""
    with override("ko"):
        yield
