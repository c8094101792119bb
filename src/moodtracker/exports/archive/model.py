"""What an archive holds, as it passes between reader, writer and database."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

FORMAT = "moodtracker-diary"
VERSION = 1
DIARY = "diary.json"
SCHEMA = "schema.json"
CSV = "daylio.csv"
README = "README.txt"
CHECKSUMS = "checksums.txt"
PHOTOS = "photos/"


@dataclass(frozen=True, slots=True)
class ArchivedPerson:
    """The profile and what the person prefers; neither address nor password."""

    display_name: str
    zone: str
    language: str
    photo_policy: str
    large: bool
    streaks: bool
    help_lines: str
    gentle: bool


@dataclass(frozen=True, slots=True)
class ArchivedTag:
    """A tag; `key` (group and name) is what entries name it by."""

    group: str
    name: str
    emoji: str
    position: int
    hidden: bool

    @property
    def key(self) -> str:
        """`people:가족`: stands once in a diary, wherever the diary lies."""
        return f"{self.group}:{self.name}"


@dataclass(frozen=True, slots=True)
class ArchivedHeard:
    """A piece that was played for an entry; `shift` is −2…2, None when it was not said."""

    work: str
    at: datetime
    shift: int | None


@dataclass(frozen=True, slots=True)
class ArchivedPhoto:
    """A JPEG of the archive: SHA-256 of its plain bytes, size in pixels, and the square that the
    network saw, in pixels of it and degrees.
    """

    file: str
    sha256: str
    width: int
    height: int
    face_x: float
    face_y: float
    face_side: float
    face_tilt: float


@dataclass(frozen=True, slots=True)
class ArchivedEntry:
    """One entry. `key` is its capture key: the same entry has the same one wherever it goes.

    `probabilities` are in the order of `emotions.ORDER`; they, the heat maps (the bytes of
    `diary.heatmaps`) and the model are None or empty for an entry that no model read.
    """

    key: uuid.UUID
    recorded_at: datetime
    zone: str
    local_date: date
    local_hour: int
    source: str
    probabilities: tuple[float, ...] | None
    model_name: str
    model_version: str
    model_mood: str
    own_mood: str
    intensity: int | None
    ambiguous: bool
    advice: tuple[str, ...]
    heatmap: bytes | None
    note: str
    tags: tuple[str, ...]
    heard: tuple[ArchivedHeard, ...]
    photo: ArchivedPhoto | None
    created_at: datetime
    updated_at: datetime

    @property
    def mood(self) -> str:
        """The mood that counts: the person's own word, else the model's."""
        return self.own_mood or self.model_mood


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """What stands in front of the entries.

    `photos_missing` are keys of entries whose photo could not be opened when the archive was
    made; `photos_included` is false when the person took none along.
    """

    exported_at: datetime
    person: ArchivedPerson
    tags: tuple[ArchivedTag, ...]
    photos_included: bool
    photos_missing: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoBytes:
    """The photo of one entry, opened; `jpeg` is None when it could not be."""

    key: uuid.UUID
    jpeg: bytes | None


class DiarySource(Protocol):
    """Where a writer gets a diary from.

    `photos` is gone through once, then `head` and `entries` are asked, each once, with the
    SHA-256 of every photo that went in. An entry that came or went in between may be in or out;
    one that stood all the time is in.
    """

    exported_at: datetime
    photos_included: bool

    def photos(self) -> Iterator[PhotoBytes]:
        """Each kept photo, one at a time."""

    def person(self) -> ArchivedPerson:
        """The profile."""

    def tags(self) -> tuple[ArchivedTag, ...]:
        """Every tag, hidden ones too."""

    def entries(self, digests: dict[uuid.UUID, str]) -> Iterable[ArchivedEntry]:
        """Every entry by instant, then key."""


def photo_file(key: uuid.UUID) -> str:
    """The name of an entry's photo in the archive."""
    return f"{PHOTOS}{key}.jpg"
