"""Daylio's CSV, all generations of its header:

1. `year,date,weekday,time,mood,activities,note`
2. `full_date,date,weekday,time,mood,activities,note`
3. `full_date,date,weekday,time,mood,activities,note_title,note`
4. the same with `scales` before `note_title` (since 2026)

`date` and `weekday` are in the phone's language, `full_date` is ISO. Activities are divided by
` | `; notes hold `<br>` and simple markup. Our own CSV export has the third header.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from moodtracker.imports.formats.moments import date_order_of, is_numeric, parse_date, parse_time
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.rows import (
    Ordinals,
    WithoutPhotos,
    joined,
    minute_of,
    mood_named,
    tags_named,
)
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.tables import Row, header_of, rows_of
from moodtracker.imports.formats.text import one_line, plain_text
from moodtracker.imports.formats.types import (
    DateOrder,
    Kind,
    Moment,
    Options,
    Reason,
    Record,
    Skip,
)

NOON = time(12)


@dataclass(frozen=True, slots=True)
class DaylioCsv(WithoutPhotos):
    """Reads Daylio's table."""

    kind: Kind = Kind.DAYLIO_CSV

    def fits(self, source: Source) -> bool:
        """By the columns that all generations have."""
        names = set(header_of(source))
        return (
            {"mood", "time"} <= names
            and bool(names & {"full_date", "year", "date"})
            and bool(names & {"activities", "weekday", "note"})
        )

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:
        """Rows as they stand. Raises ImportProblem."""
        order = options.date_order or self._order(source)
        ordinals = Ordinals()
        for row in rows_of(source):
            yield _record(row, order, ordinals)

    def _order(self, source: Source) -> DateOrder | None:
        """The order of numbers in dates, where there are such dates. Raises when nobody knows."""
        numeric = [text for row in rows_of(source) if is_numeric(text := _date_text(row))]
        order = date_order_of(numeric)
        if numeric and order is None:
            raise ImportProblem(Problem.DATE_ORDER, example=one_line(numeric[0]))
        return order


def _date_text(row: Row) -> str:
    return row.get("full_date", "date")


def _record(row: Row, order: DateOrder | None, ordinals: Ordinals) -> Record | Skip:
    if row.cells is None:
        return Skip(row.number, Reason.TOO_MANY_COLUMNS)
    text = _date_text(row)
    if not text:
        return Skip(row.number, Reason.NO_DATE)
    day = parse_date(text, year=_year(row), order=order)
    if day is None:
        return Skip(row.number, Reason.BAD_DATE, one_line(f"{row.get('year')} {text}"))
    name = row.get("mood")
    if not name:
        return Skip(row.number, Reason.NO_MOOD)
    wall, notices = _wall(row, day)
    if wall is None:
        return Skip(row.number, Reason.BAD_TIME, one_line(row.get("time")))
    scales = plain_text(row.get("scales"))
    return Record(
        row=row.number,
        moment=Moment(wall),
        mood=mood_named(name),
        fingerprint=ordinals.fingerprint(minute_of(wall)),
        note=joined(plain_text(row.get("note_title")), plain_text(row.get("note")), scales),
        tags=tags_named(row.get("activities").split("|")),
        notices=notices,
    )


def _year(row: Row) -> int | None:
    text = row.get("year")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _wall(row: Row, day: date) -> tuple[datetime | None, tuple[Reason, ...]]:
    text = row.get("time")
    if not text:
        return datetime.combine(day, NOON), (Reason.NO_TIME,)
    clock = parse_time(text)
    return (datetime.combine(day, clock) if clock else None), ()
