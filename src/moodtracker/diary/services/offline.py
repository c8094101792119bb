"""Entries that were made without a connection and come later, each exactly once."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from moodtracker.accounts.models import User
from moodtracker.diary import selectors
from moodtracker.diary.errors import ClockError
from moodtracker.diary.models import Entry
from moodtracker.diary.services.entries import entry_record_by_hand
from moodtracker.emotions import Emotion

OFFLINE_DAYS = 366


def entry_record_offline(
    *,
    user: User,
    mood: Emotion,
    at: datetime,
    zone: str,
    capture_key: uuid.UUID,
    now: datetime,
    note: str = "",
    intensity: int | None = None,
    tags: Collection[uuid.UUID] = (),
) -> Entry:
    """A mood by hand that waited on a device, at the instant and in the zone it was felt in.

    The device made the key: the same key again, also at the same time, gives the entry of the
    first one, deleted or not. Tags that are gone by now are left out. Raises ClockError,
    ZoneError, FutureError, NoteTooLongError or IntensityError, and has written nothing then.
    """
    if earlier := selectors.entry_of_capture(owner=user, capture_key=capture_key):
        return earlier
    if at < now - timedelta(days=OFFLINE_DAYS):
        raise ClockError(days=OFFLINE_DAYS)
    still = {tag.id for tag in selectors.tags_of_owner(owner=user, hidden=True)} if tags else set()
    return entry_record_by_hand(
        user=user,
        mood=mood,
        at=at,
        zone=zone,
        capture_key=capture_key,
        note=note,
        intensity=intensity,
        tags=[tag for tag in tags if tag in still],
        now=now,
    )
