"""Export, import into an empty account, export again: the same bytes."""

import io
import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from export_writing import (
    NOW,
    add_photo,
    archive_of,
    diaries,
    diary_json,
    members,
    small_diary,
    write_diary,
)
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files
from moodtracker.diary.errors import QuotaError
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.exports.archive import SCHEMA_DOCUMENT, open_archive
from moodtracker.exports.archive import schema as archive_schema
from moodtracker.exports.models import Export
from moodtracker.exports.services import archive_export, archive_restore

pytestmark = pytest.mark.django_db


@hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(diary=diaries)
def test_a_generated_diary_comes_back_to_the_byte(diary: list[dict[str, Any]]) -> None:
    User.objects.all().delete()
    hana = User.objects.create_user("hana@example.kr", display_name="하나", zone="Asia/Tokyo")
    minsu = User.objects.create_user("minsu@example.kr")
    written = write_diary(hana, diary)
    first = archive_of(hana)
    report = archive_restore(owner=minsu, archive=io.BytesIO(first), now=NOW)
    assert (report.added, report.already) == (len(written), 0)
    minsu.refresh_from_db()
    assert archive_of(minsu) == first
    jsonschema.validate(
        diary_json(first),
        SCHEMA_DOCUMENT,
        cls=jsonschema.Draft202012Validator,
        format_checker=jsonschema.FormatChecker(),
    )
    again = archive_restore(owner=minsu, archive=io.BytesIO(first), now=NOW)
    assert (again.added, again.already, again.photos, again.tags) == (0, len(written), 0, 0)
    assert archive_of(minsu) == first


def test_rows_are_the_same_but_for_their_owner(hana: User, minsu: User) -> None:
    small_diary(hana)
    archive_restore(owner=minsu, archive=io.BytesIO(archive_of(hana)), now=NOW)
    own = {"id", "owner_id"}
    columns = [field.attname for field in Entry._meta.concrete_fields if field.attname not in own]

    def rows(owner: User) -> list[tuple[object, ...]]:
        kept = Entry.objects.filter(owner=owner).order_by("capture_key")
        return [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in kept.values_list(*columns)
        ]

    assert rows(minsu) == rows(hana)
    assert len(rows(hana)) == 4


def test_photos_are_the_same_bytes_and_sealed_again(hana: User, minsu: User) -> None:
    small_diary(hana)
    archive = archive_of(hana)
    archive_restore(owner=minsu, archive=io.BytesIO(archive), now=NOW)
    old, new = (EntryPhoto.objects.get(entry__owner=owner) for owner in (hana, minsu))
    assert old.name != new.name
    plain = photo_files.read_sealed(new.name)
    assert plain == photo_files.read_sealed(old.name)
    (name,) = (name for name in members(archive) if name.startswith("photos/"))
    assert members(archive)[name] == plain


def test_into_a_diary_that_has_something_only_what_is_new_comes(hana: User, minsu: User) -> None:
    entries = small_diary(hana)
    archive = archive_of(hana)
    Tag.objects.create(owner=minsu, group="people", name="가족", emoji="🐈", position=9)
    theirs = Entry.objects.get(pk=entries[0].pk)
    theirs.pk, theirs.owner, theirs.note = None, minsu, "내가 고친 메모"
    theirs.save(force_insert=True)
    report = archive_restore(owner=minsu, archive=io.BytesIO(archive), now=NOW)
    assert (report.added, report.already, report.tags, report.profile) == (3, 1, 3, False)
    theirs.refresh_from_db()
    assert theirs.note == "내가 고친 메모"
    assert theirs.entry_tags.count() == 0
    assert Tag.objects.get(owner=minsu, group="people").emoji == "🐈"
    minsu.refresh_from_db()
    assert minsu.display_name == "민수"


def test_what_is_in_the_bin_neither_goes_out_nor_comes_back_over_it(hana: User) -> None:
    entries = small_diary(hana)
    archive = archive_of(hana)
    Entry.objects.filter(pk=entries[1].pk).update(deleted_at=NOW)
    keys = [entry["key"] for entry in diary_json(archive_of(hana))["entries"]]
    assert str(entries[1].capture_key) not in keys
    assert len(keys) == 3
    report = archive_restore(owner=hana, archive=io.BytesIO(archive), now=NOW)
    assert (report.added, report.already) == (0, 4)
    assert Entry.objects.get(pk=entries[1].pk).deleted_at == NOW


def test_nothing_of_another_person_goes_out(hana: User, minsu: User) -> None:
    small_diary(hana)
    archive = diary_json(archive_of(minsu))
    assert archive["entries"] == archive["tags"] == []


