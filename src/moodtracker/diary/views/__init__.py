"""The diary's views: each parses the request, calls one service or selector, and answers."""

from moodtracker.diary.views.capture import (
    face_picture,
    faces,
    new_camera,
    new_hand,
    new_upload,
)
from moodtracker.diary.views.days import day, home
from moodtracker.diary.views.entries import (
    entry,
    entry_delete,
    entry_edit,
    entry_mood,
    entry_note,
    entry_restore,
    photo_discard,
)
from moodtracker.diary.views.find import find
from moodtracker.diary.views.marks import entry_felt, entry_heard, entry_intensity, entry_tags
from moodtracker.diary.views.pictures import heat, photo, thumb
from moodtracker.diary.views.quick import quick, sync, waiting
from moodtracker.diary.views.tags import tag, tag_delete, tag_hide, tag_merge, tag_move, tags
from moodtracker.diary.views.trash import deleted, entry_purge, trash_empty

__all__ = [
    "day",
    "deleted",
    "entry",
    "entry_delete",
    "entry_edit",
    "entry_felt",
    "entry_heard",
    "entry_intensity",
    "entry_mood",
    "entry_note",
    "entry_purge",
    "entry_restore",
    "entry_tags",
    "face_picture",
    "faces",
    "find",
    "heat",
    "home",
    "new_camera",
    "new_hand",
    "new_upload",
    "photo",
    "photo_discard",
    "quick",
    "sync",
    "tag",
    "tag_delete",
    "tag_hide",
    "tag_merge",
    "tag_move",
    "tags",
    "thumb",
    "trash_empty",
    "waiting",
]
