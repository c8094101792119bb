"""Pages with 20 entries and with 20,000, an upload to its result page."""

import os
import re
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.photos import photo
from benchmarks.table import Row, timed


def pages() -> list[Row]:
    """Times inside the server: middleware, queries and templates, without the network."""
    with tempfile.TemporaryDirectory() as folder:
        return _pages(Path(folder))


def _pages(folder: Path) -> list[Row]:
    _start(folder)
    from django.core.management import call_command
    from django.test import Client

    from moodtracker.accounts.models import PhotoPolicy, User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    rows: list[Row] = []
    small: dict[str, float] = {}
    for count in (20, 20_000):
        user = User.objects.create_user(f"n{count}@example.kr", "종이 위의 파란 물고기 27")
        user.photo_policy = PhotoPolicy.KEEP
        user.save()
        entry = _fill(user, count)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        for name, path in _paths(entry).items():
            row = timed(f"{name}, {count:,} entries", partial(_get, client, path))
            limit = 2 * small.setdefault(name, row.value)
            rows.append(Row(row.what, row.value, "ms", row.spread, round(limit, 2)))
    jpeg = photo(4000, 3000)
    rows.append(
        timed("12 MP upload → result page", lambda: _upload(client, jpeg), times=9, limit=400)
    )
    return rows


def _start(folder: Path) -> None:
    os.environ.update(
        MOODTRACKER_DATA=str(folder),
        MOODTRACKER_PUBLIC_URL="http://127.0.0.1:8000",
        DJANGO_SETTINGS_MODULE="moodtracker.config.settings",
    )
    import django

    from moodtracker.config.secret_files import make_secrets

    make_secrets(folder)
    django.setup()


def _fill(user: Any, count: int) -> Any:
    """Entries by hand, four a day back from now; answers the newest."""
    from moodtracker.core.time import local_date, local_hour
    from moodtracker.diary.models import Entry, Source
    from moodtracker.emotions import CLASS_NAMES

    now = datetime.now(UTC)
    instants = [now - timedelta(hours=6 * index + 1) for index in range(count)]
    entries = Entry.objects.bulk_create(
        [
            Entry(
                owner=user,
                capture_key=uuid.uuid4(),
                recorded_at=instant,
                zone=user.zone,
                local_date=local_date(instant, user.zone),
                local_hour=local_hour(instant, user.zone),
                source=Source.HAND,
                own_mood=CLASS_NAMES[index % 6],
                note="비가 왔다" if index % 3 == 0 else "",
                created_at=instant,
                updated_at=instant,
            )
            for index, instant in enumerate(instants)
        ],
        batch_size=1000,
    )
    return entries[0]


def _paths(entry: Any) -> dict[str, str]:
    from django.urls import reverse

    return {
        "today": reverse("diary:home"),
        "calendar": reverse("tracker:calendar"),
        "entry": reverse("diary:entry", args=[entry.pk]),
        "new": reverse("diary:new"),
    }


def _get(client: Any, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)


def _upload(client: Any, jpeg: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from moodtracker.diary.models import PhotoAttempt

    PhotoAttempt.objects.all().delete()
    path = reverse("diary:new")
    upload = SimpleUploadedFile("me.jpg", jpeg, "image/jpeg")
    response = client.post(
        path, {"photo": upload, "key": str(uuid.uuid4()), "source": "photo"}, follow=True
    )
    assert response.status_code == 200, re.findall(
        r"form-error.*?</", response.content.decode(), re.DOTALL
    )
    assert "/entries/" in response.redirect_chain[-1][0]
