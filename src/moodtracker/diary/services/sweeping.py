"""What runs by itself: deleted entries that are due, waits that are over, files without a row."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto, PhotoAttempt
from moodtracker.diary.selectors import UNDO_DAYS

ATTEMPT_WINDOW = timedelta(hours=1)
# A file waits this long for its row: far longer than the moment between the two.
ROW_GRACE = timedelta(hours=1)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class SweepReport:
    """`removed` files had no row; `missing` are names of rows that have no file."""

    removed: int
    missing: tuple[str, ...]


def entries_purge(*, now: datetime) -> int:
    """Remove for good what was deleted more than 30 days ago, photos too; how many entries."""
    return _remove(Entry.objects.filter(deleted_at__lte=now - timedelta(days=UNDO_DAYS)))


def entry_purge(*, owner: User, entry_id: uuid.UUID) -> None:
    """Remove one deleted entry for good, before its 30 days are over.

    Raises `Entry.DoesNotExist`, also for an entry that is not deleted.
    """
    if not _remove(Entry.objects.filter(owner=owner, id=entry_id, deleted_at__isnull=False)):
        raise Entry.DoesNotExist


def trash_empty(*, owner: User) -> int:
    """Remove all deleted entries of a person for good; how many."""
    return _remove(Entry.objects.filter(owner=owner, deleted_at__isnull=False))


def _remove(due: QuerySet[Entry]) -> int:
    """Rows go before files: a crash in between leaves files without a row, for the sweep."""
    removed = 0
    while keys := list(due.values_list("id", flat=True)[:_BATCH]):
        with transaction.atomic():
            # Looked up again and locked inside: an undo may have come in between.
            rows = due.filter(id__in=keys).select_for_update()
            still_due = list(rows.values_list("id", flat=True))
            photos = EntryPhoto.objects.filter(entry__in=still_due)
            names = list(photos.values_list("name", flat=True))
            Entry.objects.filter(id__in=still_due).delete()
        photo_files.remove_files(names)
        removed += len(still_due)
    return removed


def pending_purge(*, now: datetime) -> int:
    """Remove photos whose half hour is over, and attempts that no longer count; how many photos."""
    with transaction.atomic():
        PhotoAttempt.objects.filter(at__lte=now - ATTEMPT_WINDOW).delete()
        removed, _ = PendingPhoto.objects.filter(expires_at__lte=now).delete()
    return removed


def photos_sweep(*, now: datetime) -> SweepReport:
    """Remove files that no row speaks of and that have waited an hour for one.

    They come from a crash between file and row, from a removed account, or from a crash while
    removing. Rows without a file are only reported: the diary never makes any.
    """
    known = set(EntryPhoto.objects.values_list("name", flat=True))
    removed = 0
    for path in photo_files.files_untouched_since(now - ROW_GRACE):
        # Asked again one by one, for a row that came after the list above.
        if path.name not in known and not EntryPhoto.objects.filter(name=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    without_file = [name for name in known if not photo_files.photo_path(name).is_file()]
    # Asked again, for a photo that was thrown away since the list above.
    rows = EntryPhoto.objects.filter(name__in=without_file).order_by("name")
    return SweepReport(removed, tuple(rows.values_list("name", flat=True)))
