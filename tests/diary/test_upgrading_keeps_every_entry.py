"""A diary as version 0.1.0 first kept it, brought to today: every value stays, every page opens."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diary_photos import encoded
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from moodtracker.accounts.models import User
from moodtracker.core.vault import seal
from moodtracker.diary import photo_files, services
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.emotions import CLASS_NAMES, FACTS, Emotion
from own_database import standing_on

FIRST = [("accounts", "0001_people"), ("diary", "0001_entries")]
OURS = {"accounts", "diary", "tracker", "exports", "imports", "reminders"}
INSTANT = datetime(2026, 3, 8, 15, 30, tzinfo=UTC)
SHARES = dict.fromkeys(CLASS_NAMES, 0.08) | {"happy": 0.6}
READ = {
    **SHARES,
    "model_mood": "happy",
    "model_name": "ensemble",
    "model_version": "1.0",
    "heatmap": pack_heatmaps(np.ones((6, 6, 6), np.float32)),
    "ambiguous": True,
    "advice": ["dark"],
}
pytestmark = pytest.mark.xdist_group("upgrade")
JPEG = encoded(np.full((48, 64, 3), 128, np.uint8))

# Zones of half an hour and of 45 minutes, both sides of midnight and of the line between dates,
# and the hour after New York's clocks jumped.
ROWS: dict[str, dict[str, Any]] = {
    "Asia/Seoul": {"source": "hand", "own_mood": "sad", "note": "혼자 쓴 글\n“둘째 줄”"},
    "Asia/Kolkata": {**READ, "source": "photo"},
    "America/New_York": {**READ, "source": "camera", "own_mood": "unrest", "note": "고쳤어요"},
    "Asia/Kathmandu": {**READ, "source": "photo", "deleted_at": datetime(2026, 3, 9, tzinfo=UTC)},
    "Pacific/Kiritimati": {"source": "hand", "own_mood": "neutrality"},
    "Pacific/Pago_Pago": {"source": "hand", "own_mood": "anger"},
}
WALL = {
    "Asia/Seoul": (date(2026, 3, 9), 0),
    "Asia/Kolkata": (date(2026, 3, 8), 21),
    "America/New_York": (date(2026, 3, 8), 11),
    "Asia/Kathmandu": (date(2026, 3, 8), 21),
    "Pacific/Kiritimati": (date(2026, 3, 9), 5),
    "Pacific/Pago_Pago": (date(2026, 3, 8), 4),
}


@pytest.fixture(scope="module")
def upgraded(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """The database after the upgrade, and its entries before."""
    path = tmp_path_factory.mktemp("old") / "db.sqlite3"
    with django_db_blocker.unblock():
        if connections["default"].vendor != "sqlite":
            pytest.skip("makes a file of SQLite's")
        with standing_on(path) as database:
            with database.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
            leaves = MigrationExecutor(database).loader.graph.leaf_nodes()
            first = [*FIRST, *(leaf for leaf in leaves if leaf[0] not in OURS)]
            before = filled(migrated(database, first))
            migrated(database, leaves)
        yield path, before


def migrated(database: Any, to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(database)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


def filled(apps: Any) -> list[dict[str, Any]]:
    """Write a diary with the tables of the first release."""
    owner = apps.get_model("accounts", "User").objects.create(
        email="hana@example.kr",
        password=make_password(None),
        display_name="하나",
        zone="Asia/Seoul",
        photo_policy="keep",
    )
    model = apps.get_model("diary", "Entry")
    for zone, fields in ROWS.items():
        model.objects.create(
            owner=owner,
            capture_key=uuid.uuid4(),
            recorded_at=INSTANT,
            zone=zone,
            local_date=WALL[zone][0],
            created_at=INSTANT,
            updated_at=INSTANT,
            **fields,
        )
    apps.get_model("diary", "EntryPhoto").objects.create(
        entry=model.objects.get(zone="Asia/Kolkata"),
        name="0" * 32,
        byte_size=1,
        sha256="0" * 64,
        width=64,
        height=48,
        face_x=32,
        face_y=24,
        face_side=20,
        face_tilt=0,
    )
    return list(model.objects.order_by("zone").values())


@pytest.fixture
def diary(upgraded: tuple[Path, list[dict[str, Any]]], db: None) -> Iterator[list[dict[str, Any]]]:
    """Django stands on the upgraded database; the entries as they were before."""
    path, before = upgraded
    with standing_on(path):
        yield before


@pytest.fixture
def old_photo(diary: list[dict[str, Any]]) -> EntryPhoto:
    """A photo sealed as the first release did, under the vault key itself."""
    photo = EntryPhoto.objects.get()
    sealed = seal(JPEG, context=f"diary photo {photo.name}".encode())
    path = photo_files.photo_path(photo.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sealed)
    photo.byte_size, photo.sha256 = len(sealed), hashlib.sha256(sealed).hexdigest()
    photo.save()
    return photo


def test_every_value_stays(diary: list[dict[str, Any]]) -> None:
    assert len(diary) == len(ROWS)
    kept = diary[0].keys()
    assert list(Entry.objects.order_by("zone").values(*kept)) == diary


def test_what_charts_count_is_right_for_old_entries(diary: list[dict[str, Any]]) -> None:
    expected = sum(share * FACTS[Emotion(name)].valence for name, share in SHARES.items())
    for zone, fields in ROWS.items():
        entry = Entry.objects.get(zone=zone)
        word = fields.get("own_mood", "")
        assert (entry.local_date, entry.local_hour) == WALL[zone]
        assert entry.mood == (word or "happy")
        assert entry.valence == pytest.approx(FACTS[Emotion(word)].valence if word else expected)
        assert entry.intensity is None
        assert not entry.tags.exists()


def test_people_get_the_quiet_defaults(diary: list[dict[str, Any]]) -> None:
    hana = User.objects.get()
    assert (hana.display_name, hana.photo_policy, hana.zone) == ("하나", "keep", "Asia/Seoul")
    assert (hana.large, hana.streaks, hana.gentle, hana.help_lines) == (False, False, True, "adult")


def test_every_page_opens(old_photo: EntryPhoto, diary: list[dict[str, Any]]) -> None:
    client = Client()
    client.force_login(User.objects.get())
    read = reverse("diary:entry", args=[old_photo.entry_id])
    pages = [
        *(reverse("diary:entry", args=[row["id"]]) for row in diary if not row["deleted_at"]),
        *(reverse(f"diary:{name}") for name in ("home", "find", "tags", "deleted")),
        *(f"{read}{name}" for name in ("photo.jpg", "thumb.jpg", "heat/happy.png")),
        reverse("diary:day", args=[date(2026, 3, 8)]),
        reverse("tracker:month", args=[2026, 3]),
        reverse("tracker:year", args=[2026]),
        reverse("tracker:trends"),
    ]
    answers = {page: client.get(page, follow=True).status_code for page in pages}
    assert answers == dict.fromkeys(pages, 200)


def test_an_old_photo_goes_over_to_the_key_of_its_person(old_photo: EntryPhoto) -> None:
    assert services.photos_reseal() == 1
    name = EntryPhoto.objects.get().name
    assert photo_files.is_sealed_for_owner(name)
    assert photo_files.read_sealed(name) == JPEG
