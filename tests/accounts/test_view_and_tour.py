"""How the diary shows itself: large letters, streaks, gentle words; and the first tour, once."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from markup import assert_sound_page
from moodtracker.accounts import services
from moodtracker.accounts.models import User
from moodtracker.diary.services import entry_record_by_hand
from moodtracker.emotions import Emotion

TOUR = "/settings/tour/"
OFFER = "세 장 둘러보기"


def test_the_view_is_saved_and_shown(hana: User, hana_client: Client) -> None:
    assert_sound_page(hana_client.get(reverse("accounts:preferences")))
    form = {"large": "on", "streaks": "on", "help_lines": "young"}
    answer = hana_client.post(reverse("accounts:preferences"), form, follow=True)
    assert_sound_page(answer)
    hana.refresh_from_db()
    assert (hana.large, hana.streaks, hana.gentle, hana.help_lines) == (True, True, False, "young")
    assert 'class="has-tabs large"' in answer.content.decode()
    assert "core/large.css" in answer.content.decode()


def test_streaks_are_off_and_gentle_words_on_at_first(hana: User, hana_client: Client) -> None:
    assert (hana.streaks, hana.gentle, hana.large) == (False, True, False)
    page = hana_client.get(reverse("accounts:preferences")).content.decode()
    assert page.count(" checked") == 2  # gentle words, and the numbers for adults


def test_numbers_that_are_not_offered_are_not_saved(hana: User, hana_client: Client) -> None:
    answer = hana_client.post(reverse("accounts:preferences"), {"help_lines": "911"})
    assert_sound_page(answer)
    hana.refresh_from_db()
    assert (hana.help_lines, hana.gentle) == ("adult", True)


@pytest.mark.parametrize(
    ("way", "leads"),
    [("/diary/", "/diary/"), ("https://evil.example/", "/settings/view/"), ("", "/settings/view/")],
)
def test_the_one_switch_goes_back_only_to_pages_of_ours(
    hana: User, hana_client: Client, way: str, leads: str
) -> None:
    answer = hana_client.post(reverse("accounts:large"), {"large": "on", "next": way})
    assert answer["Location"] == leads
    hana.refresh_from_db()
    assert hana.large
    hana_client.post(reverse("accounts:large"), {})
    hana.refresh_from_db()
    assert not hana.large


@pytest.mark.parametrize("step", ["1", "2", "3"])
def test_the_three_leaves_are_sound(hana_client: Client, step: str) -> None:
    page = hana_client.get(TOUR, {"step": step})
    assert_sound_page(page)
    assert f"세 장 가운데 {step}번째" in page.content.decode()


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("99", 3), ("-1", 1), ("²", 1), ("x", 1)])
def test_odd_leaves_show_the_nearest(hana_client: Client, asked: str, shown: int) -> None:
    assert f"세 장 가운데 {shown}번째" in hana_client.get(TOUR, {"step": asked}).content.decode()


def test_the_tour_is_offered_until_walked_or_skipped_and_found_again_in_settings(
    hana: User, hana_client: Client
) -> None:
    home = reverse("diary:home")
    assert OFFER in hana_client.get(home).content.decode()
    hana_client.get(TOUR, {"step": "3"})
    assert OFFER in hana_client.get(home).content.decode(), "looking alone writes nothing"
    answer = hana_client.post(reverse("accounts:tour_done"))
    assert answer["Location"] == home
    assert OFFER not in hana_client.get(home).content.decode()
    first = User.objects.get().toured_at
    hana_client.post(reverse("accounts:tour_done"))
    assert User.objects.get().toured_at == first
    assert TOUR in hana_client.get(reverse("accounts:settings")).content.decode()


def test_whoever_has_written_is_not_offered_it(hana: User, hana_client: Client) -> None:
    entry_record_by_hand(user=hana, mood=Emotion.HAPPY, now=timezone.now())
    assert OFFER not in hana_client.get(reverse("diary:home")).content.decode()


def test_a_strangers_view_is_their_own(hana: User, stranger: User, stranger_client: Client) -> None:
    stranger_client.post(reverse("accounts:large"), {"large": "on", "user": str(hana.pk)})
    stranger_client.post(reverse("accounts:tour_done"))
    hana.refresh_from_db()
    assert (hana.large, hana.toured_at) == (False, None)
    services.tour_finish(user=hana, now=timezone.now())
    hana.refresh_from_db()
    assert hana.toured_at
