"""An archive comes back into a diary.

Everything is checked before anything is written. Then, batch by batch, the photos of new entries
are written as sealed files, and one short transaction writes their rows: a crash leaves files
without rows, which the sweep removes, and the next try goes on where this one ended.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.diary import photo_files
from moodtracker.diary.errors import QuotaError, StorageError
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Heard, Tag
from moodtracker.diary.selectors import photo_bytes_kept
from moodtracker.emotions import CLASS_NAMES
from moodtracker.exports.archive import (
    ArchivedEntry,
    ArchivedPerson,
    ArchivedPhoto,
    ArchivedTag,
    ArchiveReader,
    open_archive,
)
from moodtracker.exports.errors import ArchiveContentError, ArchiveDamagedError

_BATCH = 200
_AHEAD = timedelta(days=1)
# What the service's own JPEGs consist of: no comment, no EXIF, nothing that could carry a place.
_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What came back. `already` entries were there, or in the bin, and were not touched."""

    added: int
    already: int
    photos: int
    tags: int
    profile: bool


@dataclass(slots=True)
class _Batch:
    entries: list[Entry] = field(default_factory=list)
    photos: list[EntryPhoto] = field(default_factory=list)
    tags: list[EntryTag] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)


def archive_restore(
    *, owner: User, archive: BinaryIO, now: datetime, between: Callable[[], None] = lambda: None
) -> RestoreReport:
    """Bring back what `archive_export` took out; a seekable file.

    Entries are known by their capture key: one that is there, deleted or not, stays untouched.
    A tag of the same group and name is used as it is. Profile and preferences come back only
    into a diary that was empty. `between` is called between batches, for a large archive takes
    minutes; what it raises ends the work there. Raises ArchiveError or QuotaError, and has written
    nothing then; StorageError when the disk refuses a photo: what came before it stays, and the
    next try goes on.
    """
    with open_archive(archive) as reader:
        _check_all(owner, reader, now, between)
        empty = not Entry.objects.filter(owner=owner).exists()
        links, new_tags = _tags_made(owner, reader.head.tags)
        added = photos = total = 0
        entries = reader.entries()
        while chunk := list(islice(entries, _BATCH)):
            between()
            total += len(chunk)
            fresh = _not_there(owner, chunk)
            batch = _prepared(owner, fresh, reader, links)
            added += _written(owner, batch)
            photos += len(batch.photos)
        if empty:
            _profile_taken(owner, reader.head.person)
    return RestoreReport(added, total - added, photos, new_tags, empty)


def clean_jpeg(jpeg: bytes, photo: ArchivedPhoto) -> bool:
    """Whether these bytes are a JPEG as the diary itself writes them, of the size that is said.

    Only then are they kept as they are, so that a photo comes back to the byte: no segment but
    those that make the picture, nothing behind its end, and it decodes whole.
    """
    if not _bare(jpeg):
        return False
    size = (photo.width, photo.height)
    if max(size) > photo_files.LONG_SIDE:
        return False
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            if image.size != size or image.mode != "RGB":
                return False
            image.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return True


def _bare(jpeg: bytes) -> bool:
    """Walks the segments (ITU T.81, B.1.1) up to the scan."""
    if not jpeg.startswith(b"\xff\xd8") or not jpeg.endswith(b"\xff\xd9"):
        return False
    at = 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF or jpeg[at + 1] not in _SEGMENTS:
            return False
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] == 0xE0 and length != 16:  # JFIF without a thumbnail
            return False
        if jpeg[at + 1] == 0xDA:
            return _one_scan(jpeg[at + 2 + length :])
        at += 2 + length
    return False


def _one_scan(rest: bytes) -> bool:
    """Coded data up to the end of the picture, which is the end of the file."""
    at = rest.find(b"\xff")
    while at >= 0:
        follows = rest[at + 1 : at + 2]
        if follows == b"\xd9":
            return at + 2 == len(rest)
        if follows != b"\x00" and not b"\xd0" <= follows <= b"\xd7":
            return False
        at = rest.find(b"\xff", at + 2)
    return False


def _check_all(
    owner: User, reader: ArchiveReader, now: datetime, between: Callable[[], None]
) -> None:
    """Go through the whole archive once, and see that its photos have room."""
    room = settings.MOODTRACKER_PHOTO_QUOTA_BYTES - (used := photo_bytes_kept(owner=owner))
    entries = reader.entries()
    number = 0
    while chunk := list(islice(entries, _BATCH)):
        between()
        for entry in chunk:
            if entry.recorded_at > now + _AHEAD:
                place = f"entries[{number}].recorded_at"
                raise ArchiveContentError(place=place, rule=f"≤ {now:%Y-%m-%d}")
            number += 1
        for entry in _not_there(owner, chunk):
            if entry.photo:
                jpeg = reader.photo(entry.photo)
                if not clean_jpeg(jpeg, entry.photo):
                    raise ArchiveDamagedError(member=entry.photo.file)
                room -= len(jpeg)
    if room < 0:
        quota = settings.MOODTRACKER_PHOTO_QUOTA_BYTES
        raise QuotaError(used=used, quota=quota)


