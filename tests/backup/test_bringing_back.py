"""A backup comes back row for row and photo for photo, or says why not; nothing is written over."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backup_writing import NOW, plain
from pytest_django import Settings

from moodtracker.accounts.models import User
from moodtracker.backup.errors import BackupError, DamagedError, UsageError
from moodtracker.backup.files import photo_path
from moodtracker.backup.making import Made
from moodtracker.backup.manifest import read_manifest, write_manifest
from moodtracker.backup.restoring import compare, people_whose_photos_stay_shut, restore
from moodtracker.config.secret_files import read_secrets
from moodtracker.core.vault import VaultError
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.diary.photo_files import read_sealed
from moodtracker.exports.services import person_leave
from own_database import standing_on

BackUp = Callable[..., Made]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Where a backup is brought back to."""
    return tmp_path / "restored"


@pytest.fixture
def move_to(settings: Settings) -> Callable[[Path], None]:
    """Let the service look for files and keys in this folder."""

    def move(data: Path) -> None:
        settings.MOODTRACKER_DATA = data
        settings.MOODTRACKER_PHOTOS = data / "photos"
        settings.MOODTRACKER_VAULT_KEYS = read_secrets(data).vault_keys

    return move


def test_every_row_and_photo_comes_back(
    hana: User,
    minsu: User,
    back_up: BackUp,
    backups: Path,
    empty: Path,
    move_to: Callable[[Path], None],
) -> None:
    notes = dict(Entry.objects.values_list("id", "note"))
    made = back_up()
    restore(backup=made.folder, keys_file=backups / "keys.zip", data=empty)
    compared = compare(empty, made.manifest)
    assert compared.exact
    assert (compared.photos, compared.rows > 8) == (4, True)
    folders = {stat.S_IMODE(path.stat().st_mode) for path in empty.rglob("*") if path.is_dir()}
    files = {stat.S_IMODE(path.stat().st_mode) for path in empty.rglob("*") if path.is_file()}
    assert (folders, files, stat.S_IMODE(empty.stat().st_mode)) == ({0o700}, {0o600}, 0o700)
    move_to(empty)
    with standing_on(empty / "db.sqlite3"):
        assert dict(Entry.objects.values_list("id", "note")) == notes
        opened = {read_sealed(name) for name in EntryPhoto.objects.values_list("name", flat=True)}
        assert people_whose_photos_stay_shut(made.manifest) == ()
    assert opened == {plain(number) for number in (0, 1, 2, 9)}


def test_a_difference_is_found(hana: User, back_up: BackUp, empty: Path) -> None:
    made = back_up()
    restore(backup=made.folder, keys_file=None, data=empty)
    name = next(iter(made.manifest.photos))
    photo_path(empty, name).write_bytes(b"other")
    with standing_on(empty / "db.sqlite3"):
        Entry.objects.filter(photo__name=name).update(note="다른 말")
        User.objects.create_user("stranger@example.kr")
    compared = compare(empty, made.manifest)
    assert set(compared.lost) == {"accounts_user: 1 → 2", f"photos/{name[:2]}/{name}"}
    assert compared.changed == ("diary_entry",)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("what", ["db.sqlite3", "photos/??/*", "manifest.json", "../keys.zip"])
def test_a_flipped_bit_is_refused(
    hana: User, back_up: BackUp, backups: Path, empty: Path, what: str
) -> None:
    made = back_up()
    flip(next(made.folder.glob(what)) if "?" in what else made.folder / what)
    with pytest.raises(DamagedError):
        restore(backup=made.folder, keys_file=backups / "keys.zip", data=empty)
    assert not empty.exists()


def test_a_list_that_points_elsewhere_is_refused(hana: User, back_up: BackUp, empty: Path) -> None:
    made = back_up()
    (made.folder / "manifest.json").unlink()
    made.manifest.photos["../../outside"] = next(iter(made.manifest.photos.values()))
    write_manifest(made.folder, made.manifest)
    with pytest.raises(DamagedError):
        restore(backup=made.folder, keys_file=None, data=empty)


def test_nothing_is_written_over(hana: User, service: Path, back_up: BackUp) -> None:
    made = back_up()
    before = (service / "db.sqlite3").read_bytes()
    with pytest.raises(UsageError, match="비어 있어야"):
        restore(backup=made.folder, keys_file=None, data=service)
    assert (service / "db.sqlite3").read_bytes() == before


def test_a_later_version_is_refused(hana: User, back_up: BackUp, empty: Path) -> None:
    made = back_up()
    listed = read_manifest(made.folder)
    assert listed.database is not None
    listed.database.migrations["diary"] += ("9999_years_from_now",)
    (made.folder / "manifest.json").unlink()
    write_manifest(made.folder, listed)
    with pytest.raises(UsageError, match="더 새로운 버전"):
        restore(backup=made.folder, keys_file=None, data=empty)
    assert not empty.exists()


def test_a_full_disk_leaves_the_folder_empty(
    hana: User, back_up: BackUp, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up()
    empty.mkdir()

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("moodtracker.backup.files.os.fsync", refuse)
    with pytest.raises(BackupError, match="디스크가 가득"):
        restore(backup=made.folder, keys_file=None, data=empty)
    assert list(empty.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from moodtracker.backup import restoring

restoring._place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
restoring.restore(backup=Path(sys.argv[1]), keys_file=None, data=Path(sys.argv[2]))
"""


def test_after_a_kill_it_can_be_brought_back_again(
    hana: User, back_up: BackUp, empty: Path
) -> None:
    made = back_up()
    done = subprocess.run([sys.executable, "-c", KILLED, made.folder, empty], check=False)
    assert done.returncode == -9
    assert [path.name for path in empty.iterdir()] == [".restoring"]
    restore(backup=made.folder, keys_file=None, data=empty)
    assert compare(empty, made.manifest).exact
    assert {path.name for path in empty.iterdir()} == {"db.sqlite3", "photos"}


def test_who_left_stays_shut_in_every_backup(
    hana: User,
    minsu: User,
    back_up: BackUp,
    backups: Path,
    empty: Path,
    tmp_path: Path,
    move_to: Callable[[Path], None],
) -> None:
    """The promise to people who leave: backups outlive them, the key to their photos does not."""
    before = back_up()
    (tmp_path / "old-keys.zip").write_bytes((backups / "keys.zip").read_bytes())
    hers = list(EntryPhoto.objects.filter(entry__owner=hana).values_list("name", flat=True))
    his = list(EntryPhoto.objects.filter(entry__owner=minsu).values_list("name", flat=True))
    hana_id = hana.pk
    person_leave(user=hana, now=NOW)
    after = back_up()
    assert set(after.manifest.photos) == set(his)

    restore(backup=before.folder, keys_file=backups / "keys.zip", data=empty)
    assert compare(empty, before.manifest).exact
    move_to(empty)
    with standing_on(empty / "db.sqlite3"):
        for name in hers:
            with pytest.raises(VaultError):
                read_sealed(name)
        assert read_sealed(his[0]) == plain(9)
        assert people_whose_photos_stay_shut(before.manifest) == (hana_id,)

    # How far it reaches: an old copy of the keys still opens them, which is why none is kept.
    with_old_keys = tmp_path / "with-old-keys"
    restore(backup=before.folder, keys_file=tmp_path / "old-keys.zip", data=with_old_keys)
    move_to(with_old_keys)
    assert read_sealed(hers[0]) in {plain(number) for number in range(3)}
