"""Photos that belong to entries of another diary: kept if the person keeps photos, as far as
there is room. Their faces are not read; the entry has its person's own word.
"""

from collections import Counter

from django.conf import settings

from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.diary import photo_files, selectors
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.imports.formats.problems import ImportProblem
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import Reader, Reason
from moodtracker.vision.errors import PhotoError
from moodtracker.vision.photo import decode_photo


class Album:
    """Takes photos out of a file and seals them."""

    def __init__(self, owner: User, reader: Reader, source: Source, *, wanted: bool) -> None:
        self._reader, self._source = reader, source
        self._wanted = wanted and owner.photo_policy == PhotoPolicy.KEEP
        self._room = settings.MOODTRACKER_PHOTO_QUOTA_BYTES - selectors.photo_bytes_kept(
            owner=owner
        )
        self.failures: Counter[str] = Counter()

    def photo_of(self, entry: Entry, name: str) -> EntryPhoto | None:
        """The photo's row, its sealed file written; None when it is not kept. Raises OSError when
        the disk refuses.
        """
        if not self._wanted:
            return None
        if self._room <= 0:
            self.failures[Reason.PHOTO_NO_ROOM] += 1
            return None
        try:
            picture = decode_photo(self._reader.photo(self._source, name)).rgb
        except (PhotoError, ImportProblem, KeyError):
            self.failures[Reason.PHOTO_UNREADABLE] += 1
            return None
        kept = photo_files.kept_picture(picture)
        file = photo_files.write_sealed(kept.jpeg, owner_id=entry.owner_id)
        self._room -= file.byte_size
        return EntryPhoto(
            entry=entry,
            name=file.name,
            byte_size=file.byte_size,
            sha256=file.sha256,
            width=kept.width,
            height=kept.height,
            # The whole picture, since no network looked at a part of it.
            face_x=kept.width / 2,
            face_y=kept.height / 2,
            face_side=max(kept.width, kept.height),
            face_tilt=0.0,
        )
