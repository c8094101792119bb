"""A diary of the first release, upgraded: hours on the wall and valence are filled in."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from moodtracker.emotions import CLASS_NAMES, FACTS, Emotion

FIRST = [("diary", "0001_entries")]
SECOND = [("diary", "0002_tags_intensity_music_and_valence")]
INSTANT = datetime(2026, 3, 8, 15, 30, tzinfo=UTC)
ROWS: list[dict[str, Any]] = [
    # A half-hour zone, the other side of midnight, and the hour after New York's clocks jumped.
    {"zone": "Asia/Seoul", "hour": 0, "own_mood": "sad"},
    {"zone": "Asia/Kolkata", "hour": 21, "own_mood": ""},
    {"zone": "America/New_York", "hour": 11, "own_mood": "happy"},
]


@pytest.fixture
def old(django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, made as the first release made it."""
    kind = connections["default"].settings_dict
    connections.databases["old"] = {**kind, "NAME": str(tmp_path / "old.sqlite3")}
    with django_db_blocker.unblock():
        yield connections["old"]
        connections["old"].close()
    del connections.databases["old"], connections["old"]


def migrated(old: BaseDatabaseWrapper, to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(old)
    executor.migrate(to)
    return MigrationExecutor(old).loader.project_state(to).apps


@pytest.mark.skipif("connections['default'].vendor != 'sqlite'", reason="makes a file of SQLite's")
def test_hours_and_valence_come_with_the_upgrade(old: BaseDatabaseWrapper) -> None:
    apps = migrated(old, FIRST)
    owner = (
        apps.get_model("accounts", "User").objects.using("old").create(email="hana@example.kr").pk
    )
    shares = dict.fromkeys(CLASS_NAMES, 0.08) | {"happy": 0.6}
    for row in ROWS:
        apps.get_model("diary", "Entry").objects.using("old").create(
            id=uuid.uuid4(),
            owner_id=owner,
            recorded_at=INSTANT,
            zone=row["zone"],
            local_date=INSTANT.date(),
            source="photo",
            model_mood="happy",
            model_name="test",
            own_mood=row["own_mood"],
            created_at=INSTANT,
            updated_at=INSTANT,
            **shares,
        )
    entries = migrated(old, SECOND).get_model("diary", "Entry").objects.using("old")
    assert entries.count() == len(ROWS)
    expected = sum(share * FACTS[Emotion(name)].valence for name, share in shares.items())
    for row in ROWS:
        entry = entries.get(zone=row["zone"])
        assert entry.local_hour == row["hour"]
        word = row["own_mood"]
        assert entry.valence == pytest.approx(FACTS[Emotion(word)].valence if word else expected)
        assert entry.intensity is None
