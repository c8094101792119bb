"""Somebody who has just given their password, and a real Chromium."""

import pytest
from django.test import Client
from django.urls import reverse

from actors import PASSWORD
from browser_support import chromium, open_context, playwright_loop, sign_in

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]


@pytest.fixture
def proved_client(hana_client: Client) -> Client:
    """하나, asked again a moment ago."""
    answer = hana_client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return hana_client
