"""What a dry run found, as it is kept in a row."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.types import ForeignMood, ForeignTag, Skip
from moodtracker.imports.incoming import Incoming
from moodtracker.imports.keys import tag_key

SHOWN_ROWS = 500
SHOWN_MOODS = 300
SHOWN_TAGS = 300
COUNTED_TAGS = 5_000


@dataclass(slots=True)
class FoundMood:
    """A foreign mood and how often it stands in the file."""

    key: str
    name: str
    level: int | None
    count: int = 0

    @property
    def foreign(self) -> ForeignMood:
        """As the reader gave it."""
        return ForeignMood(self.key, self.name, self.level)


@dataclass(slots=True)
class FoundTag:
    """A foreign tag and how often it stands in the file."""

    key: str
    name: str
    section: str
    count: int = 0

    @property
    def foreign(self) -> ForeignTag:
        """As the reader gave it."""
        return ForeignTag(self.name, self.section)


@dataclass(slots=True)
class SkippedRow:
    """A row that stays out."""

    row: int
    reason: str
    detail: str


@dataclass(slots=True)
class Summary:
    """Counts, moods, tags, and what stays out or is told.

    `records` can come in as far as the file goes; `already` of them are here, `deleted` were here
    and were deleted. `rows` lists at most `SHOWN_ROWS` of the skipped.
    """

    records: int = 0
    already: int = 0
    deleted: int = 0
    photos: int = 0
    first: str = ""
    last: str = ""
    moods: list[FoundMood] = field(default_factory=list)
    tags: list[FoundTag] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    rows: list[SkippedRow] = field(default_factory=list)

    @property
    def fresh(self) -> int:
        """How many are new."""
        return self.records - self.already - self.deleted

    @property
    def skipped_count(self) -> int:
        """How many rows stay out for what stands in them."""
        return sum(self.skipped.values())

    @property
    def first_day(self) -> date | None:
        """The earliest local date."""
        return date.fromisoformat(self.first) if self.first else None

    @property
    def last_day(self) -> date | None:
        """The latest local date."""
        return date.fromisoformat(self.last) if self.last else None

    def as_json(self) -> dict[str, Any]:
        """For the row."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Summary":
        """What `as_json` gave; a run that was not looked at yet gives an empty one."""
        plain = dict(stored)
        return cls(
            moods=[FoundMood(**mood) for mood in plain.pop("moods", [])],
            tags=[FoundTag(**tag) for tag in plain.pop("tags", [])],
            rows=[SkippedRow(**row) for row in plain.pop("rows", [])],
            **plain,
        )


class Tally:
    """Counts rows as they stream by."""

    def __init__(self) -> None:
        self.summary = Summary()
        self._moods: dict[str, FoundMood] = {}
        self._tags: dict[str, FoundTag] = {}
        self._skipped: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def skip(self, row: Skip) -> None:
        """A row that stays out."""
        self._skipped[row.reason] += 1
        if len(self.summary.rows) < SHOWN_ROWS:
            self.summary.rows.append(SkippedRow(row.row, row.reason.value, row.detail))

    def take(self, item: Incoming) -> None:
        """A row that can come in. Raises ImportProblem for more moods than a page can ask for."""
        record, summary = item.record, self.summary
        day = record.moment.wall.date().isoformat()
        summary.records += 1
        summary.photos += bool(record.photos)
        summary.first = min(summary.first or day, day)
        summary.last = max(summary.last, day)
        self._told.update(item.notices)
        if len(record.photos) > 1:
            self._told["more_photos"] += 1
        if len(record.note) > 4000:
            self._told["note_cut"] += 1
        mood = record.mood
        if mood.key not in self._moods and len(self._moods) >= SHOWN_MOODS:
            raise ImportProblem(Problem.TOO_MANY_MOODS, limit=SHOWN_MOODS)
        found = self._moods.setdefault(mood.key, FoundMood(mood.key, mood.name, mood.level))
        found.count += 1
        for tag in record.tags:
            key = tag_key(tag)
            if key not in self._tags and len(self._tags) >= COUNTED_TAGS:
                continue
            self._tags.setdefault(key, FoundTag(key, tag.name, tag.section)).count += 1

    def close(self) -> Summary:
        """The whole, the most frequent moods and tags first."""
        summary = self.summary
        summary.moods = sorted(self._moods.values(), key=lambda m: -m.count)
        summary.tags = sorted(self._tags.values(), key=lambda t: -t.count)[:SHOWN_TAGS]
        summary.skipped = {str(reason): count for reason, count in self._skipped.items()}
        summary.told = {str(reason): count for reason, count in self._told.items()}
        return summary
