"""The first page a stranger sees."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_visitor_sees_what_this_is(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "무드 트래커" in page.content.decode()
