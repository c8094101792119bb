"""What goes out: the archive and the table, as streams, with a line in the log of exports."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from moodtracker.accounts.models import User
from moodtracker.exports import daylio
from moodtracker.exports.archive import ArchivedEntry, ArchivedTag, archive_chunks
from moodtracker.exports.diary_source import DatabaseDiary
from moodtracker.exports.errors import TooManyExportsError
from moodtracker.exports.models import Export, ExportKind
from moodtracker.exports.texts import readme

EXPORTS_AN_HOUR = 6
_WINDOW = timedelta(hours=1)
_CHUNK = 64 * 1024


def archive_export(*, owner: User, now: datetime, photos: bool) -> Iterator[bytes]:
    """The whole diary as a ZIP in chunks, photos included or not.

    Writes the line in the log before the first chunk is asked for, and its end after the last.
    Raises TooManyExportsError at once.
    """
    kind = ExportKind.ARCHIVE if photos else ExportKind.WITHOUT_PHOTOS
    export = _begin(owner, kind, now)
    source = DatabaseDiary(owner=owner, now=now, photos=photos)
    chunks = archive_chunks(
        source,
        readme=readme(),
        csv_head=daylio.table_head(),
        csv_line=_table_line(source.tags(), owner.language),
    )
    return _logged(export, chunks)


def table_export(*, owner: User, now: datetime) -> Iterator[bytes]:
    """The table that Daylio users know, in chunks. Raises TooManyExportsError at once."""
    export = _begin(owner, ExportKind.TABLE, now)
    source = DatabaseDiary(owner=owner, now=now, photos=False)
    return _logged(export, _table_chunks(source, _table_line(source.tags(), owner.language)))


def _begin(owner: User, kind: ExportKind, now: datetime) -> Export:
    with transaction.atomic():
        # The person's row is the lock: two presses at once count one after the other.
        User.objects.select_for_update().get(pk=owner.pk)
        since = Export.objects.filter(owner=owner, at__gt=now - _WINDOW)
        if since.count() >= EXPORTS_AN_HOUR:
            raise TooManyExportsError(limit=EXPORTS_AN_HOUR)
        return Export.objects.create(owner=owner, kind=kind, at=now)


def _logged(export: Export, chunks: Iterator[bytes]) -> Iterator[bytes]:
    sent = 0
    language = translation.get_language() or "ko"
    while True:
        # The stream runs when the request's own language is over.
        with translation.override(language):
            chunk = next(chunks, None)
        if chunk is None:
            break
        sent += len(chunk)
        yield chunk
    Export.objects.filter(pk=export.pk).update(finished_at=timezone.now(), byte_size=sent)


def _table_line(tags: tuple[ArchivedTag, ...], language: str) -> Callable[[ArchivedEntry], str]:
    by_key = {tag.key: tag for tag in tags}
    return lambda entry: daylio.table_line(entry, tags=by_key, language=language)


def _table_chunks(source: DatabaseDiary, line: Callable[[ArchivedEntry], str]) -> Iterator[bytes]:
    waiting = daylio.table_head()
    for entry in source.entries({}):
        waiting += line(entry)
        if len(waiting) > _CHUNK:
            yield waiting.encode()
            waiting = ""
    yield waiting.encode()
