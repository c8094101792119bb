"""How pages and writes grow with the people and entries around one diary of three years.

SQLite always; PostgreSQL too where BENCH_POSTGRES names an empty database
(postgres://user:password@host:port/name).
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import diaries
from benchmarks.pages import get, paths
from benchmarks.table import Row, timed

PEOPLE = (100, 1_000, 10_000)
ENTRIES_EACH = 20
PAGES = ("today", "entry", "calendar", "year", "trends, year", "together, all", "reports")
PAGES += ("find, a rare word", "find, a tag")
"""Those that look at most rows; `pages` measures all of them."""


def scale() -> list[Row]:
    """Each database in a process of its own: Django is set up once for one of them."""
    databases = {"SQLite": ""}
    if address := os.environ.get("BENCH_POSTGRES"):
        databases["PostgreSQL"] = address
    return [row for name, address in databases.items() for row in _grown(name, address)]


def _grown(name: str, address: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.scale", name, folder],
            env={**os.environ, "DATABASE_URL": address},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [Row(**row) for row in json.loads(done.stdout)]


def _measure(name: str, folder: Path) -> list[Row]:
    diaries.start(folder)
    user = diaries.demo_person("demo", years=3)
    client = diaries.client_of(user)
    rows, before = [], 0
    for people in PEOPLE:
        diaries.crowd(before, people, entries_each=ENTRIES_EACH)
        before = people
        _settle()
        label = f"{name}, {people:,} people, {people * ENTRIES_EACH:,} entries"
        rows += [
            timed(f"{label}: {page}", partial(get, client, path), times=7, warm=1)
            for page, path in paths(user).items()
            if page in PAGES
        ]
        rows.append(timed(f"{label}: a stamp", partial(_stamp, user)))
        rows.append(Row(f"{label}: size", _size_mb(), "MB"))
    return rows


def _settle() -> None:
    """What a database does by itself in time: fresh statistics, the log written back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _stamp(user: Any) -> None:
    from django.utils import timezone

    from moodtracker.diary.services import entry_record_by_hand
    from moodtracker.emotions import Emotion

    entry_record_by_hand(user=user, mood=Emotion.HAPPY, now=timezone.now())


def _size_mb() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 1e6, 1)


if __name__ == "__main__":
    measured = _measure(sys.argv[1], Path(sys.argv[2]))
    json.dump([asdict(row) for row in measured], sys.stdout)
