"""Entries that were made without a connection and come later, each exactly once."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from moodtracker.accounts.models import User
from moodtracker.core.time import is_zone, local_date, local_hour
from moodtracker.diary import selectors
from moodtracker.diary.errors import ClockError, FutureError, UnknownZoneError
from moodtracker.diary.models import Entry, Source
from moodtracker.diary.services.entries import clean_note
from moodtracker.emotions import Emotion

# A phone's clock may run a little ahead of the server's.
_AHEAD = timedelta(minutes=2)
OFFLINE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Felt:
    """When and where a mood was felt: an aware instant, and the device's IANA zone then."""

    at: datetime
    zone: str


def entry_record_offline(
    *,
    user: User,
    mood: Emotion,
    felt: Felt,
    capture_key: uuid.UUID,
    now: datetime,
    note: str = "",
    intensity: int | None = None,
) -> Entry:
    """A mood by hand that waited on a device, under the zone and date it was felt in.

    The device made the key: the same key again, also at the same time, gives the entry of the
    first one, deleted or not. Raises FutureError, ClockError, UnknownZoneError or
    NoteTooLongError, and has written nothing then.
    """
    if earlier := selectors.entry_of_capture(owner=user, capture_key=capture_key):
        return earlier
    _check(felt, now=now)
    entry = Entry(
        owner=user,
        capture_key=capture_key,
        recorded_at=felt.at,
        zone=felt.zone,
        local_date=local_date(felt.at, felt.zone),
        local_hour=local_hour(felt.at, felt.zone),
        source=Source.HAND,
        own_mood=mood.value,
        intensity=intensity,
        note=clean_note(note),
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        # Two senders at once: the database let one of them through.
        earlier = selectors.entry_of_capture(owner=user, capture_key=capture_key)
        if earlier is None:
            raise
        return earlier
    return entry


def _check(felt: Felt, *, now: datetime) -> None:
    if not is_zone(felt.zone):
        raise UnknownZoneError
    if felt.at > now + _AHEAD:
        raise FutureError
    if felt.at < now - timedelta(days=OFFLINE_DAYS):
        raise ClockError(days=OFFLINE_DAYS)
