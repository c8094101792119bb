"""Every write of the diary."""

from moodtracker.diary.services.capture import entry_choose_face, entry_record_photo, waiting_faces
from moodtracker.diary.services.entries import (
    WallTime,
    entry_correct,
    entry_delete,
    entry_edit,
    entry_note_set,
    entry_photo_discard,
    entry_record_by_hand,
    entry_restore,
)
from moodtracker.diary.services.leaving import leave_diary
from moodtracker.diary.services.resealing import keys_sweep, photos_reseal
from moodtracker.diary.services.sweeping import (
    SweepReport,
    entries_purge,
    pending_purge,
    photos_sweep,
)

__all__ = [
    "SweepReport",
    "WallTime",
    "entries_purge",
    "entry_choose_face",
    "entry_correct",
    "entry_delete",
    "entry_edit",
    "entry_note_set",
    "entry_photo_discard",
    "entry_record_by_hand",
    "entry_record_photo",
    "entry_restore",
    "keys_sweep",
    "leave_diary",
    "pending_purge",
    "photos_reseal",
    "photos_sweep",
    "waiting_faces",
]
