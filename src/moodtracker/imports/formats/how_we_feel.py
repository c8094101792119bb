"""How We Feel's CSV: `Date,Mood,Tags (People),Tags (Places),Tags (Events),Exercise,…,Notes,
Reflections`, later with `Mood Key`, `Locale` and `Takeaways`.

Dates look like `2026 Sun May 17 3:39 PM`. The name of a mood is in the app's language; the key,
where there is one, is not. Several moods or tags stand in one cell, divided by commas or `;`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moodtracker.imports.formats.moments import parse_instant, parse_wall
from moodtracker.imports.formats.rows import (
    Ordinals,
    WithoutPhotos,
    divided,
    joined,
    minute_of,
    mood_named,
    tags_named,
)
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.tables import Row, header_of, rows_of
from moodtracker.imports.formats.text import one_line, plain_text
from moodtracker.imports.formats.types import (
    ForeignMood,
    ForeignTag,
    Kind,
    Moment,
    Options,
    Reason,
    Record,
    Skip,
)

_SECTIONS = ("people", "places", "events")
_NOTHING = {"[]", "{}", "null", "none", "nan", "-"}


@dataclass(frozen=True, slots=True)
class HowWeFeel(WithoutPhotos):
    """Reads How We Feel's table."""

    kind: Kind = Kind.HOW_WE_FEEL

    def fits(self, source: Source) -> bool:
        """By its tag columns."""
        names = set(header_of(source))
        return {"date", "mood"} <= names and bool(names & {f"tags ({s})" for s in _SECTIONS})

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:
        """Check-ins in the order of the file. Raises ImportProblem."""
        ordinals = Ordinals()
        for row in rows_of(source):
            yield _record(row, options, ordinals)


def _record(row: Row, options: Options, ordinals: Ordinals) -> Record | Skip:
    if row.cells is None:
        return Skip(row.number, Reason.TOO_MANY_COLUMNS)
    text = row.get("date")
    if not text:
        return Skip(row.number, Reason.NO_DATE)
    moment = _moment(text, options)
    if moment is None:
        return Skip(row.number, Reason.BAD_DATE, one_line(text))
    moods = _moods(row)
    if not moods:
        return Skip(row.number, Reason.NO_MOOD)
    more = ", ".join(mood.name for mood in moods[1:])
    return Record(
        row=row.number,
        moment=moment,
        mood=moods[0],
        fingerprint=ordinals.fingerprint(minute_of(moment.wall)),
        note=joined(
            *(_said(row.get(name)) for name in ("notes", "note", "reflections", "takeaways")),
            f"({more})" if more else "",
        ),
        tags=_tags(row),
    )


def _moment(text: str, options: Options) -> Moment | None:
    instant = parse_instant(text)
    if instant is not None:
        return Moment(instant.replace(tzinfo=None), instant.utcoffset())
    wall = parse_wall(text, order=options.date_order)
    return Moment(wall) if wall else None


def _moods(row: Row) -> list[ForeignMood]:
    names = [part for part in divided(row.get("mood")) if part]
    keys = [part for part in divided(row.get("mood key", "mood keys")) if part]
    if len(keys) != len(names):
        return [mood_named(name) for name in names or keys]
    # The key is the same in every language, so it is what a choice is remembered by.
    return [
        ForeignMood(mood_named(_words(key)).key, mood_named(name).name)
        for key, name in zip(keys, names, strict=True)
    ]


def _words(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", key)


def _tags(row: Row) -> tuple[ForeignTag, ...]:
    return tuple(
        tag
        for section in _SECTIONS
        for tag in tags_named(divided(row.get(f"tags ({section})")), section)
    )


def _said(text: str) -> str:
    return "" if text.casefold() in _NOTHING else plain_text(text)
