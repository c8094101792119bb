"""tools/screenshots.py forgets no page: what answers with HTML is in its table."""

import pytest
from django.test import Client

from moodtracker.accounts.models import User
from screenshot_table import EVERYBODY
from walk import Route, objects_of, routes

pytestmark = pytest.mark.django_db

TABLE = {shot.route for shots in EVERYBODY.values() for shot in shots}
# Lines with arguments that lead to nobody's object are in the table by name.
ASKED_BY_HAND = {
    "mfa_authenticate",  # the second step of a log-in that has begun
    "account_confirm_login_code",
}


def answers_with_html(client: Client, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]


def test_every_page_is_in_the_table(hana: User, hana_client: Client, client: Client) -> None:
    objects = objects_of(hana)
    found = [route for route in routes() if not route.arguments or route.name in objects]
    pages = {
        route.name
        for route in found
        if any(answers_with_html(each, route.address(objects)) for each in (hana_client, client))
    }
    assert len(pages) > 40
    assert pages - TABLE - ASKED_BY_HAND == set()


def test_the_table_names_only_what_exists() -> None:
    assert {route.name for route in routes()} >= TABLE


def test_names_of_pictures_are_their_own() -> None:
    names = [shot.name for shots in EVERYBODY.values() for shot in shots]
    assert len(set(names)) == len(names)


def test_a_page_that_is_forgotten_would_be_seen(client: Client) -> None:
    assert answers_with_html(client, Route("core:welcome", ()).address({}))
