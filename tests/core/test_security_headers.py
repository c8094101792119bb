"""Every page carries the headers that keep it private, and no page writes on GET."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
PAGES = ["core:welcome", "core:healthz", "account_login", "account_signup", "accounts:settings"]


def policy(header: str) -> dict[str, set[str]]:
    return {
        words[0]: set(words[1:]) for words in (part.split() for part in header.split(";")) if words
    }


@pytest.mark.parametrize("page", PAGES)
def test_headers_stand_on_every_page(hana_client: Client, client: Client, page: str) -> None:
    visitor = hana_client if page.startswith("accounts:") else client
    answer = visitor.get(reverse(page))
    assert answer.status_code in {200, 503}
    rules = policy(answer["Content-Security-Policy"])
    assert rules["default-src"] == {"'self'"}
    assert rules["frame-src"] == {"https://www.youtube-nocookie.com"}
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == {"'none'"}
    assert rules["form-action"] == {"'self'"}
    assert not any("unsafe" in word for words in rules.values() for word in words)
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert "microphone=()" in answer["Permissions-Policy"]


def test_even_a_page_that_is_not_there_carries_them(client: Client) -> None:
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "default-src" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_forged_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_static_files_are_served_with_their_type(client: Client) -> None:
    answer = client.get("/static/core/app.css")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
