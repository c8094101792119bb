"""Entries by hand, corrections, notes, edits, deletion and its undoing."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary import selectors
from moodtracker.diary.errors import FutureError, NoteTooLongError, WallTimeError
from moodtracker.diary.models import NOTE_MAX_LENGTH, Entry, EntryPhoto, Source
from moodtracker.diary.photo_files import remove_files
from moodtracker.diary.wall_clock import (
    NoSuchWallTimeError,
    instant_on_wall,
    same_wall_minute,
)
from moodtracker.emotions import Emotion

# A phone's clock may run a little ahead of the server's.
_AHEAD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class WallTime:
    """A date and a time as a clock on the wall showed them."""

    day: date
    clock: time


def entry_record_by_hand(
    *,
    user: User,
    mood: Emotion,
    now: datetime,
    capture_key: uuid.UUID | None = None,
    note: str = "",
    at: WallTime | None = None,
) -> Entry:
    """A mood without a photo, of the same rank as one with.

    `at` back-dates it, in the person's zone. A capture key that has already given an entry
    gives that entry again. Raises FutureError, WallTimeError or NoteTooLongError.
    """
    key = capture_key or uuid.uuid4()
    recorded_at = now if at is None else _instant(at, zone=user.zone, now=now)
    entry = Entry(
        owner=user,
        capture_key=key,
        recorded_at=recorded_at,
        zone=user.zone,
        local_date=local_date(recorded_at, user.zone),
        local_hour=local_hour(recorded_at, user.zone),
        source=Source.HAND,
        own_mood=mood.value,
        note=clean_note(note),
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        earlier = selectors.entry_of_capture(owner=user, capture_key=key)
        if earlier is None:
            raise
        return earlier
    return entry


def entry_correct(
    *, owner: User, entry_id: uuid.UUID, mood: Emotion | None, now: datetime
) -> Entry:
    """Set the person's own word, which wins over the model's; None takes it back.

    An entry by hand has nothing else to stand on, so None leaves it as it is. Raises
    `Entry.DoesNotExist`.
    """
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        if mood is not None or entry.source != Source.HAND:
            entry.own_mood = mood.value if mood else ""
            entry.updated_at = now
            entry.save(update_fields=["own_mood", "updated_at"])
            entry.refresh_from_db(fields=["mood"])
    return entry


def entry_note_set(*, owner: User, entry_id: uuid.UUID, note: str, now: datetime) -> Entry:
    """Write the note anew. Raises `Entry.DoesNotExist` or NoteTooLongError."""
    text = clean_note(note)
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        entry.note = text
        entry.updated_at = now
        entry.save(update_fields=["note", "updated_at"])
    return entry


def entry_edit(
    *, owner: User, entry_id: uuid.UUID, at: WallTime, note: str, now: datetime
) -> Entry:
    """Change when it was, in the zone the entry was recorded in, and the note.

    The same minute leaves the instant alone, so that an hour which autumn repeats does not
    slide. Raises `Entry.DoesNotExist`, FutureError, WallTimeError or NoteTooLongError.
    """
    text = clean_note(note)
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        if not same_wall_minute(entry.recorded_at, at.day, at.clock, zone=entry.zone):
            entry.recorded_at = _instant(at, zone=entry.zone, now=now)
            entry.local_date = local_date(entry.recorded_at, entry.zone)
            entry.local_hour = local_hour(entry.recorded_at, entry.zone)
        entry.note = text
        entry.updated_at = now
        entry.save(update_fields=["recorded_at", "local_date", "local_hour", "note", "updated_at"])
    return entry


def entry_delete(*, owner: User, entry_id: uuid.UUID, now: datetime) -> Entry:
    """Put an entry away; `entry_restore` brings it back for 30 days.

    Raises `Entry.DoesNotExist`.
    """
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        entry.deleted_at = now
        entry.updated_at = now
        entry.save(update_fields=["deleted_at", "updated_at"])
    return entry


def entry_restore(*, owner: User, entry_id: uuid.UUID, now: datetime) -> Entry:
    """Bring a deleted entry back; one that stands already stays as it is.

    Raises `Entry.DoesNotExist`, also once 30 days have gone.
    """
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(owner=owner, id=entry_id)
        if entry.deleted_at is not None:
            if entry.deleted_at <= now - timedelta(days=selectors.UNDO_DAYS):
                raise Entry.DoesNotExist
            entry.deleted_at = None
            entry.updated_at = now
            entry.save(update_fields=["deleted_at", "updated_at"])
    return entry


def entry_photo_discard(*, owner: User, entry_id: uuid.UUID) -> None:
    """Throw the kept photo of an entry away for good; the reading stays.

    Raises `Entry.DoesNotExist`. The row goes first: a crash in between leaves a file without
    a row, which the sweep removes.
    """
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        photos = EntryPhoto.objects.filter(entry=entry)
        names = list(photos.values_list("name", flat=True))
        photos.delete()
    remove_files(names)


def clean_note(note: str) -> str:
    """The note without outer blanks and with plain line ends. Raises NoteTooLongError."""
    text = note.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > NOTE_MAX_LENGTH:
        raise NoteTooLongError(limit=NOTE_MAX_LENGTH, length=len(text))
    return text


def _instant(at: WallTime, *, zone: str, now: datetime) -> datetime:
    try:
        instant = instant_on_wall(at.day, at.clock, zone=zone)
    except NoSuchWallTimeError as error:
        raise WallTimeError from error
    if instant > now + _AHEAD:
        raise FutureError
    return instant


def _locked(owner: User, entry_id: uuid.UUID) -> Entry:
    return Entry.objects.select_for_update().get(owner=owner, id=entry_id, deleted_at=None)
