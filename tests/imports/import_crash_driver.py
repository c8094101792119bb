"""Brings a Daylio backup with photos in, in processes of their own that are killed; prints what is
left and what the next process makes of it.

    python import_crash_driver.py FOLDER BACKUP      one JSON object on standard output
"""

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "diary"))

from crash_driver import die, die_after, in_child, use

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
CASES = (
    "before the first batch",
    "after the photo's file",
    "inside the transaction",
    "after the first commit",
    "before the run is closed",
    "while taking back",
)


def arm(case: str) -> None:
    from moodtracker.diary.models import EntryTag
    from moodtracker.imports.services import applying, photos, undoing

    places: dict[str, tuple[Any, str, Any]] = {
        "before the first batch": (applying.Writer, "write", die),
        "after the photo's file": (
            photos.photo_files,
            "write_sealed",
            die_after(photos.photo_files.write_sealed),
        ),
        "inside the transaction": (EntryTag.objects, "bulk_create", die),
        "after the first commit": (applying.Writer, "write", die_after(applying.Writer.write)),
        "before the run is closed": (applying, "_finish", die),
        "while taking back": (undoing, "remove_files", die),
    }
    setattr(*places[case])


def prepare(backup: bytes) -> None:
    from django.core.management import call_command

    from moodtracker.accounts.models import User
    from moodtracker.imports import services
    from moodtracker.imports.choices import proposals
    from moodtracker.imports.summary import Summary

    call_command("migrate", verbosity=0)
    user = User.objects.create_user(
        "hana@example.kr", "종이 위의 파란 물고기 27", photo_policy="keep"
    )
    run = services.run_receive(user=user, files=[("x.daylio", backup)], now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    chosen = proposals(run=run, summary=Summary.from_json(run.summary))
    services.run_apply(owner=user, run_id=run.id, chosen=chosen, now=NOW)


def work(case: str) -> None:
    from moodtracker.imports import services
    from moodtracker.imports.models import ImportRun
    from moodtracker.imports.services import applying

    applying.BATCH = 1
    if case == "while taking back":
        services.work(now=NOW)
        run = ImportRun.objects.get()
        services.run_undo(owner=run.owner, run_id=run.id, now=NOW)
    arm(case)
    services.work(now=NOW)


def state() -> dict[str, Any]:
    from moodtracker.diary import photo_files
    from moodtracker.diary.models import Entry, EntryPhoto, EntryTag
    from moodtracker.imports.models import ImportedEntry, ImportRun

    names = set(EntryPhoto.objects.values_list("name", flat=True))
    files = {path.name for path in photo_files.photo_folder().glob("??/*")}
    return {
        "entries": Entry.objects.count(),
        "noted": ImportedEntry.objects.count(),
        "links": EntryTag.objects.count(),
        "photos": len(names),
        "rows_without_file": len(names - files),
        "state": ImportRun.objects.get().state,
    }


def go_on() -> dict[str, Any]:
    from datetime import timedelta

    from django.utils import timezone

    from moodtracker.diary import services as diary
    from moodtracker.imports import services
    from moodtracker.imports.models import ImportRun

    left = state()
    services.work(now=NOW)
    still_leased = state()
    ImportRun.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    services.work(now=NOW)
    diary.photos_sweep(now=datetime.now(UTC) + timedelta(hours=2))
    return {"left": left, "still_leased": still_leased, "then": state()}


def main() -> None:
    folder, backup = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    template = folder / "template"
    os.environ["MOODTRACKER_DATA"] = str(template)
    os.environ["DJANGO_SETTINGS_MODULE"] = "moodtracker.config.settings"
    template.mkdir()
    import django
    from django.conf import settings

    django.setup()
    settings.MOODTRACKER_VAULT_KEYS = (b"k" * 32,)
    settings.MOODTRACKER_ASK_JOBS = ""
    in_child(lambda: prepare(backup))
    answer: dict[str, Any] = {}
    for case in CASES:
        here = folder / case.replace(" ", "-").replace("'", "")
        shutil.copytree(template, here)
        use(here)
        settings.MOODTRACKER_DATA = here
        status, _ = in_child(lambda case=case: work(case))
        _, report = in_child(go_on)
        answer[case] = {"status": status, **(report or {})}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
