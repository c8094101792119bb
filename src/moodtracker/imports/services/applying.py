"""A file's rows become entries, in short transactions that can be cut off anywhere.

The file is read from its beginning each time; what has its key in the diary is passed over. So a
`kill -9` costs at most a batch that was not committed, and the next run goes on. Photos are
decoded, encoded, sealed and written before the transaction that names them; a file whose
transaction never came is swept like any other (`diary.services.photos_sweep`).
"""

import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary import photo_files
from moodtracker.diary import services as diary
from moodtracker.diary.models import NOTE_MAX_LENGTH, Entry, EntryPhoto, EntryTag, Source
from moodtracker.imports.choices import Chosen
from moodtracker.imports.formats.readers import reader_of
from moodtracker.imports.formats.types import Kind, Skip
from moodtracker.imports.incoming import Incoming, opened, rows_of
from moodtracker.imports.keys import tag_key
from moodtracker.imports.models import ImportedEntry, ImportRun, State
from moodtracker.imports.services.leases import Clock, StoppedError, extend
from moodtracker.imports.services.photos import Album
from moodtracker.imports.services.tags import tags_ready

BATCH = 200
PHOTOS_A_BATCH = 12
# Capture key → the entry that has it, and when that was deleted.
Here = dict[uuid.UUID, tuple[uuid.UUID, datetime | None]]


@dataclass(slots=True)
class Draft:
    """An entry that is not written yet, with all that goes with it."""

    entry: Entry
    tags: list[uuid.UUID]
    photo: EntryPhoto | None = None


@dataclass(slots=True)
class Batch:
    """Rows that are written together."""

    items: list[Incoming] = field(default_factory=list)
    photos: int = 0
    passed: int = 0

    def full(self) -> bool:
        """Whether it is time to write."""
        return len(self.items) >= BATCH or self.photos >= PHOTOS_A_BATCH

    def add(self, item: Incoming) -> None:
        """One more."""
        self.items.append(item)
        self.photos += bool(item.record.photos)


def run_bring(*, run: ImportRun, now: datetime, clock: Clock) -> bool:
    """Bring in as much as there is time for; True when all is in.

    Raises ImportProblem, OSError, VaultError, or StoppedError when the run was taken away.
    """
    chosen = Chosen.from_json(run.choices)
    tags = tags_ready(run=run, chosen=chosen)
    file = run.files.get(position=0)
    with opened(run, file) as source:
        album = Album(run.owner, reader_of(Kind(run.kind)), source, wanted=chosen.photos)
        writer = Writer(run, chosen, tags, album, now)
        for batch in _batches(rows_of(run, source, now=now), chosen):
            # Rows of earlier slices are passed whatever the clock says: a slice that ended among
            # them would never get further.
            if writer.write(batch) and clock.over():
                return False
    _finish(run, now, tags_left=chosen.tag_count() - len(tags))
    return True


def _batches(rows: Iterator[Incoming | Skip], chosen: Chosen) -> Iterator[Batch]:
    batch = Batch()
    for row in rows:
        if isinstance(row, Skip):
            continue
        batch.passed += 1
        if chosen.mood(row.record.mood.key):
            batch.add(row)
        if batch.full():
            yield batch
            batch = Batch()
    yield batch


@dataclass(slots=True)
class Writer:
    """Writes batches of one run."""

    run: ImportRun
    chosen: Chosen
    tags: dict[str, uuid.UUID]
    album: Album
    now: datetime
    passed: int = 0

    def write(self, batch: Batch) -> bool:
        """Write a batch; False when all of it was here. One that meets another writer of the same
        keys is tried once more.
        """
        # Read from the beginning again, a later slice passes rows that were counted before.
        self.passed += batch.passed
        for last in (False, True):
            here = _here(self.run.owner, batch)
            if self.chosen.bring_back:
                self._bring_back(here)
            self.album.failures.clear()
            drafts = [self._draft(item) for item in batch.items if item.key not in here]
            if not drafts:
                return False
            try:
                self._commit(drafts)
            except IntegrityError:
                photo_files.remove_files([d.photo.name for d in drafts if d.photo])
                if last:
                    raise
            else:
                return True
        return False

    def _bring_back(self, here: Here) -> None:
        for entry_id, gone in here.values():
            if gone is None:
                continue
            try:
                diary.entry_restore(owner=self.run.owner, entry_id=entry_id, now=self.now)
            except Entry.DoesNotExist:  # its 30 days are over: the purge will take it
                continue

    def _draft(self, item: Incoming) -> Draft:
        record, at = item.record, item.at
        mood = self.chosen.mood(record.mood.key)
        if mood is None or mood.emotion is None:
            raise ValueError(f"Only chosen moods are drafted; got {record.mood.key!r}.")
        entry = Entry(
            owner=self.run.owner,
            capture_key=item.key,
            recorded_at=at.instant,
            zone=at.zone,
            local_date=local_date(at.instant, at.zone),
            local_hour=local_hour(at.instant, at.zone),
            source=Source.IMPORT,
            own_mood=mood.emotion.value,
            intensity=record.intensity or mood.intensity,
            note=unicodedata.normalize("NFC", record.note[:NOTE_MAX_LENGTH]).strip(),
            created_at=self.now,
            updated_at=self.now,
        )
        keys = (tag_key(tag) for tag in record.tags)
        tags = dict.fromkeys(self.tags[key] for key in keys if key in self.tags)
        photo = self.album.photo_of(entry, record.photos[0]) if record.photos else None
        return Draft(entry, list(tags), photo)

    def _commit(self, drafts: list[Draft]) -> None:
        photos = [draft.photo for draft in drafts if draft.photo]
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(id=self.run.id)
            if locked.state != State.APPLYING:
                raise StoppedError
            Entry.objects.bulk_create([draft.entry for draft in drafts])
            ImportedEntry.objects.bulk_create(
                [ImportedEntry(run=locked, entry=d.entry, stamp=self.now) for d in drafts]
            )
            EntryTag.objects.bulk_create(
                [EntryTag(entry=d.entry, tag_id=tag) for d in drafts for tag in d.tags]
            )
            EntryPhoto.objects.bulk_create(photos)
            result = Counter(locked.result)
            result.update(self.album.failures)
            result["photos"] += len(photos)
            locked.result = dict(result)
            locked.done = max(locked.done, min(self.passed, locked.total))
            extend(locked)
            locked.save(update_fields=["done", "result", "claimed_until", "attempts"])


def _here(owner: User, batch: Batch) -> Here:
    rows = Entry.objects.filter(owner=owner, capture_key__in=[item.key for item in batch.items])
    return {
        key: (entry_id, gone)
        for key, entry_id, gone in rows.values_list("capture_key", "id", "deleted_at")
    }


def _finish(run: ImportRun, now: datetime, *, tags_left: int) -> None:
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(id=run.id)
        if locked.state != State.APPLYING:
            raise StoppedError
        locked.state, locked.updated_at, locked.done = State.DONE, now, locked.total
        locked.result = {**locked.result, "brought": locked.entries.count(), "tags_left": tags_left}
        locked.save(update_fields=["state", "updated_at", "done", "result"])
