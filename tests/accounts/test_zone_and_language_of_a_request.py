"""While a person's request runs, their zone and language hold; after it they are gone."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from markup import assert_sound_html
from moodtracker.accounts.middleware import PersonMiddleware
from moodtracker.accounts.models import User

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 5, 12, 20, 0, tzinfo=UTC)


def seen_by(user: User) -> tuple[str, str]:
    """The local time and language that a view meets."""
    seen: list[str] = []

    def view(request: object) -> HttpResponse:
        seen.append(timezone.localtime(EVENING).isoformat())
        seen.append(translation.get_language() or "")
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    with translation.override("ko"):
        PersonMiddleware(view)(request)
    return seen[0], seen[1]


def test_the_persons_own_hold(hana: User) -> None:
    hana.zone, hana.language = "America/New_York", "en"
    assert seen_by(hana) == ("2026-05-12T16:00:00-04:00", "en")


def test_one_request_does_not_colour_the_next(hana: User, minsu: User) -> None:
    hana.zone, hana.language = "America/New_York", "en"
    seen_by(hana)
    assert seen_by(minsu) == ("2026-05-13T05:00:00+09:00", "ko")
    assert str(timezone.get_current_timezone()) == "Asia/Seoul"


def test_a_zone_that_is_gone_does_not_lock_the_person_out(hana: User) -> None:
    hana.zone = "Asia/Nowhere"
    assert seen_by(hana)[0] == "2026-05-13T05:00:00+09:00"


def test_the_profile_decides_over_the_browser(hana_client: Client) -> None:
    page = hana_client.get("/settings/", headers={"accept-language": "en"})
    assert assert_sound_html(page.content.decode()).get("lang") == "ko"


def test_the_switch_in_the_foot_changes_the_profile(hana: User, hana_client: Client) -> None:
    hana_client.post("/settings/language/", {"language": "en", "next": "/settings/"})
    hana.refresh_from_db()
    assert hana.language == "en"
    page = hana_client.get("/settings/")
    assert assert_sound_html(page.content.decode()).get("lang") == "en"


def test_a_language_there_is_not_changes_nothing(hana: User, hana_client: Client) -> None:
    hana_client.post("/settings/language/", {"language": "fr", "next": "/settings/"})
    hana.refresh_from_db()
    assert hana.language == "ko"
