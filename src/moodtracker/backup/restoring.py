"""Bringing a backup back into an empty data folder, and saying whether all came."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moodtracker.backup import database, keys
from moodtracker.backup.database import TableSum
from moodtracker.backup.errors import DamagedError, UsageError, disk_told
from moodtracker.backup.files import (
    DATABASE,
    PHOTOS,
    FileSum,
    copy_file,
    file_sum,
    make_folder,
    photo_path,
    remove_tree,
    sync_folder,
    sync_tree,
    write_file,
)
from moodtracker.backup.making import Progress, whole_backups
from moodtracker.backup.manifest import DatabaseSum, Manifest, read_manifest

_DRAFT = ".restoring"
_IN_AN_EMPTY_FOLDER = {_DRAFT, "lost+found"}
# Tables that every newer version adds rows to.
_GROWING = {"django_migrations", "django_content_type", "auth_permission"}
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """A data folder beside a manifest. `lost` must be empty; `changed` tables have all their rows,
    with other values, as an upgrade may give them.
    """

    tables: int
    rows: int
    photos: int
    lost: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether every row and photo is what it was."""
        return not self.lost and not self.changed


def find_backup(place: Path) -> Path:
    """The backup at this place: the folder itself, or the newest whole one in it."""
    if (place / "manifest.json").is_file():
        return place
    whole = whole_backups(place)
    if not whole:
        raise UsageError(
            f"여기에는 온전한 백업이 없어요: {place}", f"There is no whole backup in {place}"
        )
    return whole[-1]


def find_keys(backup: Path, named: Path | None) -> Path:
    """The file of keys that was named, or the one beside the backup. Raises UsageError."""
    path = named.expanduser().absolute() if named else backup.parent / keys.FILE
    if not path.is_file():
        raise UsageError(
            f"열쇠 파일이 없어요: {path}. --keys로 알려 주세요. 열쇠 없이는 사진이 열리지 않아요. "
            "그래도 되살리려면 --without-keys를 붙이세요.",
            f"There is no file of keys: {path}. Name it with --keys; without the keys no photo "
            "opens. To restore all the same, add --without-keys.",
        )
    return path


def check_backup(backup: Path, *, progress: Progress = lambda _done, _of: None) -> Manifest:
    """Read a backup through. Raises DamagedError unless all is as it was written."""
    with disk_told(backup):
        listed = read_manifest(backup)
        faults = _database_faults(backup, listed.database) if listed.database else []
        for count, (name, right) in enumerate(listed.photos.items(), start=1):
            faults += _photo_faults(backup, name, right)
            progress(count, len(listed.photos))
    if faults:
        told = "; ".join(faults[:_TOLD])
        raise DamagedError(
            f"백업이 상했어요({len(faults)}곳): {told}",
            f"The backup is damaged in {len(faults)} places: {told}",
        )
    return listed


def _database_faults(backup: Path, right: DatabaseSum) -> list[str]:
    copy = backup / DATABASE
    if not copy.is_file() or file_sum(copy) != right.file:
        return [DATABASE]
    with database.opened_copy(copy) as rows:
        faults = database.faults_of(rows)
        faults += [
            name for name, one in database.table_sums(rows).items() if right.tables.get(name) != one
        ]
        return faults


def _photo_faults(folder: Path, name: str, right: FileSum) -> list[str]:
    path = photo_path(folder, name)
    whole = path.is_file() and file_sum(path) == right
    return [] if whole else [f"{PHOTOS}/{name[:2]}/{name}"]


def restore(
    *,
    backup: Path,
    keys_file: Path | None,
    data: Path,
    progress: Progress = lambda _done, _of: None,
) -> Manifest:
    """Check a whole backup, then put it into an empty data folder; `keys_file` None leaves the
    keys out. Raises BackupError, and leaves the folder as empty as it was then.
    """
    _require_empty(data)
    listed = check_backup(backup, progress=progress)
    _require_known_steps(listed)
    with disk_told(data):
        opened = {} if keys_file is None else keys.read_keys(keys_file)
        draft = data / _DRAFT
        remove_tree(draft)
        made = not data.exists()
        try:
            make_folder(draft)
            data.chmod(0o700)
            _fill(draft, backup, listed, opened, progress)
            _place(draft, data)
        except BaseException:
            remove_tree(data if made else draft)
            raise
    return listed


