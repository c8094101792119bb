"""Entries by hand, corrections, notes, edits, deletion and its undoing."""

import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from moodtracker.accounts.models import User
from moodtracker.core.time import is_zone, local_date, local_hour
from moodtracker.diary import selectors
from moodtracker.diary.errors import (
    FutureError,
    IntensityError,
    NoteTooLongError,
    WallTimeError,
    ZoneError,
)
from moodtracker.diary.models import INTENSITIES, NOTE_MAX_LENGTH, Entry, EntryPhoto, Source
from moodtracker.diary.photo_files import remove_files
from moodtracker.diary.services.tags import put_tags
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


@dataclass(frozen=True, slots=True)
class Feeling:
    """The person's own word and how much of it; no word lets the model's stand."""

    mood: Emotion | None
    intensity: int | None


def entry_record_by_hand(
    *,
    user: User,
    mood: Emotion,
    now: datetime,
    capture_key: uuid.UUID | None = None,
    note: str = "",
    at: WallTime | datetime | None = None,
    zone: str = "",
    intensity: int | None = None,
    tags: Collection[uuid.UUID] = (),
    source: Source = Source.HAND,
) -> Entry:
    """A mood without a photo, of the same rank as one with.

    `at` back-dates it: an instant, or a time on the wall in `zone`, which is the person's when
    none is given. `tags` are ids of the person's. A capture key that has already given an entry
    gives that entry again, as it is. `source` is HAND or, for what was written elsewhere, IMPORT.
    Raises FutureError, WallTimeError, ZoneError, NoteTooLongError, IntensityError or TagGoneError.
    """
    key = capture_key or uuid.uuid4()
    if earlier := selectors.entry_of_capture(owner=user, capture_key=key):
        return earlier
    place = entry_zone(user, zone)
    recorded_at = entry_instant(at, zone=place, now=now)
    entry = Entry(
        owner=user,
        capture_key=key,
        recorded_at=recorded_at,
        zone=place,
        local_date=local_date(recorded_at, place),
        local_hour=local_hour(recorded_at, place),
        source=source,
        own_mood=mood.value,
        intensity=clean_intensity(intensity),
        note=clean_note(note),
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            put_tags(entry, tags)
    except IntegrityError:
        found = selectors.entry_of_capture(owner=user, capture_key=key)
        if found is None:
            raise
        return found
    return entry


def entry_correct(
    *, owner: User, entry_id: uuid.UUID, mood: Emotion | None, now: datetime
) -> Entry:
    """Set the person's own word, which wins over the model's; None takes it back.

    An entry that no model read has nothing else to stand on, so None leaves it as it is. Raises
    `Entry.DoesNotExist`.
    """
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        if mood is not None or entry.model_mood:
            entry.own_mood = mood.value if mood else ""
            entry.updated_at = now
            entry.save(update_fields=["own_mood", "updated_at"])
            entry.refresh_from_db(fields=["mood", "valence"])
    return entry


def entry_intensity_set(
    *, owner: User, entry_id: uuid.UUID, intensity: int | None, now: datetime
) -> Entry:
    """Say how much it was felt, 1…5; None takes it back.

    Raises `Entry.DoesNotExist` or IntensityError.
    """
    step = clean_intensity(intensity)
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        entry.intensity = step
        entry.updated_at = now
        entry.save(update_fields=["intensity", "updated_at"])
        entry.refresh_from_db(fields=["valence"])
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
    *,
    owner: User,
    entry_id: uuid.UUID,
    at: WallTime,
    note: str,
    now: datetime,
    feeling: Feeling | None = None,
    tags: Collection[uuid.UUID] | None = None,
) -> Entry:
    """Change when it was, in the zone the entry was recorded in, the note, and what is given of
    the rest; None leaves feeling and tags as they are.

    The same minute leaves the instant alone, so that an hour which autumn repeats does not
    slide. Raises `Entry.DoesNotExist`, FutureError, WallTimeError, NoteTooLongError,
    IntensityError or TagGoneError, and has changed nothing then.
    """
    text = clean_note(note)
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        if not same_wall_minute(entry.recorded_at, at.day, at.clock, zone=entry.zone):
            entry.recorded_at = entry_instant(at, zone=entry.zone, now=now)
            entry.local_date = local_date(entry.recorded_at, entry.zone)
            entry.local_hour = local_hour(entry.recorded_at, entry.zone)
        if feeling:
            _feel(entry, feeling)
        if tags is not None:
            put_tags(entry, tags)
        entry.note = text
        entry.updated_at = now
        entry.save(
            update_fields=[
                "recorded_at",
                "local_date",
                "local_hour",
                "own_mood",
                "intensity",
                "note",
                "updated_at",
            ]
        )
        entry.refresh_from_db(fields=["mood", "valence"])
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
    """The note without outer blanks, with plain line ends, composed as search expects it.

    Raises NoteTooLongError.
    """
    plain = note.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    text = unicodedata.normalize("NFC", plain)
    if len(text) > NOTE_MAX_LENGTH:
        raise NoteTooLongError(limit=NOTE_MAX_LENGTH, length=len(text))
    return text


def clean_intensity(intensity: int | None) -> int | None:
    """A step of 1…5, or none. Raises IntensityError."""
    if intensity is not None and intensity not in INTENSITIES:
        raise IntensityError(came=intensity)
    return intensity


def entry_zone(user: User, zone: str) -> str:
    """The zone an entry is written under: the one given, else the person's. Raises ZoneError."""
    if zone and not is_zone(zone):
        raise ZoneError(came=zone)
    return zone or user.zone


def entry_instant(at: WallTime | datetime | None, *, zone: str, now: datetime) -> datetime:
    """The moment of an entry; None is now. Raises FutureError or WallTimeError."""
    if at is None:
        return now
    try:
        instant = at if isinstance(at, datetime) else instant_on_wall(at.day, at.clock, zone=zone)
    except NoSuchWallTimeError as error:
        raise WallTimeError from error
    if instant > now + _AHEAD:
        raise FutureError
    return instant


def _feel(entry: Entry, feeling: Feeling) -> None:
    if feeling.mood is not None or entry.model_mood:
        entry.own_mood = feeling.mood.value if feeling.mood else ""
    entry.intensity = clean_intensity(feeling.intensity)


def _locked(owner: User, entry_id: uuid.UUID) -> Entry:
    return Entry.objects.select_for_update().get(owner=owner, id=entry_id, deleted_at=None)
