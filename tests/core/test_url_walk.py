"""A walk over the whole URL table: visitors are sent to log in, strangers find nothing."""

from datetime import date

import pytest
from django.http import HttpResponseBase
from django.test import Client

from moodtracker.accounts.models import User
from walk import PUBLIC, Objects, Route, nobodys, objects_of, routes

pytestmark = pytest.mark.django_db

# What every stranger may open too, on a day of theirs.
NOBODYS = nobodys(date(2026, 5, 12))


@pytest.fixture
def objects(hana: User) -> Objects:
    return objects_of(hana) | NOBODYS


def answers(client: Client, address: str) -> list[HttpResponseBase]:
    return [client.get(address), client.post(address)]


def sent_to_log_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")


def test_every_line_with_arguments_is_told_to_the_walk(objects: Objects) -> None:
    untold = [
        route.name
        for route in routes()
        if route.arguments and set(objects.get(route.name, ())) != set(route.arguments)
    ]
    assert untold == [], "tests/<app>/walk_objects.py tells how these lead to 하나's objects"


def test_the_list_of_public_pages_names_only_what_exists() -> None:
    names = {route.name for route in routes()}
    assert {name for name in PUBLIC if not name.startswith("mfa_login")} <= names


def test_a_visitor_is_sent_to_log_in_from_every_private_page(
    client: Client, objects: Objects
) -> None:
    private = [route for route in routes() if route.name not in PUBLIC]
    assert len(private) > 20
    leaks = []
    for route in private:
        got, posted = answers(client, route.address(objects))
        # A page for one method alone may say so first; the other one has to ask for a login.
        allowed = [a for a in (got, posted) if a.status_code != 405]
        if not allowed or not all(map(sent_to_log_in, allowed)):
            leaks.append((route.name, got.status_code, posted.status_code))
    assert leaks == []


def test_a_stranger_finds_nothing_of_hana(stranger_client: Client, objects: Objects) -> None:
    owned = [
        route
        for route in routes()
        if route.arguments and route.name not in NOBODYS and route.name not in PUBLIC
    ]
    assert owned
    leaks = [
        (route.name, answer.status_code)
        for route in owned
        for answer in answers(stranger_client, route.address(objects))
        if answer.status_code not in {404, 405}
    ]
    assert leaks == []


def test_hana_herself_finds_them(hana_client: Client, objects: Objects) -> None:
    """Otherwise the walk of the stranger would prove nothing."""
    owned = [
        route
        for route in routes()
        if route.arguments and route.name not in NOBODYS and route.name not in PUBLIC
    ]
    lost = [
        route.name
        for route in owned
        if hana_client.get(route.address(objects)).status_code not in {200, 302, 405}
    ]
    assert lost == []


def test_the_walk_sees_a_leak_when_there_is_one() -> None:
    assert Route("core:welcome", ()).address({}) == "/"
    assert not sent_to_log_in(Client().get("/"))
