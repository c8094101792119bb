"""The diary's part when its person leaves: the key first, then the photo files."""

from datetime import datetime

from moodtracker.core.leaving import Afterwards
from moodtracker.core.vault import person_key_destroy
from moodtracker.diary import photo_files, thumbnails
from moodtracker.diary.models import EntryPhoto


def leave_diary(*, person: int, now: datetime) -> list[Afterwards]:  # noqa: ARG001 - a hook
    """Destroy the person's key, which ends every copy of their photos, and remove the files."""
    names = list(EntryPhoto.objects.filter(entry__owner=person).values_list("name", flat=True))

    def remove_pictures() -> None:
        thumbnails.forget()
        photo_files.remove_files(names)

    return [
        Afterwards("keys", 1, lambda: person_key_destroy(person)),
        Afterwards("files", len(names), remove_pictures),
    ]
