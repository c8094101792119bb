"""Old selfies: read one at a time, proposed, and brought in when their person says so.

A photo enters by the hash of its bytes, so the same photo enters once. Until it enters, picture
and reading lie sealed in its row, which goes with the entry's coming.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.core.time import local_date, local_hour
from moodtracker.core.vault import seal_for, unseal
from moodtracker.diary import photo_files, reading
from moodtracker.diary import selectors as diary
from moodtracker.diary.errors import DiaryError, ReaderUnavailableError
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry, EntryPhoto, Source
from moodtracker.diary.pending_faces import WaitingFace, WaitingFaces, pack_faces, unpack_faces
from moodtracker.diary.photo_files import KeptPicture
from moodtracker.emotions import CLASS_NAMES
from moodtracker.imports.formats.problems import ImportProblem
from moodtracker.imports.formats.selfies import dated, photo_bytes, photos_of
from moodtracker.imports.formats.sources import Source as File
from moodtracker.imports.formats.types import Moment
from moodtracker.imports.formats.zones import placed
from moodtracker.imports.incoming import opened
from moodtracker.imports.keys import capture_key
from moodtracker.imports.models import ImportedEntry, ImportRun, Selfie, State
from moodtracker.imports.services.leases import Clock, StoppedError, extend

FACES = 8
REVIEW_TIME = timedelta(days=7)
NO_FACE, UNREADABLE, ALREADY = "no_face", "unreadable", "already"


@dataclass(frozen=True, slots=True)
class SelfieAnswer:
    """What the person says of one photo. No mood keeps the model's word."""

    selfie_id: uuid.UUID
    take: bool
    day: date | None
    clock: time | None
    mood: str = ""
    face: int | None = None


def run_read(*, run: ImportRun, clock: Clock) -> bool:
    """Read as many photos as there is time for; True when all are read.

    Raises OSError, VaultError, StoppedError, or ReaderUnavailableError when no model works.
    """
    known = set(run.selfies.values_list("position", flat=True))
    for position, (source, name) in enumerate(_photos(run)):
        if position in known:
            continue
        selfie = _read_one(run, source, name, position)
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(id=run.id)
            if locked.state != State.READING:
                raise StoppedError
            selfie.save(force_insert=True)
            locked.done = min(locked.total, position + 1)
            extend(locked)
            locked.save(update_fields=["done", "claimed_until", "attempts"])
        if clock.over():
            return False
    ImportRun.objects.filter(id=run.id, state=State.READING).update(
        state=State.REVIEW, expires_at=timezone.now() + REVIEW_TIME
    )
    return True


def selfies_take(
    *, owner: User, run_id: uuid.UUID, answers: list[SelfieAnswer], now: datetime
) -> int:
    """Bring in what was taken, throw away what was not; how many came in.

    What still lacks a date or a face stays for another look. Raises `ImportRun.DoesNotExist`.
    """
    run = ImportRun.objects.select_related("owner").get(owner=owner, id=run_id, state=State.REVIEW)
    came = 0
    for answer in answers:
        selfie = run.selfies.filter(id=answer.selfie_id).first()
        if selfie is None:
            continue
        if not answer.take:
            selfie.delete()
            continue
        _say(selfie, answer)
        came += _enter(run, selfie, now)
    close_if_through(run, now)
    return came


def close_if_through(run: ImportRun, now: datetime) -> None:
    """A run without a photo left is over."""
    if not run.selfies.exists():
        brought = run.entries.count()
        photos = EntryPhoto.objects.filter(entry__imported__run=run).count()
        ImportRun.objects.filter(id=run.id, state=State.REVIEW).update(
            state=State.DONE, result={"brought": brought, "photos": photos}, updated_at=now
        )


def faces_of(selfie: Selfie) -> WaitingFaces:
    """Pictures and readings, opened."""
    return unpack_faces(unseal(bytes(selfie.sealed_faces), context=_context(selfie.id, "faces")))


def _photos(run: ImportRun) -> Iterator[tuple[File, str]]:
    for file in run.files.all():
        with opened(run, file) as source:
            for name in photos_of(source):
                yield source, name


