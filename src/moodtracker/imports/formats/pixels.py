"""The backup of the app Pixels: a JSON list of days.

`{"date": "2023-5-14", "type": "Mood", "scores": [4], "notes": "…", "tags": [{"type": "Emotions",
"entries": ["joyful"]}]}`; in older backups `mood` and `emotions` instead of `scores` and `tags`.
Scores are 1 (worst) … 5 (best). A day has no time, so it is placed at noon; a second score of a
day comes a minute later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from moodtracker.imports.formats import jsons
from moodtracker.imports.formats.jsons import Json, mapping, mappings, text, whole
from moodtracker.imports.formats.limits import JSON_BYTES, ROWS, TAGS_OF_A_ROW
from moodtracker.imports.formats.moments import parse_date
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.rows import Ordinals, WithoutPhotos, mood_named, tags_named
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.text import one_line, plain_text
from moodtracker.imports.formats.types import (
    ForeignTag,
    Kind,
    Moment,
    Options,
    Reason,
    Record,
    Skip,
)

SCORES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Pixels(WithoutPhotos):
    """Reads Pixels' backup."""

    kind: Kind = Kind.PIXELS

    def fits(self, source: Source) -> bool:
        """A list whose first object has a date and scores."""
        head = source.head(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
        return (
            head.startswith(b"[")
            and b'"date"' in head
            and (b'"scores"' in head or b'"mood"' in head)
            and b'"valence"' not in head
        )

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:
        """Days in the order of the file. Raises ImportProblem."""
        days = jsons.parse(source.read(limit=JSON_BYTES))
        if not isinstance(days, list):
            raise ImportProblem(Problem.UNKNOWN)
        if len(days) > ROWS:
            raise ImportProblem(Problem.TOO_MANY_ROWS, limit=ROWS)
        ordinals = Ordinals()
        for row, day in enumerate(days, start=1):
            yield from _records(row, mapping(day), options, ordinals)


def _records(
    row: int, day: dict[str, Json], options: Options, ordinals: Ordinals
) -> Iterator[Record | Skip]:
    written = text(day.get("date"))
    when = parse_date(written, order=options.date_order)
    if when is None:
        reason = Reason.BAD_DATE if written else Reason.NO_DATE
        yield Skip(row, reason, one_line(written))
        return
    scores = _scores(day)
    if not scores:
        yield Skip(row, Reason.NO_MOOD, str(when))
    for place, score in enumerate(scores):
        first = place == 0
        yield Record(
            row=row,
            moment=Moment(datetime.combine(when, time(12, place))),
            mood=mood_named(str(score), level=6 - score),
            fingerprint=ordinals.fingerprint(f"{when:%Y-%m-%d}"),
            note=plain_text(text(day.get("notes"))) if first else "",
            tags=_tags(day) if first else (),
            notices=(Reason.NO_TIME,),
        )


def _scores(day: dict[str, Json]) -> list[int]:
    given = jsons.items(day.get("scores")) or [day.get("mood")]
    return [score for item in given[:24] if (score := whole(item)) in SCORES]


def _tags(day: dict[str, Json]) -> tuple[ForeignTag, ...]:
    older = tags_named((text(item) for item in jsons.items(day.get("emotions"))), "Emotions")
    newer = (
        tag
        for group in mappings(day.get("tags"))
        for tag in tags_named(
            (text(item) for item in jsons.items(group.get("entries"))),
            one_line(text(group.get("type"))),
        )
    )
    return (*older, *newer)[:TAGS_OF_A_ROW]
