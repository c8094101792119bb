"""Entries with sealed photos, written as the diary writes them: the file, then the rows."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.emotions import CLASS_NAMES

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def write_entry(owner: User, number: int) -> EntryPhoto:
    file = photo_files.write_sealed(plain(number), owner_id=owner.pk)
    instant = NOW - timedelta(hours=number)
    shares = dict.fromkeys(CLASS_NAMES, 0.1) | {"happy": 0.5}
    with transaction.atomic():
        entry = Entry.objects.create(
            owner=owner,
            recorded_at=instant,
            zone="Asia/Seoul",
            local_date=instant.date(),
            local_hour=instant.hour,
            source="photo",
            model_mood="happy",
            model_name="test",
            heatmap=b"\x00\xff\x10",
            note=f"기록 {number}\n“따옴표”",
            created_at=instant,
            updated_at=instant,
            **shares,
        )
        return EntryPhoto.objects.create(
            entry=entry,
            name=file.name,
            byte_size=file.byte_size,
            sha256=file.sha256,
            width=64,
            height=64,
            face_x=32,
            face_y=32,
            face_side=20,
            face_tilt=0,
        )


def remove_entry(photo: EntryPhoto) -> None:
    """The row, then the file."""
    photo.entry.delete()
    photo_files.remove_files([photo.name])


def plain(number: int) -> bytes:
    return b"photo %d " % number * 400
