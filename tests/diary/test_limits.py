"""Attempts an hour, room for photos, the cap on bytes, a disk that refuses."""

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from diary_photos import NOW, send_photo
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files, services
from moodtracker.diary.models import Entry, EntryPhoto, PhotoAttempt, Source
from moodtracker.diary.uploads import UPLOAD_CAP, CappedMemoryUploadHandler
from moodtracker.vision.photo import MAX_BYTES


def test_sixty_photos_an_hour_and_not_one_more(
    keeper: User, hana_client: Client, portrait: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    recent = NOW - timedelta(minutes=59)
    PhotoAttempt.objects.bulk_create(PhotoAttempt(owner=keeper, at=recent) for _ in range(59))
    assert send_photo(hana_client, portrait).status_code == 302
    refused = send_photo(hana_client, portrait)
    assert refused.status_code == 429
    assert "한 시간에 60장까지" in refused.content.decode()
    assert Entry.objects.count() == 1
    by_hand = {"key": str(uuid.uuid4()), "mood": "sad"}
    assert hana_client.post(reverse("diary:new_hand"), by_hand).status_code == 302
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=2))
    assert send_photo(hana_client, portrait).status_code == 302


def test_unreadable_photos_count_and_other_people_do_not(
    keeper: User, minsu: User, hana_client: Client, portrait: bytes, settings: Settings
) -> None:
    settings.MOODTRACKER_PHOTOS_AN_HOUR = 2
    PhotoAttempt.objects.bulk_create(PhotoAttempt(owner=minsu, at=NOW) for _ in range(5))
    assert send_photo(hana_client, b"no photo").status_code == 422
    assert send_photo(hana_client, portrait).status_code == 302
    assert send_photo(hana_client, portrait).status_code == 429


def test_a_full_shelf_is_explained_and_hands_go_on(
    keeper: User, hana_client: Client, portrait: bytes, settings: Settings
) -> None:
    send_photo(hana_client, portrait)
    settings.MOODTRACKER_PHOTO_QUOTA_BYTES = EntryPhoto.objects.get().byte_size
    refused = send_photo(hana_client, portrait)
    assert refused.status_code == 422
    assert "까지 간직해요" in refused.content.decode()
    assert Entry.objects.count() == 1
    keeper.photo_policy = "discard"
    keeper.save()
    assert send_photo(hana_client, portrait).status_code == 302


def test_room_is_counted_with_what_waits_for_its_purge(
    keeper: User, hana_client: Client, portrait: bytes, settings: Settings
) -> None:
    send_photo(hana_client, portrait)
    settings.MOODTRACKER_PHOTO_QUOTA_BYTES = EntryPhoto.objects.get().byte_size
    services.entry_delete(owner=keeper, entry_id=Entry.objects.get().id, now=NOW)
    assert send_photo(hana_client, portrait).status_code == 422
    services.entries_purge(now=NOW + timedelta(days=31))
    assert send_photo(hana_client, portrait).status_code == 302


def test_the_cap_is_the_readers_own() -> None:
    assert UPLOAD_CAP == MAX_BYTES


def test_an_upload_never_touches_the_disk(
    discarder: User, hana_client: Client, portrait: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photo of five megabytes, above Django's own limit for memory."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", refuse)
    padded = portrait + b"\0" * 5_000_000
    assert send_photo(hana_client, padded).status_code == 302


def test_what_is_above_the_cap_is_dropped_as_it_comes() -> None:
    handler = CappedMemoryUploadHandler()
    handler.new_file("photo", "photo.jpg", "image/jpeg", None, None, None)
    chunk = b"x" * 1_000_000
    for place in range(40):
        assert handler.receive_data_chunk(chunk, place * len(chunk)) is None
    file = handler.file_complete(40 * len(chunk))
    assert file.size == 40 * len(chunk)
    assert len(file.read()) == UPLOAD_CAP + 1


def test_the_sentence_names_the_true_size(keeper: User, hana_client: Client) -> None:
    page = send_photo(hana_client, b"\xff\xd8\xff" + b"x" * 23_400_000).content.decode()
    assert "이 사진은 23.4 MB예요" in page


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_nothing(
    keeper: User,
    hana_client: Client,
    portrait: bytes,
    data_folder: Path,
    step: str,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        if step == "replace":
            patch.setattr(Path, "replace", refuse)
        else:
            patch.setattr(os, step, refuse)
        answer = send_photo(hana_client, portrait)
    assert answer.status_code == 503
    assert "저장할 곳에 문제가 있어서" in answer.content.decode()
    assert not Entry.objects.exists()
    left = [path for path in data_folder.rglob("*") if path.is_file()]
    # The key may have been made before the disk refused; nothing is sealed under it yet.
    assert [path for path in left if path.suffix != ".key"] == []
    assert send_photo(hana_client, portrait).status_code == 302


def test_a_locked_database_leaves_no_entry_and_a_file_for_the_sweep(
    keeper: User, portrait: bytes, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(EntryPhoto, "save", refuse)
    with pytest.raises(services.capture.StorageError):
        services.entry_record_photo(user=keeper, photo=portrait, source=Source.PHOTO, now=NOW)
    assert not Entry.objects.exists()
    (left,) = data_folder.glob("photos/*/*")
    assert left.name not in EntryPhoto.objects.values_list("name", flat=True)


def test_sealed_files_are_the_owners_of_the_process_only(data_folder: Path) -> None:
    file = photo_files.write_sealed(b"plain", owner_id=7)
    path = photo_files.photo_path(file.name)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert photo_files.read_sealed(file.name) == b"plain"


def test_a_field_that_is_no_file_is_asked_for_again(keeper: User, hana_client: Client) -> None:
    data = {"key": str(uuid.uuid4()), "source": "photo", "photo": "words"}
    assert hana_client.post(reverse("diary:new"), data).status_code == 422
