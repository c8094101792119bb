"""The dry run: which format, what is in it, what of it is here already. Nothing is written but
the summary.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from moodtracker.accounts.models import User
from moodtracker.core.time import is_zone
from moodtracker.diary.models import Entry
from moodtracker.imports.errors import NotNowError
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.readers import READERS, reader_for
from moodtracker.imports.formats.selfies import is_photo, photo_names
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import DateOrder, Kind, Skip
from moodtracker.imports.incoming import opened, rows_of
from moodtracker.imports.models import ImportRun, State
from moodtracker.imports.services.archives import is_archive, look_at_archive
from moodtracker.imports.services.receiving import FILES_LIMIT
from moodtracker.imports.summary import Summary, Tally

_KEYS_A_QUERY = 500


def run_check(*, run: ImportRun, now: datetime) -> None:
    """Look at a run's file and keep what was found, or what is wrong. Raises OSError or
    VaultError when the file cannot be opened.
    """
    try:
        summary = _look(run, now)
        if run.kind == Kind.SELFIES:
            run.state, run.trouble, run.total, run.done = State.READING, {}, summary.photos, 0
            run.updated_at = now
            run.save(update_fields=["kind", "state", "trouble", "total", "done", "updated_at"])
            return
    except ImportProblem as problem:
        asks = problem.problem == Problem.DATE_ORDER
        run.state = State.ASKING if asks else State.FAILED
        run.trouble = {"problem": problem.problem.value, "values": problem.values}
    else:
        run.state, run.trouble = State.READY, {}
        run.summary, run.total = summary.as_json(), summary.records
    run.updated_at = now
    run.save(update_fields=["kind", "state", "trouble", "summary", "total", "updated_at"])


def run_answer(
    *, owner: User, run_id: uuid.UUID, zone: str, date_order: str, now: datetime
) -> ImportRun:
    """What the person says of zone and dates; the file is looked at again.

    Raises `ImportRun.DoesNotExist` or NotNowError.
    """
    run = ImportRun.objects.get(owner=owner, id=run_id)
    values = {
        "zone": zone if is_zone(zone) else run.zone,
        "date_order": date_order if date_order in set(DateOrder) else run.date_order,
    }
    moved = ImportRun.objects.filter(id=run.id, state__in=[State.ASKING, State.READY]).update(
        state=State.CHECKING, attempts=0, updated_at=now, **values
    )
    if not moved:
        raise NotNowError
    run.refresh_from_db()
    return run


def _look(run: ImportRun, now: datetime) -> Summary:
    if count := _photo_count(run):
        run.kind = Kind.SELFIES
        return Summary(photos=count)
    file = run.files.get(position=0)
    tally = Tally()
    keys: list[uuid.UUID] = []
    with opened(run, file) as source:
        if is_archive(source):
            run.kind = Kind.ARCHIVE
            return look_at_archive(run=run, source=source)
        run.kind = reader_for(source).kind
        for row in rows_of(run, source, now=now):
            if isinstance(row, Skip):
                tally.skip(row)
            else:
                tally.take(row)
                keys.append(row.key)
    summary = tally.close()
    if not keys and not summary.skipped:
        raise ImportProblem(Problem.NO_ENTRIES)
    summary.already, summary.deleted = _here(run.owner, keys)
    return summary


def _photo_count(run: ImportRun) -> int:
    """How many photos a run has, if it is one of photos: several files, a photo, or a ZIP of them.

    Raises ImportProblem when diary files are given several at once.
    """
    count = 0
    files = list(run.files.all())
    for file in files:
        with opened(run, file) as source:
            if is_photo(source):
                count += 1
            elif not is_archive(source) and not _is_diary(source):
                count += len(photo_names(source))
    if count > FILES_LIMIT:
        raise ImportProblem(Problem.ZIP_TOO_MANY, limit=FILES_LIMIT)
    if len(files) > 1 and count < len(files):
        raise ImportProblem(Problem.ONE_FILE)
    return count


def _is_diary(source: Source) -> bool:
    return any(reader.fits(source) for reader in READERS)


def _here(owner: User, keys: list[uuid.UUID]) -> tuple[int, int]:
    """How many of these entries stand in the diary, and how many were deleted there."""
    standing = deleted = 0
    for chunk in chunks(keys, _KEYS_A_QUERY):
        rows = Entry.objects.filter(owner=owner, capture_key__in=chunk)
        for gone in rows.values_list("deleted_at", flat=True):
            standing += gone is None
            deleted += gone is not None
    return standing, deleted


def chunks(keys: list[uuid.UUID], size: int) -> Iterable[list[uuid.UUID]]:
    """Slices of a list."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
