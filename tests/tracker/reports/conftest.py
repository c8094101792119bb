"""A diary to tell of: October and November 2026 in Seoul."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tracker_writing import at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.diary.models import EntryTag, Tag, TagGroup
from moodtracker.emotions import Emotion
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.reports.material import Material, gather
from moodtracker.tracker.reports.options import Wanted

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = NOW.date()
OCTOBER = Period.of(Kind.MONTH, date(2026, 10, 1))

Tell = Callable[..., Material]


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past two on Wednesday, 25 November 2026, in Seoul."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def diary(hana: User) -> User:
    """하나, who wrote on most days of September and October, twice on every third day."""
    moods = tuple(Emotion)
    days = [date(2026, 9, 1) + timedelta(days=back) for back in range(61) if back % 10 != 9]
    written = [
        entry(hana, at_wall(day, 8), moods[day.toordinal() % 6], note=f"아침 {day.day}")
        for day in days
    ]
    written += [
        entry(hana, at_wall(day, 21), Emotion.HAPPY, own=Emotion.SAD)
        for day in days
        if day.day % 3 == 0
    ]
    write(*written)
    walk = Tag.objects.create(owner=hana, group=TagGroup.DOING, name="산책", emoji="🚶")
    EntryTag.objects.bulk_create(
        EntryTag(entry=one, tag=walk) for one in written if one.local_date.day % 2
    )
    return hana


@pytest.fixture
def material() -> Tell:
    """Gathers the report of a person's period, October unless said otherwise."""

    def tell(owner: User, **options: object) -> Material:
        given = {"period": OCTOBER, "language": "ko"} | options
        return gather(owner=owner, wanted=Wanted(**given), today=TODAY)  # type: ignore[arg-type]

    return tell
