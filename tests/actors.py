"""The people of the tests: 하나 keeps the diary, 민수 cares for her, 낯선이 must get nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from moodtracker.accounts.models import User

PASSWORD = "종이 위의 파란 물고기 27"


@pytest.fixture
def hana(db: None) -> User:
    """하나, the owner."""
    return User.objects.create_user("hana@example.kr", PASSWORD, display_name="하나")


@pytest.fixture
def minsu(db: None) -> User:
    """민수, her caregiver."""
    return User.objects.create_user("minsu@example.kr", PASSWORD, display_name="민수")


@pytest.fixture
def stranger(db: None) -> User:
    """낯선이, somebody with an account and no business here."""
    return User.objects.create_user("stranger@example.kr", PASSWORD, display_name="낯선이")


@pytest.fixture
def log_in() -> Callable[[User], Client]:
    """A new client with this person's session."""

    def client_of(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return client_of


@pytest.fixture
def hana_client(hana: User, log_in: Callable[[User], Client]) -> Client:
    return log_in(hana)


@pytest.fixture
def minsu_client(minsu: User, log_in: Callable[[User], Client]) -> Client:
    return log_in(minsu)


@pytest.fixture
def stranger_client(stranger: User, log_in: Callable[[User], Client]) -> Client:
    return log_in(stranger)
