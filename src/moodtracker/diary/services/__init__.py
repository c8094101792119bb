"""Every write of the diary."""

from moodtracker.diary.services.capture import entry_choose_face, entry_record_photo, waiting_faces
from moodtracker.diary.services.entries import (
    Feeling,
    WallTime,
    entry_correct,
    entry_delete,
    entry_edit,
    entry_intensity_set,
    entry_note_set,
    entry_photo_discard,
    entry_record_by_hand,
    entry_restore,
)
from moodtracker.diary.services.hearing import music_felt, music_heard
from moodtracker.diary.services.leaving import leave_diary
from moodtracker.diary.services.offline import entry_record_offline
from moodtracker.diary.services.resealing import keys_sweep, photos_reseal
from moodtracker.diary.services.sweeping import (
    SweepReport,
    entries_purge,
    entry_purge,
    pending_purge,
    photos_sweep,
    trash_empty,
)
from moodtracker.diary.services.tags import (
    MAX_TAGS,
    NewTag,
    TagChoice,
    entry_tags_set,
    tag_delete,
    tag_edit,
    tag_get_or_create,
    tag_hide,
    tag_move,
    tags_chosen,
    tags_merge,
)

__all__ = [
    "MAX_TAGS",
    "Feeling",
    "NewTag",
    "SweepReport",
    "TagChoice",
    "WallTime",
    "entries_purge",
    "entry_choose_face",
    "entry_correct",
    "entry_delete",
    "entry_edit",
    "entry_intensity_set",
    "entry_note_set",
    "entry_photo_discard",
    "entry_purge",
    "entry_record_by_hand",
    "entry_record_offline",
    "entry_record_photo",
    "entry_restore",
    "entry_tags_set",
    "keys_sweep",
    "leave_diary",
    "music_felt",
    "music_heard",
    "pending_purge",
    "photos_reseal",
    "photos_sweep",
    "tag_delete",
    "tag_edit",
    "tag_get_or_create",
    "tag_hide",
    "tag_move",
    "tags_chosen",
    "tags_merge",
    "trash_empty",
    "waiting_faces",
]
