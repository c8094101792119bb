"""The diary's views: each parses the request, calls one service or selector, and answers."""

from moodtracker.diary.views.capture import (
    face_picture,
    faces,
    new_camera,
    new_hand,
    new_upload,
)
from moodtracker.diary.views.days import day, deleted, home
from moodtracker.diary.views.entries import (
    entry,
    entry_delete,
    entry_edit,
    entry_mood,
    entry_note,
    entry_restore,
    photo_discard,
)
from moodtracker.diary.views.pictures import heat, photo
from moodtracker.diary.views.quick import quick, sync, waiting

__all__ = [
    "day",
    "deleted",
    "entry",
    "entry_delete",
    "entry_edit",
    "entry_mood",
    "entry_note",
    "entry_restore",
    "face_picture",
    "faces",
    "heat",
    "home",
    "new_camera",
    "new_hand",
    "new_upload",
    "photo",
    "photo_discard",
    "quick",
    "sync",
    "waiting",
]
