"""Strangers read Korean unless their browser or they themselves ask for English."""

import pytest
from django.test import Client

from markup import assert_sound_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("", "ko"), ("en-US,en;q=0.9", "en"), ("ko,en;q=0.5", "ko"), ("fr,de;q=0.5", "ko")],
)
def test_the_browser_decides(client: Client, asked: str, lang: str) -> None:
    page = client.get("/", headers={"accept-language": asked})
    assert assert_sound_page(page).get("lang") == lang


def test_the_switch_decides_over_the_browser(client: Client) -> None:
    answer = client.post("/settings/language/", {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    page = client.get("/", headers={"accept-language": "ko"})
    assert assert_sound_page(page).get("lang") == "en"
    assert "A diary that keeps" in page.content.decode()


def test_the_switch_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/settings/language/", {"language": "en", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