def _read_one(run: ImportRun, source: File, name: str, position: int) -> Selfie:
    selfie = Selfie(run=run, position=position, name=name.rsplit("/", 1)[-1][:100])
    try:
        data = photo_bytes(source, name)
    except (ImportProblem, KeyError):
        selfie.trouble = UNREADABLE
        return selfie
    selfie.fingerprint = hashlib.sha256(data).hexdigest()
    if diary.entry_of_capture(owner=run.owner, capture_key=_key(run, selfie)):
        selfie.trouble = ALREADY
        return selfie
    found = dated(data, name, zone=run.zone)
    if found:
        selfie.wall, selfie.dated_by = found.moment.wall.replace(tzinfo=UTC), found.by
        if found.moment.offset is not None:
            selfie.offset_minutes = int(found.moment.offset.total_seconds() // 60)
    try:
        read = reading.read(data)
    except ReaderUnavailableError:
        raise
    except DiaryError:
        selfie.trouble = UNREADABLE
        return selfie
    _keep_reading(run, selfie, read)
    return selfie


def _keep_reading(run: ImportRun, selfie: Selfie, read: reading.ReadPhoto) -> None:
    faces = read.reading.faces[:FACES]
    if not faces:
        selfie.trouble = NO_FACE
        return
    keep = run.owner.photo_policy == PhotoPolicy.KEEP
    kept = photo_files.kept_picture(read.picture) if keep else None
    height, width = read.picture.shape[:2]
    scale = kept.scale if kept else 1.0
    waiting = WaitingFaces(
        width=kept.width if kept else width,
        height=kept.height if kept else height,
        model=read.reading.model,
        faces=tuple(
            WaitingFace(
                square=photo_files.scaled_square(square, scale),
                probabilities=tuple(float(value) for value in face.probabilities),
                heatmap=pack_heatmaps(face.heatmap),
                ambiguous=face.ambiguous,
                advice=face.advice,
                picture=photo_files.face_picture(read.picture, square),
            )
            for face, square in zip(faces, read.squares, strict=False)
        ),
    )
    selfie.face_count = len(faces)
    selfie.face = 0 if len(faces) == 1 else None
    selfie.sealed_faces = seal_for(
        run.owner_id, pack_faces(waiting), context=_context(selfie.id, "faces")
    )
    if kept:
        selfie.sealed_photo = seal_for(
            run.owner_id, kept.jpeg, context=_context(selfie.id, "photo")
        )


def _say(selfie: Selfie, answer: SelfieAnswer) -> None:
    """Note the answer. A date that was changed is one on the wall of the run's zone."""
    if answer.day and answer.clock:
        wall = datetime.combine(answer.day, answer.clock, tzinfo=UTC)
        if selfie.wall is None or selfie.wall.replace(second=0, microsecond=0) != wall:
            selfie.wall, selfie.offset_minutes, selfie.dated_by = wall, None, "hand"
    if answer.face is not None and 0 <= answer.face < selfie.face_count:
        selfie.face = answer.face
    selfie.own_mood = answer.mood if answer.mood in CLASS_NAMES else ""
    selfie.save(update_fields=["wall", "offset_minutes", "dated_by", "face", "own_mood"])


def _enter(run: ImportRun, selfie: Selfie, now: datetime) -> bool:
    """One entry, if all is known that it needs. The photo's file is written before its row."""
    if selfie.wall is None or selfie.face is None or selfie.trouble:
        return False
    offset = selfie.offset_minutes
    moment = Moment(
        selfie.wall.replace(tzinfo=None), None if offset is None else timedelta(minutes=offset)
    )
    at = placed(moment, run.zone)
    if at.instant > now:
        return False
    entry, photo = _drafted(run, selfie, now, at.instant, at.zone)
    with transaction.atomic():
        # Locked: two windows on one review enter a photo once.
        if not run.selfies.select_for_update().filter(id=selfie.id).exists():
            return False
        if diary.entry_of_capture(owner=run.owner, capture_key=entry.capture_key) is None:
            entry.save(force_insert=True)
            ImportedEntry.objects.create(run=run, entry=entry, stamp=now)
            if photo:
                photo.save(force_insert=True)
        Selfie.objects.filter(id=selfie.id).delete()
    return True


def _drafted(
    run: ImportRun, selfie: Selfie, now: datetime, instant: datetime, zone: str
) -> tuple[Entry, EntryPhoto | None]:
    waiting = faces_of(selfie)
    face = waiting.faces[selfie.face or 0]
    top = max(range(len(CLASS_NAMES)), key=face.probabilities.__getitem__)
    entry = Entry(
        owner=run.owner,
        capture_key=_key(run, selfie),
        recorded_at=instant,
        zone=zone,
        local_date=local_date(instant, zone),
        local_hour=local_hour(instant, zone),
        source=Source.IMPORT,
        model_mood=CLASS_NAMES[top],
        own_mood=selfie.own_mood,
        ambiguous=face.ambiguous,
        advice=[code.value for code in face.advice],
        heatmap=face.heatmap,
        model_name=waiting.model.name,
        model_version=waiting.model.version,
        created_at=now,
        updated_at=now,
        **dict(zip(CLASS_NAMES, face.probabilities, strict=True)),
    )
    used = diary.photo_bytes_kept(owner=run.owner)
    if not selfie.sealed_photo or used >= settings.MOODTRACKER_PHOTO_QUOTA_BYTES:
        return entry, None
    jpeg = unseal(bytes(selfie.sealed_photo), context=_context(selfie.id, "photo"))
    return entry, _photo_row(entry, KeptPicture(jpeg, waiting.width, waiting.height), face)


def _photo_row(entry: Entry, kept: KeptPicture, face: WaitingFace) -> EntryPhoto:
    file = photo_files.write_sealed(kept.jpeg, owner_id=entry.owner_id)
    return EntryPhoto(
        entry=entry,
        name=file.name,
        byte_size=file.byte_size,
        sha256=file.sha256,
        width=kept.width,
        height=kept.height,
        face_x=face.square.centre_x,
        face_y=face.square.centre_y,
        face_side=face.square.side,
        face_tilt=face.square.tilt,
    )


def _key(run: ImportRun, selfie: Selfie) -> uuid.UUID:
    return capture_key(run.kind, selfie.fingerprint)


def _context(selfie_id: uuid.UUID, part: str) -> bytes:
    return f"import selfie {part} {selfie_id}".encode()