def test_without_photos_the_archive_says_so(hana: User, minsu: User) -> None:
    small_diary(hana)
    archive = archive_of(hana, photos=False)
    assert diary_json(archive)["photos_included"] is False
    assert not [name for name in members(archive) if name.startswith("photos/")]
    report = archive_restore(owner=minsu, archive=io.BytesIO(archive), now=NOW)
    assert (report.added, report.photos) == (4, 0)


def test_a_lost_photo_is_named_and_the_rest_goes_out(hana: User) -> None:
    entries = small_diary(hana)
    lost = add_photo(entries[2])
    photo_files.remove_files([lost.name])
    archive = diary_json(archive_of(hana))
    assert archive["photos_missing"] == [str(entries[2].capture_key)]
    assert [bool(entry["photo"]) for entry in archive["entries"]] == [False, True, False, False]


def test_an_edit_while_the_stream_runs_loses_no_entry(
    hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moodtracker.exports.archive.writing._CHUNK", 1)
    monkeypatch.setattr("moodtracker.exports.diary_source._BATCH", 1)
    entries = small_diary(hana)
    chunks = archive_export(owner=hana, now=NOW, photos=True)
    begun = [next(chunks), next(chunks)]
    moved = entries[3].recorded_at - timedelta(minutes=200)
    Entry.objects.filter(pk=entries[3].pk).update(recorded_at=moved)
    Entry.objects.filter(pk=entries[2].pk).update(deleted_at=NOW)
    EntryPhoto.objects.filter(entry=entries[1]).delete()
    whole = b"".join([*begun, *chunks])
    keys = {entry["key"] for entry in diary_json(whole)["entries"]}
    assert keys == {str(entries[number].capture_key) for number in (0, 1, 3)}
    with open_archive(io.BytesIO(whole)) as archive:
        assert len(list(archive.entries())) == 3


def test_the_log_says_when_it_was_done_and_that_it_broke_off(hana: User) -> None:
    small_diary(hana)
    whole = archive_of(hana)
    next(archive_export(owner=hana, now=NOW, photos=True))
    broken, done = Export.objects.filter(owner=hana)
    assert done.byte_size == len(whole)
    assert done.finished_at is not None
    assert broken.finished_at is None


def test_photos_need_room(hana: User, minsu: User, settings: Settings) -> None:
    small_diary(hana)
    archive = archive_of(hana)
    settings.MOODTRACKER_PHOTO_QUOTA_BYTES = 100
    with pytest.raises(QuotaError):
        archive_restore(owner=minsu, archive=io.BytesIO(archive), now=NOW)
    assert not Entry.objects.filter(owner=minsu).exists()


def test_the_files_that_travel_along(hana: User) -> None:
    small_diary(hana)
    files = members(archive_of(hana))
    assert json.loads(files["schema.json"]) == SCHEMA_DOCUMENT
    readme = files["README.txt"].decode()
    assert "예전 일기 들이기" in readme
    assert "Move your old diary in" in readme
    assert set(files) - {"diary.json", "daylio.csv", "checksums.txt"} == {
        "schema.json",
        "README.txt",
        "photos/00000000-0000-0000-0000-000000000002.jpg",
    }


def test_the_schema_knows_every_value_that_the_diary_knows() -> None:
    from moodtracker.accounts.models import HelpLines, Language, PhotoPolicy
    from moodtracker.diary import models

    assert list(archive_schema.SOURCES) == models.Source.values
    assert list(archive_schema.TAG_GROUPS) == models.TagGroup.values
    assert list(archive_schema.SHIFTS) == models.Shift.values
    assert archive_schema.INTENSITIES == models.INTENSITIES
    assert (archive_schema.NOTE_LENGTH, archive_schema.NAME_LENGTH) == (
        models.NOTE_MAX_LENGTH,
        models.TAG_MAX_LENGTH,
    )
    assert list(archive_schema.POLICIES) == PhotoPolicy.values
    assert list(archive_schema.LANGUAGES) == Language.values
    assert list(archive_schema.HELP_LINES) == HelpLines.values


def test_every_column_of_an_entry_is_in_the_archive_or_known_to_be_left_out(hana: User) -> None:
    """Whoever adds a column decides whether it travels."""
    left_out = {"id", "owner", "mood", "valence", "deleted_at"}
    travels = {
        *("capture_key", "recorded_at", "zone", "local_date", "local_hour", "source"),
        *("anger", "embarrassment", "happy", "neutrality", "sad", "unrest"),
        *("model_mood", "own_mood", "intensity", "ambiguous", "advice", "heatmap"),
        *("model_name", "model_version", "note", "created_at", "updated_at"),
    }
    assert {field.name for field in Entry._meta.concrete_fields} == left_out | travels
