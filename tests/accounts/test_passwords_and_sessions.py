"""Resetting and changing a password; what ends with it; what asks again."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from actors import PASSWORD
from markup import assert_sound_page
from moodtracker.accounts.models import User

pytestmark = pytest.mark.django_db
NEW = "창밖에 내리는 조용한 눈 31"


@pytest.fixture
def logged_in(hana: User) -> Client:
    """하나 on her phone, through the form."""
    client = Client()
    client.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
    return client


def test_a_reset_by_mail(client: Client, hana: User) -> None:
    EmailAddress.objects.create(user=hana, email=hana.email, primary=True, verified=True)
    answer = client.post(reverse("account_reset_password"), {"email": hana.email})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert "비밀번호를 다시 정하고 싶다는" in mail.outbox[0].body
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    assert_sound_page(form)
    place = form.redirect_chain[-1][0]
    client.post(place, {"password1": NEW, "password2": NEW})
    hana.refresh_from_db()
    assert hana.check_password(NEW)
    used = client.get(link[1], follow=True)
    assert "쓸 수 없는 링크" in used.content.decode()


def test_a_reset_for_an_unknown_address_looks_the_same(client: Client, hana: User) -> None:
    pages = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in (hana.email, "nobody@example.kr")
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert len(mail.outbox) == 2


def test_other_sessions_end_when_the_password_changes(hana: User, logged_in: Client) -> None:
    desk = Client()
    desk.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
    answer = logged_in.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert logged_in.get(reverse("accounts:settings")).status_code == 200
    assert desk.get(reverse("accounts:settings")).status_code == 302


def test_a_change_needs_the_old_password(hana: User, logged_in: Client) -> None:
    page = logged_in.post(
        reverse("account_change_password"),
        {"oldpassword": "guess", "password1": NEW, "password2": NEW},
    )
    assert_sound_page(page)
    assert "지금 쓰는 비밀번호" in page.content.decode()
    hana.refresh_from_db()
    assert hana.check_password(PASSWORD)


@pytest.mark.parametrize("place", ["mfa_activate_totp", "account_email"])
def test_delicate_acts_ask_again(hana: User, hana_client: Client, place: str) -> None:
    """A session that was never proved in these minutes is asked for the password."""
    if place == "account_email":
        answer = hana_client.post(reverse(place), {"action_add": "", "email": "x@example.kr"})
    else:
        answer = hana_client.get(reverse(place))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    page = hana_client.get(answer["Location"])
    assert_sound_page(page)
    assert "한 번 더 확인해요" in page.content.decode()


def test_other_devices_can_be_logged_out(hana: User, logged_in: Client) -> None:
    lost = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) CriOS/140"})
    lost.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
    lost.get(reverse("accounts:settings"))
    page = logged_in.get(reverse("usersessions_list"))
    assert_sound_page(page)
    assert "Chrome · iPhone" in page.content.decode()
    logged_in.post(reverse("usersessions_list"))
    assert lost.get(reverse("accounts:settings")).status_code == 302
    assert logged_in.get(reverse("accounts:settings")).status_code == 200


def test_an_authenticator_app_is_asked_for_at_the_next_login(hana: User, logged_in: Client) -> None:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    logged_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = logged_in.get(reverse("mfa_activate_totp"))
    assert_sound_page(page)
    secret = page.context["form"].secret
    _, counter, _ = yield_hotp_counters_from_time()  # of now, between the two that may be off
    code = format_hotp_value(hotp_value(secret, counter))
    done = logged_in.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert_sound_page(done)
    fresh = Client()
    answer = fresh.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert fresh.get(reverse("accounts:settings")).status_code == 302
    assert_sound_page(fresh.get(reverse("mfa_authenticate")))
