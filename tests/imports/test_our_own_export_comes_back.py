"""Export, then import into an empty account by the pages' services: the same rows and photos."""

import pytest
from import_writing import NOW, everything, looked_at

from exports.export_writing import archive_of, small_diary
from moodtracker.accounts.models import User
from moodtracker.diary import photo_files
from moodtracker.diary.models import Entry
from moodtracker.emotions import CLASS_NAMES
from moodtracker.imports import services
from moodtracker.imports.choices import Chosen
from moodtracker.imports.models import ImportRun
from moodtracker.imports.summary import Summary

pytestmark = pytest.mark.django_db
FIELDS = (
    "capture_key",
    "recorded_at",
    "zone",
    "local_date",
    "local_hour",
    "source",
    "own_mood",
    "model_mood",
    "intensity",
    "valence",
    "note",
    "heatmap",
    "deleted_at",
    "created_at",
    "updated_at",
    *CLASS_NAMES,
)


def rows(owner: User) -> list[object]:
    found: list[object] = []
    for entry in Entry.objects.filter(owner=owner).order_by("capture_key"):
        photo = getattr(entry, "photo", None)
        found.append(
            (
                [getattr(entry, name) for name in FIELDS],
                sorted((tag.group, tag.name, tag.emoji) for tag in entry.tags.all()),
                sorted((heard.work, heard.at, heard.shift) for heard in entry.heard.all()),
                photo_files.read_sealed(photo.name) if photo else None,
            )
        )
    return found


def bring(user: User, archive: bytes) -> ImportRun:
    run = looked_at(user, archive, "moodtracker.zip")
    assert (run.kind, run.state) == ("archive", "ready"), run.trouble
    services.run_apply(owner=user, run_id=run.id, chosen=Chosen(), now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    return run


def test_the_same_rows_and_photos_once_and_back(hana: User, minsu: User) -> None:
    small_diary(hana)
    standing = Entry.objects.filter(owner=hana, deleted_at=None).count()
    archive = archive_of(hana)
    run = bring(minsu, archive)
    assert (run.state, run.trouble) == ("done", {})
    assert len(rows(minsu)) == run.result["brought"] >= standing > 0
    assert rows(minsu) == [row for row in rows(hana) if row in rows(minsu)]
    assert everything(minsu)["photos"] == run.result["photos"] > 0
    again = looked_at(minsu, archive, "moodtracker.zip")
    assert Summary.from_json(again.summary).fresh == 0
    services.run_undo(owner=minsu, run_id=run.id, now=NOW)
    services.work(now=NOW)
    assert everything(minsu) == {"entries": 0, "photos": 0, "tags": 0}
    assert len(rows(hana)) >= standing


def test_an_archive_that_was_changed_is_refused(hana: User) -> None:
    small_diary(hana)
    archive = bytearray(archive_of(hana))
    archive[200] ^= 1
    run = looked_at(hana, bytes(archive), "moodtracker.zip")
    assert (run.state, run.trouble["problem"]) == ("failed", "checksum")


def test_a_disk_that_refuses_for_a_moment_costs_nothing(
    hana: User, minsu: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_data: bytes, *, owner_id: object) -> None:
        raise OSError(28, "No space left on device")

    small_diary(hana)
    run = looked_at(minsu, archive_of(hana), "moodtracker.zip")
    services.run_apply(owner=minsu, run_id=run.id, chosen=Chosen(), now=NOW)
    with monkeypatch.context() as full:
        full.setattr(photo_files, "write_sealed", refused)
        services.work(now=NOW)
    run.refresh_from_db()
    assert run.state == "applying"
    ImportRun.objects.update(claimed_until=None)  # the pause between two tries is over
    services.work(now=NOW)
    run.refresh_from_db()
    assert (run.state, run.trouble) == ("done", {})
