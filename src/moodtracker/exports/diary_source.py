"""A diary in the database, as the writer of archives goes through it.

No transaction is held while a slow line takes its time: SQLite would let nobody write. Instead
the ids are listed in one query, which is one moment, and rows are read by id in batches. An
entry that stood at that moment is never missed, wherever an edit moves it; one that is deleted
meanwhile is left out, and one that is changed goes out as it is when its turn comes.

Entries in the bin are left out: who throws something away does not expect it in a file they may
hand to somebody.
"""

import logging
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Prefetch

from moodtracker.accounts.models import User
from moodtracker.core.vault import VaultError
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Heard, Tag
from moodtracker.diary.photo_files import read_sealed
from moodtracker.exports.archive import (
    ArchivedEntry,
    ArchivedHeard,
    ArchivedPerson,
    ArchivedPhoto,
    ArchivedTag,
    PhotoBytes,
    photo_file,
)

log = logging.getLogger(__name__)
_BATCH = 500


class DatabaseDiary:
    """The owner's diary as it stands when this is made."""

    def __init__(self, *, owner: User, now: datetime, photos: bool) -> None:
        self.exported_at = now
        self.photos_included = photos
        self._owner = owner
        kept = Entry.objects.filter(owner=owner, deleted_at=None)
        self._ids = list(kept.order_by("recorded_at", "capture_key").values_list("id", flat=True))
        tags = Tag.objects.filter(owner=owner).order_by("group", "position", "name")
        self._tags = {tag.id: _archived_tag(tag) for tag in tags}

    def photos(self) -> Iterator[PhotoBytes]:
        """Each kept photo in the order of the entries; None for one that does not open."""
        for ids in _batches(self._ids):
            rows = EntryPhoto.objects.filter(entry__in=ids, entry__deleted_at=None)
            names = {
                entry_id: (key, name)
                for entry_id, key, name in rows.values_list(
                    "entry_id", "entry__capture_key", "name"
                )
            }
            for entry_id in ids:
                if entry_id not in names:
                    continue
                key, name = names[entry_id]
                jpeg = _opened(entry_id, name)
                # Thrown away since the batch was read: not missing, just gone.
                if jpeg is not None or EntryPhoto.objects.filter(entry=entry_id).exists():
                    yield PhotoBytes(key, jpeg)

    def person(self) -> ArchivedPerson:
        """The profile."""
        owner = self._owner
        return ArchivedPerson(
            display_name=owner.display_name,
            zone=owner.zone,
            language=owner.language,
            photo_policy=owner.photo_policy,
            large=owner.large,
            streaks=owner.streaks,
            help_lines=owner.help_lines,
            gentle=owner.gentle,
        )

    def tags(self) -> tuple[ArchivedTag, ...]:
        """Every tag, hidden ones too."""
        return tuple(self._tags.values())

    def entries(self, digests: dict[uuid.UUID, str]) -> Iterator[ArchivedEntry]:
        """Each entry by instant, then key."""
        for ids in _batches(self._ids):
            found = (
                Entry.objects.filter(id__in=ids, deleted_at=None)
                .select_related("photo")
                .prefetch_related(
                    Prefetch("entry_tags", EntryTag.objects.order_by()),
                    Prefetch("heard", Heard.objects.order_by("at", "work")),
                )
                .in_bulk()
            )
            for key in ids:
                if entry := found.get(key):
                    yield self._archived(entry, digests)

    def _archived(self, entry: Entry, digests: dict[uuid.UUID, str]) -> ArchivedEntry:
        tags = (self._tags.get(link.tag_id) for link in entry.entry_tags.all())
        return ArchivedEntry(
            key=entry.capture_key,
            recorded_at=entry.recorded_at,
            zone=entry.zone,
            local_date=entry.local_date,
            local_hour=entry.local_hour,
            source=entry.source,
            probabilities=entry.probabilities,
            model_name=entry.model_name,
            model_version=entry.model_version,
            model_mood=entry.model_mood,
            own_mood=entry.own_mood,
            intensity=entry.intensity,
            ambiguous=entry.ambiguous,
            advice=tuple(entry.advice),
            heatmap=None if entry.heatmap is None else bytes(entry.heatmap),
            note=entry.note,
            tags=tuple(sorted(tag.key for tag in tags if tag)),
            heard=tuple(
                ArchivedHeard(heard.work, heard.at, heard.shift) for heard in entry.heard.all()
            ),
            photo=_archived_photo(entry, digests.get(entry.capture_key)),
            created_at=entry.created_at,
            updated_at=entry.updated_at,
        )


def _batches(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _opened(entry_id: uuid.UUID, name: str) -> bytes | None:
    try:
        return read_sealed(name)
    except FileNotFoundError:
        # Sealed anew under another name since its row was read, or lost.
        fresh = EntryPhoto.objects.filter(entry=entry_id).exclude(name=name).first()
        if fresh:
            return _opened(entry_id, fresh.name)
    except (OSError, VaultError):
        log.exception("The photo of entry %s cannot be opened", entry_id)
    return None


def _archived_tag(tag: Tag) -> ArchivedTag:
    return ArchivedTag(
        group=tag.group,
        name=tag.name,
        emoji=tag.emoji,
        position=tag.position,
        hidden=tag.hidden,
    )


def _archived_photo(entry: Entry, sha256: str | None) -> ArchivedPhoto | None:
    try:
        photo = entry.photo
    except EntryPhoto.DoesNotExist:
        return None
    if sha256 is None:
        return None
    return ArchivedPhoto(
        file=photo_file(entry.capture_key),
        sha256=sha256,
        width=photo.width,
        height=photo.height,
        face_x=photo.face_x,
        face_y=photo.face_y,
        face_side=photo.face_side,
        face_tilt=photo.face_tilt,
    )
