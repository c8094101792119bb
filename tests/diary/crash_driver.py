"""Runs the diary's services in processes of their own and kills them; prints what is left.

    python crash_driver.py FOLDER PHOTO      one JSON object on standard output

Every case gets a fresh copy of a migrated SQLite database, a child that does the work until a
SIGKILL, and a second child that looks at what is left and recovers.
"""

import json
import os
import shutil
import signal
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

KEY = uuid.UUID("6f6c7d2e-1c4c-4f0a-9d40-2a6d3f7f9a11")
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def die(*_: object, **__: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        die()

    return run


def half_written(path: Path, data: bytes) -> None:
    path.write_bytes(data[: len(data) // 2])
    die()


def arm(case: str) -> None:
    """Put the SIGKILL in its place."""
    from moodtracker.core import vault
    from moodtracker.diary import photo_files
    from moodtracker.diary.models import EntryPhoto
    from moodtracker.diary.services import capture

    places: dict[str, tuple[object, str, Any]] = {
        "before the key": (vault, "_write_draft", die_after(vault._write_draft)),
        "after the key": (vault, "_make_key", die_after(vault._make_key)),
        "before the file": (photo_files, "_write_synced", die),
        "file half written": (photo_files, "_write_synced", half_written),
        "before the rename": (Path, "replace", die),
        "after the rename": (Path, "replace", die_after(Path.replace)),
        "before the rows": (capture, "_unsaved_entry", die),
        "between the rows": (capture, "_photo_row", die),
        "before the commit": (EntryPhoto, "save", die_after(EntryPhoto.save)),
        "after the commit": (capture, "_record", die_after(capture._record)),
        "while purging": (photo_files, "remove_files", die),
    }
    if case in places:
        setattr(*places[case])


CASES = (
    "before the key",
    "after the key",
    "before the file",
    "file half written",
    "before the rename",
    "after the rename",
    "before the rows",
    "between the rows",
    "before the commit",
    "after the commit",
    "while purging",
)


def use(folder: Path) -> None:
    """Point Django at this folder; no connection is open yet."""
    from django.conf import settings
    from django.db import connections

    settings.MOODTRACKER_DATA = folder
    settings.MOODTRACKER_PHOTOS = folder / "photos"
    connections["default"].settings_dict["NAME"] = folder / "db.sqlite3"


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Exit status (negative for a signal) and answer of work done in a forked process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            answer = json.dumps(work()).encode()
            os.write(writing, answer)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(answer) if answer else None


def record(photo: bytes) -> str:
    from moodtracker.accounts.models import User
    from moodtracker.diary import services

    user = User.objects.get()
    entry = services.entry_record_photo(
        user=user, photo=photo, source="photo", now=NOW, capture_key=KEY
    )
    return str(entry.id)


def work(case: str, photo: bytes) -> None:
    from moodtracker.diary import services
    from moodtracker.diary.models import Entry

    if case == "while purging":
        record(photo)
        Entry.objects.update(deleted_at=NOW - timedelta(days=31))
        arm(case)
        services.entries_purge(now=NOW)
    else:
        arm(case)
        record(photo)


def state() -> dict[str, Any]:
    import hashlib

    from moodtracker.diary import photo_files
    from moodtracker.diary.models import Entry, EntryPhoto

    rows = {row.name: row.sha256 for row in EntryPhoto.objects.all()}
    files = [path for path in photo_files.photo_folder().glob("*/*") if path.is_file()]
    whole = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {
        "entries": Entry.objects.count(),
        "photos": len(rows),
        "files": len(files),
        "rows_without_their_file": [name for name, sha in rows.items() if whole.get(name) != sha],
        "without_photo": Entry.objects.filter(photo=None).count(),
    }


def look_and_recover(photo: bytes) -> dict[str, Any]:
    from moodtracker.diary import services

    left = state()
    early = services.photos_sweep(now=datetime.now(UTC))
    report = services.photos_sweep(now=datetime.now(UTC) + timedelta(hours=2))
    swept = state()
    record(photo)
    return {
        "left": left,
        "removed_early": early.removed,
        "missing": list(report.missing),
        "swept": swept,
        "again": state(),
    }


def race(folder: Path, photo: bytes) -> dict[str, Any]:
    """Two processes send the same form at the same moment."""
    use(folder)
    start_reading, start_writing = os.pipe()
    children = []
    for _ in range(2):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(start_writing)
            os.read(start_reading, 1)  # until the other end is closed
            os.write(writing, record(photo).encode())
            os._exit(0)
        os.close(writing)
        children.append((child, reading))
    os.close(start_writing)
    answers = []
    for child, reading in children:
        with os.fdopen(reading) as pipe:
            answers.append(pipe.read())
        os.waitpid(child, 0)
    _, left = in_child(state)
    return {"answers": answers, "left": left}


def main() -> None:
    folder, photo = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    os.environ["MOODTRACKER_DATA"] = str(folder / "template")
    os.environ["DJANGO_SETTINGS_MODULE"] = "moodtracker.config.settings"
    (folder / "template").mkdir()
    import django
    from django.conf import settings

    django.setup()
    settings.MOODTRACKER_VAULT_KEYS = (b"k" * 32,)
    in_child(prepare)
    answer: dict[str, Any] = {"cases": {}}
    for case in CASES:
        here = folder / case.replace(" ", "-")
        shutil.copytree(folder / "template", here)
        use(here)
        status, _ = in_child(lambda case=case: work(case, photo))
        recovered, report = in_child(lambda: look_and_recover(photo))
        answer["cases"][case] = {"status": status, "recovered": recovered, **(report or {})}
    shutil.copytree(folder / "template", folder / "race")
    answer["race"] = race(folder / "race", photo)
    sys.stdout.write(json.dumps(answer))


def prepare() -> None:
    from django.core.management import call_command

    from moodtracker.accounts.models import User

    call_command("migrate", verbosity=0)
    User.objects.create_user("hana@example.kr", "종이 위의 파란 물고기 27", photo_policy="keep")


if __name__ == "__main__":
    main()
