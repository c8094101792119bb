"""What a person's report has beside the blocks of every document."""

from dataclasses import dataclass

from moodtracker.paper.blocks import Block, Picture


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a sheet. `moods` are the day's, the main one first, none without entries; `label`
    is the date for those who hear it.
    """

    number: int
    label: str
    moods: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month as a calendar draws it, Sunday first; None outside the month or the period.

    `recorded` of its days have entries, as `summary` says in words.
    """

    title: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Calendar(Block):
    """One large sheet, or several small ones. `weekdays` are the short names from Sunday on."""

    weekdays: tuple[str, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A mood with its share (0…1) of the period, the share as text, and two more remarks."""

    emotion: str
    share: float
    text: str
    days: str
    before: str


@dataclass(frozen=True, slots=True)
class Shares(Block):
    """How the moods share a period; `head` names the columns."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An entry of the day's thread: the time on the wall, its mood, what the person wrote.

    `word` says whose word the mood is; `tags` are as the person wrote them.
    """

    clock: str
    emotion: str
    word: str
    text: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its notes, under a heading."""

    title: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Diary(Block):
    """Notes by day."""

    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A small picture with when it was taken and its mood."""

    picture: Picture
    emotion: str


@dataclass(frozen=True, slots=True)
class Photos(Block):
    """Small pictures in rows."""

    photos: tuple[Photo, ...]
