"""Diaries to measure with: Django started on a folder, one demo person, a crowd around them."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

PASSWORD = "종이 위의 파란 물고기 27"
_AT_ONCE = 1000


def start(folder: Path) -> None:
    """Django on this data folder, with its tables and static files; once a process."""
    os.environ.update(
        MOODTRACKER_DATA=str(folder),
        MOODTRACKER_PUBLIC_URL="http://127.0.0.1:8000",
        DJANGO_SETTINGS_MODULE="moodtracker.config.settings",
    )
    import django
    from django.core.management import call_command

    from moodtracker.config.secret_files import make_secrets

    make_secrets(folder)
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def demo_person(name: str, *, years: float, a_day: float = 1.8) -> Any:
    """A person whose diary `moodtracker demo` would write."""
    from moodtracker.core.time import local_date
    from moodtracker.demo.life import HOME, Life
    from moodtracker.demo.services import demo_fill

    now = datetime.now(UTC)
    today = local_date(now, HOME)
    life = Life(seed=1, first=today - timedelta(days=round(365 * years)), last=today, a_day=a_day)
    return demo_fill(email=f"{name}@example.kr", password=PASSWORD, life=life, now=now).user


def client_of(user: Any) -> Any:
    """A client with this person's session."""
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def crowd(first: int, last: int, *, entries_each: int) -> None:
    """People `first`…`last` - 1 with entries by hand, four a day back from now."""
    from moodtracker.accounts.models import User
    from moodtracker.diary.models import Entry

    for begin in range(first, last, _AT_ONCE):
        numbers = range(begin, min(last, begin + _AT_ONCE))
        people = User.objects.bulk_create(User(email=f"c{n}@example.kr") for n in numbers)
        Entry.objects.bulk_create(
            (entry for person in people for entry in _entries(person, entries_each)),
            batch_size=_AT_ONCE,
        )


def _entries(person: Any, count: int) -> list[Any]:
    from moodtracker.core.time import local_date, local_hour
    from moodtracker.diary.models import Entry, Source
    from moodtracker.emotions import CLASS_NAMES

    now = datetime.now(UTC)
    instants = [now - timedelta(hours=6 * index + 1) for index in range(count)]
    return [
        Entry(
            owner=person,
            capture_key=uuid.uuid4(),
            recorded_at=instant,
            zone=person.zone,
            local_date=local_date(instant, person.zone),
            local_hour=local_hour(instant, person.zone),
            source=Source.HAND,
            own_mood=CLASS_NAMES[index % 6],
            note="비가 왔다" if index % 3 == 0 else "",
            created_at=instant,
            updated_at=instant,
        )
        for index, instant in enumerate(instants)
    ]
