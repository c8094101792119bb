"""Pages with 20 entries and with 20,000, an upload to its result page."""

import re
import tempfile
import uuid
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import diaries
from benchmarks.photos import photo
from benchmarks.table import Row, timed

YEAR_MS = 150


def pages() -> list[Row]:
    """Times inside the server: middleware, queries and templates, without the network."""
    with tempfile.TemporaryDirectory() as folder:
        return _pages(Path(folder))


def _pages(folder: Path) -> list[Row]:
    diaries.start(folder)
    from moodtracker.accounts.models import PhotoPolicy

    rows: list[Row] = []
    small: dict[str, float] = {}
    for years, a_day in ((0.05, 1.0), (20, 3.4)):
        user = diaries.demo_person(f"years{years}", years=years, a_day=a_day)
        user.photo_policy = PhotoPolicy.KEEP
        user.save()
        client = diaries.client_of(user)
        count = user.entries.count()
        for name, path in paths(user).items():
            row = timed(f"{name}, {count:,} entries", partial(get, client, path))
            limit = 2 * small.setdefault(name, row.value)
            if name == "year":
                limit = min(limit, YEAR_MS)
            rows.append(Row(row.what, row.value, "ms", row.spread, round(limit, 2)))
    jpeg = photo(4000, 3000)
    rows.append(
        timed("12 MP upload → result page", lambda: _upload(client, jpeg), times=9, limit=400)
    )
    return rows


def paths(user: Any) -> dict[str, str]:
    """The pages that a long diary could slow down, of this person."""
    from django.urls import reverse

    newest = user.entries.first()
    return {
        "today": reverse("diary:home"),
        "calendar": reverse("tracker:calendar"),
        "entry": reverse("diary:entry", args=[newest.pk]),
        "new": reverse("diary:new"),
    }


def get(client: Any, path: str) -> None:
    """One page, which has to be there."""
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
