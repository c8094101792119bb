"""Each variable is typed; a bad value stops the start with a sentence a person can act on."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from moodtracker.config.env import VARIABLES, EnvironmentProblem, read_environment

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
KEY = base64.b64encode(b"k" * 32).decode()


def test_nothing_set_gives_the_embedded_default() -> None:
    environment = read_environment({})
    assert environment.data == Path("data").absolute()
    assert environment.public_url == "http://127.0.0.1:8000"
    assert not environment.debug
    assert not environment.https
    assert environment.host_is_ip
    assert environment.database is None
    assert environment.mail is None
    assert environment.trusted_proxies == 0


def test_every_variable_is_typed() -> None:
    environment = read_environment(
        {
            "MOODTRACKER_DATA": "/srv/mood",
            "MOODTRACKER_PUBLIC_URL": "https://mood.example.kr/",
            "MOODTRACKER_HOSTS": "mood.example.kr, www.example.kr",
            "MOODTRACKER_DEBUG": "yes",
            "MOODTRACKER_SECRET_KEY": "s" * 50,
            "MOODTRACKER_VAULT_KEYS": f"{KEY},{KEY}",
            "MOODTRACKER_MAIL_URL": "smtp://hana:p%40ss@mail.example.kr:2525",
            "MOODTRACKER_TRUSTED_PROXIES": "1",
            "DATABASE_URL": "postgres://mood:secret@db.example.kr/moodtracker",
        }
    )
    assert environment.data == Path("/srv/mood")
    assert environment.public_url == "https://mood.example.kr"
    assert environment.https
    assert not environment.host_is_ip
    assert environment.hosts == ("mood.example.kr", "www.example.kr")
    assert environment.debug
    assert environment.vault_keys == (b"k" * 32, b"k" * 32)
    assert environment.mail is not None
    assert environment.mail.password == "p@ss"
    assert (environment.mail.port, environment.mail.starttls) == (2525, True)
    assert environment.trusted_proxies == 1
    assert environment.database is not None
    assert (environment.database.port, environment.database.name) == (5432, "moodtracker")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOODTRACKER_PUBLIC_URL", "mood.example.kr"),
        ("MOODTRACKER_PUBLIC_URL", "ftp://mood.example.kr"),
        ("MOODTRACKER_PUBLIC_URL", "https://mood.example.kr/diary"),
        ("MOODTRACKER_PUBLIC_URL", "http://mood.example.kr:99999"),
        ("MOODTRACKER_HOSTS", "mood example"),
        ("MOODTRACKER_DEBUG", "perhaps"),
        ("MOODTRACKER_TRUSTED_PROXIES", "-1"),
        ("MOODTRACKER_TRUSTED_PROXIES", "10.0.0.1"),
        ("MOODTRACKER_PHOTOS_AN_HOUR", "0"),
        ("MOODTRACKER_PHOTO_QUOTA_MB", "2 GB"),
    ],
)
def test_a_bad_value_is_named_with_its_rule(name: str, value: str) -> None:
    with pytest.raises(EnvironmentProblem, match=f"{name} is ") as caught:
        read_environment({name: value})
    assert f"“{value}”" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOODTRACKER_SECRET_KEY", "hunter2"),
        ("MOODTRACKER_VAULT_KEYS", "aHVudGVyMg=="),
        ("MOODTRACKER_VAULT_KEYS", "hunter2!"),
        ("MOODTRACKER_VAPID_KEY", "hunter2"),
        ("MOODTRACKER_VAPID_KEY", "_" * 43),
        ("MOODTRACKER_MAIL_URL", "http://hana:hunter2@mail.example.kr"),
        ("DATABASE_URL", "mysql://mood:hunter2@db.example.kr/moodtracker"),
        ("DATABASE_URL", "postgres://mood:hunter2@db.example.kr/"),
    ],
)
def test_a_bad_secret_is_refused_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(EnvironmentProblem, match=name) as caught:
        read_environment({name: value})
    assert value not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_misspelt_name_is_refused() -> None:
    with pytest.raises(EnvironmentProblem, match="MOODTRACKER_PUBLICURL is no setting"):
        read_environment({"MOODTRACKER_PUBLICURL": "https://mood.example.kr"})


def test_the_names_that_tests_read_pass() -> None:
    assert read_environment({"MOODTRACKER_REQUIRE_BROWSER": "1"}) == read_environment({})


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        read_environment({"MOODTRACKER_DEBUG": "x", "MOODTRACKER_HOSTS": "a b"})
    assert len(str(caught.value).splitlines()) == 2


def test_secrets_do_not_show_when_the_environment_is_printed() -> None:
    text = repr(
        read_environment(
            {
                "MOODTRACKER_SECRET_KEY": "hunter2" * 10,
                "DATABASE_URL": "postgres://mood:hunter2@db/moodtracker",
            }
        )
    )
    assert "hunter2" not in text


def test_the_document_lists_exactly_these_variables() -> None:
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == sorted(
        (variable.name for variable in VARIABLES),
        key=[row.split("`")[1] for row in rows].index,
    )
    assert len(rows) == len(VARIABLES)
