"""Entries for the tracker's tests, as the diary would have recorded them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary.models import Entry
from moodtracker.emotions import CLASS_NAMES, Emotion


def at_wall(day: date, hour: int = 12, minute: int = 0, *, zone: str = "Asia/Seoul") -> datetime:
    """The instant at which a clock in `zone` showed this."""
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def entry(
    owner: User,
    instant: datetime,
    read: Emotion = Emotion.NEUTRALITY,
    *,
    own: Emotion | None = None,
    zone: str = "Asia/Seoul",
    note: str = "",
    deleted: bool = False,
) -> Entry:
    """An unsaved entry from a photo in which `read` was most probable."""
    probabilities = dict.fromkeys(CLASS_NAMES, 0.08) | {read.value: 0.6}
    return Entry(
        owner=owner,
        recorded_at=instant,
        zone=zone,
        local_date=local_date(instant, zone),
        local_hour=local_hour(instant, zone),
        source="photo",
        model_mood=read.value,
        own_mood=own.value if own else "",
        model_name="test",
        model_version="1",
        note=note,
        deleted_at=instant if deleted else None,
        created_at=instant,
        updated_at=instant,
        **probabilities,
    )


def write(*entries: Entry) -> Sequence[Entry]:
    """Saves them in one go."""
    return Entry.objects.bulk_create(entries, batch_size=500)


def a_long_diary(owner: User, *, last: date, count: int, a_day: int = 5) -> None:
    """`count` entries, `a_day` of them on each day back from `last`."""
    moods = tuple(Emotion)
    write(
        *(
            entry(
                owner,
                at_wall(
                    last - timedelta(days=number // a_day),
                    (8 + number % a_day) % 24,
                    number % a_day // 24,
                ),
                moods[number % 6],
            )
            for number in range(count)
        )
    )
