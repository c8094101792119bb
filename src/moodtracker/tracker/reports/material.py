"""Everything that a report tells, gathered before a word of it is written."""

from dataclasses import dataclass
from datetime import date

from moodtracker.accounts.models import User
from moodtracker.tracker.reports import selectors
from moodtracker.tracker.reports.options import Wanted
from moodtracker.tracker.reports.pictures import small_picture
from moodtracker.tracker.trends.selectors import Trends, companions, trends
from moodtracker.tracker.trends.together import Together


@dataclass(frozen=True, slots=True)
class Material:
    """A person's period. `left_out` notes did not fit; of `photo_count` photos some are shown,
    each with a small JPEG.
    """

    wanted: Wanted
    name: str
    today: date
    trends: Trends
    together: Together
    days: tuple[selectors.DayFound, ...]
    ways: selectors.Ways
    notes: tuple[selectors.NoteFound, ...]
    left_out: int
    photos: tuple[tuple[selectors.PhotoFound, bytes], ...]
    photo_count: int


def gather(*, owner: User, wanted: Wanted, today: date) -> Material:
    """Reads all of it, with a bounded number of statements whatever the diary's length."""
    period = wanted.period
    days = selectors.days_found(owner=owner, period=period)
    notes, left_out = selectors.notes_found(owner=owner, wanted=wanted, days=days)
    found, photo_count = (
        selectors.photos_found(owner=owner, period=period) if wanted.photos else ((), 0)
    )
    pictures = ((one, small_picture(one)) for one in found)
    return Material(
        wanted=wanted,
        name=owner.display_name if wanted.named else "",
        today=today,
        trends=trends(owner=owner, period=period, today=today),
        together=companions(owner=owner, period=period, today=today),
        days=days,
        ways=selectors.ways(owner=owner, period=period),
        notes=notes,
        left_out=left_out,
        photos=tuple((one, jpeg) for one, jpeg in pictures if jpeg),
        photo_count=photo_count,
    )
