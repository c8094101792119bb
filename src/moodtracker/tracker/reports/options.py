"""What a person chooses to put into a report."""

from dataclasses import dataclass
from enum import StrEnum

from moodtracker.tracker.periods import Period


class Notes(StrEnum):
    """Which notes a report shows."""

    NONE = "none"
    STANDOUT = "standout"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report as it was asked for. Photos stay out unless they are asked for."""

    period: Period
    language: str
    named: bool = True
    notes: Notes = Notes.ALL
    tags: bool = True
    photos: bool = False
