"""Pages with 20 entries, with three years of them and with 20,000; an upload to its result page.

A page of 20 entries also has less to show: the column of three years tells what more content
costs, the last one what more rows cost.
"""

import re
import tempfile
import uuid
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import diaries
from benchmarks.photos import photo
from benchmarks.table import Row, timed

YEAR_MS = 150
DIARIES = ((0.05, 1.25), (3, 1.8), (20, 3.5))
"""Years, and entries a day: some 20, 1,700 and 20,000."""
COMMON, RARE = "하루", "귀마개"
"""A word of many notes of the demo, and one of few."""


def pages() -> list[Row]:
    """Times inside the server: middleware, queries and templates, without the network."""
    with tempfile.TemporaryDirectory() as folder:
        return _pages(Path(folder))


def _pages(folder: Path) -> list[Row]:
    diaries.start(folder)
    from moodtracker.accounts.models import PhotoPolicy

    rows: list[Row] = []
    small: dict[str, float] = {}
    for years, a_day in DIARIES:
        user = diaries.demo_person(f"years{years}", years=years, a_day=a_day)
        user.photo_policy = PhotoPolicy.KEEP
        user.save()
        client = diaries.client_of(user)
        count = user.entries.count()
        most = 0
        for name, path in {**paths(user), "feed": feed(user)}.items():
            most = max(most, queries(client, path))
            what = f"{name}, {count:,} entries"
            row = timed(what, partial(get, client, path), times=7, warm=1)
            limit = 2 * small.setdefault(name, row.value)
            if name.startswith("year"):
                limit = min(limit, YEAR_MS)
            rows.append(Row(row.what, row.value, "ms", row.spread, round(limit, 2)))
        rows.append(unchanged(client, feed(user), f"feed, 304, {count:,} entries"))
        rows.append(Row(f"most queries of a page, {count:,} entries", most, "queries"))
    # By page, so that the three diaries stand under each other.
    rows.sort(key=lambda row: row.what.rpartition(", ")[0])
    jpeg = photo(4000, 3000)
    rows.append(
        timed("12 MP upload → result page", lambda: _upload(client, jpeg), times=9, limit=400)
    )
    return rows


def paths(user: Any) -> dict[str, str]:
    """The pages that a long diary could slow down, of this person."""
    from django.urls import reverse

    newest = user.entries.first()
    day = newest.local_date
    trends, together = reverse("tracker:trends"), reverse("tracker:together")
    find = reverse("diary:find")
    tag = user.mood_tags.first()
    return {
        "today": reverse("diary:home"),
        "new": reverse("diary:new"),
        "by hand": reverse("diary:new_hand"),
        "entry": reverse("diary:entry", args=[newest.pk]),
        "edit": reverse("diary:entry_edit", args=[newest.pk]),
        "day": reverse("diary:day", args=[day]),
        "deleted": reverse("diary:deleted"),
        "tags": reverse("diary:tags"),
        "calendar": reverse("tracker:calendar"),
        "year": reverse("tracker:year", args=[day.year]),
        "year, by valence": reverse("tracker:year", args=[day.year]) + "?by=valence",
        **{
            f"trends, {kind}": f"{trends}?period={kind}"
            for kind in ("week", "month", "quarter", "year", "all")
        },
        "together, month": f"{together}?period=month",
        "together, year": f"{together}?period=year",
        "together, all": f"{together}?period=all",
        "reports": reverse("tracker:reports"),
        "report, month": reverse("tracker:report_month", args=[day.year, day.month]),
        "report, year": reverse("tracker:report_year", args=[day.year]),
        "find": find,
        "find, a common word": f"{find}?{urlencode({'q': COMMON})}",
        "find, a rare word": f"{find}?{urlencode({'q': RARE})}",
        "find, a tag": f"{find}?tag={tag.pk}",
        "find, a mood": f"{find}?mood=sad",
        "settings": reverse("accounts:settings"),
        "reminders": reverse("reminders:index"),
        "moving in": reverse("imports:home"),
        "moving out": reverse("exports:index"),
        "links of the calendar": reverse("exports:feeds"),
        "leaving": reverse("leaving:leave"),
    }


def feed(user: Any) -> str:
    """The address of a new calendar link of a year."""
    from django.urls import reverse
    from django.utils import timezone

    from moodtracker.exports.services import feed_create

    made = feed_create(owner=user, words=True, notes=True, months=12, now=timezone.now())
    return reverse("exports:feed", args=[made.token])


def unchanged(client: Any, path: str, what: str) -> Row:
    """A calendar asks again and nothing has changed."""
    etag = client.get(path).headers["ETag"]

    def ask() -> None:
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304

    return timed(what, ask, times=7)


def queries(client: Any, path: str) -> int:
    """How many the page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        get(client, path)
    return len(caught)


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
