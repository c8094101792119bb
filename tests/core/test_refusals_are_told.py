"""A full or read-only disk, a database that is locked or away: a page that says so, and no 500."""

import errno
import logging
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moodtracker.accounts import services as accounts
from moodtracker.accounts.models import User
from moodtracker.core.logs import SecretsFilter
from moodtracker.diary import services as diary
from moodtracker.diary.models import Entry
from moodtracker.exports import services as exports
from moodtracker.exports.services import feed_create
from moodtracker.imports import services as imports
from moodtracker.reminders import services as reminders

pytestmark = pytest.mark.django_db


def refuse(error: Exception) -> Callable[..., object]:
    def refused(**_: object) -> object:
        raise error

    return refused


@pytest.mark.parametrize(
    ("room", "service", "name", "fields"),
    [
        (diary, "entry_record_by_hand", "diary:quick", {"mood": "happy", "key": "0" * 32}),
        (diary, "tag_get_or_create", "diary:tags", {"name": "산책", "group": "doing"}),
        (accounts, "preferences_update", "accounts:preferences", {"help_lines": "adult"}),
        (reminders, "quiet_set", "reminders:quiet", {"start": "22:00", "end": "07:00"}),
        (imports, "run_start", "imports:start", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        OperationalError("attempt to write a readonly database"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
    ids=str,
)
def test_a_refusal_is_a_page(
    hana_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    room: object,
    service: str,
    name: str,
    fields: dict[str, str] | None,
    error: Exception,
) -> None:
    monkeypatch.setattr(room, service, refuse(error))
    url = reverse(name)
    if fields is None:
        body = '{"files": [{"name": "a", "size": 1}]}'
        answer = hana_client.post(url, body, content_type="application/json")
    else:
        answer = hana_client.post(url, fields)
    assert answer.status_code == 503
    assert "잠시 뒤에 다시 해 주세요" in answer.content.decode()
    assert answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store, private"
    assert "default-src" in answer["Content-Security-Policy"]
    assert not Entry.objects.exists()


def test_other_errors_stay_errors(hana_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "entry_record_by_hand", refuse(FileNotFoundError()))
    with pytest.raises(FileNotFoundError):
        hana_client.post(reverse("diary:quick"), {"mood": "happy", "key": "0" * 32})


def test_a_calendar_is_read_while_nothing_can_be_written(
    hana: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = feed_create(owner=hana, words=True, notes=False, months=1, now=timezone.now())
    monkeypatch.setattr(exports, "feed_used", refuse(OperationalError("database is locked")))
    assert client.get(reverse("exports:feed", args=[made.token])).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/out/calendar/SECRET.ics",
        "/reminders/mail/stop/SECRET:x:y/",
        "/accounts/password/reset/key/1-SECRET/",
    ],
)
def test_no_log_tells_the_secret_of_an_address(path: str) -> None:
    for message, args in (("Not Found: %s", (path,)), (f"Method Not Allowed (GET): {path}", ())):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
        assert SecretsFilter().filter(record)
        assert "SECRET" not in record.getMessage()
        assert path.rsplit("/", 2)[0] in record.getMessage()


def test_every_log_goes_through_it() -> None:
    assert settings.LOGGING["root"]["handlers"] == ["terminal"]
    assert settings.LOGGING["handlers"]["terminal"]["filters"] == ["secrets"]