def _require_empty(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise UsageError(f"--data는 폴더예요. 받은 것: {data}", f"--data is a folder; got {data}")
    found = {path.name for path in data.iterdir()} if data.exists() else set()
    if found - _IN_AN_EMPTY_FOLDER:
        raise UsageError(
            f"되살릴 폴더는 비어 있어야 해요. 아무것도 덮어쓰지 않아요: {data}",
            f"A backup is restored into an empty folder, and nothing is written over; got {data}",
        )


def _require_known_steps(listed: Manifest) -> None:
    """A database of a later version has columns that this one does not know."""
    steps = listed.database.migrations if listed.database else {}
    for app, names in steps.items():
        if importlib.util.find_spec(f"moodtracker.{app}") is None:
            continue
        for name in names:
            if importlib.util.find_spec(f"moodtracker.{app}.migrations.{name}") is None:
                raise UsageError(
                    f"이 백업은 더 새로운 버전({listed.version})이 만들었어요. 그 버전으로 되살려 "
                    "주세요.",
                    f"This backup was made by a later version ({listed.version}); restore it with "
                    f"that one. Not known here: {app} {name}",
                )


def _fill(
    draft: Path, backup: Path, listed: Manifest, opened: dict[str, bytes], progress: Progress
) -> None:
    for name, content in opened.items():
        write_file(draft / name, content)
    for count, (name, right) in enumerate(listed.photos.items(), start=1):
        _copy_checked(photo_path(backup, name), photo_path(draft, name), right)
        progress(count, len(listed.photos))
    if listed.database:
        _copy_checked(backup / DATABASE, draft / DATABASE, listed.database.file)
    sync_tree(draft)


def _copy_checked(source: Path, target: Path, right: FileSum) -> None:
    if copy_file(source, target) != right:
        raise DamagedError(
            f"백업이 복사하는 사이에 바뀌었어요: {source}",
            f"The backup changed while it was copied: {source}",
        )


def _place(draft: Path, data: Path) -> None:
    """The database last: without one, nobody takes the folder for a whole one."""
    for path in sorted(draft.iterdir(), key=lambda path: path.name == DATABASE):
        path.rename(data / path.name)
        sync_folder(data)
    draft.rmdir()


def compare(data: Path, listed: Manifest) -> Comparison:
    """Count and sum every row and photo of a data folder that nobody writes, and tell what
    differs from the manifest. Columns that came since are left aside.
    """
    lost = [
        fault for name, right in listed.photos.items() for fault in _photo_faults(data, name, right)
    ]
    changed: list[str] = []
    tables = listed.database.tables if listed.database else {}
    if tables:
        with disk_told(data), database.opened_live(data / DATABASE) as rows:
            for name, right in tables.items():
                _compare_table(rows, name, right, lost, changed)
    return Comparison(
        tables=len(tables),
        rows=sum(one.rows for one in tables.values()),
        photos=len(listed.photos),
        lost=tuple(lost),
        changed=tuple(changed),
    )


def _compare_table(
    rows: Any,  # noqa: ANN401 - pysqlite3 has no types
    name: str,
    right: TableSum,
    lost: list[str],
    changed: list[str],
) -> None:
    there = set(database.columns_of(rows, name))
    columns = [column for column in right.columns if column in there]
    if not columns:
        changed.append(name)
        return
    got = database.table_sum(rows, name, columns)
    grown = got.rows > right.rows and name in _GROWING
    if got.rows != right.rows and not grown:
        lost.append(f"{name}: {right.rows} → {got.rows}")
    elif got != right and not grown:
        changed.append(name)


def people_whose_photos_stay_shut(listed: Manifest) -> tuple[int, ...]:
    """Open a photo of everybody, in the data folder that Django is set up for: whose does not.

    They left after the backup was taken, or their key was not restored.
    """
    from moodtracker.core.vault import VaultError
    from moodtracker.diary.models import EntryPhoto
    from moodtracker.diary.photo_files import read_sealed

    tried: set[int] = set()
    shut: list[int] = []
    rows = EntryPhoto.objects.order_by("entry__owner_id", "id")
    for owner, name in rows.values_list("entry__owner_id", "name"):
        if owner not in tried and name in listed.photos:
            tried.add(owner)
            try:
                read_sealed(name)
            except (VaultError, OSError):
                shut.append(owner)
    return tuple(shut)
