"""A backup is whole, agrees with itself while others write, and is never half."""

import errno
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from backup_writing import NOW, remove_entry, write_entry
from django.db import connections

from moodtracker.accounts.models import User
from moodtracker.backup import making
from moodtracker.backup.database import opened_copy, photos_of
from moodtracker.backup.errors import BackupError, UsageError
from moodtracker.backup.files import photo_path
from moodtracker.backup.making import Made, whole_backups
from moodtracker.backup.restoring import check_backup, find_backup
from moodtracker.core.vault import KEYS_FOLDER
from moodtracker.diary.models import Entry, EntryPhoto
from own_database import standing_on

BackUp = Callable[..., Made]


def test_it_holds_every_row_and_photo(hana: User, minsu: User, back_up: BackUp) -> None:
    made = back_up()
    listed = check_backup(made.folder)
    assert listed == made.manifest
    assert listed.database is not None
    assert listed.database.tables["diary_entry"].rows == 4
    assert "valence" in listed.database.tables["diary_entry"].columns
    assert set(listed.photos) == set(EntryPhoto.objects.values_list("name", flat=True))
    assert (made.copied, made.reused, listed.lost, made.keyless) == (4, 0, (), ())


def test_only_its_owner_may_read_it(hana: User, back_up: BackUp, backups: Path) -> None:
    back_up()
    modes = (
        {
            stat.S_IMODE(path.stat().st_mode)
            for path in [backups, *backups.rglob("*")]
            if path.is_dir()
        },
        {stat.S_IMODE(path.stat().st_mode) for path in backups.rglob("*") if path.is_file()},
    )
    assert modes == ({0o700}, {0o600})


def test_keys_lie_apart_from_what_they_open(hana: User, back_up: BackUp, backups: Path) -> None:
    made = back_up()
    inside = {path.name for path in made.folder.rglob("*") if path.is_file()}
    assert inside == {"db.sqlite3", "manifest.json", *made.manifest.photos}
    with zipfile.ZipFile(backups / "keys.zip") as archive:
        assert f"{KEYS_FOLDER}/{hana.pk}.key" in archive.namelist()
        assert "secrets/vault-keys" in archive.namelist()


def test_keys_can_be_left_out(hana: User, back_up: BackUp, backups: Path) -> None:
    back_up(keys=None)
    assert not (backups / "keys.zip").exists()


def test_photos_of_the_backup_before_are_used_again(hana: User, back_up: BackUp) -> None:
    first = back_up()
    new = write_entry(hana, 20)
    second = back_up()
    assert (second.copied, second.reused) == (1, 3)
    for name in first.manifest.photos:
        assert photo_path(first.folder, name).samefile(photo_path(second.folder, name))
    assert new.name in check_backup(second.folder).photos
    check_backup(first.folder)


def test_a_photo_that_rotted_in_the_backup_before_is_copied_anew(
    hana: User, back_up: BackUp
) -> None:
    first = back_up()
    name = next(iter(first.manifest.photos))
    photo_path(first.folder, name).write_bytes(b"rot")
    second = back_up()
    assert (second.copied, second.reused) == (1, 2)
    check_backup(second.folder)


