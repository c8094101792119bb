"""A photo is sealed under its owner's key; one from before is sealed anew, whatever happens."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from diary_writing import read_entry

from moodtracker.accounts.models import User
from moodtracker.core import vault
from moodtracker.diary import photo_files, services
from moodtracker.diary.models import EntryPhoto, PendingPhoto

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


def older_photo(owner: User) -> EntryPhoto:
    """A photo as it was sealed before people had keys."""
    entry = read_entry(owner, NOW)
    entry.save()
    picture = photo_files.kept_picture(np.full((8, 8, 3), 90, np.uint8))

    def under_the_vault(owner_id: int, data: bytes, *, context: bytes) -> bytes:
        return vault.seal(data, context=context)

    with patch.object(photo_files, "seal_for", under_the_vault):
        file = photo_files.write_sealed(picture.jpeg, owner_id=owner.pk)
    return EntryPhoto.objects.create(
        entry=entry,
        name=file.name,
        byte_size=file.byte_size,
        sha256=file.sha256,
        width=8,
        height=8,
        face_x=4,
        face_y=4,
        face_side=8,
        face_tilt=0,
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("photos/*/*"))


def test_a_new_photo_and_a_waiting_one_are_under_the_owners_key(
    keeper: User, portrait: bytes, two_faces: bytes
) -> None:
    for photo in (portrait, two_faces):
        services.entry_record_photo(user=keeper, photo=photo, source="photo", now=NOW)
    assert photo_files.is_sealed_for_owner(EntryPhoto.objects.get().name)
    pending = PendingPhoto.objects.get()
    assert vault.is_personal(bytes(pending.sealed_photo))
    assert vault.is_personal(bytes(pending.sealed_faces))
    assert len(services.waiting_faces(pending).faces) == 2


def test_an_older_photo_opens_and_is_sealed_anew_once(hana: User, data_folder: Path) -> None:
    photo = older_photo(hana)
    plain = photo_files.read_sealed(photo.name)
    assert not photo_files.is_sealed_for_owner(photo.name)
    assert (services.photos_reseal(), services.photos_reseal()) == (1, 0)
    fresh = EntryPhoto.objects.get()
    assert fresh.name != photo.name
    assert photo_files.is_sealed_for_owner(fresh.name)
    assert photo_files.read_sealed(fresh.name) == plain
    assert files(data_folder) == [fresh.name]
    sealed = photo_files.photo_path(fresh.name).read_bytes()
    assert fresh.byte_size == len(sealed)


def test_a_cut_between_file_and_row_leaves_what_the_sweep_removes(
    hana: User, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = older_photo(hana)

    def die(_: list[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(photo_files, "remove_files", die)
        with pytest.raises(KeyboardInterrupt):
            services.photos_reseal()
    fresh = EntryPhoto.objects.get()
    assert files(data_folder) == sorted([photo.name, fresh.name])
    later = datetime.now(UTC) + timedelta(hours=2)
    assert services.photos_sweep(now=later).removed == 1
    assert files(data_folder) == [fresh.name]
    assert photo_files.read_sealed(fresh.name)


def test_a_photo_thrown_away_while_it_is_sealed_anew_stays_away(
    hana: User, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older_photo(hana)
    write = photo_files.write_sealed

    def thrown_away(plain: bytes, *, owner_id: int) -> photo_files.SealedFile:
        row = EntryPhoto.objects.get()
        services.entry_photo_discard(owner=hana, entry_id=row.entry_id)
        return write(plain, owner_id=owner_id)

    monkeypatch.setattr(photo_files, "write_sealed", thrown_away)
    assert services.photos_reseal() == 0
    assert files(data_folder) == []


def test_one_broken_photo_does_not_stop_the_others(hana: User) -> None:
    lost, kept = older_photo(hana), older_photo(hana)
    photo_files.remove_files([lost.name])
    assert services.photos_reseal() == 1
    assert photo_files.is_sealed_for_owner(EntryPhoto.objects.get(pk=kept.pk).name)


def test_keys_of_nobody_are_destroyed_after_an_hour(hana: User, data_folder: Path) -> None:
    for person in (hana.pk, hana.pk + 1, hana.pk + 2):
        vault.seal_for(person, b"x", context=b"x")
    old = time.time() - 7200
    for person in (hana.pk, hana.pk + 1):
        os.utime(data_folder / "keys" / f"{person}.key", (old, old))
    assert services.keys_sweep(now=datetime.now(UTC)) == 1
    assert {person for person, _ in vault.people_with_keys()} == {hana.pk, hana.pk + 2}


def test_a_database_without_anybody_destroys_no_key(data_folder: Path) -> None:
    vault.seal_for(1, b"x", context=b"x")
    old = time.time() - 7200
    os.utime(data_folder / "keys" / "1.key", (old, old))
    assert services.keys_sweep(now=datetime.now(UTC)) == 0
