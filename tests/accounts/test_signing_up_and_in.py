"""Signing up, in and out; no answer tells a stranger who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from actors import PASSWORD
from markup import assert_sound_page
from moodtracker.accounts.models import User

pytestmark = pytest.mark.django_db
SIGNUP = {"email": "Hana@Example.kr", "password1": PASSWORD, "display_name": " 하나 ", "zone": ""}


@pytest.fixture
def mailing(settings: Settings) -> None:
    """As when MOODTRACKER_MAIL_URL is set."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True


def words(page: object) -> str:
    """The page without what differs by chance: tokens and the typed address."""
    text = page.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'value="[^"]*"|hx-headers=\'[^\']*\'|[\w.]+@example\.kr', "", text)


def test_a_new_person_lands_in_their_diary(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {**SIGNUP, "zone": "Europe/Paris"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    hana = User.objects.get()
    assert (hana.email, hana.display_name) == ("hana@example.kr", "하나")
    assert (hana.zone, hana.language, hana.photo_policy) == ("Europe/Paris", "ko", "")
    assert client.get("/")["Location"] == reverse("diary:home")


def test_the_language_of_the_page_becomes_the_persons(client: Client) -> None:
    client.post(reverse("account_signup"), SIGNUP, headers={"accept-language": "en"})
    assert User.objects.get().language == "en"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd"])
def test_a_zone_the_browser_makes_up_becomes_seoul(client: Client, zone: str) -> None:
    client.post(reverse("account_signup"), {**SIGNUP, "zone": zone})
    assert User.objects.get().zone == "Asia/Seoul"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short7!", "8자 이상"),
        ("password1234", "너무 흔한"),
        ("hana@example.kr", "비슷해요"),
    ],
)
def test_weak_passwords_are_refused_with_the_rule(client: Client, password: str, says: str) -> None:
    page = client.post(reverse("account_signup"), {**SIGNUP, "password1": password})
    assert_sound_page(page)
    assert says in page.content.decode()
    assert not User.objects.exists()


def test_any_characters_make_a_password(client: Client) -> None:
    client.post(reverse("account_signup"), {**SIGNUP, "password1": "나는 오늘도 걷는다"})
    assert User.objects.count() == 1


def test_logging_in_and_out(client: Client, hana: User) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "HANA@example.kr", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("accounts:settings")).status_code == 200, "GET logs nobody out"
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_after_logging_in_one_goes_where_one_was_going(client: Client, hana: User) -> None:
    form = {"login": hana.email, "password": PASSWORD}
    target = f"{reverse('account_login')}?next={reverse('accounts:profile')}"
    assert client.post(target, form)["Location"] == reverse("accounts:profile")


def test_and_never_to_another_site(client: Client, hana: User) -> None:
    form = {"login": hana.email, "password": PASSWORD}
    target = f"{reverse('account_login')}?next=https://evil.example/"
    assert client.post(target, form)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client, hana: User) -> None:
    wrong = client.post(reverse("account_login"), {"login": hana.email, "password": "x" * 12})
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@example.kr", "password": "x" * 12}
    )
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)
    assert "이메일이나 비밀번호가 맞지 않아요" in words(wrong)


def test_an_unknown_address_costs_a_hash_too(
    client: Client, hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    client.post(reverse("account_login"), {"login": "nobody@example.kr", "password": "x" * 12})
    assert hashed == ["x" * 12]


@pytest.mark.usefixtures("mailing")
def test_with_mail_sign_up_answers_the_same_for_a_taken_address(hana: User) -> None:
    EmailAddress.objects.create(user=hana, email=hana.email, primary=True, verified=True)
    answers, pages = [], []
    for address in ("hana@example.kr", "new@example.kr"):
        client = Client()
        answer = client.post(reverse("account_signup"), {**SIGNUP, "email": address})
        answers.append((answer.status_code, answer.get("Location")))
        pages.append(words(client.get(answer["Location"])))
    assert answers[0] == answers[1]
    assert pages[0] == pages[1]
    assert {message.to[0] for message in mail.outbox} == {"hana@example.kr", "new@example.kr"}
    assert User.objects.filter(email="hana@example.kr").count() == 1


@pytest.mark.usefixtures("mailing")
def test_with_mail_a_code_confirms_the_address(client: Client) -> None:
    answer = client.post(reverse("account_signup"), SIGNUP)
    page = client.get(answer["Location"])
    assert_sound_page(page)
    assert client.get(reverse("accounts:settings")).status_code == 302, "not before the code"
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE)
    assert code
    client.post(answer["Location"], {"code": code[1]})
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_tries_at_logging_in_are_limited(client: Client, hana: User) -> None:
    form = {"login": hana.email, "password": "wrong wrong"}
    pages = [client.post(reverse("account_login"), form) for _ in range(12)]
    assert "너무 여러 번" in pages[-1].content.decode()
    right = client.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
    assert right.status_code != 302, "the right password does not pass the limit either"


def test_a_forged_forwarded_for_does_not_help(client: Client, hana: User) -> None:
    statuses = [
        client.post(
            reverse("account_reset_password"),
            {"email": f"somebody{number}@example.kr"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        ).status_code
        for number in range(25)
    ]
    assert 429 in statuses
    page = client.post(
        reverse("account_reset_password"),
        {"email": "x@example.kr"},
        headers={"x-forwarded-for": "198.51.100.7"},
    )
    assert_sound_page(page, status=429)
    assert "잠깐 쉬었다가" in page.content.decode()