def test_nothing_is_torn_while_somebody_writes(hana: User, service: Path, back_up: BackUp) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        with standing_on(service / "db.sqlite3"):
            try:
                written: list[EntryPhoto] = []
                number = 100
                while not stop.is_set():
                    written.append(write_entry(hana, number))
                    number += 1
                    if number % 4 == 0:
                        remove_entry(written.pop(0))
            except BaseException as error:  # noqa: BLE001 - told by the test
                failures.append(error)
            finally:
                stop.set()
        del connections["default"]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = [(Entry.objects.count(), back_up()) for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    assert failures == []
    for before, made in taken:
        listed = check_backup(made.folder)
        assert listed.lost == ()
        with opened_copy(made.folder / "db.sqlite3") as rows:
            assert photos_of(rows) == listed.photos
        assert listed.database is not None
        # One entry at a time is removed while the others grow.
        assert before - 1 <= listed.database.tables["diary_entry"].rows == len(listed.photos)
    assert len(taken[-1][1].manifest.photos) > len(taken[0][1].manifest.photos)


def test_a_photo_that_goes_meanwhile_goes_with_its_row(
    hana: User, back_up: BackUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = EntryPhoto.objects.order_by("name").last()
    assert photo is not None
    copy_file = making.copy_file

    def copy_while_one_goes(source: Path, target: Path) -> object:
        if EntryPhoto.objects.filter(name=photo.name).exists():
            remove_entry(photo)
        return copy_file(source, target)

    monkeypatch.setattr(making, "copy_file", copy_while_one_goes)
    made = back_up()
    listed = check_backup(made.folder)
    assert listed.database is not None
    assert listed.database.tables["diary_entry"].rows == len(listed.photos) == 2
    assert listed.lost == ()


def test_a_photo_without_its_file_is_told_and_the_rest_is_kept(
    hana: User, service: Path, back_up: BackUp
) -> None:
    gone, damaged, whole = EntryPhoto.objects.order_by("name").values_list("name", flat=True)
    photo_path(service, gone).unlink()
    photo_path(service, damaged).write_bytes(b"rot")
    made = back_up()
    assert made.manifest.lost == (gone, damaged)
    assert set(check_backup(made.folder).photos) == {whole}


def test_with_a_key_missing_the_keys_before_are_not_replaced(
    hana: User, minsu: User, service: Path, back_up: BackUp, backups: Path
) -> None:
    back_up()
    before = (backups / "keys.zip").read_bytes()
    (service / KEYS_FOLDER / f"{minsu.pk}.key").unlink()
    assert back_up().keyless == (minsu.pk,)
    assert (backups / "keys.zip").read_bytes() == before


@pytest.mark.parametrize("full", ["moodtracker.backup.files.os.fsync", "os.link"])
def test_a_full_disk_is_told_and_nothing_is_left(
    hana: User, back_up: BackUp, backups: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    kept = back_up()

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(full, refuse)
    monkeypatch.setattr("moodtracker.backup.files.os.fsync", refuse)
    with pytest.raises(BackupError, match="디스크가 가득"):
        back_up()
    assert whole_backups(backups) == [kept.folder]
    assert {path.name for path in backups.iterdir()} == {kept.folder.name, "keys.zip", ".lock"}


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from moodtracker.backup import making

data, to, where = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
room, name = where.split(".")
setattr(getattr(making, room) if room != "making" else making, name, die)
making.make_backup(making.Plan(data, to, to / "keys.zip", True, datetime(2026, 1, 1, tzinfo=UTC)))
"""


@pytest.mark.parametrize("where", ["making.person_of", "manifest.write_manifest"])
def test_a_kill_leaves_nothing_that_looks_whole(
    hana: User, service: Path, back_up: BackUp, backups: Path, where: str
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, service, backups, where], check=False)
    assert done.returncode == -9
    assert list(backups.glob(".*.part"))
    assert whole_backups(backups) == []
    with pytest.raises(UsageError, match="온전한 백업이 없어요"):
        find_backup(backups)
    assert find_backup(backups / back_up().folder.name)
    assert not list(backups.glob(".*.part"))


def test_two_at_once_take_turns(hana: User, back_up: BackUp, backups: Path) -> None:
    with making._locked(backups), pytest.raises(BackupError, match="다른 백업"):
        back_up()


def test_what_cannot_be_meant_is_refused(hana: User, service: Path, back_up: BackUp) -> None:
    with pytest.raises(UsageError, match="밖에"):
        back_up(to=service / "backups")
    with pytest.raises(UsageError, match="백업할 데이터가 없어요"):
        back_up(data=service / "elsewhere")
    back_up(now=NOW + timedelta(days=1))
    with pytest.raises(UsageError, match="이미 있어요"):
        back_up(now=NOW + timedelta(days=1))
