"""The profile: what a person is called, in which language and zone, and what becomes of photos."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from markup import assert_sound_page
from moodtracker.accounts import services
from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.accounts.templatetags.people import device_name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["settings", "profile", "photo_policy"])
def test_pages_are_sound(hana_client: Client, page: str) -> None:
    assert_sound_page(hana_client.get(reverse(f"accounts:{page}")))


def test_name_language_and_zone_change(hana: User, hana_client: Client) -> None:
    answer = hana_client.post(
        reverse("accounts:profile"),
        {"display_name": " Hana ", "language": "en", "zone": "America/New_York"},
        follow=True,
    )
    hana.refresh_from_db()
    assert (hana.display_name, hana.language, hana.zone) == ("Hana", "en", "America/New_York")
    assert assert_sound_page(answer).get("lang") == "en"
    assert "Your profile is saved." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"zone": "Mars/Olympus"}, {"language": "fr"}, {"display_name": "하" * 41}]
)
def test_what_breaks_a_rule_is_not_saved(
    hana: User, hana_client: Client, wrong: dict[str, str]
) -> None:
    form = {"display_name": "하나", "language": "ko", "zone": "Asia/Seoul", **wrong}
    page = hana_client.post(reverse("accounts:profile"), form)
    tree = assert_sound_page(page)
    assert [e for e in tree.iter() if e.get("aria-invalid") == "true"]
    before = (hana.display_name, hana.language, hana.zone)
    hana.refresh_from_db()
    assert (hana.display_name, hana.language, hana.zone) == before


def test_a_zone_the_machine_no_longer_lists_stays_choosable(
    hana: User, hana_client: Client
) -> None:
    User.objects.filter(pk=hana.pk).update(zone="Asia/Nowhere")
    page = hana_client.get(reverse("accounts:profile"))
    assert_sound_page(page)
    assert 'value="Asia/Nowhere" selected' in page.content.decode()


@pytest.mark.parametrize("policy", ["keep", "discard"])
def test_what_becomes_of_photos_can_be_chosen(hana: User, hana_client: Client, policy: str) -> None:
    hana_client.post(reverse("accounts:photo_policy"), {"policy": policy})
    hana.refresh_from_db()
    assert hana.photo_policy == policy


def test_the_question_cannot_be_unasked(hana: User, hana_client: Client) -> None:
    services.photo_policy_set(user=hana, policy=PhotoPolicy.KEEP)
    hana_client.post(reverse("accounts:photo_policy"), {"policy": ""})
    hana.refresh_from_db()
    assert hana.photo_policy == "keep"


def test_the_service_holds_the_rules_too(hana: User) -> None:
    with pytest.raises(ValidationError):
        services.profile_update(user=hana, display_name="", zone="Mars/Olympus", language="ko")


def test_a_stranger_changes_only_their_own(
    hana: User, stranger: User, stranger_client: Client
) -> None:
    form = {"display_name": "남", "language": "en", "zone": "UTC", "user": str(hana.pk)}
    stranger_client.post(reverse("accounts:profile"), form)
    hana.refresh_from_db()
    assert hana.display_name == "하나"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537 Edg/140",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130",
            "Samsung Internet · Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox · Linux"),
        ("curl/8", "curl/8"),
    ],
)
def test_devices_have_names(header: str, name: str) -> None:
    assert device_name(header) == name


def test_addresses_are_one_whatever_their_case(hana: User) -> None:
    assert User.objects.get_by_natural_key("HANA@Example.KR") == hana
    with pytest.raises(ValueError, match="has an e-mail address"):
        User.objects.create_user("")
