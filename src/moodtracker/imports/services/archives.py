"""Our own export comes back, row by row and photo by photo, through the room that wrote it.

What is new is noted before anything is written, so that a run that was cut off and went on can
still be taken back as a whole.
"""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from moodtracker.diary.errors import QuotaError
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.exports.archive import ArchiveReader, open_archive
from moodtracker.exports.archive.model import CHECKSUMS, DIARY
from moodtracker.exports.errors import ArchiveError, ArchiveTooLargeError, ArchiveVersionError
from moodtracker.exports.services.restoring import archive_restore
from moodtracker.imports import waiting
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.incoming import opened
from moodtracker.imports.models import ImportedEntry, ImportedTag, ImportRun, State
from moodtracker.imports.services.leases import StoppedError, keep_on
from moodtracker.imports.summary import Summary

_NOTED = 999_999
_CHUNK = 500


def is_archive(source: Source) -> bool:
    """Whether a file is an export of ours."""
    try:
        return source.is_zip and {DIARY, CHECKSUMS} <= set(source.archive().members)
    except ImportProblem:
        return False


def look_at_archive(*, run: ImportRun, source: Source) -> Summary:
    """What is in it and what of that is here. Raises ImportProblem."""
    summary = Summary()
    keys: list[uuid.UUID] = []
    with _opened(source) as reader:
        for entry in reader.entries():
            day = entry.local_date.isoformat()
            summary.records += 1
            summary.photos += entry.photo is not None
            summary.first = min(summary.first or day, day)
            summary.last = max(summary.last, day)
            keys.append(entry.key)
    summary.already = len(keys) - len(_fresh(run, keys))
    return summary


def run_bring_archive(*, run: ImportRun, now: datetime) -> None:
    """Bring it in. Raises ImportProblem, OSError or VaultError."""
    with opened(run, run.files.get(position=0)) as source:
        keys, tags_before = _noted(run, source)
        try:
            source.file.seek(0)
            archive_restore(
                owner=run.owner,
                archive=source.file,
                now=now,
                between=lambda: keep_on(run.id, state=State.APPLYING),
            )
        except (ArchiveError, QuotaError) as error:
            raise _problem(error) from error
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        rows = Entry.objects.filter(owner=run.owner, capture_key__in=chunk)
        ImportedEntry.objects.bulk_create(
            [
                ImportedEntry(run=run, entry_id=entry_id, stamp=stamp)
                for entry_id, stamp in rows.values_list("id", "updated_at")
            ],
            ignore_conflicts=True,
        )
    made = Tag.objects.filter(owner=run.owner).exclude(id__in=tags_before)
    ImportedTag.objects.bulk_create(
        [ImportedTag(run=run, tag_id=tag) for tag in made.values_list("id", flat=True)],
        ignore_conflicts=True,
    )
    _finish(run, now)


def _finish(run: ImportRun, now: datetime) -> None:
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(id=run.id)
        if locked.state != State.APPLYING:
            raise StoppedError
        photos = EntryPhoto.objects.filter(entry__imported__run=locked).count()
        locked.state, locked.updated_at, locked.done = State.DONE, now, locked.total
        locked.result = {"brought": locked.entries.count(), "photos": photos}
        locked.save(update_fields=["state", "updated_at", "done", "result"])


def _noted(run: ImportRun, source: Source) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Keys that were not here when the run began, and tags that were."""
    if waiting.has_piece(run.id, _NOTED, 0):
        note = json.loads(waiting.read_piece(run.id, _NOTED, 0))
    else:
        with _opened(source) as reader:
            keys = [entry.key for entry in reader.entries()]
        tags = Tag.objects.filter(owner=run.owner).values_list("id", flat=True)
        note = {"keys": [k.hex for k in _fresh(run, keys)], "tags": [t.hex for t in tags]}
        waiting.write_piece(run.id, _NOTED, 0, json.dumps(note).encode(), owner_id=run.owner_id)
    return [uuid.UUID(key) for key in note["keys"]], [uuid.UUID(tag) for tag in note["tags"]]


def _fresh(run: ImportRun, keys: list[uuid.UUID]) -> list[uuid.UUID]:
    here: set[uuid.UUID] = set()
    for start in range(0, len(keys), _CHUNK):
        rows = Entry.objects.filter(owner=run.owner, capture_key__in=keys[start : start + _CHUNK])
        here.update(rows.values_list("capture_key", flat=True))
    return [key for key in keys if key not in here]


@contextmanager
def _opened(source: Source) -> Iterator[ArchiveReader]:
    try:
        source.file.seek(0)
        with open_archive(source.file) as reader:
            yield reader
    except ArchiveError as error:
        raise _problem(error) from error


def _problem(error: ArchiveError | QuotaError) -> ImportProblem:
    if isinstance(error, ArchiveVersionError):
        return ImportProblem(Problem.NEWER)
    if isinstance(error, ArchiveTooLargeError):
        return ImportProblem(Problem.ZIP_BOMB)
    return ImportProblem(Problem.NO_ROOM if isinstance(error, QuotaError) else Problem.CHECKSUM)
