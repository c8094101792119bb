"""A photo becomes an entry.

The order is what keeps database and files in agreement whatever moment the power goes:

1. look for an entry that this form has already given; count the attempt; check the room;
2. decode, read, encode, seal: outside any transaction;
3. write the sealed file, synced, under a name that no row knows yet;
4. one short transaction writes the entry and the row of its photo.

A crash before 4 leaves at most a file without a row (`services.photos_sweep` removes it) and
nothing was acknowledged; after 4 all is there.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction

from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.accounts.services import photo_policy_set
from moodtracker.core.time import local_date, local_hour
from moodtracker.core.vault import seal_for, unseal
from moodtracker.diary import photo_files, reading, selectors
from moodtracker.diary.errors import (
    NoFaceError,
    NoSuchFaceError,
    QuotaError,
    StorageError,
    TooManyPhotosError,
    WaitOverError,
)
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto, PhotoAttempt, Source
from moodtracker.diary.pending_faces import WaitingFace, WaitingFaces, pack_faces, unpack_faces
from moodtracker.diary.photo_files import KeptPicture, SealedFile
from moodtracker.diary.services.entries import (
    WallTime,
    clean_intensity,
    clean_note,
    entry_instant,
    entry_zone,
)
from moodtracker.diary.services.sweeping import ATTEMPT_WINDOW
from moodtracker.diary.services.tags import check_tags, put_tags
from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.crop import Square
from moodtracker.vision.types import FaceReading, ModelName

WAIT = timedelta(minutes=30)
FACES_TO_CHOOSE_FROM = 24


@dataclass(frozen=True, slots=True)
class Capture:
    """What is known of a capture besides its pixels."""

    entry_id: uuid.UUID
    user: User
    key: uuid.UUID
    source: Source
    recorded_at: datetime
    zone: str
    note: str
    intensity: int | None = None
    tags: frozenset[uuid.UUID] = field(default_factory=frozenset)


def entry_record_photo(
    *,
    user: User,
    photo: bytes,
    source: Source,
    now: datetime,
    capture_key: uuid.UUID | None = None,
    note: str = "",
    policy: str | None = None,
    at: WallTime | datetime | None = None,
    zone: str = "",
    intensity: int | None = None,
    tags: Collection[uuid.UUID] = (),
) -> Entry | PendingPhoto:
    """Read a photo and record the mood; with several faces, a photo that waits for a choice.

    The waiting photo's id becomes the entry's. A capture key that has already given either
    gives it again, so a form sent twice makes one entry. `policy` is the answer of a person who
    was asked what becomes of their photos; it holds from this photo on. `at`, `zone`,
    `intensity` and `tags` are those of `entry_record_by_hand`. Raises DiaryError, and has written
    neither entry nor photo then.
    """
    place = entry_zone(user, zone)
    capture = Capture(
        entry_id=uuid.uuid4(),
        user=user,
        key=capture_key or uuid.uuid4(),
        source=source,
        recorded_at=entry_instant(at, zone=place, now=now),
        zone=place,
        note=clean_note(note),
        intensity=clean_intensity(intensity),
        tags=frozenset(tags),
    )
    if earlier := _already_given(capture, now):
        return earlier
    check_tags(user, capture.tags)
    if source != Source.IMPORT:  # a folder of old photos is bounded by whoever reads it in
        _count_attempt(user, now)
    if policy:
        user = photo_policy_set(user=user, policy=PhotoPolicy(policy))
    keep = user.photo_policy == PhotoPolicy.KEEP
    if keep:
        _check_room(user)
    read = reading.read(photo)
    faces = read.reading.faces
    if not faces:
        raise NoFaceError
    if len(faces) > 1:
        return _wait_for_choice(capture, read, keep=keep, now=now)
    kept = photo_files.kept_picture(read.picture) if keep else None
    face = _waiting_face(faces[0], _kept_square(read.squares[0], kept), picture=b"")
    return _record(capture, face, read.reading.model, kept, now=now)


def entry_choose_face(*, owner: User, pending_id: uuid.UUID, number: int, now: datetime) -> Entry:
    """Record the mood of one face, counted from 0, of a waiting photo, and forget the others.

    Raises WaitOverError, NoSuchFaceError, QuotaError or StorageError.
    """
    try:
        pending = selectors.pending_get(owner=owner, pending_id=pending_id, now=now)
    except PendingPhoto.DoesNotExist:
        raise WaitOverError from None
    waiting = waiting_faces(pending)
    if not 0 <= number < len(waiting.faces):
        raise NoSuchFaceError(count=len(waiting.faces))
    face = waiting.faces[number]
    kept = None
    if pending.sealed_photo:
        _check_room(owner)
        jpeg = unseal(bytes(pending.sealed_photo), context=_context(pending.id, "photo"))
        kept = KeptPicture(jpeg, waiting.width, waiting.height)
    capture = Capture(
        entry_id=pending.id,
        user=owner,
        key=pending.capture_key,
        source=Source(pending.source),
        recorded_at=pending.recorded_at,
        zone=pending.zone,
        note=pending.note,
        intensity=pending.intensity,
        # One that was removed while the photo waited is no reason to lose the photo.
        tags=frozenset(selectors.tags_among(owner=owner, ids=pending.tag_ids)),
    )
    return _record(capture, face, waiting.model, kept, now=now)


def waiting_faces(pending: PendingPhoto) -> WaitingFaces:
    """The faces of a waiting photo, opened."""
    return unpack_faces(unseal(bytes(pending.sealed_faces), context=_context(pending.id, "faces")))


def _already_given(capture: Capture, now: datetime) -> Entry | PendingPhoto | None:
    return selectors.entry_of_capture(
        owner=capture.user, capture_key=capture.key
    ) or selectors.pending_of_capture(owner=capture.user, capture_key=capture.key, now=now)


def _count_attempt(user: User, now: datetime) -> None:
    """Every photo given counts, unreadable ones too: reading is what costs."""
    limit = settings.MOODTRACKER_PHOTOS_AN_HOUR
    with transaction.atomic():
        if selectors.photo_attempts_since(owner=user, moment=now - ATTEMPT_WINDOW) >= limit:
            raise TooManyPhotosError(limit=limit)
        PhotoAttempt.objects.create(owner=user, at=now)


def _check_room(user: User) -> None:
    quota = settings.MOODTRACKER_PHOTO_QUOTA_BYTES
    used = selectors.photo_bytes_kept(owner=user)
    if used >= quota:
        raise QuotaError(used=used, quota=quota)


def _wait_for_choice(
    capture: Capture, read: reading.ReadPhoto, *, keep: bool, now: datetime
) -> Entry | PendingPhoto:
    kept = photo_files.kept_picture(read.picture) if keep else None
    waiting = _faces_to_choose_from(read, kept)
    key = capture.entry_id
    pending = PendingPhoto(
        id=key,
        owner=capture.user,
        capture_key=capture.key,
        source=capture.source,
        note=capture.note,
        intensity=capture.intensity,
        tag_ids=[str(tag_id) for tag_id in capture.tags],
        recorded_at=capture.recorded_at,
        zone=capture.zone,
        face_count=len(waiting.faces),
        sealed_photo=_sealed(capture, kept.jpeg, "photo") if kept else b"",
        sealed_faces=_sealed(capture, pack_faces(waiting), "faces"),
        expires_at=now + WAIT,
    )

    try:
        with transaction.atomic():
            # One whose time is over may still hold the key until the next purge.
            PendingPhoto.objects.filter(owner=capture.user, expires_at__lte=now).delete()
            pending.save(force_insert=True)
    except IntegrityError:
        earlier = _already_given(capture, now)
        if earlier is None:
            raise
        return earlier
    except OperationalError as error:
        raise StorageError from error
    return pending


def _faces_to_choose_from(read: reading.ReadPhoto, kept: KeptPicture | None) -> WaitingFaces:
    height, width = read.picture.shape[:2]
    pairs = zip(read.reading.faces, read.squares, strict=True)
    return WaitingFaces(
        width=kept.width if kept else width,
        height=kept.height if kept else height,
        model=read.reading.model,
        faces=tuple(
            _waiting_face(
                face,
                _kept_square(square, kept),
                picture=photo_files.face_picture(read.picture, square),
            )
            for face, square in islice(pairs, FACES_TO_CHOOSE_FROM)
        ),
    )


def _record(
    capture: Capture,
    face: WaitingFace,
    model: ModelName,
    kept: KeptPicture | None,
    *,
    now: datetime,
) -> Entry:
    file = _write_file(kept, capture.user) if kept else None
    entry = _unsaved_entry(capture, face, model, now)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            put_tags(entry, capture.tags)
            if kept and file:
                _photo_row(entry, kept, file, face.square).save(force_insert=True)
            PendingPhoto.objects.filter(owner=capture.user, capture_key=capture.key).delete()
    except IntegrityError:
        # Rolled back for certain, so no row speaks of the file. After any other error a commit
        # may have gone through unheard: then the file stays, for the sweep to judge.
        if file:
            photo_files.remove_files([file.name])
        earlier = selectors.entry_of_capture(owner=capture.user, capture_key=capture.key)
        if earlier is None:
            raise
        return earlier
    except OperationalError as error:
        raise StorageError from error
    return entry


def _write_file(kept: KeptPicture, owner: User) -> SealedFile:
    try:
        return photo_files.write_sealed(kept.jpeg, owner_id=owner.pk)
    except OSError as error:
        raise StorageError from error


def _unsaved_entry(capture: Capture, face: WaitingFace, model: ModelName, now: datetime) -> Entry:
    top = max(range(len(CLASS_NAMES)), key=face.probabilities.__getitem__)
    return Entry(
        id=capture.entry_id,
        owner=capture.user,
        capture_key=capture.key,
        recorded_at=capture.recorded_at,
        zone=capture.zone,
        local_date=local_date(capture.recorded_at, capture.zone),
        local_hour=local_hour(capture.recorded_at, capture.zone),
        source=capture.source,
        model_mood=CLASS_NAMES[top],
        ambiguous=face.ambiguous,
        advice=[code.value for code in face.advice],
        heatmap=face.heatmap,
        model_name=model.name,
        model_version=model.version,
        note=capture.note,
        intensity=capture.intensity,
        created_at=now,
        updated_at=now,
        **dict(zip(CLASS_NAMES, face.probabilities, strict=True)),
    )


def _photo_row(entry: Entry, kept: KeptPicture, file: SealedFile, square: Square) -> EntryPhoto:
    return EntryPhoto(
        entry=entry,
        name=file.name,
        byte_size=file.byte_size,
        sha256=file.sha256,
        width=kept.width,
        height=kept.height,
        face_x=square.centre_x,
        face_y=square.centre_y,
        face_side=square.side,
        face_tilt=square.tilt,
    )


def _kept_square(square: Square, kept: KeptPicture | None) -> Square:
    return photo_files.scaled_square(square, kept.scale) if kept else square


def _waiting_face(face: FaceReading, square: Square, *, picture: bytes) -> WaitingFace:
    return WaitingFace(
        square=square,
        probabilities=tuple(float(value) for value in face.probabilities),
        heatmap=pack_heatmaps(face.heatmap),
        ambiguous=face.ambiguous,
        advice=face.advice,
        picture=picture,
    )


def _sealed(capture: Capture, data: bytes, part: str) -> bytes:
    """A part of a waiting photo, sealed under its owner's key."""
    try:
        return seal_for(capture.user.pk, data, context=_context(capture.entry_id, part))
    except OSError as error:
        raise StorageError from error


def _context(pending_id: uuid.UUID, part: str) -> bytes:
    return f"diary pending {part} {pending_id}".encode()
