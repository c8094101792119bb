"""Rows of a waiting file, placed in time and given their keys."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from moodtracker.imports import waiting
from moodtracker.imports.formats.readers import reader_of
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import (
    DateOrder,
    Kind,
    Options,
    Reader,
    Reason,
    Record,
    Skip,
)
from moodtracker.imports.formats.zones import Placed, placed
from moodtracker.imports.keys import capture_key
from moodtracker.imports.models import ImportFile, ImportRun


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record that can come in, and where it goes."""

    record: Record
    at: Placed
    key: uuid.UUID

    @property
    def notices(self) -> tuple[Reason, ...]:
        """All that has to be told of it."""
        return (*self.record.notices, *((self.at.notice,) if self.at.notice else ()))


@contextlib.contextmanager
def opened(run: ImportRun, file: ImportFile) -> Iterator[Source]:
    """The waiting file, for as long as it is read."""
    with waiting.open_waiting(run.id, file.position, file.byte_size) as stream:
        yield Source(file.name, stream, file.byte_size)


def rows_of(run: ImportRun, source: Source, *, now: datetime) -> Iterator[Incoming | Skip]:
    """Every row of a run's file. Raises ImportProblem."""
    reader: Reader = reader_of(Kind(run.kind))
    options = Options(DateOrder(run.date_order) if run.date_order else None)
    for row in reader.read(source, options):
        if isinstance(row, Skip):
            yield row
            continue
        at = placed(row.moment, run.zone)
        shown = f"{row.moment.wall:%Y-%m-%d %H:%M}"
        if at.instant > now:
            yield Skip(row.row, Reason.FUTURE, shown)
        elif row.moment.wall.year < 1901:
            yield Skip(row.row, Reason.TOO_OLD, shown)
        else:
            yield Incoming(row, at, capture_key(run.kind, row.fingerprint))
