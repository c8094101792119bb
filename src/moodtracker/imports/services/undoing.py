"""Taking back what a run brought.

Gone for good go the entries that still are as they came. What the person has edited or deleted
since is theirs and stays as it is. Tags that came with the run go when nothing has them any more.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.diary.photo_files import remove_files
from moodtracker.imports.models import ImportedEntry, ImportRun, State
from moodtracker.imports.services.leases import Clock, StoppedError, extend

BATCH = 300


def run_take_back(*, run: ImportRun, now: datetime, clock: Clock) -> bool:
    """Take back as much as there is time for; True when all is done. Raises StoppedError."""
    while _batch(run):
        if clock.over():
            return False
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(id=run.id)
        if locked.state != State.UNDOING:
            raise StoppedError
        kept = locked.entries.count()
        unused = Tag.objects.filter(owner_id=locked.owner_id, imported__run=locked, entry_tags=None)
        unused.delete()
        locked.state, locked.updated_at = State.UNDONE, now
        locked.result = {**locked.result, "taken_back": locked.total - kept, "kept": kept}
        locked.save(update_fields=["state", "updated_at", "result"])
    return True


def _batch(run: ImportRun) -> int:
    """Rows go before files: a crash in between leaves files without a row, for the sweep."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(id=run.id)
        if locked.state != State.UNDOING:
            raise StoppedError
        untouched = ImportedEntry.objects.filter(
            run=run, entry__updated_at=F("stamp"), entry__deleted_at=None
        )
        keys = list(untouched.values_list("entry_id", flat=True)[:BATCH])
        names = list(EntryPhoto.objects.filter(entry__in=keys).values_list("name", flat=True))
        Entry.objects.filter(owner_id=run.owner_id, id__in=keys).delete()
        locked.done += len(keys)
        extend(locked)
        locked.save(update_fields=["done", "claimed_until", "attempts"])
    remove_files(names)
    return len(keys)
