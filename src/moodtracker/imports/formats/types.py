"""What every reader gives, and the Protocol that readers keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from moodtracker.imports.formats.sources import Source


class Kind(StrEnum):
    """A format, by the name that rows and addresses use."""

    DAYLIO_CSV = "daylio_csv"
    DAYLIO_BACKUP = "daylio_backup"
    HOW_WE_FEEL = "how_we_feel"
    STATE_OF_MIND = "state_of_mind"
    PIXELS = "pixels"
    ARCHIVE = "archive"
    SELFIES = "selfies"


class DateOrder(StrEnum):
    """Which number of 03/04/2023 is what."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Reason(StrEnum):
    """Why a row does not come in, or comes in otherwise than it stood."""

    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    BAD_TIME = "bad_time"
    NO_MOOD = "no_mood"
    FUTURE = "future"
    TOO_OLD = "too_old"
    TOO_MANY_COLUMNS = "too_many_columns"
    BROKEN_ROW = "broken_row"
    MOOD_LEFT_OUT = "mood_left_out"
    ALREADY_HERE = "already_here"
    DELETED_HERE = "deleted_here"
    # What comes in, with something to tell.
    NO_TIME = "no_time"
    CLOCK_SKIPPED = "clock_skipped"
    CLOCK_TWICE = "clock_twice"
    NOTE_CUT = "note_cut"
    MORE_PHOTOS = "more_photos"
    PHOTO_MISSING = "photo_missing"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_NO_ROOM = "photo_no_room"


@dataclass(frozen=True, slots=True)
class ForeignMood:
    """A mood as the other app names it.

    `key` is what choices are remembered by; `level` is 1 (best) … 5 (worst) where the app says.
    """

    key: str
    name: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ForeignTag:
    """An activity, person or place; `section` is the other app's group, such as `people`."""

    name: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When it was: a wall time, and the zone's offset from UTC where the file has it."""

    wall: datetime
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One mood of another diary.

    `row` is its number in the file as a person counts (a CSV's header is row 1). `fingerprint`
    stays the same when the same diary is exported again. `intensity` (1…5) wins over the one that
    goes with the mood. `photos` are names for `Reader.photo`.
    """

    row: int
    moment: Moment
    mood: ForeignMood
    fingerprint: str
    note: str = ""
    tags: tuple[ForeignTag, ...] = ()
    photos: tuple[str, ...] = ()
    intensity: int | None = None
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """A row that cannot come in. `detail` is what stood there, shortened."""

    row: int
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person answered about a file."""

    date_order: DateOrder | None = None


class Reader(Protocol):
    """Reads one format.

    `fits` looks at little and never raises. `read` streams, in the order of the file, and raises
    ImportProblem alone, whatever the bytes are. `photo` gives the bytes of a name that a record
    told, and raises ImportProblem or KeyError.
    """

    @property
    def kind(self) -> Kind:
        """Which format."""

    def fits(self, source: Source) -> bool:
        """Whether this file looks like it."""

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:
        """Every row."""

    def photo(self, source: Source, name: str) -> bytes:
        """The bytes of a photo that a record names."""