def _not_there(owner: User, chunk: list[ArchivedEntry]) -> list[ArchivedEntry]:
    keys = [entry.key for entry in chunk]
    there = set(
        Entry.objects.filter(owner=owner, capture_key__in=keys).values_list(
            "capture_key", flat=True
        )
    )
    return [entry for entry in chunk if entry.key not in there]


def _tags_made(owner: User, archived: tuple[ArchivedTag, ...]) -> tuple[dict[str, uuid.UUID], int]:
    """The id of every tag of the archive by its key, and how many are new."""
    with transaction.atomic():
        rows = [
            Tag(
                owner=owner,
                group=tag.group,
                name=tag.name,
                emoji=tag.emoji,
                position=tag.position,
                hidden=tag.hidden,
            )
            for tag in archived
        ]
        before = Tag.objects.filter(owner=owner).count()
        Tag.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        found = Tag.objects.filter(owner=owner).values_list("group", "name", "id")
        ids = {f"{group}:{name}": key for group, name, key in found}
    return {tag.key: ids[tag.key] for tag in archived}, len(ids) - before


def _prepared(
    owner: User, entries: list[ArchivedEntry], reader: ArchiveReader, links: dict[str, uuid.UUID]
) -> _Batch:
    batch = _Batch()
    for archived in entries:
        entry = _unsaved(owner, archived)
        batch.entries.append(entry)
        batch.tags += [EntryTag(entry=entry, tag_id=links[key]) for key in archived.tags]
        batch.heard += [
            Heard(entry=entry, work=heard.work, at=heard.at, shift=heard.shift)
            for heard in archived.heard
        ]
        if archived.photo:
            file = _kept(owner, reader.photo(archived.photo))
            batch.photos.append(_unsaved_photo(entry, archived.photo, file))
    return batch


def _kept(owner: User, jpeg: bytes) -> photo_files.SealedFile:
    try:
        return photo_files.write_sealed(jpeg, owner_id=owner.pk)
    except OSError as error:
        raise StorageError from error


def _written(owner: User, batch: _Batch) -> int:
    """Write a batch; how many entries were added."""
    with transaction.atomic():
        # The person's row is the lock: the same archive given twice at once enters once.
        User.objects.select_for_update().get(pk=owner.pk)
        keys = [entry.capture_key for entry in batch.entries]
        came = Entry.objects.filter(owner=owner, capture_key__in=keys)
        between = set(came.values_list("capture_key", flat=True))
        rows = [entry for entry in batch.entries if entry.capture_key not in between]
        ids = {entry.id for entry in rows}
        Entry.objects.bulk_create(rows)
        batch.photos = [photo for photo in batch.photos if photo.entry_id in ids]
        EntryPhoto.objects.bulk_create(batch.photos)
        EntryTag.objects.bulk_create([link for link in batch.tags if link.entry_id in ids])
        Heard.objects.bulk_create([heard for heard in batch.heard if heard.entry_id in ids])
    return len(rows)


def _profile_taken(owner: User, person: ArchivedPerson) -> None:
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=owner.pk)
        row.display_name = person.display_name or row.display_name
        row.zone, row.language = person.zone, person.language
        row.photo_policy = person.photo_policy or PhotoPolicy(row.photo_policy)
        row.large, row.streaks = person.large, person.streaks
        row.help_lines, row.gentle = person.help_lines, person.gentle
        row.save()


def _unsaved(owner: User, archived: ArchivedEntry) -> Entry:
    six = archived.probabilities or (None,) * len(CLASS_NAMES)
    return Entry(
        owner=owner,
        capture_key=archived.key,
        recorded_at=archived.recorded_at,
        zone=archived.zone,
        local_date=archived.local_date,
        local_hour=archived.local_hour,
        source=archived.source,
        model_name=archived.model_name,
        model_version=archived.model_version,
        model_mood=archived.model_mood,
        own_mood=archived.own_mood,
        intensity=archived.intensity,
        ambiguous=archived.ambiguous,
        advice=list(archived.advice),
        heatmap=archived.heatmap,
        note=archived.note,
        created_at=archived.created_at,
        updated_at=archived.updated_at,
        **dict(zip(CLASS_NAMES, six, strict=True)),
    )


def _unsaved_photo(
    entry: Entry, archived: ArchivedPhoto, file: photo_files.SealedFile
) -> EntryPhoto:
    return EntryPhoto(
        entry=entry,
        name=file.name,
        byte_size=file.byte_size,
        sha256=file.sha256,
        width=archived.width,
        height=archived.height,
        face_x=archived.face_x,
        face_y=archived.face_y,
        face_side=archived.face_side,
        face_tilt=archived.face_tilt,
    )
