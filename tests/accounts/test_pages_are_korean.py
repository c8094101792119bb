"""Every page of accounts reads as ours: sound HTML, one tone of Korean, no English left."""

import re
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from django.urls import reverse

from actors import PASSWORD
from markup import XHTML, assert_sound_page
from moodtracker.accounts.models import User

pytestmark = pytest.mark.django_db
OPEN = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
OWN = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "usersessions_list",
    "accounts:settings",
    "accounts:profile",
    "accounts:photo_policy",
]
# Words that are the same in Korean pages.
SHARED = re.compile(
    r"English|QR|IP|PIN|TOTP|[\w.]+@[\w.]+|\b(Chrome|Linux|Mozilla)\b|[A-Z2-7]{32}|127\.0\.0\.1"
)
OTHER_TONE = re.compile(r"(습니다|습니까|십시오|하세요|입니다)")


def log_in_and_prove(client: Client, person: User, **headers: str) -> None:
    """Through the form, and once more for the pages that ask again."""
    form = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), form, headers=headers)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, headers=headers)


def text_of(tree: Element) -> str:
    main = next(e for e in tree.iter() if e.tag == f"{XHTML}main")
    skipped = {f"{XHTML}option", f"{XHTML}script", f"{XHTML}input", f"{XHTML}noscript"}
    own = (
        f"{element.text or ''} {element.tail or ''}"
        if element.tag not in skipped
        else element.tail or ""
        for element in main.iter()
    )
    return " ".join(" ".join(own).split())


def assert_korean(tree: Element) -> None:
    text = text_of(tree)
    assert re.search("[가-힣]", text)
    english = re.findall(r"[A-Za-z]{3,}", SHARED.sub("", text))
    assert not english, text
    assert not OTHER_TONE.search(text), text


@pytest.mark.parametrize("page", OPEN)
def test_for_visitors(client: Client, page: str) -> None:
    assert_korean(assert_sound_page(client.get(reverse(page))))


@pytest.mark.parametrize("page", OWN)
def test_for_people(client: Client, hana: User, page: str) -> None:
    log_in_and_prove(client, hana)
    assert_korean(assert_sound_page(client.get(reverse(page))))


@pytest.mark.parametrize("page", ["account_login", "account_signup", "account_reset_password"])
def test_mistakes_are_told_in_korean(client: Client, page: str) -> None:
    assert_korean(assert_sound_page(client.post(reverse(page), {})))


@pytest.mark.parametrize("page", [*OPEN, *OWN])
def test_in_english_no_korean_is_left(client: Client, hana: User, page: str) -> None:
    hana.language = "en"
    hana.display_name = "Hana"
    hana.save()
    english = {"accept-language": "en"}
    if page in OWN:
        log_in_and_prove(client, hana, **english)
    tree = assert_sound_page(client.get(reverse(page), headers=english))
    assert not re.search("[가-힣]", text_of(tree)), text_of(tree)
