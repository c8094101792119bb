"""Taking a backup while the service runs.

Rows are only written after their files, so the database is taken first and then the files that it
names. A file that is gone by then went with its row: the database is taken once more, until both
agree. All is gathered in a folder with another name, which gets its own by one rename at the end.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from moodtracker import __version__
from moodtracker.backup import database, keys, manifest
from moodtracker.backup.errors import BackupError, UsageError, disk_told
from moodtracker.backup.files import (
    DATABASE,
    PHOTOS,
    FileSum,
    copy_file,
    file_sum,
    link_or_copy,
    make_folder,
    photo_path,
    remove_tree,
    sync_folder,
    sync_tree,
)
from moodtracker.core.vault import person_of

WHOLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
_PART = ".part"
_LOCK = ".lock"
_ROUNDS = 5

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to take. `keys` is the file that takes the keys, None to leave them out. `with_database`
    is false where a PostgreSQL server keeps the rows.
    """

    data: Path
    to: Path
    keys: Path | None
    with_database: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole. `copied` photos came from the data folder, `reused` ones lay in the
    backup before; `keyless` people have photos and no key, and then no keys were written.
    """

    folder: Path
    manifest: manifest.Manifest
    copied: int
    reused: int
    keyless: tuple[int, ...]


@dataclass(slots=True)
class _Taking:
    """The photos of one backup, on their way."""

    data: Path
    part: Path
    earlier: Path | None
    taken: dict[str, FileSum] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)


def make_backup(plan: Plan, *, progress: Progress = lambda _done, _of: None) -> Made:
    """Take one. `progress` is told how many photos are done, and of how many.

    Raises BackupError, and leaves nothing that could be taken for a backup then.
    """
    _check(plan)
    with disk_told(plan.to), _locked(plan.to):
        whole = whole_backups(plan.to)
        name = f"{plan.now.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
        part = plan.to / f".{name}{_PART}"
        for left_over in plan.to.glob(f".*{_PART}"):  # of a backup that was cut short
            if left_over.is_dir():
                remove_tree(left_over)
        taking = _Taking(plan.data, part, whole[-1] if whole else None)
        try:
            make_folder(part)
            made = _gather(plan, taking, progress)
            manifest.write_manifest(part, made)
            sync_tree(part)
            part.rename(plan.to / name)
            sync_folder(plan.to)
        finally:
            remove_tree(part)
        keyless = _take_keys(plan, taking.people)
    return Made(
        folder=plan.to / name,
        manifest=made,
        copied=len(made.photos) - len(taking.reused),
        reused=len(taking.reused),
        keyless=keyless,
    )


def whole_backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    return sorted(
        path
        for path in folder.glob("*")
        if WHOLE.fullmatch(path.name) and (path / manifest.FILE).is_file()
    )


def _check(plan: Plan) -> None:
    kept = plan.data / (DATABASE if plan.with_database else "")
    if not kept.exists():
        raise UsageError(
            f"백업할 데이터가 없어요: {kept}. --data로 데이터 폴더를 알려 주세요.",
            f"There is nothing to back up: {kept}. Name the data folder with --data.",
        )
    if plan.to.resolve().is_relative_to(plan.data.resolve()):
        raise UsageError(
            f"백업은 데이터 폴더 밖에 두어야 해요. 받은 폴더: {plan.to}",
            f"A backup lies outside the data folder; got {plan.to}",
        )
    if plan.to.exists() and not plan.to.is_dir():
        raise UsageError(f"--to는 폴더예요. 받은 것: {plan.to}", f"--to is a folder; got {plan.to}")
    if (plan.to / f"{plan.now.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}").exists():
        raise UsageError(
            "이 순간의 백업이 이미 있어요. 잠시 뒤에 다시 해 주세요.",
            "There is a backup of this very second; try again in a moment.",
        )


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One backup at a time into one folder."""
    make_folder(folder)
    with os.fdopen(os.open(folder / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                f"다른 백업이 이 폴더에 쓰고 있어요: {folder}",
                f"Another backup is being written into this folder: {folder}",
            ) from None
        yield


def _gather(plan: Plan, taking: _Taking, progress: Progress) -> manifest.Manifest:
    """Database and photos, agreeing."""
    if plan.with_database:
        rows, lost = _agreeing(taking, progress)
    else:
        rows, lost = None, ()
        names = sorted(path.name for path in (plan.data / PHOTOS).glob("??/*") if not path.suffix)
        for count, name in enumerate(names, start=1):
            _take(taking, name, None)
            progress(count, len(names))
    return manifest.Manifest(
        version=__version__,
        made_at=plan.now.astimezone(UTC).isoformat(timespec="seconds"),
        database=rows,
        photos=dict(sorted(taking.taken.items())),
        lost=lost,
    )


def _agreeing(taking: _Taking, progress: Progress) -> tuple[manifest.DatabaseSum, tuple[str, ...]]:
    """Take the database and then its photos, anew while photos go meanwhile.

    Answers with the photos that are lost: the same ones are missing twice in a row.
    """
    copy = taking.part / DATABASE
    missing_before: tuple[str, ...] | None = None
    for _ in range(_ROUNDS):
        copy.unlink(missing_ok=True)
        database.take_snapshot(taking.data / DATABASE, copy)
        with database.opened_copy(copy) as rows:
            wanted = database.photos_of(rows)
        missing = _take_all(taking, wanted, progress)
        if not missing or missing == missing_before:
            return _summed(copy), missing
        missing_before = missing
    raise BackupError(
        "백업하는 동안 사진이 자꾸 사라져서 그만뒀어요. 조금 뒤에 다시 해 주세요.",
        "Photos kept going while the backup ran; try again later.",
    )


def _take_all(taking: _Taking, wanted: dict[str, FileSum], progress: Progress) -> tuple[str, ...]:
    """Take these photos and no others; the names of those that are not there whole."""
    for name in set(taking.taken) - set(wanted):  # went with its row since the round before
        photo_path(taking.part, name).unlink(missing_ok=True)
        del taking.taken[name]
        taking.reused.discard(name)
    missing = []
    for count, (name, right) in enumerate(wanted.items(), start=1):
        if name not in taking.taken and not _take(taking, name, right):
            missing.append(name)
        progress(count, len(wanted))
    return tuple(missing)


def _take(taking: _Taking, name: str, right: FileSum | None) -> bool:
    """Take one photo, from the backup before where it lies there whole; whether it was there.

    The names of photos are never used twice, so what lies under one does not change.
    """
    target = photo_path(taking.part, name)
    before = photo_path(taking.earlier, name) if taking.earlier else None
    if before and right and before.is_file() and file_sum(before) == right:
        link_or_copy(before, target)
        taking.taken[name] = right
        taking.reused.add(name)
    else:
        try:
            got = copy_file(photo_path(taking.data, name), target)
        except FileNotFoundError:
            return False
        if right and got != right:
            target.unlink()
            return False
        taking.taken[name] = got
    with target.open("rb") as file:
        person = person_of(file.read(11))
    if person is not None:
        taking.people.add(person)
    return True


def _summed(copy: Path) -> manifest.DatabaseSum:
    with database.opened_copy(copy) as rows:
        faults = database.faults_of(rows)
        if faults:
            raise BackupError(
                f"데이터베이스가 상해서 백업하지 않았어요: {'; '.join(faults)}",
                f"The database is damaged, so nothing was kept: {'; '.join(faults)}",
            )
        return manifest.DatabaseSum(
            file=file_sum(copy),
            tables=database.table_sums(rows),
            migrations=database.migrations_of(rows),
        )


def _take_keys(plan: Plan, people: set[int]) -> tuple[int, ...]:
    """Write the keys after the photos that they open; people whose key is not there.

    With a key missing, the keys of an earlier backup may hold it: they are not replaced then.
    """
    if plan.keys is None:
        return ()
    found = keys.gather_keys(plan.data)
    without = people - keys.people_in(found)
    if without and plan.with_database:
        with database.opened_live(plan.data / DATABASE) as rows:  # they may have left meanwhile
            without = {person for person in without if database.has_person(rows, person)}
    if not without:
        keys.write_keys(plan.keys, found)
    return tuple(sorted(without))
